"""Run MiniStack for as long as the program that started it is there.

Standard input is a pipe from that program. When it closes, however the program ended, MiniStack
is told to stop and saves its state. Started with the Python of MiniStack's own environment.
"""

import os
import runpy
import signal
import sys
import threading


def _stop_when_alone() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=_stop_when_alone, daemon=True).start()
# The terminal's Ctrl-C is for the program that started this.
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.argv = ["ministack"]
runpy.run_module("ministack", run_name="__main__", alter_sys=True)
