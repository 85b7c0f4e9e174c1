"""What the documents list is what the code holds, and what they name is there."""

import inspect
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from importlib import import_module
from itertools import product
from pkgutil import iter_modules
from typing import Any, get_type_hints

import pytest

from certfolio import storage
from certfolio.domain.actions import TRANSITIONS, Action, Origin, Status, Transition
from certfolio.domain.certificates import Owner, Upload
from certfolio.domain.directory import Place
from certfolio.domain.set_up_events import Area, SetUpEvent, Step, Subject
from certfolio.storage import keys
from certfolio.storage.table import Table
from tests.support.builders import ADMINISTRATOR, act, certificate, ulid
from tests.support.builders import file as a_file
from tests.support.template import ROOT, template

DOCUMENTS = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
}
ARCHITECTURE = DOCUMENTS["docs/architecture.md"]


def section(title: str) -> str:
    """What stands in the architecture under a heading."""
    return ARCHITECTURE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(text: str, head: str) -> list[list[str]]:
    """The cells of the table whose first head this is."""
    [table] = re.findall(rf"^\| {head} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in table.splitlines()]


def code(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", text)


# --- The life of a certificate -------------------------------------------------------------------


def _who(row: Transition, origin: Origin) -> str:
    who = ["learner"] if origin in row.learner else []
    if row.staff is not None and origin in row.staff_on:
        who.append(row.staff.name.lower())
    return ", ".join([*who, "system"] if row.system else who) or "-"


def life_table() -> str:
    """The life cycle as Markdown."""
    head = ["from", "action", "to", "by whom, if a learner handed it in", "by whom, if staff did"]
    lines = [head, ["---"] * len(head)]
    for row in TRANSITIONS:
        begins = [status for status in Status if status in row.from_]
        lines.append(
            [
                ", ".join(f"`{status}`" for status in begins) or "(nothing)",
                f"`{row.action}`",
                f"`{row.to}`" if row.to else "the same",
                *(_who(row, origin) for origin in (Origin.LEARNER, Origin.STAFF)),
            ]
        )
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).replace("| --- ", "|---")


def life_diagram() -> str:
    """The life cycle as Mermaid draws it."""
    steps = defaultdict[tuple[str, str], list[Action]](list)
    for row in TRANSITIONS:
        for status in (None, *Status):
            if status in row.from_ and row.to is not None:
                known = steps[status or "[*]", row.to]
                known += [row.action] if row.action not in known else []
    return "".join(
        f"    {before} --> {after}: {', '.join(actions)}\n"
        for (before, after), actions in steps.items()
    )


def test_the_life_of_a_certificate_is_told_as_the_table_has_it() -> None:
    assert f"\n{life_table()}\n" in section("Life of a certificate"), life_table()


def test_the_life_of_a_certificate_is_drawn_as_the_table_has_it() -> None:
    drawn = f"stateDiagram-v2\n    direction LR\n{life_diagram()}```"
    assert drawn in section("Life of a certificate"), life_diagram()


# --- Floors and folders --------------------------------------------------------------------------


def test_the_floors_are_those_that_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [floors] = [
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    told = [" | ".join(code(row[0])) for row in rows(section("Floors"), "floor")]
    assert told == floors


@pytest.mark.parametrize("document", ["README.md", "docs/architecture.md"])
def test_every_function_is_told_of(document: str) -> None:
    functions = {path.parent.name for path in (ROOT / "functions").glob("*/handler.py")}
    assert {name for name in functions if name not in DOCUMENTS[document]} == set()


# --- Records and access patterns -----------------------------------------------------------------

OWNER = Owner(academy_id="the-academy", learner_id="the-learner")
FILE = a_file(sha256="a" * 64)
RECORD = certificate(
    Status.APPROVED,
    **dict(OWNER),
    id=ulid(1),
    since=datetime(2026, 3, 2, tzinfo=UTC),
    issuer="Open Courses",
    certificate_number="1",
    expires_on=date(2027, 8, 9),
    file=FILE,
)
_, DECIDED = act(
    RECORD.model_copy(update={"status": Status.PENDING}),
    Action.APPROVE,
    ADMINISTRATOR,
    now=datetime(2026, 4, 5, tzinfo=UTC),
)
CHANGES = tuple(
    SetUpEvent(
        academy_id=OWNER.academy_id,
        id=ulid(4),
        at=DECIDED.at,
        actor=ADMINISTRATOR.actor,
        subject=Subject(area=area, id="the-person"),
        step=Step.CHANGED,
        version=2,
    )
    for area in Area
)
UPLOAD = Upload(
    **dict(OWNER),
    id=ulid(2),
    certificate_id=RECORD.id,
    file=FILE,
    created_at=datetime(2026, 7, 8, tzinfo=UTC),
    expires_at=datetime(2026, 7, 9, tzinfo=UTC),
)
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "owner": (OWNER,),
    "academy_id": (OWNER.academy_id,),
    "certificate_id": (RECORD.id,),
    "version": (3,),
    "upload_id": (ulid(2),),
    "transcript_id": (ulid(8),),
    "day": (date(2026, 5, 6),),
    "credit_type_id": ("the-credit-type",),
    "principal": ("the-principal",),
    "digest": (FILE.sha256,),
    "record": (RECORD,),
    "file": (FILE,),
    "notice_kind": ("the-kind",),
    "natural": ("the-thing",),
    "kind": (keys.DIRECTORY_NAME, keys.DIRECTORY_TERM),
    "place": (Place("the-term", OWNER.learner_id, 2),),
    "event": CHANGES,
    "partition": (keys.academy_partition(OWNER.academy_id),),
    "event_id": (ulid(4),),
    "value": ("the-value",),
    "number": (("issuer", "number"),),
    "status": (RECORD.status,),
    "shard": (7,),
    "issuer": ("issuer",),
    "at": (DECIDED.at,),
    "expires_on": (date(2027, 8, 9),),
    "by_rule": (date(2028, 4, 3),),
    "announcement_id": ("the-announcement",),
    "mail_kind": ("the-mail",),
    "item_id": ("the-item",),
    "programme_id": ("the-programme",),
    "holding_id": (ulid(9),),
}
"""What the functions in keys.py are called with, by parameter, here and for each possibility."""

DUE_AT = datetime(2026, 9, 10, tzinfo=UTC)

INDEXED: list[dict[str, str]] = [
    {**keys.certificate(OWNER, RECORD.id), **keys.index_keys(RECORD)},
    {**keys.event(OWNER, RECORD.id, 2), **keys.decision_place(DECIDED, 77)},
    {**keys.upload(OWNER, ulid(2)), **keys.waiting_place(UPLOAD, UPLOAD.expires_at)},
    {
        **keys.holding(OWNER, ulid(9)),
        **keys.cycle_place(OWNER, ulid(9), date(2029, 6, 7)),
    },
    {
        **keys.mailbox(OWNER, "the-mail"),
        **keys.due_place(OWNER, "the-mail", DUE_AT),
        "by_time_pk": keys.due_partition(7),
    },
]
"""An item of every kind that stands in an index."""

PLACEHOLDERS = {
    OWNER.academy_id: "academy",
    OWNER.learner_id: "learner",
    RECORD.id: "certificate",
    "000003": "version",
    ulid(2): "upload",
    ulid(8): "transcript",
    "2026-05-06": "day",
    "2028-04-03": "due on",
    "2029-06-07": "look on",
    "the-credit-type": "credit type",
    "the-principal": "principal",
    FILE.sha256: "sha256",
    "the-term": "term",
    ulid(4): "change",
    "the-person": "person",
    "the-value": "value",
    "STATUS#approved": "status",
    "2026-03-02T00:00:00.000000Z": "since",
    "2027-08-09": "expires on",
    "2027-08": "month",
    "2026-04-05T00:00:00.000000Z": "at",
    "2026-07-09T00:00:00.000000Z": "look at",
    "#77": "seconds waited",
    "SHARD#07": "shard",
    "the-kind": "kind",
    "the-thing": "what tells it from others",
    "the-announcement": "announcement",
    "the-mail": "kind of mail",
    "the-item": "what is told",
    "the-programme": "programme",
    ulid(9): "holding",
    "2026-09-10T00:00:00.000000Z": "due at",
    "MAIL#DUE#7": "shard",
}
"""What stands for a value of `ARGUMENTS` in the document."""


def pattern(key: str) -> str:
    """A key as the document writes it."""
    for value, name in PLACEHOLDERS.items():
        kept = value.rpartition("#")[0] + "#" if "#" in value else ""
        key = key.replace(value, f"{kept}<{name}>")
    return re.sub(r"#[0-9a-f]{32}$", "#<digest>", key)


def made(returns: object, ends: str = "") -> Iterator[Any]:
    """Everything of this kind that is in keys.py, or that its functions make."""
    yield from (one for one in vars(keys).values() if returns is keys.Key and _is_key(one))
    for name, function in vars(keys).items():
        ours = inspect.isfunction(function) and function.__module__ == keys.__name__
        if not ours or name.startswith("_") or not name.endswith(ends):
            continue
        if get_type_hints(function)["return"] is not returns:
            continue
        names = inspect.signature(function).parameters.keys()
        assert names <= ARGUMENTS.keys(), f"ARGUMENTS lacks {names - ARGUMENTS.keys()} of {name}"
        for arguments in product(*(ARGUMENTS[name] for name in names)):
            yield function(*arguments)


def _is_key(found: object) -> bool:
    return isinstance(found, dict) and found.keys() == keys.Key.__annotations__.keys()


def records(head: str) -> list[list[str]]:
    """The rows of the tables of records that begin so, wherever they are told of."""
    return [*rows(section(RECORDS), head), *rows(DOCUMENTS["docs/queue.md"], head)]


def test_every_record_has_its_row() -> None:
    told = {tuple(code(row[1]) + code(row[2])) for row in records("record")}
    assert told == {(pattern(key["PK"]), pattern(key["SK"])) for key in made(keys.Key)}


def test_every_index_has_its_row() -> None:
    indexes = {
        index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]]
        for index in template()["Resources"]["Table"]["Properties"]["GlobalSecondaryIndexes"]
    }
    places = {
        (name, *(_cell(attribute, item) for attribute in attributes))
        for name, attributes in indexes.items()
        for item in INDEXED
        if item.keys() >= set(attributes)
    }
    told = {(code(row[0])[0], row[1], row[2]) for row in rows(section(RECORDS), "index")}
    assert told == places
    assert {name for name, *_ in places} == indexes.keys(), "INDEXED lacks an item"


