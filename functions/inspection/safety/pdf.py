"""PDF, parsed by qpdf.

Every object is checked, not only those a viewer reaches: those of the cross-reference table, and
what lies in the file beside it (earlier revisions, deleted objects, object streams), because
viewers that repair a file bring such objects back. A file that qpdf could read only by repairing
it is damaged: two viewers might see two different documents in it.
"""

import bisect
import io
import json
import re
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Remarks
from functions.inspection.caps import MEBIBYTE, Caps
from functions.inspection.safety import filters, jpeg, randomness, rules
from functions.inspection.safety.polyglot import refuse_archive, refuse_unpadded
from functions.inspection.verdict import Allowance, RejectedError

randomness.keep_open()

_HEADER = re.compile(rb"%PDF-[12]\.\d")
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_END_MARK = b"%%EOF"
# A file cut off inside an incremental update goes on like this after its last end mark.
_UPDATE = re.compile(rb"\s*(?:\d+\s+\d+\s+obj|xref|%)")
_OBJECT = re.compile(rb"(?<![0-9])\d{1,10}\s+\d{1,5}\s+obj\b")
_BODY_END = re.compile(rb"\bendobj\b|\bstream\r?\n")
_DEEPEST = 200
_MOST_FILTERS = 4
# Faults of common generators that leave no doubt about the content.
_TOLERATED = (
    "reported number of objects",
    "setting missing or invalid /Type entry to /Catalog",
    "Resources is missing or invalid; repairing",
    "object has offset 0",
    "accepting invalid xref table entry",
)
_OUT_OF_MEMORY = ("memory limit exceeded", "bad_alloc", "limits were exceeded")
_UNCOMPRESSED, _COMPRESSED = 1, 2
_STREAM_KEYS = ("/Subtype", "/Filter", "/DecodeParms", "/Width", "/Height")
_LONGEST_ORPHAN_STREAM = MEBIBYTE
_IMAGE_CODERS = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
_ABBREVIATED = {
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/RL": "/RunLengthDecode",
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/DCT": "/DCTDecode",
    "/CCF": "/CCITTFaxDecode",
}


def inspect(data: bytes, caps: Caps) -> Remarks:
    """Check a PDF.

    Raises
    ------
    RejectedError
        With the reason.
    """
    _check_frame(data)
    pikepdf.settings.set_qpdf_limits(
        parser_max_nesting=_DEEPEST,
        parser_max_errors=1,
        max_stream_filters=_MOST_FILTERS,
        doc_max_warnings=100,
        flate_max_memory=caps.memory_bytes // 4,
        png_max_memory=MEBIBYTE,
        tiff_max_memory=MEBIBYTE,
        run_length_max_memory=caps.memory_bytes // 4,
    )
    allowance = Allowance(caps.inflated_bytes)
    try:
        with _open(data) as pdf:
            if pdf.is_encrypted:
                raise RejectedError(RejectionReason.ENCRYPTED)
            document = _Document(pdf, caps, allowance)
            document.check_objects()
            document.check_pages()
            _check_warnings(pdf.get_warnings())
            orphans = [*_orphans(data, pdf, caps), *document.packed]
    except pikepdf.PasswordError as error:
        raise RejectedError(RejectionReason.ENCRYPTED) from error
    except (pikepdf.PdfError, pikepdf.QpdfRuntimeError) as error:
        _check_warnings([str(error)])
        raise RejectedError(RejectionReason.DAMAGED) from error
    _check_orphans(orphans, caps, allowance)
    return Remarks()


def _check_frame(data: bytes) -> None:
    """Check what stands before and after the document."""
    if not _HEADER.match(data):
        raise RejectedError(RejectionReason.DAMAGED)
    refuse_archive(data)
    end = data.rfind(_END_MARK)
    if end < 0:
        raise RejectedError(RejectionReason.DAMAGED)
    tail = data[end + len(_END_MARK) :]
    if _UPDATE.match(tail):
        raise RejectedError(RejectionReason.DAMAGED)
    refuse_unpadded(tail)
    if not _END.search(data, max(0, end - 1024)):
        raise RejectedError(RejectionReason.DAMAGED)


