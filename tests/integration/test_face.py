"""How an academy shows itself: what administrators set, and what everybody sees of it."""

from base64 import b64decode, b64encode
from fnmatch import fnmatchcase
from typing import Any

import boto3
import pytest
from pydantic import ValidationError

from certfolio import composition
from certfolio.domain.academies import AcademySettings
from certfolio.domain.errors import Unavailable
from certfolio.storage import clients
from certfolio.storage.academies import AcademyStore
from tests.support import events
from tests.support.desk import handed_in
from tests.support.pictures import END, chunk, data, header, png
from tests.support.template import REGION, STACK, functions, resource
from tests.support.units import metered
from tests.support.world import (
    Answer,
    World,
    answer_of,
    forget,
    if_match,
    lambda_context,
    module_of,
    seen_by_all,
)

LOGO = b64encode(png()).decode()
OTHER_LOGO = b64encode(png(header(1, 1), data(bytes(4)), END)).decode()
SHOWN = {"name": "Académie d'Été", "accent": "#0f6b5c", "logo": LOGO}


def save(world: World, known: dict[str, Any] | None = None, **fields: Any) -> Answer:
    headers = None if known is None else if_match(known)
    return world.administrator.call("PUT", "/settings", fields, headers=headers)


def saved(world: World, known: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    answer = save(world, known, **fields)
    assert answer.status == 200, answer
    made: dict[str, Any] = answer.body
    return made


def test_everybody_sees_what_an_administrator_sets_and_nothing_else(world: World) -> None:
    kept = saved(world, **SHOWN, review_days=3)
    assert {name: kept[name] for name in SHOWN} == SHOWN
    seen = seen_by_all(world.academy_id)
    assert seen.status == 200
    assert seen.body == SHOWN


def test_settings_are_read_with_the_logo(world: World) -> None:
    kept = saved(world, **SHOWN)
    assert world.reviewer.call("GET", "/settings").body == kept


def test_an_academy_that_never_said_how_it_is_shown_goes_by_its_id(world: World) -> None:
    by_id = {"name": world.academy_id, "accent": None, "logo": None}
    assert seen_by_all(world.academy_id).body == by_id
    untouched = world.reviewer.call("GET", "/settings").body
    assert (untouched["name"], untouched["accent"], untouched["logo"]) == (None, None, None)
    saved(world, review_days=3)
    assert seen_by_all(world.academy_id).body == by_id


def test_a_name_alone_is_enough_and_without_one_the_id_is_shown(world: World) -> None:
    named = saved(world, name="Demo Academy")
    assert seen_by_all(world.academy_id).body == {
        "name": "Demo Academy",
        "accent": None,
        "logo": None,
    }
    saved(world, named, accent="#ABCDEF")
    assert seen_by_all(world.academy_id).body == {
        "name": world.academy_id,
        "accent": "#abcdef",
        "logo": None,
    }


def test_what_is_left_out_of_a_change_is_gone(world: World) -> None:
    kept = saved(world, **SHOWN)
    bare = saved(world, kept)
    assert (bare["name"], bare["accent"], bare["logo"]) == (None, None, None)
    assert seen_by_all(world.academy_id).body["logo"] is None


def test_a_logo_is_kept_without_what_nobody_sees(world: World) -> None:
    noted = png(header(), chunk(b"tEXt", b"Author\0Somebody"), data(), END)
    kept = saved(world, logo=b64encode(noted).decode())
    assert b64decode(kept["logo"]) == png()
    # Sent again as it was chosen or as it is kept, nothing changes.
    for logo in (noted, png()):
        assert saved(world, logo=b64encode(logo).decode()) == kept


def test_a_change_over_an_old_version_is_refused_and_shown_to_nobody(world: World) -> None:
    first = saved(world, **SHOWN)
    saved(world, first, **{**SHOWN, "logo": OTHER_LOGO})
    assert save(world, first, name="Late").problem == "stale-version"
    assert seen_by_all(world.academy_id).body["logo"] == OTHER_LOGO


def test_a_reviewer_may_look_and_not_change(world: World) -> None:
    assert world.reviewer.call("PUT", "/settings", {"name": "Mine"}).problem == "forbidden"
    assert seen_by_all(world.academy_id).body["name"] == world.academy_id


# --- What is refused


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "string_too_short"),
        ("name", "   ", "string_too_short"),
        ("name", "x" * 81, "string_too_long"),
        ("name", "two\nlines", "not_one_line"),
        ("name", "\u202etxt.exe", "not_one_line"),
        ("name", 7, "string_type"),
        ("accent", "red", "string_pattern_mismatch"),
        ("accent", "red;}", "string_pattern_mismatch"),
        ("accent", "#0f6b5c;}", "string_pattern_mismatch"),
        ("accent", "#fff", "string_pattern_mismatch"),
        ("accent", "0f6b5c", "string_pattern_mismatch"),
        ("accent", "url(//evil.example)", "string_pattern_mismatch"),
        ("accent", "", "string_pattern_mismatch"),
        ("logo", b64encode(b"<svg onload='alert(1)'/>").decode(), "logo_not_png"),
        ("logo", b64encode(png() + b"PK\x05\x06").decode(), "logo_has_more_behind"),
        ("logo", b64encode(png(header(60_000, 60_000), data(), END)).decode(),
         "logo_too_many_pixels"),
        ("logo", b64encode(png(header(), data(bytes(9)), END)).decode(), "logo_damaged"),
        ("logo", "A" * 40_000, "logo_too_large"),
        ("logo", "no base64", "logo_not_base64"),
        ("logo", 7, "string_type"),
    ],
)  # fmt: skip
def test_what_no_academy_shows_is_refused_by_field(
    world: World, field: str, value: object, code: str
) -> None:
    refused = save(world, **{field: value})
    assert refused.status == 422
    assert refused.codes == {field: code}
    assert seen_by_all(world.academy_id).body["name"] == world.academy_id


