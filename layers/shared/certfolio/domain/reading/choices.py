"""Which choices of a label a document names, and how plainly."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import cached_property

from certfolio.domain.credit_types import LabelRule
from certfolio.domain.reading.amounts import UNITS
from certfolio.domain.reading.label_names import (
    Words,
    in_words,
    is_distinctive,
    is_telling,
    names_of_choices,
    names_of_label,
)
from certfolio.domain.reading.labels import behind, folded_line
from certfolio.domain.reading.layout import Document, Line, Token, words_of

_NUMBERED = re.compile(r"\d{1,2}\s?[.)]\s")
_DASH = "-\N{EN DASH}\N{EM DASH}"
_END = r"\s?(?:$|[,;|\u2022\u00b7])"
_BEGIN = r"(?:^|[,;|\u2022\u00b7])\s?"
_UNIT = rf"(?:\s?(?:nasba\s)?(?P<unit>{UNITS})(?!\w))?"
_AMOUNT = r"(?<![\d.,])(?P<whole>\d{1,2})(?:[.,](?P<part>\d{1,3}))?(?!\d)"
_AFTER = re.compile(rf"\s?(?P<mark>[:=({_DASH}])?\s?\(?{_AMOUNT}{_UNIT}\)?{_END}")
_BEFORE = re.compile(rf"{_BEGIN}{_AMOUNT}{_UNIT}(?:\s?[:({_DASH}]|\s(?:in|of|fur|en|de|di))?$")
_CELL = re.compile(rf"{_AMOUNT}{_UNIT}")
_ITEM_BEGINS = re.compile(r"(?:^|[,;|/&\u2022\u00b7]|\s(?:and|und|et|y|e)(?=\s))\s?$")
_ITEM_ENDS = re.compile(r"\s?(?:$|[,;|/&(\u2022\u00b7]|(?:and|und|et|y|e)\s)")
_NOTHING = re.compile(rf"\s?[:=({_DASH}]?\s?(?:no|none|nil|n/?a|nein|keine?|nicht|not)(?!\w)")
_BOX = re.compile(
    "[\u2610-\u2612\u25a0\u25a1\u2713\u2714\u2717\uf0a8\uf06f\uf0fe]|[\\[(]\\s?x?\\s?[\\])]"
)
"""A box to be ticked: which of the words around it is meant shows in the drawing alone."""

_JOINED = frozenset(f"{_DASH}_@.'\u2019\u2010\u2011+")
"""What makes one word of what stands before and behind it, or an address."""

_LINK = re.compile(r"//|^www\.|@")
_NEGATIONS = words_of(
    "no not non never neither nor without except excluding excludes exclude excluded cannot t"
    " nicht kein keine keinen keinem keiner keines ohne ausser ausgenommen nie weder"
    " sans pas aucun aucune sin ningun ninguna sem nao senza niet geen zonder"
)
_SENTENCE_ENDS = frozenset(".:;!?")
_NEGATED_AHEAD = 8
_NEGATED_BEHIND = 4
_LONGEST_KEY = 60
_LONGEST_CELL = 40
"""Letters of a line that is no prose."""

_MOST_HITS = 50
_NEAR = 60
"""Letters before a name in which its amount stands."""


class Plainly(IntEnum):
    """How plainly a document names a choice.

    In passing: its name stands there. By name: where it hardly stands by chance. As a value:
    behind the label's name, or with an amount.
    """

    IN_PASSING = 1
    BY_NAME = 2
    AS_VALUE = 3


@dataclass(frozen=True)
class Mention:
    """A place in which a document names a choice.

    Attributes
    ----------
    words
        Numbers of the words of its name.
    amount
        The amount that stands with it.
    is_all
        Whether it is all that the document says behind the label's name.
    """

    choice: str
    words: tuple[int, ...]
    plainly: Plainly
    amount: Decimal | None = None
    is_all: bool = False


@dataclass(frozen=True)
class Named:
    """What a document says of a label.

    Attributes
    ----------
    mentions
        In the order in which they stand in the document.
    is_unclear
        Whether something stands behind the label's name that is no choice, or several are.
    """

    mentions: tuple[Mention, ...] = ()
    is_unclear: bool = False


@dataclass(frozen=True)
class _Hit:
    """A name in the document, with what stands before and behind it on its line."""

    choice: str
    name: Words
    first: int
    end: int
    line: Line
    left: str
    right: str


@dataclass(frozen=True)
class _Value:
    """What stands behind a label's name: a line, from a letter on."""

    line: Line
    begin: int
    is_on_the_line: bool


