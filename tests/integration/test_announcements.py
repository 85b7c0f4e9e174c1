"""What happens to certificates reaches the bus: in order, under the same ids, whatever fails."""

import copy
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from certfolio import composition
from certfolio.domain.outbox import Expired
from certfolio.services.announcing import ROUNDS
from certfolio.storage import keys
from certfolio.storage.table import Write
from tests.support import stream
from tests.support.builders import ulid
from tests.support.events import sample
from tests.support.faults import Crash, calls_made, crashing, losing_answers, refusing
from tests.support.stream import Json, bus, call, letters, records
from tests.support.world import World

BUSY = "ThrottlingException"


@pytest.fixture(autouse=True)
def _stream(world: World) -> Iterator[None]:  # noqa: ARG001 - on its table
    stream.start_stream()
    stream.create_queue()
    with patch("certfolio.invocation.time.sleep"):
        yield
    letters()


def decided(world: World) -> Json:
    """A certificate that was handed in, approved and reopened: three events."""
    certificate = world.learner.submitted()
    certificate = world.administrator.decide(certificate, "approve").body
    made: Json = world.administrator.decide(certificate, "reopen", "Once more").body
    return made


def expected(certificate: Json) -> list[str]:
    return [f"{certificate['id']}.{version}" for version in range(1, certificate["version"] + 1)]


def test_each_event_of_a_history_is_announced_in_its_order(world: World) -> None:
    certificate = decided(world)
    with bus() as heard:
        assert call(records()) == {"batchItemFailures": []}
    assert heard.ids == expected(certificate)
    assert [one["type"] for one in heard.taken] == [
        "CertificateSubmitted",
        "CertificateApproved",
        "CertificateReopened",
    ]
    assert {tuple(one["data"]["credit_types"]) for one in heard.taken} == {("cpe",)}


def test_the_bus_is_told_whose_announcement_it_is_and_when_it_happened(world: World) -> None:
    certificate = world.learner.submitted()
    with bus() as heard:
        call(records())
    [[entry]] = heard.calls
    assert entry["EventBusName"] == "certfolio-test"
    assert (entry["Source"], entry["DetailType"]) == ("certfolio", "CertificateSubmitted")
    [envelope] = heard.taken
    assert envelope["time"] == envelope["data"]["at"]
    assert envelope["subject"] == certificate["id"]


def test_what_people_wrote_is_in_no_announcement(world: World) -> None:
    certificate = world.learner.submitted(title="Zürcher Kurs", issuer="Schule am See")
    world.reviewer.decide(certificate, "request_changes", "Bitte das ganze Blatt")
    with bus() as heard:
        call(records())
    said = str(heard.calls)
    for words in ("Zürcher", "Schule", "Bitte", "certificate.pdf", "Reviewer"):
        assert words not in said


def test_nothing_but_events_and_notices_is_let_through(world: World) -> None:
    decided(world)
    let_through = {record["dynamodb"]["Keys"]["SK"]["S"].split("#")[0] for record in records()}
    there = {
        record["dynamodb"]["Keys"]["SK"]["S"].split("#")[0]
        for record in stream.everything_in_the_stream()
    }
    assert let_through == {"EVENT"}
    assert there > {"CERTIFICATE", "EVENT", "UPLOAD"}


def test_a_notice_is_announced_once_however_often_it_is_said(world: World) -> None:
    certificate = composition.certificates().get(
        world.learner.owner, world.learner.submitted()["id"]
    )
    notice = Expired(
        **dict(world.learner.owner),
        certificate_id=certificate.id,
        version=certificate.version,
        status=certificate.status,
        credit_types=("cpe",),
        at=certificate.submitted_at,
        expires_on=certificate.earned_on,
    )
    for _ in range(2):
        composition.outbox().put(notice)
    with bus() as heard:
        call(records())
    assert [one["type"] for one in heard.taken] == ["CertificateSubmitted", "CertificateExpired"]
    assert heard.taken[1]["data"]["expires_on"] == "2026-01-15"


