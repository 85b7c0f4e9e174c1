"""Programmes of an academy, and credentials that its learners say they hold."""

from typing import Any

from ulid import ULID

from tests.support.programmes import at_least, at_most, cycle, node
from tests.support.world import Answer, Learner, Staff, World, if_match

Json = dict[str, Any]

TYPES = ("audit", "business", "giving", "hours")
"""Credit types, of which all count."""


def of_type(name: str) -> Json:
    return {"kind": "type", "one_of": [name]}


RULES: Json = {
    "id": "board",
    "name": "Board of Examples",
    "source": "the board's handbook",
    "read_on": "2026-11-26",
    "versions": [
        {
            "begins_on": "2000-01-01",
            "cycle": cycle(),
            "requires": [
                at_least("total", "60"),
                at_least("business", "8", which=of_type("business")),
                at_most("giving", "25", which=of_type("giving")),
                node("confirmed", "ethics"),
                at_least(
                    "audit",
                    "10",
                    which=of_type("audit"),
                    when=[{"fact": "role", "one_of": ["auditor", "partner"]}],
                ),
            ],
        }
    ],
}
"""Three years from the day held since, with a condition and something that is not hours."""


def install(world: World, rules: Json = RULES, **fields: Any) -> Json:
    """Put a programme in force."""
    body = {"programme": rules, "state": "in_force", **fields}
    answer = world.administrator.call("PUT", f"/programmes/{rules['id']}", body)
    assert answer.status == 200, answer
    made: Json = answer.body
    return made


def stated(**fields: Any) -> Json:
    """What is stated of a credential; None leaves a field out."""
    body = {"number": "4711", "held_since": "2025-01-01", **fields}
    return {name: value for name, value in body.items() if value is not None}


def new(**fields: Any) -> Json:
    return {"id": str(ULID()), "programme": "board", **stated(**fields)}


def entered(learner: Learner, **fields: Any) -> Json:
    """A credential that a learner says they hold."""
    answer = learner.call("POST", "/holdings", new(**fields))
    assert answer.status == 201, answer
    held: Json = answer.body
    return held


def path_of(learner: Learner, held: Json | None = None, below: str = "") -> str:
    """The way of staff to a learner's credentials, or to one of them."""
    return f"/learners/{learner.id}/holdings" + (f"/{held['id']}{below}" if held else "")


def seen(learner: Learner, held: Json, **query: str) -> Json:
    answer = learner.call("GET", f"/holdings/{held['id']}", query=query or None)
    assert answer.status == 200, answer
    found: Json = answer.body
    return found


def act(  # noqa: PLR0913 - a step of staff's
    staff: Staff,
    learner: Learner,
    held: Json,
    below: str,
    body: object = None,
    method: str = "POST",
) -> Answer:
    """A step of staff's over the version given."""
    path = path_of(learner, held, below)
    return staff.call(method, path, body, headers=if_match(held))


def decide(staff: Staff, learner: Learner, held: Json, decision: str = "confirm") -> Answer:
    body = {"decision": decision, "comment": "As on the register."}
    return act(staff, learner, held, "/decisions", body)


def waiver(kind: str = "fewer", **fields: Any) -> Json:
    body: Json = {"kind": kind, "on": "2026-01-15", **fields}
    if kind in {"fewer", "extra"}:
        body = {"requirement": "total", "credits": "5", **body}
    return {"id": str(ULID()), "waiver": body, "reason": "A long illness."}


def met(**fields: Any) -> Json:
    return {"id": str(ULID()), "requirement": "ethics", "on": "2026-01-15", **fields}
