"""What the process that meets the bytes can not do, tried by doing it."""

import io
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from pytest_socket import enable_socket

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from certfolio.once import forget
from functions.inspection import seccomp
from functions.inspection.caps import Guard
from functions.inspection.examine import examine
from functions.inspection.handler import less_confined
from functions.inspection.seccomp import MACHINES, Machine
from tests.unit.inspection import hostile
from tests.unit.inspection.builders import HEIC, pdf, photo, picture, stream
from tests.unit.inspection.conftest import ENVIRONMENT, Examine, Parser, run

FILES = sorted((Path(__file__).parents[2] / "files").glob("*.[jp][dnp]*"))

ALLOW, REFUSE, END = 0x7FFF0000, 0x00050001, 0x80000000

# Nobody who is not confined is kept from these, on any machine.
ANYBODY = {
    "open a file",
    "open a file of the program",
    "list the root",
    "own environment",
    "caller: signal",
    "memory with a name",
    "UDP",
    "Unix socket",
    "fork",
    "clone",
    "start a program",
    "become a program",
    "thread",
    "executable memory",
    "made executable",
    "stop the clock",
    "ignore the clock",
    "dumpable",
}


@pytest.fixture
def port() -> Iterator[int]:
    """Where a server listens that nobody may reach."""
    enable_socket()
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
    ):
        number = server.getsockname()[1]
        other.bind(("127.0.0.1", number))
        yield number
        for there in (server, other):
            there.setblocking(False)  # noqa: FBT003 - its only parameter
        with pytest.raises(BlockingIOError):
            server.accept()
        with pytest.raises(BlockingIOError):
            other.recv(1)


def _tried(port: int, how: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - this project's own program
        [sys.executable, "-m", "tests.unit.inspection.hostile", str(port), how],
        stdout=subprocess.PIPE,
        check=True,
        env=ENVIRONMENT,
    )
    worked: list[str] = json.loads(done.stdout)
    return worked


def test_nothing_that_hostile_code_tries_works_when_confined(port: int) -> None:
    assert _tried(port, "confined") == []


def test_what_hostile_code_tries_works_otherwise() -> None:
    assert set(_tried(9, "free")) >= ANYBODY


#: What the prepared process keeps, to fork and to have what it forked give up the rest.
HELD = {
    "fork",
    "clone",
    "more address space",
    "more descriptors",
    "stop the clock",
    "block the clock",
    "another filter",
    "dumpable",
}


def test_prepared_process_can_start_processes_and_nothing_else(port: int) -> None:
    assert set(_tried(port, "held")) <= HELD


HOSTILE = (
    "raise ValueError if any(map(hostile.works, hostile.attempts("
    "{port}, caller=hostile.CALLER, prepared=os.getppid()).values())) else PasswordError"
)


def test_hostile_code_in_a_parser_is_refused(parser: Parser, port: int) -> None:
    parser(HOSTILE.format(port=port), setup="from tests.unit.inspection import hostile")
    assert examine(pdf()) is RejectionReason.ENCRYPTED


@pytest.mark.usefixtures("_without_locks")
def test_hostile_code_in_a_parser_that_nothing_locks_in_is_not_refused(parser: Parser) -> None:
    parser(HOSTILE.format(port=9), setup="from tests.unit.inspection import hostile")
    assert examine(pdf()) is RejectionReason.TOO_COMPLEX


if os.uname().machine == "x86_64":

    def test_entry_for_32_bit_programs_ends_the_process() -> None:
        # mov eax, 20 (getpid there); int 0x80; ret
        ended = run(f"""
import ctypes, mmap, os
from functions.inspection import seccomp
page = mmap.mmap(-1, 4096, prot=7)
page.write(bytes.fromhex("b814000000cd80c3"))
there = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
child = os.fork()
if not child:
    seccomp.restrict([{hostile.number("prctl")}])
    there()
    os._exit(0)
print(os.WTERMSIG(os.waitpid(child, 0)[1]))
""")
        assert ended == "31\n"  # SIGSYS


