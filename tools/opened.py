"""Print what `aws dynamodb get-item` or `query` answers, with what is packed in the items."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from certfolio.storage.attribute_values import value_of
from certfolio.storage.records import opened


def main() -> None:
    """Read an answer from the standard input, and print each item as a JSON document."""
    for item in items(json.load(sys.stdin)):
        print(json.dumps(item, indent=2, ensure_ascii=False))


def items(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The items of an answer, as records are read from them."""
    found = [answer["Item"]] if "Item" in answer else answer.get("Items", [])
    for item in found:
        yield opened({name: value_of(value) for name, value in item.items()})


if __name__ == "__main__":
    main()
