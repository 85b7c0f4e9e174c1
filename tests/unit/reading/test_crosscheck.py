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
