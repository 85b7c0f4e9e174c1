"""What can be stated of a holding, granted it and said of it, by the rules of its programme."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import assert_never

from certfolio.domain.certificates import FileState, Upload
from certfolio.domain.errors import FieldError
from certfolio.domain.field_codes import FieldCode, file_rejected
from certfolio.domain.holdings import HeldCredential, KeptHolding
from certfolio.domain.periods import EARLIEST, add_months
from certfolio.domain.programmes.holding import (
    Confirmation,
    Extension,
    Extra,
    Fewer,
    LetOff,
    Waiver,
)
from certfolio.domain.programmes.model import BirthMonth, BirthYear, Programme
from certfolio.domain.programmes.rules import AtLeast, AtMost, Confirmed, Requirement, walk
from certfolio.domain.uploads import UPLOAD_TAKEN, has_expired

MOST_HOLDINGS = 30
"""That a learner can have."""

MOST_GRANTED = 50
"""Waivers that a holding can have; and as many requirements that are not hours."""

NONE_OF_THEM = "other"
"""What is stated of a fact where none of the values holds that the rules ask for."""

_AHEAD = 240
"""Months ahead that a waiver's day can lie: further ones are slips of the pen."""


def conditions(programme: Programme) -> Mapping[str, tuple[str, ...]]:
    """The facts that a programme's conditions ask for, each with the values that can be stated."""
    asked = defaultdict[str, dict[str, None]](dict)
    for requirement in _requirements(programme):
        for condition in requirement.when:
            asked[condition.fact].update(dict.fromkeys(condition.one_of))
    return {fact: tuple(dict.fromkeys((*values, NONE_OF_THEM))) for fact, values in asked.items()}


def wrong_statement(
    programme: Programme, stated: HeldCredential, today: date
) -> Iterator[FieldError]:
    """What is wrong with what is stated; what is missing is not, as the report says what it lacks.

    Of people nothing is kept that the programme does not ask for.
    """
    if stated.held_since is not None:
        yield from _in_future("held_since", stated.held_since, today)
    anchors = [version.cycle.anchor for version in programme.versions]
    by_month = any(isinstance(anchor, BirthMonth | BirthYear) for anchor in anchors)
    by_year = any(isinstance(anchor, BirthYear) for anchor in anchors)
    if stated.birth_month is not None and not by_month:
        yield FieldError("birth_month", FieldCode.NOT_ASKED)
    if stated.birth_year is not None and not by_year:
        yield FieldError("birth_year", FieldCode.NOT_ASKED)
    asked = conditions(programme)
    for fact, value in stated.facts.items():
        if fact not in asked:
            yield FieldError(f"facts.{fact}", FieldCode.NOT_ASKED)
        elif value not in asked[fact]:
            yield _not_one_of(f"facts.{fact}", asked[fact])


def wrong_beside(
    others: Sequence[KeptHolding], programme_id: str, stated: HeldCredential
) -> Iterator[FieldError]:
    """What keeps a holding from standing beside the learner's other ones.

    Of one programme there can be several, as of a licence in two states: their numbers tell them
    apart. It is asked before the write, so that of two that are entered at the very same moment
    both may come to stand; no report is wrong by that.
    """
    if any((one.programme, one.stated.number) == (programme_id, stated.number) for one in others):
        yield FieldError("number", FieldCode.HELD_ALREADY)


def wrong_upload(upload: Upload | None, holding_id: str, now: datetime) -> Iterator[FieldError]:
    """What keeps a holding from taking a file: it takes only what inspection has accepted.

    Parameters
    ----------
    upload
        What brought the file; None where the learner has no such upload.
    """
    if upload is None:
        yield FieldError("upload_id", FieldCode.UNKNOWN_UPLOAD)
    elif upload.attached:
        yield UPLOAD_TAKEN
    elif upload.certificate_id != holding_id:
        yield FieldError("upload_id", FieldCode.OTHER_CERTIFICATE)
    elif upload.file.reason is not None:
        yield FieldError("upload_id", FieldCode.FILE_REJECTED, file_rejected(upload.file.reason))
    elif has_expired(upload, upload.file, now):
        yield FieldError("upload_id", FieldCode.UPLOAD_EXPIRED)
    elif not _is_drawn(upload):
        yield FieldError("upload_id", FieldCode.UPLOAD_UNCHECKED)


def _is_drawn(upload: Upload) -> bool:
    """Whether inspection has come to its end: what it left undrawn, nobody draws for a holding."""
    file = upload.file
    drawn = file.evidence is not None and file.evidence.rendition is not None
    return file.state is FileState.ACCEPTED and drawn


def too_many(field: str, kept: Collection[object], most: int) -> Iterator[FieldError]:
    """Whether one more would be too many."""
    if len(kept) >= most:
        yield FieldError(field, FieldCode.TOO_MANY, {"limit": most})


def wrong_waiver(programme: Programme, waiver: Waiver, today: date) -> Iterator[FieldError]:
    """What is wrong with a waiver."""
    latest = add_months(today, _AHEAD)
    if waiver.on > latest:
        yield FieldError("waiver.on", FieldCode.TOO_LATE, {"latest": latest.isoformat()})
    yield from _too_early("waiver.on", waiver.on)
    requirements = [*_requirements(programme)]
    minimums = [one.id for one in requirements if isinstance(one, AtLeast)]
    match waiver:
        case Extension():
            for named in waiver.extra:
                if named not in minimums:
                    yield _not_one_of(f"waiver.extra.{named}", minimums)
        case Fewer() | Extra():
            if waiver.requirement not in minimums:
                yield _not_one_of("waiver.requirement", minimums)
        case LetOff():
            # There is nothing to be let off of a maximum.
            known = [one.id for one in requirements if not isinstance(one, AtMost)]
            if waiver.requirement not in known:
                yield _not_one_of("waiver.requirement", known)
        case _:
            assert_never(waiver)


def wrong_confirmation(
    programme: Programme, said: Confirmation, today: date
) -> Iterator[FieldError]:
    """What is wrong with saying that a requirement which is not hours is met."""
    yield from _in_future("on", said.on, today)
    yield from _too_early("on", said.on)
    known = [one.id for one in _requirements(programme) if isinstance(one, Confirmed)]
    if said.requirement not in known:
        yield _not_one_of("requirement", known)


def _requirements(programme: Programme) -> Iterator[Requirement]:
    for version in programme.versions:
        yield from walk(version.requires)


def _in_future(field: str, day: date, today: date) -> Iterator[FieldError]:
    if day > today:
        yield FieldError(field, FieldCode.IN_FUTURE, {"today": today.isoformat()})


def _too_early(field: str, day: date) -> Iterator[FieldError]:
    if day < EARLIEST:
        yield FieldError(field, FieldCode.TOO_EARLY, {"earliest": EARLIEST.isoformat()})


def _not_one_of(field: str, allowed: Collection[str]) -> FieldError:
    return FieldError(field, FieldCode.NOT_ONE_OF, {"allowed": tuple(dict.fromkeys(allowed))})
