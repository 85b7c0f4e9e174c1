"""Put a letter into words."""

from collections.abc import Iterator
from itertools import chain
from typing import assert_never

from certfolio.domain.actions import Status
from certfolio.domain.announcements import AnnouncementType
from certfolio.domain.certificates import Reason, usual
from certfolio.domain.mails import MailAudience, MailKind, audience_of_kind
from certfolio.domain.transcript import Language
from functions.mail.letters import said
from functions.mail.letters.blocks import Entry, Facts, Link, Page, Paragraph, Quote, Tone
from functions.mail.letters.model import (
    Brand,
    CountsFor,
    Digest,
    Letter,
    LetterClaim,
    LetterItem,
    Written,
)
from functions.mail.letters.page import html_page
from functions.mail.letters.plain import text_of
from functions.mail.letters.words import WORDS, Told, Words

_PREHEADER = 140
"""Letters of it; clients show fewer."""


def write(letter: Letter, brand: Brand, language: Language) -> Written:
    """Write a mail in a language, as text and as HTML, which say the same."""
    page = _page(letter, brand, language)
    return Written(subject=page.subject, text=text_of(page), html=html_page(page, brand.accent))


def _page(letter: Letter, brand: Brand, language: Language) -> Page:
    words = WORDS[language]
    if letter.digest is not None:
        return _of_digest(letter, letter.digest, brand, language)
    if len(letter.items) == 1 and not letter.more:
        return _of_one(letter, letter.items[0], brand, language)
    count = len(letter.items) + letter.more
    entries = tuple(_entry(item, words, _action(item, words)) for item in letter.items)
    rest = (Paragraph(words.more.of(letter.more)),) if letter.more else ()
    heading = words.many[letter.kind].of(count)
    told = ", ".join(f"{entry.state}: {entry.title}" for entry in entries)
    return _framed(
        letter,
        brand,
        language,
        subject=heading,
        preheader=said.shortened(told, _PREHEADER),
        heading=heading,
        blocks=(Paragraph(words.many_lead[letter.kind]), *entries, *rest),
        button=_to_all(letter, words),
    )


def _of_one(letter: Letter, item: LetterItem, brand: Brand, language: Language) -> Page:
    words = WORDS[language]
    told = _told(item, words)
    return _framed(
        letter,
        brand,
        language,
        subject=said.subject(told.subject, item.title),
        preheader=told.lead,
        heading=told.heading,
        blocks=(Paragraph(told.lead), _entry(item, words)),
        button=_action(item, words) or Link(_see(letter.kind, words), item.link),
    )


def _of_digest(letter: Letter, digest: Digest, brand: Brand, language: Language) -> Page:
    words = WORDS[language]
    subject = words.digest.of(digest.waiting) if digest.waiting else words.digest_none
    overdue = words.digest_overdue.of(digest.overdue) if digest.overdue else ""
    waiting = str(digest.waiting)
    if digest.at_least:
        waiting = words.at_least.format(count=waiting)
    return _framed(
        letter,
        brand,
        language,
        subject=", ".join(filter(None, (subject, overdue))),
        preheader=words.digest_lead,
        heading=words.digest_heading,
        blocks=(
            Paragraph(words.digest_lead),
            Facts(((words.waiting, waiting), (words.overdue, str(digest.overdue)))),
        ),
        button=Link(words.to_queue, digest.link),
    )


def _framed(  # noqa: PLR0913 - the parts of a mail
    letter: Letter,
    brand: Brand,
    language: Language,
    *,
    subject: str,
    preheader: str,
    heading: str,
    blocks: tuple[Paragraph | Facts | Entry, ...],
    button: Link,
) -> Page:
    words = WORDS[language]
    name = words.hello.format(name=said.line(letter.name)) if letter.name else words.hello_nobody
    return Page(
        language=language.value,
        subject=subject,
        preheader=preheader,
        sender=said.line(brand.name),
        heading=heading,
        greeting=name,
        blocks=blocks,
        button=button,
        why=f"{words.why[letter.kind]} {words.in_portal}",
        links=(
            Link(words.choose_mails, letter.preferences),
            Link(words.unsubscribe, letter.unsubscribe),
        ),
    )


