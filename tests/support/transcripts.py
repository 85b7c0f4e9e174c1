"""Transcripts with everything in them that a test may look for."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from certfolio.domain.academies import Face
from certfolio.domain.actions import Action, By, HoldingState, Status
from certfolio.domain.certificates import Certificate, Claim, Decision
from certfolio.domain.credit_types import CreditType
from certfolio.domain.periods import EARLIEST, CarryOver, RulesVersion
from certfolio.domain.transcript import (
    Transcript,
    TranscriptCredential,
    TranscriptFilters,
    transcript,
)
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


def credential(**fields: Any) -> TranscriptCredential:
    """A credential with a minimum that is reached, one that is not, a maximum and what is met."""
    return TranscriptCredential.model_validate(
        {
            "programme": "Board of Examples",
            "programme_id": "board",
            "rules_of": "2000-01-01",
            "confirmed": {"at": "2026-02-01T09:00:00Z", "on": "2026-02-01", "by": "Reviewer"},
            "number": "4711",
            "state": HoldingState.CONFIRMED,
            "held_since": "2025-01-01",
            "missing_facts": (),
            "starts_on": "2025-01-01",
            "ends_on": "2027-12-31",
            "counted": "18.00",
            "waiting": "2.50",
            "missing": "42.00",
            "done": False,
            "requirements": [
                requirement("60 in all", have="18.00", needed="60.00", missing="42.00"),
                requirement("8 in business", depth=1, have="9.00", needed="8.00", done=True),
                requirement("At most 25", at_most=True, have="3.00", needed="25.00", done=True),
                requirement("Ethics"),
            ],
            **fields,
        }
    )


def requirement(name: str, **fields: Any) -> dict[str, Any]:
    usual = {"at_most": False, "depth": 0, "missing": "0.00", "done": False}
    return {"name": name, "have": None, "needed": None, **usual, **fields}
