"""Whatever can hold something of a person is named, so that erasure and export go through it."""

import inspect
from typing import get_type_hints

from certfolio.domain.rights import LIFTED, Held
from certfolio.storage import keys
from certfolio.storage.personal import IMPERSONAL, IMPERSONAL_BUCKETS, PERSONAL, PREFIXES
from tests.support.template import template


def made_keys() -> set[str]:
    """Everything in keys.py that is a key or makes one."""
    functions = {
        name
        for name, found in vars(keys).items()
        if inspect.isfunction(found)
        and found.__module__ == keys.__name__
        and not name.startswith("_")
        and get_type_hints(found)["return"] is keys.Key
    }
    constants = {
        name
        for name, found in vars(keys).items()
        if isinstance(found, dict) and found.keys() == keys.Key.__annotations__.keys()
    }
    return functions | constants


def test_each_kind_of_key_is_named_as_personal_or_not() -> None:
    assert PERSONAL.keys() | IMPERSONAL.keys() == made_keys()
    assert not PERSONAL.keys() & IMPERSONAL.keys()


def test_each_bucket_is_named_as_personal_or_not() -> None:
    buckets = {
        name
        for name, found in template()["Resources"].items()
        if found["Type"] == "AWS::S3::Bucket"
    }
    assert PREFIXES.keys() | IMPERSONAL_BUCKETS.keys() == buckets


def test_why_nothing_of_a_person_lies_somewhere_is_told() -> None:
    for reason in (*IMPERSONAL.values(), *IMPERSONAL_BUCKETS.values()):
        assert reason.endswith(".")


def test_all_that_is_held_goes_with_an_erasure() -> None:
    assert LIFTED.keys() == {*Held}


def test_all_that_is_held_lies_somewhere() -> None:
    elsewhere = {Held.ACCOUNT, Held.LOGS}
    assert {*PERSONAL.values(), *PREFIXES.values()} | elsewhere == {*Held}
