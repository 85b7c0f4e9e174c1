"""What was measured last, kept so that a part can be measured again by itself."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from benchmarks import cold, inspection, primed, programmes, scale, units, waits, warm
from benchmarks.cold import Cold
from benchmarks.inspection import Inspected
from benchmarks.operations import Operation
from benchmarks.primed import First
from benchmarks.processes import ROOT
from benchmarks.programmes import Programmes
from benchmarks.scale import Growth
from benchmarks.units import Taken
from benchmarks.waits import Waits
from benchmarks.warm import Warm

_FOLDER = ROOT / ".local" / "benchmarks" / "results"


class Part(StrEnum):
    """What can be measured by itself."""

    WARM = "warm"
    COLD = "cold"
    PRIMED = "primed"
    UNITS = "units"
    SCALE = "scale"
    PROGRAMMES = "programmes"
    INSPECTION = "inspection"
    PORTAL = "portal"


@dataclass(frozen=True)
class Scale:
    """How things grow."""

    academies: Growth
    portfolios: Growth


@dataclass(frozen=True)
class Measured:
    """What a part found.

    Attributes
    ----------
    load
        Processes that wanted a processor, in the minute before and in the one at the end.
    """

    at: datetime
    load: tuple[float, float]
    found: Any


_KINDS: Mapping[Part, TypeAdapter[Any]] = {
    Part.WARM: TypeAdapter(Warm),
    Part.COLD: TypeAdapter(Cold),
    Part.PRIMED: TypeAdapter(dict[Operation, First]),
    Part.UNITS: TypeAdapter(dict[str, Taken]),
    Part.SCALE: TypeAdapter(Scale),
    Part.PROGRAMMES: TypeAdapter(Programmes),
    Part.INSPECTION: TypeAdapter(dict[str, Inspected]),
    Part.PORTAL: TypeAdapter(Waits),
}
_MEASURED = TypeAdapter(Measured)


_MEASURES: Mapping[Part, Callable[[], object]] = {
    Part.WARM: warm.measure,
    Part.COLD: cold.measure,
    Part.PRIMED: primed.measure,
    Part.UNITS: units.measure,
    Part.SCALE: lambda: Scale(scale.of_academies(), scale.of_portfolios()),
    Part.PROGRAMMES: programmes.measure,
    Part.INSPECTION: inspection.measure,
    Part.PORTAL: waits.measure,
}


def measure(part: Part) -> None:
    """Measure a part and keep what it found."""
    before = os.getloadavg()[0]
    found = _MEASURES[part]()
    load = (before, os.getloadavg()[0])
    kept = Measured(datetime.now(UTC), load, _KINDS[part].dump_python(found, mode="json"))
    _FOLDER.mkdir(parents=True, exist_ok=True)
    (_FOLDER / f"{part}.json").write_bytes(_MEASURED.dump_json(kept))


def last(part: Part) -> Measured | None:
    """What a part found last; None where it was never measured here."""
    file = _FOLDER / f"{part}.json"
    if not file.exists():
        return None
    kept = _MEASURED.validate_json(file.read_bytes())
    return Measured(kept.at, kept.load, _KINDS[part].validate_python(kept.found))
