"""People of the deployed system are mailed what happened, until their address bounces."""

import json
import time
from typing import Any

from local.client import Json
from local.stack import Stack
from tests.e2e.support import (
    Academy,
    LearnerAtWork,
    mails_to,
    open_academy,
    records_of,
    resources,
    root,
    run_schedule,
)

SECONDS = 60


def by_night_too(academy: Academy) -> None:
    """Let mail go out at whatever hour this runs."""
    staff = academy.administrator
    known = staff.admin("GET", "/settings")
    body = {name: known[name] for name in ("review_days", "lease_minutes", "reasons")}
    staff.admin("PUT", "/settings", {**body, "mails": {"quiet": False}}, version=known["version"])


def settled(stack: Stack, learner: LearnerAtWork, happened: int) -> None:
    """Wait until so many things came into the learner's mailboxes and nothing waits there."""
    deadline = time.monotonic() + SECONDS
    while True:
        run_schedule(stack, "MailFunction", {"job": "send"})
        came = len(records_of(stack, learner, "MAIL#"))
        boxes = records_of(stack, learner, "MAILBOX#")
        if came == happened and not any("by_time_pk" in box for box in boxes):
            return
        assert time.monotonic() < deadline, boxes
        time.sleep(0.5)


def tell(stack: Stack, event: Json) -> None:
    """Let EventBridge bring an event of SES, which the local AWS makes none of."""
    queue = resources(stack)["OfMails"]
    root(stack, "sqs").send_message(QueueUrl=queue, MessageBody=json.dumps({"detail": event}))


def items(stack: Stack, learner: LearnerAtWork, prefix: str) -> list[Any]:
    deadline = time.monotonic() + SECONDS
    while not (found := records_of(stack, learner, prefix)):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return found


def test_a_learner_reads_of_decisions_in_their_mail_until_their_address_bounces(
    stack: Stack,
) -> None:
    academy = open_academy(stack)
    by_night_too(academy)
    learner, reviewer = academy.learner(), academy.staff("reviewer")
    certificate = learner.hand_in(title="Zürcher Kurs")
    assert reviewer.decide(certificate, "decline", "The name differs").status_code == 200
    settled(stack, learner, 1)
    [mail] = mails_to(stack, learner.account.email)
    assert mail["Source"] == "no-reply@certfolio.example"
    assert "Zürcher Kurs" in mail["Subject"]
    for written in (mail["BodyText"], mail["BodyHtml"]):
        assert "The name differs" in written
        assert f"/certificates/{certificate['id']}" in written

    address = learner.account.email
    tags = {"letter": ["01JD8Z6V9Q3T5W7X9Y1Z3A5C7E"], "kind": ["decision"]}
    whose = {"academy": [academy.id], "person": [learner.sub]}
    bounce = {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": address}]}
    tell(stack, {"eventType": "Bounce", "mail": {"tags": tags | whose}, "bounce": bounce})
    items(stack, learner, "MAIL_UNDELIVERABLE")
    reviewer.decide(learner.hand_in(title="Another one"), "approve")
    settled(stack, learner, 2)
    assert len(mails_to(stack, address)) == 1
