"""The ledger of the deployed system: locked, written by one role, and not to be deceived."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from certfolio import composition
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.history import Event
from certfolio.domain.ledger import pseudonym
from certfolio.domain.verification import LEDGER_LAG
from certfolio.services.ledger import Ledger
from certfolio.storage import keys
from certfolio.storage.ledger import LedgerStore
from certfolio.storage.records import item_of, record_of
from local.client import Json
from local.stack import Stack
from tests.e2e.in_process import function
from tests.e2e.support import (
    FUNCTIONS,
    ROOT,
    Academy,
    LearnerAtWork,
    StaffAtWork,
    at_once,
    client_as,
    logical_id,
    records_of,
    resources,
    role_credentials,
    root,
)
from tests.support.ledger import chained, images
from tools import history as histories
from tools import ledger as offline

PATIENCE = 30


def _as(stack: Stack, name: str) -> Any:
    """An S3 client with a function's role."""
    return client_as(
        stack, "s3", role_credentials(stack, resources(stack)[logical_id(name, "Role")])
    )


def _refused(call: Any, **arguments: Any) -> None:
    with pytest.raises(ClientError) as error:
        call(**arguments)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def _verified(academy: Academy, certificate: Json) -> Json:
    path = academy.administrator.of(certificate) + "/verification"
    found: Json = academy.administrator.call("GET", path)
    return found


def _known(academy: Academy, certificate: Json) -> None:
    """Wait until the ledger has followed."""
    deadline = time.monotonic() + PATIENCE
    while _verified(academy, certificate)["ledger"] != "whole":
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def lived(academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork) -> Json:
    """A certificate that was approved, reopened and declined, as the ledger knows it."""
    certificate = learner.hand_in()
    for who, action in (
        (reviewer, "approve"),
        (academy.administrator, "reopen"),
        (reviewer, "decline"),
    ):
        answer = who.decide(learner.read(certificate), action, "So it is.")
        assert answer.status_code == 200, answer.text
    _known(academy, certificate)
    return {"academy_id": academy.id, **learner.read(certificate)}


@pytest.fixture
def export(stack: Stack, tmp_path: Path) -> Path:
    """Where `_export` puts the ledger's batches."""
    del stack
    folder = tmp_path / "batches"
    folder.mkdir()
    return folder


def _objects(stack: Stack, prefix: str) -> list[str]:
    pages = root(stack, "s3").get_paginator("list_objects_v2")
    return [
        item["Key"]
        for page in pages.paginate(Bucket=stack.ledger_bucket, Prefix=prefix)
        for item in page.get("Contents", ())
    ]


def _export(stack: Stack, folder: Path) -> None:
    for key in _objects(stack, "batches/"):
        body = root(stack, "s3").get_object(Bucket=stack.ledger_bucket, Key=key)["Body"]
        (folder / key.rpartition("/")[2]).write_bytes(body.read())


def _offline(*arguments: Path | str) -> tuple[int, str]:
    """Run the verifier where nothing but Python's own modules can be had."""
    told = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-I", "-S", ROOT / "tools" / "ledger.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not told.stderr
    return told.returncode, told.stdout


# --- The bucket --------------------------------------------------------------------------------


def test_what_is_entered_is_locked_for_years_and_nobodys_to_delete(
    stack: Stack, lived: Json
) -> None:
    assert lived
    s3, bucket = root(stack, "s3"), stack.ledger_bucket
    for key in (_objects(stack, "batches/")[-1], _objects(stack, "leaves/")[-1]):
        [version] = s3.list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
        named = {"Bucket": bucket, "Key": key, "VersionId": version["VersionId"]}
        retention = s3.get_object_retention(**named)["Retention"]
        assert retention["Mode"] == "GOVERNANCE"
        left = retention["RetainUntilDate"] - datetime.now(UTC)
        assert timedelta(days=3640) < left < timedelta(days=3660)
        for name in FUNCTIONS:
            _refused(_as(stack, name).delete_object, **named)
            _refused(_as(stack, name).delete_object, Bucket=bucket, Key=key)
            _refused(
                _as(stack, name).put_object_retention,
                **named,
                BypassGovernanceRetention=True,
                Retention={**retention, "RetainUntilDate": datetime.now(UTC)},
            )
        # The lock itself, whatever policies say.
        _refused(s3.delete_object, **named)
        assert "DeleteMarkers" not in s3.list_object_versions(Bucket=bucket, Prefix=key)


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"ledger"}))
def test_only_the_ledgers_function_writes_and_reads_batches(
    stack: Stack, lived: Json, name: str
) -> None:
    assert lived
    s3, bucket = _as(stack, name), stack.ledger_bucket
    _refused(s3.put_object, Bucket=bucket, Key="batches/0000000099", Body=b"x", IfNoneMatch="*")
    _refused(s3.get_object, Bucket=bucket, Key=_objects(stack, "batches/")[0])
    _refused(s3.list_objects_v2, Bucket=bucket)
    if name != "review":
        _refused(s3.list_objects_v2, Bucket=bucket, Prefix="leaves/x")