def _cell(attribute: str, item: Mapping[str, str]) -> str:
    return "the record's PK" if attribute == "PK" else f"`{pattern(item[attribute])}`"


def test_every_partition_is_told_of() -> None:
    told = {part for row in records("record") for part in code(row[1])}
    told |= {part for row in rows(section(RECORDS), "index") for part in code(row[1])}
    assert {pattern(partition) for partition in made(str, "_partition")} - told == set()


def test_every_access_is_told_of_with_who_does_it() -> None:
    told = {name for head in ("asked", "written") for row in records(head) for name in code(row[1])}
    assert told == {
        f"{store.__name__}.{name}"
        for store in _stores()
        for name, method in vars(store).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }


def _stores() -> Iterator[type]:
    """The classes that are made of the table."""
    for module in iter_modules(storage.__path__, "certfolio.storage."):
        for found in vars(import_module(module.name)).values():
            if inspect.isclass(found) and found.__module__ == module.name:
                made_of = getattr(vars(found).get("__init__"), "__annotations__", {})
                if Table in made_of.values():
                    yield found


RECORDS = "Records and access patterns"

# --- What is named is there ----------------------------------------------------------------------

PLACES = (ROOT, ROOT / "layers" / "shared" / "certfolio", ROOT / "functions" / "inspection")
"""Where a path in a document may begin."""