def test_the_sample_of_the_stream_is_announced() -> None:
    with bus() as heard:
        assert call(sample("dynamodb_stream")["Records"]) == {"batchItemFailures": []}
    assert [one["type"] for one in heard.taken] == ["CertificateExpired"]


# --- Calls ---------------------------------------------------------------------------------------


def test_ten_records_of_ten_certificates_are_one_call_and_no_read(world: World) -> None:
    for _ in range(10):
        world.learner.submitted()
    batch = records()
    with bus() as heard, calls_made() as read, calls_made("sqs") as sent:
        call(batch)
    assert [len(entries) for entries in heard.calls] == [10]
    assert (read, sent) == ([], [])


def test_one_call_holds_one_entry_of_a_certificate(world: World) -> None:
    """The bus could refuse the first and take the second."""
    one, other = decided(world), decided(world)
    with bus() as heard:
        call(records())
    assert [len(entries) for entries in heard.calls] == [2, 2, 2]
    assert (heard.of(one["id"]), heard.of(other["id"])) == ([1, 2, 3], [1, 2, 3])


# --- A bus that refuses --------------------------------------------------------------------------


def test_an_entry_that_is_refused_for_a_moment_is_sent_again_and_nothing_else(
    world: World,
) -> None:
    one, other = decided(world), decided(world)
    with bus(lambda said, _: BUSY if said["id"] == f"{one['id']}.1" and _ == 1 else None) as heard:
        assert call(records()) == {"batchItemFailures": []}
    assert heard.of(one["id"]) == [1, 2, 3]
    assert sorted(heard.ids) == sorted(expected(one) + expected(other)), "no repeat"


def test_what_is_behind_a_refused_entry_of_its_certificate_waits_and_others_go_on(
    world: World,
) -> None:
    one, other = decided(world), decided(world)
    with bus(lambda said, _: BUSY if said["id"] == f"{one['id']}.2" else None) as heard:
        failed = call(records())["batchItemFailures"]
    assert (heard.of(one["id"]), heard.of(other["id"])) == ([1], [1, 2, 3])
    numbers = [stream.sequence(record) for record in records()]
    assert [item["itemIdentifier"] for item in failed] == numbers[1:3]
    asked = [entry for entries in heard.calls for entry in entries]
    assert len(asked) == 1 + 3 + ROUNDS


def test_all_reach_a_bus_that_is_busy_for_a_while_in_order_and_under_one_id_each(
    world: World,
) -> None:
    certificates = [decided(world) for _ in range(3)]
    refused = f"{certificates[1]['id']}.1"
    calls = 2 * ROUNDS

    def busy(said: Json, number: int) -> str | None:
        return BUSY if said["id"] == refused and number < calls else None

    shard = stream.Lambda()
    with bus(busy) as heard:
        shard.bring(records())
    assert shard.discarded == []
    ids = [name for certificate in certificates for name in expected(certificate)]
    assert set(heard.ids) == set(ids)
    for certificate in certificates:
        first = list(dict.fromkeys(heard.of(certificate["id"])))
        assert first == [1, 2, 3]
    # What lies before the refused one comes once.
    assert heard.of(certificates[0]["id"]) == [1, 2, 3]


def test_a_bus_that_answers_nothing_leaves_all_for_later(world: World) -> None:
    decided(world)
    batch = records()
    with refusing("eventbridge", "PutEvents", BUSY):
        failed = call(batch)["batchItemFailures"]
    assert [item["itemIdentifier"] for item in failed] == [*map(stream.sequence, batch)]


def test_what_there_is_no_time_to_try_again_is_given_back(world: World) -> None:
    """Else Lambda would end the function, and repeat also what the bus took."""
    one, other = world.learner.submitted(), world.learner.submitted()
    batch = records()
    with bus(lambda said, _: BUSY if said["subject"] == other["id"] else None) as heard:
        failed = call(batch, seconds=0.5)["batchItemFailures"]
    assert heard.ids == [f"{one['id']}.1"]
    assert len(heard.calls) == 1
    assert failed == [{"itemIdentifier": stream.sequence(batch[1])}]


