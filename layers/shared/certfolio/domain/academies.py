from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StrictBool, field_validator, model_validator

from certfolio.domain.certificates import Reason, UsualReason, usual
from certfolio.domain.credit_types import CreditType
from certfolio.domain.field_codes import FieldCode, refusal
from certfolio.domain.values import (
    AcademyId,
    AcademyName,
    ClockTime,
    Colour,
    Comment,
    Record,
    Sha256,
    Stated,
)


def _known_time_zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError) as error:
        raise refusal(FieldCode.UNKNOWN_TIME_ZONE) from error


UsualReasons = Annotated[
    tuple[UsualReason, ...],
    Field(description="Which of the reasons still read as every academy's do."),
]
"""As they are told beside the reasons, for clients that word them in other languages."""

ReasonUse = Literal["decline", "request_changes"]


class OfferedReason(Reason):
    """A reason reviewers can pick.

    Attributes
    ----------
    uses
        The decisions it is offered for.
    """

    uses: Annotated[tuple[ReasonUse, ...], Field(min_length=1)] = ("decline", "request_changes")


def _usual(reason: UsualReason, *uses: ReasonUse) -> OfferedReason:
    offered = uses or ("decline", "request_changes")
    return OfferedReason(id=reason.value, text=reason.words, uses=offered)


_USUAL_REASONS = (
    _usual(UsualReason.UNREADABLE, "request_changes"),
    _usual(UsualReason.INCOMPLETE, "request_changes"),
    _usual(UsualReason.NAME_DIFFERS),
    _usual(UsualReason.DETAILS_DIFFER),
    _usual(UsualReason.NOT_VERIFIABLE),
    _usual(UsualReason.NOT_RECOGNISED, "decline"),
    _usual(UsualReason.TOO_OLD, "decline"),
    _usual(UsualReason.DUPLICATE, "decline"),
)


class Reminders(Stated):
    """When learners are reminded of what expires.

    Attributes
    ----------
    days
        How many days before the last day of validity; 0 is that day itself. That a certificate has
        expired is said in any case.
    """

    days: Annotated[
        tuple[Annotated[int, Field(ge=0, le=365)], ...],
        Field(
            max_length=10,
            description="Days before the last day of validity; 0 is that day itself.",
        ),
    ] = (60, 30, 7, 0)

    @field_validator("days")
    @classmethod
    def _in_order(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(days), reverse=True))


class MailSettings(Stated):
    """How an academy mails its people.

    Attributes
    ----------
    quiet
        Whether there are hours in which no mail goes.
    quiet_from, quiet_to
        When they begin and end, by the academy's time zone; where they are the same, there are
        none.
    names_deciders
        Whether a mail says by name who decided.
    """

    quiet: Annotated[
        StrictBool, Field(description="Whether there are hours in which no mail goes.")
    ] = True
    quiet_from: Annotated[ClockTime, Field(description="When they begin.")] = "21:00"
    quiet_to: Annotated[ClockTime, Field(description="When they end, often the next day.")] = (
        "07:00"
    )
    names_deciders: Annotated[
        StrictBool, Field(description="Whether a mail says by name who decided.")
    ] = True

    def quiet_until(self, time_zone: str, instant: datetime) -> datetime | None:
        """When the quiet hours end that an instant lies in; None where it lies in none."""
        begins, ends = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_to)
        if not self.quiet or begins == ends:
            return None
        zone = ZoneInfo(time_zone)
        local = instant.astimezone(zone)
        clock = local.time()
        overnight = begins > ends
        if overnight and (clock >= begins or clock < ends):
            day = local.date() + timedelta(days=clock >= begins)
        elif not overnight and begins <= clock < ends:
            day = local.date()
        else:
            return None
        return datetime.combine(day, ends, zone).astimezone(UTC)


MonthsKept = Annotated[
    int | None,
    Field(ge=1, le=600, description="In months; where there are none, records stay for good."),
]
"""After how many months records go."""


class Prescribed(Stated):
    """For how long an academy must keep what it approved, whoever asks for its erasure.

    Attributes
    ----------
    months
        Since the approval.
    reason
        What prescribes it; who asks to be erased is told.
    """

    months: Annotated[int, Field(ge=1, le=600)]
    reason: Comment