def test_a_line_break_behind_a_colour_is_no_colour() -> None:
    """To Python's own patterns, by which the API description is held here, it would be one."""
    with pytest.raises(ValidationError):
        AcademySettings(accent="#0f6b5c\n")


def test_the_largest_logo_and_all_reasons_fit_into_one_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = functions()["academy"]["Environment"]["Variables"]["MAX_BODY_BYTES"]
    monkeypatch.setenv("MAX_BODY_BYTES", limit)
    forget()
    reasons = [{"id": f"reason-{number}", "text": "🜀" * 100} for number in range(40)]
    fill = 24 * 1024 - len(png()) - 12
    logo = b64encode(png(header(), chunk(b"gAMA", bytes(fill)), data(), END)).decode()
    assert len(logo) == 32_768
    assert saved(world, name="🜀" * 80, logo=logo, reasons=reasons)["logo"] == logo
    monkeypatch.undo()
    forget()


# --- Whoever asks


@pytest.mark.parametrize(
    ("academy_id", "status"),
    [
        ("nowhere", 404),
        ("ACADEMIES", 400),
        ("demo#FACE", 404),
        ("demo%23FACE", 400),
        ("..", 400),
        ("..%2f..%2fadmin", 400),
        ("demo'--", 400),
        ("<script>", 400),
        ("a" * 64, 400),
        ("-demo", 400),
        ("démo", 400),
        ("", 404),
    ],
)
def test_what_is_no_academy_is_told_nothing(world: World, academy_id: str, status: int) -> None:  # noqa: ARG001 - an academy is there
    event = events.public_request(f"/academies/{academy_id}")
    answer = answer_of(module_of("face").handler(event, lambda_context()))
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_answer_takes_one_call_whether_the_academy_is_there_or_not(
    world: World, other_world: World
) -> None:
    saved(world, **SHOWN)
    calls = {}
    for academy_id in (world.academy_id, other_world.academy_id, "nowhere"):
        with metered(clients.dynamodb(), boto3.client("dynamodb", region_name=REGION)) as meter:
            seen_by_all(academy_id)
        calls[academy_id] = (meter.calls, meter.items)
    assert {*map(str, calls.values())} == {"(['BatchGetItem'], 2)"}


def test_an_answer_is_kept_for_a_while_and_not_sent_again_while_it_is_the_same(
    world: World,
) -> None:
    kept = saved(world, **SHOWN)
    first = seen_by_all(world.academy_id)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    for known in (first.etag, f'"0", W/{first.etag}', "*"):
        same = seen_by_all(world.academy_id, {"If-None-Match": known})
        assert (same.status, same.body) == (304, None)
        assert same.etag == first.etag
    # What everybody sees is still the same.
    kept = saved(world, kept, **SHOWN, review_days=4)
    assert seen_by_all(world.academy_id).etag == first.etag
    saved(world, kept, **{**SHOWN, "name": "Renamed"}, review_days=4)
    other = seen_by_all(world.academy_id, {"If-None-Match": first.etag})
    assert (other.status, other.body["name"]) == (200, "Renamed")


def test_a_parameter_that_is_none_is_refused(world: World) -> None:
    event = events.public_request(f"/academies/{world.academy_id}", query={"fields": "staff"})
    assert answer_of(module_of("face").handler(event, lambda_context())).status == 400


# --- How it is kept


def test_what_is_told_of_a_new_logo_are_digests(world: World) -> None:
    kept = saved(world, **SHOWN)
    saved(world, kept, **{**SHOWN, "logo": OTHER_LOGO})
    changes = world.administrator.call("GET", "/changes", query={"area": "settings"}).body["items"]
    [changed] = changes[0]["fields"]
    assert changed["field"] == "logo"
    assert {len(changed["before"]), len(changed["after"])} == {64}
    assert changed["before"] != changed["after"]
    assert LOGO not in str(changes)
    assert OTHER_LOGO not in str(changes)


def test_the_logo_stands_in_no_item_that_others_read(world: World) -> None:
    saved(world, **SHOWN)
    client = boto3.client("dynamodb", region_name=REGION)
    found = client.scan(TableName=STACK)["Items"]
    holders = {item["PK"]["S"] for item in found if png() in str(item).encode("latin-1", "ignore")}
    holders |= {
        item["PK"]["S"] for item in found for value in item.values() if value.get("B") == png()
    }
    assert holders == {f"ACADEMY#{world.academy_id}#FACE"}


