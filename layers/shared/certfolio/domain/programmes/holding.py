"""What a report is made from beside the programme: one learner's credential, and their credits."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from certfolio.domain.actions import Status
from certfolio.domain.programmes.model import Length, Month
from certfolio.domain.values import (
    Amount,
    Credits,
    CreditTypeId,
    Day,
    Label,
    Name,
    Record,
    Stated,
    Ulid,
)


class Parity(StrEnum):
    """Of a year: all that a rule asks of a year of birth."""

    EVEN = "even"
    ODD = "odd"


class Extension(Stated):
    """More time for the cycle in which the day lies, and what it costs.

    Several add up: months first, then days, from the day after the planned end; the cycle ends on
    the day before the next cycle's planned last day at the latest. The day may lie in what an
    earlier one added.

    Attributes
    ----------
    extra
        Credits asked in addition, by the minimum that asks them.
    """

    kind: Literal["extension"] = "extension"
    on: Day
    by: Length
    extra: Mapping[Name, Credits] = Field(default_factory=dict)


class Fewer(Stated):
    """Credits that a minimum does not ask in its window in which the day lies."""

    kind: Literal["fewer"] = "fewer"
    on: Day
    requirement: Name
    credits: Credits


class LetOff(Stated):
    """A requirement that is not asked in its window in which the day lies: it is met."""

    kind: Literal["let_off"] = "let_off"
    on: Day
    requirement: Name


class Extra(Stated):
    """Credits that a minimum asks in addition in its window in which the day lies."""

    kind: Literal["extra"] = "extra"
    on: Day
    requirement: Name
    credits: Credits


Waiver = Annotated[Extension | Fewer | LetOff | Extra, Field(discriminator="kind")]
"""What staff grant a holding.

A minimum asks ``max(0, amount - fewer) + extra``, or ``extra`` alone where it was let off; what is
not asked anyway stays so. The window of a rolling requirement, one of credits that expire and one
that is not hours is the cycle. A let-off of a tree or a disjoint set is one of each minimum and
each confirmation below it.
"""


class Confirmation(Stated):
    """Staff's word that a requirement that is not hours is met, in the cycle of the day."""

    requirement: Name
    on: Day


class Holding(Stated):
    """One learner's credential under one programme.

    Attributes
    ----------
    held_since
        The first day that counts. None where everybody is a holder: then there is no first cycle,
        and no ramp.
    facts
        What conditions ask for, by name.
    """

    programme: Name
    number: Label | None = None
    held_since: Day | None = None
    hired_on: Day | None = None
    birth_month: Month | None = None
    birth_year: Parity | None = None
    facts: Mapping[Name, Name] = Field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    confirmed: tuple[Confirmation, ...] = ()


class CreditLine(Record):
    """One line of a certificate.

    Attributes
    ----------
    line
        Its place among the certificate's lines.
    status
        The certificate's. Granted: `awarded` counts. Pending: `claimed` is waiting. Else the line
        is not there.
    reported_on
        The day it was handed in, by the academy's calendar.
    ends_on
        The day from which a renewal counts instead: the line counts in no cycle that ends on it or
        later. None where it goes on.
    """

    certificate_id: Ulid
    line: Annotated[int, Field(ge=0)] = 0
    credit_type: CreditTypeId
    labels: Mapping[Name, Name] = Field(default_factory=dict)
    claimed: Credits
    awarded: Amount | None = None
    earned_on: Day
    reported_on: Day
    status: Status
    ends_on: Day | None = None
