from datetime import date

import pytest

from certfolio.domain.files import ContentType
from certfolio.domain.renditions import Drawing
from functions.inspection.examine import examine
from local.client import CONTENT_TYPES
from local.paper import Paper


def test_the_client_knows_every_kind_of_file_that_is_taken() -> None:
    assert {ending: kind for kind in ContentType for ending in kind.extensions} == CONTENT_TYPES


@pytest.mark.parametrize("suffix", [".pdf", ".png", ".jpg"])
def test_a_drawn_certificate_passes_inspection(suffix: str) -> None:
    paper = Paper(r"Brackets (and \ more)", "Open Courses", date(2024, 2, 29), "DEMO-0001")
    drawing = examine(paper.draw(suffix))
    assert isinstance(drawing, Drawing)
    assert drawing.content_type == CONTENT_TYPES[suffix]


@pytest.mark.parametrize("suffix", [".pdf", ".png", ".jpg"])
def test_two_certificates_are_two_files(suffix: str) -> None:
    first, second = (
        Paper(title, "Open Courses", date(2024, 2, 29), "DEMO-0001") for title in ("One", "Two")
    )
    assert first.draw(suffix) != second.draw(suffix)
    assert first.draw(suffix) == first.draw(suffix)
