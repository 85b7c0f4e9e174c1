"""Open the demo academy: people, credit types, and certificates in every status.

The first administrator is put on the staff list directly, as an operator does; everything else
goes through the API. What is there already stays as it is.
"""

import json
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from ulid import ULID

from local import people
from local.client import Json, Learner, Refused, StaffClient, put
from local.paper import Paper
from local.people import Account
from local.stack import Stack

ACADEMY = "demo"
OTHER_ACADEMY = "other"
PASSWORD = "Certfolio-Demo-1"  # noqa: S105 - printed for whoever runs the demo
SYSTEM_ROLE = "certfolio-demo-system"
"""A role that another system signs with; it reaches the demo academy's routes alone."""


LEARNER = Account("learner@demo.example", "Demo Learner", "learner", ACADEMY)
SECOND_LEARNER = Account("second-learner@demo.example", "Second Learner", "learner", ACADEMY)
THIRD_LEARNER = Account("third-learner@demo.example", "Third Learner", "learner", ACADEMY)
REVIEWER = Account("reviewer@demo.example", "Demo Reviewer", "reviewer", ACADEMY)
ADMINISTRATOR = Account(
    "administrator@demo.example", "Demo Administrator", "administrator", ACADEMY
)
OTHER_LEARNER = Account("learner@other.example", "Other Learner", "learner", OTHER_ACADEMY)
OTHER_ADMINISTRATOR = Account(
    "administrator@other.example", "Other Administrator", "administrator", OTHER_ACADEMY
)
PEOPLE = (
    LEARNER,
    SECOND_LEARNER,
    THIRD_LEARNER,
    REVIEWER,
    ADMINISTRATOR,
    OTHER_LEARNER,
    OTHER_ADMINISTRATOR,
)

CREDIT_TYPES: Mapping[str, Json] = {
    "cpe": {
        "name": "CPE hours",
        "unit": "hours",
        "step": "0.25",
        "minimum": "0.5",
        "maximum": "40",
        "instructions": "Hours of instruction, without breaks, as the certificate states them.",
        "period_rules": {
            "target": "20",
            "cap": "25",
            "carry_over": {"credits": "10", "periods": 1},
        },
    },
    "ceu": {
        "name": "Continuing education units",
        "unit": "CEU",
        "step": "0.1",
        "maximum": "10",
        "instructions": "One unit is ten hours. The certificate must name the accredited provider.",
    },
    "pdu": {
        "name": "Professional development units",
        "unit": "PDU",
        "step": "0.5",
        "minimum": "0.5",
        "requires": ["file", "issuer"],
        "checklist": [
            "Does the name on the document match the learner's?",
            "Does the document state the units?",
        ],
        "period_rules": {"period": {"kind": "year", "month": 7, "day": 1}, "target": "30"},
    },
    "training": {
        "name": "In-house training",
        "unit": "hours",
        "step": "0.5",
        "requires": [],
        "instructions": "Hours of the academy's own courses; staff enter them.",
    },
}


PROGRAMMES = ("pmi-pmp", "isc2-cissp")
"""Packs that the demo academy has taken over; they give credit types the labels they need."""

LABELS: Mapping[str, Mapping[str, str]] = {
    "cpe": {"group": "a"},
    "pdu": {"category": "education", "skill": "ways-of-working"},
}
"""What claims are labelled, by credit type."""


@dataclass(frozen=True)
class Credential:
    """A credential that the demo learner holds.

    Attributes
    ----------
    held
        Days from today.
    confirmed
        Whether staff have confirmed it.
    """

    programme: str
    number: str
    held: int
    confirmed: bool


_CREDENTIALS = (
    Credential("pmi-pmp", "DEMO-PMP-1", -760, confirmed=True),
    Credential("isc2-cissp", "DEMO-CISSP-1", -400, confirmed=False),
)


@dataclass(frozen=True)
class Sample:
    """A certificate of the demo.

    Attributes
    ----------
    earned, expires
        Days from today.
    suffix
        Of the file's name.
    renamed
        Whether the file is a Word document that was only given another name.
    actions
        What happens to it after it was submitted, in order: an action, and its comment.
    reason
        Id of the reason that a refusal among the actions gives.
    number
        On the paper; by default its own.
    kind
        ``academy`` for what the academy itself issued and its staff entered.
    """

    title: str
    issuer: str
    claims: Mapping[str, str]
    earned: int
    expires: int | None = None
    suffix: str = ".pdf"
    renamed: bool = False
    actions: tuple[tuple[str, str | None], ...] = ()
    reason: str | None = None
    number: str | None = None
    kind: str = "external"


