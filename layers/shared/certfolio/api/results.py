"""Results of requests that do many things, each for itself."""

from typing import Self

from pydantic import BaseModel, Field

from certfolio.api.problems import Problem, describe
from certfolio.api.views import StaffCertificateView
from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import CertfolioError


class Result(BaseModel):
    """What became of one item."""

    learner_id: str
    certificate_id: str | None
    status: int = Field(description="The HTTP status the item would have had by itself.")
    certificate: StaffCertificateView | None = None
    problem: Problem | None = None

    @classmethod
    def of(
        cls, learner_id: str, certificate_id: str | None, outcome: Certificate | CertfolioError
    ) -> Self:
        """Result of an outcome."""
        if isinstance(outcome, Certificate):
            return cls(
                learner_id=learner_id,
                certificate_id=outcome.id,
                status=200,
                certificate=StaffCertificateView.of(outcome),
            )
        problem = describe(outcome)
        return cls(
            learner_id=learner_id,
            certificate_id=certificate_id,
            status=problem.status,
            problem=problem,
        )


class ResultList(BaseModel):
    """One result per item, in the order they were sent."""

    items: list[Result]
