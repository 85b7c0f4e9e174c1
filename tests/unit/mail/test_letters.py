"""What mails say: of every kind, in every language, whatever people wrote."""

import re
from dataclasses import fields
from html.parser import HTMLParser

import pytest

from certfolio.domain.actions import Status
from certfolio.domain.announcements import AnnouncementType
from certfolio.domain.certificates import Reason, UsualReason
from certfolio.domain.files import RejectionReason
from certfolio.domain.mails import MailKind
from certfolio.domain.transcript import Language
from functions.mail.letters import said
from functions.mail.letters.colours import DARK, LIGHT, Ground, contrast, shades
from functions.mail.letters.model import Brand, Letter, Written
from functions.mail.letters.words import ENGLISH, WORDS, Plural, Told
from functions.mail.letters.writing import write
from tests.support.mail_samples import (
    BRAND,
    CERTIFICATE,
    HOSTILE,
    LONG,
    PORTAL,
    RIGHT_TO_LEFT,
    TITLE,
    digest,
    every_letter,
    hostile,
    item,
    letter,
    many,
    refused,
)

EVERY = [
    pytest.param(made, language, id=f"{name}-{language}")
    for name, made in every_letter()
    for language in Language
]
CLOSED = (AnnouncementType, MailKind, RejectionReason, UsualReason, Status)
"""Kinds that are worded; what has all of one of them as keys has to have all of it."""


