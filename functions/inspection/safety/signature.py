"""Who signed a document, as it says itself (ISO 32000-2, 12.8). Nothing is verified here."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import pikepdf  # noqa: F401 - brings the encoding of PDF's own

from functions.inspection.safety.rules import Json, Resolve, text_of

_LONGEST_NAME = 200
_COMMON_NAME = b"\x55\x04\x03"  # 2.5.4.3, X.520
_SEQUENCE, _CONTEXT_0 = 0x30, 0xA0
_BMP_STRING, _LATIN = 0x1E, {0x13, 0x14, 0x16}
_USAGE_RIGHTS = {"/UR", "/UR3"}
_DEEPEST = 12


def signer(dictionary: Json, resolve: Resolve) -> str | None:
    """Tell who signed, where a dictionary is a signature; an empty text when it does not say."""
    contents = resolve(dictionary.get("/Contents"))
    is_signature = (
        "/ByteRange" in dictionary
        and isinstance(contents, str)
        and resolve(dictionary.get("/Type")) != "/DocTimeStamp"
        and not _grants_rights(dictionary, resolve)
    )
    if not is_signature:
        return None
    name = text_of(resolve(dictionary.get("/Name"))) or ""
    return _plain(name) or _plain(_certified(contents)) or ""


def _grants_rights(dictionary: Json, resolve: Resolve) -> bool:
    """12.8.2.3: signed by the maker of the program, so that forms can be filled in."""
    references = resolve(dictionary.get("/Reference"))
    methods = [
        resolve(reference.get("/TransformMethod"))
        for reference in map(resolve, references if isinstance(references, list) else [])
        if isinstance(reference, dict)
    ]
    return any(method in _USAGE_RIGHTS for method in methods)


def _plain(name: str) -> str:
    with suppress(UnicodeError):
        # Some programs write UTF-8 where the standard's own encoding is due (7.9.2.2).
        name = name.encode("pdfdoc").decode("utf-8")
    seen = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(seen.split())[:_LONGEST_NAME]


class _Value(NamedTuple):
    """One value of BER (X.690): tag, content and all its bytes."""

    tag: int
    content: bytes
    whole: bytes


def _certified(contents: Any) -> str:  # noqa: ANN401 - any JSON
    """The common name of the certificate that a CMS signature (RFC 5652) says signed it."""
    if not contents.startswith("b:"):
        return ""
    try:
        return _signer_of(bytes.fromhex(contents[2:]))
    except (ValueError, IndexError):
        return ""


def _signer_of(message: bytes) -> str:
    content = _values(_first(message).content)[1]
    parts = _values(_first(content.content).content)
    certificates = [
        _values(_first(whole.content).content)
        for part in parts
        if part.tag == _CONTEXT_0
        for whole in _values(part.content)
        if whole.tag == _SEQUENCE
    ]
    # RFC 5280, 4.1: a version first, where there is one; then serial, …, issuer, …, subject.
    named = [fields[1:] if fields[0].tag == _CONTEXT_0 else fields for fields in certificates]
    issued = _values(_first(parts[-1].content).content)[1]
    for fields in named:
        if issued.content == fields[2].whole + fields[0].whole:
            return _common_name(fields[4])
    return _common_name(named[0][4]) if len(named) == 1 else ""


def _common_name(name: _Value) -> str:
    for group in _values(name.content):
        for attribute in _values(group.content):
            kind, value = _values(attribute.content)[:2]
            if kind.content == _COMMON_NAME:
                return _text(value)
    return ""


def _text(value: _Value) -> str:
    if value.tag == _BMP_STRING:
        return value.content.decode("utf-16-be", "replace")
    return value.content.decode("latin-1" if value.tag in _LATIN else "utf-8", "replace")


def _first(data: bytes) -> _Value:
    return _values(data)[0]


def _values(data: bytes) -> list[_Value]:
    return list(_walk(data, 0))


def _walk(data: bytes, depth: int) -> Iterator[_Value]:
    at = 0
    while at + 2 <= len(data) and data[at : at + 2] != b"\0\0":
        end, start, stop = _bounds(data, at, depth)
        yield _Value(data[at], data[start:stop], data[at:end])
        at = end


def _bounds(data: bytes, at: int, depth: int) -> tuple[int, int, int]:
    """End of the value at ``at``, and start and stop of its content (X.690, 8.1.3)."""
    size, start = data[at + 1], at + 2
    if size == 0x80:  # noqa: PLR2004 - of indefinite length: up to two zeros
        if depth > _DEEPEST:
            raise ValueError("too deep")
        stop = start
        while data[stop : stop + 2] != b"\0\0":
            stop, _, _ = _bounds(data, stop, depth + 1)
        return stop + 2, start, stop
    if size > 0x80:  # noqa: PLR2004 - the long form
        count = size & 0x7F
        size, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + size > len(data):
        raise ValueError("cut off")
    return start + size, start, start + size
