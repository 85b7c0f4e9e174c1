from dataclasses import dataclass
from enum import StrEnum

from certfolio.domain.files import MOST_FRAMES, MOST_PAGES, MOST_PIXELS

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Caps:
    """What one file may cost before it is rejected.

    The defaults keep caller, prepared process and child together under 512 MB and 10 s.

    Parameters
    ----------
    file_bytes
        Size of the file.
    pages
        Pages of a document.
    frames
        Pages of a TIFF.
    objects
        Objects of a PDF, counting every revision of it.
    pixels
        Pixels of one image, by itself or inside a PDF.
    side
        Pixels of an image in either direction: what a JPEG can say (ITU-T T.81, B.2.2).
    inflated_bytes
        Bytes that decompression may bring forth over the whole file.
    memory_bytes
        Address space the parsers may add to what they take once they are loaded.
    seconds
        Parsing time, both of the processor and of the clock.
    start_seconds
        Time for the parsers to load. Beyond it the installation is at fault, not the file.
    output_bytes
        What the drawings and all that is said of them may take.
    characters
        Characters of the text layer that are kept, over all pages.
    scans
        Pages without a text layer, the first ones, that are drawn once more for recognition.
    """

    file_bytes: int = 10 * MEBIBYTE
    pages: int = MOST_PAGES
    frames: int = MOST_FRAMES
    objects: int = 100_000
    pixels: int = MOST_PIXELS
    side: int = 65_535
    inflated_bytes: int = 256 * MEBIBYTE
    memory_bytes: int = 300 * MEBIBYTE
    seconds: int = 8
    start_seconds: int = 10
    output_bytes: int = 32 * MEBIBYTE
    characters: int = 100_000
    scans: int = 0


class Guard(StrEnum):
    """Something that is out of the confined process's reach.

    Attributes
    ----------
    FILES
        Opening and listing files.
    NETWORK
        Connections, also to the machine itself.
    PROCESSES
        Starting another process or thread, and signals to others.
    CALLER
        Memory and environment of the processes it comes from, one of which has credentials.
    CODE
        Memory that can be written and then run.
    LIMITS
        Raising its own limits.
    """

    FILES = "files"
    NETWORK = "network"
    PROCESSES = "processes"
    CALLER = "caller"
    CODE = "code"
    LIMITS = "limits"
