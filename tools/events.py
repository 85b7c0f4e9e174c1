"""Write docs/events/*.json: the schemas of what is announced, generated from the domain's types.

What would break who reads by the file that is there is refused, unless `SCHEMA_VERSION` has grown
with it; the rules are in docs/announcements.md.
"""

import json
import sys
from pathlib import Path
from typing import Any

from certfolio.domain.announcements import (
    Announcement,
    AnnouncementType,
    facts_of,
    schema_of,
)

TARGET = Path(__file__).parent.parent / "docs" / "events"

Json = dict[str, Any]


def schemas() -> dict[str, Json]:
    """The schema of each type's `detail`, by the name of its file."""
    return {f"{kind}.json": schema(kind) for kind in AnnouncementType}


def schema(kind: AnnouncementType) -> Json:
    """What the `detail` of a type of announcement holds."""
    data = _described(facts_of(kind).model_json_schema(mode="serialization"))
    envelope = _described(Announcement.model_json_schema(mode="serialization"))
    fields = envelope["properties"]
    fields["type"] = {"const": kind.value, "type": "string"}
    fields["dataschema"] = {"const": schema_of(kind), "type": "string"}
    fields["data"] = {"$id": schema_of(kind), **data}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.value,
        **envelope,
    }


def _described(model: Json) -> Json:
    """A model's schema in one piece, in which every field is always there."""
    named = model.get("$defs", {})

    def plain(part: Any) -> Any:  # noqa: ANN401 - any part of a schema
        match part:
            case {"$ref": str(reference)}:
                return plain(named[reference.rpartition("/")[2]])
            case {"anyOf": [one, {"type": "null"}]}:
                kind = plain(one)
                values = {"enum": [*kind["enum"], None]} if "enum" in kind else {}
                return kind | values | {"type": [kind["type"], "null"]}
            case dict():
                told_elsewhere = {"title", "description", "default", "examples", "example"}
                return {
                    name: plain(value) for name, value in part.items() if name not in told_elsewhere
                }
            case list():
                return [plain(item) for item in part]
        return part

    # By hand, as a field may have the name of what is left out elsewhere.
    fields = {name: plain(field) for name, field in model["properties"].items()}
    return {"type": "object", "properties": fields, "required": list(fields)}


def broken(old: Json, new: Json, place: str = "") -> list[str]:
    """What somebody who reads by the old schema finds otherwise in what the new one describes.

    More fields and more values of a closed set are none of it: consumers pass over what they do not
    know.
    """
    found = []
    for name, field in old.get("properties", {}).items():
        here = f"{place}{name}"
        if name not in new.get("properties", {}):
            found.append(f"{here} is gone")
            continue
        now = new["properties"][name]
        found += [
            f"{here} has another {said}"
            for said in ("type", "format", "const")
            if said in field and field[said] != now.get(said)
        ]
        if name in old["required"] and name not in new["required"]:
            found.append(f"{here} can be missing")
        gone = set(map(str, field.get("enum", ()))) - set(map(str, now.get("enum", ())))
        found += [f"{here} is never {value} any more" for value in sorted(gone)]
        found += broken(field, now, f"{here}.")
    return found


def text(described: Json) -> str:
    """A schema as its file holds it."""
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def old_files() -> list[Path]:
    """Files that are not as the code says."""
    wanted = {TARGET / name: text(described) for name, described in schemas().items()}
    there = {path: path.read_text(encoding="utf-8") for path in TARGET.glob("*.json")}
    return sorted(
        path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path)
    )


def write() -> list[str]:
    """Write all schemas, unless that breaks what a consumer relies on.

    Returns
    -------
    list of str
        What it would break; then nothing was written.
    """
    breaks = []
    for name, described in schemas().items():
        path = TARGET / name
        if not path.exists():
            continue
        before = json.loads(path.read_text(encoding="utf-8"))
        same_version = before["properties"]["dataschema"] == described["properties"]["dataschema"]
        if same_version:
            breaks += [f"{name}: {what}" for what in broken(before, described)]
    if not breaks:
        TARGET.mkdir(exist_ok=True)
        for name, described in schemas().items():
            (TARGET / name).write_text(text(described), encoding="utf-8")
        for path in old_files():
            path.unlink()
    return breaks


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        old = [path.name for path in old_files()]
        sys.exit(f"docs/events is old: {', '.join(old)}. Run: make openapi" if old else 0)
    sys.exit("\n".join(write()) or 0)
