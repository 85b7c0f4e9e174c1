import io
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing, Page, Trailer
from functions.inspection.child import judge
from functions.inspection.examine import Caps
from functions.inspection.kinds import kind_of
from tests.unit.inspection.builders import (
    XMP,
    chunk,
    film,
    noted,
    oneplus,
    pdf,
    photo,
    picture,
    png,
    samsung,
)

FILES = Path(__file__).parents[2] / "files"
ARCHIVE = b"PK\x05\x06" + bytes(18)
PAGE = b"<html><script>alert(1)</script>"
PHOTO, PICTURE = photo(), picture()
TIME = (0x0A01, b"Image_UTC_Data", b"1764115200000")
BROKEN_SUM = bytearray(PICTURE)
BROKEN_SUM[-14] ^= 1


def rotated() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Phone"
    return photo(exif=exif)


def animated() -> bytes:
    output = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 90, 180)]
    frames[0].save(output, "PNG", save_all=True, append_images=frames[1:])
    return output.getvalue()


def several() -> bytes:
    output = io.BytesIO()
    frames = [Image.linear_gradient("L").resize((64, 48)), Image.new("L", (32, 24))]
    frames[0].save(output, "MPO", save_all=True, append_images=frames[1:])
    return output.getvalue()


def interlaced() -> bytes:
    """Seven passes of an image of 5 x 3 pixels, of which the third is empty."""
    passes = ((1, 1), (1, 1), (1, 1), (3, 1), (2, 2), (5, 1))
    rows = b"".join((b"\0" + bytes(width)) * height for width, height in passes)
    header = b"\0\0\0\5\0\0\0\3\x08\0\0\0\1"
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + body


def in_comment(text: bytes) -> bytes:
    return noted(PHOTO, text, 0xFE)


def in_words(text: str) -> bytes:
    """A PNG with a compressed text."""
    return png(before=chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text.encode())))


def clipped() -> bytes:
    """A screenshot, cut out of a larger one by a tool that left the end of that one behind."""
    output = io.BytesIO()
    Image.effect_noise((120, 120), 50).save(output, "PNG")
    before = png(40, 40, data=zlib.compress(output.getvalue()[:3_000], 0)[:3_000])
    larger = png(40, 40, after=chunk(b"IDAT", output.getvalue()[:500]))
    return PICTURE + before[90:900] + larger[larger.index(b"IDAT") - 4 :]


def tiff(count: int, **options: object) -> bytes:
    output = io.BytesIO()
    frames = [Image.new("L", (30, 20), 250 - number) for number in range(count)]
    frames[0].save(output, "TIFF", save_all=True, append_images=frames[1:], **options)
    return output.getvalue()


ACCEPTED = {
    "photo": (ContentType.JPEG, PHOTO),
    "progressive": (ContentType.JPEG, photo(progressive=True)),
    "four inks": (ContentType.JPEG, photo("CMYK")),
    "grey": (ContentType.JPEG, photo("L")),
    "one pixel": (ContentType.JPEG, photo(size=(1, 1))),
    "restart markers": (ContentType.JPEG, photo(restart_marker_blocks=2)),
    "turned by its metadata": (ContentType.JPEG, rotated()),
    "odd profile": (ContentType.JPEG, photo(icc_profile=b"not a profile")),
    "odd metadata": (ContentType.JPEG, photo(exif=b"Exif\0\0nonsense")),
    "several pictures": (ContentType.JPEG, several()),
    "gain map after padding": (ContentType.JPEG, PHOTO + bytes(100) + photo("L", (32, 24))),
    "vendor notes": (ContentType.JPEG, PHOTO + samsung(TIME)),
    "blank bytes after the end": (ContentType.JPEG, PHOTO + b"\n\0\0"),
    "picture": (ContentType.PNG, PICTURE),
    "sixteen bits": (ContentType.PNG, png(depth=16)),
    "sixteen bits of grey": (ContentType.PNG, picture("I;16")),
    "palette with transparency": (ContentType.PNG, picture("P", transparency=b"\0\xff")),
    "one bit": (ContentType.PNG, picture("1")),
    "grey and alpha": (ContentType.PNG, picture("LA")),
    "alpha": (ContentType.PNG, picture("RGBA")),
    "interlaced": (ContentType.PNG, interlaced()),
    "animated": (ContentType.PNG, animated()),
    "profile": (ContentType.PNG, picture(icc_profile=b"not a profile")),
    "newline after the end": (ContentType.PNG, PICTURE + b"\n"),
    "interlaced by another encoder": (
        ContentType.PNG,
        (FILES / "interlaced.png").read_bytes(),
    ),
    "certificate as PNG": (ContentType.PNG, (FILES / "certificate.png").read_bytes()),
    "certificate as JPEG": (ContentType.JPEG, (FILES / "certificate.jpg").read_bytes()),
}