def _told(item: LetterItem, words: Words) -> Told:
    if item.refusal is not None:
        return words.refused
    if item.type is AnnouncementType.EXPIRING and item.days_left is not None:
        return words.expiring.in_days(item.days_left)
    return words.told[item.type]


def _entry(item: LetterItem, words: Words, action: Link | None = None) -> Entry:
    blocks: list[Paragraph | Quote | Facts] = []
    if item.refusal is not None:
        reason = words.refused_file[item.refusal.code]
        blocks.append(Paragraph(reason.format(**item.refusal.values)))
    elif item.comment:
        author = item.learner if item.type is AnnouncementType.DISPUTED else item.decided_by
        by = words.comment_of.format(name=said.line(author)) if author else words.comment
        blocks.append(Quote(by, said.prose(item.comment)))
    rows = tuple(chain(_facts(item, words), _claims(item, words)))
    if rows:
        blocks.append(Facts(rows))
    return Entry(
        title=said.line(item.title),
        state=_told(item, words).state,
        tone=_tone(item.type),
        url=item.link,
        blocks=tuple(blocks),
        action=action,
    )


def _facts(  # noqa: C901 - a case for each row
    item: LetterItem, words: Words
) -> Iterator[tuple[str, str]]:
    if item.learner:
        yield words.learner, said.line(item.learner)
    if item.refusal is not None:
        yield words.file, said.line(item.refusal.file_name)
    elif _is_decided(item.type):
        if item.reason is not None:
            yield words.reason, _reason(item.reason, words)
        if item.decided_by:
            yield words.decided_by, said.line(item.decided_by)
        elif item.by_system:
            yield words.decided_by, words.automatically
    for name, day in (
        (words.valid_until, item.expires_on),
        (words.cycle_ends, item.ends_on),
        (words.removed_on, item.due_on),
    ):
        if day is not None:
            yield name, words.day_of(day)
    if item.missing:
        yield words.missing, words.amount(item.missing)
    if item.status is not None and _has_moved_on(item):
        yield words.status, words.statuses[item.status]


def _reason(reason: Reason, words: Words) -> str:
    known = usual(reason.id, reason.text)
    return said.line(reason.text) if known is None else words.reasons[known]


def _claims(item: LetterItem, words: Words) -> Iterator[tuple[str, str]]:
    if _tells_credits(item.type):
        for claim in item.claims:
            yield said.line(claim.credit_type), _claim(claim, words)


def _claim(claim: LetterClaim, words: Words) -> str:
    claimed = words.amount(claim.claimed)
    if claim.awarded is None:
        return words.claimed.format(claimed=claimed)
    pattern = words.awarded if claim.awarded == claim.claimed else words.awarded_of
    awarded = pattern.format(awarded=words.amount(claim.awarded), claimed=claimed)
    return awarded if claim.counts is None else f"{awarded}\n{_counts(claim.counts, words)}"


def _counts(counts: CountsFor, words: Words) -> str:
    applied = words.counts.format(
        applied=words.amount(counts.applied), period=said.line(counts.period)
    )
    if counts.remaining is None:
        return applied
    if not counts.remaining:
        return f"{applied}; {words.counts_reached}"
    return f"{applied}; {words.counts_remaining.format(remaining=words.amount(counts.remaining))}"


def _see(kind: MailKind, words: Words) -> str:
    if kind is MailKind.CREDENTIAL:
        return words.see_credential
    return words.see_one if _is_to_learner(kind) else words.review_it


def _to_all(letter: Letter, words: Words) -> Link:
    if letter.kind is MailKind.CREDENTIAL:
        return Link(words.see_credentials, f"{letter.portal}/credentials")
    if _is_to_learner(letter.kind):
        return Link(words.see_all, f"{letter.portal}/certificates")
    return Link(words.to_queue, f"{letter.portal}/console/queue")


def _is_to_learner(kind: MailKind) -> bool:
    return audience_of_kind(kind) is MailAudience.LEARNER


