"""A transcript as PDF: what readers, archives and screen readers ask of it."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest

from certfolio.domain.academies import Face
from certfolio.domain.actions import HoldingState, Status
from certfolio.domain.transcript import Language, Transcript
from certfolio.domain.values import luminance
from functions.transcripts import typesetting
from functions.transcripts.glyphs import REPLACEMENT
from functions.transcripts.typesetting import pdf_of
from functions.transcripts.words import WORDS
from tests.support.builders import claim, credit_type
from tests.support.transcripts import credential, decided, one_of_each, transcript_of

ALPHABETS = {
    "Latin": "ÀÁÂÃÄÅÆÇÐÑØÞßŁłŠšŽžŐőŰűĞğİıŞşȘșȚțĀāĒēŌōŪūẞſ",
    "Vietnamese": "ĂăÂâĐđÊêÔôƠơƯư ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "Greek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώϊϋΐΰςἀἁἂἃᾳῃῳ",
    "Cyrillic": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐґЄєІіЇїЂђЉљЊњЋћЏџЎўӘәҒғҚқҢңӨөҰұ",
    "Marks": "“”„‘’‚–—…•€£¥₺₴₽§©®™°±×÷½¼²³→✓",
}
HOSTILE = [
    '#import "@preview/x:0.1.0": *',
    '#read("/etc/passwd")',
    "$ sum_(i=1) $",
    r"\ \u{41} \#",
    "*bold* _it_ `raw` = Heading",
    "]]] #[[[ ${",
    "<label> @label // comment",
    '", "injected": "',
    "/* open",
]


def opened(found: Transcript, language: Language = Language.EN) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf_of(found, language)))


def words_of(found: Transcript, language: Language = Language.EN) -> str:
    """All that somebody reads, in one line."""
    document = pypdfium2.PdfDocument(pdf_of(found, language))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(text.split())


def titled(title: str) -> Transcript:
    return transcript_of([decided(1, Status.APPROVED, claim("cpe", "1", "1.00"), title=title)])


def fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in pdf.pages:
        yield from page.resources.Font.values()


# --- What archives ask ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_it_is_tagged_and_says_that_it_is_pdf_a_and_pdf_ua(language: Language) -> None:
    with opened(transcript_of(one_of_each()), language) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == language.value
        assert [str(intent.S) for intent in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert meta["pdfuaid:part"] == "1"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_every_font_is_in_it() -> None:
    mixed = titled("".join(letters[:4] for letters in ALPHABETS.values()))
    with opened(mixed) as pdf:
        used = list(fonts(pdf))
        assert used
        for font in used:
            [descendant] = font.DescendantFonts
            descriptor = descendant.FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())
            assert "/ToUnicode" in font


def test_its_title_names_the_academy_and_nobody() -> None:
    with opened(transcript_of(one_of_each(), name="Demo Learner")) as pdf:
        meta = pdf.open_metadata()
        assert meta["dc:title"] == "Transcript, Demo Academy"
        assert "Demo Learner" not in str(pdf.docinfo) + str(meta)


def test_headers_of_tables_are_headers_and_bars_are_nothing_to_read() -> None:
    with opened(transcript_of(one_of_each())) as pdf:
        tags = [str(tag) for tag in _tags(pdf.Root.StructTreeRoot)]
    assert {"/Table", "/THead", "/TH", "/TR", "/TD", "/H1", "/H2"} <= set(tags)
    assert tags.count("/Figure") == 1  # the logo


def _tags(element: Any) -> Iterator[Any]:
    if not isinstance(element, pikepdf.Dictionary):
        return
    if "/S" in element:
        yield element.S
    children = element.get("/K", ())
    for child in children if isinstance(children, pikepdf.Array) else (children,):
        yield from _tags(child)


# --- What people read -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALPHABETS)
def test_every_letter_of_an_alphabet_is_there(name: str) -> None:
    said = words_of(titled(ALPHABETS[name])).replace(" ", "")
    assert REPLACEMENT not in said
    assert ALPHABETS[name].replace(" ", "") in said


@pytest.mark.parametrize(
    "title", ["漢字", "🎓 done", "ภาษาไทย", "a\u0489", "x\ufe0f", "👩‍💻", "\u05d0\u0308"]
)
def test_what_no_font_has_is_shown_as_missing_and_told(title: str) -> None:
    said = words_of(titled(f"Course {title}"))
    assert "Course" in said
    if REPLACEMENT in said:
        assert "stands for a character" in said


def test_nothing_is_told_of_missing_letters_where_none_are() -> None:
    assert "stands for a character" not in words_of(titled("Course"))


@pytest.mark.parametrize("title", HOSTILE)
def test_what_people_write_is_never_markup(title: str) -> None:
    hostile = decided(
        1,
        Status.APPROVED,
        claim("cpe", "1", "1.00"),
        title=title,
        issuer=title,
        certificate_number=title,
    )
    found = transcript_of(
        [hostile],
        credit_type(name=title, unit=title),
        name=title,
        face=Face(academy_id="demo", name=title),
    )
    said = words_of(found).replace(" ", "")
    assert said.count(title.replace(" ", "")) >= 6


@pytest.mark.parametrize("language", Language)
def test_it_says_the_same_as_the_others(language: Language) -> None:
    found = transcript_of(one_of_each())
    said = words_of(found, language)
    for section in found.sections:
        for line in section.lines:
            assert line.title in said
    assert "Demo Learner" in said
    assert "E-1" in said


def test_pages_are_numbered_and_tables_go_on_under_their_heads() -> None:
    many = [
        decided(number, Status.APPROVED, claim("cpe", "0.25", "0.25"), title=f"Course {number}")
        for number in range(1, 101)
    ]
    document = pypdfium2.PdfDocument(pdf_of(transcript_of(many), Language.EN))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Certificate" in text
        assert "Claimed" in text


def test_what_was_left_out_is_said() -> None:
    said = words_of(transcript_of(one_of_each(), period="2026", status="declined"))
    assert "Only Period: 2026 · Status: Declined" in said


def test_somebody_without_a_name_goes_by_their_id() -> None:
    assert "learner-1" in words_of(transcript_of([], name=None))


@pytest.mark.parametrize("accent", ["#ffffff", "#ffff00", "#000000", None])
def test_words_can_be_read_in_any_accent(accent: str | None) -> None:
    face = Face(academy_id="demo", name="Demo Academy", accent=accent)
    assert "Demo Academy" in words_of(transcript_of(one_of_each(), face=face))
    strong = typesetting.readable(accent or "#0f6b5c")
    channels = [int(strong[at : at + 2], 16) for at in (1, 3, 5)]
    assert 1.05 / (luminance(channels) + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            Language.EN,
            (
                "Board of Examples No. 4711 · held since 1 Jan 2025 · confirmed by the academy"
                " 1 Jan 2025 – 31 Dec 2027 Counted 18.00 In review 2.50 Missing 42.00"
                " Requirement Needed Counted Missing 60 in all 60.00 18.00 42.00"
                " 8 in business 8.00 9.00 Met At most 25 at most 25.00 3.00 – Ethics – – Open"
            ),
        ),
        (
            Language.DE,
            (
                "Board of Examples Nr. 4711 · seit 01.01.2025 · von der Akademie bestätigt"
                " 01.01.2025 – 31.12.2027 Gezählt 18,00 In Prüfung 2,50 Es fehlen 42,00"
                " Anforderung Nötig Gezählt Es fehlen 60 in all 60,00 18,00 42,00"
                " 8 in business 8,00 9,00 Erfüllt At most 25 höchstens 25,00 3,00 –"
                " Ethics – – Offen"
            ),
        ),
    ],
)
def test_it_says_how_far_each_credential_is(language: Language, said: str) -> None:
    found = transcript_of([]).model_copy(update={"credentials": (credential(),)})
    assert said in words_of(found, language)


@pytest.mark.parametrize("state", HoldingState)
def test_it_says_whose_word_a_credential_is(state: HoldingState) -> None:
    one = credential(state=state, starts_on=None, ends_on=None, counted=None, requirements=())
    told = words_of(transcript_of([]).model_copy(update={"credentials": (one,)}))
    assert WORDS[Language.EN].credential_state[state] in told
    assert WORDS[Language.EN].no_cycle in told
