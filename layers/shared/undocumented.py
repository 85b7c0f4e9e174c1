"""Take what only people read out of the descriptions of AWS services, which is most of them."""

import gzip
import json
import sys
from pathlib import Path
from typing import Any


def without_documentation(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same without texts under ``documentation``; a member of that name is no text."""
    match value:
        case dict():
            return {
                name: without_documentation(part)
                for name, part in value.items()
                if not (name == "documentation" and isinstance(part, str))
            }
        case list():
            return [without_documentation(part) for part in value]
        case _:
            return value


if __name__ == "__main__":
    for file in Path(sys.argv[1]).rglob("service-2.json.gz"):
        told = json.loads(gzip.decompress(file.read_bytes()))
        # botocore asks for those of the rest.
        told |= {part: without_documentation(told[part]) for part in ("operations", "shapes")}
        said = json.dumps(told, separators=(",", ":")).encode()
        # Without the time, so that the same makes the same package.
        file.write_bytes(gzip.compress(said, mtime=0))