_FIRST_EVENTS = frozenset({"submit", "record_file"})
_APPROVED = (("approve", None),)
_LEARNERS_SAMPLES = (
    Sample("Secure Coding in Practice", "Open Courses", {"cpe": "8"}, -430, 665, ".pdf",
           actions=_APPROVED),
    Sample("First Aid at Work", "City Rescue School", {"cpe": "6.5"}, -335, 30, ".png",
           actions=_APPROVED),
    Sample("Fire Safety Officer", "City Rescue School", {"cpe": "4", "ceu": "0.4"}, -760, -30,
           ".jpg", actions=_APPROVED),
    Sample("Project Leadership", "Institute of Projects", {"pdu": "21.5", "cpe": "20"}, -210,
           actions=(("approve", "A thorough course; credits as claimed."),)),
    Sample("Speed Reading Weekend", "Quick Minds", {"cpe": "12"}, -90,
           actions=(("decline", "This subject is not on the academy's list."),),
           reason="not-recognised"),
    Sample("Cloud Architecture", "Open Courses", {"cpe": "16"}, -60, suffix=".png",
           actions=(("request_changes", "The second page with the hours is missing."),),
           reason="incomplete"),
    Sample("Negotiation Basics", "Quick Minds", {"pdu": "3"}, -45, suffix=".jpg",
           actions=(("withdraw", None),)),
    Sample("Data Protection Refresher", "Legal Learning", {"cpe": "2.25"}, -400,
           actions=(("approve", None), ("revoke", "The issuer has withdrawn the certificate."))),
    Sample("Statistics for Everyone", "Open Courses", {"ceu": "1.2"}, -20, suffix=".pdf",
           renamed=True),
    Sample("Accessible Documents", "Open Courses", {"cpe": "3", "ceu": "0.3"}, -10),
    Sample("Working at Height", "City Rescue School", {"cpe": "7.75"}, -5, 725, ".jpg"),
    Sample("Induction Week", "Demo Academy", {"training": "24"}, -300, kind="academy"),
)  # fmt: skip
_SECOND_LEARNERS_SAMPLES = (
    Sample("Agile Coaching", "Institute of Projects", {"pdu": "14"}, -150, actions=_APPROVED),
    Sample("Risk Workshop", "Institute of Projects", {"pdu": "3.5"}, -7, suffix=".png"),
    Sample("Ethics in Practice", "Legal Learning", {"cpe": "2.5"}, -3),
    Sample("Facilitating Groups", "Institute of Projects", {"pdu": "6", "cpe": "5.5"}, -12,
           suffix=".jpg"),
)  # fmt: skip
_THIRD_LEARNERS_SAMPLES = (
    Sample("First Aid at Work", "City Rescue School", {"cpe": "6.5"}, -200, 165,
           actions=_APPROVED),
    # The very file that somebody else handed in.
    Sample("Accessible Documents", "Open Courses", {"cpe": "3", "ceu": "0.3"}, -10,
           number="DEMO-0010"),
    Sample("Contract Law for Managers", "Legal Learning", {"ceu": "0.8"}, -1, suffix=".png"),
)  # fmt: skip
_OTHER_LEARNERS_SAMPLES = (
    Sample("Coffee Roasting", "Taste School", {"hours": "5"}, -30, suffix=".jpg"),
)


def seed(stack: Stack) -> None:
    """Make what is not there yet.

    Raises
    ------
    Refused
        The API refused something.
    """
    subs = {person: people.invite(stack, person, PASSWORD) for person in PEOPLE}
    for first in (ADMINISTRATOR, OTHER_ADMINISTRATOR):
        people.first_administrator(stack, first, subs[first])
    administrator, other_administrator = (
        staff(stack, person) for person in (ADMINISTRATOR, OTHER_ADMINISTRATOR)
    )
    _show(administrator, {"name": "Demo Academy", "accent": "#0f6b5c", "logo": _logo()})
    _show(other_administrator, {"name": "Other Academy", "accent": "#8a3b12"})
    _make(administrator, "/credit-types", "id", CREDIT_TYPES)
    for pack in PROGRAMMES:
        administrator.admin("POST", "/programmes", {"pack": pack, "state": "in_force"})
    hours = {"hours": {"name": "Hours", "unit": "hours"}}
    _make(other_administrator, "/credit-types", "id", hours)
    desk = {subs[REVIEWER]: REVIEWER.name, _system_role(stack): "Demo System"}
    members = {sub: {"name": name, "role": "reviewer"} for sub, name in desk.items()}
    _make(administrator, "/staff", "principal", members)
    for client, person in (
        (administrator, LEARNER),
        (administrator, SECOND_LEARNER),
        (administrator, THIRD_LEARNER),
        (other_administrator, OTHER_LEARNER),
    ):
        client.admin("POST", "/learners", {"name": person.name, "mail": person.email})

    # One after the other: at the same time, each would wait for an own copy of the functions.
    for person, samples, decider in (
        (LEARNER, _LEARNERS_SAMPLES, administrator),
        (SECOND_LEARNER, _SECOND_LEARNERS_SAMPLES, administrator),
        (THIRD_LEARNER, _THIRD_LEARNERS_SAMPLES, administrator),
        (OTHER_LEARNER, _OTHER_LEARNERS_SAMPLES, other_administrator),
    ):
        _hand_in_all(learner(stack, person), person.name, subs[person], samples, decider)
    _hold(learner(stack, LEARNER), subs[LEARNER], administrator)


