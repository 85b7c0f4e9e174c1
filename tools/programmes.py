"""Write docs/programmes.schema.json: how a programme is written, generated from its model.

For editors that complete and check JSON, and for programs that make packs. How rules refer to one
another is checked by the model alone.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import Pack

TARGET = Path(__file__).parent.parent / "docs" / "programmes.schema.json"

Json = dict[str, Any]
_ATTRIBUTES = re.compile(r"\s*Attributes\n-+\n")
_REPEATED = {"title", "discriminator", "example"}
"""What says nothing beside the name, or nothing in JSON Schema."""


def schema() -> Json:
    """The schema of a programme; that of a pack, which holds one, is among the definitions."""
    described = Programme.model_json_schema(mode="validation")
    defined = described.pop("$defs")
    pack = Pack.model_json_schema(mode="validation")
    defined |= pack.pop("$defs")
    del defined["Programme"]
    pack["properties"]["programme"]["$ref"] = "#"
    defined["Pack"] = pack
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Programme",
        **_object(described),
        "$defs": {name: _object(part) for name, part in sorted(defined.items())},
    }


def text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _object(described: Json) -> Json:
    """One model: what it is, and beside each field what that field says."""
    plain: Json = _plain(described)
    about, *listed = _ATTRIBUTES.split(plain.get("description", ""))
    plain["description"] = _flowing(about)
    for names, said in _fields("".join(listed)):
        for name in names:
            plain["properties"][name]["description"] = said
    if "const" in plain.get("properties", {}).get("kind", {}):
        plain["required"] = ["kind", *plain.get("required", [])]
    return plain


def _plain(part: Any) -> Any:  # noqa: ANN401 - any part of a schema
    match part:
        case {"properties": dict(properties)}:
            kept = {name: _plain(value) for name, value in properties.items()}
            rest = {name: value for name, value in part.items() if name != "properties"}
            return {**_plain(rest), "properties": kept}
        case dict():
            return {name: _plain(value) for name, value in part.items() if name not in _REPEATED}
        case list():
            return [_plain(value) for value in part]
    return part


def _fields(section: str) -> Iterator[tuple[list[str], str]]:
    """The fields of a docstring's section, those told together, and what is told."""
    for names, said in re.findall(r"^(\w[^\n]*)\n((?:(?: .*)?\n?)+)", section, re.MULTILINE):
        yield names.split(", "), _flowing(said)


def _flowing(words: str) -> str:
    return " ".join(words.split())


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        old = TARGET.read_text(encoding="utf-8") != text()
        sys.exit(f"{TARGET} is old. Run: make openapi" if old else 0)
    TARGET.write_text(text(), encoding="utf-8")
