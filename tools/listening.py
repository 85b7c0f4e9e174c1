"""A queue that hears what a stack announces, as any consumer sets one up."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from certfolio.domain.announcements import SOURCE
from local.client import Json
from local.stack import Stack

_PROBE = "certfolio.listening"
"""Source of what a listener says to itself, to know when it hears."""

_SECONDS = 60


@dataclass
class Listener:
    """A rule of the bus and a queue, both of one name.

    Attributes
    ----------
    academy
        Whose announcements; None for everybody's.
    heard
        What came, oldest first, as EventBridge delivers it.
    """

    stack: Stack
    name: str
    academy: str | None = None
    heard: list[Json] = field(default_factory=list)
    _queue: str = ""
    _ready: bool = False

    def begin(self) -> None:
        """Set up the way from the bus to the queue, and wait until something comes through.

        Raises
        ------
        TimeoutError
            Nothing does.
        """
        events, sqs = self.stack.client("events"), self.stack.client("sqs")
        rule = events.put_rule(
            Name=self.name,
            EventBusName=self.stack.event_bus,
            EventPattern=json.dumps(self._pattern()),
        )["RuleArn"]
        self._queue = sqs.create_queue(QueueName=self.name)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])[
            "Attributes"
        ]["QueueArn"]
        policy = json.dumps(_policy(arn, rule))
        sqs.set_queue_attributes(QueueUrl=self._queue, Attributes={"Policy": policy})
        target = {"Id": "queue", "Arn": arn}
        events.put_targets(Rule=self.name, EventBusName=self.stack.event_bus, Targets=[target])
        deadline = time.monotonic() + _SECONDS
        while not self._ready:
            if time.monotonic() > deadline:
                raise TimeoutError("Nothing comes from the bus of announcements.")
            events.put_events(
                Entries=[
                    {
                        "EventBusName": self.stack.event_bus,
                        "Source": _PROBE,
                        "DetailType": self.name,
                        "Detail": json.dumps({"data": {"academy_id": self.academy}}),
                    }
                ]
            )
            self.listen()

    def _pattern(self) -> Json:
        pattern: Json = {"source": [SOURCE, _PROBE]}
        if self.academy is not None:
            pattern["detail"] = {"data": {"academy_id": [self.academy]}}
        return pattern

    def listen(self) -> None:
        """Take what has come, for at most a second."""
        sqs = self.stack.client("sqs")
        answer = sqs.receive_message(
            QueueUrl=self._queue, WaitTimeSeconds=1, MaxNumberOfMessages=10
        )
        for message in answer.get("Messages", ()):
            sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
            said = json.loads(message["Body"])
            if said["source"] == _PROBE:
                self._ready = True
            else:
                self.heard.append(said)

    def of(self, certificate_id: str) -> list[Json]:
        """The envelopes of what was announced of a certificate."""
        return [
            said["detail"] for said in self.heard if said["detail"]["subject"] == certificate_id
        ]

    def wait_for(self, certificate_id: str, number: int) -> list[Json]:
        """Wait until so much was announced of a certificate.

        Raises
        ------
        TimeoutError
            It was not.
        """
        deadline = time.monotonic() + _SECONDS
        while len(self.of(certificate_id)) < number:
            if time.monotonic() > deadline:
                told = [said["type"] for said in self.of(certificate_id)]
                raise TimeoutError(f"Of {certificate_id} was announced: {told}")
            self.listen()
        return self.of(certificate_id)

    def end(self) -> None:
        """Take away what `begin` set up, also where another process did."""
        events, sqs = self.stack.client("events"), self.stack.client("sqs")
        rule = {"EventBusName": self.stack.event_bus}
        with suppress(events.exceptions.ResourceNotFoundException):
            events.remove_targets(Rule=self.name, Ids=["queue"], **rule)
            events.delete_rule(Name=self.name, **rule)
        with suppress(sqs.exceptions.QueueDoesNotExist):
            sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName=self.name)["QueueUrl"])


@contextmanager
def listening(stack: Stack, name: str, academy: str | None = None) -> Iterator[Listener]:
    """A listener that is there for as long as the block lasts."""
    listener = Listener(stack, name, academy)
    try:
        listener.begin()
        yield listener
    finally:
        listener.end()


def _policy(queue: str, rule: str) -> Json:
    """Let one rule send to a queue, and nobody else."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queue,
                "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
            }
        ],
    }
