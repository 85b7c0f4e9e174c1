"""Run Certfolio on this machine (`make run`) until Ctrl-C."""

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import NoReturn

from local import aws, bundle, portal, seed
from local.progress import step
from local.stack import Stack


def main() -> int:
    """Start, build, deploy, seed; stay up; stop."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=aws.PORT, help="of loopback")
    port = arguments.parse_args().port
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _ended)
    started = time.monotonic()
    try:
        with aws.running(port=port, keep=True) as stack:
            with step("opening the demo academy"):
                seed.seed(stack)
            if bundle.is_old():
                with step("building the portal"):
                    bundle.build()
            with _serving(stack):
                _show(stack, time.monotonic() - started)
                while True:
                    signal.pause()
    except aws.LocalError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except _Ended:
        return 0


class _Ended(BaseException):
    """Somebody asked this process to end."""


@contextmanager
def _serving(stack: Stack) -> Iterator[None]:
    """Serve the portal while something else goes on."""
    try:
        server = portal.serve(stack)
    except OSError as error:
        raise aws.PortTaken(portal.PORT, None) from error
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _ended(*_: object) -> NoReturn:
    raise _Ended


def _show(stack: Stack, seconds: float) -> None:
    """Say where everything is and who can sign in."""
    rows = [
        ("portal", f"http://{portal.HOST}:{portal.PORT}"),
        ("API", stack.api_url),
        ("user pool", f"{stack.user_pool_id}, client {stack.client_id}"),
        ("identity pool", stack.identity_pool_id),
        ("AWS endpoint", f"{stack.endpoint}, region {stack.region}"),
        ("", ""),
        *((account.email, f"{account.does}, academy {account.academy}") for account in seed.PEOPLE),
        ("password", seed.PASSWORD),
        ("a system's role", f"{seed.SYSTEM_ROLE}, reviewer, academy {seed.ACADEMY}"),
    ]
    print(f"\nCertfolio runs, ready after {seconds:.0f} s.\n")
    for name, value in rows:
        print(f"  {name:<34} {value}".rstrip())
    print("\nmake demo tells the story. Ctrl-C stops it; everything is kept for the next time.")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
