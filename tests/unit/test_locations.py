from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from certfolio.api.locations import said


class Months(BaseModel):
    """A union's member whose kind is called like a field of its own."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["months"]
    months: Annotated[int, Field(ge=1)]


class Until(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["until"]
    on: str
    then: "Validity | None" = None


Validity = Annotated[Months | Until, Field(discriminator="kind")]
Until.model_rebuild()


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
    validity: Validity | None = None
    more: Annotated[tuple[Annotated[Validity, Field()], ...], Field(max_length=2)] = ()
    named: dict[str, Validity] = {}
    either: Months | list[Until] | int | None = None
    amount: int | None = None


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"validity": {"kind": "months", "months": 0}}, {"validity.months"}),
        ({"validity": {"kind": "months"}}, {"validity.months"}),
        ({"validity": {"kind": "months", "months": 1, "until": 2}}, {"validity.until"}),
        ({"validity": {"kind": "until"}}, {"validity.on"}),
        ({"validity": {"kind": "week"}}, {"validity"}),
        ({"validity": {}}, {"validity"}),
        ({"validity": 5}, {"validity"}),
        (
            {"validity": {"kind": "until", "on": "", "then": {"kind": "months", "months": "x"}}},
            {"validity.then.months"},
        ),
        (
            {"more": [{"kind": "until", "on": 5}, {"kind": "months"}]},
            {"more.0.on", "more.1.months"},
        ),
        ({"named": {"months": {"kind": "months", "months": []}}}, {"named.months.months"}),
        ({"either": {"kind": "months", "months": 0}}, {"either", "either.months"}),
        ({"either": [{"kind": "until"}]}, {"either", "either.0.on"}),
        ({"amount": "x"}, {"amount"}),
        ({"unknown": {"months": 1}}, {"unknown"}),
    ],
)
def test_a_location_names_what_was_written(body: Any, wrong: set[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        Body.model_validate(body)
    found = {".".join(map(str, said(entry["loc"], Body))) for entry in refused.value.errors()}
    assert found == wrong