class Retention(Stated):
    """How long an academy keeps what it no longer needs; by default for good.

    Attributes
    ----------
    declined, withdrawn
        Since that was done.
    expired
        Since the last day of validity. Credits of it count in no statement any more.
    leavers
        Since a learner left: everything that is held on them.
    notice_days
        How long before it goes something is announced, at least.
    prescribed
        What has to stay, whatever the others say.
    """

    declined: MonthsKept = None
    withdrawn: MonthsKept = None
    expired: MonthsKept = None
    leavers: MonthsKept = None
    notice_days: Annotated[
        int,
        Field(ge=7, le=365, description="So many days before it goes it is announced, at least."),
    ] = 30
    prescribed: Annotated[
        Prescribed | None,
        Field(
            description="What was approved stays so many months from its approval, also when "
            "its learner is to be erased; null where nothing has to."
        ),
    ] = None


class AcademySettings(Record):
    """How an academy shows itself and handles its reviews.

    Attributes
    ----------
    name
        What everybody knows it by; where it states none, its id is shown.
    accent
        The colour that its portal is recognised by.
    time_zone
        IANA name; decides which day it is for the academy.
    review_days
        Within how many days the academy promises a decision.
    lease_minutes
        How long a certificate stays with the reviewer who took it.
    reasons
        What reviewers can pick when they decline or ask for changes.
    reminders
        When learners are reminded of what expires.
    mails
        How it mails its people.
    retention
        How long records stay that are no longer needed.
    """

    name: Annotated[
        AcademyName | None,
        Field(description="Shown everywhere; where there is none, the academy's id is."),
    ] = None
    accent: Annotated[
        Colour | None, Field(description="The colour that its portal is recognised by.")
    ] = None
    time_zone: Annotated[
        str,
        AfterValidator(_known_time_zone),
        Field(json_schema_extra={"pattern": "^[A-Za-z][A-Za-z0-9_+/-]*$"}),
    ] = "UTC"
    review_days: Annotated[int, Field(ge=1, le=365)] = 10
    lease_minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    reasons: Annotated[tuple[OfferedReason, ...], Field(min_length=1, max_length=40)] = (
        _USUAL_REASONS
    )

    reminders: Reminders = Reminders()
    mails: MailSettings = MailSettings()
    retention: Retention = Retention()

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        if len({reason.id for reason in self.reasons}) < len(self.reasons):
            raise refusal(FieldCode.REASONS_REPEATED)
        return self


class Academy(AcademySettings):
    """An academy's settings as they are kept; version 0 are the defaults, not yet written.

    Attributes
    ----------
    logo
        Digest of its logo, which is kept in its `Face` so that nobody reads it without need.
    """

    academy_id: AcademyId
    logo: Sha256 | None = None
    version: int = 0

    def has(self, logo: bytes | None) -> bool:
        """Whether this is its logo."""
        return self.logo == (sha256(logo).hexdigest() if logo else None)

    @property
    def usual_reasons(self) -> tuple[UsualReason, ...]:
        """Which of the reasons still read as every academy's do."""
        found = (usual(reason.id, reason.text) for reason in self.reasons)
        return tuple(reason for reason in found if reason is not None)

    def day_of(self, instant: datetime) -> date:
        """The day by the academy's calendar at an instant."""
        return instant.astimezone(ZoneInfo(self.time_zone)).date()

    def ends(self, day: date) -> datetime:
        """The instant at which a day of the academy's calendar is over."""
        midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(self.time_zone))
        return midnight.astimezone(UTC)

    def due_on(self, pending_since: datetime) -> date:
        """The day by which the academy promises a decision."""
        return self.day_of(pending_since) + timedelta(days=self.review_days)

    def overdue_before(self, now: datetime) -> datetime:
        """What has been pending since before this instant is overdue, and nothing else is."""
        day = self.day_of(now) - timedelta(days=self.review_days)
        return datetime.combine(day, time.min, ZoneInfo(self.time_zone)).astimezone(UTC)


class Face(Record):
    """What everybody may see of an academy, signed in or not.

    Attributes
    ----------
    version
        Of the settings that last changed any of it; 0 where no settings have.
    """

    academy_id: AcademyId
    name: AcademyName
    accent: Colour | None = None
    logo: bytes | None = None
    version: int = 0

    @classmethod
    def of(cls, academy: Academy, logo: bytes | None) -> Self:
        """The face that settings and a logo give an academy."""
        return cls(
            academy_id=academy.academy_id,
            name=academy.name or academy.academy_id,
            accent=academy.accent,
            logo=logo,
            version=academy.version,
        )


@dataclass(frozen=True)
class SetUp:
    """Everything an academy has set up that a rule can ask for.

    Attributes
    ----------
    credit_types
        By id, retired ones too.
    """

    academy: Academy
    credit_types: Mapping[str, CreditType]
