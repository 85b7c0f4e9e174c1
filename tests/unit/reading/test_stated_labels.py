"""Choices of labels that documents name: what is filled in, and what is said beside them."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certfolio.domain.certificates import Content
from certfolio.domain.credit_types import CreditType, LabelChoice, LabelRule
from certfolio.domain.reading.choices import Choices
from certfolio.domain.reading.fields import Finding, Outcome
from certfolio.domain.reading.label_check import check_labels
from certfolio.domain.reading.layout import Document
from certfolio.domain.reading.suggest import suggest
from tests.support.builders import credit_type
from tests.unit.reading.pages import page


def label(name: str, *choices: str, retired: str = "") -> LabelRule:
    return LabelRule(
        id=name.split(maxsplit=1)[0].lower(),
        name=name,
        choices=tuple(
            LabelChoice(id=f"c{at}", name=choice, retired=choice == retired)
            for at, choice in enumerate(choices)
        ),
    )


SUBJECT = label("Subject", "Accounting", "Auditing", "Ethics", "Taxation", "Other subjects")
DELIVERY = label("Delivery", "Live", "Self-study")
CATEGORY = label("Category", "Ethics", "Technical", "Non-technical")
SKILL = label("Talent Triangle", "Ways of Working", "Power Skills", "Business Acumen")
GROUP = label("Group", "Group A: the domains", "Group B: professional development")
GERMAN = label("Kategorie", "Ethik", "Fachlich", "Pr\u00e4senz")
PLACE = label("Ort", "M\u00fcnchen", "K\u00f6ln")
ALL = (SUBJECT, DELIVERY, CATEGORY, SKILL, GROUP, GERMAN)
CERTIFICATE = (
    "Certificate of completion",
    "Demo Learner",
    "has completed the course",
    "Some Title Here",
)


def cpe(*labels: LabelRule) -> CreditType:
    return credit_type(labels=labels)


def suggested(rule: LabelRule, *lines: str) -> str | None:
    """The name of the choice that is filled in."""
    told = suggest([page(*CERTIFICATE, *lines)], "Demo Learner", [cpe(rule)]).labels
    names = {choice.id: choice.name for choice in rule.choices}
    assert all((one.credit_type, one.label) == ("cpe", rule.id) for one in told)
    return names[told[0].choice] if told else None


def checked(rule: LabelRule, choice: str, *lines: str) -> Finding:
    ids = {one.name: one.id for one in rule.choices}
    return found_of({rule.id: ids.get(choice, choice)}, cpe(rule), *CERTIFICATE, *lines)[rule.id]


def found_of(labels: Mapping[str, str], rules: CreditType, *lines: str) -> Mapping[str, Finding]:
    content = Content.model_validate(
        {
            "title": "Some",
            "earned_on": "2026-03-14",
            "claims": [{"credit_type": "cpe", "claimed": "1", "labels": labels}],
        }
    )
    told = check_labels(content, {"cpe": rules}, "Demo Learner", [page(*lines)])
    assert all(one.line == 0 for one in told)
    return {one.label: one.finding for one in told}


@pytest.mark.parametrize(
    ("rule", "lines", "choice"),
    [
        (SUBJECT, ["Field of study: Accounting"], "Accounting"),
        (SUBJECT, ["FIELD OF STUDY:", "Accounting"], "Accounting"),
        (SUBJECT, ["Field of study\tTaxes"], "Taxation"),
        (SUBJECT, ["Recommended field of study: Regulatory Ethics"], "Ethics"),
        (SUBJECT, ["2 CPE credits in Accounting"], "Accounting"),
        (SUBJECT, ["CPE credits: 2.0", "Accounting: 2.0"], "Accounting"),
        (
            SUBJECT,
            ["Subject\tCPE credits", "Accounting\t2.0", "Total CPE credits: 2.0"],
            "Accounting",
        ),
        (DELIVERY, ["Delivery method: Group Live"], "Live"),
        (DELIVERY, ["Delivery Method: QAS Self Study"], "Self-study"),
        (DELIVERY, ["Delivery:Self study"], "Self-study"),
        (DELIVERY, ["Format: Selbststudium"], "Self-study"),
        (CATEGORY, ["Category: Non-technical"], "Non-technical"),
        (SKILL, ["PMI Talent Triangle: Power Skills"], "Power Skills"),
        (SKILL, ["Power Skills: 4 PDUs"], "Power Skills"),
        (GROUP, ["Group A: 8 CPE credits"], "Group A: the domains"),
        (GROUP, ["8 CPE credits (Group A)"], "Group A: the domains"),
        (GERMAN, ["Kategorie: Ethik"], "Ethik"),
        (GERMAN, ["KATEGORIE: PRAESENZ"], None),
        (GERMAN, ["Kategorie: Pra\u0308senz"], "Pr\u00e4senz"),
        (PLACE, ["Ort: MUNCHEN"], "M\u00fcnchen"),
        (DELIVERY, ["Delivery: Live", "This is not a self-study course."], "Live"),
    ],
)
def test_what_stands_as_the_only_value_is_filled_in(
    rule: LabelRule, lines: list[str], choice: str | None
) -> None:
    assert suggested(rule, *lines) == choice


FOOLS = [
    # Several are named, or something that is none.
    "Accounting: 2.0, Regulatory Ethics: 1.0",
    "Accounting: 2.0 and Business Law: 1.0, in all 3.0 CPE credits",
    "Field of study: Accounting, Auditing",
    "Field of study: Accounting and Business Law",
    "Field of study: Regulatory Ethics / Taxes",
    "NASBA fields of study: Accounting 2.0, Taxes 1.5",
    "Delivery method: Group Live or QAS Self Study",
    "Delivery methods: Group Live, Group Internet Based, QAS Self Study",
    "Delivery method: Group Internet Based, QAS Self Study",
    "Delivery: \u2610 Live \u2612 Self-study",
    "Delivery: [ ] Live [x] Self-study",
    "Category: Ethics and Technical",
    "Power Skills: 2 PDUs, Business Acumen: 3 PDUs",
    # What sponsors print on everything.
    "Delivery method: Group Internet Based",
    "QAS Self Study",
    "Approved for Group Live, Group Internet Based and QAS Self Study",
    "National Registry of CPE Sponsors, QAS Self Study sponsor 12345",
    "NASBA fields of study are listed at www.nasbaregistry.org",
    "In accordance with the standards of NASBA, CPE credits have been granted",
    # By chance, in other words, as part of one.
    "We live in interesting times and live to learn",
    "Recorded live in Berlin, 2 hours",
    "Live Nation Events",
    "Ethics",
    "Ethics 2",
    "Ethics 101",
    "Accounting 2: 16 CPE credits",
    "Accounting Academy Ltd.",
    "Institute of Accounting and Taxation",
    "Board of Ethics, Accounting and Technical Education",
    "Technical support: 2 hours a day",
    "Module 2: Ethics",
    "Speaker: Ethics Professor",
    "For ethics questions write to live@ethics.example",
    "www.ethics.example",
    "live.example.com",
    "Group photo, a group a day",
    "Other subjects: 2.0",
    "Subject: Other subjects",
    "Category: Others",
    "Business Acumen Institute",
    "A course on Power Skills and more",
    # Compounds.
    "Kategorie: Ethikseminar",
    "Kategorie: Medizinethik",
    "Kategorie: Ethik-Kurs",
    "Kategorie: Pr\u00e4senzveranstaltung mit Fachlichem",
    "Delivery: Live-Webinar",
    "Delivery: Self-Study-Kurs",
    "Category: Biotechnical",
    "Delivery: Liveness",
    # Denials.
    "Category: no Ethics",
    "Category: not Ethics",
    "Category: Ethics: none",
    "Ethics: 0.0",
    "Ethics: no",
    "Delivery: not Live",
    "This course does not qualify for 2 CPE credits in Ethics",
    "Does not count as 2 CPE credits in Taxation",
    "Kategorie: kein Ethik",
    "Kategorie: ohne Ethik",
    "Kategorie: Ethik: nein",
]


@pytest.mark.parametrize("line", FOOLS)
@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_nothing_is_filled_in_where_it_is_not_beyond_doubt(rule: LabelRule, line: str) -> None:
    assert suggested(rule, line) is None


@pytest.mark.parametrize(
    ("rule", "choice", "line", "outcome"),
    [
        (SUBJECT, "Accounting", "Accounting: 2.0, Regulatory Ethics: 1.0", Outcome.FOUND),
        (SUBJECT, "Ethics", "Accounting: 2.0, Regulatory Ethics: 1.0", Outcome.FOUND),
        (SUBJECT, "Auditing", "Accounting: 2.0, Regulatory Ethics: 1.0", Outcome.OTHER),
        (SUBJECT, "Auditing", "Field of study: Accounting and Auditing", Outcome.FOUND),
        (SUBJECT, "Auditing", "Institute of Auditing and Taxation", Outcome.MISSING),
        (SUBJECT, "Ethics", "Ethics: 0.0", Outcome.MISSING),
        (SUBJECT, "Other subjects", "Other subjects: 2.0", Outcome.UNREAD),
        (SUBJECT, "Other subjects", "Field of study: Ethics", Outcome.OTHER),
        (DELIVERY, "Live", "We live in interesting times", Outcome.MISSING),
        (DELIVERY, "Live", "Live", Outcome.MISSING),
        (DELIVERY, "Live", "Delivery method: QAS Self Study", Outcome.OTHER),
        (DELIVERY, "Self-study", "This self-study course took two days", Outcome.FOUND),
        (DELIVERY, "Self-study", "This is not a self-study course", Outcome.MISSING),
        (DELIVERY, "Live", "This self-study course took two days", Outcome.MISSING),
        (DELIVERY, "Live", "Delivery: \u2610 Live \u2612 Self-study", Outcome.MISSING),
        (CATEGORY, "Technical", "Category: Non-technical", Outcome.OTHER),
        (SKILL, "Business Acumen", "A course on Business Acumen and more", Outcome.FOUND),
        (GROUP, "Group A: the domains", "As a group a day was spent", Outcome.MISSING),
        (GERMAN, "Ethik", "Kategorie: Medizinethik", Outcome.MISSING),
    ],
)
def test_beside_a_stated_label_stands_whether_the_document_says_it(
    rule: LabelRule, choice: str, line: str, outcome: Outcome
) -> None:
    found = checked(rule, choice, line)
    assert found.outcome is outcome
    assert bool(found.places) is bool(found.text) is (outcome in {Outcome.FOUND, Outcome.OTHER})


def test_another_choice_is_told_in_the_words_of_the_document() -> None:
    assert checked(DELIVERY, "Live", "Delivery method: QAS Self Study").text == "QAS Self Study"


def test_a_long_word_in_the_title_is_found_and_fills_in_nothing() -> None:
    lines = [
        "Certificate of completion",
        "Demo Learner",
        "has completed the course",
        "Ethics for Nurses",
    ]
    assert found_of({"subject": "c2"}, cpe(SUBJECT), *lines)["subject"].outcome is Outcome.FOUND
    assert suggest([page(*lines)], "Demo Learner", [cpe(SUBJECT)]).labels == ()


def test_what_is_no_certificate_fills_in_nothing() -> None:
    lines = ["Invoice", "Delivery method: Group Live", "Certificate course, 2 seats"]
    assert suggest([page(*lines)], None, [cpe(DELIVERY)]).labels == ()


def test_what_is_retired_is_looked_for_and_not_filled_in() -> None:
    rule = label("Delivery", "Live", "Self-study", retired="Live")
    assert suggested(rule, "Delivery: Live") is None
    assert checked(rule, "Live", "Delivery: Live").outcome is Outcome.FOUND
    gone = cpe(DELIVERY).model_copy(update={"retired": True})
    assert suggest([page(*CERTIFICATE, "Delivery: Live")], None, [gone]).labels == ()


def test_what_is_on_no_list_any_more_is_unread() -> None:
    assert checked(DELIVERY, "gone", "Delivery: Live").outcome is Outcome.UNREAD
    assert (
        found_of({"gone": "c0"}, cpe(DELIVERY), "Delivery: Live")["gone"].outcome is Outcome.UNREAD
    )
    unread = found_of({"delivery": "c0"}, cpe(DELIVERY))["delivery"]
    assert unread == Finding(outcome=Outcome.UNREAD)


LETTERS = st.text(st.sampled_from("abegilostvxz\u00e4\u00e9\u00df"), min_size=3, max_size=8)
BORDERS = st.sampled_from(["", " ", "-", "_", "."])


@given(LETTERS, LETTERS, BORDERS, st.booleans())
def test_a_name_is_no_part_of_a_word(name: str, other: str, border: str, is_before: bool) -> None:
    rule = label("Delivery", name, "Zzzzzzzzzzzz")
    word = f"{other}{border}{name}" if is_before else f"{name}{border}{other}"
    named = Choices(Document([page(f"x {word} x")])).named(rule)
    whole = border == " " or other == name
    assert any(one.choice == "c0" for one in named.mentions) <= whole


@given(LETTERS, st.sampled_from([str.upper, str.lower, str.title]))
def test_case_and_accents_tell_no_names_apart(name: str, written: type[str]) -> None:
    rule = label("Delivery", name, "Zzzzzzzzzzzz")
    named = Choices(Document([page(f"x {written(name)} x")])).named(rule)
    assert [one.choice for one in named.mentions] == ["c0"]


@given(st.sampled_from(FOOLS), st.sampled_from(ALL), st.randoms())
def test_the_order_of_labels_and_choices_tells_nothing(
    line: str, rule: LabelRule, chance: random.Random
) -> None:
    choices, labels = [*rule.choices], [*ALL]
    chance.shuffle(choices)
    chance.shuffle(labels)
    other = rule.model_copy(update={"choices": tuple(choices)})
    pages = [page(*CERTIFICATE, line, "Delivery method: Group Live", "Kategorie: Ethik")]
    assert Choices(Document(pages)).named(other) == Choices(Document(pages)).named(rule)
    told = suggest(pages, None, [cpe(*labels)]).labels
    assert {*told} == {*suggest(pages, None, [cpe(*ALL)]).labels}


def test_what_two_choices_are_called_tells_neither() -> None:
    rule = label("Delivery", "Self-study", "Self-paced", "SELF PACED")
    assert suggested(rule, "Delivery: self paced") is None
    assert (
        suggested(label("Delivery", "Self-study", "Self-paced"), "Delivery: self paced")
        == "Self-paced"
    )
    assert (
        suggested(label("Delivery", "Self-study", "Self-paced"), "Delivery: self directed") is None
    )
