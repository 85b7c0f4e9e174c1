"""Files that people handed in, bound together in a process of their own."""

import os
from pathlib import Path
from unittest.mock import patch

import pikepdf
import pytest

from functions.transcripts import binding

FILES = Path(__file__).parents[2] / "files"
GOOD = FILES / "certificate.pdf"


def test_pages_are_counted_file_by_file(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7 and nothing more")
    assert binding.pages_of([GOOD, damaged, GOOD]) == [1, 0, 1]
    assert binding.pages_of([]) == []


def test_a_file_that_takes_the_process_down_takes_no_other_with_it(tmp_path: Path) -> None:
    ends = tmp_path / "ends.pdf"
    ends.write_bytes(GOOD.read_bytes())

    def done(_: str, *, files: list[str]) -> list[int]:
        if str(ends) in files:
            raise binding.NotBoundError("count: exit -9")
        return [1] * len(files)

    with patch.object(binding, "_done", done):
        assert binding.pages_of([GOOD, ends, GOOD]) == [1, 0, 1]


def test_the_process_has_no_credentials() -> None:
    secrets = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SESSION_TOKEN": "c"}
    with patch.dict(os.environ, secrets):
        given = binding._environment()  # noqa: SLF001 - what it is started with
    assert given.keys() <= {"LD_LIBRARY_PATH", "PATH", "PYTHONPATH"}


def _acting(target: Path) -> None:
    with pikepdf.open(GOOD) as pdf:
        page = pdf.pages[0]
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")
        page.obj.AA = pikepdf.Dictionary(O=script)
        page.obj.Annots = pikepdf.Array(
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
            for action in (script, launch, link)
        )
        pdf.Root.OpenAction = script
        pdf.save(target)


def test_of_what_a_file_does_only_links_stay(tmp_path: Path) -> None:
    acting, joined = tmp_path / "acting.pdf", tmp_path / "joined.pdf"
    _acting(acting)
    binding.join([acting, GOOD], joined)
    with pikepdf.open(joined) as pdf:
        assert "/OpenAction" not in pdf.Root
        page = pdf.pages[0].obj
        assert "/AA" not in page
        actions = [str(one.A.S) for one in page.Annots if "/A" in one]
        assert actions == ["/URI"]


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    with pytest.raises(binding.NotBoundError):
        binding.join([tmp_path / "missing.pdf"], tmp_path / "joined.pdf")
