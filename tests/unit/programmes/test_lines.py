"""Certificates as the lines that a report is made from."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from certfolio.domain.academies import Academy
from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.programmes.lines import credit_lines
from tests.support.portfolios import certificate

VIENNA = Academy(academy_id="academy", name="Academy", time_zone="Europe/Vienna")


def lines(*certificates: Certificate) -> list[Any]:
    return credit_lines(certificates, VIENNA.day_of)


def with_claims(found: Certificate, *claims: dict[str, Any]) -> Certificate:
    return Certificate.model_validate(found.model_dump() | {"claims": claims})


def test_a_line_says_what_its_certificate_does() -> None:
    [line] = lines(certificate(1, date(2025, 3, 1), {"pdu": "3"}, awarded={"pdu": "2"}))
    assert line.model_dump(mode="json") == {
        "certificate_id": f"{1:026d}",
        "line": 0,
        "credit_type": "pdu",
        "labels": {},
        "claimed": "3.00",
        "awarded": "2.00",
        "earned_on": "2025-03-01",
        "reported_on": "2026-01-01",
        "status": "approved",
        "ends_on": None,
    }


def test_lines_of_one_type_are_told_apart_by_their_place_and_keep_their_labels() -> None:
    found = with_claims(
        certificate(1, date(2025, 3, 1), {"pdu": "1"}),
        {"credit_type": "pdu", "labels": {"category": "work"}, "claimed": "3", "awarded": "3"},
        {"credit_type": "cpe", "claimed": "2", "awarded": "2"},
        {"credit_type": "pdu", "labels": {"category": "power"}, "claimed": "1", "awarded": "0"},
    )
    assert [(line.line, line.credit_type, dict(line.labels)) for line in lines(found)] == [
        (0, "pdu", {"category": "work"}),
        (1, "cpe", {}),
        (2, "pdu", {"category": "power"}),
    ]


def test_the_day_it_was_reported_is_that_of_the_academys_calendar() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    found = certificate(1, date(2025, 3, 1), {"pdu": "1"}).model_copy(update={"submitted_at": late})
    assert lines(found)[0].reported_on == date(2027, 1, 1)


@pytest.mark.parametrize("status", Status)
def test_only_what_counts_or_waits_has_lines(status: Status) -> None:
    found = lines(certificate(1, date(2025, 3, 1), {"pdu": "1"}, status=status))
    assert bool(found) is (status in GRANTED | {Status.PENDING})


def test_credits_that_end_when_renewed_end_on_the_first_day_of_the_earliest_renewal() -> None:
    old = certificate(1, date(2024, 3, 1), {"pdu": "1", "cpe": "1"}, ends_when_renewed=["pdu"])
    later = certificate(2, date(2026, 5, 1), {"pdu": "1"}, renews=1)
    first = certificate(3, date(2026, 2, 1), {"pdu": "1"}, renews=1)
    waiting = certificate(4, date(2025, 2, 1), {"pdu": "1"}, renews=1, status=Status.PENDING)
    found = lines(later, old, first, waiting)
    assert {(line.certificate_id[-1], line.credit_type): line.ends_on for line in found} == {
        ("1", "pdu"): date(2026, 2, 1),
        ("1", "cpe"): None,
        ("2", "pdu"): None,
        ("3", "pdu"): None,
        ("4", "pdu"): None,
    }
