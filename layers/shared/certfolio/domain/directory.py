"""The learners an academy knows, and how they are found."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)

from certfolio.domain.certificates import Owner
from certfolio.domain.field_codes import FieldCode, refusal
from certfolio.domain.values import Day, Label

MAX_WORDS = 10
"""Words of a name it can be found by, beside the first."""

MAX_NAME_TERMS = 36
"""Terms of one name. An entry is written in one transaction of at most 100 items, in which the
terms of the name before give way to those of the new one."""

_TERM_LENGTH = 128
"""Characters; at four bytes each a key stays below the 1024 bytes of a DynamoDB sort key."""

_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_LABEL: TypeAdapter[str] = TypeAdapter(Label)
_LABEL_LENGTH = 100

_LETTERS = str.maketrans(
    "øłđðıħŧŋĸəɛɔɓɖɗɣƙɲƴƒʉ",
    "olddihtnkeeobddgknyfu",
) | str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})
"""Letters of people's names that no table of Unicode takes apart, and what is typed for them."""

_SECOND_SPELLING = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "đ": "dj", "ə": "a"}
)
"""How the same letters are written where they cannot be: Mueller for Müller, Djordje for Đorđe."""

_PART_OF_THE_LETTER = 9
"""The highest combining class of marks that a letter is not itself without: those of Indic letters
and of kana. What sits on a letter has a higher one, what is a vowel has none."""


def _mail(value: str) -> str:
    # Whether it exists, only a mail sent there can tell.
    if not (_MAIL.fullmatch(value) and value.isprintable()):
        raise refusal(FieldCode.NOT_A_MAIL_ADDRESS)
    return value


Mail = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    AfterValidator(_mail),
    WithJsonSchema(
        {"type": "string", "format": "email", "maxLength": 254, "pattern": f"^{_MAIL.pattern}$"}
    ),
]
"""A mail address; at most as long as SMTP can carry (RFC 5321, section 4.5.3.1.3)."""


def searchable(text: str) -> str:
    """Text in the form in which it is compared: letters and digits, without accents.

    Case, accents, width, punctuation and white space do not matter, so that "muller" finds
    Müller, "o neil" finds O'Neil and "lukasz" finds Łukasz. Every script keeps its letters.
    """
    return _cut(_plain(_folded(text)))


def formerly_searchable(text: str) -> str:
    """The form in which entries of the first form were written: with accents and punctuation."""
    # "#" separates the parts of a key.
    return _cut(_folded(text).replace("#", " "))


Form = Literal[1, 2]
"""How the terms of an entry were made; see `searchable`. An entry is written anew in the present
form with its next change or its learner's next sign-in, and is found in its own until then."""

PRESENT_FORM: Form = 2
FORMS: Mapping[Form, Callable[[str], str]] = {2: searchable, 1: formerly_searchable}
"""What text is compared by, form by form, the present one first."""


class Sought(NamedTuple):
    """What somebody types, as terms of one form are compared with it.

    Attributes
    ----------
    whole
        All of it; a term may begin so, such as a name or an external id of several words.
    words
        What stands between white space. Some term must begin with each of them, in any order. A
        mail address and what has a hyphen or an apostrophe in it is one word here.
    """

    whole: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str, form: Form) -> "Sought":
        """What a text seeks among the entries of a form."""
        fold = FORMS[form]
        return cls(fold(text), tuple(filter(None, map(fold, text.split()))))

    @property
    def starts(self) -> tuple[str, ...]:
        """How the terms begin that are looked through; no term begins in two of these ways.

        Of several words the longest, which the fewest learners have, so that the least is read.
        """
        longest = max(self.words, key=len, default="")
        return (longest,) if self.whole.startswith(longest) else (self.whole, longest)

    def finds(self, terms: Collection[str]) -> bool:
        """Whether these are the terms of somebody who is sought."""
        return any(term.startswith(self.whole) for term in terms) or all(
            any(term.startswith(word) for term in terms) for word in self.words
        )


class Place(NamedTuple):
    """Where a learner stands in a list of those found.

    Attributes
    ----------
    term
        Under which of the learner's terms.
    form
        How the terms of the learner's entry were made.
    """

    term: str
    learner_id: str
    form: Form


