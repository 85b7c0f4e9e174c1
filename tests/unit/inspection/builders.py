"""Small files written by hand, so that each one shows just what is wrong with it."""

import base64
import io
import struct
import zlib
from collections.abc import Iterable

from PIL import Image

CONTENT = b"q 0 0 200 100 re S Q"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)


def flate(data: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + entries)


def pdf(  # noqa: PLR0913 - each names a place in the file
    *extra: bytes,
    catalog: bytes = b"",
    page: bytes = b"",
    content: bytes | None = None,
    trailer: bytes = b"",
    header: bytes = b"%PDF-1.7\n",
    kids: bytes = b"3 0 R",
    unlisted: Iterable[bytes] = (),
) -> bytes:
    """A one-page document; ``extra`` become objects 5, 6, …; ``unlisted`` are not in the table."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog,
        b"<</Type/Pages/Count 1/Kids[%b]>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R%b>>" % page,
        content or stream(CONTENT),
        *extra,
    ]
    output, offsets = bytearray(header), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    for body in unlisted:
        output += b"90 0 obj\n%b\nendobj\n" % body
    return bytes(output) + table(len(output), offsets, trailer)


def table(position: int, offsets: list[int], trailer: bytes = b"") -> bytes:
    size = len(offsets) + 1
    lines = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R%b>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, lines, size, trailer, position)
    )


def updated(before: bytes, number: int, body: bytes) -> bytes:
    """Append an incremental update that replaces one object."""
    previous = int(before.rsplit(b"startxref\n", 1)[1].split()[0])
    offset = len(before)
    added = before + b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return added + (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 50/Root 1 0 R/Prev %d>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (number, offset, previous, len(added))
    )


def with_object_stream(*packed: bytes, listed: bool = True, disorder: bool = False) -> bytes:
    """A document whose objects from 6 on are compressed, in the table or not."""
    pairs, bodies = bytearray(), bytearray()
    for number, body in enumerate(packed, 6):
        pairs += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
    if disorder:
        pairs = bytearray(b" ".join(reversed([b"%b %b" % pair for pair in _pairs(pairs)])) + b" ")
    head = bytes(pairs)
    entries = b"/Type/ObjStm/N %d/First %d" % (len(packed), len(head))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R>>",
        stream(CONTENT),
        flate(head + bodies, entries),
    ]
    output, rows = bytearray(b"%PDF-1.7\n"), [(0, 0, 65535)]
    for number, body in enumerate(objects, 1):
        rows.append((1, len(output), 0))
        output += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    if listed:
        rows += [(2, 5, index) for index in range(len(packed))]
    position, size = len(output), len(rows) + 1
    rows.append((1, position, 0))
    data = b"".join(struct.pack(">BIH", *row) for row in rows)
    output += b"%d 0 obj\n%b\nendobj\n" % (
        size - 1,
        flate(data, b"/Type/XRef/W[1 4 2]/Root 1 0 R/Size %d" % size),
    )
    return bytes(output) + b"startxref\n%d\n%%%%EOF\n" % position


def _pairs(head: bytes) -> list[tuple[bytes, bytes]]:
    words = head.split()
    return list(zip(words[::2], words[1::2], strict=True))


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(  # noqa: PLR0913 - each is a field of the file
    width: int = 8,
    height: int = 8,
    *,
    depth: int = 8,
    colour: int = 2,
    data: bytes | None = None,
    before: bytes = b"",
    after: bytes = b"",
) -> bytes:
    if data is None:
        channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
        data = zlib.compress((b"\0" + bytes(width * channels * depth // 8)) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = chunk(b"IHDR", header) + before + chunk(b"IDAT", data) + after + chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + body


def photo(mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    """A JPEG as a camera's: a gradient, not one colour."""
    output = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(output, "JPEG", **options)
    return output.getvalue()


def picture(mode: str = "RGB", form: str = "PNG", **options: object) -> bytes:
    """A picture written by an ordinary encoder."""
    output = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).convert(mode).save(output, form, **options)
    return output.getvalue()


#: A picture of two tiles side by side, as phones write it, each a grey circle of 64 by 64.
HEIC = base64.b85decode(
    b"0000OW^{RQXk}?*00000ZE0pPXk}?*00053ZDn*}000000000XXk=`10000000000aA{+700000000000000000000"
    b"4sdC7Z2$lO000930025^Y;R)#0000)000930RR910RR92%m4rYKL7#%0003100GPZ002J#0{{R30RR933jhEB2mk;8"
    b"O=)RvW&i*H00093000$fZf0cy000310RRAKc4ILB0000LX>Mj^0ssI300IC2Xm(>U000006=`l}WdZ;I000930B3S("
    b"WB>pF032y@Wo7^X0000001#wpZD#-j00IC300IC20M2P}a&Q0u0H|qjV{ZTe0C;G2V?zN0Z~y=RkN^Mx0018F0Q~*<"
    b"_y7P817H9F02n|43<3ZD18@KU0|1Z!00RI30{|Yn0zhE^0RSsP0RaPW00093kN^M!000939-ttB1(xbbDXwk;8Vm>k"
    b"00RKX000932tZ;00RRU?0l{*xB0vBD02FC+aAg1h0000006+i$06+i$02FC+aAg1h000000Du4h06+i$03K;@ZD9Za"
    b"0000000RI40)YYm0s?^o00RL70000_ZDe6|0000xC;_in_=8MYbKVX_L=M{MI+`nJQk<hDgn{Cyj%e^QEJ?VW#RT(D"
    b"Y0<bSG>8jJ1(uQll2_o!35py500031fB--"
)


XMP = b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:li GCamera:MotionPhoto="1"/></x:xmpmeta>'


def film(size: int = 20_000) -> bytes:
    """An MP4 by its boxes alone."""
    boxes = ((b"ftyp", b"mp42" + bytes(8)), (b"mdat", b"\x55" * size), (b"moov", bytes(40)))
    return b"".join(struct.pack(">I", len(body) + 8) + kind + body for kind, body in boxes)


def samsung(*notes: tuple[int, bytes, bytes]) -> bytes:
    """Notes as Samsung phones put them behind a picture: number, name and content of each."""
    blocks = [
        struct.pack("<HHI", 0, kind, len(name)) + name + content for kind, name, content in notes
    ]
    before = [sum(map(len, blocks[at:])) for at in range(len(blocks))]
    entries = b"".join(
        struct.pack("<HHII", 0, kind, offset, len(block))
        for (kind, _, _), offset, block in zip(notes, before, blocks, strict=True)
    )
    directory = b"SEFH" + struct.pack("<II", 107, len(notes)) + entries
    return b"".join(blocks) + directory + struct.pack("<I", len(directory)) + b"SEFT"


def oneplus() -> bytes:
    """A watermark's settings as OnePlus phones put them behind a picture."""
    settings = b"wtmk" + bytes(20_000) + b"\x01\x02" * 300
    listed = b'[{"length":%d,"name":"watermark.device","offset":%d,"version":1}]\0\0' % (
        len(settings),
        len(settings),
    )
    return settings + listed + b"jxrs" + struct.pack("<I", len(listed) + 8)


def noted(jpeg: bytes, note: bytes, marker: int = 0xE1) -> bytes:
    """A JPEG with one more segment of notes at its start."""
    return jpeg[:2] + b"\xff" + struct.pack(">BH", marker, len(note) + 2) + note + jpeg[2:]
