"""Which files are logos: what administrators bring, and what attackers would."""

import io
import zipfile
import zlib
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from pydantic import TypeAdapter, ValidationError

from certfolio.domain.field_codes import FieldCode
from certfolio.domain.logos import MAX_BYTES, MAX_SIDE, Logo, NoLogo, in_text, logo_of
from tests.support.pictures import END, SIGNATURE, chunk, data, header, kinds, png

FILES = Path(__file__).parents[1] / "files"
LOGO: TypeAdapter[str] = TypeAdapter(Logo)


def flaw_of(picture: bytes) -> FieldCode | None:
    try:
        logo_of(picture)
    except NoLogo as error:
        return error.flaw
    return None


def drawn(mode: str, size: tuple[int, int] = (37, 23), **options: Any) -> bytes:
    """What Pillow makes of a picture that has something in it."""
    shades = bytes((x * 7 + y * 13) % 256 for y in range(size[1]) for x in range(size[0]))
    file = io.BytesIO()
    Image.frombytes("L", size, shades).convert(mode).save(file, "PNG", **options)
    return file.getvalue()


def pixels(picture: bytes) -> tuple[str, bytes]:
    with Image.open(io.BytesIO(picture)) as opened:
        opened.load()
        return opened.mode, opened.tobytes()


# --- What administrators bring


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_picture_of_each_kind_is_a_logo_and_looks_the_same(mode: str) -> None:
    picture = drawn(mode)
    assert pixels(logo_of(picture)) == pixels(picture)


@pytest.mark.parametrize("name", ["adam7-rgb", "interlaced", "grey-alpha", "one-bit", "palette"])
def test_what_other_programs_write_is_a_logo_unless_it_is_too_large(name: str) -> None:
    picture = (FILES / f"{name}.png").read_bytes()
    with Image.open(io.BytesIO(picture)) as opened:
        fits = len(picture) <= MAX_BYTES and max(opened.size) <= MAX_SIDE
    if fits:
        assert pixels(logo_of(picture)) == pixels(picture)
    else:
        assert flaw_of(picture) in {FieldCode.LOGO_TOO_LARGE, FieldCode.LOGO_TOO_MANY_PIXELS}


@pytest.mark.parametrize("colour", [0, 2, 3, 4, 6])
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (5, 9), (8, 8)])
def test_an_interlaced_picture_of_any_size_is_a_logo(colour: int, size: tuple[int, int]) -> None:
    width, height = size
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
              (0, 1, 1, 2))  # fmt: skip
    rows = b"".join(
        b"\0" + bytes(channels * len(range(left, width, step)))
        for left, top, step, down in passes
        for _ in range(top, height, down)
        if left < width
    )
    palette = (chunk(b"PLTE", b"\x10\x20\x30"),) if colour == 3 else ()
    picture = png(header(width, height, colour=colour, interlace=1), *palette, data(rows), END)
    assert logo_of(picture) == picture
    pixels(picture)


def test_the_largest_logo_is_taken_and_one_pixel_more_is_not() -> None:
    assert flaw_of(drawn("1", (MAX_SIDE, MAX_SIDE))) is None
    for size in ((MAX_SIDE + 1, 1), (1, MAX_SIDE + 1)):
        assert flaw_of(drawn("L", size)) is FieldCode.LOGO_TOO_MANY_PIXELS


def test_what_nobody_sees_is_left_out() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Software", "A program")
    notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>", zip=True)
    picture = drawn("RGB", pnginfo=notes, dpi=(96, 96), icc_profile=b"p" * 200)
    picture = picture.removesuffix(END) + chunk(b"pRVt", b"<script>alert(1)</script>") + END
    kept = logo_of(picture)
    assert {b"tEXt", b"iTXt", b"pRVt", b"iCCP", b"pHYs"} <= {*kinds(picture)}
    assert {*kinds(kept)} == {b"IHDR", b"IDAT", b"IEND"}
    assert pixels(kept) == pixels(picture)
    # Sent again as it is kept, it stays so.
    assert logo_of(kept) == kept


def test_transparency_and_gamma_stay() -> None:
    seen = (chunk(b"gAMA", b"\0\0\xb1\x8f"), chunk(b"tRNS", b"\0\x10\0\x20\0\x30"))
    picture = png(header(), *seen, data(), END)
    assert logo_of(picture) == picture


