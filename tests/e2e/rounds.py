"""Files that fall through and people who are erased, as schedules see them some time from now."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import requests

from certfolio.domain.reconciliation import Found
from certfolio.storage.keys import PROGRESS
from certfolio.storage.mails import MailStore
from certfolio.storage.registry import Registry
from functions.reconciliation import handler as reconciliation
from local.client import Json
from local.stack import Stack
from tests.e2e.in_process import Context, function
from tests.e2e.support import PDF, ROOT, Academy, LearnerAtWork, root


class FiveMinutes(Context):
    """A call with the time that the function has."""

    def get_remaining_time_in_millis(self) -> int:
        return 300_000


def reconciled(stack: Stack, academy: Academy, later: timedelta) -> list[tuple[Found, str]]:
    """What the function finds in one academy then, with its own role; others are left alone."""
    found: list[tuple[Found, str]] = []
    _begin_anew(stack)
    with function(stack, "reconciliation") as deployed, pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Registry,
            "academies",
            lambda _self, after=None, page=100: iter([academy.id][: page if not after else 0]),
        )
        patch.setattr(
            reconciliation, "_tell", lambda finding: found.append((finding.found, finding.key))
        )
        now = datetime.now(UTC) + later
        event = json.loads((ROOT / "events" / "schedule.json").read_text())
        deployed.handler(event, FiveMinutes(deployed.name), clock=lambda: now)
    _begin_anew(stack)
    return found


def _begin_anew(stack: Stack) -> None:
    """Forget how far the rounds have come, and that one has been in the future."""
    key = {name: {"S": str(value)} for name, value in PROGRESS.items()}
    root(stack, "dynamodb").delete_item(TableName=stack.table, Key=key)


@contextmanager
def events_lost(stack: Stack) -> Iterator[None]:
    """S3 tells nobody of what is put."""
    s3, bucket = root(stack, "s3"), stack.incoming_bucket
    told = s3.get_bucket_notification_configuration(Bucket=bucket)
    told.pop("ResponseMetadata")
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    try:
        yield
    finally:
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=told)


def put_unheard(stack: Stack, permit: Json) -> None:
    with events_lost(stack):
        requests.put(
            permit["url"], data=PDF.read_bytes(), headers=permit["headers"], timeout=20
        ).raise_for_status()


def mailed(stack: Stack, academy: Academy, *jobs: str) -> None:
    """Let the schedule mail what is due in one academy tomorrow at noon, with its own role."""
    now = datetime.now(UTC).replace(hour=12, minute=0) + timedelta(days=1)
    due = MailStore.due
    with function(stack, "mail") as deployed, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Registry, "academies", lambda *_, **__: iter([academy.id]))
        patch.setattr(
            MailStore,
            "due",
            lambda *asked: (one for one in due(*asked) if one[0].academy_id == academy.id),
        )
        for job in jobs:
            deployed.handler({"job": job}, FiveMinutes(deployed.name), clock=lambda: now)


def erased(stack: Stack, learner: LearnerAtWork) -> None:
    """Let the schedule go on with a learner's erasure an hour from now, with its own role."""
    owner = {"academy_id": learner.academy_id, "learner_id": learner.sub}
    now = datetime.now(UTC) + timedelta(hours=1)
    with function(stack, "rights") as deployed:
        deployed.handler({"erase": [owner]}, FiveMinutes(deployed.name), clock=lambda: now)


def retained(stack: Stack, now: datetime) -> None:
    """Let the schedule do a day's work as of then, with its own role."""
    with function(stack, "rights") as deployed:
        deployed.handler({}, FiveMinutes(deployed.name), clock=lambda: now)


def exported(stack: Stack, learner: LearnerAtWork) -> None:
    """Make the export that was asked for of a learner, with its own role."""
    owner = {"academy_id": learner.academy_id, "learner_id": learner.sub}
    with function(stack, "rights") as deployed:
        deployed.handler({"export": [owner]}, FiveMinutes(deployed.name))
