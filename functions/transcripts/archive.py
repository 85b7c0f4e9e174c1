"""An archive that is written from its beginning to its end, and gone on with after a break."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime

from certfolio.domain.packs import ArchiveEntry


class Archive:
    """A ZIP file of which no more than a part is ever in memory.

    Parameters
    ----------
    offset
        How long it is already.
    entries
        What is in it already.
    rest
        What is written and not yet put away.
    """

    def __init__(
        self, at: datetime, offset: int, entries: Sequence[ArchiveEntry], rest: bytes
    ) -> None:
        self._at = at.timetuple()[:6]
        self._length = offset
        self.rest = bytearray(rest)
        self._zip = zipfile.ZipFile(self, "w")  # type: ignore[call-overload] # what it asks of a file
        self._zip.filelist.extend(map(self._info, entries))

    @property
    def length(self) -> int:
        """How long it is."""
        return self._length

    @property
    def entries(self) -> tuple[ArchiveEntry, ...]:
        """What is in it."""
        return tuple(
            ArchiveEntry(
                name=info.filename, crc=info.CRC, size=info.file_size, offset=info.header_offset
            )
            for info in self._zip.filelist
        )

    def add(self, name: str, data: bytes) -> None:
        """Put a file in, as it is: what people hand in is packed already."""
        self._zip.writestr(zipfile.ZipInfo(name, self._at), data)

    def end(self) -> None:
        """Write the directory."""
        self._zip.close()

    def put_away(self, at_least: int, put: Callable[[bytes], None]) -> None:
        """Hand on what is written, where it is so much."""
        if len(self.rest) >= at_least:
            put(bytes(self.rest))
            self.rest.clear()

    def _info(self, entry: ArchiveEntry) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(entry.name, self._at)
        info.CRC, info.header_offset = entry.crc, entry.offset
        info.file_size = info.compress_size = entry.size
        # As it was written: sizes stand behind the data, and names in UTF-8 say so.
        info.flag_bits |= 0x08
        return info

    # What `zipfile` asks of a file; without `seek` it never goes back.

    def write(self, data: bytes) -> int:
        """Take what is written."""
        self.rest += data
        self._length += len(data)
        return len(data)

    def tell(self) -> int:
        """Where it stands."""
        return self._length

    def flush(self) -> None:
        """Nothing is held back."""