class Shown(HTMLParser):
    """What a mail client shows of a page, and what elements it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.elements: set[str] = set()
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        # A browser would move it out of the table.
        assert not self.open or self.open[-1] != "table" or tag == "tr"
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert {name for name, _ in attrs if name.startswith("on")} == set()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and "title" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return flat(" ".join(self.words))


def flat(text: str) -> str:
    return " ".join(re.sub(r"[\u2066-\u2069>*]", " ", text).split())


def english(made: Letter, brand: Brand = BRAND) -> Written:
    return write(made, brand, Language.EN)


@pytest.mark.parametrize("language", Language)
def test_each_language_words_every_member_of_what_is_closed(language: Language) -> None:
    words = WORDS[language]
    worded = 0
    for field in fields(words):
        said_there = getattr(words, field.name)
        if isinstance(said_there, dict):
            [kind] = {type(key) for key in said_there}
            assert kind in CLOSED
            assert said_there.keys() == {*kind}, field.name
            worded += 1
    assert worded == 7


@pytest.mark.parametrize("language", Language)
def test_no_words_are_empty_and_subjects_take_one_title(language: Language) -> None:
    for field in fields(WORDS[language]):
        value = getattr(WORDS[language], field.name)
        for worded in value.values() if isinstance(value, dict) else [value]:
            assert worded
            if isinstance(worded, Told):
                assert worded.subject.count("{}") == 1
            if isinstance(worded, Plural):
                assert "{count}" in worded.other


def test_the_sentences_on_files_are_those_of_the_product() -> None:
    for code, sentence in ENGLISH.refused_file.items():
        if "{limit}" not in sentence:
            assert sentence == code.explanation


@pytest.mark.parametrize(("made", "language"), EVERY)
def test_text_and_html_of_every_mail_say_the_same(made: Letter, language: Language) -> None:
    written = write(made, BRAND, language)
    shown = Shown(written.html)
    for line in written.text.splitlines():
        if line.strip() and not line.strip().startswith(("-----", "https://")):
            for part in re.split(r": |:$", flat(line)):
                assert part in shown.text, line
    assert {*re.findall(r"https://\S+", written.text)} == {*shown.links}


@pytest.mark.parametrize(("made", "language"), EVERY)
def test_every_mail_is_whole(made: Letter, language: Language) -> None:
    written = write(made, BRAND, language)
    shown = Shown(written.html)
    assert shown.elements & {"img", "script", "link", "form", "iframe", "svg"} == set()
    assert not re.search(r"url\(|@import|src=", written.html)
    assert made.preferences in shown.links
    assert made.unsubscribe in shown.links
    assert f'lang="{language.value}"' in written.html
    for left in ("{}", "{count}", "{limit}", "None", "Told("):
        assert left not in written.subject + written.text
    assert written.subject == written.subject.strip()
    assert len(written.subject.splitlines()) == 1
    # Clients cut off what is longer: Gmail at 102 kB.
    assert len(written.html.encode()) < 102_000


def test_a_mail_with_all_it_may_hold_is_not_cut_off_by_clients() -> None:
    told = [item(AnnouncementType.APPROVED, title=LONG, comment="A" * 500) for _ in range(25)]
    written = english(letter(MailKind.DECISION, *told))
    assert len(written.html.encode()) < 102_000


def test_a_decision_says_who_decided_what_with_which_words() -> None:
    text = english(letter(MailKind.DECISION, item(AnnouncementType.APPROVED))).text
    assert "Demo Reviewer writes:\n  > Two hours were a break." in text
    assert "CPE hours: 10 of 12 awarded" in text
    assert "8 count for 2026; 22 more to its target" in text
    assert "PDU: 4.5 awarded" in text
    assert f"{PORTAL}/certificates/{CERTIFICATE}" in text


def test_a_decider_who_is_not_named_is_not_named() -> None:
    decided = item(AnnouncementType.DECLINED, decided_by=None)
    text = english(letter(MailKind.DECISION, decided)).text
    assert "Demo Reviewer" not in text
    assert "Comment\n" in text


def test_what_the_system_decided_it_decided() -> None:
    decided = item(AnnouncementType.APPROVED, decided_by=None, comment=None, by_system=True)
    assert "Decided by: automatically" in english(letter(MailKind.DECISION, decided)).text


def test_a_usual_reason_is_said_in_the_language_of_the_mail_and_an_own_one_as_it_is() -> None:
    usual = write(letter(MailKind.DECISION, item(AnnouncementType.DECLINED)), BRAND, Language.DE)
    assert "Titel, Datum oder Punkte weichen vom Dokument ab" in usual.text
    own = item(AnnouncementType.DECLINED, reason=Reason(id="too-old", text="Too old for us"))
    assert "Too old for us" in english(letter(MailKind.DECISION, own)).text


def test_a_refused_file_is_told_with_why_and_what_to_do() -> None:
    made = letter(MailKind.FILE_REFUSED, refused(RejectionReason.TOO_MANY_PAGES))
    text = english(made).text
    assert "50 are taken at most" in text
    assert "scan 12.pdf" in text
    assert f"Choose another file:\n{PORTAL}/certificates/{CERTIFICATE}/edit" in text


@pytest.mark.parametrize(
    ("days", "said_so"),
    [(0, "Expires today"), (1, "Expires tomorrow"), (30, "Expires in 30 days")],
)
def test_what_expires_says_when_and_leads_to_its_renewal(days: int, said_so: str) -> None:
    made = letter(MailKind.EXPIRY, item(AnnouncementType.EXPIRING, days_left=days))
    written = english(made)
    assert written.subject == f"{said_so}: {TITLE}"
    assert "Valid until: 1 April 2026" in written.text
    assert f"Renew it:\n{PORTAL}/certificates/{CERTIFICATE}/renew" in written.text


def test_nobody_is_asked_to_do_what_is_done() -> None:
    asked = item(AnnouncementType.CHANGES_REQUESTED, status=Status.PENDING)
    text = english(letter(MailKind.DECISION, asked)).text
    assert "Make the change" not in text
    assert "Status: In review" in text


def test_ten_decisions_are_one_list() -> None:
    written = english(many(MailKind.DECISION))
    assert written.subject == "13 decisions on your certificates"
    found = [written.text.index(f"* {TITLE} {at}\n") for at in range(1, 11)]
    assert found == sorted(found)
    assert "And 3 more, which the portal shows." in written.text
    assert written.html.count("<h2") == 10


def test_a_digest_counts() -> None:
    written = english(digest(120, 7))
    assert written.subject == "120 certificates wait for review, 7 are overdue"
    assert "Waiting: 120\nOf these overdue: 7" in written.text
    assert english(digest(0, 0)).subject == "Nothing waits for review"
    assert "1000 or more" in english(digest(1000, 2, at_least=True)).text


@pytest.mark.parametrize("language", Language)
def test_what_people_wrote_is_shown_and_never_taken_for_markup(language: Language) -> None:
    written = write(hostile(), Brand(name=HOSTILE), language)
    shown = Shown(written.html)
    assert "b" not in shown.elements
    assert "5 > 3" in " ".join(shown.words)
    assert "{name}" in written.text
    assert "👩🏽‍🚀" in written.text


@pytest.mark.parametrize(
    "hostile_title",
    [
        "A\r\nBcc: a@example.org",
        "A\nSubject: other",
        "A\u2028B",
        "A\x00\x1b[2J",
        "\u202egnp.exe",
        HOSTILE,
        LONG,
    ],
)
def test_nothing_is_injected_into_a_subject(hostile_title: str) -> None:
    made = letter(MailKind.DECISION, item(AnnouncementType.APPROVED, title=hostile_title))
    subject = english(made).subject
    assert subject.startswith("Approved: ")
    assert subject.isprintable() or "\u200d" in subject
    assert len(subject) <= 78
    assert not {*subject} & {*"\r\n\u2028\u202e\x00"}


def test_what_runs_from_right_to_left_turns_nothing_else_round() -> None:
    made = letter(MailKind.DECISION, item(AnnouncementType.APPROVED, title=RIGHT_TO_LEFT))
    assert english(made).subject == f"Approved: \u2068{RIGHT_TO_LEFT}\u2069"
    assert "\u2068" not in english(letter(MailKind.DECISION, item(AnnouncementType.APPROVED))).text


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("short", 5, "short"),
        ("one two three", 10, "one two…"),
        ("Donaudampfschiff", 6, "Donau…"),
        ("ab👩🏽‍🚀cd", 5, "ab…"),
        (
            "ab\N{REGIONAL INDICATOR SYMBOL LETTER D}\N{REGIONAL INDICATOR SYMBOL LETTER E}c",
            4,
            "ab…",
        ),
        ("cafe\N{COMBINING ACUTE ACCENT} au", 5, "caf…"),
    ],
)
def test_a_line_is_cut_between_words_and_never_inside_a_letter(
    text: str, length: int, cut: str
) -> None:
    assert said.shortened(text, length) == cut


@pytest.mark.parametrize("ground", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "accent",
    [None, "#000000", "#ffffff", "#ffff00", "#7a1fa2", "#777777", "#00ff00", "#0000FF", "#e91e63"],
)
def test_any_colour_of_an_academy_can_be_read(accent: str | None, ground: Ground) -> None:
    made = shades(accent, ground)
    assert contrast(made.on, made.fill) >= 4.5
    assert contrast(made.fill, ground.paper) >= 3
    assert min(contrast(made.words, under) for under in ground.all) >= 4.5


@pytest.mark.parametrize("ground", [LIGHT, DARK], ids=["light", "dark"])
def test_the_words_own_colours_can_be_read(ground: Ground) -> None:
    for colour in (ground.ink, ground.soft, ground.good, ground.asks, ground.bad, ground.told):
        assert min(contrast(colour, under) for under in ground.all) >= 4.5
