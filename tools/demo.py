"""Tell Certfolio's story as a client lives it.

Against what `make run` runs, in its demo academy; or, as the first check of a deployment, against
a stack on AWS, with an academy that is made for it and removed at its end.
"""

import argparse
import hashlib
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from io import BytesIO
from itertools import count
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import requests
from botocore.exceptions import BotoCoreError, ClientError
from ulid import ULID

from local import aws, ports, seed, stack
from local.client import CONTENT_TYPES, Json, Learner, Refused, StaffClient, put
from local.mails import sent
from tools import ledger
from tools.guests import Guests, is_guests
from tools.listening import Listener, listening

_USAGE = (
    "make demo [FILE=certificate.pdf] [PORT=4566 | STACK=certfolio-staging REGION=eu-central-1]"
)
_CREDITS = Decimal("1.50")
_SECONDS = 90
"""That what is done in the background may take."""
_numbers = count(1)
_asked_to_stop = Event()


class NotAsTold(Exception):
    """The system did something else than the story says."""


class Stopped(Exception):
    """Somebody does not want to hear the end."""


def main() -> int:
    """Tell the story.

    Returns
    -------
    int
        0 when everything was as told.
    """
    parser = argparse.ArgumentParser(prog="make demo", usage=_USAGE)
    parser.add_argument("file", type=Path, help="a certificate of any kind that is taken")
    parser.add_argument("--port", type=ports.number, default=aws.PORT, help="of loopback")
    parser.add_argument("--stack", help="on AWS, reached with the operator's own credentials")
    parser.add_argument("--region", help="of the stack")
    parser.add_argument("--forget", metavar="ACADEMY", help="that an earlier story left there")
    given = parser.parse_args()
    if bool(given.stack) != bool(given.region):
        parser.error("a stack on AWS needs both, STACK and REGION")
    if given.forget and not (given.stack and is_guests(given.forget)):
        parser.error("FORGET takes an academy that a story left on a stack, such as demo-01j…")
    if not given.file.is_file():
        return _say_why(f"There is no file {given.file}.")
    if given.file.suffix.lower() not in CONTENT_TYPES:
        return _say_why(f"{given.file} must be one of {', '.join(CONTENT_TYPES)}.")
    if given.stack:
        return _on_aws(given.stack, given.region, given.file, given.forget)
    return _here(f"http://{ports.HOST}:{given.port}", given.file)


def _here(endpoint: str, file: Path) -> int:
    try:
        system = stack.find(endpoint=endpoint)
        learner, reviewer, administrator = (
            seed.guest(system),
            seed.staff(system, seed.REVIEWER),
            seed.staff(system, seed.ADMINISTRATOR),
        )
    except (BotoCoreError, ClientError) as error:
        return _say_why(f"Certfolio does not run on {endpoint}: {error}\nStart it with: make run")
    return _told(learner, reviewer, file, administrator)


def _on_aws(name: str, region: str, file: Path, forget: str | None) -> int:
    try:
        system = stack.find(name, endpoint=None, region=region)
    except (BotoCoreError, ClientError) as error:
        return _say_why(f"The stack {name} cannot be read in {region}: {error}")
    if forget:
        return _left(Guests(system, forget), name)
    guests = Guests(system)
    print(f"In the academy {guests.academy}, which is removed in the end:")
    with _unhurried():
        try:
            told = _come_and_tell(guests, file)
        finally:
            left = _left(guests, name)
    return told or left


