"""A document's text layer as text: what is searched, and where on the pages it stands."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from certfolio.domain.directory import without_accents
from certfolio.domain.reading.fields import Place
from certfolio.domain.renditions import Box, Page, Word

MOST_CHARACTERS = 100_000
"""Characters of a document that are read, as many as inspection keeps; it bounds all work."""

_MOST_OCCURRENCES = 50
_TALL = re.compile(r"[^acegm-suvwxyzавгджзеиклмнопрстухцчшщъыьэюяєαγεηικμνοπρςστυχω\W_]")
_DEEP = re.compile(r"[gjpqyQ,;()\[\]|/çруцщдфЦЩДγηζμξρςφχψβ]")
"""Letters that reach above, and below, what all of them take up."""

WITHOUT_BLANKS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
"""A letter of a script that puts no blanks between words, or joins endings to them."""

FROM_THE_RIGHT = re.compile(r"[\u0590-\u08ff]+")
"""Letters of a script that is written from right to left."""

_PIECES = re.compile(r"[^\W_]+")
_SAME_LINE = 0.5
"""Part of the lower one's height by which two words on a line overlap at least."""

_FAR = 1.8
"""Heights of a line between two words that are not read in one go, such as cells of a table."""

_FEWEST_LETTERS = 4
"""Letters by themselves in a row that are words set in spaced letters."""

_UPWARDS = 2
"""Times that some letters are at least higher than wide where they are set upwards."""

_MOST_CELLS = 20
"""Things side by side that are looked at."""

_ROWS_AWAY = 3
"""Rows that are looked at for the line above or beneath."""

_NEAR = 2.5
"""Heights of a line between it and the next one that belongs to it."""

_APART = 8
"""Heights of a line between it and one to the left or right beneath it that can belong to it."""

_LINK = re.compile(r"//|^www\.|[a-z]\.[a-z]{2,}/")

_JOINS = frozenset("-._/\N{NON-BREAKING HYPHEN}\N{HYPHEN}\N{EN DASH}")
"""What makes one number of two."""


def folded(text: str) -> str:
    """Text in the form in which it is compared, punctuation included, with European digits.

    Words of scripts that are written from the right read alike in either direction: files have
    their letters in the order of reading or in that of what is seen, even on one page.
    """
    plain = without_accents(text)
    if plain.isascii():
        return plain
    european = "".join(
        str(int(character)) if character.isdecimal() else character for character in plain
    )
    return FROM_THE_RIGHT.sub(lambda word: min(word[0], word[0][::-1]), european)


def compact(text: str) -> str:
    """The letters and digits of a text, as they are compared."""
    return "".join(_PIECES.findall(folded(text)))


def words_of(text: str) -> frozenset[str]:
    """A list of words to compare with, from a text with blanks between them."""
    return frozenset(text.split())


class Span(NamedTuple):
    """Words that follow each other: the first one, and the one behind the last."""

    first: int
    end: int


class Token(NamedTuple):
    """Letters and digits in a row.

    Attributes
    ----------
    word
        Number of the word it is in, or begins in.
    begin, end
        Where it stands in its word's folded text.
    """

    text: str
    word: int
    begin: int
    end: int


@dataclass(frozen=True)
class Line:
    """Words that are read in one go.

    Attributes
    ----------
    number
        Its own in the document.
    page
        Number of the page, from 1.
    """

    number: int
    page: int
    span: Span
    box: Box
    text: str

    @property
    def height(self) -> int:
        """From the top of its highest letter to the bottom of its lowest; see `SCALE`."""
        return self.box.bottom - self.box.top

    @property
    def size(self) -> float:
        """About how large its letters are set, whichever they are."""
        above, below = bool(_TALL.search(self.text)), bool(_DEEP.search(self.text))
        return self.height / (0.55 + 0.2 * above + 0.2 * below)


