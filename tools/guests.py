"""An academy of its own on a stack that is in use, for as long as a story takes.

It is made with an operator's credentials, as `docs/operations.md` makes the first administrator,
and removed with all that was done in it.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from ulid import ULID

from certfolio.domain.certificates import Certificate, FileState, Owner
from certfolio.domain.precedents import issuer_of
from certfolio.storage import keys
from certfolio.storage.attribute_values import value_of
from certfolio.storage.records import record_of
from local import people
from local.client import (
    Json,
    Learner,
    StaffClient,
    enrol,
    identity,
    sign_in,
    temporary_credentials,
)
from local.people import Account
from local.stack import Stack
from tools.listening import Listener

CREDIT_TYPE: Json = {
    "name": "CPE hours",
    "unit": "hours",
    "requires": ["file", "issuer"],
    "checklist": ["Does the name on the document match the learner's?"],
}
_ACADEMY = re.compile(r"demo-[0-9a-hjkmnp-tv-z]{26}")
_INSPECTION_SECONDS = 60
_NEWS_SECONDS = 30


def is_guests(academy: str) -> bool:
    """Whether an academy can only be one that was made here, and so may be removed whole."""
    return _ACADEMY.fullmatch(academy) is not None


def _new_academy() -> str:
    return f"demo-{ULID()}".lower()


@dataclass
class Guests:
    """Those whom `come` brings, and `leave` takes away with all that they did.

    Attributes
    ----------
    identities
        Of the identity pool: what they signed requests with.
    """

    stack: Stack
    academy: str = field(default_factory=_new_academy)
    identities: list[str] = field(default_factory=list)

    def come(self) -> tuple[Learner, StaffClient]:
        """Make the academy and its people; answers its learner and its reviewer.

        Raises
        ------
        Refused
            The API refused something.
        """
        administrator, reviewer, learner = (
            Account(f"{self.academy}-{does}@demo.example", f"Demo {does}", does, self.academy)
            for does in ("administrator", "reviewer", "learner")
        )
        password = f"{secrets.token_urlsafe(24)}-Aa1"
        subs = {
            person: people.invite(self.stack, person, password)
            for person in (administrator, reviewer, learner)
        }
        people.first_administrator(self.stack, administrator, subs[administrator])
        office = self._staff(administrator, password)
        office.admin("PUT", "/credit-types/cpe", CREDIT_TYPE)
        # Nobody has their addresses: only the local AWS, which shows mails, may send there.
        quiet = {"quiet_from": "00:00", "quiet_to": "23:59"}
        mails = {"quiet": False} if self.stack.endpoint else quiet
        office.admin("PUT", "/settings", {"mails": mails})
        member = {"name": reviewer.name, "role": reviewer.does}
        office.admin("PUT", f"/staff/{subs[reviewer]}", member)
        return people.learner(self.stack, learner, password), self._staff(reviewer, password)

    def _staff(self, person: Account, password: str) -> StaffClient:
        tokens = sign_in(self.stack, person.email, password)
        self.identities.append(identity(self.stack, tokens["IdToken"]))
        credentials = temporary_credentials(self.stack, tokens["IdToken"])
        member = StaffClient(self.stack, credentials=credentials, academy_id=self.academy)
        if member.admin("POST", "/second-factor")["required"]:
            enrol(self.stack, tokens["AccessToken"])
            member.admin("POST", "/second-factor")
        return member

    # Leaving

    def leave(self) -> list[str]:
        """Remove all that is of the academy; answers what stayed, and why."""
        steps = {
            # What is on its way now would be written down after everything else was gone.
            "inspection": self.let_inspection_end,
            "news": self.let_news_arrive,
            "files": self.remove_files,
            "records": self.remove_records,
            "identities": self.remove_identities,
            "listener": Listener(self.stack, self.academy).end,
        }
        stayed = [why for what, remove in steps.items() if (why := _failure(what, remove))]
        # By these the rest is found when this is done again.
        if not stayed and (why := _failure("accounts", self.remove_accounts)):
            stayed.append(why)
        return stayed

    def let_inspection_end(self) -> None:
        """Wait until no file that was put is under inspection."""
        _wait_while(self._is_inspecting, _INSPECTION_SECONDS)

    def _is_inspecting(self) -> bool:
        waiting = any(
            # A record leaves out what it says when it is new.
            _part(item, "sha256") and _part(item, "state") in (None, FileState.WAITING)
            for partition in self._learners()
            for item in self._items(partition)
            # An upload that a certificate took does not say any more how its file stands.
            if not item.get("attached", {}).get("BOOL")
        )
        return waiting and any(self._versions(self.stack.incoming_bucket))

    def let_news_arrive(self) -> None:
        """Wait until the learners were told of what was decided."""
        _wait_while(self._is_telling, _NEWS_SECONDS)

    def _is_telling(self) -> bool:
        return any(
            # Decisions alone stand in the list of them.
            sum("by_time_pk" in item and item["SK"]["S"].startswith("EVENT#") for item in items)
            > sum(item["SK"]["S"].startswith(keys.NEWS) for item in items)
            for items in (list(self._items(partition)) for partition in self._learners())
        )

    def remove_files(self) -> None:
        """Remove every version of every file."""
        s3 = self.stack.client("s3")
        stack = self.stack
        buckets = (stack.incoming_bucket, stack.evidence_bucket, stack.transcripts_bucket)
        for bucket in filter(None, buckets):
            for version in list(self._versions(bucket)):
                s3.delete_object(Bucket=bucket, **version)

    def _versions(self, bucket: str) -> Iterator[dict[str, str]]:
        pages = self.stack.client("s3").get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=bucket, Prefix=f"{self.academy}/"):
            for found in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                yield {"Key": found["Key"], "VersionId": found["VersionId"]}

    def remove_records(self) -> None:
        """Remove every record."""
        learners = self._learners()
        digests = {
            digest
            for partition in learners
            for item in self._items(partition)
            if (digest := _part(item, "sha256"))
        }
        dynamodb = self.stack.client("dynamodb")
        for _, sub in self._accounts():
            # As with an erasure, nobody is told anything about them from here on.
            marker = keys.erasure(Owner(academy_id=self.academy, learner_id=sub))
            dynamodb.put_item(
                TableName=self.stack.table,
                Item={name: {"S": str(value)} for name, value in marker.items()},
            )
        for partition in (
            *(keys.fingerprint_partition(self.academy, digest) for digest in digests),
            *(keys.issuer_partition(self.academy, issuer) for issuer in self._issuers()),
            *learners,
            keys.directory_partition(self.academy),
            keys.totals_partition(self.academy),
            keys.staff_news_partition(self.academy),
            keys.face(self.academy)["PK"],
            keys.academy_partition(self.academy),
        ):
            for item in list(self._items(partition)):
                dynamodb.delete_item(
                    TableName=self.stack.table, Key={"PK": item["PK"], "SK": item["SK"]}
                )
        for key in (
            keys.registered(self.academy),
            keys.recount(self.academy),
            keys.digesting(self.academy),
            keys.reminding(self.academy),
            keys.retaining(self.academy),
        ):
            named = {name: {"S": str(value)} for name, value in key.items()}
            dynamodb.delete_item(TableName=self.stack.table, Key=named)

    def _issuers(self) -> set[str]:
        """Issuers of certificates that may have been decided on."""
        certificates = (
            # What is packed comes from boto3 as bytes, and not in base64.
            record_of(
                Certificate,
                {name: said.get("B") or value_of(said) for name, said in item.items()},
            )
            for partition in self._learners()
            for item in self._items(partition)
            if item["SK"]["S"].startswith(keys.CERTIFICATE)
        )
        return {issuer for each in certificates if (issuer := issuer_of(each)) is not None}

    def _learners(self) -> list[str]:
        """Partitions of everybody who may have a portfolio."""
        return [
            keys.learner_partition(Owner(academy_id=self.academy, learner_id=sub))
            for _, sub in self._accounts()
        ]

    def _items(self, partition: str) -> Iterator[dict[str, Any]]:
        pages = self.stack.client("dynamodb").get_paginator("query")
        for page in pages.paginate(
            TableName=self.stack.table,
            ConsistentRead=True,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": {"S": partition}},
        ):
            yield from page["Items"]

    def remove_identities(self) -> None:
        """Remove what the identity pool keeps of those who signed requests."""
        if not self.identities:
            return
        identities = self.stack.client("cognito-identity")
        try:
            identities.delete_identities(IdentityIdsToDelete=self.identities)
        except ClientError as error:
            # The local AWS, which never forgets one.
            if error.response["Error"]["Code"] != "InvalidAction":
                raise

    def remove_accounts(self) -> None:
        """Remove everybody who was made for the academy."""
        cognito = self.stack.client("cognito-idp")
        for name, _ in self._accounts():
            cognito.admin_delete_user(UserPoolId=self.stack.user_pool_id, Username=name)

    def _accounts(self) -> list[tuple[str, str]]:
        """User name and `sub` of everybody who was made for the academy."""
        found = self.stack.client("cognito-idp").list_users(
            UserPoolId=self.stack.user_pool_id, Filter=f'email ^= "{self.academy}-"'
        )["Users"]
        return [
            (user["Username"], item["Value"])
            for user in found
            for item in user["Attributes"]
            if item["Name"] == "sub"
        ]


def _failure(what: str, remove: Callable[[], None]) -> str | None:
    try:
        remove()
    except (BotoCoreError, ClientError) as error:
        return f"{what}: {error}"
    return None


def _wait_while(is_so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while is_so() and time.monotonic() < deadline:
        time.sleep(1)


def _part(item: Mapping[str, Any], name: str) -> str | None:
    """What a record says of its file, where it has one."""
    found = item.get("file", {}).get("M", {}).get(name, {}).get("S")
    return str(found) if found is not None else None
