"""What there is to say of a certificate or a holding that no step of its life says.

Each is written down once, as a record of its own, and announced from there; the certificate or the
holding gets no new version by it.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Owner
from certfolio.domain.values import Amount, CreditTypeId, Day, Name, Principal, Ulid

KEPT = timedelta(days=400)
"""How long it is remembered that something was said: longer than a schedule would say it again."""


class NoticeKind(StrEnum):
    """What can be said."""

    EXPIRING = "expiring"
    EXPIRED = "expired"
    RENEWED = "renewed"
    RECORDS_DUE = "records_due"
    ASSIGNED = "assigned"
    REQUIREMENT_MET = "requirement_met"
    CYCLE_ENDS_SOON = "cycle_ends_soon"


class SaidOnce(Owner):
    """What every notice holds.

    Attributes
    ----------
    version
        Of the certificate or the holding when it was said.
    at
        When it was said.
    """

    version: int
    at: datetime

    @property
    def forgotten_at(self) -> datetime:
        """When its record goes."""
        return self.at + KEPT


class NoticeBase(SaidOnce):
    """What every notice of a certificate holds.

    Attributes
    ----------
    status, credit_types
        Of the certificate when it was said.
    """

    certificate_id: Ulid
    status: Status
    credit_types: tuple[CreditTypeId, ...]

    @property
    def subject(self) -> str:
        """Of what it is said."""
        return self.certificate_id


class Expiring(NoticeBase):
    """The certificate expires soon.

    Attributes
    ----------
    reminder
        Which of the academy's reminders this is, in days before the last day of validity.
    days_left
        How many days are left really: fewer, where the schedule did not run for a while.
    """

    kind: Literal[NoticeKind.EXPIRING] = NoticeKind.EXPIRING
    expires_on: Day
    reminder: Annotated[int, Field(ge=0)]
    days_left: Annotated[int, Field(ge=0)]

    @property
    def natural(self) -> str:
        """What tells it from the certificate's others of its kind."""
        return f"{self.expires_on}.{self.reminder}"


class Expired(NoticeBase):
    """The last day of the certificate's validity is over."""

    kind: Literal[NoticeKind.EXPIRED] = NoticeKind.EXPIRED
    expires_on: Day

    @property
    def natural(self) -> str:
        """What tells it from the certificate's others of its kind."""
        return f"{self.expires_on}"


class Renewed(NoticeBase):
    """Another certificate, which was approved, takes the place of this one."""

    kind: Literal[NoticeKind.RENEWED] = NoticeKind.RENEWED
    renewed_by: Ulid

    @property
    def natural(self) -> str:
        """What tells it from the certificate's others of its kind."""
        return self.renewed_by


class RecordsDue(NoticeBase):
    """The academy's retention takes the certificate's records away on a day.

    Attributes
    ----------
    due_on
        The day: later than by the rule, where this is said late.
    by_rule
        The day by the academy's rule.
    """

    kind: Literal[NoticeKind.RECORDS_DUE] = NoticeKind.RECORDS_DUE
    due_on: Day
    by_rule: Day

    @property
    def natural(self) -> str:
        """What tells it from the certificate's others of its kind."""
        return f"{self.by_rule}"


class Assigned(NoticeBase):
    """An administrator gave the certificate to somebody for review.

    Attributes
    ----------
    reviewer_id
        Who got it.
    until
        When it is free again, unless it is decided before.
    """

    kind: Literal[NoticeKind.ASSIGNED] = NoticeKind.ASSIGNED
    reviewer_id: Principal
    until: datetime

    @property
    def natural(self) -> str:
        """What tells it from the certificate's others of its kind."""
        return f"{self.reviewer_id}.{self.until:%Y%m%dT%H%M%SZ}"


class RequirementMet(NoticeBase):
    """What the certificate's credits completed of a holding.

    Attributes
    ----------
    requirements
        Ids of the minimums that are met with it and were not before.
    cycle_starts_on, cycle_ends_on
        Of which cycle of the holding.
    done
        Whether all is met that the cycle asks.
    """

    kind: Literal[NoticeKind.REQUIREMENT_MET] = NoticeKind.REQUIREMENT_MET
    holding_id: Ulid
    programme: Name
    requirements: tuple[Name, ...]
    cycle_starts_on: Day
    cycle_ends_on: Day
    done: bool

    @property
    def natural(self) -> str:
        """What tells it from the certificate's others of its kind."""
        return f"{self.holding_id}.{self.cycle_starts_on}"


class CycleEndsSoon(SaidOnce):
    """A holding's cycle ends soon, and something is missing.

    Attributes
    ----------
    ends_on
        The cycle's last day.
    reminder
        Which of the academy's reminders this is, in days before that day.
    days_left
        How many days are left really: fewer, where the schedule did not run for a while.
    missing
        Credits missing, summed over the minimums; 0 where what is missing is not hours.
    """

    kind: Literal[NoticeKind.CYCLE_ENDS_SOON] = NoticeKind.CYCLE_ENDS_SOON
    holding_id: Ulid
    programme: Name
    ends_on: Day
    reminder: Annotated[int, Field(ge=0)]
    days_left: Annotated[int, Field(ge=0)]
    missing: Amount

    @property
    def natural(self) -> str:
        """What tells it from the holding's others of its kind."""
        return f"{self.ends_on}.{self.reminder}"

    @property
    def subject(self) -> str:
        """Of what it is said."""
        return self.holding_id


Notice = Annotated[
    Expiring | Expired | Renewed | RecordsDue | Assigned | RequirementMet | CycleEndsSoon,
    Field(discriminator="kind"),
]
"""One thing that is said."""