def _action(item: LetterItem, words: Words) -> Link | None:
    """What the learner is asked to do; None where that is over, or nothing is asked."""
    if _has_moved_on(item):
        return None
    match item.type:
        case AnnouncementType.CHANGES_REQUESTED:
            label = words.change_it if item.refusal is None else words.choose_file
            return Link(label, f"{item.link}/edit")
        case AnnouncementType.EXPIRING | AnnouncementType.EXPIRED:
            return Link(words.renew, f"{item.link}/renew")
        case (
            AnnouncementType.SUBMITTED
            | AnnouncementType.EDITED
            | AnnouncementType.APPROVED
            | AnnouncementType.DECLINED
            | AnnouncementType.WITHDRAWN
            | AnnouncementType.REOPENED
            | AnnouncementType.REVOKED
            | AnnouncementType.DISPUTED
            | AnnouncementType.SUPERSEDED
            | AnnouncementType.RESTORED
            | AnnouncementType.RENEWED
            | AnnouncementType.RECORDS_DUE
            | AnnouncementType.ASSIGNED
            | AnnouncementType.REQUIREMENT_MET
            | AnnouncementType.CYCLE_ENDS_SOON
        ):
            return None
        case _:
            assert_never(item.type)


def _tone(kind: AnnouncementType) -> Tone:
    match kind:
        case (
            AnnouncementType.APPROVED
            | AnnouncementType.RESTORED
            | AnnouncementType.RENEWED
            | AnnouncementType.REQUIREMENT_MET
        ):
            return Tone.GOOD
        case AnnouncementType.DECLINED | AnnouncementType.REVOKED | AnnouncementType.WITHDRAWN:
            return Tone.BAD
        case (
            AnnouncementType.CHANGES_REQUESTED
            | AnnouncementType.EXPIRING
            | AnnouncementType.EXPIRED
            | AnnouncementType.RECORDS_DUE
            | AnnouncementType.DISPUTED
            | AnnouncementType.CYCLE_ENDS_SOON
        ):
            return Tone.ASKS
        case (
            AnnouncementType.SUBMITTED
            | AnnouncementType.EDITED
            | AnnouncementType.REOPENED
            | AnnouncementType.SUPERSEDED
            | AnnouncementType.ASSIGNED
        ):
            return Tone.TOLD
        case _:
            assert_never(kind)


def _is_decided(kind: AnnouncementType) -> bool:
    return kind in _LEADS_TO and kind is not AnnouncementType.RESTORED


def _tells_credits(kind: AnnouncementType) -> bool:
    match kind:
        case (
            AnnouncementType.APPROVED
            | AnnouncementType.RESTORED
            | AnnouncementType.ASSIGNED
            | AnnouncementType.SUBMITTED
            | AnnouncementType.EDITED
            | AnnouncementType.DISPUTED
        ):
            return True
        case (
            AnnouncementType.DECLINED
            | AnnouncementType.CHANGES_REQUESTED
            | AnnouncementType.WITHDRAWN
            | AnnouncementType.REOPENED
            | AnnouncementType.REVOKED
            | AnnouncementType.SUPERSEDED
            | AnnouncementType.EXPIRING
            | AnnouncementType.EXPIRED
            | AnnouncementType.RENEWED
            | AnnouncementType.RECORDS_DUE
            | AnnouncementType.REQUIREMENT_MET
            | AnnouncementType.CYCLE_ENDS_SOON
        ):
            return False
        case _:
            assert_never(kind)


_LEADS_TO = {
    AnnouncementType.APPROVED: Status.APPROVED,
    AnnouncementType.DECLINED: Status.DECLINED,
    AnnouncementType.CHANGES_REQUESTED: Status.CHANGES_REQUESTED,
    AnnouncementType.REOPENED: Status.PENDING,
    AnnouncementType.REVOKED: Status.REVOKED,
    AnnouncementType.RESTORED: Status.APPROVED,
}
"""What becomes of a certificate by a decision."""


def _has_moved_on(item: LetterItem) -> bool:
    """Whether something has become of the certificate since what is told of it."""
    if item.type in {AnnouncementType.EXPIRING, AnnouncementType.EXPIRED}:
        return item.status is not Status.APPROVED
    return item.type in _LEADS_TO and item.status is not _LEADS_TO[item.type]
