"""HEIC without threads, as the confined process starts none."""

import ctypes
import os
import struct
import sys
from contextlib import suppress
from pathlib import Path

import pi_heif

# "Return 0", which is DE265_OK: xor eax, eax; ret - and bti c; mov w0, #0; ret.
_RETURN_OK = {
    "x86_64": b"\x31\xc0\xc3",
    "aarch64": struct.pack("<III", 0xD503245F, 0x52800000, 0xD65F03C0),
}


def decode_in_this_thread() -> None:
    """Have libheif and libde265 decode in the thread that asks.

    libheif starts no threads of its own for the tiles of a picture when it is allowed none. But its
    plug-in asks libde265 for one worker whatever it is told (``decoder_libde265.cc``), and that
    ends the process when it gets none, although it needs none: asked for no worker it answers OK,
    and decodes in the calling thread. So it answers that to whoever asks.
    """
    pi_heif.options.DECODE_THREADS = 0
    code = _RETURN_OK.get(os.uname().machine)
    if sys.platform != "linux" or code is None:
        return
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    library = next((line.split()[-1] for line in maps if "libde265" in line), None)
    if library is None:
        return
    asked = ctypes.cast(ctypes.CDLL(library).de265_start_worker_threads, ctypes.c_void_p).value
    # The kernel writes where the process itself may not, and tells the processor of new code. A
    # process that keeps others out does not get at itself either, but it may start threads.
    with suppress(OSError), Path("/proc/self/mem").open("r+b", buffering=0) as memory:
        memory.seek(asked or 0)
        memory.write(code)
