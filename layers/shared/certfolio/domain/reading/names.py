"""A learner's name as certificates write it."""

import re
from collections.abc import Iterator, Sequence

from certfolio.domain.directory import spellings
from certfolio.domain.reading.layout import WITHOUT_BLANKS, Document, folded, words_of

_TITLES = words_of(
    "dr drs prof professor doctor doktor mag ing dipl mr mrs ms miss mx sir madam mme mlle m herr"
    " herrn frau fraulein sr sra srta don dona dott dottssa ssa sig sigra signor signora dhr mevr"
    " mw pan pani bc mgr mudr phd msc bsc mba ma ba md cpa jr iii esq eng rer nat med phil habil"
    " monsieur madame senor senora dame hr fr h"
)
"""What stands before or behind a name and is none."""

_BETWEEN = (
    words_of(
        "name names surname surnames last first family given middle forename vorname nachname"
        " familienname nom noms prenom prenoms nombre nombres apellido apellidos nome cognome"
        " sobrenome voornaam achternaam naam imie nazwisko jmeno prijmeni fornavn etternavn"
        " s efternavn fornamn efternamn etunimi sukunimi adi soyadi ad soyad de and"
    )
    | _TITLES
)
"""What a form puts between the parts of a name."""

_PARTICLES = words_of(
    "de del della di da do dos das du la le van von der den ter ten af al el bin zu"
)
_MOST_WORDS = 8
_MOST_BETWEEN = 2
_LINES_APART = 3
_FAR = 6
_MOST_OCCURRENCES = 200
_WRITTEN_OUT = re.compile(r"([aou])e(?=\w)")
_PIECES = re.compile(r"[^\W_]+")
_FOR_WHOM = re.compile(
    r"(?<!\w)(?:certify that|certifies that|awarded to|presented to|granted to|conferred upon"
    r"|bestatigt,? dass|certifie que|atteste que|soussigne atteste que|certifica que|certifica che"
    r"|attesta che|participant:|name:|student:|learner:|teilnehmer:|nom:|nombre:)(?!\w)"
)
_INTRODUCES = words_of(
    "to that is for by an fur an an a au que per of hiermit bestatigt certify certifies attests"
    " participant learner student name nom teilnehmer teilnehmerin candidate holder pour para"
    " por til for dla"
)


def parts(name: str) -> list[list[str]]:
    """The words of a name, first names first, in each of its spellings; titles left out.

    "Learner, Demo" begins with the last name.
    """
    last, comma, first = name.partition(",")
    in_order = f"{first} {last}" if comma and first.strip() else name
    found = []
    for spelt in (*spellings(in_order), _contracted(in_order)):
        words = [word for word in spelt.split() if word not in _TITLES] or spelt.split()
        if words and words[:_MOST_WORDS] not in found:
            found.append(words[:_MOST_WORDS])
    return found


def somebody_else(document: Document) -> list[int] | None:
    """Who the certificate says it is for, where a phrase says so."""
    for found in _FOR_WHOM.finditer(document.text.text):
        last = document.text.span(*found.span()).end - 1
        line = document.lines[document.line_of[last]]
        rest = document.rest_of_line(last + 1)
        beneath = document.below(line)
        for span in (rest, beneath.span if beneath else rest):
            words = list(range(*span))
            if _MOST_BETWEEN <= len(words) <= _MOST_WORDS and all(
                document.words[word].text[:1].isupper() for word in words
            ):
                return words
    return None


def _contracted(name: str) -> str:
    """How a name is written elsewhere that is spelt without its accents: Müller for Mueller."""
    return next(spellings(_WRITTEN_OUT.sub(r"\1", folded(name))))


