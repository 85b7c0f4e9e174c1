import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection.child import judge
from functions.inspection.examine import Caps, examine
from tests.unit.inspection.builders import chunk, pdf, photo, picture, png

FILES = Path(__file__).parents[2] / "files"
ARCHIVE = b"PK\x05\x06" + bytes(18)
PAGE = b"<html><script>alert(1)</script>"
PHOTO, PICTURE = photo(), picture()
SAMSUNG = b"\0\0\1\n\x0e\0\0\0Image_UTC_Data1" + b"SEFH" + bytes(20) + b"\x18\0\0\0SEFT"
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
    return PHOTO[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + PHOTO[2:]


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
    "vendor notes": (ContentType.JPEG, PHOTO + SAMSUNG),
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
    "arithmetic coding": (
        ContentType.JPEG,
        PHOTO.replace(b"\xff\xc0", b"\xff\xc9"),
        RejectionReason.DAMAGED,
    ),
    "photo too large": (
        ContentType.JPEG,
        PHOTO.replace(b"\x00\x30\x00\x40", b"\xff\xff\xff\xff"),
        RejectionReason.TOO_MANY_PIXELS,
    ),
    "second picture too large": (
        ContentType.JPEG,
        PHOTO + PHOTO.replace(b"\x00\x30\x00\x40", b"\xff\xff\xff\xff"),
        RejectionReason.TOO_MANY_PIXELS,
    ),
    "film after the photo": (
        ContentType.JPEG,
        PHOTO + b"\0\0\0\x18ftypmp42" + bytes(40),
        RejectionReason.CONTENT_MISMATCH,
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
    "picture cut off": (ContentType.PNG, PICTURE[:-20], RejectionReason.DAMAGED),
    "wrong checksum": (ContentType.PNG, bytes(BROKEN_SUM), RejectionReason.DAMAGED),
    "too little data": (ContentType.PNG, png(data=zlib.compress(b"\0")), RejectionReason.DAMAGED),
    "wrong row filter": (
        ContentType.PNG,
        png(1, 2, colour=0, data=zlib.compress(b"\0\0\5\0")),
        RejectionReason.DAMAGED,
    ),
    "no data": (ContentType.PNG, png(data=b""), RejectionReason.DAMAGED),
    "data that is not zlib's": (ContentType.PNG, png(data=b"nonsense"), RejectionReason.DAMAGED),
    "palette missing": (ContentType.PNG, png(colour=3), RejectionReason.DAMAGED),
    "odd depth": (ContentType.PNG, png(depth=4, data=b"x"), RejectionReason.DAMAGED),
    "unknown necessary chunk": (
        ContentType.PNG,
        png(before=chunk(b"CgBI")),
        RejectionReason.DAMAGED,
    ),
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