# --- What attackers bring


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    return file.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SPOILT = {
    "nothing": (b"", FieldCode.LOGO_NOT_PNG),
    "an svg": (SVG, FieldCode.LOGO_NOT_PNG),
    "a jpeg": ((FILES / "certificate.jpg").read_bytes()[:20_000], FieldCode.LOGO_NOT_PNG),
    "a gif": (b"GIF89a" + bytes(40), FieldCode.LOGO_NOT_PNG),
    "html before the picture": (b"<!doctype html>" + png(), FieldCode.LOGO_NOT_PNG),
    "html behind the picture": (
        png() + b"<script>alert(1)</script>",
        FieldCode.LOGO_HAS_MORE_BEHIND,
    ),
    "an archive behind the picture": (png() + _zip(), FieldCode.LOGO_HAS_MORE_BEHIND),
    "another picture behind it": (png() + png(), FieldCode.LOGO_HAS_MORE_BEHIND),
    "one byte behind the picture": (png() + b"\0", FieldCode.LOGO_HAS_MORE_BEHIND),
    "more than is unpacked": (
        png(header(), chunk(b"IDAT", zlib.compress(bytes(14)) + SVG), END),
        FieldCode.LOGO_HAS_MORE_BEHIND,
    ),
    "a bomb by its header": (
        png(header(60_000, 60_000), data(), END),
        FieldCode.LOGO_TOO_MANY_PIXELS,
    ),
    "a header of 2^32 pixels": (
        png(header(2**32 - 1, 1), data(), END),
        FieldCode.LOGO_TOO_MANY_PIXELS,
    ),
    "a bomb behind a small header": (
        png(header(), data(bytes(20_000_000)), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "no pixels": (png(header(0, 2), data(), END), FieldCode.LOGO_DAMAGED),
    "too little data": (png(header(), data(bytes(13)), END), FieldCode.LOGO_DAMAGED),
    "one byte of data too much": (png(header(), data(bytes(15)), END), FieldCode.LOGO_DAMAGED),
    "data cut off": (
        png(header(), chunk(b"IDAT", zlib.compress(bytes(14))[:-3]), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "data that is none": (png(header(), chunk(b"IDAT", b"nothing"), END), FieldCode.LOGO_DAMAGED),
    "data with a wrong sum": (
        png(header(), chunk(b"IDAT", zlib.compress(bytes(14))[:-4] + b"\0\0\0\0"), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "a filter that is none": (
        png(header(), data((b"\x05" + bytes(6)) * 2), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "no data": (png(header(), END), FieldCode.LOGO_DAMAGED),
    "no end": (png(header(), data()), FieldCode.LOGO_DAMAGED),
    "an end that says something": (
        png(header(), data(), chunk(b"IEND", b"<script>")),
        FieldCode.LOGO_DAMAGED,
    ),
    "no header": (png(data(), END), FieldCode.LOGO_DAMAGED),
    "two headers": (png(header(), header(), data(), END), FieldCode.LOGO_DAMAGED),
    "a header that is too short": (
        png(chunk(b"IHDR", b"\0" * 12), data(), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "the end alone": (png(END), FieldCode.LOGO_DAMAGED),
    "the signature alone": (SIGNATURE, FieldCode.LOGO_DAMAGED),
    "a wrong checksum": (
        png(header(), chunk(b"IDAT", zlib.compress(bytes(14)), checksum=1), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "a wrong checksum of what nobody sees": (
        png(header(), chunk(b"tEXt", b"a\0b", checksum=1), data(), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "a length beyond the file": (
        png(header()) + b"\xff\xff\xff\xffIDAT" + bytes(8),
        FieldCode.LOGO_DAMAGED,
    ),
    "a type that is none": (
        png(header(), chunk(b"1DAT", b""), data(), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "a chunk that must be known": (
        png(header(), chunk(b"EVIL"), data(), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "data in two places": (
        png(header(), data(), chunk(b"gAMA", bytes(4)), data(), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "no palette": (png(header(colour=3), data(bytes(6)), END), FieldCode.LOGO_DAMAGED),
    "a palette behind the data": (
        png(header(colour=3), data(bytes(6)), chunk(b"PLTE", bytes(3)), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "half a colour": (
        png(header(colour=3), chunk(b"PLTE", bytes(4)), data(bytes(6)), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "two palettes": (
        png(header(), chunk(b"PLTE", bytes(3)), chunk(b"PLTE", bytes(3)), data(), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "more colours than can be named": (
        png(header(depth=1, colour=3), chunk(b"PLTE", bytes(9)), data(bytes(4)), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "a palette for shades of grey": (
        png(header(colour=0), chunk(b"PLTE", bytes(3)), data(bytes(6)), END),
        FieldCode.LOGO_DAMAGED,
    ),
    "a depth that is none": (png(header(depth=3), data(), END), FieldCode.LOGO_DAMAGED),
    "a colour type that is none": (png(header(colour=7), data(), END), FieldCode.LOGO_DAMAGED),
    "another compression": (png(header(compression=1), data(), END), FieldCode.LOGO_DAMAGED),
    "another way to filter": (png(header(filtering=1), data(), END), FieldCode.LOGO_DAMAGED),
    "another way to interlace": (png(header(interlace=2), data(), END), FieldCode.LOGO_DAMAGED),
    "more bytes than a logo has": (
        png(header(), chunk(b"tEXt", bytes(MAX_BYTES)), data(), END),
        FieldCode.LOGO_TOO_LARGE,
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_no_logo_is_refused_for_what_it_is(name: str) -> None:
    picture, flaw = SPOILT[name]
    assert flaw_of(picture) is flaw


@given(st.integers(0, len(png()) - 1), st.integers(1, 255))
def test_a_picture_with_one_wrong_byte_is_refused(place: int, change: int) -> None:
    spoilt = bytearray(png())
    spoilt[place] ^= change
    assert flaw_of(bytes(spoilt)) is not None


@given(st.integers(0, len(png()) - 1))
def test_a_picture_that_was_cut_off_is_refused(end: int) -> None:
    assert flaw_of(png()[:end]) is not None


# --- As it is sent


def codes(value: object) -> list[str]:
    try:
        LOGO.validate_python(value)
    except ValidationError as error:
        return [found["type"] for found in error.errors()]
    return []


def test_a_logo_is_written_in_base64_both_ways() -> None:
    text = b64encode(png()).decode()
    assert LOGO.validate_python(text) == text
    assert in_text(text) == png()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("not base64!", "logo_not_base64"),
        ("data:image/png;base64,iVBORw0KGgo=", "logo_not_base64"),
        (b64encode(png()).decode() + "\n", "logo_not_base64"),
        (b64encode(png()).decode().rstrip("=") + "===", "logo_not_base64"),
        ("é" * 8, "logo_not_base64"),
        ("", "logo_not_png"),
        (b64encode(SVG).decode(), "logo_not_png"),
        (b64encode(png() + b"\0").decode(), "logo_has_more_behind"),
        ("A" * 1_000_000, "logo_too_large"),
        (1, "string_type"),
    ],
)
def test_what_is_sent_as_a_logo_and_is_none_has_a_code(value: object, code: str) -> None:
    assert codes(value) == [code]
