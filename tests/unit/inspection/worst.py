"""The most expensive files of at most 10 MB that could be thought of.

Run as a program, it inspects what comes on standard input and prints the verdict and the peak
memory of itself, of the prepared process and of the process of the file, in bytes.
"""

import io
import json
import random
import struct
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from certfolio.domain.files import RejectionReason
from functions.inspection import preparing
from functions.inspection.examine import examine
from functions.inspection.protocol import Ended
from tests.unit.inspection.builders import chunk, flate, pdf, png, stream, with_object_stream

SIZE = 10 * 1024 * 1024 - 4096


def zeros(size: int) -> bytes:
    """Deflate about ``size`` zero bytes at once: the same block again and again, no checksum."""
    unit = 10_000_000
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(unit)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * (size // unit) + b"\x03\0"


def flate_bomb() -> bytes:
    return pdf(content=stream(zeros(10_000_000_000), b"/Filter/FlateDecode"))


def twice_flate_bomb() -> bytes:
    twice = zlib.compress(zeros(10_000_000_000), 9)
    return pdf(content=stream(twice, b"/Filter[/FlateDecode/FlateDecode]"))


def object_stream_bomb() -> bytes:
    return with_object_stream(b"[" + b" " * 150_000_000 + b"]")


def xref_stream_bomb() -> bytes:
    body = b"%%PDF-1.7\n1 0 obj\n%b\nendobj\nstartxref\n9\n%%%%EOF\n"
    entries = b"/Type/XRef/W[1 4 2]/Root 2 0 R/Size 99999999/Filter/FlateDecode"
    return body % stream(zeros(4_000_000_000), entries)


def predictor_bomb() -> bytes:
    entries = (
        b"/Type/XRef/W[1 4 2]/Root 2 0 R/Size 9/DecodeParms<</Predictor 12/Columns 2147483647>>"
    )
    body = b"%%PDF-1.7\n1 0 obj\n%b\nendobj\nstartxref\n9\n%%%%EOF\n"
    return body % flate(bytes(1000), entries)


def lzw_bomb() -> bytes:
    # Each code repeats the entry before with one more byte: the longest output LZW can give.
    codes = [256, *([0, *range(258, 4095)])]
    bits = "".join(
        f"{code:0{max(9, min(12, (at + 257).bit_length()))}b}" for at, code in enumerate(codes)
    )
    # Ones go on as the last code of the table, for as long as there are any.
    size = -(-len(bits) // 8)
    block = int(bits.ljust(size * 8, "1"), 2).to_bytes(size, "big")
    return pdf(content=stream(block + b"\xff" * (SIZE - len(block)), b"/Filter/LZWDecode"))


def lzw_literals() -> bytes:
    return pdf(content=stream(b"\x80" + bytes(SIZE), b"/Filter/LZWDecode"))


def run_length_bomb() -> bytes:
    return pdf(content=stream(b"\x81a" * (SIZE // 2), b"/Filter/RunLengthDecode"))


def nested_arrays() -> bytes:
    return pdf(b"[" * SIZE)


def nested_dictionaries() -> bytes:
    return pdf(b"<</A" * (SIZE // 4))


def one_array_of_numbers() -> bytes:
    return pdf(b"[" + b"0 " * (SIZE // 2) + b"]")


def one_dictionary() -> bytes:
    return pdf(b"<<" + b"".join(b"/%x 0" % number for number in range(SIZE // 9)) + b">>")


def tiny_objects() -> bytes:
    return pdf(*[b"0"] * (SIZE // 42))


def objects_up_to_the_cap() -> bytes:
    return pdf(*[b"<</A[0 1 2]/B<</C(x)>>>>"] * 99_000)


def unlisted_objects() -> bytes:
    return pdf(unlisted=[b"<</A[0 1 2]/B<</C(x)/D/E>>>>"] * 99_000)


def object_heads() -> bytes:
    return pdf(unlisted=[b"1 0 obj\n" * (SIZE // 8)])


def compressed_objects() -> bytes:
    return with_object_stream(*[b"<</A[0 1]/B<<>>>>"] * 60_000)


def unlisted_compressed_objects() -> bytes:
    return with_object_stream(*[b"<</A[0 1]/B<<>>>>"] * 99_000, listed=False)


def kids_in_kids() -> bytes:
    levels = [b"<</Type/Pages/Kids[%b]>>" % (b"%d 0 R " % number * 20) for number in range(6, 60)]
    return pdf(*levels, b"<</Type/Page>>", kids=b"5 0 R")


def many_pages() -> bytes:
    count = 60_000
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    return pdf(*[b"<</Type/Page/Parent 2 0 R>>"] * count, kids=kids)


def png_pixels() -> bytes:
    return png(30_000, 30_000, data=b"")


def png_within_the_cap() -> bytes:
    return png(8_000, 6_000, colour=2, data=zlib.compress(bytes(144_006_000), 1))


def png_image_bomb() -> bytes:
    return png(8, 8, data=zeros(9_000_000_000))


def png_text_bomb() -> bytes:
    return png(before=chunk(b"zTXt", b"a\0\0" + zeros(9_000_000_000)))


def png_chunks() -> bytes:
    return png(before=chunk(b"teXt") * (SIZE // 12 - 100))


def png_frames() -> bytes:
    frame = chunk(b"fcTL", bytes(26)) + chunk(b"fdAT", bytes(4) + zeros(1_000_000))
    return png(after=frame * 8_000)


def _jpeg(size: tuple[int, int], mode: str, **options: object) -> bytes:
    output = io.BytesIO()
    Image.new(mode, size, 90 if mode == "L" else (9, 99, 9)).save(
        output, "JPEG", quality=30, **options
    )
    return output.getvalue()


def jpeg_baseline() -> bytes:
    return _jpeg((8_000, 6_000), "RGB", subsampling=0)


def jpeg_progressive() -> bytes:
    return _jpeg((8_000, 6_000), "RGB", subsampling=0, progressive=True)


def jpeg_many_scans() -> bytes:
    data = _jpeg((5_000, 4_000), "L", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 90 + b"\xff\xd9"


def jpeg_of_fill_bytes() -> bytes:
    return b"\xff\xd8" + b"\xff" * SIZE


def jpeg_of_pictures() -> bytes:
    one = _jpeg((64, 64), "L")
    return one * (SIZE // len(one))


def jpeg_of_markers() -> bytes:
    return b"\xff\xd8\xff\xd0" + b"\xff\xd0" * (SIZE // 2)


def pdf_noise() -> bytes:
    return b"%PDF-1.7\n" + random.Random(1).randbytes(SIZE) + b"\nstartxref\n9\n%%EOF\n"  # noqa: S311 - test data


def pdf_blanks() -> bytes:
    return b"%PDF-1.7\n1 0 obj" + b" " * SIZE + b"\nstartxref\n9\n%%EOF\n"


def xref_loop() -> bytes:
    first = pdf(trailer=b"/Prev 0")
    return first.replace(b"/Prev 0", b"/Prev %d" % first.index(b"xref\n"))


def many_revisions() -> bytes:
    output, previous = bytearray(pdf()), pdf().index(b"xref\n")
    while len(output) < SIZE:
        at = len(output)
        output += b"xref\n0 0\ntrailer<</Size 5/Root 1 0 R/Prev %d>>\n" % previous
        previous = at
    return bytes(output) + b"startxref\n%d\n%%%%EOF\n" % previous


def long_string() -> bytes:
    return pdf(b"(" + b"\\(" * (SIZE // 2) + b")")


def jpx_inside() -> bytes:
    header = struct.pack(">HHIIII", 41, 0, 65_000, 65_000, 0, 0)
    data = b"\xff\x4f\xff\x51" + header + bytes(SIZE)
    return pdf(stream(data, b"/Subtype/Image/Width 9/Height 9/Filter/JPXDecode"))


def jbig2_inside() -> bytes:
    entries = b"/Subtype/Image/Width 65000/Height 65000/Filter/JBIG2Decode"
    return pdf(stream(bytes(SIZE), entries))


_PDF: list[Callable[[], bytes]] = [
    flate_bomb,
    twice_flate_bomb,
    object_stream_bomb,
    xref_stream_bomb,
    predictor_bomb,
    lzw_bomb,
    lzw_literals,
    run_length_bomb,
    nested_arrays,
    nested_dictionaries,
    one_array_of_numbers,
    one_dictionary,
    tiny_objects,
    objects_up_to_the_cap,
    unlisted_objects,
    object_heads,
    compressed_objects,
    unlisted_compressed_objects,
    kids_in_kids,
    many_pages,
    pdf_noise,
    pdf_blanks,
    xref_loop,
    many_revisions,
    long_string,
    jpx_inside,
    jbig2_inside,
]
_PNG: list[Callable[[], bytes]] = [
    png_pixels,
    png_within_the_cap,
    png_image_bomb,
    png_text_bomb,
    png_chunks,
    png_frames,
]
_JPEG: list[Callable[[], bytes]] = [
    jpeg_baseline,
    jpeg_progressive,
    jpeg_many_scans,
    jpeg_of_fill_bytes,
    jpeg_of_pictures,
    jpeg_of_markers,
]
FILES = {builder.__name__: builder for builder in (*_PDF, *_PNG, *_JPEG)}


def main() -> None:
    """Inspect what comes on standard input."""
    data = sys.stdin.buffer.read()
    ended: list[Ended] = []
    before = time.perf_counter()
    found = examine(data, on_end=ended.append)
    seen = {
        "verdict": found if isinstance(found, RejectionReason) else None,
        "own": _most("self"),
        "prepared": _most(preparing.prepare(1).id),
        "child": ended[0].memory_bytes,
        "seconds": time.perf_counter() - before,
    }
    print(json.dumps(seen))  # noqa: T201 - its output


def _most(process: int | str) -> int:
    # Unlike getrusage, this does not count what the parent held before it started this program.
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


if __name__ == "__main__":
    main()
