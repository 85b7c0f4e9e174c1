"""Kinds of credits: what the rules of a version make of a credit type and labels."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import assert_never

from certfolio.domain.programmes.conversion import converted
from certfolio.domain.programmes.exact import Exact
from certfolio.domain.programmes.lots import Kind
from certfolio.domain.programmes.model import Version
from certfolio.domain.programmes.predicates import fits
from certfolio.domain.programmes.requirements import leaves
from certfolio.domain.programmes.rules import (
    AtLeast,
    Confirmed,
    Either,
    Every,
    Labelled,
    OfType,
    Other,
    Requirement,
    Which,
)

_MOST_KINDS = 256
"""How many kinds are told apart where advice is given."""


class Kinds:
    """The kinds that a version tells apart, each looked at once."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._known: dict[object, Kind] = {}
        self._amounts: dict[tuple[int, Decimal], Exact] = {}

    def of(self, credit_type: str, labels: Mapping[str, str]) -> Kind:
        """The kind of credits of a type with these labels."""
        key = (credit_type, *sorted(labels.items())) if labels else credit_type
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._looked_at(credit_type, labels)
        return found

    def amount(self, kind: Kind, amount: Decimal) -> Exact:
        """What so much of a kind is worth."""
        key = kind.place, amount
        found = self._amounts.get(key)
        if found is None:
            found = self._amounts[key] = converted(kind.conversion, amount)
        return found

    def _looked_at(self, credit_type: str, labels: Mapping[str, str]) -> Kind:
        version = self._version
        about, choices = about_each(version.requires, credit_type, labels)
        return Kind(
            len(self._known),
            credit_type,
            labels,
            fits(version.counts, credit_type, labels),
            next(
                (one for one in version.conversions if fits(one.which, credit_type, labels)), None
            ),
            about,
            choices,
            version.carry is not None and fits(version.carry.which, credit_type, labels),
        )


def about_each(
    requires: tuple[Requirement, ...], credit_type: str, labels: Mapping[str, str]
) -> tuple[tuple[bool, ...], tuple[str | None, ...]]:
    """For each leaf, whether it is about such credits, and in which choice of its label."""
    about: list[bool] = []
    choices: list[str | None] = []
    for leaf in leaves(requires):
        rule = leaf.rule
        if isinstance(rule, Confirmed):
            about.append(False)
            choices.append(None)
            continue
        same = rule.same if isinstance(rule, AtLeast) else None
        choices.append(labels.get(same) if same else None)
        about.append(fits(rule.which, credit_type, labels))
    return tuple(about), tuple(choices)


_TYPE = ""
"""Stands for the credit type among labels; no label has this name."""

Sketch = tuple[tuple[str, str], ...]
"""What must be stated of credits: labels, and the credit type under an empty name."""


@lru_cache(maxsize=128)
def telling(
    requires: tuple[Requirement, ...], counts: Which | None, also: Sketch
) -> tuple[Sketch, ...]:
    """The least that must be stated of credits for each combination of leaves they can be for.

    Parameters
    ----------
    also
        Choices of labels that matter although no predicate names them.
    """
    steps: list[Sequence[Sketch]] = [list(_terms(counts))]
    steps.extend(
        list(_terms(leaf.rule.which))
        for leaf in leaves(requires)
        if not isinstance(leaf.rule, Confirmed)
    )
    steps.extend([((), (one,)) for one in also])
    found: dict[tuple[bool, tuple[bool, ...], tuple[str | None, ...]], Sketch] = {}
    sketches: list[Sketch] = [()]
    for step in steps:
        for sketch in [*sketches]:
            for term in step:
                joined = _joined(sketch, term)
                if joined is None or len(found) >= _MOST_KINDS:
                    continue
                credit_type, labels = read(joined)
                about = (
                    fits(counts, credit_type or "", labels),
                    *about_each(requires, credit_type or "", labels),
                )
                if about not in found:
                    found[about] = joined
                    sketches.append(joined)
    kept = [sketch for (recognised, _, _), sketch in found.items() if recognised]
    return tuple(sorted(kept, key=lambda sketch: (len(sketch), sketch)))


def read(sketch: Sketch) -> tuple[str | None, dict[str, str]]:
    """The credit type, None where any will do, and the labels that must be stated."""
    labels = dict(sketch)
    return labels.pop(_TYPE, None), labels


def _terms(which: Which | None) -> Iterator[Sketch]:
    """Ways to be meant by a predicate. What it denies is not stated, which keeps it."""
    match which:
        case None | Other():
            yield ()
        case OfType():
            for one in which.one_of:
                yield ((_TYPE, one),)
        case Labelled():
            for one in which.one_of:
                yield ((which.label, one),)
        case Either():
            for part in which.of:
                yield from _terms(part)
        case Every():
            ways: list[Sketch] = [()]
            for part in which.of:
                joined = [_joined(way, term) for way in ways for term in _terms(part)]
                ways = [way for way in joined if way is not None][:_MOST_KINDS]
            yield from ways
        case _:
            assert_never(which)


def _joined(one: Sketch, other: Sketch) -> Sketch | None:
    """Both; None where they contradict each other."""
    stated = dict(one)
    for name, value in other:
        if stated.setdefault(name, value) != value:
            return None
    return tuple(sorted(stated.items()))
