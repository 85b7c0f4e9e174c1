"""Making a pack: a transcript with the files of all its certificates.

Made in steps, each of which is noted, so that a run which ends in the middle, for whatever reason,
is gone on with by the next. What is large lies on the disk or in S3; in memory is one file at most.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import assert_never

from certfolio.domain.errors import NotDrawn
from certfolio.domain.files import ContentType
from certfolio.domain.packs import Pack, PackForm, PackItem, PackPlan, PackProgress
from certfolio.domain.transcript import Language
from certfolio.storage.files import EvidenceFiles
from certfolio.storage.packs import PackFiles
from certfolio.storage.renditions import Renditions
from functions.transcripts import binding, spreadsheet, typesetting
from functions.transcripts.archive import Archive
from functions.transcripts.binding import MEBIBYTE
from functions.transcripts.typesetting import Behind
from functions.transcripts.words import WORDS

RESULT = "result"
_PLAN, _PROGRESS = "plan.json", "progress.json"
_STEP_ITEMS, _STEP_BYTES = 20, 64 * MEBIBYTE
"""How much one step takes on at most."""
_ORIGINALS_BYTES = 512 * MEBIBYTE
"""So much of originals is joined to a document; behind that, certificates are shown by drawings."""
_PART_BYTES = 8 * MEBIBYTE
"""Of an archive; S3 takes parts of 5 MiB and more."""

PDF, ZIP, CSV, JSON = (
    "application/pdf",
    "application/zip",
    spreadsheet.CONTENT_TYPE,
    "application/json",
)
CONTENT_TYPES = {PackForm.PDF: PDF, PackForm.ZIP: ZIP}


class OutOfTimeError(Exception):
    """The run ends before the pack is made; the next one goes on."""


class Packing:
    """Makes one pack.

    Parameters
    ----------
    settle
        Says what goes into it, where no run before did.
    tell
        Told after each step how far it is.
    has_time
        Whether there is time for one more step.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what it is made of, and who is told
        self,
        pack: Pack,
        files: PackFiles,
        evidences: EvidenceFiles,
        renditions: Renditions,
        settle: Callable[[], PackPlan],
        tell: Callable[[PackPlan, PackProgress], None],
        has_time: Callable[[], bool],
    ) -> None:
        self._pack = pack
        self._files = files
        self._evidences = evidences
        self._renditions = renditions
        self._settle = settle
        self._tell = tell
        self._has_time = has_time

    def make(self) -> int:
        """Make it, or go on with it.

        Returns
        -------
        int
            How many bytes it has.

        Raises
        ------
        OutOfTimeError
            There is more to do than there is time for.
        """
        plan = self._files.read(PackPlan, _PLAN)
        if plan is None:
            plan = self._settle()
            self._files.note(_PLAN, plan)
        progress = self._files.read(PackProgress, _PROGRESS) or PackProgress()
        self._tell(plan, progress)
        match self._pack.form:
            case PackForm.PDF:
                return self._document(plan, progress)
            case PackForm.ZIP:
                return self._archive(plan, progress)
            case _:
                assert_never(self._pack.form)

    def _noted(self, plan: PackPlan, progress: PackProgress) -> None:
        self._files.note(_PROGRESS, progress)
        self._tell(plan, progress)
        if not self._has_time():
            raise OutOfTimeError

    # One document

    def _document(self, plan: PackPlan, progress: PackProgress) -> int:
        fits = [total <= _ORIGINALS_BYTES for total in accumulate(i.file.size for i in plan.items)]
        for step in _steps(plan.items[progress.done :]):
            with tempfile.TemporaryDirectory() as folder:
                begin = progress.done
                joins = fits[begin : begin + len(step)]
                sources = self._sources(step, joins, Path(folder))
                progress = self._with_part(progress, sources, Path(folder) / "part.pdf")
            self._noted(plan, progress)
        with tempfile.TemporaryDirectory() as folder:
            return self._bound(plan, progress, Path(folder))

    def _sources(
        self, step: Sequence[PackItem], joins: Sequence[bool], folder: Path
    ) -> list[tuple[Path, int]]:
        """A file for each certificate, and how many pages it has."""
        originals = {
            number: self._original(item, folder / f"original-{number}.pdf")
            for number, (item, may) in enumerate(zip(step, joins, strict=True))
            if may and item.file.content_type is ContentType.PDF
        }
        counts = dict(zip(originals, binding.pages_of([*originals.values()]), strict=True))
        return [
            (originals[number], counts[number])
            if counts.get(number)
            else self._drawn(item, folder / f"drawn-{number}")
            for number, item in enumerate(step)
        ]

    def _original(self, item: PackItem, target: Path) -> Path:
        target.write_bytes(_read(self._evidences, item))
        return target

    def _drawn(self, item: PackItem, folder: Path) -> tuple[Path, int]:
        evidence, target = item.file.evidence, folder / "drawn.pdf"
        folder.mkdir()
        if evidence is None:
            return target, 0
        try:
            pages = self._renditions.manifest(evidence).pages
        except NotDrawn:
            return target, 0
        pictures = []
        for number, page in enumerate(pages):
            picture = folder / f"{number}.webp"
            picture.write_bytes(self._renditions.picture(evidence, page))
            pictures.append(picture)
        binding.draw(pictures, target)
        return target, len(pictures)

    def _with_part(
        self, progress: PackProgress, sources: Sequence[tuple[Path, int]], part: Path
    ) -> PackProgress:
        shown = [file for file, pages in sources if pages]
        if shown:
            binding.join(shown, part)
            with part.open("rb") as file:
                self._files.put(_part(progress.parts), file, PDF)
        return progress.model_copy(
            update={
                "done": progress.done + len(sources),
                "pages": (*progress.pages, *(pages for _, pages in sources)),
                "parts": progress.parts + bool(shown),
            }
        )

    def _bound(self, plan: PackPlan, progress: PackProgress, folder: Path) -> int:
        behind = [
            Behind(item.title, item.issuer, pages)
            for item, pages in zip(plan.items, progress.pages, strict=True)
        ]
        first, target = folder / "transcript.pdf", folder / "result.pdf"
        first.write_bytes(typesetting.pdf_of(plan.transcript, self._pack.language, behind))
        [own] = binding.pages_of([first])
        starts = typesetting.places(behind, own)
        marks = [
            (found.title, start) for found, start in zip(behind, starts, strict=True) if found.pages
        ]
        parts = [folder / _part(number) for number in range(progress.parts)]
        for part in parts:
            self._files.fetch(part.name, part)
        binding.bind(first, parts, marks, starts, target)
        with target.open("rb") as file:
            self._files.put(RESULT, file, PDF)
        return target.stat().st_size

    # One archive

    def _archive(self, plan: PackPlan, progress: PackProgress) -> int:
        if progress.upload_id is None:
            upload_id = self._files.begin(RESULT, ZIP)
            progress = progress.model_copy(update={"upload_id": upload_id})
            self._noted(plan, progress)
        if progress.length is None:
            progress = self._filled(plan, progress)
            self._noted(plan, progress)
        self._files.complete(RESULT, progress.upload_id or "", progress.tags)
        return progress.length or 0

    def _filled(self, plan: PackPlan, progress: PackProgress) -> PackProgress:
        rest = (self._files.data(_rest(progress.done)) if progress.entries else None) or b""
        at = plan.transcript.made_at
        archive = Archive(at, progress.offset, progress.entries, rest)
        tags = list(progress.tags)

        def put(part: bytes) -> None:
            number = len(tags) + 1
            tags.append(self._files.put_part(RESULT, progress.upload_id or "", number, part))

        if not progress.entries:
            for name, data in _transcripts(plan, self._pack.language):
                archive.add(name, data)
        for step in _steps(plan.items[progress.done :]):
            for number, item in enumerate(step, progress.done + 1):
                archive.add(_name(number, item), _read(self._evidences, item))
                archive.put_away(_PART_BYTES, put)
            progress = _reached(progress, archive, tags, progress.done + len(step))
            self._files.put(_rest(progress.done), bytes(archive.rest), ZIP)
            self._noted(plan, progress)
        archive.end()
        archive.put_away(1, put)
        return _reached(progress, archive, tags, progress.done).model_copy(
            update={"length": archive.length}
        )


