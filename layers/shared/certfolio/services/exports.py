"""Exporting all that is held on a learner, as one archive that is never whole in memory."""

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from ulid import ULID

from certfolio.domain.certificates import Owner
from certfolio.domain.errors import Missing, NotFound
from certfolio.domain.exports import Export
from certfolio.domain.rights import Held
from certfolio.storage.accounts import Accounts
from certfolio.storage.erasing import PersonalRecords
from certfolio.storage.exports import ExportedFiles, ExportStore, Holdings
from certfolio.storage.keys import export_file
from certfolio.storage.parted import PartedUploads

_PART_BYTES = 8 * 1024 * 1024
"""S3 takes parts of 5 MiB and more."""

RUNS = 3
"""How often an export is begun before nobody works at it any more."""

_SAVED_EVERY = 20
"""After how many files it is written down how far it is."""


class ExportStarts:
    """Starts exports."""

    def __init__(self, exports: ExportStore, records: PersonalRecords) -> None:
        self._exports = exports
        self._records = records

    def start(self, owner: Owner, by: str, now: datetime) -> Export:
        """Have all that is held on a learner put together; what is under way is not begun again.

        Raises
        ------
        NotFound
            Nothing is held on such a learner.
        BeingErased
            The learner is being erased.
        """
        known = self._exports.find(owner)
        if known is not None and known.size is None and known.is_kept(now):
            return known
        # Whoever asks themselves has an account at least.
        if by != owner.learner_id and not self._records.any_of(owner):
            raise NotFound(Missing.LEARNER)
        export = Export(**dict(owner), id=str(ULID()), asked_by=by, asked_at=now, heard_at=now)
        self._exports.start(export)
        return export


class Exports:
    """Makes exports."""

    def __init__(
        self,
        exports: ExportStore,
        holdings: Holdings,
        files: ExportedFiles,
        uploads: PartedUploads,
        accounts: Accounts,
    ) -> None:
        self._exports = exports
        self._holdings = holdings
        self._files = files
        self._uploads = uploads
        self._accounts = accounts

    def under_way(self) -> Iterator[Owner]:
        """Whose exports are not made yet, of all academies."""
        return self._exports.under_way()

    def make(self, owner: Owner, clock: Callable[[], datetime]) -> Export | None:
        """Make the export of a learner, from its beginning.

        Returns
        -------
        Export or None
            As it is now; None where there is none to make, or nobody works at it any more.

        Raises
        ------
        StaleVersion
            Another run has begun, or the learner was erased meanwhile.
        """
        export = self._exports.find(owner)
        if export is None or export.size is not None or export.runs == RUNS:
            self._exports.give_up(owner)
            return None
        if export.is_worked_at(clock()):
            return None
        begun = {"runs": export.runs + 1, "heard_at": clock(), "done": 0}
        export = self._exports.save(export.model_copy(update=begun))
        key = export_file(export, export.id)
        out = _Out(self._uploads, key)
        try:
            with zipfile.ZipFile(out, "w") as archive:  # type: ignore[call-overload] # what it asks of a file
                for held in Held:
                    with archive.open(f"data/{held}.json", "w", force_zip64=True) as file:
                        for part in _json(self._held(owner, held)):
                            file.write(part.encode())
                names = self._names(owner)
                for number, (place, version_id) in enumerate(
                    self._files.evidence_of(owner), start=1
                ):
                    name = f"files/{_name(place, version_id, names)}"
                    with archive.open(name, "w", force_zip64=True) as file:
                        for chunk in self._files.chunks(place, version_id):
                            file.write(chunk)
                    if number % _SAVED_EVERY == 0:
                        so_far = {"done": number, "heard_at": clock()}
                        export = self._exports.save(export.model_copy(update=so_far))
                    else:
                        export = export.model_copy(update={"done": number})
            out.end()
        except BaseException:
            self._uploads.abandon(key, out.upload_id)
            raise
        return self._exports.save(export.model_copy(update={"size": out.tell()}))

    def _held(self, owner: Owner, held: Held) -> Iterator[Any]:
        if held is Held.ACCOUNT:
            yield from self._accounts.told(owner)
        elif held is Held.LOGS:
            yield "Logs hold the learner's id, and nothing else of them; they go after a while."
        elif held is Held.INCOMING:
            yield "Files that were not inspected yet are not handed out; they go after a day."
        elif held is Held.TRANSCRIPTS:
            yield "Made of what is here; they go after a day."
        elif held is Held.EVIDENCE:
            for key, version_id in self._files.evidence_of(owner):
                yield {"key": key, "version": version_id}
        else:
            yield from self._holdings.of(owner, held)

    def _names(self, owner: Owner) -> dict[str, str]:
        """What files were called when they were handed in, by where they are kept."""
        found: dict[str, str] = {}
        for held in (Held.UPLOADS, Held.CERTIFICATES):
            for item in self._holdings.of(owner, held):
                file = item.get("file") or {}
                if file.get("upload_id"):
                    found[file["upload_id"]] = file["name"]
        return found


def _name(key: str, version_id: str, names: dict[str, str]) -> str:
    """What a file is called in the archive: under its certificate and upload, by its own name."""
    _, _, certificate_id, upload_id, *below = key.split("/")
    name = "/".join(below) or names.get(upload_id, "file")
    safe = name.replace("\\", "_").replace("..", "_")
    return f"{certificate_id}/{upload_id}/{version_id}/{safe}"


def _json(found: Iterator[Any]) -> Iterator[str]:
    """A list in JSON, item by item."""
    yield "["
    for number, item in enumerate(found):
        yield ("," if number else "") + "\n" + json.dumps(item, ensure_ascii=False)
    yield "\n]\n"


class _Out:
    """What `zipfile` asks of a file that is written once, from its beginning to its end."""

    def __init__(self, uploads: PartedUploads, key: str) -> None:
        self._uploads = uploads
        self._key = key
        self._rest = bytearray()
        self._length = 0
        self._tags: list[str] = []
        self.upload_id = uploads.begin(key, "application/zip")

    def write(self, data: bytes) -> int:
        """Take what is written, and put a part away once there is one."""
        self._rest += data
        self._length += len(data)
        if len(self._rest) >= _PART_BYTES:
            self._put()
        return len(data)

    def tell(self) -> int:
        """Where it stands."""
        return self._length

    def flush(self) -> None:
        """Nothing is held back for longer than a part."""

    def end(self) -> None:
        """Put what is left away, and all together."""
        if self._rest or not self._tags:
            self._put()
        self._uploads.complete(self._key, self.upload_id, self._tags)

    def _put(self) -> None:
        number = len(self._tags) + 1
        self._tags.append(self._uploads.put(self._key, self.upload_id, number, bytes(self._rest)))
        self._rest.clear()
