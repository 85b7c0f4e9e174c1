"""Whether credits are those that a rule is about."""

from collections.abc import Mapping
from typing import assert_never

from certfolio.domain.programmes.rules import Either, Every, Labelled, OfType, Other, Which


def fits(which: Which | None, credit_type: str, labels: Mapping[str, str]) -> bool:
    """Whether credits of a type with these labels are meant."""
    match which:
        case None:
            return True
        case OfType():
            return credit_type in which.one_of
        case Labelled():
            return labels.get(which.label) in which.one_of
        case Every():
            return all(fits(part, credit_type, labels) for part in which.of)
        case Either():
            return any(fits(part, credit_type, labels) for part in which.of)
        case Other():
            return not fits(which.of, credit_type, labels)
        case _:
            assert_never(which)
