"""Pictures, drawn by Pillow: upright, in sRGB, on white, without their metadata."""

import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import NamedTuple

import pi_heif
from PIL import (
    Image,
    ImageCms,
    ImageColor,
    ImageFile,
    ImagePalette,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import LONGEST_SIDE
from functions.inspection.caps import Caps
from functions.inspection.drawing.pages import Sheet
from functions.inspection.drawing.unthreaded import decode_in_this_thread
from functions.inspection.kinds import kind_of
from functions.inspection.verdict import RejectedError

# What Pillow would load when a file first asks for it, when no file can be opened any more.
_LOADED = (ImageColor, ImagePalette)
decode_in_this_thread()
pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
_SRGB = ImageCms.createProfile("sRGB")
_LAB = ImageCms.createProfile("LAB")
# Named, not found by Pillow: it would load a plug-in only when a file asks for it, from a disk that
# the confined process cannot read.
_OPENERS: dict[ContentType | None, type[ImageFile.ImageFile]] = {
    ContentType.PNG: PngImagePlugin.PngImageFile,
    ContentType.JPEG: JpegImagePlugin.JpegImageFile,
    ContentType.WEBP: WebPImagePlugin.WebPImageFile,
    ContentType.TIFF: TiffImagePlugin.TiffImageFile,
}
_ORIENTATION = 0x0112
# EXIF 2.32, 4.6.4 A: what turns a picture of each orientation upright.
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SUBFILE_TYPE, _PREVIEW_OR_MASK = 254, 1 | 4
_ROWS = 64
_BYTE, _WORD = 255, 65_535
# What Pillow and the decoders behind it raise for data that is not as it should be.
_FAULTS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    struct.error,
)


class _Rows(NamedTuple):
    """A decoded picture that gives out rows of itself, so that only one whole copy is held."""

    size: tuple[int, int]
    rows: Callable[[int, int], Image.Image]
    profile: bytes | None = None
    turned: Image.Transpose | None = None
    brightest: float = _WORD


def pages(data: bytes, caps: Caps) -> Iterator[Sheet]:
    """Draw a picture, or each of the pages of a TIFF; pictures have no words.

    Yields
    ------
    Sheet

    Raises
    ------
    RejectedError
        ``damaged`` or ``too_many_pixels``.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        for rows in _decoded(data, caps):
            yield Sheet(_drawn(rows))
    except _FAULTS as error:
        raise RejectedError(RejectionReason.DAMAGED) from error


def _decoded(data: bytes, caps: Caps) -> Iterator[_Rows]:
    kind = kind_of(data)
    if kind is ContentType.HEIC:
        yield _heic(data, caps)
        return
    image = _OPENERS[kind](BytesIO(data))
    for number in _frames(image):
        image.seek(number)
        _check_size(image.size, caps)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        yield _Rows(
            image.size,
            lambda top, bottom: image.crop((0, top, image.width, bottom)),
            image.info.get("icc_profile"),
            # Pillow turns a TIFF by itself, and forgets that it was to be turned.
            _TURNED.get(_orientation(image)),
            _brightest(image),
        )


def _check_size(size: tuple[int, int], caps: Caps) -> None:
    width, height = size
    if width * height > caps.pixels:
        raise RejectedError(RejectionReason.TOO_MANY_PIXELS)


def _frames(image: ImageFile.ImageFile) -> list[int]:
    """The pages of a TIFF but for previews and masks; of anything else the first picture."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return [0]
    kept = []
    for number in range(image.n_frames):
        image.seek(number)
        kind = image.tag_v2.get(_SUBFILE_TYPE, 0)
        if not (isinstance(kind, int) and kind & _PREVIEW_OR_MASK):
            kept.append(number)
    return kept or [0]


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except _FAULTS:
        # Metadata that does not parse turns nothing.
        return 1


def _brightest(image: Image.Image) -> float:
    """What is white in a picture of numbers wider than a byte."""
    if image.mode not in {"I", "F"}:
        return _WORD
    highest = float(image.getextrema()[1])  # type: ignore[arg-type] # of one band
    return next((most for most in (1.0, _BYTE, _WORD) if highest <= most), highest)


def _heic(data: bytes, caps: Caps) -> _Rows:
    """The primary picture, which libheif turns upright itself."""
    file = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
    image = file[file.primary_index]
    _check_size(image.size, caps)
    pixels, (width, height) = memoryview(image.data), image.size

    def rows(top: int, bottom: int) -> Image.Image:
        # The pixels are there as long as their picture is.
        part = bytes(pixels[top * image.stride : bottom * image.stride])
        size = (width, bottom - top)
        return Image.frombuffer(image.mode, size, part, "raw", image.mode, image.stride, 1)

    return _Rows((width, height), rows, image.info.get("icc_profile"))


def _drawn(picture: _Rows) -> Image.Image:
    """A small upright copy on white, in the colours it is meant to have."""
    small = _reduced(picture)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = _in_srgb(small, picture.profile)
    return small.transpose(picture.turned) if picture.turned is not None else small


def _reduced(picture: _Rows) -> Image.Image:
    """A copy at least as large as the drawing, made a few rows at a time."""
    width, height = picture.size
    factor = max(1, max(width, height) // (2 * LONGEST_SIDE))
    small: Image.Image | None = None
    for top in range(0, height, factor * _ROWS):
        strip = _opaque(
            picture.rows(top, min(height, top + factor * _ROWS)), picture.brightest
        ).reduce(factor)
        if small is None:
            small = Image.new(strip.mode, (strip.width, -(-height // factor)))
        small.paste(strip, (0, top // factor))
    if small is None:
        raise RejectedError(RejectionReason.DAMAGED)
    return small


def _opaque(strip: Image.Image, brightest: float) -> Image.Image:
    """Rows in a mode that can be made smaller and has no transparent parts: those are white."""
    if strip.mode.startswith("I;16"):
        high = 0 if strip.mode == "I;16B" else 1
        return Image.frombytes("L", strip.size, strip.tobytes()[high::2])
    if strip.mode in {"I", "F"}:
        scaled = strip.convert("F").point(lambda value: value * (_BYTE / brightest) + 0)
        return scaled.convert("L")
    if strip.has_transparency_data:
        clear = strip.convert("RGBA")
        paper = Image.new("RGB", strip.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    if strip.mode in {"L", "RGB", "CMYK", "LAB"}:
        return strip
    return strip.convert("L" if strip.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    try:
        if profile:
            there = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, there, _SRGB, outputMode="RGB") or image
        if image.mode == "LAB":
            return ImageCms.profileToProfile(image, _LAB, _SRGB, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        # Viewers ignore a profile that does not fit its picture.
        pass
    return image.convert("RGB")
