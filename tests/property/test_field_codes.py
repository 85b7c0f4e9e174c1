"""Whatever is sent: what is wrong with it has a code of the set, and the values of that code."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from certfolio.api.problems import describe, wrong_from_validation
from certfolio.domain.certificates import Claim, Content
from certfolio.domain.credit_types import Fixed, Never, Requirement, wrong_fields
from certfolio.domain.decisions import Verdict, decide
from certfolio.domain.errors import FieldError, InvalidInput
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.files import ContentType
from certfolio.domain.uploads import wrong_declaration
from tests.support.bodies import TAKEN, models
from tests.support.builders import ADMINISTRATOR, NOW, certificate, credit_type, set_up

NAMES = sorted(
    {
        name
        for _, f in TAKEN.values()
        for m in models(f.field_info.annotation, set())
        for name in m.model_fields
    }
)
TEXTS = st.text() | st.sampled_from(
    [
        *("", " ", "\u200b", "a\nb", "a\x07", "\ud800", "x" * 3000, "1.25", "-1", "0.00", "1e9"),
        *("2024-02-30", "2024-01-01", "12/31/2024", "http://a:b@example.org", "https://x", "cpe"),
        *("http://[", "http://example.org:99999", "name@example.org", "reviewer", "automatic"),
        *("months", "lifetime", "year", "fixed", "approve", "file", "Europe/Vienna", "Nowhere"),
    ]
)
ODD = st.sampled_from(
    [
        *(True, None, 0, -1, 1, 601, 10**30, 1.5, 2.0, 1e308, [], {}, ["a"] * 500),
    ]
)
SENT = st.recursive(
    ODD | TEXTS,
    lambda inner: (
        st.dictionaries(st.sampled_from([*NAMES, "kind", "more"]), inner, max_size=9)
        | st.lists(inner, max_size=3)
    ),
    max_leaves=30,
)


def check(wrong: Iterable[FieldError]) -> None:
    """Each has the values its code says, is worded with them, and can be answered."""
    found = [*wrong]
    for error in found:
        assert isinstance(error.code, FieldCode)
        assert {*error.values} == {*error.code.values}
        assert error.detail == error.code.words(error.values)
    problem = describe(InvalidInput(*found))
    assert [entry.code for entry in problem.errors or ()] == [error.code for error in found]
    json.loads(problem.model_dump_json())


@st.composite
def _meant(draw: st.DrawFn, model: type[BaseModel]) -> dict[str, Any]:
    """Something like what a model takes: its fields, most of them there, with odd values."""
    names = draw(st.sets(st.sampled_from([*model.model_fields, "more"])))
    return {name: draw(_for(model, name)) for name in sorted(names)}


def _for(model: type[BaseModel], name: str) -> st.SearchStrategy[Any]:
    field = model.model_fields.get(name)
    inner = [*models(field.annotation, set())][:4] if field else []
    told = [_meant(each) | st.lists(_meant(each), max_size=2) for each in inner]
    return st.one_of(SENT, *told)


@pytest.mark.parametrize("taken", TAKEN)
@settings(max_examples=50)
@given(data=st.data())
def test_whatever_is_sent_is_refused_with_a_code_of_the_set(
    taken: str, data: st.DataObject
) -> None:
    part, field = TAKEN[taken]
    kind = field.field_info.annotation
    found = [*models(kind, set())]
    location = (part,) if part == "body" else (part, field.alias)
    values = SENT if part == "body" else TEXTS
    sent = data.draw(st.one_of(SENT, *map(_meant, found[:1])) if found else values)
    _, errors = field.validate(sent, loc=location)
    check(wrong_from_validation(errors or (), kind if part == "body" else None))


@settings(max_examples=300)
@given(data=st.data())
def test_what_a_rule_refuses_has_a_code_of_the_set(data: st.DataObject) -> None:
    types = data.draw(st.lists(_TYPES, max_size=3, unique_by=lambda one: one.id))
    claims = data.draw(
        st.lists(
            st.builds(Claim, credit_type=st.sampled_from(_IDS), claimed=_AMOUNTS),
            min_size=1,
            max_size=5,
        )
    )
    dates = st.dates(date(1940, 1, 1), date(2060, 1, 1))
    stated = Content(
        title="First aid",
        earned_on=data.draw(dates),
        expires_on=data.draw(st.none() | dates),
        claims=tuple(claims),
    )
    check(wrong_fields(stated, {one.id: one for one in types}, NOW.date()))


_IDS = ["cpe", "ceu", "pdu"]
_AMOUNTS = st.decimals("0.01", "100", places=2)
_TYPES = st.builds(
    credit_type,
    id=st.sampled_from(_IDS),
    step=st.sampled_from(["0.25", "5.00"]),
    minimum=st.sampled_from([None, "10.00"]),
    maximum=st.sampled_from([None, "20.00"]),
    requires=st.lists(st.sampled_from(Requirement), max_size=4),
    earned_within_months=st.sampled_from([None, 1, 24]),
    validity=st.sampled_from([Never(), Fixed(on=date(2025, 1, 1))]),
    retired=st.booleans(),
)


@given(
    action=st.sampled_from(["approve", "decline", "request_changes"]),
    said=st.fixed_dictionaries(
        {},
        optional={
            "comment": st.just("See page 2"),
            "reason": st.sampled_from(["name-differs", "nothing"]),
            "awarded": st.lists(
                st.fixed_dictionaries(
                    {
                        "credit_type": st.sampled_from(_IDS),
                        "credits": st.sampled_from(["0.00", "0.10", "30.00"]),
                    }
                ),
                max_size=2,
            ),
            "answers": st.lists(
                st.fixed_dictionaries(
                    {
                        "credit_type": st.sampled_from(_IDS),
                        "question": st.sampled_from(["Is it signed?", "Is it red?"]),
                        "yes": st.booleans(),
                    }
                ),
                max_size=2,
            ),
            "corrections": st.sampled_from(
                [{"earned_on": "2999-01-01"}, {"expires_on": "2001-01-01"}, {"issuer": None}]
            ),
        },
    ),
)
def test_what_a_decision_lacks_has_a_code_of_the_set(action: str, said: dict[str, Any]) -> None:
    known = credit_type(
        requires=["issuer"], maximum="20.00", checklist=["Is it signed?", "Is it dated?"]
    )
    record = certificate(issuer="Institute")
    verdict = Verdict.model_validate({"action": action, **said})
    try:
        decide(record, verdict, set_up(known), by=ADMINISTRATOR, now=NOW, request="r")
    except InvalidInput as refused:
        check(refused.errors)


@given(
    name=st.sampled_from(["a/b.pdf", "a.exe", "a.pdf"]),
    kind=st.sampled_from(ContentType),
    size=st.integers(1, 20),
)
def test_what_a_declaration_breaks_has_a_code_of_the_set(
    name: str, kind: ContentType, size: int
) -> None:
    check(wrong_declaration(name, kind, size, 10))
