"""Looking at what is stored."""

from certfolio.domain.actions import Action
from certfolio.storage.attribute_values import attribute_of
from certfolio.storage.records import item_of
from tests.support.builders import LEARNER, act
from tools.opened import items


def test_items_are_shown_with_what_is_packed_in_them() -> None:
    certificate, event = act(None, Action.SUBMIT, LEARNER)
    stored = [
        {name: attribute_of(value) for name, value in item_of(record).items()}
        for record in (certificate, event)
    ]
    shown, told = items({"Items": stored, "Count": 2})
    assert (shown["status"], shown["title"]) == ("pending", "First aid at work")
    assert (told["action"], told["changes"]["title"]) == ("submit", "First aid at work")
    assert list(items({"Item": stored[0]})) == [shown]


def test_what_is_not_packed_is_shown_as_it_is() -> None:
    assert list(items({"Item": {"PK": {"S": "ACADEMY#demo"}}})) == [{"PK": "ACADEMY#demo"}]


def test_where_nothing_was_found_nothing_is_shown() -> None:
    assert list(items({})) == []