class DirectoryEntry(Owner):
    """A learner as the academy's directory has them.

    Attributes
    ----------
    external_id
        What the academy's other systems call the learner; no two learners have the same.
    hired_on
        From when the years of credit types are counted that ask for it; None where nobody stated
        it.
    version
        Counts changes from 1; 0 is not written yet.
    form
        How its terms were made.
    """

    name: Label
    mail: Mail
    external_id: Label | None = None
    hired_on: Day | None = None
    version: int = 0
    form: Form = PRESENT_FORM

    @property
    def terms(self) -> frozenset[str]:
        """What the learner is found by: everything that begins with what somebody types."""
        fold = FORMS[self.form]
        names = _name_terms(self.name) if self.form == PRESENT_FORM else _former_terms(self.name)
        said = (fold(self.mail), fold(self.external_id or ""))
        return frozenset(filter(None, (*names, *said)))

    def place(self, text: str) -> Place | None:
        """Where the learner stands in the list of those found.

        Parameters
        ----------
        text
            What somebody types; nothing to find for the list of all.

        Returns
        -------
        Place or None
            Under one term of those that are looked through, that nobody is listed twice; None
            for somebody who is not sought.
        """
        if not searchable(text):
            return Place(FORMS[self.form](self.name), self.learner_id, self.form)
        sought, terms = Sought.of(text, self.form), self.terms
        if not sought.finds(terms):
            return None
        places = (
            Place(term, self.learner_id, self.form)
            for start in sought.starts
            for term in sorted(terms)
            if term.startswith(start)
        )
        return next(places, None)


def _name_terms(name: str) -> tuple[str, ...]:
    """The name from each of its words on, also in its other spellings."""
    terms = (
        " ".join(words[first:])
        for spelt in spellings(name)
        for words in [spelt.split()]
        for first in range(min(len(words), MAX_WORDS + 1))
    )
    return tuple(dict.fromkeys(map(_cut, terms)))[:MAX_NAME_TERMS]


def spellings(name: str) -> Iterator[str]:
    """The name as `searchable` has it; with its letters written out; in one word what has marks."""
    folded = _folded(name)
    written_out = folded.translate(_SECOND_SPELLING)
    yield from (_plain(folded), _plain(written_out))
    yield from (_plain(folded, between=""), _plain(written_out, between=""))


def _former_terms(name: str) -> tuple[str, ...]:
    # The whole name begins with its first word.
    whole = formerly_searchable(name)
    return (whole, *whole.split()[1 : MAX_WORDS + 1])


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _plain(folded: str, between: str = " ") -> str:
    """Folded text without the accents and other marks of its letters.

    Parameters
    ----------
    between
        What stands for a mark inside a word, such as a hyphen or an apostrophe.
    """
    return "".join(_kept(character, between) for character in _without_marks(folded))


def without_accents(text: str) -> str:
    """Text in one case, its letters without accents and other marks; all else stays."""
    return text.lower() if text.isascii() else _without_marks(_folded(text))


def _without_marks(folded: str) -> str:
    apart = "".join(
        character
        for character in unicodedata.normalize("NFKD", folded)
        if unicodedata.combining(character) <= _PART_OF_THE_LETTER
    )
    return unicodedata.normalize("NFC", apart.translate(_LETTERS))


def _kept(character: str, between: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return character
    # Joiners and soft hyphens are not seen.
    if category == "Cf":
        return ""
    return " " if character.isspace() else between


def _cut(text: str) -> str:
    return " ".join(text.split())[:_TERM_LENGTH].rstrip()


def entry_of_account(attributes: Mapping[str, str]) -> DirectoryEntry | None:
    """What a user's attributes, as the user pool keeps them, say for the directory.

    Returns
    -------
    DirectoryEntry or None
        None where the account belongs to no academy or has no mail address. A name that cannot
        be shown gives way to the mail address's first part.
    """
    mail = attributes.get("email", "")
    fields = {
        "academy_id": attributes.get("custom:academy_id"),
        "learner_id": attributes.get("sub"),
        "name": _name(attributes.get("name", "")) or mail.partition("@")[0][:_LABEL_LENGTH],
        "mail": mail,
    }
    try:
        return DirectoryEntry.model_validate(fields)
    except ValidationError:
        return None


def _name(said: str) -> str | None:
    try:
        return _LABEL.validate_python(said.strip()[:_LABEL_LENGTH])
    except ValidationError:
        return None
