"""What a PDF must not contain, decided on one object at a time.

Objects are in qpdf's JSON form, version 2: a name is ``"/Name"`` with its escapes resolved, a text
string ``"u:text"``, a byte string ``"b:hex"``, a reference ``"7 0 R"``. Section numbers are those
of ISO 32000-2.

Rules look at every dictionary of the file, wherever it stands, so it does not matter how a viewer
would reach it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from certfolio.domain.files import RejectionReason
from functions.inspection.verdict import RejectedError

Resolve = Callable[[Any], Any]
Json = dict[str, Any]

REFERENCE = re.compile(r"\d+ \d+ R")

# 12.6.4: actions that run code, leave the document or play something. Those left only move the
# view or show and hide parts of the page, and do so on a click: see ``_check_triggers``.
_REFUSED_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/RichMediaExecute",
    "/GoTo3DView",
    "/Movie",
    "/Sound",
    "/EnableJavaScripts",
}
_HARMLESS_ACTIONS = {
    "/GoTo",
    "/GoToDp",
    "/URI",
    "/Named",
    "/Hide",
    "/ResetForm",
    "/SetOCGState",
    "/Thread",
    "/Trans",
}
# 12.5.6: annotations that play or run something, and PostScript (8.8.2 of the first edition).
_REFUSED_SUBTYPES = {"/RichMedia", "/3D", "/Screen", "/Movie", "/Sound", "/PS", "/U3D", "/PRC"}
_REFUSED_TYPES = {"/3D", "/3DRef", "/RichMediaContent", "/Rendition"}
# Absolute links a certificate carries, to verify it or to reach its issuer. Without a scheme a link
# is relative; two leading slashes or backslashes would make Windows ask a foreign host.
_PLAIN_LINK = re.compile(r"(https?|mailto|tel):|(?![a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_MOST_CHAINED = 100
_FILE_KEYS = {"/F", "/UF", "/EF", "/DOS", "/Mac", "/Unix"}


def check(value: Any, resolve: Resolve) -> None:  # noqa: ANN401 - any JSON
    """Check an object and everything written directly inside it.

    Parameters
    ----------
    value
        The object.
    resolve
        Follows a reference.

    Raises
    ------
    RejectedError
        ``active_content`` or ``embedded_file``.
    """
    for dictionary in _dictionaries(value):
        _check_embedded(dictionary, resolve)
        _check_active(dictionary, resolve)


def _dictionaries(value: Any) -> Iterator[Json]:  # noqa: ANN401 - any JSON
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _check_embedded(dictionary: Json, resolve: Resolve) -> None:
    """7.11.4, 7.11.6, 12.5.6.15 and 14.13. An empty list of files is no file."""
    found = (
        dictionary.get("/Type") in {"/EmbeddedFile", "/Collection"}
        or dictionary.get("/Subtype") == "/FileAttachment"
        or _names_file(resolve(dictionary.get("/EF")))
        or _lists_file(resolve(dictionary.get("/AF")), resolve)
        or _has_entries(resolve(dictionary.get("/EmbeddedFiles")))
        or "/RichMediaContent" in dictionary
    )
    if found:
        raise RejectedError(RejectionReason.EMBEDDED_FILE)


def _names_file(entry: Any) -> bool:  # noqa: ANN401 - any JSON
    # Told from resources, whose names are free, by the keys of a file specification.
    return isinstance(entry, dict) and not _FILE_KEYS.isdisjoint(entry)


def _lists_file(entry: Any, resolve: Resolve) -> bool:  # noqa: ANN401 - any JSON
    listed = entry if isinstance(entry, list) else [entry]
    return any(_names_file(resolve(item)) for item in listed)


def _has_entries(tree: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(tree, dict) and bool(tree.get("/Names") or tree.get("/Kids"))


def _check_active(dictionary: Json, resolve: Resolve) -> None:
    action = resolve(dictionary.get("/S"))
    unknown = resolve(dictionary.get("/Type")) == "/Action" and action not in _HARMLESS_ACTIONS
    found = (
        unknown
        or (isinstance(action, str) and action in _REFUSED_ACTIONS)
        or _named(resolve(dictionary.get("/Subtype")), _REFUSED_SUBTYPES)
        or _named(resolve(dictionary.get("/Type")), _REFUSED_TYPES)
        or "/JavaScript" in dictionary
        or isinstance(script := resolve(dictionary.get("/JS")), str)
        or (script is not None and "/S" in dictionary)
        or "/XFA" in dictionary
        or dictionary.get("/NeedsRendering") is True
    )
    if found:
        raise RejectedError(RejectionReason.ACTIVE_CONTENT)
    _check_link(resolve(dictionary.get("/URI")))
    _check_triggers(dictionary, resolve)


def _named(value: Any, names: set[str]) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(value, str) and value in names


def _check_link(target: Any) -> None:  # noqa: ANN401 - any JSON
    if not isinstance(target, str) or target[:2] not in {"u:", "b:"}:
        return
    text = target[2:]
    if target.startswith("b:"):
        text = bytes.fromhex(text).decode("latin-1")
    # Viewers skip blanks and control characters (WHATWG URL, 4.4).
    if not _PLAIN_LINK.match(re.sub(r"[\x00-\x20]", "", text)):
        raise RejectedError(RejectionReason.ACTIVE_CONTENT)


def _check_triggers(dictionary: Json, resolve: Resolve) -> None:
    """Let what starts by itself only choose the view (12.6.3, 7.7.2)."""
    additional = resolve(dictionary.get("/AA"))
    started = list(additional.values()) if isinstance(additional, dict) else []
    started.append(dictionary.get("/OpenAction"))
    followed = 0
    while started:
        followed += 1
        action = resolve(started.pop())
        if followed > _MOST_CHAINED:
            raise RejectedError(RejectionReason.ACTIVE_CONTENT)
        if isinstance(action, dict) and "/S" in action:
            if resolve(action["/S"]) != "/GoTo":
                raise RejectedError(RejectionReason.ACTIVE_CONTENT)
            following = resolve(action.get("/Next"))
            started.extend(following if isinstance(following, list) else [following])
