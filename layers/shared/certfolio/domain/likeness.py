"""When two certificates may be the same thing."""

from collections.abc import Iterable
from enum import StrEnum

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate, Content


class Match(StrEnum):
    """In what two certificates are alike."""

    SAME_FILE = "same_file"
    SAME_NUMBER = "same_number"
    SAME_TITLE_AND_DATE = "same_title_and_date"


Alike = tuple[Certificate, list[Match]]
"""A certificate, and in what it is like the one that is looked at."""


def folded(text: str) -> str:
    """Text without case and white space, so that texts with the same words are equal."""
    return "".join(text.casefold().split())


def number_of(content: Content) -> tuple[str, str] | None:
    """Issuer and number, folded; None unless both are stated: a number is its issuer's alone."""
    if content.issuer is None or content.certificate_number is None:
        return None
    return folded(content.issuer), folded(content.certificate_number)


def alike_in(portfolio: Iterable[Certificate], content: Content, sha256: str | None) -> list[Alike]:
    """Find what a learner handed in that may be the same thing; what was withdrawn is not.

    Parameters
    ----------
    content, sha256
        What is stated of the certificate in question, and the digest of its file if it has one.
    """
    found = []
    for other in portfolio:
        if other.status is Status.WITHDRAWN:
            continue
        matches = []
        if sha256 is not None and other.file is not None and other.file.sha256 == sha256:
            matches.append(Match.SAME_FILE)
        if number_of(content) is not None and number_of(content) == number_of(other):
            matches.append(Match.SAME_NUMBER)
        if (folded(content.title), content.earned_on) == (folded(other.title), other.earned_on):
            matches.append(Match.SAME_TITLE_AND_DATE)
        if matches:
            found.append((other, matches))
    return found
