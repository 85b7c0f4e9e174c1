"""Values in DynamoDB's JSON, held to what boto3 makes of them."""

from base64 import b64decode
from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from certfolio.storage.attribute_values import attribute_of, value_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**37), 10**37) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_a_value_is_written_as_boto3_writes_it_and_read_back(value: Any) -> None:
    written = attribute_of(value)
    assert as_client_takes_it(written) == TypeSerializer().serialize(value)
    assert value_of(written) == value


@given(VALUES)
def test_a_value_is_read_as_boto3_reads_it(value: Any) -> None:
    written = attribute_of(value)
    assert value_of(written) == TypeDeserializer().deserialize(as_client_takes_it(written))


@pytest.mark.parametrize("value", [1.5, Decimal("1.5"), {"a"}, object()])
def test_what_the_table_does_not_keep_is_not_written(value: Any) -> None:
    with pytest.raises(TypeError):
        attribute_of({"in": [value]})


def test_a_set_is_not_read() -> None:
    with pytest.raises(ValueError, match="SS"):
        value_of({"SS": ["a"]})


def as_client_takes_it(attribute: dict[str, Any]) -> dict[str, Any]:
    """The same with bytes as bytes, which botocore itself turns into text."""
    [(kind, value)] = attribute.items()
    match kind:
        case "B":
            return {kind: b64decode(value)}
        case "L":
            return {kind: [as_client_takes_it(item) for item in value]}
        case "M":
            return {kind: {name: as_client_takes_it(item) for name, item in value.items()}}
        case _:
            return attribute
