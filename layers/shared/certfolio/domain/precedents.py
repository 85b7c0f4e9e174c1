"""What people decided on certificates of an issuer, for whoever decides on another one of it."""

from collections.abc import Iterator
from datetime import datetime

from certfolio.domain.actions import Action, Actor, ActorKind, is_decision
from certfolio.domain.certificates import Claim, Content, Owner, Reason
from certfolio.domain.directory import searchable
from certfolio.domain.lifecycle import Change
from certfolio.domain.values import Comment, Title, Ulid


class Precedent(Owner):
    """A decision of a person, as it was when it was made.

    It stays as it is: who takes a decision back makes another one, which stands beside it.

    Attributes
    ----------
    version
        The certificate's version that the decision led to.
    claims
        With the credits that were awarded, if any were.
    """

    certificate_id: Ulid
    version: int
    at: datetime
    by: Actor
    action: Action
    title: Title
    reason: Reason | None = None
    comment: Comment | None = None
    claims: tuple[Claim, ...]


def issuer_of(content: Content) -> str | None:
    """The issuer in a form in which case, accents, spaces and punctuation do not matter.

    Returns
    -------
    str or None
        None where none is stated, or nothing of it is a letter or a digit.
    """
    return issuer_named(content.issuer) if content.issuer else None


def issuer_named(stated: str) -> str | None:
    """The same for what is stated as issuer."""
    return searchable(stated) or None


def precedents_of(change: Change) -> Iterator[Precedent]:
    """The decision of a change that a person was asked for, if it is one.

    What staff enter and approve in one go says how they enter things, and not what they hold of
    something that was handed in; nor does what the system decides.
    """
    event, after = change.events[0], change.after
    if not is_decision(event.action) or event.actor.kind is not ActorKind.STAFF:
        return
    yield Precedent(
        **after.owner.model_dump(),
        certificate_id=after.id,
        version=event.version,
        at=event.at,
        by=event.actor,
        action=event.action,
        title=after.title,
        reason=after.decision and after.decision.reason,
        comment=event.comment,
        claims=after.claims,
    )
