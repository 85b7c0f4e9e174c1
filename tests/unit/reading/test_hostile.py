"""Whatever is on a page: nothing breaks, nothing is invented, and the work stays in proportion."""

import sys
from collections.abc import Callable
from decimal import Decimal
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certfolio.domain.certificates import Claim, Content
from certfolio.domain.credit_types import LabelChoice, LabelRule
from certfolio.domain.reading.crosscheck import cross_check
from certfolio.domain.reading.fields import Outcome, ReadField, from_summary, summary
from certfolio.domain.reading.label_check import check_labels
from certfolio.domain.reading.layout import MOST_CHARACTERS
from certfolio.domain.reading.suggest import suggest
from certfolio.domain.renditions import SCALE, Page, Word
from tests.support.builders import credit_type

STATED = Content.model_validate(
    {
        "title": "Aa " * 60 + "b",
        "issuer": "Of The Of",
        "earned_on": "2026-03-14",
        "certificate_number": "1-1-1-1-1",
        "claims": [{"credit_type": f"cpe-{n}", "claimed": "7.50"} for n in range(5)],
    }
)
CHOICES = tuple(
    LabelChoice(id=f"c{at}", name=name)
    for at, name in enumerate(["No", "completion", "Demo Learner", "University", "修了証", "24"])
)
CPE = credit_type(labels=(LabelRule(id="kind", name="Certificate", choices=CHOICES),))
LABELLED = STATED.model_copy(
    update={
        "claims": tuple(
            Claim(credit_type="cpe", claimed=Decimal(1), labels={"kind": choice.id})
            for choice in CHOICES
        )
    }
)
TELLING = """
    Certificate certificate number No. No.: Nr. # ID of completion completed the course Course:
    Title: for in on Demo Learner D. LEARNER, 24 24. 24.11.2025 11/24/2025 2025-11-24 November
    November, 2025 2025, 8 8.0 1.000 CPE CPE: hours Total valid until Issued by University
    University, GmbH Academy “ ” " ( ) - – / // : www. AB-1234 https://x.example/verify/AB1234
    修了証 2025年11月24日 証書番号:X-1234 「講座」 ساعة نوفمبر ٢٤ Müller
"""
WORDS = st.one_of(
    st.sampled_from(TELLING.split()),
    st.text(min_size=1, max_size=12).filter(lambda text: not text.isspace()),
)
PARTS = st.integers(0, SCALE)


@st.composite
def words(draw: st.DrawFn) -> Word:
    left, right = sorted((draw(PARTS), draw(PARTS)))
    top, bottom = sorted((draw(PARTS), draw(PARTS)))
    return Word(draw(WORDS), left, top, right, bottom)


@st.composite
def lines(draw: st.DrawFn) -> list[Word]:
    top, height = draw(st.integers(0, 9_000)), draw(st.integers(50, 900))
    left = draw(st.integers(0, 5_000))
    return [
        Word(text, left + 400 * at, top, left + 400 * at + 350, top + height)
        for at, text in enumerate(draw(st.lists(WORDS, min_size=1, max_size=9)))
    ]


PAGES = st.lists(
    st.one_of(
        st.lists(words(), max_size=30),
        st.lists(lines(), max_size=12).map(lambda several: [w for line in several for w in line]),
    ).map(lambda several: Page(width=1_131, height=1_600, words=tuple(several))),
    max_size=3,
)


@given(PAGES)
def test_what_is_suggested_can_be_handed_in(pages: list[Page]) -> None:
    told = suggest(pages, "Demo Learner").fields
    fields: dict[str, Any] = {"title": "Some", "earned_on": "2026-03-14"}
    fields |= {field.value: suggestion.value for field, suggestion in told.items()}
    claimed = fields.pop("credits", "1")
    Content.model_validate(fields | {"claims": [{"credit_type": "any", "claimed": claimed}]})
    assert ReadField.LEARNER not in told
    assert all(1 <= suggestion.page <= len(pages) for suggestion in told.values())


@given(PAGES, st.none() | st.text(max_size=30))
def test_every_field_comes_to_an_outcome_with_its_places(
    pages: list[Page], name: str | None
) -> None:
    found = cross_check(STATED, name, pages)
    assert from_summary(summary(found)) == {field: told.outcome for field, told in found.items()}
    for told in found.values():
        assert (told.text is not None) == bool(told.places)
        assert bool(told.places) == (told.outcome in (Outcome.FOUND, Outcome.OTHER))
        assert all(1 <= place.page <= len(pages) for place in told.places)


