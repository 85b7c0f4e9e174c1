"""Measure what is read on the labelled certificates: python -m tools.reading [-v] [--part …]."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from certfolio.domain.certificates import Content
from certfolio.domain.files import ContentType
from certfolio.domain.reading.crosscheck import cross_check
from certfolio.domain.reading.fields import Outcome, ReadField
from certfolio.domain.reading.layout import compact
from certfolio.domain.reading.suggest import suggest
from certfolio.domain.renditions import Drawing, Page
from functions.inspection.caps import Caps
from functions.inspection.child import judge

FOLDER = Path(__file__).parent.parent / "tests" / "files" / "reading"
SUGGESTED: list[ReadField] = [field for field in ReadField if field is not ReadField.LEARNER]
_NOTHING_LIKE_IT = {
    "title": "Underwater Basket Weaving",
    "issuer": "Nowhere Polytechnic",
    "earned_on": "2019-07-31",
    "claims": [{"credit_type": "any", "claimed": "333.25"}],
    "certificate_number": "NW-777-31415",
}
"""What none of the certificates says."""


class Part(StrEnum):
    """Which of the certificates: those the rules were made on, or those kept for measuring."""

    KNOWN = "known"
    HELD_OUT = "held-out"


@dataclass(frozen=True)
class Labelled:
    """A certificate and what a person reads on it: for each field every right answer."""

    name: str
    part: Part
    truth: Mapping[ReadField, list[str]]
    learner: str
    pages: tuple[Page, ...]


@dataclass
class Tally:
    """How often a field was right, wrong or left empty though the certificate says it."""

    right: int = 0
    wrong: int = 0
    left_empty: int = 0

    def row(self) -> tuple[str, str, str]:
        """Precision and recall in percent, and how many certificates say it."""
        filled, said = self.right + self.wrong, self.right + self.left_empty
        return _percent(self.right, filled), _percent(self.right, said), str(said)


def labelled() -> Iterator[Labelled]:
    """The labelled certificates, drawn as inspection draws them."""
    for file in sorted(FOLDER.glob("*.json")):
        told: dict[str, Any] = json.loads(file.read_text())
        drawing = judge(file.with_suffix(".pdf").read_bytes(), ContentType.PDF, Caps())
        if not isinstance(drawing, Drawing):
            raise TypeError(f"{file.stem} is refused: {drawing}")
        yield Labelled(
            name=file.stem,
            part=Part.HELD_OUT if told["held_out"] else Part.KNOWN,
            truth={field: told[field] for field in SUGGESTED},
            learner=told["learner"],
            pages=drawing.pages,
        )


def is_right(field: ReadField, value: str, truth: list[str]) -> bool:
    """Whether a suggestion is one of the right answers; letters and digits count."""
    if field in (ReadField.EARNED_ON, ReadField.CREDITS):
        return value in truth
    return compact(value) in map(compact, truth)


def suggested(one: Labelled, tallies: Mapping[ReadField, Tally]) -> Iterator[str]:
    """Count what is suggested for a certificate.

    Yields
    ------
    str
        What was wrong or left empty.
    """
    told = suggest(one.pages, one.learner).fields
    for field, truth in one.truth.items():
        value, tally = told.get(field), tallies[field]
        if value is not None and is_right(field, value.value, truth):
            tally.right += 1
        elif value is not None:
            tally.wrong += 1
            tally.left_empty += bool(truth)
            yield f"{one.name}: {field} is {' or '.join(truth) or 'not said'}, not {value.value!r}"
        elif truth:
            tally.left_empty += 1
            yield f"{one.name}: {field} is {' or '.join(truth)}, nothing suggested"


def checked(one: Labelled, counts: Mapping[ReadField, Counter[str]]) -> Iterator[str]:
    """Count what is found of the truth, and of something that no certificate says.

    Yields
    ------
    str
        What came out wrong.
    """
    true = _NOTHING_LIKE_IT | {field.value: truth[0] for field, truth in one.truth.items() if truth}
    if credits_said := one.truth[ReadField.CREDITS]:
        true["claims"] = [{"credit_type": "any", "claimed": credits_said[0]}]
    right = cross_check(Content.model_validate(true), one.learner, one.pages)
    wrong = cross_check(Content.model_validate(_NOTHING_LIKE_IT), "Nobody Known", one.pages)
    for field in ReadField:
        said = field is ReadField.LEARNER or bool(one.truth[field])
        counts[field]["said"] += said
        counts[field]["found"] += said and right[field].outcome is Outcome.FOUND
        counts[field]["all"] += 1
        counts[field]["invented"] += wrong[field].outcome is Outcome.FOUND
        if said and right[field].outcome is not Outcome.FOUND:
            yield f"{one.name}: {field} is there, but {right[field].outcome} {right[field].text!r}"
        if wrong[field].outcome is Outcome.FOUND:
            yield f"{one.name}: {field} is not there, but found {wrong[field].text!r}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="make reading", description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="say what was wrong")
    parser.add_argument("--part", type=Part, choices=list(Part), help="only these certificates")
    options = parser.parse_args()
    everything = list(labelled())
    for part in Part if options.part is None else (options.part,):
        _measure(part, [one for one in everything if one.part is part], verbose=options.verbose)


def _measure(part: Part, certificates: list[Labelled], *, verbose: bool) -> None:
    tallies: dict[ReadField, Tally] = {field: Tally() for field in SUGGESTED}
    counts: dict[ReadField, Counter[str]] = {field: Counter() for field in ReadField}
    remarks = [
        remark
        for one in certificates
        for remark in (*suggested(one, tallies), *checked(one, counts))
    ]
    if verbose:
        print(*remarks, sep="\n", end="\n\n")
    print(f"{len(certificates)} certificates, {part}\n")
    print(f"{'suggested':<20}{'precision':>10}{'recall':>10}{'said by':>10}")
    for field, tally in tallies.items():
        print(f"{field:<20}" + "".join(f"{cell:>10}" for cell in tally.row()))
    whole = Tally(*(sum(getattr(t, name) for t in tallies.values()) for name in vars(Tally())))
    print(f"{'all':<20}" + "".join(f"{cell:>10}" for cell in whole.row()))
    print(f"\n{'cross-checked':<20}{'found':>10}{'said by':>10}{'invented':>10}")
    for field, count in counts.items():
        found = _percent(count["found"], count["said"])
        print(f"{field:<20}{found:>10}{count['said']:>10}{count['invented']:>10}")
    print()


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


if __name__ == "__main__":
    main()
