"""Pictures, drawn by Pillow: upright, in sRGB, without their metadata."""

from collections.abc import Iterator
from io import BytesIO

import pi_heif
from PIL import (
    Image,
    ImageCms,
    ImageColor,
    ImageOps,
    ImagePalette,
    TiffImagePlugin,
)

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import LONGEST_SIDE, Word
from functions.inspection.caps import Caps
from functions.inspection.drawing.unthreaded import decode_in_this_thread
from functions.inspection.verdict import RejectedError

# What Pillow would load when a file first asks for it, when no file can be opened any more.
_LOADED = (ImageColor, ImagePalette, TiffImagePlugin)
pi_heif.register_heif_opener()
decode_in_this_thread()
_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "HEIF")
_SRGB = ImageCms.createProfile("sRGB")


def pages(data: bytes, caps: Caps) -> Iterator[tuple[Image.Image, tuple[Word, ...]]]:
    """Draw a picture, or each of the pages of a TIFF; pictures have no words.

    Yields
    ------
    Image, tuple of Word

    Raises
    ------
    RejectedError
        ``damaged``, ``too_many_pages`` or ``too_many_pixels``.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(BytesIO(data), formats=_FORMATS)
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if count > caps.frames:
            raise RejectedError(RejectionReason.TOO_MANY_PAGES)
        for number in range(count):
            image.seek(number)
            if image.width * image.height > caps.pixels:
                raise RejectedError(RejectionReason.TOO_MANY_PIXELS)
            yield _drawn(image), ()
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise RejectedError(RejectionReason.DAMAGED) from error


def _drawn(image: Image.Image) -> Image.Image:
    """A small upright copy on white, in the colours it is meant to have."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    profile = image.info.get("icc_profile")
    small = ImageOps.exif_transpose(image)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    if profile:
        small = _in_srgb(small, profile)
    if small.mode in ("RGBA", "LA", "PA") or "transparency" in small.info:
        small = small.convert("RGBA")
        paper = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(paper, small)
    return small.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        there = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, there, _SRGB, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        # Viewers ignore a profile that does not fit its picture.
        return image
