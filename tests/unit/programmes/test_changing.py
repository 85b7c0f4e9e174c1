"""What may change of a programme that somebody holds a credential under."""

from datetime import date
from typing import Any

import pytest

from certfolio.domain.field_codes import FieldCode
from certfolio.domain.programmes.changing import wrong_changes
from tests.support.programmes import at_least, cycle, node, of_versions

TODAY = date(2026, 11, 26)
TOTAL = at_least("total", "60")
BEFORE = ({"requires": [TOTAL]},)


def wrong(*after: Any, before: Any = BEFORE) -> list[tuple[str, FieldCode]]:
    found = wrong_changes(of_versions(*before), of_versions(*after), TODAY)
    return [(error.field, error.code) for error in found]


def test_the_same_is_no_change() -> None:
    assert wrong(*BEFORE) == []


def test_words_may_be_put_right() -> None:
    tree = {**node("all_of", "all", {**TOTAL, "name": "Sixty"}), "name": "All of it"}
    assert wrong({"requires": [tree]}, before=({"requires": [node("all_of", "all", TOTAL)]},)) == []


@pytest.mark.parametrize(
    "version",
    [
        {"requires": [at_least("total", "61")]},
        {"requires": [at_least("sum", "60")]},
        {"requires": [TOTAL, at_least("more", "1")]},
        {"requires": []},
        {"requires": [TOTAL], "cycle": cycle(24)},
        {"requires": [TOTAL], "begins_on": "2000-01-02"},
        {"requires": [TOTAL], "at_once": True},
        {"requires": [TOTAL], "carry": {"beyond": "total"}},
    ],
)
def test_a_version_that_has_begun_stays(version: dict[str, Any]) -> None:
    assert wrong(version) == [("programme.versions.0", FieldCode.HAS_BEGUN)]


def test_a_label_that_a_credit_becomes_is_no_word() -> None:
    before = {"requires": [TOTAL], "carry": {"beyond": "total", "becomes": {"name": "one"}}}
    after = {"requires": [TOTAL], "carry": {"beyond": "total", "becomes": {"name": "other"}}}
    assert wrong(after, before=(before,)) == [("programme.versions.0", FieldCode.HAS_BEGUN)]


@pytest.mark.parametrize(
    ("begins_on", "at_once", "codes"),
    [
        ("2026-11-27", False, []),
        ("2026-11-26", True, []),
        ("2026-11-26", False, [FieldCode.NOT_AFTER_TODAY]),
        ("2026-11-25", True, [FieldCode.NOT_AFTER_TODAY]),
        ("2001-01-01", False, [FieldCode.NOT_AFTER_TODAY]),
    ],
)
def test_a_new_version_begins_after_today_or_today_at_once(
    begins_on: str, *, at_once: bool, codes: list[FieldCode]
) -> None:
    new = {"requires": [], "begins_on": begins_on, "at_once": at_once}
    assert [code for _, code in wrong(*BEFORE, new)] == codes


def test_a_version_that_has_not_begun_may_change_and_go() -> None:
    coming = {"requires": [], "begins_on": "2027-01-01"}
    before = (*BEFORE, coming)
    assert wrong(*BEFORE, {**coming, "requires": [TOTAL]}, before=before) == []
    assert wrong(*BEFORE, before=before) == []


def test_a_version_that_began_today_stays() -> None:
    today = {"requires": [], "begins_on": "2026-11-26", "at_once": True}
    changed = {**today, "requires": [TOTAL]}
    assert wrong(*BEFORE, changed, before=(*BEFORE, today)) == [
        ("programme.versions.1", FieldCode.HAS_BEGUN)
    ]


def test_versions_that_have_begun_cannot_be_taken_away() -> None:
    before = (*BEFORE, {"requires": [], "begins_on": "2010-01-01"})
    assert wrong(*BEFORE, before=before) == [("programme.versions", FieldCode.HAS_BEGUN)]


def test_the_first_version_holds_before_it_begins_and_stays_too() -> None:
    before = ({"requires": [TOTAL], "begins_on": "2030-01-01"},)
    earlier = {"requires": [], "begins_on": "2027-01-01"}
    assert wrong(*before, before=before) == []
    assert wrong(earlier, *before, before=before) == [("programme.versions.0", FieldCode.HAS_BEGUN)]