def _reached(
    progress: PackProgress, archive: Archive, tags: Sequence[str], done: int
) -> PackProgress:
    return progress.model_copy(
        update={
            "done": done,
            "tags": tuple(tags),
            "entries": archive.entries,
            "offset": archive.length,
        }
    )


def _steps(items: Sequence[PackItem]) -> Iterator[Sequence[PackItem]]:
    """As many certificates at once as a step takes on."""
    step: list[PackItem] = []
    for item in items:
        size = sum(one.file.size for one in step) + item.file.size
        if step and (len(step) == _STEP_ITEMS or size > _STEP_BYTES):
            yield step
            step = []
        step.append(item)
    if step:
        yield step


def _transcripts(plan: PackPlan, language: Language) -> Iterator[tuple[str, bytes]]:
    yield "transcript.pdf", typesetting.pdf_of(plan.transcript, language)
    yield "transcript.csv", spreadsheet.csv_of(plan.transcript, WORDS[language])
    if plan.transcript.credentials:
        table = spreadsheet.credentials_csv_of(plan.transcript, WORDS[language])
        yield "credentials.csv", table
    yield "transcript.json", plan.transcript.model_dump_json(indent=2).encode()


def _read(evidences: EvidenceFiles, item: PackItem) -> bytes:
    if item.file.evidence is None:
        raise ValueError("only accepted files go into a pack")
    return evidences.read(item.file.evidence)


def _name(number: int, item: PackItem) -> str:
    """What a file is called in an archive: by its title, without what no file name may hold."""
    title = " ".join(re.sub(r'[\x00-\x1f<>:"/\\|?*]', " ", item.title).split())[:80].strip(" .")
    return f"{number:03} {title}{item.file.content_type.extensions[0]}"


def _part(number: int) -> str:
    return f"part-{number:03}.pdf"


def _rest(done: int) -> str:
    return f"rest-{done}"
