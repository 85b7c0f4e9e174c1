"""What the API says of records."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import BaseModel, Field

from certfolio.domain.actions import Action, Actor, ActorKind, Status
from certfolio.domain.certificates import (
    Assignment,
    Certificate,
    Claim,
    Correction,
    Decision,
    File,
    FileState,
    Kind,
    Review,
    Standing,
    Upload,
    UsualReason,
    usual,
)
from certfolio.domain.files import ContentType, RejectionReason, limits_kept
from certfolio.domain.history import Event, FieldChange, changes_told
from certfolio.domain.reading.agreement import DocumentSays
from certfolio.domain.reading.fields import (
    Findings,
    LabelFinding,
    LabelSuggestion,
    Outcome,
    ReadField,
    Suggestion,
)
from certfolio.domain.renditions import Box, Trailer
from certfolio.domain.uploads import Taker, UploadState, current_file, state_of
from certfolio.domain.values import CreditTypeId, Day, Name, Ulid

if TYPE_CHECKING:
    from certfolio.domain.rights import Prescription

    # What draws conclusions from documents is loaded only where that is done.
    from certfolio.services.viewing import Link, View


def _copied(view: type[BaseModel], record: BaseModel, *derived: str) -> dict[str, Any]:
    """What a view says as the record does: all but what is derived."""
    return {name: getattr(record, name) for name in _names(view, derived)}


@cache
def _names(view: type[BaseModel], derived: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in view.model_fields if name not in derived)


class FileView(BaseModel):
    """A file and what inspection said of it."""

    upload_id: str
    name: str
    content_type: ContentType
    size: int = Field(description="Bytes.")
    sha256: str
    state: FileState
    reason: RejectionReason | None = None
    values: dict[str, int] = Field(
        description="What a sentence about the reason needs; see `docs/codes.md`."
    )
    explanation: str | None = Field(None, description="The reason in English, for the learner.")

    @classmethod
    def of(cls, file: File) -> Self:
        """View of a file."""
        return cls(
            **_copied(cls, file, "explanation", "values"),
            values=limits_kept(file.reason, file.content_type) if file.reason else {},
            explanation=file.reason.explanation if file.reason else None,
        )


def _refused(event: Event) -> RejectionReason | None:
    """Why the file was refused, where that is what an event of the system tells."""
    if event.actor.kind is not ActorKind.SYSTEM:
        return None
    reason = (event.changes.get("file") or {}).get("reason")
    return reason and RejectionReason(reason)


AS_USUAL = (
    "Which of the usual reasons the picked one is, as long as it reads as that; absent where the "
    "academy worded it."
)


class EventView(BaseModel):
    """One entry in a certificate's history."""

    version: int
    at: datetime
    actor: Actor
    action: Action
    from_status: Status | None
    to_status: Status
    comment: str | None = Field(
        description="What the actor says; where the system says it, `rejected` in English."
    )
    rejected: RejectionReason | None = Field(
        description="Why the file was refused, where the event tells of that."
    )
    reason: str | None = Field(description="The picked reason, in the academy's words.")
    usual_reason: UsualReason | None = Field(description=AS_USUAL)
    changes: list[FieldChange] = Field(description="What fields said before and after.")

    @classmethod
    def of(cls, event: Event, changes: list[FieldChange]) -> Self:
        """View of an event and of what it changed."""
        reason = event.changes.get("reason")
        return cls(
            **_copied(cls, event, "changes", "reason", "usual_reason", "rejected"),
            rejected=_refused(event),
            reason=reason and reason["text"],
            usual_reason=reason and usual(reason["id"], reason["text"]),
            changes=changes,
        )


def _usual(decision: Decision | None) -> UsualReason | None:
    reason = decision and decision.reason
    return usual(reason.id, reason.text) if reason else None


class ClaimView(Claim):
    """One line of a certificate."""

    # There even where there are none, unlike in what is stored.
    labels: Mapping[Name, Name] = Field(
        default_factory=dict, description="The choice for each label that is stated."
    )

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> tuple[Self, ...]:
        """Views of lines."""
        return tuple(cls(**dict(claim)) for claim in claims)


