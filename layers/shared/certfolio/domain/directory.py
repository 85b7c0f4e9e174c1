"""The learners an academy knows, and how they are found."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated

from pydantic import (
    AfterValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)

from certfolio.domain.certificates import Owner
from certfolio.domain.values import Label

MAX_WORDS = 10
"""Words of a name it can be found by, beside the whole."""

_TERM_LENGTH = 128
"""Characters; at four bytes each a key stays below the 1024 bytes of a DynamoDB sort key."""

_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_LABEL: TypeAdapter[str] = TypeAdapter(Label)
_LABEL_LENGTH = 100


def _mail(value: str) -> str:
    # Whether it exists, only a mail sent there can tell.
    if not (_MAIL.fullmatch(value) and value.isprintable()):
        raise ValueError("must be a mail address, such as name@example.org")
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


class DirectoryEntry(Owner):
    """A learner as the academy's directory has them.

    Attributes
    ----------
    external_id
        What the academy's other systems call the learner.
    version
        Counts changes from 1; 0 is not written yet.
    """

    name: Label
    mail: Mail
    external_id: Label | None = None
    version: int = 0

    @property
    def terms(self) -> frozenset[str]:
        """What the learner is found by: everything that begins with what somebody types."""
        # The whole name begins with its first word.
        further = searchable(self.name).split()[1 : MAX_WORDS + 1]
        said = (self.name, *further, self.mail, self.external_id or "")
        return frozenset(filter(None, map(searchable, said)))

    def place(self, wanted: str) -> str | None:
        """Under which one term the learner stands in the list of those found.

        Parameters
        ----------
        wanted
            What was searched for, made `searchable`; empty for the list of all.

        Returns
        -------
        str or None
            The first of the terms that begin so, that nobody is listed twice; None if none does.
        """
        if not wanted:
            return searchable(self.name)
        return min((term for term in self.terms if term.startswith(wanted)), default=None)


def searchable(text: str) -> str:
    """Text in the form in which it is compared: case, width and white space do not matter."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # "#" separates the parts of a key.
    return " ".join(folded.replace("#", " ").split())[:_TERM_LENGTH].rstrip()


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