def _filtered(
    machine: Machine,
    number: int,
    *arguments: int,
    audit: int | None = None,
    starting: bool = False,
) -> int:
    """What the filter answers, by the meaning of classic BPF's four instructions in it."""
    six = (*arguments, *[0] * 6)[:6]
    data = struct.pack("<IIQ6Q", number, audit or machine.audit, 0, *six)
    steps = list(struct.iter_unpack("<HBBI", seccomp.program(machine, starting=starting)))
    at = held = 0
    while True:
        code, then, otherwise, value = steps[at]
        at += 1
        match code:
            case 0x20:
                (held,) = struct.unpack_from("<I", data, value)
            case 0x15:
                at += then if held == value else otherwise
            case 0x45:
                at += then if held & value else otherwise
            case _:
                return int(value)


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_filter_lets_the_listed_calls_through_and_no_other(machine: Machine) -> None:
    through = {number for number in range(1024) if _filtered(machine, number) == ALLOW}
    assert through == set(machine.calls.values())
    refused = set(range(1024)) - through
    assert {_filtered(machine, number) for number in refused} == {REFUSE}
    assert _filtered(machine, machine.calls["read"] | 0x40000000) == REFUSE


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
@pytest.mark.parametrize("call", ["mmap", "mprotect"])
def test_filter_refuses_executable_memory(machine: Machine, call: str) -> None:
    number = machine.calls[call]
    assert {_filtered(machine, number, 0, 0, protection) for protection in (0, 1, 3)} == {ALLOW}
    assert {_filtered(machine, number, 0, 0, protection) for protection in (4, 5, 7)} == {REFUSE}
    assert _filtered(machine, number, 0, 0, 7 | 1 << 40) == REFUSE


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_filter_ends_a_process_that_calls_as_another_architecture(machine: Machine) -> None:
    others = {0x40000003, 0x40000028, *(it.audit for it in MACHINES.values())} - {machine.audit}
    for number in (0, 1, 57, 63):
        assert {_filtered(machine, number, audit=other) for other in others} == {END}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_filter_of_the_prepared_process_lets_no_more_through_than_is_listed(
    machine: Machine,
) -> None:
    through = {
        number for number in range(1024) if _filtered(machine, number, starting=True) == ALLOW
    }
    assert through == {*machine.calls.values(), *machine.starting.values()}
    assert {_filtered(machine, 0, audit=1, starting=True)} == {END}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_filter_of_the_prepared_process_lets_it_fork_and_share_nothing(machine: Machine) -> None:
    def cloned(flags: int) -> int:
        return _filtered(machine, machine.starting["clone"], flags, starting=True)

    as_glibc_forks = 0x01200000 | signal.SIGCHLD
    assert cloned(as_glibc_forks) == ALLOW
    alone = {cloned(as_glibc_forks | 1 << bit) for bit in range(8, 32) if bit not in {21, 24}}
    assert alone == {REFUSE}
    assert _filtered(machine, machine.starting["prlimit64"], 1, starting=True) == REFUSE


def test_machines_allow_the_same_calls() -> None:
    assert len({frozenset(machine.calls) for machine in MACHINES.values()}) == 1
    # An architecture that came late has no `dup2`.
    assert {frozenset({*machine.starting} - {"dup2", "dup3"}) for machine in MACHINES.values()} == {
        frozenset({*MACHINES["x86_64"].starting} - {"dup2"})
    }


#: What opens a guard once it is let through, where nothing but the filter is in the way.
OPENED = {
    Guard.FILES: "openat",
    Guard.NETWORK: "socket",
    Guard.PROCESSES: "clone",
    Guard.CALLER: "openat",
    Guard.CODE: "mmap",
    Guard.LIMITS: "prlimit64",
}


@pytest.mark.parametrize("guard", Guard)
def test_self_test_tells_the_guard_that_does_not_hold(guard: Guard) -> None:
    number = hostile.number(OPENED[guard])
    seen = run(f"""
import os
from functions.inspection import attempts, seccomp
caller = os.getpid()
if not os.fork():
    seccomp.restrict([{number}])
    print(*attempts.missing(caller), flush=True)
    os._exit(0)
os.wait()
""")
    same = {other for other in Guard if OPENED[other] == OPENED[guard]}
    assert set(seen.split()) == same