class Document:
    """The words of a file's pages, one after the other as the file has them.

    Parameters
    ----------
    pages
        The pages as inspection drew them.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self.words: list[Word] = []
        self.page_of: list[int] = []
        self.pages = pages
        left = MOST_CHARACTERS
        for number, page in enumerate(pages, start=1):
            words = []
            for word in page.words:
                left -= len(word.text)
                if left < 0:
                    break
                words.append(word)
            words = list(_closed_up(words))
            self.words += words
            self.page_of += [number] * len(words)

    def __bool__(self) -> bool:
        return bool(self.words)

    @cached_property
    def folded(self) -> list[str]:
        """Each word in the form in which it is compared, which holds no blank.

        An accent that stands alone is folded to one.
        """
        return [folded(word.text).replace(" ", "") for word in self.words]

    @cached_property
    def tokens(self) -> list[Token]:
        """Letters and digits of all words."""
        return [
            Token(found[0], number, *found.span())
            for number, text in enumerate(self.folded)
            for found in _PIECES.finditer(text)
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """The document line by line, in the order of the file; cells of a table are apart."""
        return [
            Line(
                number,
                self.page_of[span.first],
                span,
                _around(self.words[span.first : span.end]),
                self.said(span),
            )
            for number, span in enumerate(self._spans())
        ]

    @cached_property
    def line_of(self) -> list[int]:
        """Number of each word's line."""
        return [number for number, line in enumerate(self.lines) for _ in range(*line.span)]

    @cached_property
    def rows(self) -> list[list[Line]]:
        """The document as it is seen: from top to bottom, and in a row from left to right."""
        return [
            row
            for _, lines in groupby(self.lines, key=lambda line: line.page)
            for row in _rows(list(lines))
        ]

    @cached_property
    def text(self) -> "Text":
        """All words in the order of the file."""
        return Text(self.folded, range(len(self.words)))

    def said(self, span: Span) -> str:
        """What words say, as they are written."""
        return self.words_said(range(*span))

    def words_said(self, words: Iterable[int]) -> str:
        """What words say, wherever they stand."""
        return " ".join(self.words[word].text for word in words)

    def rest_of_line(self, word: int) -> Span:
        """The words of a line from one on, which may be none."""
        at = self.line_of[word - 1]
        return Span(word, self.lines[at].span.end)

    def beside(self, line: Line) -> Line | None:
        """What is seen to the right of a line, at the same height."""
        right = self._neighbours(line, 1)
        return next((other for other in right if other.box.left >= line.box.right), None)

    def before(self, line: Line) -> Line | None:
        """What is seen to the left of a line, at the same height."""
        left = self._neighbours(line, -1)
        return next((other for other in left if other.box.right <= line.box.left), None)

    def below(self, line: Line) -> Line | None:
        """The nearest line beneath that is not beside it altogether."""
        return self._nearest(line, 1)

    def above(self, line: Line) -> Line | None:
        """The nearest line above that is not beside it altogether."""
        return self._nearest(line, -1)

    def following(self, line: Line) -> Line | None:
        """The first line of the next row close beneath, wherever it begins."""
        at = self._row_of[line.number][0] + 1
        after = self.rows[at][0] if at < len(self.rows) else None
        if after is None or after.page != line.page:
            return None
        is_near = after.box.top - line.box.bottom <= _APART * max(line.height, after.height)
        return after if is_near else None

    def row(self, line: Line) -> list[Line]:
        """All that is seen at the height of a line, from left to right."""
        return self.rows[self._row_of[line.number][0]][:_MOST_CELLS]

    def _neighbours(self, line: Line, step: int) -> list[Line]:
        row, at = self._row_of[line.number]
        if step > 0:
            return self.rows[row][at + 1 : at + 1 + _MOST_CELLS]
        return self.rows[row][max(0, at - _MOST_CELLS) : at][::-1]

    def _nearest(self, line: Line, step: int) -> Line | None:
        at = self._row_of[line.number][0]
        for distance in range(1, _ROWS_AWAY + 1):
            if not 0 <= at + step * distance < len(self.rows):
                return None
            for other in self.rows[at + step * distance][:_MOST_CELLS]:
                overlaps = other.box.left < line.box.right and other.box.right > line.box.left
                gap = max(other.box.top - line.box.bottom, line.box.top - other.box.bottom)
                if other.page == line.page and overlaps:
                    return other if gap <= _NEAR * max(line.height, other.height) else None
        return None

    @cached_property
    def _row_of(self) -> dict[int, tuple[int, int]]:
        """For each line its row, and its place in that."""
        return {
            line.number: (number, at)
            for number, row in enumerate(self.rows)
            for at, line in enumerate(row)
        }

    def places(self, words: Iterable[int]) -> tuple[Place, ...]:
        """Where words stand: a place for each line of them."""
        return tuple(
            Place(page=self.page_of[group[0]], box=_around(self.words[word] for word in group))
            for _, numbers in groupby(words, key=lambda word: self.line_of[word])
            for group in [list(numbers)]
        )

    def phrases(self, needle: str) -> Iterator[list[int]]:
        """Look for a text of which only letters and digits count, across the ends of lines.

        Parameters
        ----------
        needle
            As `compact` has it.

        Yields
        ------
        list of int
            The words it stands in.
        """
        for stream in self._streams():
            for first, end in stream.occurrences(needle):
                yield stream.words(first, end)

    def numbers(self, needle: str) -> Iterator[list[int]]:
        """Look for a number of which only letters and digits count, and that is none's part.

        Yields
        ------
        list of int
            The words it stands in.
        """
        for stream in self._streams():
            for first, end in stream.occurrences(needle):
                if not (self._goes_on(stream, first, -1) or self._goes_on(stream, end, 1)):
                    yield stream.words(first, end)

    def _streams(self) -> Iterator["Stream"]:
        yield self._as_filed
        # Takes its time, and is asked for only where that was not enough.
        yield self._as_seen

    @cached_property
    def _as_filed(self) -> "Stream":
        return Stream(self.tokens)

    @cached_property
    def _as_seen(self) -> "Stream":
        of_words: dict[int, list[Token]] = {}
        for token in self.tokens:
            of_words.setdefault(token.word, []).append(token)
        return Stream(
            [
                token
                for row in self.rows
                for line in row
                for word in range(*line.span)
                for token in of_words.get(word, ())
            ]
        )

    def _goes_on(self, stream: "Stream", at: int, step: int) -> bool:
        """Whether a number goes on beyond the end of what was found.

        Parameters
        ----------
        at
            The token with which the found one begins, or the one behind it.
        step
            Where to look: before it or behind it.
        """
        inner, outer = (at, at - 1) if step < 0 else (at - 1, at)
        if not 0 <= outer < len(stream.tokens):
            return False
        here, there = stream.tokens[inner], stream.tokens[outer]
        if here.word == there.word:
            low, high = (there, here) if step < 0 else (here, there)
            between = self.folded[here.word][low.end : high.begin]
            whole = self.folded[here.word]
            is_link = _LINK.search(whole) is not None
            return bool(between) and set(between) <= _JOINS - ({"/"} if is_link else set())
        # Groups of digits, as a long number is written.
        return (
            here.text.isdigit()
            and there.text.isdigit()
            and len(there.text) > _LONGEST_COUNT
            and self._alone(there)
            and self.line_of[here.word] == self.line_of[there.word]
        )

    def _alone(self, token: Token) -> bool:
        return self.folded[token.word] == token.text

    def _spans(self) -> Iterator[Span]:
        first, top, bottom = 0, 0, 0
        for number, word in enumerate(self.words):
            if number > first:
                before = self.words[number - 1]
                height = min(bottom - top, word.bottom - word.top)
                overlap = min(bottom, word.bottom) - max(top, word.top)
                gap: float = word.left - before.right
                if FROM_THE_RIGHT.search(word.text) or FROM_THE_RIGHT.search(before.text):
                    gap = max(gap, before.left - word.right)
                gap /= self._across(number)
                highest = max(bottom, word.bottom) - min(top, word.top)
                goes_on = (
                    self.page_of[number] == self.page_of[first]
                    and overlap >= _SAME_LINE * height
                    and -highest < gap < _FAR * highest
                )
                if goes_on:
                    top, bottom = min(top, word.top), max(bottom, word.bottom)
                    continue
                yield Span(first, number)
            first, top, bottom = number, word.top, word.bottom
        if self.words:
            yield Span(first, len(self.words))

    def _across(self, number: int) -> float:
        """How many parts of the page's width are as long as one part of its height."""
        page = self.pages[self.page_of[number] - 1]
        return page.height / max(page.width, 1)


