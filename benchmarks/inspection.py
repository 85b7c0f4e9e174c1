"""What it costs to inspect and draw a file: processor time and memory of all processes."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from PIL import Image

from benchmarks import package, progress
from benchmarks.processes import ROOT, Worker, worker
from benchmarks.warm import Contender

ROUNDS, AT_ONCE = 5, 5
_SAMPLES = ROOT / "tests" / "files"
_PAGES = 20
_PHONE = (4032, 3024)
"""Pixels of a phone's photo: twelve million."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Inspected:
    """What files of a kind cost.

    Attributes
    ----------
    size
        Bytes of the file.
    seconds
        Of processor time, drawing included, one for each round.
    megabytes
        The most that the process of the file held.
    """

    size: int
    seconds: list[float]
    megabytes: float


def measure(rounds: int = ROUNDS) -> Mapping[str, Inspected]:
    """Inspect each file again and again, in turn, with the package as it ships."""
    built = package.build()
    path = [built.function("InspectionFunction"), built.layer]
    with TemporaryDirectory() as folder, worker(_PRODUCT, "http://127.0.0.1:9", path) as product:
        files = {}
        for name, data in _files().items():
            files[name] = Path(folder, name)
            files[name].write_bytes(data)
        seconds: dict[str, list[float]] = {name: [] for name in files}
        held = {name: product.call("inspected", str(file), 1) for name, file in files.items()}
        for _ in progress.rounds("inspection", rounds):
            for name, file in files.items():
                seconds[name].append(_seconds(product, file))
        return {
            name: Inspected(file.stat().st_size, seconds[name], held[name])
            for name, file in files.items()
        }


_PRODUCT = Contender.CERTFOLIO.module


def _files() -> Mapping[str, bytes]:
    return {
        "PDF of one page": (_SAMPLES / "certificate.pdf").read_bytes(),
        "photo of twelve megapixels": _photo(),
        "PDF of twenty pages": _twenty_pages(),
    }


def _photo() -> bytes:
    file = BytesIO()
    with Image.open(_SAMPLES / "certificate.jpg") as picture:
        picture.resize(_PHONE).save(file, "JPEG", quality=85)
    return file.getvalue()


def _twenty_pages() -> bytes:
    file = BytesIO()
    with pikepdf.open(_SAMPLES / "certificate.pdf") as paper:
        page = paper.pages[0]
        for _ in range(_PAGES - 1):
            paper.pages.append(page)
        paper.save(file)
    return file.getvalue()


def _seconds(product: Worker, file: Path) -> float:
    before = _used(product.pid)
    product.call("inspected", str(file), AT_ONCE)
    return (_used(product.pid) - before) / AT_ONCE


def _used(pid: int) -> float:
    """Seconds of processor time of a process, of those it started, and of those that ended."""
    return sum(sum(map(int, _stat(one)[11:15])) for one in (pid, *_descendants(pid))) / _TICKS


def _descendants(pid: int) -> list[int]:
    parents = {
        int(one.name): int(stat[1])
        for one in Path("/proc").iterdir()
        if one.name.isdigit() and (stat := _stat(int(one.name)))
    }
    found, new = set[int](), {pid}
    while new:
        new = {one for one, parent in parents.items() if parent in new} - found
        found |= new
    return sorted(found)


def _stat(pid: int) -> list[str]:
    """What stands behind a process's name in its line; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