def test_a_change_of_other_settings_does_not_write_the_logo_again(world: World) -> None:
    beside = boto3.client("dynamodb", region_name=REGION)
    kept = saved(world, **SHOWN)
    with metered(clients.dynamodb(), beside) as meter:
        saved(world, kept, **SHOWN, review_days=9)
    assert meter.largest > 0
    face = beside.get_item(
        TableName=STACK,
        Key={"PK": {"S": f"ACADEMY#{world.academy_id}#FACE"}, "SK": {"S": "FACE"}},
    )["Item"]
    assert face["version"] == {"N": "1"}


def test_settings_and_logo_that_were_read_apart_are_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change between the two reads of one call would show one's name and another's logo."""
    saved(world, **SHOWN)
    table = composition.table()
    whole, read = table.get_many, 0

    def apart(keys: Any) -> Any:
        """Settings of a change each time, without what everybody sees of them."""
        nonlocal read
        found, read = whole(keys), read + 1
        if read > changes:
            return found
        return [{**item, "version": read} for item in found if item["SK"] != "FACE"]

    store: AcademyStore = composition.academies()
    monkeypatch.setattr(table, "get_many", apart)
    changes = 2
    academy, face = store.settings_and_face(world.academy_id)
    assert (academy.name, face.logo) == (SHOWN["name"], png())
    changes = 9
    read = 0
    with pytest.raises(Unavailable):
        store.settings_and_face(world.academy_id)


def test_settings_that_an_earlier_version_wrote_are_read_and_can_be_changed(world: World) -> None:
    """It was put back for a while: it knows of no name, accent or logo, and leaves them out."""
    kept = saved(world, **SHOWN)
    client = boto3.client("dynamodb", region_name=REGION)
    key = {"PK": {"S": f"ACADEMY#{world.academy_id}"}, "SK": {"S": "SETTINGS"}}
    client.update_item(
        TableName=STACK,
        Key=key,
        UpdateExpression="ADD version :one REMOVE #name, accent, logo",
        ExpressionAttributeNames={"#name": "name"},
        ExpressionAttributeValues={":one": {"N": "1"}},
    )
    answer = world.administrator.call("GET", "/settings")
    assert answer.status == 200
    found = answer.body
    assert (found["name"], found["version"]) == (None, kept["version"] + 1)
    assert seen_by_all(world.academy_id).body == SHOWN
    again = saved(world, found, **{**SHOWN, "logo": OTHER_LOGO})
    assert seen_by_all(world.academy_id).body == {**SHOWN, "logo": OTHER_LOGO}
    assert world.administrator.call("GET", "/settings").body == again


def test_settings_from_before_are_read_as_they_are(world: World) -> None:
    """They say nothing of a name, an accent or a logo."""
    saved(world, review_days=4)
    client = boto3.client("dynamodb", region_name=REGION)
    key = {"PK": {"S": f"ACADEMY#{world.academy_id}"}, "SK": {"S": "SETTINGS"}}
    item = client.get_item(TableName=STACK, Key=key)["Item"]
    assert {"name", "accent", "logo"} & item.keys() == set()
    assert composition.academies().settings(world.academy_id).review_days == 4
    assert AcademySettings().name is None


# --- What the function may read


def _opened_to_all() -> tuple[str, ...]:
    """Partitions that the function's role opens, as patterns."""
    [statement] = [
        statement
        for policy in resource("FaceRole")["Policies"]
        if policy["PolicyName"] == "work"
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    assert statement["Action"] == ["dynamodb:BatchGetItem"]
    # Without the indexes, which have partitions of other names.
    assert statement["Resource"] == {"Fn::GetAtt": "Table.Arn"}
    patterns = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    return tuple(patterns)


def test_its_role_opens_what_it_asks_for_and_nothing_else_that_is_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On AWS by the keys of each request, which the local AWS does not tell its policies."""
    saved(world, **SHOWN)
    world.credit_type("free", requires=[])
    made = handed_in(world.learner, "free", issuer="Institute of Engineering")
    assert world.reviewer.decide(made, "approve").status == 200
    asked: list[str] = []
    whole = composition.table().get_many
    monkeypatch.setattr(
        composition.table(),
        "get_many",
        lambda keys: asked.extend(key["PK"] for key in keys) or whole(keys),
    )
    assert seen_by_all(world.academy_id).body == SHOWN
    patterns = _opened_to_all()

    def opened(partition: str) -> bool:
        return any(fnmatchcase(partition, pattern) for pattern in patterns)

    assert asked
    assert all(map(opened, asked))
    found = boto3.client("dynamodb", region_name=REGION).scan(TableName=STACK)["Items"]
    stored = {item["PK"]["S"] for item in found}
    assert len(stored) > len(asked)
    assert {partition for partition in stored if opened(partition)} == set(asked)
