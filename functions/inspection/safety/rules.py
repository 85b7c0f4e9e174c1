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
from functions.inspection.safety import links
from functions.inspection.verdict import RejectedError

Resolve = Callable[[Any], Any]
Json = dict[str, Any]

REFERENCE = re.compile(r"\d+ \d+ R")

# 12.6.4: actions that run code, send data or play something. Those left move the view, show and
# hide parts of the page or follow a link, and do so on a click: see ``_check_triggers``.
_REFUSED_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
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
    "/GoToR",
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
_MOST_CHAINED = 100
_FILE_KEYS = {"/F", "/UF", "/EF", "/DOS", "/Mac", "/Unix"}
# Names that say by themselves what an object is for, for objects that do not parse.
_TELLING = {
    "/JavaScript": RejectionReason.ACTIVE_CONTENT,
    "/JS": RejectionReason.ACTIVE_CONTENT,
    "/Launch": RejectionReason.ACTIVE_CONTENT,
    "/SubmitForm": RejectionReason.ACTIVE_CONTENT,
    "/ImportData": RejectionReason.ACTIVE_CONTENT,
    "/GoToE": RejectionReason.ACTIVE_CONTENT,
    "/Rendition": RejectionReason.ACTIVE_CONTENT,
    "/RichMedia": RejectionReason.ACTIVE_CONTENT,
    "/XFA": RejectionReason.ACTIVE_CONTENT,
    "/EmbeddedFile": RejectionReason.EMBEDDED_FILE,
    "/FileAttachment": RejectionReason.EMBEDDED_FILE,
    "/AdditionalStreams": RejectionReason.EMBEDDED_FILE,
}
# Pages and names below others (7.7.3, 7.9.6), what follows in an outline (12.3.3) or after an
# action (12.6.2), and what an object stream goes on from (7.5.7).
_CHAINS = ("/Kids", "/First", "/Next", "/Extends")
_FETCHING = re.compile(r"<\s*(?:img|!doctype|object|iframe|script)", re.IGNORECASE)
# A matrix of numbers in a font (9.6.4, and Type 1 Font Format, 2.3), of which pdf.js made code.
_FONT_CODE = re.compile(rb"/FontMatrix\s*\[[^\]]{0,200}\(")
_CALCULATOR = 4
# Programs of numbers alone (7.10.5).
_NO_CALCULATION, _REMARK = re.compile(rb"[()<>\"'=;]"), re.compile(rb"%[^\r\n]*")
_STRING = re.compile(rb"\((?:[^\\()]|\\.)*+\)", re.DOTALL)
_NAME = re.compile(rb"/[^\0\t\n\f\r ()<>\[\]{}/%]++")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


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
    for dictionary in dictionaries(value):
        _check_embedded(dictionary, resolve)
        _check_active(dictionary, resolve)


def check_stream(start: bytes, dictionary: Json, resolve: Resolve) -> None:
    """Check how the decoded data of a stream begins: viewers have made code of some of it.

    Raises
    ------
    RejectedError
        ``active_content``.
    """
    is_function = resolve(dictionary.get("/FunctionType")) == _CALCULATOR
    found = (
        _FONT_CODE.search(start)
        or (dictionary.get("/Subtype") == "/XML" and b"<!ENTITY" in start)
        or (is_function and _NO_CALCULATION.search(_REMARK.sub(b"", start)))
    )
    if found:
        raise RejectedError(RejectionReason.ACTIVE_CONTENT)


def check_words(body: bytes) -> None:
    """Check an object that does not parse by the names in it: viewers may make more of it.

    Raises
    ------
    RejectedError
        ``active_content`` or ``embedded_file``.
    """
    for name in _NAME.findall(_STRING.sub(b"", body)):
        plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), name)
        reason = _TELLING.get(plain.decode("latin-1"))
        if reason is not None:
            raise RejectedError(reason)


