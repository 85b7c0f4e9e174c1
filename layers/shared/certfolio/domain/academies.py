from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from certfolio.domain.certificates import Reason
from certfolio.domain.credit_types import CreditType
from certfolio.domain.field_codes import FieldCode, refusal
from certfolio.domain.values import AcademyId, Record


def _known_time_zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError) as error:
        raise refusal(FieldCode.UNKNOWN_TIME_ZONE) from error


ReasonUse = Literal["decline", "request_changes"]


class OfferedReason(Reason):
    """A reason reviewers can pick.

    Attributes
    ----------
    uses
        The decisions it is offered for.
    """

    uses: Annotated[tuple[ReasonUse, ...], Field(min_length=1)] = ("decline", "request_changes")


_USUAL_REASONS = (
    OfferedReason(id="unreadable", text="The document cannot be read", uses=("request_changes",)),
    OfferedReason(id="incomplete", text="The document is incomplete", uses=("request_changes",)),
    OfferedReason(id="name-differs", text="The name does not match the learner's"),
    OfferedReason(id="details-differ", text="Title, date or credits differ from the document"),
    OfferedReason(id="not-verifiable", text="The certificate could not be verified"),
    OfferedReason(id="not-recognised", text="The course is not recognised here", uses=("decline",)),
    OfferedReason(id="too-old", text="It was earned too long ago", uses=("decline",)),
    OfferedReason(id="duplicate", text="It was handed in before", uses=("decline",)),
)


class AcademySettings(Record):
    """How an academy handles its reviews.

    Attributes
    ----------
    time_zone
        IANA name; decides which day it is for the academy.
    review_days
        Within how many days the academy promises a decision.
    lease_minutes
        How long a certificate stays with the reviewer who took it.
    reasons
        What reviewers can pick when they decline or ask for changes.
    """

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

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        if len({reason.id for reason in self.reasons}) < len(self.reasons):
            raise refusal(FieldCode.REASONS_REPEATED)
        return self


class Academy(AcademySettings):
    """An academy's settings as they are kept; version 0 are the defaults, not yet written."""

    academy_id: AcademyId
    version: int = 0

    def day_of(self, instant: datetime) -> date:
        """The day by the academy's calendar at an instant."""
        return instant.astimezone(ZoneInfo(self.time_zone)).date()

    def due_on(self, pending_since: datetime) -> date:
        """The day by which the academy promises a decision."""
        return self.day_of(pending_since) + timedelta(days=self.review_days)


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
