"""The files of `tests/files`, good ones and hostile ones."""

from pathlib import Path

import pytest

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection.child import judge
from functions.inspection.examine import Caps, examine
from functions.inspection.kinds import kind_of
from tests.files.hostile import ENDLESS, HOSTILE

FILES = Path(__file__).parents[2] / "files"
ENDINGS = {ending for kind in ContentType for ending in kind.extensions}
GOOD = sorted(path for path in FILES.iterdir() if path.suffix in ENDINGS)
SIGNED = {
    "signed-visible.pdf": ("Demo Signer",),
    "signed-invisible-pades.pdf": ("Demo Institute Registrar",),
    "signed-certified.pdf": ("Demo Institute Registrar",),
    "signed-endesive.pdf": ("Demo Institute Registrar",),
}
WITHOUT_FONTS = {"mupdf.pdf"}
"""Files that do not bring the fonts of all their letters."""


def inspected(data: bytes) -> Drawing | RejectionReason:
    """As `examine` does, but in this process, which saves starting one for each file."""
    kind = kind_of(data)
    return RejectionReason.CONTENT_MISMATCH if kind is None else judge(data, kind, Caps())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_file_of_a_common_producer_is_accepted_and_drawn(path: Path) -> None:
    found = inspected(path.read_bytes())
    assert isinstance(found, Drawing)
    assert not any(page.blank for page in found.pages)
    assert found.remarks.signed_by == SIGNED.get(path.name, ())
    assert any(page.letters_missing for page in found.pages) == (path.name in WITHOUT_FONTS)


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - ENDLESS))
def test_hostile_file_is_refused(name: str) -> None:
    reason, build = HOSTILE[name]
    assert inspected(build()) == reason


@pytest.mark.parametrize("name", sorted(ENDLESS))
def test_hostile_file_is_refused_in_confinement(name: str) -> None:
    reason, build = HOSTILE[name]
    assert examine(build(), Caps(seconds=3)) == reason


def test_there_are_as_many_files_as_are_promised() -> None:
    assert len(GOOD) >= 60
    assert len(HOSTILE) >= 80


def test_every_good_file_is_told_of() -> None:
    told = (FILES / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in GOOD if f"`{path.name}`" not in told] == []
