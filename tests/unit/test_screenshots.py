"""What `make screenshots` presses has a text, and no view takes the pictures of another."""

import pytest

from tools.screenshots import LEARNERS, SIGNED_OUT, STAFFS, texts_of

VIEWS = (*SIGNED_OUT, *LEARNERS, *STAFFS)


@pytest.mark.parametrize("tag", ["en", "de"])
def test_what_is_pressed_has_a_text(tag: str) -> None:
    texts = texts_of(tag)
    assert [
        (view.name, step.text)
        for view in VIEWS
        for step in view.press
        if step.text and step.text not in texts
    ] == []


def test_each_view_has_a_name_of_its_own() -> None:
    names = [view.name for view in VIEWS]
    assert sorted(set(names)) == sorted(names)
