"""What may change of a programme that somebody holds a credential under."""

from datetime import date, timedelta
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from certfolio.domain.field_codes import FieldCode
from certfolio.domain.programmes.changing import wrong_changes
from tests.support.programmes import at_least, cycle, cycles, holding, line, node, of_versions

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


_RULES = st.fixed_dictionaries(
    {
        "requires": st.sampled_from(["20", "40", "60"]).map(
            lambda credits_: [at_least("total", credits_)]
        ),
        "cycle": st.sampled_from([6, 12, 24, 36]).map(cycle),
    },
    optional={"carry": st.just({"beyond": "total"})},
)
_DAYS = st.integers(-1500, 1500).map(lambda days: str(TODAY + timedelta(days=days)))


@given(
    before=st.lists(st.tuples(_DAYS, _RULES), min_size=1, max_size=3, unique_by=lambda v: v[0]),
    kept=st.integers(0, 3),
    new=st.lists(st.tuples(_DAYS, _RULES), max_size=2, unique_by=lambda v: v[0]),
    held_since=_DAYS,
    looked_at=st.integers(0, 2000),
    earned=st.lists(st.tuples(_DAYS, st.sampled_from(["5", "30", "70"])), max_size=5),
)
def test_no_change_that_is_let_pass_rewrites_a_cycle_that_began_by_then(  # noqa: PLR0913
    before: list[tuple[str, dict[str, Any]]],
    kept: int,
    new: list[tuple[str, dict[str, Any]]],
    held_since: str,
    looked_at: int,
    earned: list[tuple[str, str]],
) -> None:
    """Without a version that holds at once; whatever is looked at, and whenever."""
    versions = [{"begins_on": day, **rules} for day, rules in sorted(before, key=itemgetter(0))]
    more = {one["begins_on"]: one for one in versions[:kept]} | {
        day: {"begins_on": day, **rules} for day, rules in new
    }
    assume(more)
    changed = [more[day] for day in sorted(more)]
    assume(wrong(*changed, before=versions) == [])
    lines = [line(place, day, credits_) for place, (day, credits_) in enumerate(earned)]
    on = str(TODAY + timedelta(days=looked_at))
    held = holding(held_since)
    by_old, by_new = (
        [
            (cycle_.starts_on, cycle_.planned_end, cycle_.missing, cycle_.counted, cycle_.version)
            for cycle_ in cycles(of_versions(*some), held, *lines, on=on)
            if cycle_.starts_on <= TODAY
        ]
        for some in (versions, changed)
    )
    assert by_new == by_old
