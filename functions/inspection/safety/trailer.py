"""What cameras and phones put behind a picture. It is told of, not drawn.

The forms are those that ExifTool documents (Trailer and Samsung tags) and those that were seen in
photos. What is not known must be small and show no sign of another format.
"""

import json
import math
import re
import struct
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from certfolio.domain.renditions import Trailer
from functions.inspection.safety.boxes import film_end
from functions.inspection.safety.polyglot import LONGEST_UNKNOWN, refuse_foreign, refuse_unknown

_BLANK = b"\0\t\n\f\r "
_PICTURES, _FILM = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"), b"ftyp"
# A film or a vendor's notes tell more than that there are further pictures.
_ORDER = (
    Trailer.MOTION_PHOTO,
    Trailer.SAMSUNG,
    Trailer.ONEPLUS,
    Trailer.FURTHER_PICTURES,
    Trailer.OTHER,
)
_MOST_PICTURES = 20
#: How much of what is known is looked at for signs of another format.
_LOOKED_AT = 64 * 1024
_SEF_HEAD, _SEF_ENTRY, _SEF_BLOCK = 12, 12, 8
_MOST_NOTES = 100
_NOTE_NAME = re.compile(rb"[A-Za-z0-9_.]{1,63}")
# Sounds, depths and what was drawn over a picture; any other note of Samsung's is a few words long,
# or begins as a picture, a film or JSON does.
_LONG_NOTE = re.compile(rb"\w*DepthMap|SoundShot|Interactive_Panorama|deco_|\d+\.pre")
_LONG_CONTENT = re.compile(rb"\xff\xd8\xff|[\0-\xff]{4}ftyp|[\[{]")
_ONEPLUS = re.compile(rb"wtmk|jxrs[\0-\xff]{3,4}\Z")
_JSON = re.compile(r"[\[{]")
_MOST_JSON = 20
_PACKED = 7.4
# Google's and Samsung's words for a film behind the picture (Motion Photo format 1.0).
_ANNOUNCED = re.compile(rb"MotionPhoto|MicroVideo")
# Vivo's word before a picture of the lights.
_VIVO = b"streamdata"


class Behind(NamedTuple):
    """What stands behind a picture, and how many bytes of it."""

    trailer: Trailer | None = None
    size: int = 0


def read(
    tail: bytes, picture_end: Callable[[bytes, int], int | None], notes: bytes = b""
) -> Behind:
    """Tell what the bytes behind a picture are.

    Parameters
    ----------
    picture_end
        Where the picture that starts at a place ends; None where there is none.
    notes
        What the picture says of itself: who made it, and whether there is a film behind it.

    Raises
    ------
    RejectedError
        ``content_mismatch`` where they are not known.
    """
    size = len(tail.strip(_BLANK))
    film = _ANNOUNCED.search(notes)
    found: list[Trailer] = []
    at = 0
    while len(found) < _MOST_PICTURES:
        picture = _skip_blank(tail, at)
        picture += len(_VIVO) if tail.startswith(_VIVO, picture) else 0
        if tail.startswith(_PICTURES, picture):
            start, end, kind = picture, picture_end(tail, picture), Trailer.FURTHER_PICTURES
        else:
            # The size of its first box is blank to begin with.
            start = tail.find(_FILM, picture, picture + 8) - 4
            end = film_end(tail, start) if film and start >= at else None
            kind = Trailer.MOTION_PHOTO
        if end is None:
            break
        refuse_foreign(tail[start : min(end, start + _LOOKED_AT)])
        found.append(kind)
        at = end
    if tail[at:].strip(_BLANK):
        found.append(_vendor(tail[at:], notes))
    return Behind(next((kind for kind in _ORDER if kind in found), None), size)


def _skip_blank(data: bytes, at: int) -> int:
    return len(data) - len(data[at:].lstrip(_BLANK))


def _vendor(rest: bytes, notes: bytes) -> Trailer:
    if (samsung := _samsung(rest)) is not None:
        return samsung
    # Settings come as JSON, and with room left for more.
    refuse_foreign(rest)
    if _is_maker_s(rest, notes):
        return Trailer.OTHER
    refuse_unknown(_without_json(rest).replace(b"\0", b""))
    return Trailer.ONEPLUS if _ONEPLUS.search(rest) else Trailer.OTHER


def _is_maker_s(rest: bytes, notes: bytes) -> bool:
    """BlackBerry's block, which begins with its own length, and HTC's second, packed picture."""
    if b"BlackBerry" in notes:
        return int.from_bytes(rest[:4], "big") == len(rest)
    return b"HTC" in notes and rest.endswith(b"\xff\xd9") and _bits_a_byte(rest) > _PACKED


def _bits_a_byte(data: bytes) -> float:
    """Shannon's entropy: near 8 for what is packed, about 6 for programs, 5 for text."""
    shares = (count / len(data) for count in Counter(data).values())
    return -sum(share * math.log2(share) for share in shares)


def _without_json(rest: bytes) -> bytes:
    text, kept, at = rest.decode("latin-1"), "", 0
    for _ in range(_MOST_JSON):
        found = _JSON.search(text, at)
        if found is None:
            break
        kept += text[at : found.start()]
        try:
            _, at = json.JSONDecoder().raw_decode(text, found.start())
        except ValueError:
            kept, at = kept + found[0], found.end()
    return (kept + text[at:]).encode("latin-1")


def _samsung(rest: bytes) -> Trailer | None:
    """Notes with a directory behind them, which says where each of them starts."""
    rest = rest.rstrip(_BLANK)
    if not rest.endswith(b"SEFT") or len(rest) < _SEF_HEAD + 8:
        return None
    size = int.from_bytes(rest[-8:-4], "little")
    directory = len(rest) - 8 - size
    if directory < 0 or rest[directory : directory + 4] != b"SEFH" or size < _SEF_HEAD:
        return None
    (count,) = struct.unpack_from("<I", rest, directory + 8)
    if count > _MOST_NOTES or size != _SEF_HEAD + count * _SEF_ENTRY:
        return None
    told, unknown = Trailer.SAMSUNG, directory
    for number in range(count):
        at = directory + _SEF_HEAD + number * _SEF_ENTRY
        kind, offset, length = struct.unpack_from("<2xHII", rest, at)
        note = rest[directory - offset :][:length] if offset <= directory else b""
        if len(note) != length or not _is_note(note, kind):
            return None
        unknown -= length
        if b"MotionPhoto_Data" in note[:64]:
            told = Trailer.MOTION_PHOTO
    return told if unknown <= LONGEST_UNKNOWN else None


def _is_note(note: bytes, kind: int) -> bool:
    if len(note) < _SEF_BLOCK or struct.unpack_from("<2xH", note)[0] != kind:
        return False
    (length,) = struct.unpack_from("<I", note, 4)
    name, content = note[_SEF_BLOCK:][:length], note[_SEF_BLOCK + length :]
    if not _NOTE_NAME.fullmatch(name):
        return False
    refuse_foreign(content[:_LOOKED_AT])
    long = _LONG_NOTE.match(name) or _LONG_CONTENT.match(content)
    return len(content) <= LONGEST_UNKNOWN or bool(long)