def test_self_test_tells_all_where_nothing_holds() -> None:
    seen = run("""
import os
from functions.inspection import attempts
print(*attempts.missing(os.getpid()))
""")
    assert set(seen.split()) == set(Guard)


def test_self_test_leaves_nothing_behind() -> None:
    seen = run("""
import os, resource
from functions.inspection import attempts
from pathlib import Path
def state():
    return (
        os.listdir("/proc/self/fd"), resource.getrlimit(resource.RLIMIT_CORE)[0],
        Path("/proc/self/maps").read_text().count("rwx"), os.listdir("/proc/self/task"),
    )
before = state()
resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
attempts.missing(os.getppid())
print(state() == (before[0], 0, *before[2:]))
try:
    os.wait()
except ChildProcessError:
    print("no child")
""")
    assert seen.split("\n") == ["True", "no child", ""]


def test_landlock_holds_where_there_is_no_filter() -> None:
    seen = run("""
import os
from functions.inspection import attempts, landlock, seccomp
caller = os.getpid()
version = seccomp.libc.syscall(444, None, 0, 1)
if not os.fork():
    landlock.restrict()
    print(version, *attempts.missing(caller), flush=True)
    os._exit(0)
os.wait()
""").split()
    if int(seen[0]) > 0:
        assert not {Guard.FILES, Guard.CALLER} & set(seen[1:])