def learner(stack: Stack, person: Account = LEARNER) -> Learner:
    """Sign a learner in."""
    return people.learner(stack, person, PASSWORD)


def guest(stack: Stack) -> Learner:
    """Make a learner of the demo academy who may be erased."""
    person = Account(f"guest-{ULID()}@demo.example".lower(), "Demo Guest", "learner", ACADEMY)
    people.invite(stack, person, PASSWORD)
    return learner(stack, person)


def staff(stack: Stack, person: Account) -> StaffClient:
    """Sign a member of staff in."""
    return people.staff(stack, person, PASSWORD)


# People


def _system_role(stack: Stack) -> str:
    """Make the role of a system that works for the demo academy; answers its principal."""
    iam = stack.client("iam")
    account = str(stack.client("sts").get_caller_identity()["Account"])
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "sts:AssumeRole",
    }
    routes = {
        "Effect": "Allow",
        "Action": "execute-api:Invoke",
        "Resource": f"arn:aws:execute-api:{stack.region}:{account}:{stack.api_id}"
        f"/v1/*/admin/academies/{ACADEMY}/*",
    }
    with suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(
            RoleName=SYSTEM_ROLE,
            Description="A system that works for the demo academy and reaches no other.",
            AssumeRolePolicyDocument=_policy(trust),
        )
    # Each time, as it may still name an API that is gone.
    iam.put_role_policy(RoleName=SYSTEM_ROLE, PolicyName="academy", PolicyDocument=_policy(routes))
    return f"{account}.{SYSTEM_ROLE}"


def _policy(statement: Json) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _make(
    administrator: StaffClient, collection: str, key: str, members: Mapping[str, Json]
) -> None:
    """Make the members of a collection that are not there."""
    found = {item[key] for item in administrator.admin("GET", collection)["items"]}
    for name, body in members.items():
        if name not in found:
            administrator.admin("PUT", f"{collection}/{name}", body)


# Academies


def _show(administrator: StaffClient, face: Json) -> None:
    """Say how an academy is shown, where nobody has set anything."""
    if administrator.admin("GET", "/settings")["version"] == 0:
        # Whoever tries it by night wants to see mails, too.
        administrator.admin("PUT", "/settings", {**face, "mails": {"quiet": False}})


def _logo() -> str:
    """The demo academy's logo: the leaves of an open book over a seal."""
    side, fine = 128, 4
    picture = Image.new("RGBA", (side * fine, side * fine))
    draw = ImageDraw.Draw(picture)
    for shape, colour in _LOGO:
        points = [(x * side * fine / 32, y * side * fine / 32) for x, y in shape]
        (draw.ellipse if len(points) == _CORNERS else draw.polygon)(points, colour)
    file = BytesIO()
    small = picture.resize((side, side), Image.Resampling.LANCZOS)
    small.quantize(32).save(file, "PNG", optimize=True)
    return b64encode(file.getvalue()).decode()


_CORNERS = 2
"""Of the square around an ellipse."""

_LOGO = (
    (((1, 1), (31, 31)), "#0f6b5c"),
    (((3, 3), (29, 29)), "#ffffff"),
    (((4, 4), (28, 28)), "#0f6b5c"),
    (((8, 10), (15.5, 12.5), (15.5, 22.5), (8, 20)), "#ffffff"),
    (((24, 10), (16.5, 12.5), (16.5, 22.5), (24, 20)), "#d9f0ea"),
)
"""Shapes on a square of 32, in the order they are drawn."""


# Credentials


def _hold(client: Learner, sub: str, decider: StaffClient) -> None:
    """Enter the demo learner's credentials, but for those that are or were there."""
    today = datetime.now(UTC).date()
    for number, credential in enumerate(_CREDENTIALS, start=1):
        body = {
            "id": f"01JCDEM0{number:018d}",
            "programme": credential.programme,
            "number": credential.number,
            "held_since": (today + timedelta(credential.held)).isoformat(),
        }
        try:
            held = client.call("POST", "/holdings", body)
        except Refused as refused:
            if refused.status != HTTPStatus.CONFLICT:
                raise
            continue
        if credential.confirmed and held["state"] == "stated" and held["version"] == 1:
            path = f"/learners/{sub}/holdings/{held['id']}/decisions"
            decider.admin("POST", path, {"decision": "confirm"}, version=held["version"])