class CertificateView(BaseModel):
    """A certificate as its learner sees it."""

    id: str
    learner_id: str
    version: int
    kind: Kind
    status: Status
    standing: Standing | None = Field(None, description="How an approved one stands today.")
    title: str
    issuer: str | None
    certificate_number: str | None
    verification_link: str | None
    earned_on: Day
    expires_on: Day | None
    expiry_as_stated: Day | None = Field(
        description="The validity that was stated, whatever a credit type made of it; an edit "
        "states it anew."
    )
    claims: tuple[ClaimView, ...]
    file: FileView | None = Field(description="Null where no credit type asked for one.")
    review: Review
    submitted_at: datetime
    submitted_by: Actor
    entered_on_behalf: bool = Field(description="Whether staff handed it in for the learner.")
    since: datetime = Field(description="When the present status began.")
    decision: Decision | None
    usual_reason: UsualReason | None = Field(description=AS_USUAL)
    renews: str | None = Field(description="Id of the certificate that this one renews.")
    renewed_by: str | None = Field(
        description="Id of the certificate that renews this one, or is going to: it may wait for "
        "a decision. Once it is approved, this one is `superseded`."
    )
    corrections: dict[str, Correction] = Field(
        description="What the learner had stated in the fields a reviewer put right."
    )
    thumbnail: str | None = Field(
        None,
        description="A link to a small picture of the first page, good for a minute; in lists "
        "that were asked for `thumbnails`.",
    )

    @classmethod
    def of(
        cls,
        certificate: Certificate,
        today: date | None = None,
        **more: Any,  # noqa: ANN401 - checked by the model
    ) -> Self:
        """View of a certificate.

        Parameters
        ----------
        today
            The day by the academy's calendar, where the standing is wanted.
        """
        return cls(
            **_copied(cls, certificate, *_MADE, *more),
            claims=ClaimView.of(certificate.claims),
            usual_reason=_usual(certificate.decision),
            standing=certificate.standing(today) if today else None,
            file=FileView.of(certificate.file) if certificate.file else None,
            **more,
        )


_MADE = ("standing", "claims", "file", "thumbnail", "usual_reason")
"""What a view of a certificate says in a form of its own."""


class CertificateWithHistory(CertificateView):
    """A certificate and everything that happened to it, oldest first."""

    events: list[EventView]

    @classmethod
    def of_history(cls, certificate: Certificate, events: Sequence[Event], today: date) -> Self:
        """View of a certificate and its events."""
        told = [EventView.of(event, changes) for event, changes in changes_told(events)]
        return cls.of(certificate, today, events=told)


class CertificatePage(BaseModel):
    """A page of certificates."""

    view: ClassVar[type[CertificateView]] = CertificateView

    items: tuple[CertificateView, ...]
    next_cursor: str | None = Field(None, description="Absent on the last page.")


class StaffCertificateView(CertificateView):
    """A certificate as staff see it."""

    assignment: Assignment | None = Field(description="Who has taken it for review.")
    document_says: DocumentSays = Field(
        description="Whether the document, as far as its text could be read, agrees with all that "
        "is stated."
    )


class StaffCertificateWithHistory(StaffCertificateView, CertificateWithHistory):
    """A certificate as staff see it and everything that happened to it, oldest first."""


class StaffCertificatePage(CertificatePage):
    """A page of certificates as staff see them."""

    view = StaffCertificateView

    items: tuple[StaffCertificateView, ...]


class UploadView(BaseModel):
    """How an upload stands."""

    id: str
    certificate_id: str
    state: UploadState = Field(
        description="What became of it. Nothing was put in time where it is `expired`; where it is "
        "`replaced`, its certificate or credential has another file by now, or none. While it is "
        "`waiting`, it is worth to ask again."
    )
    file: FileView
    expires_at: datetime = Field(description="When the permission to put the file ends.")

    @classmethod
    def of(cls, upload: Upload, taker: Taker | None, now: datetime) -> Self:
        """View of an upload.

        Parameters
        ----------
        taker
            What has taken the file, if something has.
        """
        file = current_file(upload, taker)
        return cls(
            id=upload.id,
            certificate_id=upload.certificate_id,
            state=state_of(upload, file, now),
            file=FileView.of(file or upload.file),
            expires_at=upload.expires_at,
        )


