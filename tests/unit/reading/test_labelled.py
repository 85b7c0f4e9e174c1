"""The labelled certificates, as `make reading` measures them."""

from collections import Counter

import pytest

from certfolio.domain.reading.fields import ReadField
from certfolio.domain.reading.suggest import suggest
from functions.programmes.shipped import packs
from tests.support.builders import credit_type
from tools.reading import SUGGESTED, Labelled, Part, Tally, checked, labelled, suggested


@pytest.fixture(scope="module")
def certificates() -> list[Labelled]:
    return list(labelled())


def test_there_are_certificates_of_both_parts(certificates: list[Labelled]) -> None:
    assert len(certificates) >= 60
    assert {one.part for one in certificates} == set(Part)


def test_of_what_is_suggested_next_to_nothing_is_wrong(certificates: list[Labelled]) -> None:
    tallies = {field: Tally() for field in SUGGESTED}
    remarks = [remark for one in certificates for remark in suggested(one, tallies)]
    for field, tally in tallies.items():
        filled = tally.right + tally.wrong
        assert tally.right >= 0.98 * filled, (field, remarks)
        # Who issued it is told by a label, a phrase or a letterhead alone, which many lack.
        share = 0.6 if field is ReadField.ISSUER else 0.75
        assert tally.right >= share * (tally.right + tally.left_empty), (field, remarks)


def test_what_is_there_is_found_and_nothing_else(certificates: list[Labelled]) -> None:
    counts: dict[ReadField, Counter[str]] = {field: Counter() for field in ReadField}
    remarks = [remark for one in certificates for remark in checked(one, counts)]
    for field, count in counts.items():
        assert count["invented"] == 0, (field, remarks)
        assert count["found"] >= 0.95 * count["said"], (field, remarks)


def test_what_is_filled_in_of_the_labels_that_are_shipped_is_right(
    certificates: list[Labelled],
) -> None:
    types = [
        credit_type(id=f"{pack.id}-{number}", labels=asked.labels)
        for pack in packs().values()
        for number, asked in enumerate(pack.credit_types)
    ]
    filled_in = {
        (one.name, told.credit_type, told.label, told.choice)
        for one in certificates
        for told in suggest(one.pages, one.learner, types).labels
    }
    # As a person reads them: "Field of Study: Accounting", and "Contact hours: 2.00".
    assert filled_in == {
        ("cpe-sponsor", "new-york-cpa-0", "subject", "accounting"),
        ("rn-ceu-broker", "california-rn-0", "unit", "contact-hour"),
    }
