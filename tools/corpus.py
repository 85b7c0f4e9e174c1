"""Inspect a folder of files as an upload would be, and print what becomes of each of them.

Two at a time, each in a process of its own, of which the peak memory is told.
"""

import argparse
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection.caps import MEBIBYTE
from functions.inspection.examine import examine
from functions.inspection.kinds import kind_of

_AT_ONCE = 2
_ACCEPTED = "accepted"
_NOT_FILES = {".md", ".py", ".pyc", ".json", ".txt", ".html", ".cldr"}
"""What stands beside our own files to tell of them, or to make them from."""


class Inspected(NamedTuple):
    """What became of one file."""

    name: str
    kind: str
    verdict: str
    remark: str
    pages: int
    seconds: float
    megabytes: int


def main() -> None:
    """Print a table, and after it how many there were of each verdict."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    folder = arguments.parse_args().folder
    files = _files(folder)
    if not files:
        raise SystemExit(f"No files in {folder}.")
    print(
        "| file | kind | verdict | pages | seconds | MB | remarks |\n"
        "|---|---|---|---:|---:|---:|---|"
    )
    seen = []
    for found in inspected(files, folder):
        seen.append(found)
        print(_row(found), flush=True)
    print(_totals(seen))


def inspected(files: list[Path], folder: Path) -> Iterator[Inspected]:
    """Inspect files one after the other, two at a time, in their order."""
    # Forked, as it is only the standard library's and our own code that is loaded by then.
    with multiprocessing.get_context("fork").Pool(_AT_ONCE) as pool:
        yield from pool.imap(_inspect, [(file, str(file.relative_to(folder))) for file in files])


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path.suffix not in _NOT_FILES)


def _inspect(file: tuple[Path, str]) -> Inspected:
    path, name = file
    data = path.read_bytes()
    kind = kind_of(data)
    began = time.perf_counter()
    peaks = [0]
    result = examine(data, on_end=lambda ended: peaks.append(ended.memory_bytes))
    seconds = time.perf_counter() - began
    drawing = None if isinstance(result, RejectionReason) else result
    return Inspected(
        name=name,
        kind="" if kind is None else kind.name,
        verdict=_ACCEPTED if isinstance(result, Drawing) else result.value,
        remark=_remark(drawing) if drawing else "",
        pages=len(drawing.pages) if drawing else 0,
        seconds=seconds,
        megabytes=max(peaks) // MEBIBYTE,
    )


def _remark(drawing: Drawing) -> str:
    """What is worth a look: signatures, what stands behind a picture, and pages with gaps."""
    told = [f"signed by {name or 'somebody'}" for name in drawing.remarks.signed_by]
    if drawing.remarks.trailer is not None:
        told.append(f"{drawing.remarks.trailer_bytes} bytes behind: {drawing.remarks.trailer}")
    gaps = {
        "empty": sum(page.blank for page in drawing.pages),
        "with letters missing": sum(page.letters_missing for page in drawing.pages),
    }
    return "; ".join([*told, *(f"{count} {gap}" for gap, count in gaps.items() if count)])


def _row(found: Inspected) -> str:
    name = found.name.replace("|", "/")
    return (
        f"| {name} | {found.kind} | {found.verdict} | {found.pages or ''} | {found.seconds:.2f} "
        f"| {found.megabytes} | {found.remark} |"
    )


def _totals(seen: list[Inspected]) -> str:
    counts = Counter(found.verdict for found in seen).most_common()
    lines = ["", f"{len(seen)} files", "", "| verdict | files | share |", "|---|---:|---:|"]
    lines += [f"| {verdict} | {count} | {count / len(seen):.1%} |" for verdict, count in counts]
    slowest = max(seen, key=lambda found: found.seconds)
    largest = max(seen, key=lambda found: found.megabytes)
    lines += [
        "",
        f"Slowest: {slowest.name}, {slowest.seconds:.2f} s.",
        f"Most memory: {largest.name}, {largest.megabytes} MB.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
