"""Values as DynamoDB's JSON has them ("AttributeValue" in its API reference).

boto3 has the like, for numbers of any size and for sets; it asks nine questions of each value.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

Attribute = dict[str, Any]


def attribute_of(value: Any) -> Attribute:  # noqa: ANN401, PLR0911 - any value, a kind for each
    """Write a value; numbers are whole, because exact amounts are kept as text."""
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case bytes():
            return {"B": b64encode(value).decode()}
        case None:
            return {"NULL": True}
        case list() | tuple():
            return {"L": [attribute_of(item) for item in value]}
        case Mapping():
            return {"M": {name: attribute_of(item) for name, item in value.items()}}
        case _:
            raise TypeError(f"{type(value).__name__} is not kept in the table")


def value_of(attribute: Attribute) -> Any:  # noqa: ANN401 - any value
    """Read a value."""
    [(kind, value)] = attribute.items()
    match kind:
        case "S" | "BOOL":
            return value
        case "N":
            return int(value)
        case "B":
            return b64decode(value)
        case "NULL":
            return None
        case "L":
            return [value_of(item) for item in value]
        case "M":
            return {name: value_of(item) for name, item in value.items()}
        case _:
            raise ValueError(f"an attribute of kind {kind} is not Certfolio's")