class Choices:
    """Looks for the choices of labels in a document.

    Parameters
    ----------
    document
        What is searched.
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    def named(self, label: LabelRule) -> Named:
        """Find what a document says of a label; what it denies is not named."""
        hits = [hit for hit in self._hits(names_of_choices(label)) if not self._is_denied(hit)]
        values = [value for name in names_of_label(label) for value in self._values(name)]
        mentions = tuple(self._mention(hit, values) for hit in hits if is_telling(hit.name))
        unclear = any(
            value.is_on_the_line and not any(_is_all(hit, value) for hit in hits)
            for value in values
        )
        return Named(mentions, unclear)

    def _mention(self, hit: _Hit, values: Sequence[_Value]) -> Mention:
        words = tuple(
            dict.fromkeys(token.word for token in self._document.tokens[hit.first : hit.end])
        )
        if _BOX.search(hit.left) or _BOX.search(hit.right):
            return Mention(hit.choice, words, Plainly.IN_PASSING)
        amount = self._amount(hit)
        is_value = any(_is_item(hit, value) for value in values)
        if amount is not None or is_value:
            is_all = any(_is_all(hit, value) for value in values)
            return Mention(hit.choice, words, Plainly.AS_VALUE, amount, is_all)
        by_name = Plainly.BY_NAME if is_distinctive(hit.name) else Plainly.IN_PASSING
        return Mention(hit.choice, words, by_name)

    # Names

    def _hits(self, names: Mapping[str, frozenset[Words]]) -> list[_Hit]:
        found = [
            (at, at + len(name), choice, name)
            for choice, called in names.items()
            for name in called
            for at in self._starts.get(name[0], ())[:_MOST_HITS]
            if self._stands_at(at, name)
        ]
        # "Ethics" in "Regulatory ethics" is a part of another name.
        found.sort(key=lambda one: (one[0], -one[1]))
        outer = []
        reached = 0
        for one in found:
            if one[1] > reached:
                outer.append(one)
                reached = one[1]
        return [self._hit(*one) for one in outer]

    def _stands_at(self, at: int, name: Words) -> bool:
        document, end = self._document, at + len(name)
        tokens = document.tokens[at:end]
        return (
            tuple(token.text for token in tokens) == name
            and document.line_of[tokens[0].word] == document.line_of[tokens[-1].word]
            and not self._goes_on(tokens[0], before=True)
            and not self._goes_on(tokens[-1], before=False)
        )

    def _goes_on(self, token: Token, *, before: bool) -> bool:
        word = self._document.folded[token.word]
        rest = word[: token.begin][::-1] if before else word[token.end :]
        joins = len(rest) > 1 and rest[0] in _JOINED and rest[1].isalnum()
        return joins or _LINK.search(word) is not None

    def _hit(self, first: int, end: int, choice: str, name: Words) -> _Hit:
        document = self._document
        head, tail = document.tokens[first], document.tokens[end - 1]
        line = document.lines[document.line_of[head.word]]
        text = folded_line(document, line)
        at = document.text.begin_of(line.span.first)
        begins = document.text.begin_of(head.word) + head.begin - at
        ends = document.text.begin_of(tail.word) + tail.end - at
        return _Hit(choice, name, first, end, line, text[:begins].strip(), text[ends:].strip())

    @cached_property
    def _starts(self) -> Mapping[str, list[int]]:
        starts: defaultdict[str, list[int]] = defaultdict(list)
        for at, token in enumerate(self._document.tokens):
            starts[token.text].append(at)
        return starts

    # Denials

    def _is_denied(self, hit: _Hit) -> bool:
        if _NOTHING.match(hit.right):
            return True
        after = _AFTER.match(hit.right)
        if after and not _amount(after):
            return True
        cells = self._cells(hit)
        if cells and not any(map(_amount, cells)):
            return True
        return any(
            token.text in _NEGATIONS
            for tokens in (self._sentence_before(hit), self._sentence_behind(hit))
            for token in tokens
            # "No." is a number.
            if token.text != "no" or self._document.folded[token.word] == "no"
        )

    def _sentence_before(self, hit: _Hit) -> Iterator[Token]:
        tokens = self._document.tokens
        for at in range(hit.first - 1, max(-1, hit.first - 1 - _NEGATED_AHEAD), -1):
            if not self._goes_on_to(tokens[at], tokens[at + 1]):
                return
            yield tokens[at]

    def _sentence_behind(self, hit: _Hit) -> Iterator[Token]:
        tokens = self._document.tokens
        for at in range(hit.end, min(len(tokens), hit.end + _NEGATED_BEHIND)):
            if not self._goes_on_to(tokens[at - 1], tokens[at]):
                return
            yield tokens[at]

    def _goes_on_to(self, before: Token, after: Token) -> bool:
        """Whether two that follow each other are read in one go."""
        document = self._document
        line, next_line = document.line_of[before.word], document.line_of[after.word]
        in_prose = len(document.lines[line].text) > _LONGEST_CELL and next_line == line + 1
        between = document.folded[before.word][before.end :]
        same_word = before.word == after.word
        return same_word or ((line == next_line or in_prose) and _SENTENCE_ENDS.isdisjoint(between))

    # Amounts

    def _amount(self, hit: _Hit) -> Decimal | None:
        after = _AFTER.match(hit.right)
        if after and _BEGINS.search(hit.left) and (after["mark"] or _is_exact(after)):
            return _amount(after)
        before = _BEFORE.search(hit.left, max(0, len(hit.left) - _NEAR))
        if before and _is_exact(before) and _ENDS.match(hit.right):
            return _amount(before)
        cells = self._cells(hit)
        return _amount(cells[0]) if len(cells) == 1 else None

    def _cells(self, hit: _Hit) -> list[re.Match[str]]:
        """The amounts in the row of a name that stands alone in its cell."""
        if hit.left or hit.right:
            return []
        others = [
            _CELL.fullmatch(folded_line(self._document, line))
            for line in self._document.row(hit.line)
            if line.box.left > hit.line.box.left
        ]
        return [found for found in others if found]

    # Values

    @cached_property
    def _keys(self) -> Mapping[Words, list[tuple[Line, str]]]:
        """The lines that begin with what can be a label's name, and that as it is compared."""
        keys: defaultdict[Words, list[tuple[Line, str]]] = defaultdict(list)
        for line in self._document.lines:
            text = folded_line(self._document, line)
            numbered = _NUMBERED.match(text)
            key = text[numbered.end() if numbered else 0 :].partition(":")[0].rstrip()
            if key and len(key) <= _LONGEST_KEY:
                keys[in_words(key)].append((line, key))
        return keys

    def _values(self, name: Words) -> Iterator[_Value]:
        document = self._document
        for line, key in self._keys.get(name, ())[:_MOST_HITS]:
            for told in behind(document, line, re.compile(re.escape(key))):
                other = document.lines[document.line_of[told.words[0]]]
                on_the_line = other.number == line.number
                begin = folded_line(document, line).find(":") + 1 if on_the_line else 0
                yield _Value(other, begin, on_the_line)


_BEGINS = re.compile(_BEGIN + "$")
_ENDS = re.compile(rf"\)?{_END}")


def _amount(found: re.Match[str]) -> Decimal:
    return Decimal(f"{found['whole']}.{found['part'] or 0}")


def _is_exact(found: re.Match[str]) -> bool:
    """Whether a number can be nothing but an amount: "Ethics 2" is the second part of a course."""
    return found["part"] is not None or found["unit"] is not None


def _is_item(hit: _Hit, value: _Value) -> bool:
    before = _before(hit, value)
    if before is None or not _ITEM_BEGINS.search(before):
        return False
    return _ITEM_ENDS.match(hit.right) is not None or _AFTER.match(hit.right) is not None


def _is_all(hit: _Hit, value: _Value) -> bool:
    if _before(hit, value) != "":
        return False
    after = _AFTER.fullmatch(hit.right)
    return not hit.right or (after is not None and bool(after["mark"] or _is_exact(after)))


def _before(hit: _Hit, value: _Value) -> str | None:
    """What stands between the beginning of a value and a name in it."""
    if hit.line.number != value.line.number or len(hit.left) < value.begin:
        return None
    return hit.left[value.begin :].strip(" :;=" + _DASH + ".,")
