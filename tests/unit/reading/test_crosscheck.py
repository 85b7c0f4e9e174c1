from datetime import date
from typing import Any

import pytest

from certfolio.domain.certificates import Content
from certfolio.domain.reading.crosscheck import cross_check
from certfolio.domain.reading.fields import Finding, Outcome, ReadField
from certfolio.domain.renditions import Page
from tests.unit.reading.pages import page

CERTIFICATE = page(
    "Certificate of completion",
    "This certifies that",
    "Demo Learner",
    "has completed the course",
    "Secure Coding in Practice and",
    "Elsewhere",
    "16 hours of instruction · 16 CPE credits",
    "Issued by Example Training Institute Ltd. on 14 March 2026",
    "Certificate no. ETI-2026-00417",
)


def stated(**fields: Any) -> Content:
    known = {
        "title": "Secure Coding in Practice and Elsewhere",
        "issuer": "Example Training Institute",
        "earned_on": "2026-03-14",
        "certificate_number": "ETI-2026-00417",
        "claims": [{"credit_type": "cpe", "claimed": "16.00"}],
    }
    return Content.model_validate(known | fields)


def checked(field: ReadField, *pages: Page, name: str = "Demo Learner", **fields: Any) -> Finding:
    return cross_check(stated(**fields), name, pages or (CERTIFICATE,))[field]


def test_everything_that_is_stated_is_found_with_its_place() -> None:
    found = cross_check(stated(), "Demo Learner", (CERTIFICATE,))
    assert {finding.outcome for finding in found.values()} == {Outcome.FOUND}
    assert list(found) == list(ReadField)
    assert all(place.page == 1 for finding in found.values() for place in finding.places)


def test_a_text_across_two_lines_has_two_places() -> None:
    found = checked(ReadField.TITLE)
    upper, lower = (place.box for place in found.places)
    assert upper.bottom <= lower.top


def test_a_document_without_a_text_layer_is_unread() -> None:
    found = cross_check(stated(), "Demo Learner", (Page(width=10, height=10),))
    assert set(found.values()) == {Finding(outcome=Outcome.UNREAD)}


@pytest.mark.parametrize(
    ("field", "missing"),
    [
        (ReadField.ISSUER, {"issuer": None}),
        (ReadField.CERTIFICATE_NUMBER, {"certificate_number": None}),
    ],
)
def test_what_was_not_stated_is_unread(field: ReadField, missing: dict[str, None]) -> None:
    assert checked(field, **missing).outcome is Outcome.UNREAD


def test_a_learner_without_a_known_name_is_unread() -> None:
    assert cross_check(stated(), None, (CERTIFICATE,))[ReadField.LEARNER].outcome is Outcome.UNREAD


@pytest.mark.parametrize(
    ("field", "fields", "said"),
    [
        (ReadField.EARNED_ON, {"earned_on": date(2026, 3, 15)}, "14 March 2026"),
        (ReadField.CERTIFICATE_NUMBER, {"certificate_number": "ETI-2026-00418"}, "ETI-2026-00417"),
        (
            ReadField.CREDITS,
            {"claims": [{"credit_type": "cpe", "claimed": "17"}]},
            "16 CPE credits; 16 hours",
        ),
    ],
)
def test_what_the_document_says_instead_is_told(
    field: ReadField, fields: dict[str, Any], said: str
) -> None:
    found = checked(field, **fields)
    assert (found.outcome, found.text) == (Outcome.OTHER, said)
    assert found.places


def test_what_the_document_says_nothing_of_is_missing() -> None:
    bare = page("Certificate", "Somebody was here")
    found = cross_check(stated(), "Demo Learner", (bare,))
    assert set(found.values()) == {Finding(outcome=Outcome.MISSING)}


@pytest.mark.parametrize("number", ["2026", "ETI", "00417", "ETI-2026", "2026-00417", "0041", "1"])
def test_a_part_of_a_number_is_not_the_number(number: str) -> None:
    assert checked(ReadField.CERTIFICATE_NUMBER, certificate_number=number).outcome is Outcome.OTHER


@pytest.mark.parametrize("number", ["eti 2026 00417", "ETI202600417", " ETI–2026–00417 "])
def test_blanks_and_hyphens_of_a_number_do_not_matter(number: str) -> None:
    assert checked(ReadField.CERTIFICATE_NUMBER, certificate_number=number).outcome is Outcome.FOUND


@pytest.mark.parametrize(
    "said",
    [
        "Invoice 1.14.3.2026",
        "No. 14.03.2026-17",
        "No. 2026-03-14-0042",
        "Item 114.03.2026",
        "Valid until 14.03.2026",
        "Born on 14.03.2026",
    ],
)
def test_a_day_that_is_something_else_is_not_the_day(said: str) -> None:
    assert checked(ReadField.EARNED_ON, page(said)).outcome is not Outcome.FOUND


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Secure Coding in Practice", "SECURE CODING IN PRACTICE"),
        ("Secure Coding in Practice", "“Secure Coding – in Practice”"),
        ("Secure Coding: in Practice!", "Secure Coding in Practice"),
        ("Gestión de residuos", "GESTION DE RESIDUOS"),
        ("Arbeits- und Sozialrecht", "Arbeits und Sozialrecht"),
        ("Führung", "Seminar „Führung“ am Abend"),
        ("情報セキュリティ", "情報セキュリティ基礎講座"),
    ],
)
def test_a_title_is_found_by_its_letters_and_digits(title: str, line: str) -> None:
    assert checked(ReadField.TITLE, page("Certificate", line), title=title).outcome is Outcome.FOUND


