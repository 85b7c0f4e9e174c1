"""Laws that every report keeps, whatever the programme and the portfolio."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.programmes.holding import CreditLine, Extra, Fewer, Holding, LetOff
from certfolio.domain.programmes.model import Programme, Version
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.results import CycleReport, Node, Report, RequirementKind
from certfolio.domain.programmes.rules import AtLeast, walk
from tests.programmes.strategies import amounts, cases, days

Case = tuple[Programme, Holding, list[CreditLine], date]

law = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
_CENT = Decimal("0.01")


@law
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_in_which_certificates_come_changes_nothing(case: Case, random: object) -> None:
    programme, holding, lines, day = case
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert report(programme, holding, shuffled, day) == report(programme, holding, lines, day)


@law
@given(cases())
def test_what_is_withdrawn_or_declined_is_as_if_it_had_never_been(case: Case) -> None:
    programme, holding, lines, day = case
    gone = [
        line.model_copy(update={"status": status, "awarded": None})
        for line, status in zip(lines, _never_there(), strict=False)
    ]
    assert report(programme, holding, gone, day) == report(programme, holding, [], day)


def _never_there() -> list[Status]:
    return sorted(set(Status) - GRANTED - {Status.PENDING}) * 3


@law
@given(cases())
def test_a_line_counts_for_no_more_than_it_brings_and_the_total_is_their_sum(case: Case) -> None:
    for cycle in report(*case).cycles:
        for line in cycle.lines:
            assert 0 <= line.counted <= line.credits
        parts = sum((line.counted for line in cycle.lines), Decimal(0)) + cycle.backfilled
        # Each is rounded down by itself.
        assert parts <= cycle.counted <= parts + _CENT * (len(cycle.lines) + 1)


@law
@given(cases())
def test_no_maximum_is_exceeded(case: Case) -> None:
    for cycle in report(*case).cycles:
        for node in _walk(cycle.nodes):
            if node.kind is RequirementKind.AT_MOST:
                assert all(one.have <= one.needed for one in node.figures if one.asked)


@law
@given(cases())
def test_what_goes_on_is_what_comes_in(case: Case) -> None:
    cycles = report(*case).cycles
    for before, after in pairwise(cycles):
        assert after.carried_in == before.carried_out
        out = sum((line.carried_out for line in before.lines), Decimal(0))
        assert out <= before.carried_out <= out + _CENT * len(before.lines)


@law
@given(cases(), days, amounts)
def test_more_credits_never_lower_what_is_counted(
    case: Case, earned: date, credits_: Decimal
) -> None:
    programme, holding, lines, day = case
    assume(not any(version.backfill for version in programme.versions))
    more = CreditLine(
        certificate_id="01JD8Z6V9Q3T5W7X9Y1Z3A9999",
        credit_type="cpe",
        labels={"kind": "a", "way": "x"},
        claimed=credits_,
        awarded=credits_,
        earned_on=earned,
        reported_on=earned,
        status=Status.APPROVED,
    )
    after = report(programme, holding, [*lines, more], day)
    before = _by_start(report(programme, holding, lines, day))
    here = next((one for one in after.cycles if one.starts_on <= earned <= one.ends_on), None)
    if here is not None:
        there = before.get(here.starts_on)
        assert there is None or here.counted >= there.counted


@law
@given(cases(), st.data())
def test_a_waiver_never_raises_what_is_missing_and_a_penalty_never_lowers_it(
    case: Case, data: st.DataObject
) -> None:
    programme, holding, lines, day = case
    nodes = list(walk(programme.versions[0].requires))
    least = [node.id for node in nodes if isinstance(node, AtLeast)]
    assume(least)
    name = data.draw(st.sampled_from(least))
    on = data.draw(days)
    waivers = {
        -1: data.draw(
            st.just(LetOff(on=on, requirement=name))
            | st.builds(Fewer, on=st.just(on), requirement=st.just(name), credits=amounts)
        ),
        1: Extra(on=on, requirement=name, credits=data.draw(amounts)),
    }
    plain = _missing_on(report(programme, holding, lines, day), on)
    for sign, waiver in waivers.items():
        with_it = holding.model_copy(update={"waivers": (*holding.waivers, waiver)})
        missing = _missing_on(report(programme, with_it, lines, day), on)
        if plain is not None and missing is not None:
            assert missing * sign >= plain * sign


@law
@given(cases(), days, st.data())
def test_a_version_that_does_not_hold_at_once_rewrites_no_cycle_that_began_before_it(
    case: Case, begins: date, data: st.DataObject
) -> None:
    programme, holding, lines, day = case
    (other, _, _, _) = data.draw(cases())
    # An extension lets a cycle begin after its planned first day, by which its version is chosen.
    assume(begins > programme.versions[-1].begins_on and not holding.waivers)
    changed = Version.model_validate(
        {
            **other.versions[0].model_dump(),
            "cycle": programme.versions[0].cycle.model_dump(),
            "begins_on": begins,
            "at_once": False,
            # What it fills of an earlier cycle is added to that cycle, by the later one's rules.
            "backfill": None,
        }
    )
    later = programme.model_copy(update={"versions": (*programme.versions, changed)})
    assume(not any(version.backfill for version in programme.versions))
    before = _by_start(report(programme, holding, lines, day))
    after = _by_start(report(later, holding, lines, day))
    for start, cycle in after.items():
        if start < begins and start in before:
            assert cycle == before[start]


@law
@given(cases(), st.integers(1, 400))
def test_a_cycle_that_has_ended_says_the_same_on_any_later_day(case: Case, after: int) -> None:
    programme, holding, lines, day = case
    assume(not any(version.backfill for version in programme.versions))
    today = report(programme, holding, lines, day)
    earlier = [line for line in lines if line.earned_on <= day]
    later = _by_start(report(programme, holding, earlier, day + timedelta(days=after)))
    for cycle in today.cycles:
        if cycle.ended and cycle.starts_on in later:
            assert _figures(later[cycle.starts_on]) == _figures(cycle)


def _figures(cycle: CycleReport) -> object:
    return cycle.nodes, cycle.counted, cycle.lines, cycle.carried_out, cycle.done


def _by_start(told: Report) -> dict[date, CycleReport]:
    return {cycle.starts_on: cycle for cycle in told.cycles}


def _missing_on(told: Report, day: date) -> Decimal | None:
    return next(
        (cycle.missing for cycle in told.cycles if cycle.starts_on <= day <= cycle.ends_on), None
    )


def _walk(nodes: Sequence[Node]) -> list[Node]:
    return [found for node in nodes for found in (node, *_walk(node.of))]
