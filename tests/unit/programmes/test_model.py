"""A programme as an administrator writes it, and what is refused of it."""

import json
import re
from typing import Any

import pytest
from pydantic import ValidationError

from certfolio.api.programmes import TrialBody
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.programmes.model import MOST_LEVELS, MOST_RULES, MOST_WINDOWS, Programme
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.standing import HoldingStanding
from certfolio.services.programmes import MOST_TEXT
from tests.programmes.packs import packs
from tests.support.programmes import holding, latest, line, nodes
from tests.support.template import ROOT

TOTAL = {"kind": "at_least", "id": "total", "name": "60 PDU", "credits": "60"}
GIVING = {
    "kind": "at_most",
    "id": "giving",
    "name": "Giving Back",
    "credits": "25",
    "which": {"kind": "label", "label": "category", "one_of": ["giving"]},
}


def written(**version: Any) -> str:
    rules = {
        "begins_on": "2020-01-01",
        "cycle": {"anchor": {"kind": "held_since"}, "months": 36},
        "requires": [TOTAL, GIVING],
    }
    return json.dumps(
        {
            "id": "pmp",
            "name": "PMP",
            "source": "the body's handbook",
            "read_on": "2026-11-26",
            "versions": [{**rules, **version}],
        }
    )


def test_a_programme_reads_as_it_was_written() -> None:
    carry = {"beyond": "total", "limit": "20", "months": 12}
    programme = Programme.model_validate_json(written(carry=carry))
    (version,) = programme.versions
    assert [node.id for node in version.requires] == ["total", "giving"]
    assert Programme.model_validate_json(programme.model_dump_json()) == programme


@pytest.mark.parametrize(
    ("version", "flaw"),
    [
        ({"requires": [{**TOTAL, "percent": {"percent": "5"}}]}, FieldCode.AMOUNT_OR_PERCENT),
        (
            {"cycle": {"anchor": {"kind": "birth_month"}, "months": 18}},
            FieldCode.CYCLE_IN_YEARS,
        ),
        (
            {"cycle": {"anchor": {"kind": "birth_year"}, "months": 36}},
            FieldCode.CYCLE_IN_YEARS,
        ),
        (
            {"cycle": {"anchor": {"kind": "held_since"}, "months": 12, "first": "long"}},
            FieldCode.FIRST_WITHOUT_FIXED_DAY,
        ),
        ({"requires": [TOTAL, TOTAL]}, FieldCode.NAMED_TWICE),
        ({"carry": {"beyond": "gone"}}, FieldCode.NO_SUCH_REQUIREMENT),
        ({"backfill": {"fills": "giving"}}, FieldCode.WRONG_REQUIREMENT),
        (
            {
                "requires": [
                    {**TOTAL, "credits": None, "percent": {"percent": "5", "of": "giving"}},
                    GIVING,
                ]
            },
            FieldCode.PERCENT_OF_NO_AMOUNT,
        ),
    ],
)
def test_rules_that_contradict_themselves_are_refused(
    version: dict[str, Any], flaw: FieldCode
) -> None:
    with pytest.raises(ValidationError) as refused:
        Programme.model_validate_json(written(**version))
    assert flaw in {error["type"] for error in refused.value.errors()}


def test_versions_stand_in_the_order_in_which_they_begin() -> None:
    twice = json.loads(written())
    twice["versions"] *= 2
    with pytest.raises(ValidationError, match=FieldCode.VERSIONS_OUT_OF_ORDER.sentence):
        Programme.model_validate(twice)


def test_the_example_of_the_page_says_what_the_page_says_of_it() -> None:
    page = (ROOT / "docs" / "programmes.md").read_text(encoding="utf-8")
    example, _ = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    of = latest(
        Programme.model_validate_json(example),
        holding("2024-01-01"),
        line(1, "2024-02-01", "40", area="giving"),
        line(2, "2024-02-01", "10", area="technical"),
        line(3, "2024-02-01", "2", area="business"),
        on="2024-03-01",
    )
    assert f"{of.counted}" == "37.00"
    assert {name: f"{one.missing}" for name, one in nodes(of).items()} == {
        "total": "23.00",
        "education": "23.00",
        "business": "6.00",
        "giving": "0.00",
    }
    assert of.least is not None
    assert [(f"{step.credits}", step.serves[-1]) for step in of.least] == [
        ("6.00", "business"),
        ("17.00", "education"),
    ]


def test_the_page_says_what_may_be_in_a_programme() -> None:
    page = (ROOT / "docs" / "programmes.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"A version has (\d+) .* in (\d+) levels, with (\d+) inner", page)
    assert tuple(map(int, said)) == (MOST_RULES, MOST_LEVELS, MOST_WINDOWS)
    assert f"50 versions and {MOST_TEXT:,} bytes" in page


def test_the_page_tells_of_every_standing_as_the_program_does() -> None:
    page = (ROOT / "docs" / "programmes.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \| [^|]* \|$", page.split("## Who holds it")[1], re.MULTILINE)
    assert told == [*HoldingStanding]


def test_what_the_page_tries_comes_to_what_it_says() -> None:
    page = (ROOT / "docs" / "programmes.md").read_text(encoding="utf-8")
    _, written = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    tried = TrialBody.model_validate_json(written)
    (pack,) = (pack for pack in packs() if pack.id == "pmi-pmp")
    assert tried.holding is not None
    assert tried.day is not None
    lines = [line.line(place) for place, line in enumerate(tried.lines)]
    found = report(pack.programme, tried.holding.holding(pack.id), lines, tried.day)
    assert f"{found.cycles[-1].counted}" == "25.00"
