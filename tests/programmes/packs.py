"""Programmes and their worked examples, read as their files hold them.

The packs are shipped; beside them stand, for the tests alone, the other bodies whose rules the
engine must be able to say.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.programmes.holding import CreditLine, Holding
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import Pack

PACKS = Path(__file__).parent.parent.parent / "functions" / "programmes" / "packs"
BODIES = Path(__file__).parent / "bodies"
_EXAMPLES = ".examples.json"

Json = dict[str, Any]
_Read = TypeVar("_Read", bound=BaseModel)


@dataclass(frozen=True)
class Example:
    """One worked example: a learner, certificates, a day, and the figures worked out by hand."""

    programme: Programme
    data: Json

    def __str__(self) -> str:
        return f"{self.programme.id}: {self.data['name']}"

    @property
    def holding(self) -> Holding:
        return Holding.model_validate(self.data["holding"])

    @property
    def lines(self) -> list[CreditLine]:
        return [line_of(number, found) for number, found in enumerate(self.data["certificates"])]


def line_of(number: int, found: Json) -> CreditLine:
    """One certificate of an example; what it does not say is as usual."""
    status = Status(found.get("status", "approved"))
    return CreditLine.model_validate(
        {
            "certificate_id": f"01JD8Z6V9Q3T5W7X9Y1Z3A{number:04}",
            "credit_type": found["credit_type"],
            "labels": found["labels"],
            "claimed": found["credits"],
            "awarded": found["credits"] if status in GRANTED else None,
            "earned_on": found["earned_on"],
            "reported_on": found.get("reported_on", found["earned_on"]),
            "status": status,
        }
    )


def programmes(folder: Path = PACKS) -> list[Programme]:
    """All programmes of a folder, by their file's name."""
    return [pack.programme for pack in packs()] if folder == PACKS else _read(Programme, folder)


def packs() -> list[Pack]:
    """What is shipped, by the file's name."""
    return _read(Pack, PACKS)


def _read(kind: type[_Read], folder: Path) -> list[_Read]:
    return [
        kind.model_validate_json(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.json"))
        if not path.name.endswith(_EXAMPLES)
    ]


def examples(of: Programme, folder: Path = PACKS) -> list[Example]:
    """The examples beside a programme."""
    path = folder / f"{of.id}{_EXAMPLES}"
    return [Example(of, found) for found in json.loads(path.read_text(encoding="utf-8"))]


def every_example() -> list[Example]:
    """The examples of all packs, and of the other bodies."""
    return [
        example
        for folder in (PACKS, BODIES)
        for programme in programmes(folder)
        for example in examples(programme, folder)
    ]