def test_a_title_is_found_where_a_word_is_divided() -> None:
    divided = page("Certificate", "Change manage-", "ment for all")
    found = checked(ReadField.TITLE, divided, title="Change management for all")
    assert found.outcome is Outcome.FOUND


@pytest.mark.parametrize("title", ["Code", "Secure Coding in Practice II", "ecure Coding"])
def test_a_title_is_not_found_in_a_part_of_a_word_or_in_part(title: str) -> None:
    assert checked(ReadField.TITLE, title=title).outcome is not Outcome.FOUND


@pytest.mark.parametrize(
    "issuer",
    [
        "Example Training Institute",
        "Example Training Institute Ltd.",
        "EXAMPLE TRAINING INSTITUTE GmbH",
    ],
)
def test_the_legal_form_of_an_issuer_does_not_matter(issuer: str) -> None:
    assert checked(ReadField.ISSUER, issuer=issuer).outcome is Outcome.FOUND


def test_an_issuer_is_found_in_the_address_of_its_site() -> None:
    site = page("Verify at https://verify.examplelearning.example/c/4711")
    assert checked(ReadField.ISSUER, site, issuer="Example Learning").outcome is Outcome.FOUND


@pytest.mark.parametrize(
    ("said", "claimed"),
    [
        ("8 CPE", "8"),
        ("8.0 hours", "8.00"),
        ("8,00 Stunden", "8"),
        ("1.5 CEUs", "1.5"),
        ("Total 1,50 CPD hours", "1.5"),
        ("1.000 points, 1.000 CPE", "1"),
    ],
)
def test_credits_are_found_as_an_amount(said: str, claimed: str) -> None:
    claims = [{"credit_type": "cpe", "claimed": claimed}]
    assert checked(ReadField.CREDITS, page(said), claims=claims).outcome is Outcome.FOUND


def test_every_line_of_a_claim_is_looked_for() -> None:
    both = page("Ethics: 2 CPE", "Taxes: 6.5 CPE")
    lines = [{"credit_type": "ethics", "claimed": "2"}, {"credit_type": "taxes", "claimed": "6.5"}]
    found = checked(ReadField.CREDITS, both, claims=lines)
    assert (found.outcome, len(found.places)) == (Outcome.FOUND, 2)
    assert checked(ReadField.CREDITS, page("2 CPE"), claims=lines).outcome is Outcome.OTHER


def test_a_number_that_is_another_ones_group_of_digits_is_not_the_number() -> None:
    long = page("Certificate number 4711 0815 2342")
    assert (
        checked(ReadField.CERTIFICATE_NUMBER, long, certificate_number="0815").outcome
        is Outcome.OTHER
    )
    whole = checked(ReadField.CERTIFICATE_NUMBER, long, certificate_number="471108152342")
    assert whole.outcome is Outcome.FOUND


def test_a_number_is_found_in_the_link_to_verify_it() -> None:
    link = page("verify.demo.example/certificates/ABC123XYZ9")
    found = checked(ReadField.CERTIFICATE_NUMBER, link, certificate_number="ABC123XYZ9")
    assert found.outcome is Outcome.FOUND


def test_a_short_number_counts_behind_its_label_alone() -> None:
    assert (
        checked(
            ReadField.CERTIFICATE_NUMBER, page("Certificate no. 17"), certificate_number="17"
        ).outcome
        is Outcome.FOUND
    )
    assert (
        checked(ReadField.CERTIFICATE_NUMBER, page("Room 17"), certificate_number="17").outcome
        is Outcome.MISSING
    )


def test_a_day_is_no_number() -> None:
    found = checked(
        ReadField.CERTIFICATE_NUMBER, page("on 14.03.2026"), certificate_number="14032026"
    )
    assert found.outcome is Outcome.MISSING


def test_what_stands_on_the_second_page_is_found_there() -> None:
    found = checked(ReadField.TITLE, page("Cover"), CERTIFICATE)
    assert {place.page for place in found.places} == {2}


def test_a_month_alone_is_told_but_not_found() -> None:
    found = checked(ReadField.EARNED_ON, page("Completed in March 2026"))
    assert (found.outcome, found.text) == (Outcome.OTHER, "March 2026")


def test_either_reading_of_a_numeric_day_is_the_day() -> None:
    for day in ("2026-06-05", "2026-05-06"):
        assert (
            checked(ReadField.EARNED_ON, page("Date: 05/06/2026"), earned_on=day).outcome
            is Outcome.FOUND
        )


def test_an_expiry_that_is_stated_as_the_day_is_something_else() -> None:
    both = page("Issued: 1 March 2026", "Expires: 1 March 2029")
    found = checked(ReadField.EARNED_ON, both, earned_on="2029-03-01")
    assert (found.outcome, found.text) == (Outcome.OTHER, "1 March 2026")
