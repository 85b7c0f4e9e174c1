"""What is worked out when certificates are read: standing, filters, statement."""

from datetime import date, timedelta
from typing import Any

import pytest

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Kind, Standing
from certfolio.domain.filters import Filters, StatusFilter
from tests.support.builders import TODAY, certificate, claim


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (None, Standing.ACTIVE),
        (61, Standing.ACTIVE),
        (60, Standing.EXPIRING),
        (1, Standing.EXPIRING),
        (0, Standing.EXPIRING),
        (-1, Standing.EXPIRED),
        (-4000, Standing.EXPIRED),
    ],
)
def test_standing_follows_from_the_expiry_date(days: int | None, standing: Standing) -> None:
    expires_on = None if days is None else TODAY + timedelta(days=days)
    record = certificate(Status.APPROVED, expires_on=expires_on)
    assert record.standing(TODAY) is standing


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.APPROVED])
def test_only_what_is_approved_has_a_standing(status: Status) -> None:
    assert certificate(status, expires_on=TODAY).standing(TODAY) is None


@pytest.mark.parametrize("status", [*Status])
def test_a_status_filter_matches_that_status_alone(status: Status) -> None:
    wanted = Filters(status=StatusFilter(status.value))
    assert [other for other in Status if wanted.match(certificate(other), TODAY)] == [status]


@pytest.mark.parametrize("standing", [*Standing])
def test_a_standing_filter_matches_that_standing_alone(standing: Standing) -> None:
    ages = {Standing.ACTIVE: 61, Standing.EXPIRING: 60, Standing.EXPIRED: -1}
    wanted = Filters(status=StatusFilter(standing.value))
    found = [
        name
        for name, days in ages.items()
        if wanted.match(
            certificate(Status.APPROVED, expires_on=TODAY + timedelta(days=days)), TODAY
        )
    ]
    assert found == [standing]
    assert not wanted.match(certificate(Status.PENDING, expires_on=TODAY), TODAY)


@pytest.mark.parametrize(
    ("fields", "matches"),
    [
        ({}, True),
        ({"kind": Kind.EXTERNAL}, True),
        ({"kind": Kind.ACADEMY}, False),
        ({"credit_type": "ceu"}, True),
        ({"credit_type": "pdu"}, False),
        ({"earned_from": "2026-01-15"}, True),
        ({"earned_from": "2026-01-16"}, False),
        ({"earned_to": "2026-01-15"}, True),
        ({"earned_to": "2026-01-14"}, False),
        ({"earned_from": "2026-01-15", "earned_to": "2026-01-15"}, True),
        ({"earned_from": "2026-01-16", "earned_to": "2026-01-14"}, False),
        ({"credit_type": "ceu", "earned_to": "2026-01-14"}, False),
    ],
)
def test_filters_all_have_to_match(fields: dict[str, Any], matches: bool) -> None:
    record = certificate(earned_on=date(2026, 1, 15), claims=(claim("cpe"), claim("ceu")))
    assert Filters(**fields).match(record, TODAY) is matches