def _open(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(
        io.BytesIO(data),
        attempt_recovery=False,
        inherit_page_attributes=False,
        conversion_mode="explicit",
    )


def _check_warnings(warnings: Iterable[str]) -> None:
    for warning in warnings:
        if any(sign in warning for sign in _OUT_OF_MEMORY):
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        if not any(sign in warning for sign in _TOLERATED):
            raise RejectedError(RejectionReason.DAMAGED)


@dataclass(frozen=True)
class _Orphan:
    """An object that lies in the file but not in its cross-reference table."""

    body: bytes
    stream: bytes = b""


class _Document:
    """One opened file: walks its objects and pages."""

    def __init__(self, pdf: pikepdf.Pdf, caps: Caps, allowance: Allowance) -> None:
        self._pdf = pdf
        self._caps = caps
        self._allowance = allowance
        self._table = pdf.get_xref_table()
        #: Objects inside object streams that the table does not know.
        self.packed: list[_Orphan] = []
        if len(self._table) > caps.objects:
            raise RejectedError(RejectionReason.TOO_COMPLEX)

    def check_objects(self) -> None:
        """Check the trailer and every object of the cross-reference table."""
        rules.check(_to_json(self._pdf.trailer), self.resolve)
        listed = {
            (entry.obj_stream_number, entry.obj_stream_index)
            for entry in self._table.values()
            if entry.type == _COMPRESSED
        }
        for number in self._table:
            item = self._pdf.get_object(number)
            value = _to_json(item)
            if isinstance(item, pikepdf.Stream):
                self._check_stream(item, value)
                if value.get("/Type") == "/ObjStm":
                    raw = item.read_raw_bytes()
                    self.packed += [
                        _Orphan(body)
                        for index, body in enumerate(_unpack(raw, value, self._allowance))
                        if (number[0], index) not in listed
                    ]
            rules.check(value, self.resolve)

    def _check_stream(self, item: pikepdf.Stream, value: dict[str, Any]) -> None:
        if "/F" in value:
            # The data is elsewhere, in a file or on a server (7.3.8.2).
            raise RejectedError(RejectionReason.ACTIVE_CONTENT)
        raw = item.read_raw_bytes()
        self._allowance.spend(len(raw))
        value = {key: self.resolve(value.get(key)) for key in _STREAM_KEYS}
        if value["/Subtype"] == "/Image":
            _check_image(raw, value, self._caps)
        else:
            for _ in _decode(raw, value, self._allowance):
                pass

    def resolve(self, value: Any) -> Any:  # noqa: ANN401 - any JSON
        """Follow a reference; anything else stands for itself."""
        if not isinstance(value, str) or not rules.REFERENCE.fullmatch(value):
            return value
        number, generation, _ = value.split()
        return _to_json(self._pdf.get_object(int(number), int(generation)))

    def check_pages(self) -> None:
        """Count the leaves of the page tree (7.7.3), which must be a tree."""
        waiting = [self.resolve(_to_json(self._pdf.trailer)["/Root"]).get("/Pages")]
        seen: set[str] = set()
        pages = 0
        while waiting:
            reference = waiting.pop()
            node = self.resolve(reference)
            if not isinstance(reference, str) or not isinstance(node, dict) or reference in seen:
                raise RejectedError(RejectionReason.DAMAGED)
            seen.add(reference)
            kids = self.resolve(node.get("/Kids"))
            if isinstance(kids, list):
                waiting.extend(kids)
                continue
            pages += 1
            if pages > self._caps.pages:
                raise RejectedError(RejectionReason.TOO_MANY_PAGES)
            self._check_content(node)
        if not pages:
            raise RejectedError(RejectionReason.DAMAGED)

    def _check_content(self, page: dict[str, Any]) -> None:
        """Refuse a page whose content claims to be an image: images are not inflated."""
        contents = self.resolve(page.get("/Contents"))
        for part in contents if isinstance(contents, list) else [contents]:
            stream = self.resolve(part)
            if isinstance(stream, dict) and stream.get("/Subtype") == "/Image":
                raise RejectedError(RejectionReason.DAMAGED)


def _to_json(item: pikepdf.Object | None) -> Any:  # noqa: ANN401 - any JSON
    """Form the JSON of an object, or of a stream's dictionary, with references left as such."""
    if item is None:  # how the null object arrives
        return None
    return json.loads(item.to_json(dereference=True, schema_version=2))


def _filters(value: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Names and parameters of a stream's filters, in the order of decoding."""
    names = value.get("/Filter") or []
    names = names if isinstance(names, list) else [names]
    parameters = value.get("/DecodeParms") or []
    parameters = parameters if isinstance(parameters, list) else [parameters]
    if len(names) > _MOST_FILTERS:
        raise RejectedError(RejectionReason.TOO_COMPLEX)
    if not all(isinstance(name, str) for name in names):
        raise RejectedError(RejectionReason.DAMAGED)
    parameters += [None] * len(names)
    return [
        (_ABBREVIATED.get(name, name), found if isinstance(found, dict) else {})
        for name, found in zip(names, parameters, strict=False)
    ]


def _decode(raw: bytes, value: dict[str, Any], allowance: Allowance) -> Iterator[bytes]:
    """Decode a stream up to an image coder, which is left to the viewer."""
    output: Iterator[bytes] = filters.in_pieces(raw)
    chain = _filters(value)
    for position, (name, parameters) in enumerate(chain):
        if name in _IMAGE_CODERS:
            break
        if name == "/Crypt":
            raise RejectedError(RejectionReason.ENCRYPTED)
        if name not in filters.DECODERS:
            raise RejectedError(RejectionReason.DAMAGED)
        predictor = parameters.get("/Predictor", 1)
        if predictor != 1 and position < len(chain) - 1:
            # Its output would have to be undone before the next filter; nobody writes this.
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        if name == "/LZWDecode":
            early = 0 if parameters.get("/EarlyChange") == 0 else 1
            output = filters.unlzw(output, allowance, early=early)
        else:
            output = filters.DECODERS[name](output, allowance)
    try:
        yield from output
    except filters.UndecodableError as error:
        raise RejectedError(RejectionReason.DAMAGED) from error


def _check_image(raw: bytes, value: dict[str, Any], caps: Caps) -> None:
    """Hold an image to the caps by what it says of itself, outside and inside."""
    sizes = [(value["/Width"], value["/Height"])]
    chain = [name for name, _ in _filters(value)]
    if chain == ["/DCTDecode"]:
        picture = jpeg.read_picture(raw, 0)
        sizes.append((picture.width, picture.height))
    if chain == ["/JPXDecode"]:
        sizes.append(_jpx_size(raw))
    for width, height in sizes:
        if not (isinstance(width, int) and isinstance(height, int) and width > 0 < height):
            raise RejectedError(RejectionReason.DAMAGED)
        if max(width, height) > caps.side or width * height > caps.pixels:
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)


def _jpx_size(raw: bytes) -> tuple[int, int]:
    """Width and height from the SIZ segment that starts a codestream (ITU-T T.800, A.5.1)."""
    at = raw.find(b"\xff\x4f\xff\x51")
    if at < 0 or at + 24 > len(raw):
        raise RejectedError(RejectionReason.DAMAGED)
    right, bottom, left, top = struct.unpack_from(">IIII", raw, at + 8)
    return right - left, bottom - top


def _unpack(raw: bytes, value: dict[str, Any], allowance: Allowance) -> list[bytes]:
    """Cut an object stream (7.5.7) into its objects."""
    data = b"".join(_decode(raw, value, allowance))
    first = value.get("/First")
    if not isinstance(first, int) or not 0 <= first <= len(data):
        raise RejectedError(RejectionReason.DAMAGED)
    numbers = [int(number) for number in data[:first].split() if number.isdigit()]
    starts = [first + offset for offset in numbers[1::2]]
    ends = [*sorted(starts), len(data)]
    return [data[at : ends[bisect.bisect_right(ends, at, hi=len(starts))]] for at in starts]


def _orphans(data: bytes, pdf: pikepdf.Pdf, caps: Caps) -> Iterator[_Orphan]:
    known = {entry.offset for entry in pdf.get_xref_table().values() if entry.type == _UNCOMPRESSED}
    heads = [(found.start(), found.end()) for found in _OBJECT.finditer(data)]
    if len(heads) > caps.objects:
        raise RejectedError(RejectionReason.TOO_COMPLEX)
    for (start, begin), (following, _) in zip(heads, [*heads[1:], (len(data), 0)], strict=True):
        if start in known:
            continue
        end = _BODY_END.search(data, begin, following)
        stop, after = end.span() if end else (following, following)
        yield _Orphan(data[begin:stop], data[after : after + _LONGEST_ORPHAN_STREAM])


def _check_orphans(orphans: list[_Orphan], caps: Caps, allowance: Allowance) -> None:
    """Check objects outside the table by giving them a table of their own.

    What does not parse is no object. Their streams are not inflated, but for object streams.
    """
    pikepdf.settings.set_qpdf_limits(doc_max_warnings=0)
    while orphans:
        if len(orphans) > caps.objects:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        packed: list[_Orphan] = []
        with _open(_stitched(orphan.body for orphan in orphans)) as pdf:
            for number, orphan in enumerate(orphans, _FIRST_ORPHAN):
                with suppress(pikepdf.PdfError, pikepdf.QpdfRuntimeError):
                    value = _to_json(pdf.get_object(number, 0))
                    rules.check(value, _unresolved)
                    if isinstance(value, dict) and value.get("/Type") == "/ObjStm":
                        packed += map(_Orphan, _unpack(orphan.stream, value, allowance))
        orphans = packed


def _unresolved(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Drop references: the numbers of another revision mean nothing in this one."""
    is_reference = isinstance(value, str) and rules.REFERENCE.fullmatch(value)
    return None if is_reference else value


_FIRST_ORPHAN = 3


def _stitched(bodies: Iterable[bytes]) -> bytes:
    """Write a document with these objects, numbered from ``_FIRST_ORPHAN``."""
    frame = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    output, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate([*frame, *bodies], 1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(output)
    output += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    output += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    output += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(offsets) + 1,
        table,
    )
    return bytes(output)
