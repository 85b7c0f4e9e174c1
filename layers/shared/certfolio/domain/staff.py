import re
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from certfolio.domain.field_codes import FieldCode, refusal
from certfolio.domain.values import AcademyId, Label, Principal, Record


class Role(IntEnum):
    """What a member of staff may do; the higher includes the lower."""

    REVIEWER = 1
    ADMINISTRATOR = 2


def _role(value: object) -> object:
    if isinstance(value, str) and value.upper() in Role.__members__ and value == value.lower():
        return Role[value.upper()]
    if isinstance(value, Role):
        return value
    raise refusal(FieldCode.NOT_A_ROLE)


RoleName = Annotated[
    Role,
    BeforeValidator(_role),
    PlainSerializer(lambda role: role.name.lower(), return_type=str),
    WithJsonSchema({"type": "string", "enum": [role.name.lower() for role in Role]}),
]


def moment(at: datetime) -> str:
    """An instant in UTC as it is stored: in a fixed width."""
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"


Moment = Annotated[datetime, PlainSerializer(moment, return_type=str, when_used="json")]
"""An instant in UTC, stored in a fixed width, so that stored instants compare as text."""


class SecondFactor(Record):
    """Whether an account has a second factor, and when that was read.

    Everybody can switch their own second factor off without a word to anybody, so what was read
    is believed for a while only.
    """

    enabled: bool
    read_at: Moment

    def holds(self, now: datetime) -> bool:
        """Whether there is one, and it was read recently enough to be believed."""
        return self.enabled and now - self.read_at <= SECOND_FACTOR_BELIEVED


SECOND_FACTOR_BELIEVED = timedelta(hours=1)
"""How long what was read counts: as long as the credentials that staff sign requests with."""


class StaffMember(Record):
    """Someone, or some system, that works for an academy.

    Attributes
    ----------
    version
        Counts changes from 1, and goes on counting where somebody was removed and comes back;
        0 is not written yet.
    second_factor
        Of the account behind a user's principal; None where it was not read since the member was
        last written. Reading it is no change of the member, and leaves the version as it is.
    invited
        Whether they were invited by mail and have not signed in since. Signing in is no change of
        the member either.
    request
        Digest of the request that led to this version; tells a retry from a rival.
    """

    academy_id: AcademyId
    principal: Principal
    name: Label
    role: RoleName
    version: int = 0
    second_factor: SecondFactor | None = None
    invited: bool = False
    request: str = ""


class FormerMember(Record):
    """What is left of somebody who was removed from the staff.

    Attributes
    ----------
    member
        As they were last.
    request
        Digest of the request that removed them.
    """

    member: StaffMember
    request: str

    @property
    def version(self) -> int:
        """The version that the removal led to."""
        return self.member.version + 1


class NextStep(StrEnum):
    """What somebody who was invited to the staff does next."""

    OPEN_MAIL = "open_mail"
    SET_PASSWORD = "set_password"  # noqa: S105 - the name of a step
    SIGN_IN_AGAIN = "sign_in_again"
    SET_UP_SECOND_FACTOR = "set_up_second_factor"


def next_steps(
    *, invited: bool, second_factor: bool, second_factor_needed: bool
) -> tuple[NextStep, ...]:
    """What somebody who was invited to the staff does next, in this order.

    Parameters
    ----------
    invited
        Whether they have not signed in yet; then a mail tells them how.
    second_factor
        Whether their account has one.
    second_factor_needed
        Whether members of staff must have one.
    """
    # Whoever is signed in brings a token from before they were on the staff.
    arrival = (NextStep.OPEN_MAIL, NextStep.SET_PASSWORD) if invited else (NextStep.SIGN_IN_AGAIN,)
    if second_factor_needed and not second_factor:
        return (*arrival, NextStep.SET_UP_SECOND_FACTOR)
    return arrival


_SUB = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_user(principal: str) -> bool:
    """Whether a principal is a user, whose `sub` is a UUID, and not the role of a system."""
    return _SUB.fullmatch(principal) is not None
