"""Request bodies that more than one function reads."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from certfolio.api.edge import Body
from certfolio.domain.certificates import MOST_LABELS, MOST_LINES, Claim, Content
from certfolio.domain.values import Credits, CreditTypeId, Day, Label, Name, Title, Ulid, WebLink
from certfolio.services.portfolio import Submission

RENEWS = Field(
    None,
    description="Id of the learner's approved certificate that this one renews. Once this one is "
    "approved, that one is superseded. A certificate has one renewal at a time.",
)


class ClaimBody(Body):
    """One line of a certificate."""

    credit_type: CreditTypeId
    labels: Annotated[Mapping[Name, Name], Field(max_length=MOST_LABELS)] = Field(
        default_factory=dict,
        description="By id of a label of the credit type, the id of a choice of it.",
    )
    credits: Credits


class ContentBody(Body):
    """What a learner states about a certificate."""

    title: Title
    issuer: Title | None = None
    certificate_number: Label | None = None
    verification_link: WebLink | None = None
    earned_on: Day
    expires_on: Day | None = None
    claims: Annotated[tuple[ClaimBody, ...], Field(min_length=1, max_length=MOST_LINES)]
    upload_id: Ulid | None = Field(
        None, description="Needed where a claimed credit type requires a file."
    )

    def content(self) -> Content:
        """The statement as the domain knows it."""
        fields = self.model_dump(include=set(Content.model_fields) - {"claims"})
        claims = tuple(
            Claim(credit_type=claim.credit_type, labels=claim.labels, claimed=claim.credits)
            for claim in self.claims
        )
        return Content(**fields, claims=claims)


class NewBody(ContentBody):
    """A certificate, as it is handed in for one learner or for many."""

    id: Ulid | None = Field(
        None,
        description="The certificate's id, a ULID that the client makes. Needed where no file is "
        "handed in; an upload brings the id it was made for. Sent again, a submission returns its "
        "first result.",
    )


class SubmissionBody(NewBody):
    """A certificate that is handed in."""

    renews: Ulid | None = RENEWS

    def submission(self) -> Submission:
        """The submission as the services know it."""
        return Submission(self.content(), self.upload_id, self.id, renews=self.renews)
