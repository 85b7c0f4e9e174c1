"""SES, and people with accounts who get mail by it."""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import boto3

from certfolio.domain.staff import Role
from functions.mail import handler as mail
from functions.mail_events import handler as mail_events
from functions.telling import handler as telling
from tests.support import stream
from tests.support.faults import hooked
from tests.support.template import REGION
from tests.support.world import Learner, Staff, World, lambda_context

Json = dict[str, Any]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""When things happen here; no quiet hour."""
GATHERED = timedelta(minutes=3)
"""After so long what waits has waited long enough."""
_numbers = count(1)


@dataclass
class PostOffice:
    """What SES took, and what it says instead.

    Attributes
    ----------
    refuses, refuses_to
        Code and status that it answers with, of one address alone where that is given.
    meanwhile
        What happens once while it is asked.
    """

    taken: list[Json] = field(default_factory=list)
    refuses: tuple[str, int] | None = None
    refuses_to: str | None = None
    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def take(self, params: Json, **_: Any) -> Any:
        if self.meanwhile:
            self.meanwhile.pop()()
        asked = json.loads(params["body"])
        to = asked["Destination"]["ToAddresses"]
        if self.refuses is not None and self.refuses_to in (None, *to):
            code, status = self.refuses
            metadata = {"HTTPStatusCode": status, "RequestId": "request-1"}
            error = {"Code": code, "Message": "made for a test"}
            return SimpleNamespace(status_code=status), {
                "Error": error,
                "ResponseMetadata": metadata,
            }
        self.taken.append(asked)
        return SimpleNamespace(status_code=200), {"MessageId": f"message-{len(self.taken)}"}

    @property
    def subjects(self) -> list[str]:
        return [asked["Content"]["Simple"]["Subject"]["Data"] for asked in self.taken]

    @property
    def to(self) -> list[str]:
        return [to for asked in self.taken for to in asked["Destination"]["ToAddresses"]]

    @property
    def texts(self) -> list[str]:
        return [asked["Content"]["Simple"]["Body"]["Text"]["Data"] for asked in self.taken]

    def tags(self, number: int = -1) -> dict[str, str]:
        return {tag["Name"]: tag["Value"] for tag in self.taken[number]["EmailTags"]}

    def headers(self, number: int = -1) -> dict[str, str]:
        said = self.taken[number]["Content"]["Simple"]["Headers"]
        return {header["Name"]: header["Value"] for header in said}

    def event(self, happened: str, number: int = -1, **more: Any) -> Json:
        """What SES tells of a mail that it took."""
        tags = {name: [value] for name, value in self.tags(number).items()}
        return {"eventType": happened, "mail": {"messageId": "message", "tags": tags}, **more}

    def bounce(self, number: int = -1, *, kind: str = "Permanent") -> Json:
        to = self.taken[number]["Destination"]["ToAddresses"]
        bounced = [{"emailAddress": address.upper()} for address in to]
        bounce = {"bounceType": kind, "bouncedRecipients": bounced}
        return self.event("Bounce", number, bounce=bounce)

    def complaint(self, number: int = -1) -> Json:
        to = self.taken[number]["Destination"]["ToAddresses"]
        complained = {"complainedRecipients": [{"emailAddress": address} for address in to]}
        return self.event("Complaint", number, complaint=complained)


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """SES takes what it is asked to send."""
    office = PostOffice()
    with ExitStack() as stack:
        stack.enter_context(hooked("sesv2", "before-call.sesv2.SendEmail", office.take))
        yield office


@dataclass
class People:
    """People of an academy with accounts."""

    world: World
    pool: str
    cognito: Any = field(default_factory=lambda: boto3.client("cognito-idp", region_name=REGION))

    def account(self, mail: str | None = None, **attributes: str) -> str:
        """Make an account; its `sub`."""
        mail = mail or f"person-{next(_numbers)}@demo.example"
        said = {
            "email": mail,
            "email_verified": "true",
            "name": "Demo Learner",
            "custom:academy_id": self.world.academy_id,
        } | attributes
        made = self.cognito.admin_create_user(
            UserPoolId=self.pool,
            Username=mail,
            UserAttributes=[{"Name": name, "Value": value} for name, value in said.items()],
            MessageAction="SUPPRESS",
        )["User"]
        return next(a["Value"] for a in made["Attributes"] if a["Name"] == "sub")

    def learner(self, mail: str | None = None, **attributes: str) -> Learner:
        return Learner(self.world.academy_id, self.account(mail, **attributes), {})

    def staff(self, role: Role, mail: str | None = None) -> Staff:
        return self.world.staff(self.account(mail), role)

    def readdress(self, person_id: str, mail: str) -> None:
        self.cognito.admin_update_user_attributes(
            UserPoolId=self.pool,
            Username=person_id,
            UserAttributes=[{"Name": "email", "Value": mail}],
        )

    def close(self, person_id: str) -> None:
        self.cognito.admin_disable_user(UserPoolId=self.pool, Username=person_id)


def announced() -> list[Json]:
    """All that was announced until now, as messages of the queue."""
    with stream.bus() as heard:
        stream.call(stream.records())
    return [
        {"messageId": f"message-{number}", "body": json.dumps({"detail": detail})}
        for number, detail in enumerate(heard.taken)
    ]


def tell(messages: Sequence[Json] | None = None, now: datetime = NOON) -> list[str]:
    """Bring what was announced to the function; which of it shall be brought again."""
    found = announced() if messages is None else list(messages)
    answer = telling.handler({"Records": found}, lambda_context(), clock=lambda: now)
    return [failed["itemIdentifier"] for failed in answer["batchItemFailures"]]


def send(now: datetime = NOON + GATHERED, seconds: float = math.inf) -> None:
    """The schedule has what is due sent."""
    context = lambda_context(seconds, longest=90.0)
    mail.handler({"job": "send"}, context, clock=lambda: now)


def digest(now: datetime = NOON) -> None:
    """The schedule has the digest put into mailboxes."""
    mail.handler({"job": "digest"}, lambda_context(longest=90.0), clock=lambda: now)


def hear(*events: Json, now: datetime = NOON + GATHERED) -> list[str]:
    """SES tells of mails; which of it shall be brought again."""
    found = [
        {"messageId": f"event-{number}", "body": json.dumps({"detail": event})}
        for number, event in enumerate(events)
    ]
    answer = mail_events.handler({"Records": found}, lambda_context(), clock=lambda: now)
    return [failed["itemIdentifier"] for failed in answer["batchItemFailures"]]
