import base64
import io
import zlib
from pathlib import Path

import pikepdf
import pytest

from certfolio.domain.files import ContentType, RejectionReason
from functions.inspection.child import judge
from functions.inspection.examine import Caps, examine
from tests.unit.inspection.builders import (
    CONTENT,
    flate,
    pdf,
    photo,
    stream,
    updated,
    with_object_stream,
)

FILES = Path(__file__).parents[2] / "files"
SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
LINK = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(%b)>>>>"
CERTIFICATE = (FILES / "certificate.pdf").read_bytes()


def inspected(data: bytes, caps: Caps = Caps()) -> RejectionReason | None:  # noqa: B008 - frozen
    # In this process, which saves starting one for every small file.
    found = judge(data, ContentType.PDF, caps)
    return found if isinstance(found, RejectionReason) else None


def saved(pdf_file: pikepdf.Pdf, **options: object) -> bytes:
    output = io.BytesIO()
    pdf_file.save(output, **options)
    return output.getvalue()


def encrypted(user: str) -> bytes:
    with pikepdf.open(io.BytesIO(CERTIFICATE)) as source:
        return saved(source, encryption=pikepdf.Encryption(owner="owner", user=user))


def lzw_of_literals(data: bytes) -> bytes:
    """Codes of nine bits, with a clear before the table could grow."""
    codes = [code for at in range(0, len(data), 200) for code in (256, *data[at : at + 200])]
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def bomb(times: int, size: int) -> bytes:
    data = bytes(size)
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