def test_a_role_with_every_right_on_s3_neither_writes_nor_hides_anything(
    stack: Stack, lived: Json
) -> None:
    assert lived
    iam, name = root(stack, "iam"), "everything-on-the-ledger"
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
    everything = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))
    iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=_policy(everything))
    try:
        s3 = client_as(stack, "s3", role_credentials(stack, name))
        key = _objects(stack, "batches/")[0]
        named = {"Bucket": stack.ledger_bucket, "Key": key}
        [version] = s3.list_object_versions(Bucket=stack.ledger_bucket, Prefix=key)["Versions"]
        _refused(s3.put_object, **named, Body=b"x")
        _refused(s3.delete_object, **named)
        _refused(s3.delete_object, **named, VersionId=version["VersionId"])
        _refused(
            s3.delete_object,
            **named,
            VersionId=version["VersionId"],
            BypassGovernanceRetention=True,
        )
    finally:
        iam.delete_role_policy(RoleName=name, PolicyName="all")
        iam.delete_role(RoleName=name)


def test_who_audits_reads_all_of_it_and_how_it_is_locked(stack: Stack, lived: Json) -> None:
    assert lived
    iam, name, bucket = root(stack, "iam"), "auditor", stack.ledger_bucket
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
    policy = resources(stack)["LedgerAudit"]
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))
    iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    try:
        s3 = client_as(stack, "s3", role_credentials(stack, name))
        key = s3.list_objects_v2(Bucket=bucket, Prefix="batches/")["Contents"][0]["Key"]
        [version] = s3.list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
        named = {"Bucket": bucket, "Key": key, "VersionId": version["VersionId"]}
        assert s3.get_object(**named)["Body"].read()
        assert s3.get_object_retention(**named)["Retention"]["Mode"] == "GOVERNANCE"
        lock = s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
        assert lock["Rule"]["DefaultRetention"] == {"Mode": "GOVERNANCE", "Years": 10}
        _refused(s3.put_object, Bucket=bucket, Key="batches/0000099999", Body=b"x")
        _refused(s3.delete_object, **named)
    finally:
        iam.detach_role_policy(RoleName=name, PolicyArn=policy)
        iam.delete_role(RoleName=name)


def _policy(statement: Json) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_two_writers_at_once_make_one_chain(
    stack: Stack, academy: Academy, lived: Json, export: Path
) -> None:
    """Each of them, many times, with a part of the events that the other has too."""
    event = _events(stack, lived)[0]
    now = datetime.now(UTC)
    with function(stack, "ledger"):
        store, key = composition.ledger_store(), composition.ledger_key()
        writers = [Ledger(store, key), Ledger(LedgerStore(store._client, store._bucket), key)]  # noqa: SLF001 - another process's

        def write(writer: Ledger) -> None:
            for version in range(1_000, 1_010):
                found = event.model_copy(update={"version": version}).sealed()
                for one in (event, found.model_copy(update={"salt": str(version)}).sealed()):
                    writer.enter([one], now)

        at_once([lambda: write(writers[0]), lambda: write(writers[1])])
    _export(stack, export)
    assert _offline("chain", export)[0] == 0
    batches = [offline.parsed(path.read_text()) for path in sorted(export.iterdir())]
    entries = [leaf for batch in batches for leaf in batch["leaves"]]
    versions = [leaf["version"] for leaf in entries if leaf["version"] >= 1_000]
    assert sorted(versions) == [*range(1_000, 1_010)]
    assert _verified(academy, lived)["why_code"] == "later_in_ledger"


