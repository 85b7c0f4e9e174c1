"""The process from which one for each file is forked: what it holds, and what becomes of it."""

import os
import re
import secrets
import select
import signal
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection import preparing
from functions.inspection.caps import Caps
from functions.inspection.examine import InspectionUnavailableError, examine
from functions.inspection.protocol import Ended
from tests.unit.inspection import hostile
from tests.unit.inspection.builders import pdf, picture, stream
from tests.unit.inspection.conftest import ENVIRONMENT, Parser, run

SECONDS = Caps().start_seconds

#: Ends the process that it was forked from, and would go on for good.
END_PREPARED = "os.kill(os.getppid(), 9); signal.setitimer(signal.ITIMER_REAL, 0); signal.pause()"


def prepared() -> int:
    return preparing.prepare(SECONDS).id


# --- What it holds -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Modules that are there when a process is forked; none is added after that."""
    return set(
        run(
            "import os, sys\n"
            "os.environ['PYDANTIC_DISABLE_PLUGINS'] = '__all__'\n"
            "from functions.inspection import prepared\n"
            "prepared.load()\n"
            "print(*sys.modules)\n"
        ).split()
    ) - {"__main__"}


def test_what_is_loaded_is_the_parsers_and_what_they_need(loaded: set[str]) -> None:
    assert len(loaded) <= 410
    # Of Powertools, names that nothing stands behind until they are asked for.
    assert len({name for name in loaded if name.startswith("aws_lambda_powertools")}) <= 4
    packages = {name.split(".")[0] for name in loaded} - sys.stdlib_module_names
    # Of the standard library too, under a name that tells the machine.
    assert {name for name in packages if not name.startswith("_sysconfigdata")} == {
        *("certfolio", "functions", "pikepdf", "pypdfium2", "pypdfium2_raw", "pypdfium2_cfg"),
        *("PIL", "_pi_heif", "pi_heif", "pydantic", "pydantic_core", "annotated_types"),
        *("typing_extensions", "typing_inspection", "aws_lambda_powertools"),
    }
    assert {f"functions.inspection.safety.{kind.name.lower()}" for kind in ContentType} <= loaded
    assert not loaded & {"asyncio", "concurrent.futures", "http.client", "ssl", "urllib.request"}


def test_what_ships_is_loaded(loaded: set[str]) -> None:
    folder = Path(preparing.__file__).parent
    names = re.findall(
        r"^([\w-]+)==", (folder / "requirements.txt").read_text("utf-8"), re.MULTILINE
    )
    tops = {name.split(".")[0] for name in loaded}
    of = metadata.packages_distributions()
    used = {name.lower().replace("_", "-") for top in tops for name in of.get(top, ())}
    assert names
    assert [name for name in names if name not in used] == []


def test_it_has_one_thread() -> None:
    examine(pdf())
    assert len(list(Path(f"/proc/{prepared()}/task").iterdir())) == 1


@pytest.mark.usefixtures("_without_locks")
def test_process_of_a_file_has_no_file_open_but_its_own(parser: Parser) -> None:
    parser(
        "raise PasswordError if [it for it in range(99) if is_open(it)] == [0, 1, 2]"
        " else ValueError",
        setup="from tests.unit.inspection.hostile import is_open",
    )
    assert examine(pdf()) is RejectionReason.ENCRYPTED


def test_process_of_a_file_has_no_word_with_the_caller_once_it_reads(parser: Parser) -> None:
    parser(
        "raise ValueError if any(works(lambda: os.write(it, b'x')) for it in range(3, 99))"
        " else PasswordError",
        setup="from tests.unit.inspection.hostile import works",
    )
    assert examine(pdf()) is RejectionReason.ENCRYPTED


def test_file_cannot_undo_what_was_said_before_it_was_read(parser: Parser) -> None:
    parser("os.lseek(1, 0, 0); os.write(1, b'x' * 99); os._exit(1)")
    assert examine(pdf()) is RejectionReason.TOO_COMPLEX


@pytest.mark.usefixtures("_without_locks")
def test_process_of_a_file_shares_no_memory_that_can_be_written(parser: Parser) -> None:
    parser(
        "raise PasswordError if not any(line.split()[1][1::2] == 'ws' for line in"
        " pathlib.Path('/proc/self/maps').read_text().splitlines()) else ValueError"
    )
    assert examine(pdf()) is RejectionReason.ENCRYPTED