def test_an_answer_that_is_lost_makes_a_repeat_with_the_same_id(world: World) -> None:
    certificate = world.learner.submitted()
    with bus() as heard:
        with losing_answers("eventbridge", "PutEvents"):
            failed = call(records())["batchItemFailures"]
        assert len(failed) == 1
        call(records())
    assert set(heard.ids) == {f"{certificate['id']}.1"}


def test_a_bus_that_may_not_be_used_ends_in_the_dead_letters_and_not_in_silence(
    world: World,
) -> None:
    decided(world)
    batch = records()
    shard = stream.Lambda(tries=2)
    with refusing("eventbridge", "PutEvents", "AccessDeniedException"):
        shard.bring(batch)
    numbers = [*map(stream.sequence, batch)]
    assert shard.discarded == [(number, number) for number in numbers]


# --- Replays -------------------------------------------------------------------------------------


def test_a_stream_that_is_replayed_from_its_start_gives_the_same_announcements(
    world: World,
) -> None:
    decided(world)
    with bus() as first:
        call(records())
    with bus() as again:
        call(records())
    assert again.taken == first.taken


def test_records_out_of_order_are_told_by_their_version(world: World) -> None:
    """One certificate's records lie in one shard, in order; a replay by hand can be otherwise."""
    certificate = decided(world)
    with bus() as heard:
        call(records()[::-1])
    assert heard.of(certificate["id"]) == [3, 2, 1]
    newest = max(heard.taken, key=lambda one: one["data"]["version"])
    assert newest["type"] == "CertificateReopened"


@pytest.mark.parametrize("number", range(1, 5))
def test_a_crash_after_any_call_loses_nothing_and_makes_no_other_id(
    world: World, number: int
) -> None:
    one, other = decided(world), decided(world)
    batch = [*records(), poison(world)]
    with bus() as heard:
        with pytest.raises(Crash), crashing(number):
            call(batch)
        before = len(heard.ids)
        assert call(batch) == {"batchItemFailures": []}
    assert before <= 6
    assert set(heard.ids) == set(expected(one) + expected(other))
    for certificate in (one, other):
        assert heard.of(certificate["id"])[-3:] == [1, 2, 3]


@pytest.mark.parametrize("number", range(1, 4))
def test_a_crash_before_any_call_to_the_bus_is_made_up_for(world: World, number: int) -> None:
    one, other = decided(world), decided(world)
    batch = records()

    def ends(_envelope: Json, call_: int) -> str | None:
        if call_ == number:
            raise Crash
        return None

    with bus(ends) as heard, pytest.raises(Crash):
        call(batch)
    assert len(heard.ids) == 2 * (number - 1)
    with bus() as again:
        assert call(batch) == {"batchItemFailures": []}
    assert again.ids[: len(heard.ids)] == heard.ids
    assert set(again.ids) == set(expected(one) + expected(other))


