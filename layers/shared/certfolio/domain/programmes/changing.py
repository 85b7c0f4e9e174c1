"""What may change of a programme that somebody holds a credential under."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import assert_never

from certfolio.domain.errors import FieldError
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.programmes.model import Programme, Version
from certfolio.domain.programmes.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Confirmed,
    Disjoint,
    Requirement,
)


def wrong_changes(before: Programme, after: Programme, today: date) -> Iterator[FieldError]:
    """What of a change would rewrite what holders have relied on.

    A version that has begun stays, but for its words; so does the first, which holds before it
    begins, too. Every other version begins after today, or today where it holds at once.

    Parameters
    ----------
    today
        The day by the academy's calendar.
    """
    begun = [version for version in before.versions if version.begins_on <= today]
    settled = begun or before.versions[:1]
    for place, (old, new) in enumerate(zip_longest(settled, after.versions[: len(settled)])):
        if new is None:
            yield FieldError("programme.versions", FieldCode.HAS_BEGUN)
            return
        if _without_words(old) != _without_words(new):
            yield FieldError(f"programme.versions.{place}", FieldCode.HAS_BEGUN)
    for place, version in enumerate(after.versions):
        if place < len(settled):
            continue
        if version.begins_on < today or (version.begins_on == today and not version.at_once):
            field = f"programme.versions.{place}.begins_on"
            yield FieldError(field, FieldCode.NOT_AFTER_TODAY, {"today": str(today)})


def _without_words(version: Version) -> Version:
    requires = tuple(_unnamed(requirement) for requirement in version.requires)
    return version.model_copy(update={"requires": requires})


def _unnamed(requirement: Requirement) -> Requirement:
    match requirement:
        case AllOf() | AnyOf() | Disjoint():
            below = tuple(_unnamed(one) for one in requirement.of)
            return requirement.model_copy(update={"name": "", "of": below})
        case AtLeast() | AtMost() | Confirmed():
            return requirement.model_copy(update={"name": ""})
        case _:
            assert_never(requirement)