class WordView(BaseModel):
    """A word and where it stands, in ten-thousandths of the page's width and height."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


class PageView(BaseModel):
    """The drawing of one page."""

    url: str = Field(description="Of a WebP picture.")
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")
    blank: bool = Field(description="Whether nothing at all is to be seen on it.")
    words: list[WordView] = Field(
        description="The text of the page, as far as it is text and not a picture of text, or was "
        "recognised in the picture."
    )
    recognised: bool = Field(
        description="Whether the text was recognised in the picture, and can be misread."
    )
    letters_missing: bool = Field(
        description="Whether letters of the text are missing in the picture, because the file "
        "does not bring the font they are set in."
    )


class PlaceView(BaseModel):
    """A place on a page, in ten-thousandths of its width and height."""

    page: int = Field(description="From 1.")
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, page: int, box: Box) -> Self:
        """View of a place."""
        return cls(page=page, **box._asdict())


class FoundView(BaseModel):
    """What the document says of one stated field."""

    field: ReadField
    outcome: Outcome = Field(
        description="`found`: it says what is stated. `other`: it says something else. `missing`: "
        "it says nothing of the kind. `unread`: nothing is stated, or the document has no text."
    )
    text: str | None = Field(description="What it says, in its own words.")
    places: list[PlaceView] = Field(description="Where, the most telling place first.")

    @classmethod
    def of(cls, findings: Findings) -> list[Self]:
        """View of what became of every field."""
        return [
            cls(
                field=field,
                outcome=finding.outcome,
                text=finding.text,
                places=[PlaceView.of(place.page, place.box) for place in finding.places],
            )
            for field, finding in findings.items()
        ]


class FoundLabelView(BaseModel):
    """What the document says of one stated label."""

    line: int = Field(description="Number of the claim's line, from 0.")
    label: Name
    outcome: Outcome = Field(
        description="`found`: it names the choice. `other`: it names another choice of the label. "
        "`missing`: it names none. `unread`: the document has no text, or this cannot be looked "
        "for: the label is gone, or the choice stands for whatever is left."
    )
    text: str | None = Field(description="What it says, in its own words.")
    places: list[PlaceView] = Field(description="Where, the most telling place first.")

    @classmethod
    def of(cls, labels: Iterable[LabelFinding]) -> list[Self]:
        """View of what became of every stated label."""
        return [
            cls(
                line=one.line,
                label=one.label,
                outcome=one.finding.outcome,
                text=one.finding.text,
                places=[PlaceView.of(place.page, place.box) for place in one.finding.places],
            )
            for one in labels
        ]


class SuggestionView(BaseModel):
    """What the document lets one fill in."""

    field: Literal[
        ReadField.TITLE,
        ReadField.ISSUER,
        ReadField.EARNED_ON,
        ReadField.CREDITS,
        ReadField.CERTIFICATE_NUMBER,
    ]
    value: str = Field(description="In the form in which it is submitted.")
    place: PlaceView

    @classmethod
    def of(cls, suggestions: Mapping[ReadField, Suggestion]) -> list[Self]:
        """View of what was read with certainty."""
        return [
            cls(field=field, value=found.value, place=PlaceView.of(found.page, found.box))
            for field, found in suggestions.items()
            if field is not ReadField.LEARNER
        ]


class SuggestedLabelView(BaseModel):
    """A choice of a label that the document lets one fill in."""

    credit_type: CreditTypeId
    label: Name
    choice: Name
    place: PlaceView

    @classmethod
    def of(cls, labels: Iterable[LabelSuggestion]) -> list[Self]:
        """View of what was read with certainty."""
        return [
            cls(
                credit_type=found.credit_type,
                label=found.label,
                choice=found.choice,
                place=PlaceView.of(found.page, found.box),
            )
            for found in labels
        ]


class RenditionView(BaseModel):
    """What an accepted file looks like, the same for everybody."""

    pages: list[PageView]
    expires_at: datetime = Field(description="Until when the links are good.")
    signed_by: list[str] = Field(
        description="Who signed the file digitally, as it states itself; nobody verified it. An "
        "empty text stands for a signature without a name."
    )
    trailer: Trailer | None = Field(
        description="What stands behind a picture in its file, which is not drawn."
    )
    found: list[FoundView] = Field(
        description="What the document says of what is stated, field by field; empty for an upload."
    )
    found_labels: list[FoundLabelView] = Field(
        description="The same of the labels that its lines state, by the names they have now."
    )
    suggestions: list[SuggestionView] = Field(
        description="What can be filled in for the learner, to be confirmed; empty for what was "
        "handed in."
    )
    suggested_labels: list[SuggestedLabelView] = Field(
        description="The same for labels of each credit type: those of which the document names "
        "one choice alone."
    )

    @classmethod
    def of(cls, view: "View") -> Self:
        """View of a rendition and of the links to its pages."""
        return cls(
            pages=[
                PageView(
                    url=url,
                    words=[WordView(**word._asdict()) for word in page.words],
                    **page.model_dump(exclude={"words", "sha256", "version_id"}),
                )
                for page, url in zip(view.manifest.pages, view.links, strict=True)
            ],
            expires_at=view.expires_at,
            signed_by=list(view.manifest.remarks.signed_by),
            trailer=view.manifest.remarks.trailer,
            found=FoundView.of(view.findings),
            found_labels=FoundLabelView.of(view.labels),
            suggestions=SuggestionView.of(view.suggestions.fields),
            suggested_labels=SuggestedLabelView.of(view.suggestions.labels),
        )


class FileLink(BaseModel):
    """A link to the accepted file, as it was handed in."""

    url: str
    expires_at: datetime
    name: str
    content_type: ContentType
    size: int
    sha256: str

    @classmethod
    def of(cls, link: "Link") -> Self:
        """View of a link."""
        return cls(
            url=link.url, expires_at=link.expires_at, **_copied(cls, link.file, "url", "expires_at")
        )


class KeptCertificateView(BaseModel):
    """A certificate that has to stay."""

    certificate_id: Ulid
    title: str
    until: Day


class KeptView(BaseModel):
    """What of a learner the academy has to keep, whoever asks for its erasure."""

    reason: str = Field(description="What prescribes it, in the academy's words.")
    until: Day = Field(description="When the last of them may go.")
    certificates: list[KeptCertificateView]

    @classmethod
    def of(cls, kept: "Prescription") -> "KeptView":
        """View of what has to stay."""
        certificates = [KeptCertificateView(**dict(one)) for one in kept.certificates]
        return cls(reason=kept.reason, until=kept.until, certificates=certificates)
