"""PDF, parsed by qpdf, which may repair it: what people see is what pdfium draws of it.

Every object is checked, not only those a viewer reaches: those of the cross-reference table, and
what lies in the file beside it (earlier revisions, deleted objects, object streams), because
viewers that repair a file bring such objects back.
"""

import bisect
import io
import json
import re
import struct
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import pikepdf

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Remarks
from functions.inspection.caps import MEBIBYTE, Caps
from functions.inspection.safety import filters, jpeg, randomness, rules, signature
from functions.inspection.safety.polyglot import refuse_archive, refuse_foreign, refuse_unknown
from functions.inspection.verdict import Allowance, RejectedError

randomness.keep_open()

_GAP = rb"(?:[\0\t\n\f\r ]|%[^\r\n]*+[\r\n])"
# An object, and the trailer, which a viewer that repairs the file looks for as well.
_OBJECT = re.compile(
    rb"(?<![0-9])(\d++)%b++(\d++)%b*+obj\b|\btrailer(?=%b*+<<)" % (_GAP, _GAP, _GAP)
)
_BODY_END = re.compile(rb"\bendobj\b|\bstartxref\b|\bstream\r?\n?")
_OBJECT_END, _STREAM_END, _FILE_END = b"endobj", b"endstream", b"%%EOF"
_DEEPEST = 200
_MOST_FILTERS = 4
# Signing and filling in add a revision each.
_MOST_REVISIONS = 100
_HIGHEST_NUMBER = 8_388_607  # ISO 32000-1, annex C
_OUT_OF_MEMORY = ("memory limit exceeded", "bad_alloc", "limits were exceeded")
_UNCOMPRESSED, _COMPRESSED = 1, 2
_STREAM_KEYS = (
    *("/Subtype", "/Filter", "/DecodeParms", "/Width", "/Height"),
    *("/BitsPerComponent", "/ImageMask"),
)
_LONGEST_ORPHAN_STREAM = MEBIBYTE
_IMAGE_CODERS = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
_BILEVEL_CODERS = {"/CCITTFaxDecode", "/JBIG2Decode"}
# A page scanned in black and white at 1,200 dots per inch has 140 million of them.
_BILEVEL_SHARE = 4
_MOST_PIXEL_BYTES = 8
_IMAGE_SLACK = 16 * MEBIBYTE
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

    Returns
    -------
    Remarks
        Who signed it.

    Raises
    ------
    RejectedError
        With the reason.
    """
    refuse_archive(data)
    heads = list(_OBJECT.finditer(data))
    if len(heads) > caps.objects:
        raise RejectedError(RejectionReason.TOO_COMPLEX)
    _check_gaps(data, heads)
    pikepdf.settings.set_qpdf_limits(
        parser_max_nesting=_DEEPEST,
        max_stream_filters=_MOST_FILTERS,
        doc_max_warnings=0,
        flate_max_memory=caps.memory_bytes // 4,
        png_max_memory=MEBIBYTE,
        tiff_max_memory=MEBIBYTE,
        run_length_max_memory=caps.memory_bytes // 4,
    )
    allowance = Allowance(caps.inflated_bytes)
    try:
        with _open(data) as pdf:
            document = _Document(pdf, caps, allowance)
            document.check_objects()
            orphans = [*_orphans(data, heads, document.places()), *document.packed]
            _check_orphans(orphans, caps, allowance, _encryption(pdf))
            if document.is_damaged():
                _check_words(data, heads)
                document.check_words()
            return Remarks(signed_by=tuple(dict.fromkeys(document.signers)))
    except pikepdf.PasswordError as error:
        raise RejectedError(RejectionReason.ENCRYPTED) from error
    except (pikepdf.PdfError, pikepdf.QpdfRuntimeError) as error:
        _refuse_costly([str(error)])
        if b"/Encrypt" in data:
            raise RejectedError(RejectionReason.ENCRYPTED) from error
        # Whatever pdfium makes of it is drawn; what lies in it is checked all the same.
        _check_orphans([*_orphans(data, heads, ())], caps, allowance, b"")
        _check_words(data, heads)
        return Remarks()


def _check_gaps(data: bytes, heads: list[re.Match[bytes]]) -> None:
    """Look for signs of another format before the objects, between and behind them."""
    at = data.index(b"%PDF-") + len(b"%PDF-")
    for head in heads:
        if at >= 0:
            _refuse_foreign(data[at : head.start()])
        at = data.find(_OBJECT_END, head.end())
    _refuse_foreign(data[at:] if at >= 0 else b"")
    ends = (data.rfind(mark) + len(mark) for mark in (_FILE_END, _OBJECT_END))
    tail = data[max(ends) :]
    if not _OBJECT.search(tail) and b"xref" not in tail:
        refuse_unknown(tail)


def _refuse_foreign(part: bytes) -> None:
    # Some producers write the header twice, and whatever a second one heads is looked at as well.
    refuse_foreign(part.replace(b"%PDF-", b""))


def _open(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data), inherit_page_attributes=False, conversion_mode="explicit")


def _refuse_costly(warnings: Iterable[str]) -> None:
    if any(sign in warning for warning in warnings for sign in _OUT_OF_MEMORY):
        raise RejectedError(RejectionReason.TOO_COMPLEX)


@dataclass(frozen=True)
class _Orphan:
    """An object that lies in the file but not in its cross-reference table."""

    body: bytes
    stream: bytes = b""
    number: int = 0
    generation: int = 0


class _Document:
    """One opened file: walks its objects."""

    def __init__(self, pdf: pikepdf.Pdf, caps: Caps, allowance: Allowance) -> None:
        self._pdf = pdf
        self._caps = caps
        self._allowance = allowance
        self._table = pdf.get_xref_table()
        #: Objects inside object streams that the table does not know.
        self.packed: list[_Orphan] = []
        self.signers: list[str] = []
        self._followed: dict[str, list[str]] = {}
        if len(self._table) > caps.objects:
            raise RejectedError(RejectionReason.TOO_COMPLEX)

    def places(self) -> set[int]:
        """Where the objects of the table stand in the file."""
        entries = (entry for entry in self._table.values() if entry.type == _UNCOMPRESSED)
        return {entry.offset for entry in entries if entry.offset is not None}

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
                bodies = enumerate(self._unpacked(item, value))
                self.packed += [
                    _Orphan(body) for at, body in bodies if (number[0], at) not in listed
                ]
            rules.check(value, self.resolve)
            self._followed[f"{number[0]} {number[1]} R"] = rules.followed(value)
            names = (signature.signer(found, self.resolve) for found in rules.dictionaries(value))
            self.signers += [name for name in names if name is not None]
        _refuse_circles(self._followed)

    def _check_stream(self, item: pikepdf.Stream, value: dict[str, Any]) -> None:
        if value.get("/F") is not None:
            # The data is elsewhere, in a file or on a server (7.3.8.2).
            raise RejectedError(RejectionReason.ACTIVE_CONTENT)
        raw = _raw(item)
        self._allowance.spend(len(raw))
        coded = {key: self.resolve(value.get(key)) for key in _STREAM_KEYS}
        if coded["/Subtype"] == "/Image":
            _check_image(raw, coded, self._caps)
            return
        for number, piece in enumerate(_decode(raw, coded, self._allowance)):
            if not number:
                rules.check_stream(piece, value, self.resolve)

    def _unpacked(self, item: pikepdf.Stream, value: dict[str, Any]) -> list[bytes]:
        is_packed = value.get("/Type") == "/ObjStm"
        return _unpack(_raw(item), value, self._allowance) if is_packed else []

    def is_damaged(self) -> bool:
        """Whether qpdf had to guess; notes the memory that it would not spend."""
        warnings = self._pdf.get_warnings()
        _refuse_costly(warnings)
        return bool(warnings)

    def check_words(self) -> None:
        """Check the objects in object streams by their names alone."""
        for number in self._table:
            item = self._pdf.get_object(number)
            if isinstance(item, pikepdf.Stream):
                for body in self._unpacked(item, _to_json(item)):
                    rules.check_words(body)

    def resolve(self, value: Any) -> Any:  # noqa: ANN401 - any JSON
        """Follow a reference; anything else stands for itself."""
        if not isinstance(value, str) or not rules.REFERENCE.fullmatch(value):
            return value
        number, generation, _ = value.split()
        return _to_json(self._pdf.get_object(int(number), int(generation)))


def _refuse_circles(followed: dict[str, list[str]]) -> None:
    """Refuse a document in which a viewer that goes from one thing to the next never arrives."""
    done: set[str] = set()
    for first, below in followed.items():
        way: dict[str, Iterator[str]] = {} if first in done else {first: iter(below)}
        while way:
            last = next(reversed(way))
            following = next(way[last], None)
            if following is None:
                done.add(last)
                del way[last]
            elif following in way:
                raise RejectedError(RejectionReason.TOO_COMPLEX)
            elif following not in done:
                way[following] = iter(followed.get(following, ()))


def _raw(item: pikepdf.Stream) -> bytes:
    """The data of a stream as it is stored, decrypted; none where its place is not found."""
    try:
        return item.read_raw_bytes()
    except (pikepdf.PdfError, pikepdf.QpdfRuntimeError) as error:
        _refuse_costly([str(error)])
        return b""


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
    parameters += [None] * len(names)
    return [
        (_ABBREVIATED.get(str(name), str(name)), found if isinstance(found, dict) else {})
        for name, found in zip(names, parameters, strict=False)
        # What else it names is how the whole document is encrypted, and undone already (7.4.10).
        if name != "/Crypt"
    ]


def _decode(raw: bytes, value: dict[str, Any], allowance: Allowance) -> Iterator[bytes]:
    """Decode a stream up to an image coder or what is no filter, as far as it can be decoded."""
    output: Iterator[bytes] = filters.in_pieces(raw)
    chain = _filters(value)
    for position, (name, parameters) in enumerate(chain):
        if name not in filters.DECODERS:
            break
        predictor = parameters.get("/Predictor", 1)
        if predictor != 1 and position < len(chain) - 1:
            # Its output would have to be undone before the next filter; nobody writes this.
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        if name == "/LZWDecode":
            early = 0 if parameters.get("/EarlyChange") == 0 else 1
            output = filters.unlzw(output, allowance, early=early)
        else:
            output = filters.DECODERS[name](output, allowance)
    with suppress(filters.UndecodableError):
        yield from output


def _check_image(raw: bytes, value: dict[str, Any], caps: Caps) -> None:
    """Hold an image to the caps by what it says of itself, outside and inside."""
    chain = [name for name, _ in _filters(value)]
    sizes = [(value["/Width"], value["/Height"])]
    if chain == ["/DCTDecode"]:
        sizes.append(jpeg.size_of(raw))
    if chain == ["/JPXDecode"]:
        sizes.append(_jpx_size(raw))
    bilevel = (
        value["/ImageMask"] is True
        or value["/BitsPerComponent"] == 1
        or not _BILEVEL_CODERS.isdisjoint(chain)
    )
    most = caps.pixels * (_BILEVEL_SHARE if bilevel else 1)
    pixels = 0
    for width, height in sizes:
        if not (isinstance(width, int) and isinstance(height, int) and width > 0 < height):
            continue
        if max(width, height) > caps.side or width * height > most:
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)
        pixels = width * height
    if set(chain) == {"/FlateDecode"}:
        samples = pixels if bilevel else pixels * _MOST_PIXEL_BYTES
        for _ in _decode(raw, value, Allowance(samples + _IMAGE_SLACK)):
            pass


def _jpx_size(raw: bytes) -> tuple[int, int]:
    """Width and height from the SIZ segment that starts a codestream (ITU-T T.800, A.5.1)."""
    at = raw.find(b"\xff\x4f\xff\x51")
    if at < 0 or at + 24 > len(raw):
        return 0, 0
    right, bottom, left, top = struct.unpack_from(">IIII", raw, at + 8)
    return right - left, bottom - top


def _unpack(raw: bytes, value: dict[str, Any], allowance: Allowance) -> list[bytes]:
    """Cut an object stream (7.5.7) into its objects."""
    data = b"".join(_decode(raw, value, allowance))
    first = value.get("/First")
    if not isinstance(first, int) or not 0 <= first <= len(data):
        return [data]
    numbers = [int(number) for number in data[:first].split() if number[:10].isdigit()]
    starts = [first + offset for offset in numbers[1::2]]
    ends = [*sorted(starts), len(data)]
    return [data[at : ends[bisect.bisect_right(ends, at, hi=len(starts))]] for at in starts]


def _orphans(
    data: bytes, heads: list[re.Match[bytes]], known: Collection[int]
) -> Iterator[_Orphan]:
    for head, following in zip_longest(heads, heads[1:]):
        if head.start() in known:
            continue
        limit = following.start() if following else len(data)
        end = _BODY_END.search(data, head.end(), limit)
        stop, after = end.span() if end else (limit, limit)
        stream = data[after : min(after + _LONGEST_ORPHAN_STREAM, limit)]
        number, generation = (head[1], head[2]) if head[1] else (b"0", b"0")
        yield _Orphan(
            data[head.end() : stop],
            stream.partition(_STREAM_END)[0],
            int(number[-10:]),
            int(generation[-5:]),
        )


def _check_words(data: bytes, heads: list[re.Match[bytes]]) -> None:
    """Check all objects of a damaged file by the names in them, whatever qpdf made of them."""
    for orphan in _orphans(data, heads, ()):
        rules.check_words(orphan.body)


def _encryption(pdf: pikepdf.Pdf) -> bytes:
    """The entries of a trailer by which strings and streams of this document are decrypted."""
    if not pdf.is_encrypted:
        return b""
    keys = (key for key in ("/Encrypt", "/ID") if key in pdf.trailer)
    return b"".join(key.encode() + b" " + pdf.trailer[key].unparse(resolved=True) for key in keys)


def _check_orphans(
    orphans: list[_Orphan], caps: Caps, allowance: Allowance, encryption: bytes
) -> None:
    """Check objects outside the table by giving them a table of their own.

    What does not parse is checked by its names. Their streams are not inflated, but for object
    streams.
    """
    while orphans:
        if len(orphans) > caps.objects:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        packed: list[_Orphan] = []
        for layer in _layers(orphans, keep_numbers=bool(encryption)):
            with _open(_stitched(layer, encryption)) as pdf:
                for number, orphan in layer.items():
                    packed += _check_orphan(pdf, number, orphan, allowance)
        # What comes out of a decrypted stream is not encrypted (7.5.7).
        orphans, encryption = packed, b""


def _check_orphan(
    pdf: pikepdf.Pdf, number: int, orphan: _Orphan, allowance: Allowance
) -> list[_Orphan]:
    """Check one object; give back those that are packed in it."""
    try:
        item = pdf.get_object(number, orphan.generation)
        value = _to_json(item)
    except (pikepdf.PdfError, pikepdf.QpdfRuntimeError):
        value = None
    if value is None:
        rules.check_words(orphan.body)
        return []
    rules.check(value, _unresolved)
    if not isinstance(value, dict) or value.get("/Type") != "/ObjStm":
        return []
    raw = _raw(item) if isinstance(item, pikepdf.Stream) else orphan.stream
    return [_Orphan(body) for body in _unpack(raw, value, allowance)]


def _layers(orphans: list[_Orphan], *, keep_numbers: bool) -> list[dict[int, _Orphan]]:
    """Number the objects anew; or as they are, as their keys need it, one revision a layer."""
    if not keep_numbers:
        plain = (_Orphan(orphan.body, orphan.stream) for orphan in orphans)
        return [dict(enumerate(plain, 3))]
    layers: list[dict[int, _Orphan]] = []
    seen: dict[int, int] = {}
    for orphan in orphans:
        if orphan.number > _HIGHEST_NUMBER:
            continue
        at = seen.get(orphan.number, 0)
        seen[orphan.number] = at + 1
        if at == len(layers):
            layers.append({})
        layers[at][orphan.number] = orphan
    if len(layers) > _MOST_REVISIONS:
        raise RejectedError(RejectionReason.TOO_COMPLEX)
    return layers


def _unresolved(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Drop references: the numbers of another revision mean nothing in this one."""
    is_reference = isinstance(value, str) and rules.REFERENCE.fullmatch(value)
    return None if is_reference else value


def _stitched(objects: dict[int, _Orphan], encryption: bytes) -> bytes:
    """Write a document with these objects; its catalog and pages have the numbers after them."""
    output, rows = bytearray(b"%PDF-1.7\n"), []
    top = max(objects) + 1
    frame = {
        top: _Orphan(b"<</Type/Catalog/Pages %d 0 R>>" % (top + 1)),
        top + 1: _Orphan(b"<</Type/Pages/Kids[]/Count 0>>"),
    }
    for number, orphan in (objects | frame).items():
        rows.append(b"%d 1\n%010d %05d n \n" % (number, len(output), orphan.generation))
        output += b"%d %d obj\n%b\n" % (number, orphan.generation, orphan.body)
        if encryption and orphan.stream:
            output += b"stream\n%b%b\n" % (orphan.stream, _STREAM_END)
        output += b"endobj\n"
    output += b"xref\n0 1\n0000000000 65535 f \n%btrailer<</Root %d 0 R/Size %d%b>>\n" % (
        b"".join(rows),
        top,
        top + 2,
        encryption,
    )
    return bytes(output) + b"startxref\n%d\n%%%%EOF\n" % output.rindex(b"xref\n0 1\n")