@given(PAGES)
def test_every_label_comes_to_an_outcome_with_its_places(pages: list[Page]) -> None:
    told = suggest(pages, "Demo Learner", [CPE]).labels
    assert len(told) <= 1
    assert all(1 <= one.page <= len(pages) for one in told)
    found = check_labels(LABELLED, {"cpe": CPE}, "Demo Learner", pages)
    assert [one.line for one in found] == [*range(len(CHOICES))]
    for one in found:
        assert bool(one.finding.places) == (one.finding.outcome in {Outcome.FOUND, Outcome.OTHER})
    # What is filled in is found where it is stated.
    for suggestion in told:
        stated = [choice.id for choice in CHOICES].index(suggestion.choice)
        assert found[stated].finding.outcome is Outcome.FOUND


def test_an_accent_that_stands_alone_moves_no_other_word() -> None:
    """Folded it is a blank, and words are counted by the blanks between them."""
    texts = [*["Certificate"] * 20, "\u00a8", "number", "0 ", "Certificate"]
    words = tuple(Word(text, 0, 0, 0, int(text == "number")) for text in texts)
    found = cross_check(STATED, None, [Page(width=1131, height=1600, words=words)])
    assert found.keys() == set(ReadField)


def in_lines(texts: list[str]) -> Page:
    return Page(
        width=1_131,
        height=1_600,
        words=tuple(
            Word(
                text,
                at % 20 * 490,
                at // 20 * 9 % 9_900,
                at % 20 * 490 + 480,
                at // 20 * 9 % 9_900 + 8,
            )
            for at, text in enumerate(texts)
        ),
    )


def in_a_heap(texts: list[str]) -> Page:
    return Page(width=1_131, height=1_600, words=tuple(Word(text, 0, 0, 90, 90) for text in texts))


def in_a_column(texts: list[str]) -> Page:
    return Page(
        width=1_131,
        height=1_600,
        words=tuple(
            Word(text, 100, at * 3 % 9_900, 900, at * 3 % 9_900 + 50)
            for at, text in enumerate(texts)
        ),
    )


def calls(pages: list[Page]) -> int:
    """How many calls reading makes: a measure that does not depend on the machine."""
    count = 0

    def counted(_frame: FrameType, _event: str, _argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        cross_check(STATED, "Demo Learner", pages)
        check_labels(LABELLED, {"cpe": CPE}, "Demo Learner", pages)
    finally:
        sys.setprofile(None)
    return count


REPEATED = [
    "a",
    "1",
    "1.",
    "24.11.2025",
    "24.-",
    "24 de",
    "November 24",
    "certificate number",
    "certificate number:",
    "8 CPE",
    "CPE credits earned total:",
    "issued by the University of",
    "completed the course",
    'course "',
    "Demo Learner",
    "Learner",
    "D x Learner",
    "1-1-",
    "x.example/verify/a/",
    "curso de formación",
    "Title:",
    "Total hours",
    "2025 November",
    "証書番号:",
    "ساعة",
    "Certificate: completion",
    "completion: 2.0, no",
]


@pytest.mark.parametrize("arranged", [in_lines, in_a_heap, in_a_column])
@pytest.mark.parametrize("repeated", REPEATED)
def test_twice_the_words_are_at_most_about_twice_the_work(
    repeated: str, arranged: Callable[[list[str]], Page]
) -> None:
    few, many = (repeated.split() * times for times in (100, 200))
    assert calls([arranged(many)]) < 2.6 * calls([arranged(few)]) + 2_000


@pytest.mark.parametrize(
    "text",
    ["a" * 100, "1" * 100, "1-" * 50, "(" * 100, "https://" + "a/" * 46, "aA1" * 33, "é" * 100],
)
def test_words_as_long_as_inspection_hands_on_are_read(text: str) -> None:
    found = cross_check(STATED, "Demo Learner", [in_lines([text] * 900)])
    assert set(found) == set(ReadField)


def test_what_is_behind_the_most_characters_is_not_read() -> None:
    long = in_lines(["a" * 100] * (MOST_CHARACTERS // 100))
    last = in_lines(["Demo", "Learner"])
    assert cross_check(STATED, "Demo Learner", [long, last])[ReadField.LEARNER].outcome is (
        Outcome.MISSING
    )
    assert cross_check(STATED, "Demo Learner", [last, long])[ReadField.LEARNER].outcome is (
        Outcome.FOUND
    )