def test_landlock_holds_in_the_process_of_a_file_where_there_is_no_filter(
    anew: None,  # noqa: ARG001 - what is started so
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "from functions.inspection import seccomp\nseccomp.restrict = lambda *_, **__: None\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    missing: list[Guard] = []
    assert isinstance(examine(pdf(), on_missing=missing.append), Drawing)
    assert Guard.CODE in missing
    if seccomp.libc.syscall(444, None, 0, 1) > 0:
        assert not {Guard.FILES, Guard.CALLER} & set(missing)


def test_caller_is_unreadable_once_it_keeps_out() -> None:
    # Root may read everybody's: so without its privileges, as in a function.
    seen = run("""
import ctypes, os
from functions.inspection import attempts, confinement
from functions.inspection.caps import Guard
attempts.libc.capset(b"\\x22\\x05\\x08\\x20\\0\\0\\0\\0", bytes(24))
caller = os.getpid()
for keep_out in (lambda: None, confinement.keep_out):
    keep_out()
    if not os.fork():
        prepared = os.getpid()
        if not os.fork():
            for others in ([caller], [prepared], [prepared, caller]):
                print(Guard.CALLER in attempts.missing(*others), flush=True)
            os._exit(0)
        os.wait()
        os._exit(0)
    os.wait()
print(len(open("/proc/self/status").read()) > 0)
""")
    assert seen.split() == ["True"] * 3 + ["False"] * 3 + ["True"]


@pytest.mark.usefixtures("_without_locks")
def test_file_is_judged_where_nothing_can_be_locked() -> None:
    missing: list[Guard] = []
    found = examine(pdf(), on_missing=missing.append)
    assert isinstance(found, Drawing)
    assert {Guard.FILES, Guard.NETWORK, Guard.CODE} <= set(missing)


@pytest.mark.usefixtures("_without_locks")
def test_limits_hold_where_nothing_can_be_locked(
    parser: Parser,
) -> None:
    parser("bytearray(10 ** 9)")
    assert examine(pdf()) is RejectionReason.TOO_COMPLEX


def test_nothing_is_missing_here() -> None:
    missing: list[Guard] = []
    examine(pdf(), on_missing=missing.append)
    assert missing == []


def test_missing_guard_is_counted_once_per_process(capsys: pytest.CaptureFixture[str]) -> None:
    forget()
    for _ in range(2):
        for guard in Guard:
            less_confined(guard)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    counted = [line["guard"] for line in lines if "ConfinementMissing" in line]
    assert counted == list(Guard)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_file_comes_out_confined_as_it_does_otherwise(file: Path, free: Examine) -> None:
    data = file.read_bytes()
    found = examine(data)
    assert isinstance(found, Drawing)
    assert found == free(data)


@pytest.mark.parametrize("form", [2, 3, 4, 6])
def test_encrypted_file_comes_out_confined_as_it_does_otherwise(form: Any, free: Examine) -> None:
    output = io.BytesIO()
    # The first two are older than AES.
    how = {"aes": False, "metadata": False} if form < 4 else {}
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(output, encryption=pikepdf.Encryption("owner", "", R=form, **how))
    data = output.getvalue()
    found = examine(data)
    assert isinstance(found, Drawing)
    assert found == free(data)


def _text(font: bytes, shown: bytes, *more: bytes) -> bytes:
    return pdf(
        font,
        *more,
        page=b"/Resources<</Font<</F 5 0 R>>>>",
        content=stream(b"BT /F 24 Tf 9 40 Td %b Tj ET" % shown),
    )


_STANDARD = b"<</Type/Font/Subtype/Type1/BaseFont/%b/Encoding/WinAnsiEncoding>>"


@pytest.mark.parametrize("name", [b"Helvetica", b"Times-Bold", b"Courier", b"Arial", b"Calibri"])
def test_text_in_a_font_that_the_file_lacks_is_drawn_without_fonts_of_the_machine(
    name: bytes,
) -> None:
    found = examine(_text(_STANDARD % name, b"(Jos\351 \304rger)"))
    assert isinstance(found, Drawing)
    assert not found.pages[0].blank
    assert [word.text for word in found.pages[0].words] == ["José", "Ärger"]


def test_script_that_no_font_here_has_is_an_empty_page_everywhere(free: Examine) -> None:
    data = _text(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<%b>" % "证书".encode("utf-16-be").hex().encode(),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/StemV 80/CapHeight 700>>",
    )
    found = examine(data)
    assert isinstance(found, Drawing)
    assert found.pages[0].blank
    assert [word.text for word in found.pages[0].words] == ["证书"]
    assert found == free(data)


def _saved(form: str, **options: Any) -> bytes:
    output = io.BytesIO()
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(output, form, **options)
    return output.getvalue()


OF_EACH_KIND = {
    ContentType.PDF: pdf(),
    ContentType.PNG: picture("P", transparency=b"\0\xff"),
    ContentType.JPEG: photo("CMYK", progressive=True),
    ContentType.HEIC: HEIC,
    ContentType.WEBP: _saved("WEBP"),
    ContentType.TIFF: _saved("TIFF", compression="tiff_lzw"),
}


@pytest.mark.parametrize("kind", ContentType)
def test_file_of_every_kind_comes_out_confined_as_it_does_otherwise(
    kind: ContentType, free: Examine
) -> None:
    found = examine(OF_EACH_KIND[kind])
    assert isinstance(found, Drawing)
    assert found == free(OF_EACH_KIND[kind])


@pytest.mark.parametrize("confined", [False, True])
def test_heic_is_drawn_without_a_thread(confined: bool) -> None:
    seen = run(f"""
import os
from functions.inspection.caps import Caps
from functions.inspection.confinement import confine, mapped, memory_file
from functions.inspection.drawing import pages, picture
from tests.unit.inspection.builders import HEIC
if {confined}:
    assert not confine(Caps(), mapped(memory_file()), os.getppid())
(image, *_), = picture.pages(HEIC, Caps())
left, middle = (image.getpixel((at, 32))[1] for at in (2, 32))
alike = image.crop((0, 0, 64, 64)).tobytes() == image.crop((64, 0, 128, 64)).tobytes()
threads = None if {confined} else len(os.listdir("/proc/self/task"))
os.write(1, repr((image.size, left > middle + 50, alike, threads)).encode())
os._exit(0)
""")
    assert seen == repr(((128, 64), True, True, None if confined else 1))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_picture_of_any_mode_comes_out_confined_as_it_does_otherwise(
    mode: str, free: Examine
) -> None:
    data = picture(mode)
    found = examine(data)
    assert isinstance(found, Drawing)
    assert found == free(data)
