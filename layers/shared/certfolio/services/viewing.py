"""Looking at a file: the drawing of its pages, and the original as a download."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from certfolio.domain.certificates import Certificate, File, Owner
from certfolio.domain.errors import FileNotAvailable
from certfolio.domain.reading.crosscheck import cross_check
from certfolio.domain.reading.fields import Findings, LabelFinding
from certfolio.domain.reading.label_check import check_labels
from certfolio.domain.reading.suggest import NOTHING, Suggestions, suggest
from certfolio.domain.renditions import Manifest, Page
from certfolio.domain.uploads import current_file
from certfolio.services.takers import Takers
from certfolio.storage.academies import AcademyStore
from certfolio.storage.background import Drawings
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.directory import DirectoryStore
from certfolio.storage.files import EvidenceFiles
from certfolio.storage.keys import object_key_for
from certfolio.storage.renditions import Renditions
from certfolio.storage.uploads import UploadStore


@dataclass(frozen=True)
class Link:
    """A link to an accepted file, good for a while."""

    url: str
    expires_at: datetime
    file: File


@dataclass(frozen=True)
class View:
    """What a file looks like.

    Attributes
    ----------
    links
        To the picture of each page, good until `expires_at`.
    findings
        What the document says of what is stated; empty before anything is.
    labels
        The same of the labels that lines state, by the names that they have now.
    suggestions
        What the document lets one fill in; empty once it is handed in.
    """

    manifest: Manifest
    links: list[str]
    expires_at: datetime
    findings: Findings = field(default_factory=dict)
    labels: tuple[LabelFinding, ...] = ()
    suggestions: Suggestions = NOTHING


class Viewing:
    """Gives out links to files and to what they look like.

    Parameters
    ----------
    drawings
        Whoever draws what was never drawn, asked for only where that is needed.
    lasts
        How long a link is good.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - records, files, and who draws them
        self,
        certificates: CertificateStore,
        uploads: UploadStore,
        takers: Takers,
        directory: DirectoryStore,
        academies: AcademyStore,
        evidence: EvidenceFiles,
        renditions: Renditions,
        drawings: Callable[[], Drawings],
        lasts: timedelta,
    ) -> None:
        self._certificates = certificates
        self._uploads = uploads
        self._takers = takers
        self._directory = directory
        self._academies = academies
        self._evidence = evidence
        self._renditions = renditions
        self._drawings = drawings
        self._lasts = lasts

    def download(self, owner: Owner, certificate_id: str, now: datetime) -> Link:
        """Make a link to the original of a certificate's file.

        Raises
        ------
        NotFound
            The owner has no such certificate.
        FileNotAvailable
            Inspection has not accepted its file, or it has none.
        """
        return self.link_to(self._certificates.get(owner, certificate_id).file, now)

    def link_to(self, file: File | None, now: datetime) -> Link:
        """Make a link to the original of a file.

        Raises
        ------
        FileNotAvailable
            Inspection has not accepted it, or there is none.
        """
        if file is None:
            raise FileNotAvailable
        return Link(self._evidence.link(file, self._lasts), now + self._lasts, file)

    def of_certificate(self, owner: Owner, certificate_id: str, now: datetime) -> View:
        """See what a certificate's file looks like.

        Raises
        ------
        NotFound
            The owner has no such certificate.
        FileNotAvailable
            Inspection has not accepted its file, or it has none.
        NotDrawn
            It was accepted before files were drawn; now it is being drawn.
        """
        certificate = self._certificates.get(owner, certificate_id)
        file = certificate.file
        if file and file.evidence and file.evidence.rendition is None:
            self._drawings().ask(object_key_for(owner, certificate_id, file.upload_id))
        view = self.of_file(file, now)
        name, pages = self._name(owner), view.manifest.pages
        labels = self._labels(certificate, name, pages, now)
        return replace(view, findings=cross_check(certificate, name, pages), labels=labels)

    def of_upload(self, owner: Owner, upload_id: str, now: datetime) -> View:
        """See what a file looks like before it is handed in.

        Raises
        ------
        NotFound
            The owner has no such upload, or had it long ago.
        FileNotAvailable
            Inspection has not accepted the file, or another one took its place.
        NotDrawn
            It was accepted before files were drawn.
        """
        upload = self._uploads.get(owner, upload_id)
        view = self.of_file(current_file(upload, self._takers.of(upload)), now)
        set_up = self._academies.set_up(owner.academy_id, now)
        suggestions = suggest(view.manifest.pages, self._name(owner), set_up.credit_types.values())
        return replace(view, suggestions=suggestions)

    def _labels(
        self, certificate: Certificate, name: str | None, pages: Sequence[Page], now: datetime
    ) -> tuple[LabelFinding, ...]:
        # Most certificates state none, and need not know the credit types.
        if not any(claim.labels for claim in certificate.claims):
            return ()
        set_up = self._academies.set_up(certificate.academy_id, now, claimed=certificate.claimed)
        return check_labels(certificate, set_up.credit_types, name, pages)

    def _name(self, owner: Owner) -> str | None:
        entry = self._directory.find(owner)
        return None if entry is None else entry.name

    def thumbnail(self, certificate: Certificate) -> str | None:
        """Make a link to a picture of the first page; None where there is none."""
        evidence = certificate.file and certificate.file.evidence
        return self._renditions.thumbnail_link(evidence, self._lasts) if evidence else None

    def of_file(self, file: File | None, now: datetime) -> View:
        """See what a file looks like, and nothing of what the document says.

        Raises
        ------
        FileNotAvailable
            Inspection has not accepted it, or there is none.
        NotDrawn
            It was accepted before files were drawn.
        """
        if file is None or file.evidence is None:
            raise FileNotAvailable
        manifest = self._renditions.manifest(file.evidence)
        links = self._renditions.page_links(file.evidence, manifest.pages, self._lasts)
        return View(manifest, links, now + self._lasts)
