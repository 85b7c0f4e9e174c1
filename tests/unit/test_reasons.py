"""The reasons that every academy begins with, and how a client knows them again."""

import pytest

from certfolio.domain.academies import AcademySettings
from certfolio.domain.certificates import UsualReason, usual
from certfolio.domain.files import (
    MOST_FRAMES,
    MOST_PAGES,
    MOST_PIXELS,
    ContentType,
    RejectionReason,
    limits_kept,
)
from functions.inspection.caps import Caps


def test_an_academy_begins_with_every_usual_reason() -> None:
    offered = AcademySettings().reasons
    assert [usual(one.id, one.text) for one in offered] == [*UsualReason]


@pytest.mark.parametrize("reason", UsualReason)
def test_a_reason_that_an_academy_worded_is_its_own(reason: UsualReason) -> None:
    assert usual(reason.value, f"{reason.words} here") is None
    assert usual("another", reason.words) is None


def test_the_limits_that_are_told_are_those_that_inspection_keeps() -> None:
    caps = Caps()
    assert (caps.pages, caps.frames, caps.pixels) == (MOST_PAGES, MOST_FRAMES, MOST_PIXELS)


@pytest.mark.parametrize("kind", ContentType)
def test_too_many_pages_tells_how_many_a_file_of_that_kind_may_have(kind: ContentType) -> None:
    limit = MOST_FRAMES if kind is ContentType.TIFF else MOST_PAGES
    assert limits_kept(RejectionReason.TOO_MANY_PAGES, kind) == {"limit": limit}