HISTORY = {"CHANGELOG.md", "docs/decisions.md"}
"""These tell also of what was."""

BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"(\.?\w[\w.-]*/)*[\w-]+\.(py|md|yaml|toml|json|ts|tsx)|(\.?\w[\w.-]*/)+")
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
MAKE = re.compile(r"^(?:\$ )?make((?: [A-Z_]+=\S+)*(?: [a-z]+)+)", re.MULTILINE)


@pytest.mark.parametrize("document", sorted(DOCUMENTS.keys() - HISTORY))
def test_every_file_that_is_named_is_there(document: str) -> None:
    named = [found for found in code(BLOCK.sub("", DOCUMENTS[document])) if PATH.fullmatch(found)]
    assert [path for path in named if not any((place / path).exists() for place in PLACES)] == []


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_every_link_leads_somewhere(document: str) -> None:
    for link in (first or second for first, second in LINK.findall(DOCUMENTS[document])):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = (ROOT / document).parent / path if path else ROOT / document
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target.read_text(encoding="utf-8")), link


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_every_make_target_is_there(document: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    blocks = [text for kind, text in BLOCK.findall(DOCUMENTS[document]) if kind != "mermaid"]
    called = MAKE.findall("\n".join([*blocks, *code(DOCUMENTS[document])]))
    named = {word for words in called for word in words.split() if "=" not in word}
    assert named <= targets, named - targets
