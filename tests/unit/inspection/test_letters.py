"""Letters that the drawing lacks, because the file does not bring their font."""

import pytest

from certfolio.domain.files import ContentType
from certfolio.domain.renditions import Drawing, Page
from functions.inspection.child import judge
from functions.inspection.examine import Caps
from tests.unit.inspection.builders import pdf, stream

EMPTY_GLYPH = stream(b"500 0 d0")
DESCRIPTOR = (
    b"/FontDescriptor<</Type/FontDescriptor/FontName/Strange/Flags %d/FontBBox[-200 -200 999 900]"
    b"/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80%b>>"
)


def font(letters: bytes, name: bytes = b"/ArialMT", more: bytes = b"") -> bytes:
    """A font of eight bits, in which bytes from 128 on are the letters of these names."""
    return (
        b"<</Type/Font/Subtype/TrueType/BaseFont%b/FirstChar 0/LastChar 255/Widths[%b]/Encoding"
        b"<</BaseEncoding/WinAnsiEncoding/Differences[128%b]>>%b>>"
        % (name, b"556 " * 256, letters, more)
    )


def composite(ordering: bytes, encoding: bytes) -> bytes:
    """A font of two bytes a letter, such as printers and viewers of East Asia have."""
    return (
        b"<</Type/Font/Subtype/Type0/BaseFont/Strange/Encoding%b/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType2/BaseFont/Strange/CIDSystemInfo<</Registry(Adobe)/Ordering(%b)"
        b"/Supplement 0>>/DW 1000%b>>]>>" % (encoding, ordering, DESCRIPTOR % (4, b""))
    )


TYPE_3 = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 999 999]/FontMatrix[.001 0 0 .001 0 0]/Resources<<>>"
    b"/CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[500]>>"
)
CYRILLIC = font(b"/afii10017/afii10018/afii10019")
POLISH = font(b"/aogonek/eogonek/zdotaccent")


def page(used: bytes, text: bytes, before: bytes = b"") -> Page:
    """The page that a text in a font makes."""
    data = pdf(
        used,
        EMPTY_GLYPH,
        page=b"/Resources<</Font<</F 5 0 R>>>>",
        content=stream(b"%b BT/F 12 Tf 10 40 Td <%b> Tj ET" % (before, text.hex().encode())),
    )
    found = judge(data, ContentType.PDF, Caps())
    assert isinstance(found, Drawing)
    (only,) = found.pages
    return only


MISSING = {
    "Cyrillic": (CYRILLIC, b"\x80\x81\x82"),
    "Greek": (font(b"/Alpha/beta/gamma"), b"\x80\x81\x82"),
    "one Polish letter in a word": (POLISH, b"Ksi\x80\x81ka"),
    "Polish in a font with serifs": (
        font(b"/aogonek", b"/Strange", DESCRIPTOR % (34, b"")),
        b"b\x80d",
    ),
    "Chinese": (composite(b"GB1", b"/UniGB-UCS2-H"), "证书".encode("utf-16-be")),
    "Japanese": (composite(b"Japan1", b"/UniJIS-UCS2-H"), "修了証".encode("utf-16-be")),
    "Korean": (composite(b"Korea1", b"/UniKS-UCS2-H"), "수료증".encode("utf-16-be")),
}


@pytest.mark.parametrize("name", MISSING)
def test_letters_in_no_font_of_the_file_or_the_program_are_told_of(name: str) -> None:
    assert page(*MISSING[name]).letters_missing


@pytest.mark.parametrize(
    "turn", [b"0 1 -1 0 100 0 cm", b"-1 0 0 -1 200 100 cm", b".01 0 0 .01 10 40 cm 900 Tz"]
)
def test_it_shows_however_the_text_is_turned_and_scaled(turn: bytes) -> None:
    # Of text that stands upright, pdfium reads none that has no shape at all.
    assert page(*MISSING["one Polish letter in a word"], turn).letters_missing


def test_a_word_without_shape_has_a_place_all_the_same() -> None:
    (word,) = page(*MISSING["Chinese"]).words
    assert word.text == "证书"
    assert word.bottom - word.top > 1000


DRAWN = {
    "western letters in a font that every program has": (CYRILLIC, "Grüße, Señor".encode("cp1252")),
    "Latin in a font of East Asia": (
        composite(b"GB1", b"/UniGB-UCS2-H"),
        "abc".encode("utf-16-be"),
    ),
    "thin strokes": (CYRILLIC, b"_ - . | ' `"),
    "blanks": (CYRILLIC, b"\xa0 \xa0"),
    "an empty letter of the file's own font": (TYPE_3, b"aa"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_is_not_told_of(name: str) -> None:
    assert not page(*DRAWN[name]).letters_missing


@pytest.mark.parametrize("mode", [b"3 Tr", b"7 Tr"])
def test_letters_that_nobody_is_to_see_are_not_missed(mode: bytes) -> None:
    """So is the text that programs put over a scan, to be searched."""
    assert not page(*MISSING["Cyrillic"], mode).letters_missing
