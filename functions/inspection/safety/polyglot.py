"""Signs of a second format in a file: what another program would open or run."""

import re
import struct

from certfolio.domain.files import RejectionReason
from functions.inspection.verdict import RejectedError

_END_RECORD = b"PK\x05\x06"
_END_RECORD_SIZE = 22
_LONGEST_COMMENT = 65_535
# Viewers look this far for the header of a PDF (PDF 1.7 reference, appendix H, note 13).
_PDF_SEARCH = 1024
_BLANK = b"\0\t\n\f\r "
#: What nobody knows the meaning of may be this long.
LONGEST_UNKNOWN = 4 * 1024
_SCRIPT = rb"<\?php|<!doctype\s+html|<(?:script|html|svg|iframe|object|embed)[\s/>]"
_SCRIPTS = re.compile(_SCRIPT, re.IGNORECASE)
_FOREIGN = re.compile(
    _SCRIPT
    + rb"|#!\s*/(?:bin|usr)|%PDF-|PK\x03\x04|PK\x05\x06|\x7fELF|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c"
    rb"|MZ[\0-\xff]{38,512}?PE\0\0|this program (?:cannot|must) be run|\xca\xfe\xba\xbe"
    rb"|dex\n03|\xfd7zXZ|BZh[1-9]1AY&SY|MSCF\0\0\0\0|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\0asm\x01"
    rb"|\{\\rtf|powershell|cmd\.exe|wscript|javascript:|vbscript:",
    re.IGNORECASE,
)
_PROGRAM = re.compile(rb"MZ|\x1f\x8b\x08")
# Formats that begin elsewhere than at the first byte: ISO 9660, 8.4.2, and POSIX tar.
_ELSEWHERE = ((0x8001, b"CD001"), (0x8801, b"CD001"), (0x9001, b"CD001"), (257, b"ustar"))
# Unpackers look for these behind a program that unpacks itself.
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


def refuse_archive(data: bytes) -> None:
    """Refuse a file that is also an archive, and so an office document or a program.

    A ZIP is read from its end: a record whose comment reaches exactly to the end of the file
    (PKWARE APPNOTE 4.3.16), or one near the end with a directory of files before it. That may
    lie inside what another format takes for a comment.

    Raises
    ------
    RejectedError
        ``content_mismatch``.
    """
    first = max(0, len(data) - _END_RECORD_SIZE - _LONGEST_COMMENT)
    at = data.find(_END_RECORD, first)
    while at >= 0:
        if _ends_archive(data, at):
            raise RejectedError(RejectionReason.CONTENT_MISMATCH)
        at = data.find(_END_RECORD, at + 1)
    found = any(data.startswith(mark, at) for at, mark in _ELSEWHERE)
    if found or any(mark in data for mark in _ARCHIVES):
        raise RejectedError(RejectionReason.CONTENT_MISMATCH)


def _ends_archive(data: bytes, at: int) -> bool:
    if at + _END_RECORD_SIZE > len(data):
        return False
    size, _, comment = struct.unpack_from("<IIH", data, at + 12)
    directory = at - size
    listed = 0 < size <= at and data.startswith(b"PK\x01\x02", directory)
    return listed or at + _END_RECORD_SIZE + comment == len(data)


def refuse_hidden_pdf(data: bytes) -> None:
    """Refuse an image that a PDF viewer would open.

    Raises
    ------
    RejectedError
        ``content_mismatch``.
    """
    if b"%PDF-" in data[:_PDF_SEARCH]:
        raise RejectedError(RejectionReason.CONTENT_MISMATCH)


def refuse_scripts(note: bytes) -> None:
    """Refuse a note inside a picture that a web server or a browser would run.

    Raises
    ------
    RejectedError
        ``content_mismatch``.
    """
    if _SCRIPTS.search(note):
        raise RejectedError(RejectionReason.CONTENT_MISMATCH)


def refuse_foreign(part: bytes) -> None:
    """Refuse a part whose form is known when it shows a sign of another format.

    Raises
    ------
    RejectedError
        ``content_mismatch``.
    """
    if _FOREIGN.search(part) or _PROGRAM.match(part):
        raise RejectedError(RejectionReason.CONTENT_MISMATCH)


def refuse_unknown(tail: bytes) -> int:
    """Refuse bytes after a file's end but few that show no sign of another format.

    Returns
    -------
    int
        How many there are, not counting blank ones.

    Raises
    ------
    RejectedError
        ``content_mismatch``.
    """
    tail = tail.strip(_BLANK)
    if len(tail) > LONGEST_UNKNOWN:
        raise RejectedError(RejectionReason.CONTENT_MISMATCH)
    refuse_foreign(tail)
    return len(tail)