def test_what_is_missing_is_entered_by_hand_as_the_runbook_says(stack: Stack, lived: Json) -> None:
    """Also what is there already, which changes nothing."""
    [event, *_] = _events(stack, lived)
    missing = event.model_copy(update={"certificate_id": "01KA0000000000000000000000"}).sealed()
    for one in (missing, event, missing):
        [image] = images(one, one)
        by_hand = {"Records": [{"dynamodb": {"SequenceNumber": "by hand", "NewImage": image}}]}
        answer = root(stack, "lambda").invoke(
            FunctionName=resources(stack)["LedgerFunction"],
            Qualifier="live",
            Payload=json.dumps(by_hand),
        )
        assert "FunctionError" not in answer, answer["Payload"].read()
    key = stack.client("secretsmanager").get_secret_value(SecretId=stack.ledger_key)
    name = pseudonym(key["SecretString"].encode(), missing, missing.certificate_id)
    [leaf] = _objects(stack, f"leaves/{name}/")
    assert leaf.rpartition("/")[2] == missing.hash


# --- The three rewritings ----------------------------------------------------------------------


def _read(item: Json) -> dict[str, Any]:
    return {name: TypeDeserializer().deserialize(value) for name, value in item.items()}


def _events(stack: Stack, certificate: Json) -> list[Event]:
    items = root(stack, "dynamodb").query(
        TableName=stack.table,
        KeyConditionExpression="PK = :partition AND begins_with(SK, :prefix)",
        ExpressionAttributeValues={
            ":partition": {"S": keys.learner_partition(_owner(certificate))},
            ":prefix": {"S": keys.events(certificate["id"])},
        },
        ConsistentRead=True,
    )["Items"]
    return [record_of(Event, _read(item)) for item in items]


def _owner(certificate: Json) -> Owner:
    return Owner(academy_id=certificate["academy_id"], learner_id=certificate["learner_id"])


def _record(stack: Stack, certificate: Json) -> Certificate:
    key = keys.certificate(_owner(certificate), certificate["id"])
    item = root(stack, "dynamodb").get_item(
        TableName=stack.table, Key=_stored(dict(key)), ConsistentRead=True
    )["Item"]
    return record_of(Certificate, _read(item))


def _stored(item: Json) -> Json:
    return {name: TypeSerializer().serialize(value) for name, value in item.items()}


def _put_back(stack: Stack, record: Certificate, events: list[Event]) -> None:
    """Have the table say this and nothing else of a certificate, past the service."""
    dynamodb, owner = root(stack, "dynamodb"), record.owner
    for version in range(1, 10):
        key = keys.event(owner, record.id, version)
        dynamodb.delete_item(TableName=stack.table, Key=_stored(dict(key)))
    records: list[Certificate | Event] = [record, *events]
    for one in records:
        key = (
            keys.event(owner, one.certificate_id, one.version)
            if isinstance(one, Event)
            else keys.certificate(owner, one.id)
        )
        dynamodb.put_item(TableName=stack.table, Item=_stored({**key, **item_of(one)}))


def _rewritten_whole(record: Certificate, events: list[Event]) -> tuple[Certificate, list[Event]]:
    assert record.decision is not None
    last = events[-1].model_copy(update={"comment": "Forged."})
    forged = chained([*events[:-1], last])
    decision = record.decision.model_copy(update={"comment": "Forged."})
    return record.model_copy(update={"head": forged[-1].hash, "decision": decision}), forged


def _one_removed(record: Certificate, events: list[Event]) -> tuple[Certificate, list[Event]]:
    forged = chained([events[0], *events[3:]])
    fields = {"head": forged[-1].hash, "version": len(forged), "in_hand": False}
    return record.model_copy(update=fields), forged


Rewriting = Callable[[Certificate, list[Event]], tuple[Certificate, list[Event]]]