# Certificates


def _hand_in_all(
    client: Learner, name: str, sub: str, samples: tuple[Sample, ...], decider: StaffClient
) -> None:
    """Make one learner's samples, but for those that are there."""
    today = datetime.now(UTC).date()
    found = {item["id"]: item for item in _portfolio(client)}
    for number, sample in enumerate(samples, start=1):
        # Always the same, so that a second run finds it.
        certificate_id = f"01JCDEM0{number:018d}"
        certificate = found.get(certificate_id)
        if certificate is None:
            paper_number = sample.number or f"DEMO-{number:04d}"
            body = _statement(sample, certificate_id, paper_number, today)
            if sample.kind == "academy":
                body |= {"kind": sample.kind, "approve": True}
                decider.admin("POST", f"/learners/{sub}/certificates", body)
            else:
                _hand_in(client, name, sample, body)
        if sample.actions and (certificate is None or certificate["status"] == "pending"):
            _follow_up(client, decider, certificate_id, sample)


def _portfolio(client: Learner) -> Iterator[Json]:
    """All of a learner's certificates."""
    query: Json = {"limit": 100}
    while True:
        page = client.call("GET", "/certificates", **query)
        yield from page["items"]
        if not page.get("next_cursor"):
            return
        query["cursor"] = page["next_cursor"]


def _statement(sample: Sample, certificate_id: str, number: str, today: date) -> Json:
    """What is stated of a sample."""
    found: Json = {
        "id": certificate_id,
        "title": sample.title,
        "issuer": sample.issuer,
        "certificate_number": number,
        "earned_on": (today + timedelta(sample.earned)).isoformat(),
        "claims": [
            {"credit_type": id_, "credits": value, "labels": LABELS.get(id_, {})}
            for id_, value in sample.claims.items()
        ],
    }
    if sample.expires is not None:
        found["expires_on"] = (today + timedelta(sample.expires)).isoformat()
    return found


def _hand_in(client: Learner, learner: str, sample: Sample, body: Json) -> None:
    """Upload a sample's file and submit the certificate."""
    earned_on = date.fromisoformat(body["earned_on"])
    paper = Paper(
        sample.title,
        sample.issuer,
        earned_on,
        body["certificate_number"],
        learner,
        ", ".join(f"{value} {id_.upper()} credits" for id_, value in sample.claims.items()),
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{sample.title}{sample.suffix}"
        file.write_bytes(_word_document() if sample.renamed else paper.draw(sample.suffix))
        permit = client.permit(file, body["id"])
        body = {**body, "upload_id": permit["id"]}
        if sample.renamed:
            # Nobody can submit a file that was rejected already.
            client.call("POST", "/certificates", body)
        put(permit, file)
    client.inspected(permit["id"])
    if not sample.renamed:
        client.call("POST", "/certificates", body)


def _word_document() -> bytes:
    """What Word saves is a ZIP archive; little of one."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return file.getvalue()


def _follow_up(client: Learner, decider: StaffClient, certificate_id: str, sample: Sample) -> None:
    """Do what is left of a sample's actions, unless somebody did something else meanwhile."""
    certificate = client.call("GET", f"/certificates/{certificate_id}")
    decided = [
        event["action"] for event in certificate["events"] if event["action"] not in _FIRST_EVENTS
    ]
    if decided != [action for action, _ in sample.actions[: len(decided)]]:
        return
    version = certificate["version"]
    for action, comment in sample.actions[len(decided) :]:
        if action == "withdraw":
            path = f"/certificates/{certificate_id}"
            version = client.call("DELETE", path, version=version)["version"]
        else:
            path = f"/learners/{certificate['learner_id']}/certificates/{certificate_id}"
            body = _decision(sample, action, comment)
            answer = decider.admin("POST", f"{path}/decisions", body, version=version)
            version = answer["version"]


def _decision(sample: Sample, action: str, comment: str | None) -> Json:
    body: Json = {"action": action}
    if comment:
        body["comment"] = comment
    if sample.reason:
        body["reason"] = sample.reason
    if action == "approve":
        body["answers"] = [
            {"credit_type": credit_type, "question": question, "yes": True}
            for credit_type in sample.claims
            for question in CREDIT_TYPES.get(credit_type, {}).get("checklist", ())
        ]
    return body
