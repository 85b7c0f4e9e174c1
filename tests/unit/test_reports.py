"""Reports of holdings whose cycles begin on the hiring date."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from certfolio.domain.academies import Academy
from certfolio.domain.actions import Actor, ActorKind
from certfolio.domain.certificates import Owner
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.holdings import HeldCredential, KeptHolding
from certfolio.domain.programmes.installed import AcademyProgramme, ProgrammeState
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import Pack
from certfolio.services.cohorts import Holder
from certfolio.services.hiring import HiringDates
from certfolio.services.reports import Reports
from certfolio.services.trials import Trial, Trials

PACKS = Path(__file__).parents[2] / "functions" / "programmes" / "packs"
OWNER = Owner(academy_id="demo", learner_id="learner-1")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def programme_of(pack: str) -> Programme:
    return Pack.model_validate_json((PACKS / f"{pack}.json").read_bytes()).programme


def held_under(programme: Programme) -> KeptHolding:
    return KeptHolding(
        **dict(OWNER),
        id="01JD8Z6V9Q3T5W7X9Y1Z3A5C7E",
        programme=programme.id,
        stated=HeldCredential(held_since=date(2025, 1, 1)),
        entered_at=NOW,
        entered_by=Actor(kind=ActorKind.LEARNER, id="learner-1"),
    )


def made(pack: str, hired_on: date | None) -> tuple[Any, list[Owner]]:
    """The one report, and whose entries of the directory were read."""
    programme = programme_of(pack)
    kept = AcademyProgramme.of(
        "demo", programme, state=ProgrammeState.IN_FORCE, pack=pack, version=1
    )
    held = held_under(programme)
    read: list[Owner] = []

    def find(owner: Owner) -> DirectoryEntry:
        read.append(owner)
        return DirectoryEntry(
            **dict(OWNER), name="Demo Learner", mail="demo@demo.example", hired_on=hired_on
        )

    stores: list[Any] = [
        SimpleNamespace(of=lambda _: [held]),
        SimpleNamespace(all=lambda *_: [kept]),
        SimpleNamespace(newest_first=lambda _: []),
        SimpleNamespace(
            set_up=lambda *_: SimpleNamespace(academy=Academy(academy_id="demo", name="Demo"))
        ),
    ]
    directory: Any = SimpleNamespace(find=find)
    hiring = HiringDates(lambda: directory)
    (found,) = Reports(*stores, hiring).of(OWNER, NOW)
    return found.report, read


def test_cycles_begin_on_the_hiring_date_of_the_directory() -> None:
    report, read = made("hiring-year", date(2024, 3, 15))
    assert report.cycles[-1].starts_on == date(2026, 3, 15)
    assert read == [OWNER]


def test_a_hiring_date_that_nobody_stated_is_told_as_missing() -> None:
    report, _ = made("hiring-year", None)
    assert "hired_on" in report.missing_facts


@pytest.mark.parametrize("pack", ["pmi-pmp", "california-cpa"])
def test_the_directory_is_not_read_for_a_programme_that_does_not_ask(pack: str) -> None:
    assert made(pack, date(2024, 3, 15))[1] == []


def test_a_cohort_is_reported_by_each_ones_hiring_date() -> None:
    programme = programme_of("hiring-year")
    holder = Holder(held_under(programme), "Demo Learner", date(2024, 3, 15), [])
    assert holder.report(programme, NOW.date()).cycles[-1].starts_on == date(2026, 3, 15)


def test_a_trial_on_a_real_learner_takes_the_directorys_hiring_date() -> None:
    programme = programme_of("hiring-year")
    holdings: Any = SimpleNamespace(of=lambda _: [held_under(programme)])
    certificates: Any = SimpleNamespace(newest_first=lambda _: [])
    academies: Any = SimpleNamespace(
        set_up=lambda *_: SimpleNamespace(academy=Academy(academy_id="demo", name="Demo"))
    )
    entry = DirectoryEntry(
        **dict(OWNER), name="Demo Learner", mail="demo@demo.example", hired_on=date(2024, 3, 15)
    )
    directory: Any = SimpleNamespace(find=lambda _: entry)
    trials = Trials(holdings, certificates, academies, HiringDates(lambda: directory))
    report = trials.report("demo", programme, Trial("learner-1", None, [], None), NOW)
    assert report.cycles[-1].starts_on == date(2026, 3, 15)