@pytest.mark.usefixtures("_without_locks")
def test_nothing_of_the_caller_is_in_its_memory(
    parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = f"demo-secret-{secrets.token_hex(16)}"
    monkeypatch.setenv("AWS_SESSION_TOKEN", secret)
    like_it = b"demo-secret-[0-9a-f]{32}"
    assert hostile.holds(like_it)
    parser(
        f"raise ValueError if hostile.holds({like_it!r}) else PasswordError",
        setup="from tests.unit.inspection import hostile",
    )
    assert examine(pdf()) is RejectionReason.ENCRYPTED


def test_nothing_of_a_file_is_there_for_the_next(parser: Parser) -> None:
    parser("global seen; seen += 1; raise PasswordError if seen == 1 else ValueError", "seen = 0")
    assert [examine(pdf()) for _ in range(3)] == [RejectionReason.ENCRYPTED] * 3


def test_font_that_files_lack_is_drawn_the_same_in_any_order() -> None:
    def text(width: int) -> bytes:
        return pdf(
            b"<</Type/Font/Subtype/Type1/BaseFont/Demo/FirstChar 65/LastChar 66/Widths[%d %d]"
            b"/FontDescriptor 6 0 R>>" % (width, width),
            b"<</Type/FontDescriptor/FontName/Demo/Flags 32/FontBBox[0 -200 1000 900]"
            b"/ItalicAngle 0/Ascent 880/Descent -120/StemV 80/CapHeight 700>>",
            page=b"/Resources<</Font<</F 5 0 R>>>>",
            content=stream(b"BT /F 24 Tf 9 40 Td (ABBA) Tj ET"),
        )

    wide, narrow = text(900), text(200)
    first = [examine(wide), examine(narrow)]
    preparing.stop()
    assert [examine(narrow), examine(wide)] == first[::-1]
    assert first[0] != first[1]


def test_what_a_file_took_is_told() -> None:
    ended: list[Ended] = []
    assert isinstance(examine(picture("RGB"), on_end=ended.append), Drawing)
    assert ended[0].returncode == 0
    assert 10_000_000 < ended[0].memory_bytes < Caps().memory_bytes
    assert 0 < ended[0].seconds < Caps().seconds


# --- What becomes of it --------------------------------------------------------------------------


def test_it_stays_for_the_next_file() -> None:
    before = prepared()
    examine(pdf())
    assert prepared() == before


@pytest.mark.usefixtures("anew")
def test_file_is_inspected_when_it_is_gone() -> None:
    before = prepared()
    os.kill(before, signal.SIGKILL)
    assert isinstance(examine(pdf()), Drawing)
    assert prepared() != before


@pytest.mark.usefixtures("anew")
def test_file_is_inspected_when_it_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    before = prepared()
    os.kill(before, signal.SIGSTOP)
    seconds = iter([0.01, 60])
    monkeypatch.setattr(preparing, "patience", lambda _: next(seconds))
    assert isinstance(examine(pdf()), Drawing)
    assert prepared() != before


@pytest.mark.usefixtures("_without_locks")
def test_file_is_inspected_when_it_goes_meanwhile(parser: Parser, tmp_path: Path) -> None:
    told = tmp_path / "told"
    parser(
        f"told = pathlib.Path({str(told)!r})\n"
        "    if told.exists(): raise PasswordError\n"
        f"    told.touch(); {END_PREPARED}",
        setup="import signal",
    )
    assert examine(pdf()) is RejectionReason.ENCRYPTED
    assert told.exists()


@pytest.mark.usefixtures("_without_locks")
def test_file_that_ends_it_each_time_is_refused_and_its_process_ended(
    parser: Parser, tmp_path: Path
) -> None:
    line = tmp_path / "line"
    os.mkfifo(line)
    there = os.open(line, os.O_RDONLY | os.O_NONBLOCK)
    parser(f"os.open({str(line)!r}, os.O_WRONLY); {END_PREPARED}", setup="import signal")
    assert examine(pdf()) is RejectionReason.TOO_COMPLEX
    # At its end once nobody is left who could write.
    assert select.select([there], [], [], 30)[0]
    assert os.read(there, 1) == b""
    os.close(there)


def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("anew")
def test_platform_that_gives_no_process_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken(
        monkeypatch,
        tmp_path,
        "import os\ndef fork(): raise OSError(12, 'Cannot allocate memory')\nos.fork = fork\n",
    )
    with pytest.raises(InspectionUnavailableError, match="Cannot allocate memory"):
        examine(pdf())


@pytest.mark.usefixtures("anew")
def test_limit_that_cannot_be_set_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken(
        monkeypatch,
        tmp_path,
        "import resource\ndef refuse(*_): raise ValueError('not allowed')\n"
        "resource.setrlimit = refuse\n",
    )
    with pytest.raises(InspectionUnavailableError, match="not allowed") as caught:
        examine(pdf())
    assert caught.value.returncode == 1


@pytest.mark.usefixtures("anew")
def test_prepared_process_that_never_answers_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken(
        monkeypatch,
        tmp_path,
        "import socket\ndef recv_fds(*_): raise SystemExit\nsocket.recv_fds = recv_fds\n",
    )
    with pytest.raises(InspectionUnavailableError, match="lost"):
        examine(pdf())


@pytest.mark.usefixtures("anew")
def test_interpreter_that_is_not_there_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(InspectionUnavailableError, match="/nowhere/python"):
        examine(pdf())


def test_process_that_was_forked_from_the_caller_has_its_own() -> None:
    seen = run("""
import os
from functions.inspection import preparing
first = preparing.prepare(60).id
if not os.fork():
    print(preparing.prepare(60).id != first, flush=True)
    preparing.stop()
    os._exit(0)
os.wait()
print(preparing.prepare(60).id == first)
""")
    assert seen.split() == ["True"] * 2


@pytest.mark.parametrize(
    ("how", "ahead"),
    [("snap-start", True), ("provisioned-concurrency", True), ("on-demand", False)],
)
def test_it_is_there_before_a_snapshot_is_taken(how: str, ahead: bool) -> None:
    seen = run(f"""
import os
os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"] = {how!r}
from functions.inspection import handler, preparing
print([*preparing._prepared] == [os.getpid()] * {ahead})
""")
    assert seen.split() == ["True"]


def test_it_ends_with_its_caller() -> None:
    program = """
import os, sys
from functions.inspection import preparing
print(preparing.prepare(60).id, flush=True)
sys.stdin.read()
os._exit(0)
"""
    with subprocess.Popen(  # noqa: S603 - of this file
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
    ) as caller:
        assert caller.stdin
        assert caller.stdout
        process = os.pidfd_open(int(caller.stdout.readline()))
        assert not select.select([process], [], [], 0)[0]
        caller.stdin.close()
        assert select.select([process], [], [], 30)[0]
    os.close(process)
