from certfolio.domain.files import RejectionReason
from functions.inspection.verdict import RejectedError

_END_RECORD = b"PK\x05\x06"
_END_RECORD_SIZE = 22
_LONGEST_COMMENT = 65_535
# Viewers look this far for the header of a PDF (PDF 1.7 reference, appendix H, note 13).
_PDF_SEARCH = 1024


def refuse_archive(data: bytes) -> None:
    """Refuse a file that is also a ZIP archive, and so an office document or a program.

    A ZIP is read from its end: a record whose comment reaches exactly to the end of the file
    (PKWARE APPNOTE 4.3.16). That may lie inside what another format takes for a comment.

    Raises
    ------
    RejectedError
        ``content_mismatch``.
    """
    first = max(0, len(data) - _END_RECORD_SIZE - _LONGEST_COMMENT)
    at = data.find(_END_RECORD, first)
    while at >= 0:
        comment = int.from_bytes(data[at + 20 : at + 22], "little")
        if at + _END_RECORD_SIZE + comment == len(data):
            raise RejectedError(RejectionReason.CONTENT_MISMATCH)
        at = data.find(_END_RECORD, at + 1)


def refuse_hidden_pdf(data: bytes) -> None:
    """Refuse an image that a PDF viewer would open.

    Raises
    ------
    RejectedError
        ``content_mismatch``.
    """
    if b"%PDF-" in data[:_PDF_SEARCH]:
        raise RejectedError(RejectionReason.CONTENT_MISMATCH)


def refuse_unpadded(tail: bytes) -> None:
    """Refuse bytes after a file's end that are not blank.

    Raises
    ------
    RejectedError
        ``content_mismatch``.
    """
    if tail.strip(b"\0\t\n\f\r "):
        raise RejectedError(RejectionReason.CONTENT_MISMATCH)