def test_metrics_and_logs_tell_what_became_of_records_by_ids_alone(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = world.learner.submitted(title="Zürcher Kurs")
    world.reviewer.decide(certificate, "request_changes", "Bitte das ganze Blatt")
    refused = f"{certificate['id']}.2"
    batch = [*records(), poison(world)]
    capsys.readouterr()
    with bus(lambda said, _: BUSY if said["id"] == refused else None):
        call(batch)
    said = capsys.readouterr().out
    for metric in ("Announced", "AnnouncementsDelayed", "AnnouncementsUnreadable"):
        assert f'"{metric}":[1.0]' in said
    for words in ("Zürcher", "Bitte", "certificate.pdf"):
        assert words not in said


# --- What cannot be read -------------------------------------------------------------------------


def poison(world: World, number: int = 1, **image: Json) -> Json:
    """A record of an event that the program did not write."""
    record = copy.deepcopy(sample("dynamodb_stream")["Records"][0])
    key = {
        "PK": {"S": keys.learner_partition(world.learner.owner)},
        "SK": {"S": f"EVENT#{ulid(number)}#000001"},
    }
    said = image or {"body": {"B": "AAAA"}}
    record["dynamodb"] |= {"Keys": key, "NewImage": key | said, "SequenceNumber": f"9{number:09}"}
    return record


@pytest.mark.parametrize(
    "image",
    [
        {"body": {"B": "AAAA"}},
        {"body": {"S": "not packed"}},
        {"body": {"B": "no base64!"}},
        {"action": {"S": "an action of tomorrow"}},
        {"actor": {"S": "nobody"}},
        {"size": {"N": "1.5"}},
        {"some": {"SS": ["a"]}},
        {"changes": {"M": {"claims": {"L": [{"S": "cpe"}]}}}},
    ],
    ids=str,
)
def test_a_record_that_cannot_be_read_is_put_aside_at_once_and_delays_nobody(
    world: World, image: Json
) -> None:
    certificate = decided(world)
    first, *others = records()
    bad = poison(world, **image)
    with bus() as heard:
        assert call([first, bad, *others]) == {"batchItemFailures": []}
    assert heard.ids == expected(certificate)
    assert letters() == [
        {
            "keys": {name: value["S"] for name, value in bad["dynamodb"]["Keys"].items()},
            "sequence": "9000000001",
        }
    ]


def test_a_notice_of_a_kind_that_is_not_known_is_put_aside(world: World) -> None:
    decided(world)
    [record] = copy.deepcopy(sample("dynamodb_stream")["Records"])
    record["dynamodb"]["NewImage"]["kind"] = {"S": "of tomorrow"}
    with bus() as heard:
        call([record, *records()])
    assert len(heard.ids) == 3
    assert len(letters()) == 1


def test_what_cannot_be_put_aside_is_brought_again_and_keeps_nobody_waiting(
    world: World,
) -> None:
    certificate = decided(world)
    bad = poison(world)
    with bus() as heard, refusing("sqs", "SendMessage", "ServiceUnavailable", status=503):
        failed = call([bad, *records()])["batchItemFailures"]
    assert failed == [{"itemIdentifier": stream.sequence(bad)}]
    assert heard.ids == expected(certificate)
    assert letters() == []


def test_a_record_on_which_the_function_itself_fails_is_found_and_the_others_are_announced(
    world: World,
) -> None:
    """Lambda halves the batch until the record to blame is alone."""
    certificates = [decided(world) for _ in range(3)]
    batch = records()
    guilty = batch[4]
    read = stream.announcements.StreamRecord.of

    def fails(record: Json) -> object:
        if record is guilty:
            raise RecursionError
        return read(record)

    shard = stream.Lambda(tries=1)
    with bus() as heard, patch.object(stream.announcements.StreamRecord, "of", fails):
        shard.bring(batch)
    number = stream.sequence(guilty)
    assert shard.discarded == [(number, number)]
    ids = [name for certificate in certificates for name in expected(certificate)]
    assert set(heard.ids) == {*ids} - {f"{certificates[1]['id']}.2"}


def test_an_event_from_before_credit_types_were_kept_says_those_it_changed(world: World) -> None:
    decided(world)
    batch = records()
    for record in batch:
        del record["dynamodb"]["NewImage"]["credit_types"]
    with bus() as heard:
        call(batch)
    said = [one["data"]["credit_types"] for one in heard.taken]
    assert said == [["cpe"], ["cpe"], ["cpe"]]


def test_an_item_that_a_person_put_into_the_table_is_put_aside(world: World) -> None:
    key = keys.event(world.learner.owner, ulid(5), 1)
    composition.table().write(Write("Put", key, None, {"note": "by hand"}))
    with bus() as heard:
        assert call(records()) == {"batchItemFailures": []}
    assert heard.ids == []
    assert [letter["keys"] for letter in letters()] == [key]