def followed(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """References that lead from an object to those below it or after it."""
    entries = [found.get(key) for found in dictionaries(value) for key in _CHAINS]
    flat = [item for entry in entries for item in (entry if isinstance(entry, list) else [entry])]
    return [item for item in flat if isinstance(item, str) and REFERENCE.fullmatch(item)]


def dictionaries(value: Any) -> Iterator[Json]:  # noqa: ANN401 - any JSON
    """Every dictionary in a value, itself included."""
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
        # OpenOffice's "hybrid" files: the document they were made from, behind the pages.
        or "/AdditionalStreams" in dictionary
        or (_is_catalog(dictionary) and "/Collection" in dictionary)
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


def _is_catalog(dictionary: Json) -> bool:
    return dictionary.get("/Type") == "/Catalog" or "/Pages" in dictionary


def _has_entries(tree: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(tree, dict) and bool(tree.get("/Names") or tree.get("/Kids"))


def _check_active(dictionary: Json, resolve: Resolve) -> None:
    action = resolve(dictionary.get("/S"))
    # One without a kind does nothing; dompdf writes such for a link to a place on the page.
    named = action is not None and resolve(dictionary.get("/Type")) == "/Action"
    unknown = named and action not in _HARMLESS_ACTIONS
    found = (
        unknown
        or (isinstance(action, str) and action in _REFUSED_ACTIONS)
        or _named(resolve(dictionary.get("/Subtype")), _REFUSED_SUBTYPES)
        or _named(resolve(dictionary.get("/Type")), _REFUSED_TYPES)
        or _holds_scripts(dictionary, resolve)
        or isinstance(script := resolve(dictionary.get("/JS")), str)
        or (script is not None and "/S" in dictionary)
        or "/XFA" in dictionary
        or dictionary.get("/NeedsRendering") is True
        or any(text_of(item) is not None for item in _items(resolve(dictionary.get("/FontMatrix"))))
    )
    if found:
        raise RejectedError(RejectionReason.ACTIVE_CONTENT)
    _check_links(dictionary, resolve)
    _check_triggers(dictionary, resolve)


def _holds_scripts(dictionary: Json, resolve: Resolve) -> bool:
    """7.7.4: the scripts of the document; a tree without any is left behind by editors."""
    if "/JavaScript" not in dictionary:
        return False
    tree = resolve(dictionary["/JavaScript"])
    return not isinstance(tree, dict) or _has_entries(tree)


def _items(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    return value if isinstance(value, list) else []


def _named(value: Any, names: set[str]) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(value, str) and value in names


def _check_links(dictionary: Json, resolve: Resolve) -> None:
    """7.11, 12.6.4.8: where a click leads, and where data or another document is fetched from."""
    target = resolve(dictionary.get("/URI"))
    if isinstance(target, dict):
        # Every relative link of the document follows its base (7.7.2).
        base = text_of(resolve(target.get("/Base")))
        refused = base is not None and not links.is_plain(base)
    else:
        link = text_of(target)
        refused = link is not None and not links.is_harmless(link)
    for key in ("/F", "/UF"):
        file = text_of(resolve(dictionary.get(key)))
        refused = refused or (file is not None and links.is_elsewhere(file))
    # Pages of another document, shown in place of a form (8.10.4).
    reference = resolve(dictionary.get("/Ref"))
    refused = refused or (isinstance(reference, dict) and "/F" in reference)
    # A finer picture, put in its place before printing (14.11.7).
    refused = refused or (resolve(dictionary.get("/Type")) == "/OPI" and "/F" in dictionary)
    # Texts of form fields and notes, formatted ones (12.7.4.4) and those that some viewers format.
    text = (
        text_of(resolve(dictionary.get(key))) or "" for key in ("/RV", "/RC", "/T", "/Contents")
    )
    refused = refused or any(map(_FETCHING.search, text))
    if refused:
        raise RejectedError(RejectionReason.ACTIVE_CONTENT)


def text_of(value: Any) -> str | None:  # noqa: ANN401 - any JSON
    """What a string says; None for anything else."""
    if not isinstance(value, str):
        return None
    if value.startswith("u:"):
        return value[2:]
    return bytes.fromhex(value[2:]).decode("latin-1") if value.startswith("b:") else None


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
