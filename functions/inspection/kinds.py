"""What a file is, by its first bytes: its name and declared type are what somebody says."""

import re
from importlib import import_module
from types import ModuleType

from certfolio.domain.files import ContentType

# Some producers write blanks or a byte order mark first, and all viewers skip them.
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?[\0\t\n\f\r ]{0,1024}%PDF-")
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")
_SAFETY = {
    ContentType.PDF: "pdf",
    ContentType.PNG: "png",
    ContentType.JPEG: "jpeg",
    ContentType.HEIC: "heic",
    ContentType.WEBP: "webp",
    ContentType.TIFF: "tiff",
}


def kind_of(data: bytes) -> ContentType | None:
    """Tell the kind of a file from its first bytes; None where it is none that is taken."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ContentType.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return ContentType.JPEG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return ContentType.WEBP
    if data.startswith((b"II*\0", b"MM\0*")):
        return ContentType.TIFF
    # ISO/IEC 14496-12, 4.3, and 23008-12, 10.2: the file type box and its brands.
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return ContentType.HEIC
    return ContentType.PDF if _PDF.match(data) else None


def safety_of(content_type: ContentType) -> ModuleType:
    """Load what checks one kind of file, and no other."""
    return import_module(f"functions.inspection.safety.{_SAFETY[content_type]}")


def drawing_of(content_type: ContentType) -> ModuleType:
    """Load what draws one kind of file."""
    name = "document" if content_type is ContentType.PDF else "picture"
    return import_module(f"functions.inspection.drawing.{name}")
