"""Transcripts with everything in them that a test may look for."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from certfolio.domain.academies import Face
from certfolio.domain.actions import Action, By, Status
from certfolio.domain.certificates import Certificate, Claim, Decision
from certfolio.domain.credit_types import CreditType
from certfolio.domain.periods import EARLIEST, CarryOver, RulesVersion
from certfolio.domain.transcript import Transcript, TranscriptFilters, transcript
from tests.support.builders import (
    NOW,
    OWNER,
    REVIEWER,
    certificate,
    claim,
    credit_type,
    set_up,
    ulid,
)
from tests.support.pictures import png

OUTCOMES = {
    Status.APPROVED: Action.APPROVE,
    Status.DECLINED: Action.DECLINE,
    Status.REVOKED: Action.REVOKE,
    Status.CHANGES_REQUESTED: Action.REQUEST_CHANGES,
}


def capped(**fields: Any) -> CreditType:
    """A credit type of which so much counts in a year, and a little goes on into the next."""
    rules = RulesVersion(
        version=1,
        starts_on=EARLIEST,
        target=Decimal(10),
        cap=Decimal(10),
        carry_over=CarryOver(credits=Decimal(2), periods=1),
    )
    return credit_type(rules=(rules,), **fields)


def decided(
    number: int,
    status: Status,
    *claims: Claim,
    earned_on: date = date(2026, 1, 15),
    by: By = REVIEWER,
    **fields: Any,
) -> Certificate:
    """A certificate in a status, decided where that status comes of a decision."""
    outcome = OUTCOMES.get(status)
    decision = outcome and Decision(outcome=outcome, at=NOW + timedelta(days=1), by=by.actor)
    return certificate(
        status, id=ulid(number), claims=claims, earned_on=earned_on, decision=decision, **fields
    )


def one_of_each() -> list[Certificate]:
    """A certificate in every status."""
    return [
        decided(
            number,
            status,
            claim(credits_="1.00", awarded="1.00" if status is Status.APPROVED else None),
            title=f"Course {status}",
        )
        for number, status in enumerate(Status, 1)
    ]


def transcript_of(
    certificates: Iterable[Certificate],
    *types: CreditType,
    name: str | None = "Demo Learner",
    face: Face | None = None,
    **filters: Any,
) -> Transcript:
    """The transcript of these certificates."""
    return transcript(
        OWNER,
        certificates,
        set_up(*(types or (capped(),))),
        face or Face(academy_id="demo", name="Demo Academy", accent="#7a1f3d", logo=png()),
        TranscriptFilters(**filters),
        name=name,
        external_id="E-1",
        now=NOW,
    )
