"""Certificates and credit types as a statement sees them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from certfolio.domain.actions import GRANTED, Actor, ActorKind, Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.periods import RulesVersion

CPE = "cpe"


@dataclass(frozen=True)
class Recognised:
    """A credit type as far as a statement needs it."""

    id: str
    rules: tuple[RulesVersion, ...]
    retired: bool = False


def certificate(  # noqa: PLR0913 - what a statement may look at
    number: int,
    earned_on: date,
    claimed: Mapping[str, str],
    *,
    status: Status = Status.APPROVED,
    awarded: Mapping[str, str] | None = None,
    renews: int | None = None,
    ends_when_renewed: Iterable[str] = (),
) -> Certificate:
    """A certificate; what is awarded is what is claimed unless `awarded` says otherwise."""
    approved = status in GRANTED
    submitted_at = datetime(2026, 1, 1, tzinfo=UTC)
    return Certificate.model_validate(
        {
            "academy_id": "academy",
            "learner_id": "learner",
            "id": f"{number:026d}",
            "title": f"Certificate {number}",
            "earned_on": earned_on,
            "claims": [
                {
                    "credit_type": credit_type,
                    "claimed": credits_,
                    "awarded": (awarded or claimed)[credit_type] if approved else None,
                }
                for credit_type, credits_ in claimed.items()
            ],
            "status": status,
            "version": 1,
            "renews": None if renews is None else f"{renews:026d}",
            "ends_when_renewed": [*ends_when_renewed],
            "submitted_at": submitted_at,
            "submitted_by": Actor(kind=ActorKind.LEARNER, id="learner"),
            "since": submitted_at,
            "head": "0" * 64,
        }
    )


def of_lines(number: int, earned_on: str, *lines: tuple[str, str], **more: Any) -> Certificate:
    """A certificate with these lines, each a credit type and what was claimed and awarded."""
    whole = certificate(number, date.fromisoformat(earned_on), dict(lines), **more)
    approved = whole.status in GRANTED
    claims = [
        {"credit_type": kind, "claimed": credits_, "awarded": credits_ if approved else None}
        for kind, credits_ in lines
    ]
    return Certificate.model_validate(whole.model_dump() | {"claims": claims})


def cpe(
    number: int, earned_on: str, credits_: str, status: Status = Status.APPROVED, **more: Any
) -> Certificate:
    """A certificate with one line."""
    day = date.fromisoformat(earned_on)
    return certificate(number, day, {CPE: credits_}, status=status, **more)
