from enum import StrEnum


class ContentType(StrEnum):
    """A kind of file that can be handed in."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    HEIC = "image/heic"
    WEBP = "image/webp"
    TIFF = "image/tiff"

    @property
    def extensions(self) -> tuple[str, ...]:
        """File-name endings of this kind, lower case, with the dot."""
        return _EXTENSIONS[self]


_EXTENSIONS = {
    ContentType.PDF: (".pdf",),
    ContentType.PNG: (".png",),
    ContentType.JPEG: (".jpg", ".jpeg"),
    ContentType.HEIC: (".heic", ".heif"),
    ContentType.WEBP: (".webp",),
    ContentType.TIFF: (".tif", ".tiff"),
}


def named_as(name: str, content_type: ContentType) -> str:
    """A file's name with the ending that its content asks for; as it is where that is right."""
    if name.lower().endswith(content_type.extensions):
        return name
    stem, dot, ending = name.rpartition(".")
    wrong = dot and any(f".{ending.lower()}" in endings for endings in _EXTENSIONS.values())
    return (stem if wrong else name) + content_type.extensions[0]


class RejectionReason(StrEnum):
    """Why a file was not accepted: what inspection found, or that it never got the file."""

    EMPTY = "empty"
    CONTENT_MISMATCH = "content_mismatch"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    ACTIVE_CONTENT = "active_content"
    EMBEDDED_FILE = "embedded_file"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COMPLEX = "too_complex"
    MALWARE = "malware"
    NOT_SCANNED = "not_scanned"
    LOST = "lost"

    @property
    def explanation(self) -> str:
        """The reason in words a learner understands, with what to do next."""
        return _EXPLANATIONS[self]


MOST_PAGES = 50
"""Pages of a document."""
MOST_FRAMES = 20
"""Pages of a TIFF."""
MOST_PIXELS = 50_000_000
"""Pixels of one image, by itself or inside a PDF. Phones take pictures of up to 50 million."""


def limits_kept(reason: RejectionReason, content_type: ContentType) -> dict[str, int]:
    """What a sentence about a refused file needs: the limit that the next one has to keep."""
    match reason:
        case RejectionReason.TOO_MANY_PAGES:
            return {"limit": MOST_FRAMES if content_type is ContentType.TIFF else MOST_PAGES}
        case RejectionReason.TOO_MANY_PIXELS:
            return {"limit": MOST_PIXELS}
        case _:
            return {}


_EXPLANATIONS = {
    RejectionReason.EMPTY: "The file is empty. Choose the file again and upload it.",
    RejectionReason.CONTENT_MISMATCH: (
        "The file is not what its name says. Save it as a PDF, or take a picture of the "
        "certificate, and upload that."
    ),
    RejectionReason.DAMAGED: (
        "The file is damaged or incomplete and cannot be shown. Download, save or scan it again "
        "and upload the new file."
    ),
    RejectionReason.ENCRYPTED: (
        "The PDF asks for a password when it is opened. Open it, print it to a new PDF and "
        "upload that."
    ),
    RejectionReason.ACTIVE_CONTENT: (
        "The PDF contains a script, starts something by itself, or has a link that can do harm. "
        "Print it to a new PDF and upload that."
    ),
    RejectionReason.EMBEDDED_FILE: (
        "The PDF has other files attached inside it. Print it to a new PDF and upload that."
    ),
    RejectionReason.TOO_MANY_PAGES: (
        "The file has too many pages. Upload only the pages that show the certificate."
    ),
    RejectionReason.TOO_MANY_PIXELS: (
        "The picture, or one in the PDF, is too large in width and height. Save or scan it at a "
        "lower resolution and upload that."
    ),
    RejectionReason.TOO_COMPLEX: (
        "The file takes too much to open safely. Print or scan it to a new PDF and upload that."
    ),
    RejectionReason.MALWARE: (
        "The malware scan found something in the file. Do not open it. Get the certificate from "
        "its issuer again and upload that."
    ),
    RejectionReason.NOT_SCANNED: (
        "The file could not be scanned for malware. Save it again as a new file and upload that."
    ),
    RejectionReason.LOST: "The file did not arrive, or was lost on its way. Upload it again.",
}
