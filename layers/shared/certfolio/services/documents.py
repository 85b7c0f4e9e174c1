"""What a certificate's document says of what is stated about it."""

from collections.abc import Mapping, Sequence

from certfolio.domain.certificates import Content, File
from certfolio.domain.credit_types import CreditType
from certfolio.domain.errors import NotDrawn, Unavailable
from certfolio.domain.reading.crosscheck import cross_check
from certfolio.domain.reading.fields import Findings, LabelFinding
from certfolio.domain.reading.label_check import check_labels
from certfolio.domain.renditions import Page
from certfolio.storage.renditions import Renditions


class Documents:
    """Reads documents by the text that inspection found on their pages."""

    def __init__(self, renditions: Renditions) -> None:
        self._renditions = renditions

    def pages(self, file: File | None) -> tuple[Page, ...]:
        """The pages of a file; none where there is no document that can be read now.

        What is read never decides alone, so nothing waits for it.
        """
        if file is None or file.evidence is None:
            return ()
        try:
            return self._renditions.manifest(file.evidence).pages
        except (NotDrawn, Unavailable):
            return ()

    def findings(self, content: Content, file: File | None, name: str | None) -> Findings | None:
        """Look on the document for everything that is stated.

        Parameters
        ----------
        name
            The learner's name; None where it is not known.

        Returns
        -------
        Findings or None
            None where there is no document that can be read now.
        """
        return findings_on(self.pages(file), content, name)

    def with_labels(
        self,
        content: Content,
        file: File | None,
        name: str | None,
        credit_types: Mapping[str, CreditType],
    ) -> tuple[Findings | None, tuple[LabelFinding, ...]]:
        """The same, and of every label that is stated."""
        pages = self.pages(file)
        findings = findings_on(pages, content, name)
        labels = check_labels(content, credit_types, name, pages) if pages else ()
        return findings, labels


def findings_on(pages: Sequence[Page], content: Content, name: str | None) -> Findings | None:
    """Look on pages for everything that is stated; None where there are no pages."""
    return cross_check(content, name, pages) if pages else None