def find_name(document: Document, name: str) -> list[int] | None:
    """Look for a learner's name.

    Found is: every part of it in any order of first and last names; or the last name beside the
    first one or its initial, middle names left out or more of them put in. Never the first name,
    the last name or initials alone.

    Returns
    -------
    list of int or None
        The words it stands in.
    """
    for words in parts(name):
        if len(words) == 1 and not WITHOUT_BLANKS.match(words[0]):
            if (alone := _alone(document, words[0])) is not None:
                return alone
            continue
        full = [word for word in words if len(word) > 1]
        if len(full) == len(words):
            for turned in range(len(words)):
                needle = "".join(words[turned:] + words[:turned])
                for found in document.phrases(needle):
                    if _says_a_name(document, found):
                        return found
        if (near := _beside(document, words)) is not None:
            return near
    return None


def _says_a_name(document: Document, words: Sequence[int]) -> bool:
    """Whether a name is written there, and not a word that merely sounds like it or an address."""
    said = [document.folded[word] for word in words]
    pieces = [piece for text in said for piece in _PIECES.findall(text)]
    apart = len(pieces) > 1 or WITHOUT_BLANKS.search(said[0]) is not None
    return apart and not any("@" in text or "//" in text for text in said)


def _alone(document: Document, word: str) -> list[int] | None:
    """A name of one word, where nothing that could be its other part is beside it."""
    for line in document.lines:
        numbers = list(range(*line.span))
        said = [
            token
            for number in numbers
            for token in _PIECES.findall(document.folded[number])
            if token not in _BETWEEN
        ]
        if said == [word]:
            return [n for n in numbers if word in _PIECES.findall(document.folded[n])]
    return None


def _beside(document: Document, words: Sequence[str]) -> list[int] | None:
    first, last = words[0], words[-1]
    tokens = document.tokens
    if len(last) == 1:
        return None
    seen = 0
    for at, token in enumerate(tokens):
        if token.text != last:
            continue
        seen += 1
        if seen > _MOST_OCCURRENCES:
            return None
        for other in _neighbours(document, at):
            if _agree(tokens[other].text, first) and not _other_first(document, other, at, first):
                low, high = sorted((at, other))
                found = list(dict.fromkeys(token.word for token in tokens[low : high + 1]))
                if _says_a_name(document, found):
                    return found
    return None


def _neighbours(document: Document, at: int) -> Iterator[int]:
    """Words near a last name that have nothing but further names in between."""
    tokens = document.tokens
    for step in (-1, 1):
        between = 0
        for distance in range(1, _FAR):
            other = at + step * distance
            if not 0 <= other < len(tokens):
                break
            if not _near(document, at, other):
                break
            text = tokens[other].text
            yield other
            if text in _BETWEEN or text in _PARTICLES:
                continue
            between += 1
            if between > _MOST_BETWEEN or not _like_a_name(document, other):
                break
            # Behind "Learner, Demo" there are no further first names to skip.
            if step > 0 and between > 1:
                break


def _near(document: Document, at: int, other: int) -> bool:
    here, there = (document.lines[document.line_of[document.tokens[n].word]] for n in (at, other))
    height = max(here.height, there.height)
    return here.page == there.page and abs(here.box.top - there.box.top) <= _LINES_APART * height


def _agree(said: str, name: str) -> bool:
    initial = len(said) == 1 or len(name) == 1
    return said == name or (initial and said[0] == name[0])


def _other_first(document: Document, other: int, at: int, first: str) -> bool:
    """Whether an initial is the middle one of somebody else: "Eva D. Learner"."""
    tokens = document.tokens
    if tokens[other].text == first or other > at:
        return False
    if other == 0 or not _near(document, other, other - 1):
        return False
    before = tokens[other - 1].text
    if document.line_of[tokens[other - 1].word] != document.line_of[tokens[other].word]:
        return False
    return _like_a_name(document, other - 1) and before not in _INTRODUCES | _BETWEEN


def _like_a_name(document: Document, at: int) -> bool:
    token = document.tokens[at]
    said = _PIECES.findall(document.words[token.word].text)
    return token.text.isalpha() and any(piece[:1].isupper() for piece in said)