ACCEPTED |= {
    "notes of a Mac": (ContentType.JPEG, in_comment(b'<?xml?><!DOCTYPE plist PUBLIC "a">')),
    "picture without its last chunk": (ContentType.PNG, PICTURE[:-12]),
    "screenshot with the end of a larger one behind": (ContentType.PNG, clipped()),
    "lossy WebP": (ContentType.WEBP, picture("RGB", "WEBP")),
    "lossless WebP with alpha": (ContentType.WEBP, picture("RGBA", "WEBP", lossless=True)),
    "TIFF of twenty pages": (ContentType.TIFF, tiff(20)),
    **{
        f"TIFF packed by {packing}": (ContentType.TIFF, picture(mode, "TIFF", compression=packing))
        for mode, packing in (
            ("1", "group4"),
            ("1", "group3"),
            ("RGB", "tiff_lzw"),
            ("RGB", "jpeg"),
            ("CMYK", "tiff_adobe_deflate"),
            ("L", "packbits"),
            ("RGBA", "raw"),
            ("I;16", "tiff_lzw"),
            ("F", "tiff_lzw"),
            ("LAB", "tiff_lzw"),
        )
    },
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_honest_image_is_accepted(name: str) -> None:
    content_type, data = ACCEPTED[name]
    assert isinstance(judge(data, content_type, Caps()), Drawing)


REJECTED = {
    "photo cut off": (ContentType.JPEG, PHOTO[:-40], RejectionReason.DAMAGED),
    "photo without end": (ContentType.JPEG, PHOTO[:-2], RejectionReason.DAMAGED),
    "photo without picture": (ContentType.JPEG, b"\xff\xd8\xff\xd9", RejectionReason.DAMAGED),
    "photo of no tables": (
        ContentType.JPEG,
        PHOTO.replace(b"\xff\xdb", b"\xff\xfe"),
        RejectionReason.DAMAGED,
    ),
    "photo too large": (
        ContentType.JPEG,
        PHOTO.replace(b"\x00\x30\x00\x40", b"\xff\xff\xff\xff"),
        RejectionReason.TOO_MANY_PIXELS,
    ),
    "archive after the photo": (
        ContentType.JPEG,
        PHOTO + ARCHIVE,
        RejectionReason.CONTENT_MISMATCH,
    ),
    "archive in a comment": (
        ContentType.JPEG,
        in_comment(b"PK\x05\x06" + bytes(16) + len(PHOTO[2:]).to_bytes(2, "little")),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "film that the photo does not speak of": (
        ContentType.JPEG,
        PHOTO + film(),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "program before a false trailer": (
        ContentType.JPEG,
        PHOTO + b"\x90\x55\x8b\xec" * 15_000 + samsung(TIME),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "program in a note": (
        ContentType.JPEG,
        PHOTO + samsung((0x0A01, b"Image_UTC_Data", b"\x90\x55\x8b\xec" * 15_000)),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "program behind a photo of a maker that packs": (
        ContentType.JPEG,
        noted(PHOTO, b"Exif\0\0HTC") + b"\x90\x55\x8b\xec" * 15_000 + b"\xff\xd9",
        RejectionReason.CONTENT_MISMATCH,
    ),
    "program of Windows as a depth map": (
        ContentType.JPEG,
        PHOTO
        + samsung((0x0AB1, b"DualShot_DepthMap_1", b"MZ" + bytes(80) + b"PE\0\0" + bytes(9_000))),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "much behind the photo": (
        ContentType.JPEG,
        PHOTO + b"\x55" * 5_000,
        RejectionReason.CONTENT_MISMATCH,
    ),
    "script of a server in a comment": (
        ContentType.JPEG,
        in_comment(b"<?php system($_GET[0]); ?>"),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "script in a compressed text": (
        ContentType.PNG,
        in_words("<script>alert(1)</script>"),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "program behind the picture": (
        ContentType.PNG,
        PICTURE + b"\x7fELF" + bytes(100),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "film cut off": (
        ContentType.JPEG,
        noted(PHOTO, XMP) + film()[:12_000],
        RejectionReason.CONTENT_MISMATCH,
    ),
    "WebP cut off": (ContentType.WEBP, picture("RGB", "WEBP")[:-60], RejectionReason.DAMAGED),
    "WebP too large": (
        ContentType.WEBP,
        b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0",
        RejectionReason.TOO_MANY_PIXELS,
    ),
    "archive behind a WebP": (
        ContentType.WEBP,
        picture("RGB", "WEBP") + ARCHIVE,
        RejectionReason.CONTENT_MISMATCH,
    ),
    "page behind a WebP": (
        ContentType.WEBP,
        picture("RGB", "WEBP") + PAGE,
        RejectionReason.CONTENT_MISMATCH,
    ),
    "TIFF of too many pages": (ContentType.TIFF, tiff(21), RejectionReason.TOO_MANY_PAGES),
    "TIFF too large": (
        ContentType.TIFF,
        picture("L", "TIFF")
        .replace(b"\x40\0\0\0", b"\0\0\1\0")
        .replace(b"\x30\0\0\0", b"\0\0\1\0"),
        RejectionReason.TOO_MANY_PIXELS,
    ),
    "TIFF cut off": (ContentType.TIFF, picture("RGB", "TIFF")[:3_000], RejectionReason.DAMAGED),
    "page in a TIFF": (
        ContentType.TIFF,
        picture("L", "TIFF") + b"<html><script>",
        RejectionReason.CONTENT_MISMATCH,
    ),
    "HEIC without a picture": (
        ContentType.HEIC,
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        RejectionReason.DAMAGED,
    ),
    "page after the photo": (ContentType.JPEG, PHOTO + PAGE, RejectionReason.CONTENT_MISMATCH),
    "document after the photo": (
        ContentType.JPEG,
        PHOTO + pdf(),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "document in a comment": (
        ContentType.JPEG,
        in_comment(b"%PDF-1.7"),
        RejectionReason.CONTENT_MISMATCH,
    ),
    "too little data": (ContentType.PNG, png(data=zlib.compress(b"\0")), RejectionReason.DAMAGED),
    "wrong row filter": (
        ContentType.PNG,
        png(1, 2, colour=0, data=zlib.compress(b"\0\0\5\0")),
        RejectionReason.DAMAGED,
    ),
    "no data": (ContentType.PNG, png(data=b""), RejectionReason.DAMAGED),
    "data that is not zlib's": (ContentType.PNG, png(data=b"nonsense"), RejectionReason.DAMAGED),
    "odd depth": (ContentType.PNG, png(depth=4, data=b"x"), RejectionReason.DAMAGED),
    "no width": (ContentType.PNG, png(0), RejectionReason.DAMAGED),
    "signature alone": (ContentType.PNG, PICTURE[:8], RejectionReason.DAMAGED),
    "too many pixels": (
        ContentType.PNG,
        png(30_000, 30_000, data=b""),
        RejectionReason.TOO_MANY_PIXELS,
    ),
    "too wide": (ContentType.PNG, png(70_000, 1, data=b""), RejectionReason.TOO_MANY_PIXELS),
    "more data than pixels": (
        ContentType.PNG,
        png(data=zlib.compress(bytes(5_000_000))),
        RejectionReason.TOO_COMPLEX,
    ),
    "bomb in a text": (
        ContentType.PNG,
        png(before=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(300_000_000), 9))),
        RejectionReason.TOO_COMPLEX,
    ),
    "archive after the picture": (
        ContentType.PNG,
        PICTURE + ARCHIVE,
        RejectionReason.CONTENT_MISMATCH,
    ),
    "page after the picture": (ContentType.PNG, PICTURE + PAGE, RejectionReason.CONTENT_MISMATCH),
    "document after the picture": (
        ContentType.PNG,
        PICTURE + pdf(),
        RejectionReason.CONTENT_MISMATCH,
    ),
}


@pytest.mark.parametrize("name", REJECTED)
def test_image_is_rejected(name: str) -> None:
    content_type, data, reason = REJECTED[name]
    assert judge(data, content_type, Caps()) == reason


WORDS = b"".join(b"%x" % (number * number) for number in range(30_000))
BEHIND = {
    "film": (noted(PHOTO, XMP) + film(), Trailer.MOTION_PHOTO),
    "film in a note": (
        PHOTO + samsung((0x0A30, b"MotionPhoto_Data", film()), TIME),
        Trailer.MOTION_PHOTO,
    ),
    "film behind a gain map": (noted(PHOTO, XMP) + PHOTO + film(), Trailer.MOTION_PHOTO),
    "notes": (PHOTO + samsung(TIME, (0x0AA1, b"MCC_Data", b"262")), Trailer.SAMSUNG),
    "depth": (PHOTO + samsung((0x0AB1, b"DualShot_DepthMap_1", b"\7" * 90_000)), Trailer.SAMSUNG),
    "notes behind a picture": (PHOTO + PHOTO + samsung(TIME), Trailer.SAMSUNG),
    "watermark": (PHOTO + oneplus(), Trailer.ONEPLUS),
    "watermark behind settings": (
        PHOTO + b'{"mode":"' + b"a" * 9_000 + b'"}' + b"wtmk\1\2",
        Trailer.ONEPLUS,
    ),
    "watermark as a picture": (PHOTO + PICTURE, Trailer.FURTHER_PICTURES),
    "lights of a picture": (
        PHOTO + b"streamdata" + PHOTO + b'vivo{"a":1}\0' + b"\xff" * 4 + b"\x1b*9HWfu\x84\x93",
        Trailer.FURTHER_PICTURES,
    ),
    "further picture": (several(), Trailer.FURTHER_PICTURES),
    "further picture, cut off": (PHOTO + photo(size=(900, 700))[:8_000], Trailer.FURTHER_PICTURES),
    "a few bytes of a camera": (PHOTO + b"dhav\x59\x19\x01\x00", Trailer.OTHER),
    "BlackBerry": (
        noted(PHOTO, b"Exif\0\0BlackBerry") + (36_864).to_bytes(4) + b"\1\0\0\2" * 9_215,
        Trailer.OTHER,
    ),
    "HTC": (
        noted(PHOTO, b"Exif\0\0HTC") + zlib.compress(WORDS)[2:] + b"\xff\xd9",
        Trailer.OTHER,
    ),
}


@pytest.mark.parametrize("name", BEHIND)
def test_what_stands_behind_a_picture_is_told(name: str) -> None:
    data, expected = BEHIND[name]
    found = judge(data, ContentType.JPEG, Caps())
    assert isinstance(found, Drawing)
    assert found.remarks.trailer == expected
    assert 0 < found.remarks.trailer_bytes < len(data) - 300


CORNERS = ((20, 20), (300, 20), (20, 220), (300, 220))


def corners(image: Image.Image) -> list[str]:
    """Which of four colours is in each corner, by its name."""
    named = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "white": (255,) * 3}
    small = image.convert("RGB").resize((320, 240))
    return [
        min(named, key=lambda name: sum(abs(a - b) for a, b in zip(named[name], seen, strict=True)))
        for seen in map(small.getpixel, CORNERS)
    ]


def flag() -> Image.Image:
    image = Image.new("RGB", (320, 240), "white")
    for (x, y), colour in zip(CORNERS, ("red", "green", "blue"), strict=False):
        image.paste(colour, (x - 20, y - 20, x + 20, y + 20))
    return image


UPSIDE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_is_drawn_upright(form: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    output = io.BytesIO()
    stored = flag().transpose(UPSIDE[orientation]) if orientation > 1 else flag()
    stored.save(output, form, exif=exif)
    assert corners(drawn(output.getvalue())) == ["red", "green", "blue", "white"]


def drawn(data: bytes) -> Image.Image:
    content_type = kind_of(data)
    assert content_type is not None
    found = judge(data, content_type, Caps())
    assert isinstance(found, Drawing)
    return Image.open(io.BytesIO(found.pictures[0]))


TRANSPARENT = {
    "alpha": Image.new("RGBA", (40, 40), (0, 0, 0, 0)),
    "grey and alpha": Image.new("LA", (40, 40), (0, 0)),
    "palette": Image.new("P", (40, 40), 0),
}


@pytest.mark.parametrize("name", TRANSPARENT)
def test_what_is_transparent_is_white(name: str) -> None:
    output = io.BytesIO()
    options = {"transparency": 0} if name == "palette" else {}
    TRANSPARENT[name].save(output, "PNG", **options)
    assert drawn(output.getvalue()).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("name", ["certificate.heic", "rotated.heic"])
def test_heic_is_drawn_upright_and_turned_once(name: str) -> None:
    assert drawn((FILES / name).read_bytes()).size == (1600, 1131)


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    image = Image.new("I;16", (40, 40), 0x8000)
    for form in ("PNG", "TIFF"):
        output = io.BytesIO()
        image.save(output, form)
        assert drawn(output.getvalue()).getpixel((9, 9))[0] in range(120, 136)


def test_colours_of_a_profile_are_converted() -> None:
    """A profile that takes red for green and green for red."""
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    profile = bytearray(swapped)
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    output = io.BytesIO()
    Image.new("RGB", (40, 40), (255, 0, 0)).save(output, "PNG", icc_profile=bytes(profile))
    red, green, _ = drawn(output.getvalue()).getpixel((9, 9))
    assert green > red


@pytest.mark.parametrize(
    ("transform", "inks"), [(0, (0, 0, 0, 0)), (2, (255, 127, 127, 0))], ids=["CMYK", "YCCK"]
)
def test_four_inks_are_not_drawn_as_a_negative(
    transform: int, inks: tuple[int, int, int, int]
) -> None:
    output = io.BytesIO()
    Image.new("CMYK", (40, 40), inks).save(output, "JPEG")
    data = bytearray(output.getvalue())
    data[data.index(b"Adobe") + 11] = transform
    assert min(drawn(bytes(data)).getpixel((9, 9))) > 200


def test_preview_of_a_page_is_no_page() -> None:
    output = io.BytesIO()
    pages = [Image.new("L", (30, 20), 200), Image.new("L", (15, 10), 200)]
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    pages[0].save(output, "TIFF", save_all=True, append_images=pages[1:], tiffinfo=tags)
    data = output.getvalue()
    assert len(drawn_pages(data)) == 2
    tags[254] = 1
    output = io.BytesIO()
    pages[1].encoderinfo = {"tiffinfo": tags}
    pages[0].save(output, "TIFF", save_all=True, append_images=pages[1:])
    assert len(drawn_pages(output.getvalue())) == 1


def drawn_pages(data: bytes) -> tuple[Page, ...]:
    found = judge(data, ContentType.TIFF, Caps())
    assert isinstance(found, Drawing)
    return found.pages