@pytest.mark.parametrize("rewriting", [_rewritten_whole, _one_removed])
def test_a_history_that_was_rewritten_with_hashes_that_fit_shows(
    stack: Stack, academy: Academy, lived: Json, rewriting: Rewriting
) -> None:
    _put_back(stack, *rewriting(_record(stack, lived), _events(stack, lived)))
    found = _verified(academy, lived)
    assert (found["intact"], found["why_code"]) == (False, "other_in_ledger")


def test_a_record_and_its_events_put_back_to_how_they_were_show(
    stack: Stack, academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = {"academy_id": academy.id, **learner.hand_in()}
    _known(academy, certificate)
    before = _record(stack, certificate), _events(stack, certificate)
    assert reviewer.decide(learner.read(certificate), "approve").status_code == 200
    _known(academy, certificate)
    _put_back(stack, *before)
    found = _verified(academy, certificate)
    assert (found["intact"], found["why_code"]) == (False, "later_in_ledger")
    # The service goes on from there, and it still shows.
    assert reviewer.decide(learner.read(certificate), "decline", "No.").status_code == 200
    assert _verified(academy, certificate)["why_code"] == "other_in_ledger"


# --- Outside -----------------------------------------------------------------------------------


def test_the_ledger_is_checked_offline_and_stays_valid_without_the_learner(  # noqa: PLR0913 - a story
    stack: Stack,
    academy: Academy,
    learner: LearnerAtWork,
    lived: Json,
    export: Path,
    tmp_path: Path,
) -> None:
    history, proof = tmp_path / "history.json", tmp_path / "proof.json"
    history.write_text(json.dumps(histories.history_of(stack, _owner(lived), lived["id"])))
    _export(stack, export)
    assert _offline("chain", export)[0] == 0
    assert _offline("history", export, history)[0] == 0
    made, text = _offline("prove", export, history, "3")
    assert made == 0
    proof.write_text(text)
    assert _offline("proof", proof, history)[0] == 0

    forged = json.loads(history.read_text())
    forged["events"][2]["comment"] = "Forged."
    history.write_text(json.dumps(forged))
    status, said = _offline("history", export, history)
    assert (status, said) == (1, "WRONG: event 3 was edited\n")
    assert _offline("proof", proof, history)[0] == 1

    dynamodb = root(stack, "dynamodb")
    for item in records_of(stack, learner):
        dynamodb.delete_item(TableName=stack.table, Key={name: item[name] for name in ("PK", "SK")})
    again = tmp_path / "again"
    again.mkdir()
    _export(stack, again)
    assert _offline("chain", again)[0] == 0
    assert _offline("proof", proof)[0] == 0
    key = stack.client("secretsmanager").get_secret_value(SecretId=stack.ledger_key)
    name = pseudonym(key["SecretString"].encode(), _owner(lived), lived["id"])
    assert len(_objects(stack, f"leaves/{name}/")) == lived["version"]
    held = "".join(path.read_text() for path in again.iterdir()) + "".join(_objects(stack, ""))
    for said in (academy.id, learner.sub, lived["id"], lived["title"], learner.account.email):
        assert said not in held


def test_an_event_that_came_past_the_stream_is_in_doubt_soon(
    stack: Stack, academy: Academy, lived: Json
) -> None:
    """As if the mapping had been switched off: the last event's entry is that of another."""
    before = datetime.now(UTC) - 2 * LEDGER_LAG
    record, events = _record(stack, lived), _events(stack, lived)
    assert record.decision is not None
    late = events[-1].model_copy(
        update={
            "version": record.version + 1,
            "at": before,
            "action": events[-1].action,
            "from_status": events[-1].to_status,
            "previous_hash": events[-1].hash,
            # Nothing is entered of an event without a salt.
            "salt": None,
        }
    )
    late = late.model_copy(update={"hash": late.digest()})
    decision = record.decision.model_copy(update={"at": before})
    fields = {"head": late.hash, "version": late.version, "decision": decision}
    _put_back(stack, record.model_copy(update=fields), [*events, late])
    found = _verified(academy, lived)
    assert (found["why_code"], found["broken_at"]) == ("not_in_ledger", late.version)
