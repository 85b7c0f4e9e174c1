"""What a transcript says, whatever it is written as."""

from datetime import date
from decimal import Decimal

import pytest

from certfolio.domain.actions import Status
from certfolio.domain.statement import Counted, WhyCode, statement
from certfolio.domain.transcript import Transcript, TranscriptLine
from tests.support.builders import NOW, THE_SYSTEM, claim, credit_type, ulid
from tests.support.transcripts import OUTCOMES, capped, decided, one_of_each, transcript_of


def lines(found: Transcript) -> list[TranscriptLine]:
    return [line for section in found.sections for line in section.lines]


def test_every_claim_is_told_of_whatever_became_of_it() -> None:
    found = lines(transcript_of(one_of_each()))
    assert {line.status for line in found} == set(Status)
    assert len(found) == len(Status)


@pytest.mark.parametrize("status", Status)
def test_a_line_says_what_counts_or_why_not(status: Status) -> None:
    [line] = [line for line in lines(transcript_of(one_of_each())) if line.status is status]
    assert (line.applied > 0) == (line.counted is Counted.IN_FULL) == (line.why is None)
    assert (line.awarded is not None) == (line.counted is Counted.IN_FULL)


def test_a_section_has_the_totals_of_the_statement() -> None:
    certificates = [*one_of_each(), decided(20, Status.APPROVED, claim("cpe", "12", "12.00"))]
    found = transcript_of(certificates)
    stated = statement(certificates, [capped()], NOW.date())
    for section in found.sections:
        [same] = [period for period in stated if period.period == section.period]
        assert {name: getattr(section, name) for name in type(same.totals).model_fields} == dict(
            same.totals
        )


def test_what_is_carried_stands_in_both_periods() -> None:
    earned = decided(1, Status.APPROVED, claim("cpe", "11", "11.00"), earned_on=date(2025, 5, 1))
    this_year, last_year = transcript_of([earned]).sections
    assert [line.carried_from for line in this_year.lines] == ["2025"]
    assert [line.applied for line in this_year.lines] == [Decimal(1)]
    [line] = last_year.lines
    assert (line.why_code, line.carried_out) == (WhyCode.CAP_REACHED, Decimal(1))


def test_what_does_not_count_stands_in_the_period_it_was_earned_in() -> None:
    declined = decided(1, Status.DECLINED, claim(), earned_on=date(2023, 5, 1))
    found = {section.period: section for section in transcript_of([declined]).sections}
    assert found.keys() == {"2026", "2023"}
    assert (found["2023"].applied, found["2023"].target) == (0, 10)
    assert len(found["2023"].lines) == 1


def test_a_certificate_with_two_claims_is_one_certificate_and_two_lines() -> None:
    both = decided(1, Status.APPROVED, claim("cpe", "1", "1.00"), claim("ethics", "2", "2.00"))
    found = transcript_of([both], capped(), credit_type(id="ethics", name="Ethics"))
    assert (found.certificates, len(lines(found))) == (1, 2)
    assert [section.name for section in found.sections] == ["CPE", "Ethics"]


def test_a_credit_type_that_is_gone_goes_by_its_id() -> None:
    gone = decided(1, Status.APPROVED, claim("gone", "1", "1.00"))
    names = {section.name for section in transcript_of([gone]).sections}
    assert "gone" in names


@pytest.mark.parametrize("status", OUTCOMES)
def test_a_line_says_who_decided_and_on_which_day_of_the_academys(status: Status) -> None:
    [line] = lines(transcript_of([decided(1, status, claim())]))
    assert line.decided is not None
    assert (line.decided.by, line.decided.on) == ("Reviewer", date(2026, 3, 3))


def test_what_the_system_decided_names_nobody() -> None:
    automatic = decided(1, Status.APPROVED, claim("cpe", "1", "1.00"), by=THE_SYSTEM)
    [line] = lines(transcript_of([automatic]))
    assert line.decided is not None
    assert (line.decided.by, line.decided.by_kind) == (None, "system")


def test_filters_leave_out_lines_and_never_change_a_sum() -> None:
    certificates = [
        decided(1, Status.APPROVED, claim("cpe", "4", "4.00")),
        decided(2, Status.DECLINED, claim("cpe", "3")),
        decided(3, Status.APPROVED, claim("cpe", "5", "5.00"), earned_on=date(2025, 1, 1)),
    ]
    declined = transcript_of(certificates, status="declined")
    assert [line.certificate_id for line in lines(declined)] == [ulid(2)]
    assert [section.applied for section in declined.sections] == [Decimal(4)]
    earlier = transcript_of(certificates, period="2025")
    assert [section.period for section in earlier.sections] == ["2025"]
    assert transcript_of(certificates, credit_type="other").sections == ()


def test_a_period_without_certificates_shows_what_is_still_to_do() -> None:
    [section] = transcript_of([]).sections
    assert (section.period, section.remaining, section.lines) == ("2026", 10, ())


def test_two_lines_of_one_type_are_two_with_what_each_says_of_itself() -> None:
    choices = [{"id": "work", "name": "Ways of Working"}, {"id": "power", "name": "Power Skills"}]
    labels = [{"id": "category", "name": "Talent Triangle", "choices": choices}]
    asking = credit_type(labels=labels)
    claims = claim("cpe", "2", "2.00", category="power"), claim("cpe", "3", "1.00", category="work")
    [section, *_] = transcript_of([decided(1, Status.APPROVED, *claims)], asking).sections
    assert [(line.claimed, line.awarded) for line in section.lines] == [(2, 2), (3, 1)]
    assert [
        [f"{said.name}: {said.choice_name}" for said in line.labels] for line in section.lines
    ] == [
        ["Talent Triangle: Power Skills"],
        ["Talent Triangle: Ways of Working"],
    ]


def test_what_is_not_on_the_list_any_more_is_told_by_its_id() -> None:
    found = transcript_of([decided(1, Status.APPROVED, claim("cpe", "2", "2.00", category="work"))])
    [said] = lines(found)[0].labels
    assert (said.name, said.choice_name) == ("category", "work")


def test_declined_lines_of_one_type_stay_two() -> None:
    claims = claim("cpe", "2", category="power"), claim("cpe", "3", category="work")
    found = lines(transcript_of([decided(1, Status.DECLINED, *claims)]))
    assert [line.claimed for line in found] == [2, 3]
