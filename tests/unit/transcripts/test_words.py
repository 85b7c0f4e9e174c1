"""Every language has a word for everything."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from string import Formatter

import pytest

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Standing
from certfolio.domain.filters import StatusFilter
from certfolio.domain.statement import Counted, WhyCode
from certfolio.domain.transcript import Language
from functions.transcripts.words import ENGLISH, WORDS, Words


def named(text: str) -> set[str | None]:
    """The values that a sentence asks for."""
    return {name for _, name, _, _ in Formatter().parse(text)} - {None}


def test_there_are_words_for_every_language() -> None:
    assert WORDS.keys() == set(Language)


@pytest.mark.parametrize("words", WORDS.values(), ids=[*WORDS])
@pytest.mark.parametrize(
    ("field", "kinds"),
    [("statuses", Status), ("standings", Standing), ("counted", Counted), ("why", WhyCode)],
)
def test_there_is_a_word_for_each_of_a_kind(words: Words, field: str, kinds: type[StrEnum]) -> None:
    said: Mapping[StrEnum, str] = getattr(words, field)
    assert said.keys() == set(kinds)
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize("words", WORDS.values(), ids=[*WORDS])
@pytest.mark.parametrize("status", StatusFilter)
def test_there_is_a_word_for_each_filter(words: Words, status: StatusFilter) -> None:
    assert words.filtered(status)


@pytest.mark.parametrize("words", WORDS.values(), ids=[*WORDS])
def test_a_sentence_asks_for_the_same_in_every_language(words: Words) -> None:
    for field in fields(Words):
        english, said = getattr(ENGLISH, field.name), getattr(words, field.name)
        if isinstance(english, str) and field.name != "day":
            assert said
            assert named(said) == named(english), field.name
    for code, sentence in words.why.items():
        assert named(sentence) == named(ENGLISH.why[code])