@contextmanager
def _unhurried() -> Iterator[None]:
    """Stop between two steps only, so that nothing comes after what is removed."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {kind: signal.signal(kind, lambda *_: _asked_to_stop.set()) for kind in signals}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
        _asked_to_stop.clear()


def _come_and_tell(guests: Guests, file: Path) -> int:
    try:
        learner, reviewer = guests.come()
    except (BotoCoreError, ClientError, Refused, requests.RequestException) as error:
        return _say_why(f"The people of the story cannot be made: {error}")
    return _told(learner, reviewer, file)


def _left(guests: Guests, name: str) -> int:
    stayed = guests.leave()
    if not stayed:
        print(f"\nNothing of {guests.academy} is left.")
        return 0
    again = f"make demo STACK={name} REGION={guests.stack.region} FORGET={guests.academy}"
    return _say_why("\n".join(["Not all could be removed.", *stayed, f"Try again with: {again}"]))


def _told(
    learner: Learner, reviewer: StaffClient, file: Path, administrator: StaffClient | None = None
) -> int:
    try:
        tell(learner, reviewer, file, administrator)
    except Stopped:
        return _say_why("Stopped.")
    except (
        *(BotoCoreError, ClientError),
        *(NotAsTold, Refused, TimeoutError, requests.RequestException),
    ) as error:
        return _say_why(str(error))
    print("\nEverything was as told.")
    return 0


def tell(
    learner: Learner, reviewer: StaffClient, file: Path, administrator: StaffClient | None = None
) -> None:
    """Hand files in, review and count them, hear of it, get them back, take all along, go.

    Parameters
    ----------
    administrator
        Who erases the learner in the end; None where nobody does.

    Raises
    ------
    NotAsTold
        An answer is not what it should be.
    Stopped
        Somebody asked for it.
    """
    academy = reviewer.academy_id
    # By the academy's name it is found again, should it be left behind.
    name = academy if is_guests(academy) else f"listener-{ULID()}"
    with listening(learner.stack, name, academy) as listener:
        step("a consumer listens", f"a queue on the bus {learner.stack.event_bus}")
        certificate = _count(learner, reviewer, file)
        _renew(learner, reviewer, certificate["learner_id"], file)
        _hear(listener, certificate)
    _learn(learner, certificate)
    if learner.stack.endpoint:
        _open_mail(learner.stack.endpoint, certificate)
    _download(learner, certificate, file)
    _take_along(learner, certificate)
    if administrator is not None:
        _erase(administrator, learner, certificate)


def _count(learner: Learner, reviewer: StaffClient, file: Path) -> Json:
    step("the learner signs in", "an ID token for the user pool's client")
    step("the reviewer signs in", "temporary credentials of the identity pool")

    credit_type = next(
        found
        for found in learner.call("GET", "/credit-types")["items"]
        # The demo has a file to show, and a reviewer who answers the checklist.
        if "file" in found["requires"] and found["checklist"]
    )
    earned_on = datetime.now(UTC).date() - timedelta(days=30)
    before = _awarded(learner, credit_type, earned_on)

    upload = _upload(learner, file)
    _inspected(learner, upload)
    read = _read(learner, upload)
    certificate = _submit(learner, file, read, upload, credit_type, earned_on.isoformat())
    _compare(learner, certificate)
    _in_queue(reviewer, certificate)
    _approve(learner, reviewer, certificate, [credit_type])

    after = _awarded(learner, credit_type, earned_on)
    _expect(after - before, _CREDITS, "credits that the statement gained")
    step(
        "GET /statement",
        f"{credit_type['name']}: {before} awarded in that period before, {after} now",
    )
    return certificate


def _renew(learner: Learner, reviewer: StaffClient, learner_id: str, file: Path) -> None:
    """Hold two credentials, and bring both forward with one certificate."""
    known = {found["id"] for found in learner.call("GET", "/programmes")["items"]}
    if not known >= set(seed.PROGRAMMES):
        # An academy that was made for the story on AWS knows no programme.
        return
    today = datetime.now(UTC).date()
    for programme in seed.PROGRAMMES:
        stated = {
            "id": str(ULID()),
            "programme": programme,
            "number": f"DEMO-{ULID()}",
            "held_since": (today - timedelta(days=365)).isoformat(),
        }
        held = learner.call("POST", "/holdings", stated)
        path = f"/learners/{learner_id}/holdings/{held['id']}/decisions"
        held = reviewer.admin("POST", path, {"decision": "confirm"}, version=held["version"])
        step(
            "POST /holdings",
            f"{held['programme_name']}: {held['state']}, {held['cycle']['missing']} missing"
            f" by {held['cycle']['ends_on']}",
        )
    types = [
        found for found in learner.call("GET", "/credit-types")["items"] if found["id"] in _LINES
    ]
    upload = _upload(learner, file)
    _inspected(learner, upload)
    body = {
        "title": "Demo: Business for Security Managers",
        "issuer": "Open Courses",
        "earned_on": (today - timedelta(days=30)).isoformat(),
        "claims": [
            {"credit_type": credit_type, "credits": str(_CREDITS), "labels": labels}
            for credit_type, labels in _LINES.items()
        ],
        "upload_id": upload["id"],
    }
    foreseen = learner.call("POST", "/certificates/forecast", body)["holdings"]
    for one in foreseen:
        step(
            "POST /certificates/forecast",
            f"{one['programme_name']}: {one['before']['missing']} missing now,"
            f" {one['after']['missing']} with this certificate",
        )
    certificate = learner.call("POST", "/certificates", body)
    _approve(learner, reviewer, certificate, types)
    for one, now in zip(foreseen, learner.call("GET", "/holdings")["items"], strict=True):
        if Decimal(now["cycle"]["missing"]) >= Decimal(one["before"]["missing"]):
            raise NotAsTold(f"{one['programme_name']} should have come forward.")
        _expect(now["cycle"]["missing"], one["after"]["missing"], "missing credits")
        step("GET /holdings", f"{one['programme_name']}: {now['cycle']['missing']} missing")


_LINES = {
    "cpe": {"group": "a"},
    "pdu": {"category": "education", "skill": "business-acumen"},
}
"""Lines of one certificate that two credentials count, and what they are labelled."""


def _hear(listener: Listener, certificate: Json) -> None:
    said = listener.wait_for(certificate["id"], 2)
    types = sorted({one["type"] for one in said})
    _expect(types, ["CertificateApproved", "CertificateSubmitted"], "types announced")
    step("the consumer", "heard " + ", ".join(f"{one['type']} ({one['id']})" for one in said))


def _learn(learner: Learner, certificate: Json) -> None:
    def told(page: Json) -> list[Json]:
        return [item for item in page["items"] if item["certificate_id"] == certificate["id"]]

    [newest, *_] = told(_once(lambda: learner.call("GET", "/news"), told))
    _expect(newest["kind"], "CertificateApproved", "what the learner is told")
    step("GET /news", f"the learner is told: {newest['kind']}, {newest['title']}")


def _open_mail(endpoint: str, certificate: Json) -> None:
    """Read the mail that the local AWS would have sent; it goes out within a minute or so."""
    link = f"/certificates/{certificate['id']}"

    def about_it(mails: Json) -> list[Json]:
        return [mail for mail in mails["sent"] if link in mail["BodyText"]]

    [mail] = about_it(_once(lambda: {"sent": sent(endpoint)}, about_it))
    step("SES", f"the learner's mail: {mail['Subject']}")


def _upload(learner: Learner, file: Path) -> Json:
    data = file.read_bytes()
    permit = learner.permit(file)
    step("POST /uploads", f"a permit for these {len(data)} bytes until {permit['expires_at']}")
    put(permit, file)
    step("PUT to S3", "stored")
    again = requests.put(permit["url"], data=data, headers=permit["headers"], timeout=20)
    _expect(again.status_code, HTTPStatus.PRECONDITION_FAILED, "answer to a second PUT")
    step("PUT to S3 again", f"refused with {again.status_code}: a permit is good once")
    return permit


def _submit(  # noqa: PLR0913, PLR0917 - what is handed in, and who does
    learner: Learner,
    file: Path,
    read: dict[str, str],
    upload: Json,
    credit_type: Json,
    earned_on: str,
) -> Json:
    certificate = learner.call(
        "POST",
        "/certificates",
        {
            "title": f"Demo: {file.stem}"[:200],
            "issuer": "Open Courses",
            **{name: read[name] for name in _TAKEN & read.keys()},
            "earned_on": earned_on,
            "claims": [{"credit_type": credit_type["id"], "credits": str(_CREDITS)}],
            "upload_id": upload["id"],
        },
    )
    _expect(certificate["status"], "pending", "status")
    step(
        "POST /certificates",
        f"{certificate['id']} is {certificate['status']},"
        f" claims {_CREDITS} {credit_type['unit']} of {credit_type['name']}",
    )
    return certificate


def _inspected(learner: Learner, upload: Json) -> None:
    file = learner.inspected(upload["id"])["file"]
    if file["state"] != "accepted":
        raise NotAsTold(f"Inspection {file['state']} the file: {file['explanation']}")
    step("inspection", f"the file is {file['state']}: it is {file['content_type']}")


def _read(learner: Learner, upload: Json) -> dict[str, str]:
    """What the document lets one fill in."""
    view = learner.call("GET", f"/uploads/{upload['id']}/pages")
    for page in view["pages"]:
        requests.get(page["url"], timeout=20).raise_for_status()
    read = {one["field"]: one["value"] for one in view["suggestions"]}
    told = ", ".join(f"{name} “{value}”" for name, value in read.items()) or "nothing for certain"
    step("GET /uploads/…/pages", f"pages drawn: {len(view['pages'])}; read on them: {told}")
    return read


_TAKEN = frozenset({"title", "issuer", "certificate_number"})
"""What is handed in as it was read; the demo's own day and credits keep to the academy's rules."""


def _compare(learner: Learner, certificate: Json) -> None:
    view = learner.call("GET", f"/certificates/{certificate['id']}/pages")
    found = ", ".join(f"{one['field']} {one['outcome']}" for one in view["found"])
    step("GET …/pages", f"what the document says of what was stated: {found}")


def _in_queue(reviewer: StaffClient, certificate: Json) -> None:
    query: Json = {"limit": 100}
    waiting = []
    while True:
        page = reviewer.admin("GET", "/reviews", **query)
        waiting += [item["id"] for item in page["items"]]
        if not page.get("next_cursor"):
            break
        query["cursor"] = page["next_cursor"]
    if certificate["id"] not in waiting:
        raise NotAsTold("The certificate is not in the reviewers' queue.")
    step(
        f"GET /admin/academies/{reviewer.academy_id}/reviews, signed",
        f"{len(waiting)} in the queue, this one is number {waiting.index(certificate['id']) + 1}",
    )


def _approve(
    learner: Learner, reviewer: StaffClient, certificate: Json, credit_types: Iterable[Json]
) -> None:
    path = f"/learners/{certificate['learner_id']}/certificates/{certificate['id']}"
    version = reviewer.admin("GET", path)["version"]
    answers = [
        {"credit_type": credit_type["id"], "question": question, "yes": True}
        for credit_type in credit_types
        for question in credit_type["checklist"]
    ]
    decision = {"action": "approve", "answers": answers}
    reviewer.admin("POST", f"{path}/decisions", decision, version=version)
    seen = learner.call("GET", f"/certificates/{certificate['id']}")
    _expect(seen["status"], "approved", "status that the learner sees")
    history = " → ".join(event["action"] for event in seen["events"])
    step("POST …/decisions, signed", f"{seen['status']} and {seen['standing']}; {history}")


def _awarded(learner: Learner, credit_type: Json, earned_on: date) -> Decimal:
    """Credits of a type that were awarded in the period a day lies in."""
    for period in learner.call("GET", "/statement")["items"]:
        begun = period["starts_on"] <= earned_on.isoformat()
        over = period["ends_on"] is not None and period["ends_on"] < earned_on.isoformat()
        if period["credit_type"] == credit_type["id"] and begun and not over:
            return Decimal(period["awarded"])
    return Decimal("0.00")


def _download(learner: Learner, certificate: Json, file: Path) -> None:
    link = learner.call("GET", f"/certificates/{certificate['id']}/file")
    answer = requests.get(link["url"], timeout=20)
    answer.raise_for_status()
    step("GET …/file", f"{link['name']}, a link until {link['expires_at']}")
    got, sent = (hashlib.sha256(data).hexdigest() for data in (answer.content, file.read_bytes()))
    _expect(got, sent, "SHA-256 of the download")
    step("the download", f"{len(answer.content)} bytes, the same as handed in: sha256 {got[:16]}…")


def _take_along(learner: Learner, certificate: Json) -> None:
    file = learner.call("GET", "/transcript?format=pdf")["file"]
    data = _fetched(file["url"])
    _expect(data[:5], b"%PDF-", "beginning of the transcript")
    step("GET /transcript", f"{len(data)} bytes of PDF")

    asked = learner.call("POST", "/membership/export")
    made = _once(
        lambda: learner.call("GET", "/membership")["export"], lambda one: one["state"] != "working"
    )
    _expect(made["state"], "ready", "state of the export")
    with ZipFile(BytesIO(_fetched(made["url"]))) as archive:
        names = archive.namelist()
    if not any(certificate["id"] in name for name in names):
        raise NotAsTold("The certificate's file is not in the export.")
    step("POST /membership/export", f"asked at {asked['asked_at']}: {len(names)} files in all")


def _erase(administrator: StaffClient, learner: Learner, certificate: Json) -> None:
    """Erase the learner, of whom the ledger says nothing, and so goes on to hold."""
    path = f"/learners/{certificate['learner_id']}"
    known = _checked_ledger(learner)
    version = learner.call("GET", f"/certificates/{certificate['id']}")["version"]
    if known < version:
        raise NotAsTold(f"The ledger has {known} entries, fewer than the certificate has events.")
    administrator.admin("POST", f"{path}/erasure")
    erasure = _once(
        lambda: administrator.admin("GET", f"{path}/membership")["erasure"],
        lambda one: one["state"] != "clearing",
    )
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(erasure["erased"].items()))
    step("POST …/erasure, signed", f"erased: {counts}; what was on its way is waited for")
    left = administrator.admin("GET", f"{path}/certificates")["items"]
    _expect(left, [], "certificates that are left of the learner")
    step("GET …/certificates, signed", "nothing of the learner is left")
    after = _checked_ledger(learner)
    if after < known:
        raise NotAsTold(f"The ledger had {known} entries, and has {after}.")
    step("the ledger", f"still whole, with {after} entries that lead to nobody")


def _checked_ledger(learner: Learner) -> int:
    """How many entries the ledger has; each batch follows the one before it, with its leaves."""
    s3, bucket = learner.stack.client("s3"), learner.stack.ledger_bucket
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="batches/")
    names = sorted(item["Key"] for page in pages for item in page.get("Contents", ()))
    read = [s3.get_object(Bucket=bucket, Key=name)["Body"].read() for name in names]
    batches = [ledger.parsed(text.decode()) for text in read]
    _expect(ledger.chain_faults(batches), [], "faults of the ledger")
    return sum(len(batch["leaves"]) for batch in batches)


def _fetched(url: str) -> bytes:
    answer = requests.get(url, timeout=60)
    answer.raise_for_status()
    return answer.content


def _once(ask: Callable[[], Json], is_so: Callable[[Json], object]) -> Json:
    """Ask until something is so.

    Raises
    ------
    NotAsTold
        It took too long.
    Stopped
        Somebody asked for it meanwhile.
    """
    deadline = time.monotonic() + _SECONDS
    while not is_so(found := ask()):
        if time.monotonic() > deadline:
            raise NotAsTold(f"After {_SECONDS} seconds it is still {found}.")
        if _asked_to_stop.wait(0.5):
            raise Stopped
    return found


def step(what: str, outcome: str) -> None:
    """Show one step of the story.

    Raises
    ------
    Stopped
        Somebody asked for it meanwhile.
    """
    print(f"{next(_numbers):>3}. {what}\n     {outcome}")
    if _asked_to_stop.is_set():
        raise Stopped


def _expect(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise NotAsTold(f"The {what} should be {wanted}, and is {found}.")


def _say_why(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