ACCEPTED = {
    "plain": pdf(),
    "version 1.3": pdf(header=b"%PDF-1.3\n%\xe2\xe3\xcf\xd3\n"),
    "version 2.0": pdf(header=b"%PDF-2.0\n"),
    "blank lines after the end": pdf() + b"\r\n\n\0\0",
    "incremental update": updated(pdf(), 4, stream(b"q Q")),
    "signed twice": updated(updated(pdf(), 4, stream(b"q Q")), 4, stream(CONTENT)),
    "object stream": with_object_stream(b"<</Producer(x)>>", b"[1 2]"),
    "web link to verify": pdf(page=b"/Annots[%b]" % (LINK % b"https://training.example/v?id=1")),
    "mail link": pdf(page=b"/Annots[%b]" % (LINK % b"mailto:office@training.example")),
    "link without scheme": pdf(page=b"/Annots[%b]" % (LINK % b"www.training.example")),
    "opens at a page": pdf(catalog=b"/OpenAction[3 0 R/Fit]"),
    "opens by a go-to": pdf(b"<</S/GoTo/D[3 0 R/Fit]>>", catalog=b"/OpenAction 5 0 R"),
    "outline": pdf(b"<</Title(x)/A<</S/GoTo/D[3 0 R/Fit]>>>>", catalog=b"/Outlines 5 0 R"),
    "form without scripts": pdf(
        b"<</FT/Tx/T(name)/V(Demo Learner)/Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>",
        catalog=b"/AcroForm<</Fields[5 0 R]>>",
        page=b"/Annots[5 0 R]",
    ),
    "digital signature": pdf(
        b"<</FT/Sig/T(s)/V 6 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]>>",
        b"<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<00>>>",
        catalog=b"/AcroForm<</Fields[5 0 R]/SigFlags 3>>",
    ),
    "empty list of attachments": pdf(catalog=b"/Names<</EmbeddedFiles<</Names[]>>>>/AF[]"),
    "text that speaks of JavaScript": pdf(
        b"<</Title(HTML /JavaScript /Launch)>>",
        content=stream(b"BT (HTML, CSS <</S/JavaScript/JS(x)>>) Tj ET"),
        trailer=b"/Info 5 0 R",
    ),
    "metadata": pdf(
        stream(b"<x:xmpmeta/>", b"/Type/Metadata/Subtype/XML"), catalog=b"/Metadata 5 0 R"
    ),
    "image": pdf(
        stream(photo(), b"/Subtype/Image/Width 64/Height 48/Filter/DCTDecode"),
        page=b"/Resources<</XObject<</AF 5 0 R/EF 5 0 R/AA 5 0 R/JS 5 0 R>>>>",
    ),
    "empty stream": pdf(stream(b"", b"/Filter/FlateDecode")),
    "run-length": pdf(content=stream(bytes([len(CONTENT) - 1]) + CONTENT + b"\x80", b"/Filter/RL")),
    "hexadecimal": pdf(content=stream(CONTENT.hex().encode() + b">", b"/Filter/ASCIIHexDecode")),
    "base 85 of deflate": pdf(
        content=stream(
            base64.a85encode(zlib.compress(CONTENT)) + b"~>", b"/Filter[/ASCII85Decode/FlateDecode]"
        )
    ),
    "LZW": pdf(content=stream(lzw_of_literals(CONTENT * 50), b"/Filter/LZWDecode")),
    "wrong size in trailer": pdf().replace(b"/Size 5", b"/Size 9"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_honest_document_is_accepted(name: str) -> None:
    assert inspected(ACCEPTED[name]) is None


LINKS = [
    b"ftp://training.example/a",
    b"whatsapp://send?text=a",
    b"javascript:void\\(0\\);",
    b"javascript:window.print\\(\\)",
    b"javascript:__doPostBack\\('ctl00$Main',''\\)",
    b"javascript:",
    b"file:///C:/Users/Demo/Downloads/certificate.html",
    b"file:///home/demo/page.html#top",
    b"sms:+4930123456",
    b"#top",
    b"../courses?id=7",
]


@pytest.mark.parametrize("link", LINKS)
def test_link_that_a_viewer_ignores_or_asks_about_is_no_script(link: bytes) -> None:
    assert inspected(pdf(page=b"/Annots[%b]" % (LINK % link))) is None


def annotation(entries: bytes) -> bytes:
    return pdf(b"<</Type/Annot/Rect[0 0 9 9]%b>>" % entries, page=b"/Annots[5 0 R]")


ACTIVE = {
    "script on opening": pdf(catalog=b"/OpenAction" + SCRIPT),
    "script on opening, by reference": pdf(SCRIPT, catalog=b"/OpenAction 5 0 R"),
    "escaped name": pdf(b"<</S/J#61vaScript/#4AS(x)>>"),
    "script in a stream": pdf(b"<</S/JavaScript/JS 6 0 R>>", stream(b"app.alert(1)")),
    "script in an object stream": with_object_stream(SCRIPT),
    "script in an object stream, not in the table": with_object_stream(SCRIPT, listed=False),
    "script nothing refers to": pdf(SCRIPT),
    "script not in the table": pdf(unlisted=[SCRIPT]),
    "script in an earlier revision": updated(pdf(SCRIPT), 5, b"null"),
    "script in an object stream in disorder": with_object_stream(
        b"[1]", SCRIPT, listed=False, disorder=True
    ),
    "script in an unlisted object stream": pdf(
        unlisted=[flate(b"7 0 " + SCRIPT, b"/Type/ObjStm/N 1/First 4")]
    ),
    "script that only repairing finds": pdf(
        content=stream(b"BT (9 0 obj " + SCRIPT + b" endobj) Tj ET")
    ),
    "script in the name tree": pdf(catalog=b"/Names<</JavaScript<</Names[(a)5 0 R]>>>>"),
    "script of a form field": pdf(b"<</FT/Tx/T(a)/AA<</K%b>>>>" % SCRIPT),
    "script in an outline": pdf(b"<</Title(a)/A%b>>" % SCRIPT),
    "script after a go-to": pdf(b"<</S/GoTo/D[3 0 R/Fit]/Next[%b]>>" % SCRIPT),
    "script in the trailer": pdf(trailer=b"/X" + SCRIPT),
    "script in nested arrays": pdf(b"[" * 50 + SCRIPT + b"]" * 50),
    "page action": pdf(page=b"/AA<</O<</S/URI/URI(https://training.example)>>>>"),
    "page action by reference": pdf(b"<</O<</S/Named/N/Print>>>>", page=b"/AA 5 0 R"),
    "link that opens by itself": pdf(
        b"<</S/URI/URI(https://training.example)>>", catalog=b"/OpenAction 5 0 R"
    ),
    "link after the opening view": pdf(
        b"<</S/GoTo/D[3 0 R/Fit]/Next 6 0 R>>",
        b"<</S/URI/URI(https://training.example)>>",
        catalog=b"/OpenAction 5 0 R",
    ),
    "opening actions in a circle": pdf(
        b"<</S/GoTo/D[3 0 R/Fit]/Next 5 0 R>>", catalog=b"/OpenAction 5 0 R"
    ),
    "launch": annotation(b"/Subtype/Link/A<</S/Launch/F(cmd.exe)>>"),
    "form submission": annotation(b"/Subtype/Widget/A<</S/SubmitForm/F(https://a.example)>>"),
    "data import": annotation(b"/Subtype/Widget/A<</S/ImportData/F(a.fdf)>>"),
    "other document": annotation(b"/Subtype/Link/A<</S/GoToR/F(\\\\\\\\host\\\\a.pdf)/D[0/Fit]>>"),
    "unknown action": annotation(b"/Subtype/Link/A<</Type/Action/S/Nothing>>"),
    "script as a link": annotation(b"/Subtype/Link/A<</S/URI/URI( java\\tscript:alert\\(1\\))>>"),
    "page's own script as a link": annotation(
        b"/Subtype/Link/A<</S/URI/URI(javascript:go\\(1\\))>>"
    ),
    "program as a link": annotation(b"/Subtype/Link/A<</S/URI/URI(file:///C:/Windows/cmd.exe)>>"),
    "host's file as a link": annotation(b"/Subtype/Link/A<</S/URI/URI(file://host/share/a)>>"),
    "host's file in five slashes": annotation(b"/Subtype/Link/A<</S/URI/URI(file://///host/a)>>"),
    "host's file in escapes": annotation(b"/Subtype/Link/A<</S/URI/URI(file:%5C%5Chost%5Ca)>>"),
    "page in a link": annotation(b"/Subtype/Link/A<</S/URI/URI(data:text/html,x)>>"),
    "script as the base of links": pdf(catalog=b"/URI<</Base(javascript:)>>"),
    "pages of a foreign document": pdf(
        stream(b"", b"/Subtype/Form/BBox[0 0 9 9]/Ref<</F 6 0 R/Page 0>>"), b"<</F(a.pdf)>>"
    ),
    "finer picture from elsewhere": pdf(
        stream(b"", b"/Subtype/Form/BBox[0 0 9 9]/OPI<</2.0<</Type/OPI/F(a.tif)>>>>")
    ),
    "picture in a field's formatted text": annotation(
        b'/Subtype/Widget/FT/Tx/RV(<body><img src="https://a.example/x"/></body>)'
    ),
    "data fetched from a server": pdf(b"<</Type/Filespec/FS/URL/F(https://a.example/x)>>"),
    "key twice, of which one is a script": pdf(
        b"<</S/JavaScript/S/GoTo/JS(x)/D[3 0 R/Fit]>>", catalog=b"/OpenAction 5 0 R"
    ),
    "script in an object that does not parse": pdf(b"<</S/JavaScript/JS(x)/A[)>>"),
    "script behind a remark in the head": pdf(unlisted=[b"1\nendobj\n91 %x\n0 obj\n" + SCRIPT]),
    "script in a trailer that nothing refers to": pdf()
    + b"trailer<</Root<</OpenAction%b>>>>" % SCRIPT,
    "share as a link": annotation(b"/Subtype/Link/A<</S/URI/URI(\\\\\\\\host\\\\share)>>"),
    "rich media": annotation(b"/Subtype/RichMedia"),
    "3D": annotation(b"/Subtype/3D"),
    "screen": annotation(b"/Subtype/Screen"),
    "film": annotation(b"/Subtype/Movie"),
    "XFA form": pdf(stream(b"<xdp/>"), catalog=b"/AcroForm<</Fields[]/XFA 5 0 R>>"),
    "stream kept elsewhere": pdf(stream(b"", b"/F(https://a.example/x)")),
}
EMBEDDED = {
    "name tree": pdf(
        b"<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>",
        stream(b"MZ", b"/Type/EmbeddedFile"),
        catalog=b"/Names<</EmbeddedFiles<</Names[(a)5 0 R]>>>>",
    ),
    "annotation": annotation(b"/Subtype/FileAttachment/FS<</F(a)>>"),
    "associated file": pdf(b"<</Type/Filespec/F(a)>>", catalog=b"/AF[5 0 R]"),
    "file nothing refers to": pdf(stream(b"MZ", b"/Type/Embedded#46ile")),
    "portfolio": pdf(catalog=b"/Collection<</Type/Collection>>"),
    "portfolio without a type": pdf(catalog=b"/Collection<</View/D>>"),
    "document behind the pages": pdf(
        stream(b"PK", b""), trailer=b"/AdditionalStreams[/application#2Fodt 5 0 R]"
    ),
}
DAMAGED = {
    "header alone": b"%PDF-1.7\n",
    "half of it": CERTIFICATE[: len(CERTIFICATE) // 2],
    "no pages": pdf(kids=b""),
    "page that is no dictionary": pdf(kids=b"99 0 R"),
    "no catalog": pdf().replace(b"/Root", b"/Ruut").replace(b"/Catalog", b"/Katalog"),
}
MENDED = {
    "line before the header": b"\n" + pdf(),
    "byte order mark and blanks before the header": b"\xef\xbb\xbf   " + pdf(),
    "its header written twice": b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n" + pdf(),
    "no end": pdf()[:-8],
    "no cross-reference table": pdf().partition(b"xref")[0] + b"trailer<</Root 1 0 R/Size 5>>",
    "cut in an update": updated(pdf(), 4, stream(b"q Q"))[:-30],
    "moved by a byte": pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n\n"),
    "same page twice": pdf(kids=b"3 0 R 3 0 R"),
    "no size of the page": pdf().replace(b"/MediaBox[0 0 200 100]", b""),
    "same key twice": pdf(b"<</A 1/A 2>>"),
    "unknown filter": pdf(stream(b"x", b"/Filter/Zip")),
    "wrong compression": pdf(stream(b"not zlib", b"/Filter/FlateDecode")),
    "image without size": pdf(stream(b"", b"/Subtype/Image")),
    "cross-reference circle": pdf(trailer=b"/Prev %d" % pdf().index(b"xref\n")),
    "a note behind the end": pdf() + b"\nprinted 24.11.2026\n",
    "more pages counted than there are": pdf().replace(b"/Count 1", b"/Count 3"),
    "encrypted without a password": encrypted(""),
}
MISMATCH = {
    "page before the header": b"<html><script>alert(1)</script>" + pdf(),
    "archive after the end": pdf() + b"PK\x05\x06" + bytes(18),
    "archive with the document's end as its comment": pdf()[:-1]
    + b"PK\x05\x06"
    + bytes(16)
    + b"\x06\x00\n%%EOF",
    "page after the end": pdf() + b"<html><script>alert(1)</script>",
    "page between the objects": pdf(unlisted=[b"1\nendobj\n<script>alert(1)</script>"]),
    "program behind the end": pdf() + b"MZ" + bytes(200),
    "much behind the end": pdf() + b"\x90" * 60_000,
    "archive with a comment that does not fit": pdf()
    + b"PK\x01\x02"
    + bytes(42)
    + b"PK\x05\x06"
    + bytes(8)
    + b"\x2e\0\0\0"
    + bytes(6)
    + b"xxx",
}
COMPLEX = {
    "page tree in a circle": pdf(kids=b"3 0 R 2 0 R"),
    "outline in a circle": pdf(
        b"<</Type/Outlines/First 6 0 R>>",
        b"<</Title(a)/Next 7 0 R>>",
        b"<</Title(b)/Next 6 0 R>>",
        catalog=b"/Outlines 5 0 R",
    ),
    "bomb": pdf(content=stream(bomb(1, 300_000_000), b"/Filter/FlateDecode")),
    "bomb in a bomb": pdf(
        content=stream(bomb(2, 300_000_000), b"/Filter[/FlateDecode/FlateDecode]")
    ),
    "bomb in an object stream": with_object_stream(b"[" + b" " * 300_000_000 + b"]"),
    "run-length bomb": pdf(
        content=stream(
            zlib.compress(b"\x81a" * 3_000_000), b"/Filter[/FlateDecode/RunLengthDecode]"
        )
    ),
    "bomb that says it is an image": pdf(
        content=stream(bomb(1, 300_000_000), b"/Subtype/Image/Width 1/Height 1/Filter/FlateDecode")
    ),
    "many filters": pdf(content=stream(b"", b"/Filter[%b]" % (b"/FlateDecode" * 30))),
}
PIXELS = {
    "image that says so": pdf(
        stream(b"", b"/Subtype/Image/Width 30000/Height 30000/Filter/CCITTFaxDecode")
    ),
    "picture that says so inside": pdf(
        stream(
            photo().replace(b"\x00\x30\x00\x40", b"\xff\xff\xff\xff"),
            b"/Subtype/Image/Width 1/Height 1/Filter/DCTDecode",
        )
    ),
    "JPEG 2000 that says so inside": pdf(
        stream(
            b"\xff\x4f\xff\x51\0\x29\0\0" + b"\0\0\xff\xff" * 2 + bytes(30),
            b"/Subtype/Image/Width 1/Height 1/Filter/JPXDecode",
        )
    ),
}
REJECTED = {
    RejectionReason.ACTIVE_CONTENT: ACTIVE,
    RejectionReason.EMBEDDED_FILE: EMBEDDED,
    RejectionReason.DAMAGED: DAMAGED,
    RejectionReason.TOO_MANY_PIXELS: PIXELS,
    RejectionReason.ENCRYPTED: {
        "with a password": encrypted("secret"),
    },
}
CONFINED = {
    RejectionReason.CONTENT_MISMATCH: MISMATCH,
    RejectionReason.TOO_COMPLEX: COMPLEX,
    RejectionReason.EMPTY: {"no bytes": b""},
}


@pytest.mark.parametrize("name", MENDED)
def test_document_that_viewers_mend_is_accepted(name: str) -> None:
    assert inspected(MENDED[name]) is None


@pytest.mark.parametrize(
    ("reason", "name"), [(reason, name) for reason, cases in REJECTED.items() for name in cases]
)
def test_document_is_rejected(reason: RejectionReason, name: str) -> None:
    assert inspected(REJECTED[reason][name]) == reason


@pytest.mark.parametrize(
    ("reason", "name"), [(reason, name) for reason, cases in CONFINED.items() for name in cases]
)
def test_document_is_rejected_in_confinement(reason: RejectionReason, name: str) -> None:
    assert examine(CONFINED[reason][name]) == reason


def test_as_many_pages_as_allowed_are_accepted_and_one_more_is_not() -> None:
    with pikepdf.new() as document:
        for _ in range(3):
            document.add_blank_page()
        data = saved(document)
    assert inspected(data, Caps(pages=3)) is None
    assert inspected(data, Caps(pages=2)) == RejectionReason.TOO_MANY_PAGES


METHODS = {
    "RC4, 40 bits": {"R": 2, "allow": pikepdf.Permissions(extract=False)},
    "RC4, 128 bits": {"R": 3},
    "AES, 128 bits": {"R": 4},
    "AES, 256 bits": {"R": 6},
}


@pytest.mark.parametrize("method", METHODS)
def test_document_that_only_its_owner_may_change_is_accepted(method: str) -> None:
    options = {"aes": METHODS[method]["R"] >= 4, "metadata": METHODS[method]["R"] >= 4}
    lock = pikepdf.Encryption(owner="owner", user="", **METHODS[method] | options)
    with pikepdf.open(io.BytesIO(CERTIFICATE)) as source:
        assert inspected(saved(source, encryption=lock)) is None


def scripted(**options: object) -> bytes:
    """Encrypted for its owner, with a script in an object stream."""
    with pikepdf.open(io.BytesIO(pdf(SCRIPT, catalog=b"/X 5 0 R"))) as source:
        lock = pikepdf.Encryption(owner="owner", user="", **options)
        mode = pikepdf.ObjectStreamMode.generate
        return saved(source, encryption=lock, object_stream_mode=mode)


def test_script_in_an_encrypted_document_is_found() -> None:
    assert inspected(scripted(R=6)) == RejectionReason.ACTIVE_CONTENT


@pytest.mark.parametrize("revision", [4, 6])
def test_script_in_an_encrypted_object_stream_beside_the_table_is_found(revision: int) -> None:
    before = scripted(R=revision)
    with pikepdf.open(io.BytesIO(before)) as source:
        places = source.get_xref_table()
        encrypt = source.trailer["/Encrypt"].objgen[0]
        lines = b"%d 1\n%010d 00000 n \n" % (encrypt, places[(encrypt, 0)].offset)
        entries = b"/Encrypt %d 0 R/ID%b" % (encrypt, source.trailer["/ID"].unparse())
    output, offsets = bytearray(before), []
    for number, body in enumerate(
        (
            b"<</Type/Catalog/Pages 91 0 R>>",
            b"<</Type/Pages/Count 1/Kids[92 0 R]>>",
            b"<</Type/Page/Parent 91 0 R/MediaBox[0 0 200 100]>>",
        ),
        90,
    ):
        offsets.append(b"%d 1\n%010d 00000 n \n" % (number, len(output)))
        output += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(output)
    output += b"xref\n0 1\n0000000000 65535 f \n%b%b" % (lines, b"".join(offsets))
    output += b"trailer\n<</Size 93/Root 90 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (entries, table)
    with pikepdf.open(io.BytesIO(output), attempt_recovery=False) as document:
        assert len(document.objects) < 10
    assert inspected(bytes(output)) == RejectionReason.ACTIVE_CONTENT


def test_more_objects_than_allowed_are_too_complex() -> None:
    assert inspected(pdf(), Caps(objects=3)) == RejectionReason.TOO_COMPLEX
    unlisted = pdf(unlisted=[b"1"] * 9)
    assert inspected(unlisted) is None
    assert inspected(unlisted, Caps(objects=8)) == RejectionReason.TOO_COMPLEX


@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode.__members__.values()))
def test_certificate_is_accepted_however_its_objects_are_stored(
    mode: pikepdf.ObjectStreamMode,
) -> None:
    with pikepdf.open(io.BytesIO(CERTIFICATE)) as source:
        assert inspected(saved(source, object_stream_mode=mode)) is None
