"""Binding PDF files together, in a process of its own that has no access to anything else.

What is bound was handed in by people. Inspection has had each file in its confined process and
found it fit to be handed on; here it is parsed once more, so the process that does it gets no
credentials, and its memory and time are bounded by the system.
"""

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

MEBIBYTE = 1024 * 1024
_MEMORY = 1024 * MEBIBYTE
"""Of addresses, several times what is really taken."""
_AT_ONCE = 64 * MEBIBYTE
"""Of parts, which the library holds in memory while they are put behind something."""
_SECONDS = 300
_A4_INCHES = 8.27
_HARMLESS = frozenset({"/GoTo", "/URI"})
"""What may happen when somebody presses a link."""
_CLAIM = re.compile(rb"<(pdf(?:ua|a)id:\w+)>[^<]*</\1>")
"""Where a document says in its metadata (XMP) which part of PDF/A or PDF/UA it keeps."""
LINK = "certificate:"
"""How the table of contents names where a certificate begins, before it is known."""


class NotBoundError(Exception):
    """The process ended without doing what it was asked for."""


# --- For whoever has files bound ------------------------------------------------------------------


def pages_of(files: Sequence[Path]) -> list[int]:
    """How many pages each file has; 0 for one that cannot be joined to others."""
    try:
        found: list[int] = _done("count", files=[*map(str, files)])
    except NotBoundError:
        # One of them was too much. Each by itself takes only itself down.
        if len(files) == 1:
            return [0]
        return [count for file in files for count in pages_of([file])]
    return found


def draw(pictures: Sequence[Path], target: Path) -> None:
    """Make a file of the pictures of its pages."""
    _done("draw", pictures=[*map(str, pictures)], target=str(target))


def join(files: Sequence[Path], target: Path) -> None:
    """Join files that can be joined."""
    _done("join", files=[*map(str, files)], target=str(target))


def bind(
    first: Path,
    parts: Sequence[Path],
    marks: Sequence[tuple[str, int]],
    places: Sequence[int],
    target: Path,
) -> None:
    """Put parts behind a document.

    Parameters
    ----------
    marks
        Bookmarks: each with the page it leads to, from 0.
    places
        The pages that the document's own links mean, by their numbers.
    """
    _done(
        "bind",
        first=str(first),
        parts=[*map(str, parts)],
        marks=marks,
        places=places,
        target=str(target),
    )


def _done(what: str, **named: Any) -> Any:  # noqa: ANN401 - JSON
    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-P", "-s", "-m", __name__],
        input=json.dumps({"what": what, **named}),
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
        timeout=_SECONDS + 10,
    )
    if done.returncode:
        raise NotBoundError(f"{what}: exit {done.returncode}")
    return json.loads(done.stdout)


def _environment() -> dict[str, str]:
    """What Python needs to start, and nothing that opens anything."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PATH") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(sys.path)}


# --- In the process -------------------------------------------------------------------------------


def _count(files: Sequence[str]) -> list[int]:
    return [*map(_pages, files)]


def _pages(file: str) -> int:
    import pikepdf  # noqa: PLC0415 - in the process alone

    try:
        with pikepdf.open(file) as pdf, pikepdf.new() as alone:
            alone.pages.extend(pdf.pages)
            return len(alone.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError, AttributeError, TypeError):
        return 0


def _draw(pictures: Sequence[str], target: str) -> None:
    from PIL import Image  # noqa: PLC0415 - in the process alone

    for number, name in enumerate(pictures):
        with Image.open(name, formats=["WEBP"]) as picture:
            page = picture.convert("RGB")
            page.save(
                target,
                "PDF",
                append=number > 0,
                resolution=page.width / _A4_INCHES,
                quality=85,
            )


def _join(files: Sequence[str], target: str) -> None:
    import pikepdf  # noqa: PLC0415 - in the process alone

    with pikepdf.new() as joined, ExitStack() as opened:
        for file in files:
            joined.pages.extend(opened.enter_context(pikepdf.open(file)).pages)
        for page in joined.pages:
            _tame(page)
        joined.remove_unreferenced_resources()
        joined.save(target, fix_metadata_version=False)


def _tame(page: Any) -> None:  # noqa: ANN401 - pikepdf's
    """Leave of what a page does only links that lead somewhere."""
    if "/AA" in page:
        del page["/AA"]
    for annotation in page.get("/Annots", ()):
        if "/AA" in annotation:
            del annotation["/AA"]
        action = annotation.get("/A")
        if action is not None and str(action.get("/S")) not in _HARMLESS:
            del annotation["/A"]


def _bind(
    first: str,
    parts: Sequence[str],
    marks: Sequence[tuple[str, int]],
    places: Sequence[int],
    target: str,
) -> None:
    import pikepdf  # noqa: PLC0415 - in the process alone

    grown = first
    for number, some in enumerate(_at_once(parts)):
        before, grown = grown, f"{target}.{number}"
        _append(before, some, grown)
        # What was put behind is in it. The disk is not for all of them.
        for file in some if before == first else (*some, before):
            Path(file).unlink()
    with _opened(first) as alone:
        own = len(alone.pages)
    with _opened(grown) as bound:
        with bound.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
        for page in list(bound.pages)[:own]:
            _lead(bound, page, places)
        # What follows the transcript is as others made it.
        said = bound.Root.Metadata.read_bytes()
        bound.Root.Metadata.write(_CLAIM.sub(b"", said))
        bound.save(target, fix_metadata_version=False)


def _append(first: str, parts: Sequence[str], target: str) -> None:
    """Put some parts behind a file: what is put behind is in memory, and nothing else."""
    with _opened(first) as grown, ExitStack() as opened:
        for part in parts:
            grown.pages.extend(opened.enter_context(_opened(part)).pages)
        grown.save(target, fix_metadata_version=False)


def _opened(file: str) -> Any:  # noqa: ANN401 - pikepdf's
    import pikepdf  # noqa: PLC0415 - in the process alone

    return pikepdf.open(file, access_mode=pikepdf.AccessMode.stream)


def _at_once(files: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many files as fit into memory together, and one at least."""
    some: list[str] = []
    size = 0
    for file in files:
        size += Path(file).stat().st_size
        if some and size > _AT_ONCE:
            yield some
            some, size = [], Path(file).stat().st_size
        some.append(file)
    if some:
        yield some


def _lead(bound: Any, page: Any, places: Sequence[int]) -> None:  # noqa: ANN401 - pikepdf's
    """Let the links of the table of contents lead to the pages they mean."""
    import pikepdf  # noqa: PLC0415 - in the process alone

    for annotation in page.get("/Annots", ()):
        uri = str(annotation.get("/A", {}).get("/URI", ""))
        if uri.startswith(LINK):
            there = bound.pages[places[int(uri.removeprefix(LINK))]].obj
            annotation["/A"] = pikepdf.Dictionary(
                S=pikepdf.Name.GoTo, D=pikepdf.Array([there, pikepdf.Name.Fit])
            )


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    asked = json.load(sys.stdin)
    done = _TASKS[asked.pop("what")](**asked)
    json.dump(done, sys.stdout)


_TASKS: Mapping[str, Callable[..., Any]] = {
    "count": _count,
    "draw": _draw,
    "join": _join,
    "bind": _bind,
}


if __name__ == "__main__":
    _main()
