"""What a certificate's document says of what is stated about it."""

from collections.abc import Sequence

from certfolio.domain.certificates import Content, File
from certfolio.domain.errors import NotDrawn, Unavailable
from certfolio.domain.reading.crosscheck import cross_check
from certfolio.domain.reading.fields import Findings
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


def findings_on(pages: Sequence[Page], content: Content, name: str | None) -> Findings | None:
    """Look on pages for everything that is stated; None where there are no pages."""
    return cross_check(content, name, pages) if pages else None
