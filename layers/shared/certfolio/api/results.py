"""Results of requests that do many things, each for itself."""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field

from certfolio.api.problems import Problem, describe
from certfolio.api.views import StaffCertificateView
from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import CertfolioError, NotTried, Unavailable


class ItemOutcome(StrEnum):
    """What became of one item, in a word.

    Unclear is what a service behind did not answer; like what was not tried, it is told by
    sending the request again.
    """

    DONE = "done"
    REFUSED = "refused"
    NOT_TRIED = "not_tried"
    UNCLEAR = "unclear"

    @classmethod
    def of(cls, outcome: Certificate | CertfolioError) -> Self:
        """In a word what an item led to."""
        match outcome:
            case Certificate():
                return cls.DONE
            case NotTried():
                return cls.NOT_TRIED
            case Unavailable():
                return cls.UNCLEAR
            case _:
                return cls.REFUSED


class Result(BaseModel):
    """What became of one item."""

    learner_id: str
    certificate_id: str | None
    outcome: ItemOutcome
    status: int = Field(description="The HTTP status the item would have had by itself.")
    certificate: StaffCertificateView | None = None
    problem: Problem | None = None

    @property
    def named(self) -> dict[str, str]:
        """Ids of what the item was about."""
        ids = {"learner_id": self.learner_id, "certificate_id": self.certificate_id}
        return {name: said for name, said in ids.items() if said is not None}

    @classmethod
    def of(
        cls, learner_id: str, certificate_id: str | None, outcome: Certificate | CertfolioError
    ) -> Self:
        """Result of an outcome."""
        if isinstance(outcome, Certificate):
            return cls(
                learner_id=learner_id,
                certificate_id=outcome.id,
                outcome=ItemOutcome.of(outcome),
                status=200,
                certificate=StaffCertificateView.of(outcome),
            )
        problem = describe(outcome)
        return cls(
            learner_id=learner_id,
            certificate_id=certificate_id,
            outcome=ItemOutcome.of(outcome),
            status=problem.status,
            problem=problem,
        )


class ResultList(BaseModel):
    """One result per item, in the order they were sent."""

    items: list[Result]
