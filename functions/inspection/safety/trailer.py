"""What cameras and phones put behind a picture. It is told of, not drawn.

The forms are those that ExifTool documents (Trailer and Samsung tags) and those that were seen in
photos. What is not known must be small and show no sign of another format.
"""

import json
import re
import struct
from collections.abc import Callable
from typing import NamedTuple

from certfolio.domain.renditions import Trailer
from functions.inspection.safety.boxes import film_end
from functions.inspection.safety.polyglot import LONGEST_UNKNOWN, refuse_foreign, refuse_unknown

_BLANK = b"\0\t\n\f\r "
_PICTURE, _FILM = b"\xff\xd8\xff", b"ftyp"
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
_LONGEST_VENDOR = 64 * 1024
_SEF_HEAD, _SEF_ENTRY, _SEF_BLOCK = 12, 12, 8
_MOST_NOTES = 100
_NOTE_NAME = re.compile(rb"[A-Za-z0-9_.]{1,63}")
# Pictures, sounds, depth and film; any other note of Samsung's is a few words long.
_LONG_NOTE = re.compile(
    rb"DualShot|Sing\w+Shot|SoundShot|Interactive_Panorama|FlipPhoto|MotionPhoto|Motion_Panorama"
    rb"|deco_|\w*Edit\w*|\w*\.pre|\w*DepthMap|\w*PhotoEditor|\w*Info"
)
_VENDOR_ENDS = re.compile(
    rb"(?:QDIOBS|\xff{4}\x1b\*9HWfu\x84\x93\xa2\xb1|\0{6}/NIKON APP|cbipcbbl|\xa1\xb2\xc3\xd4"
    rb"|AXS[!*][\0-\xff]{8}|CANON OPTIONAL DATA\0[\0-\xff]{44}|zmie~\0\0[\0-\xff]{6,10})\Z"
)


class Behind(NamedTuple):
    """What stands behind a picture, and how many bytes of it."""

    trailer: Trailer | None = None
    size: int = 0


def read(tail: bytes, picture_end: Callable[[bytes, int], int | None], *, film: bool) -> Behind:
    """Tell what the bytes behind a picture are.

    Parameters
    ----------
    picture_end
        Where the picture that starts at a place ends; None where there is none.
    film
        Whether the picture announces a film behind it.

    Raises
    ------
    RejectedError
        ``content_mismatch`` where they are not known.
    """
    size = len(tail.strip(_BLANK))
    found: list[Trailer] = []
    at = 0
    while len(found) < _MOST_PICTURES:
        picture = _skip_blank(tail, at)
        if tail.startswith(_PICTURE, picture):
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
        found.append(_vendor(tail[at:]))
    return Behind(next((kind for kind in _ORDER if kind in found), None), size)


def _skip_blank(data: bytes, at: int) -> int:
    return len(data) - len(data[at:].lstrip(_BLANK))


def _vendor(rest: bytes) -> Trailer:
    if (samsung := _samsung(rest)) is not None:
        return samsung
    rest = rest.strip(_BLANK)
    known = _is_oneplus(rest) or _VENDOR_ENDS.search(rest[-128:])
    if not known or len(rest) > _LONGEST_VENDOR:
        refuse_unknown(rest)
        return Trailer.OTHER
    refuse_foreign(rest)
    return Trailer.ONEPLUS if _is_oneplus(rest) else Trailer.OTHER


def _is_oneplus(rest: bytes) -> bool:
    """A watermark's settings, a list of them in JSON, and the length of that list."""
    if b"wtmk" in rest:
        return True
    mark = re.search(rb"jxrs([\0-\xff]{3})\Z", rest) or re.search(rb"jxrs([\0-\xff]{4})\Z", rest)
    if mark is None:
        return False
    begin = max(rest.rfind(b"[{", 0, mark.start()), 0)
    try:
        json.loads(rest[begin : mark.start()].strip(b"\0"))
    except ValueError:
        return False
    return True


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
    return len(content) <= LONGEST_UNKNOWN or bool(_LONG_NOTE.match(name))