_LONGEST_COUNT = 2
"""Digits of a number that may well stand beside another one by chance."""


class Stream:
    """The letters and digits of a document in one order, without anything between them."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self._text = "".join(token.text for token in tokens)
        self._starts = []
        at = 0
        for token in tokens:
            self._starts.append(at)
            at += len(token.text)

    def words(self, first: int, end: int) -> list[int]:
        """The words that tokens stand in."""
        return list(dict.fromkeys(token.word for token in self.tokens[first:end]))

    def occurrences(self, needle: str) -> Iterator[tuple[int, int]]:
        """Where a text stands that begins and ends with tokens.

        Scripts that put nothing between words have no tokens to begin or end with.

        Yields
        ------
        tuple of int
            The first token, and the one behind the last.
        """
        at = self._text.find(needle) if needle else -1
        for _ in range(_MOST_OCCURRENCES):
            if at < 0:
                return
            first = bisect_right(self._starts, at) - 1
            last = bisect_right(self._starts, at + len(needle) - 1) - 1
            begins = self._starts[first] == at or not _has_blanks(needle[0])
            ends_at = self._starts[last] + len(self.tokens[last].text)
            if begins and (ends_at == at + len(needle) or not _has_blanks(needle[-1])):
                yield first, last + 1
            at = self._text.find(needle, at + 1)


def _has_blanks(letter: str) -> bool:
    """Whether a letter is of a script that puts blanks between words."""
    return WITHOUT_BLANKS.match(letter) is None


class Text:
    """Words with blanks between them, and which word stands where.

    Parameters
    ----------
    words
        What the words say.
    numbers
        The number of each in the document.
    """

    def __init__(self, words: Sequence[str], numbers: Sequence[int]) -> None:
        self.text = " ".join(words)
        self._numbers = numbers
        self._starts = []
        at = 0
        for word in words:
            self._starts.append(at)
            at += len(word) + 1

    def span(self, begin: int, end: int) -> Span:
        """The words in which a part of the text stands."""
        first = bisect_right(self._starts, begin) - 1
        last = bisect_right(self._starts, max(begin, end - 1)) - 1
        return Span(self._numbers[first], self._numbers[last] + 1)

    def begin_of(self, word: int) -> int:
        """Where a word begins in the text."""
        return self._starts[word - self._numbers[0]]


def _closed_up(words: Sequence[Word]) -> Iterator[Word]:
    """Words as they are meant where their letters are set apart."""
    single = [len(word.text) == 1 and word.text.isalnum() for word in words]
    for alone, group in groupby(range(len(words)), key=single.__getitem__):
        letters = [words[number] for number in group]
        if not alone or len(letters) < _FEWEST_LETTERS:
            yield from letters
            continue
        gaps = [after.left - before.right for before, after in pairwise(letters)]
        usual = sorted(gap for gap in gaps if gap >= 0)
        # Between words there is a blank more than between letters.
        widest = 2 * usual[len(usual) // 2] if usual else 0
        run = [letters[0]]
        for gap, letter in zip(gaps, letters[1:], strict=True):
            if 0 <= gap <= widest and _level(run[-1], letter):
                run.append(letter)
                continue
            yield _joined(run)
            run = [letter]
        yield _joined(run)


def _level(left: Word, right: Word) -> bool:
    overlap = min(left.bottom, right.bottom) - max(left.top, right.top)
    return overlap >= _SAME_LINE * min(left.bottom - left.top, right.bottom - right.top)


def _joined(letters: Sequence[Word]) -> Word:
    return Word("".join(letter.text for letter in letters), *_around(letters))


def _around(words: Iterable[Word]) -> Box:
    lefts, tops, rights, bottoms = zip(*(word[1:] for word in words), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _rows(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    bottom = -1
    # What is set upwards along an edge is beside everything, and makes no row of it.
    upwards = [line for line in lines if _is_upwards(line)]
    across = [line for line in lines if not _is_upwards(line)]
    for line in sorted(across, key=lambda line: (line.box.top + line.box.bottom, line.box.left)):
        middle = (line.box.top + line.box.bottom) // 2
        if rows and middle < bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
            bottom = line.box.bottom
    rows += [[line] for line in upwards]
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def _is_upwards(line: Line) -> bool:
    several = len(line.text) >= _FEWEST_LETTERS
    return several and line.height > _UPWARDS * (line.box.right - line.box.left)
