"""Run Certfolio on this machine (`make run`) until Ctrl-C."""

import argparse
import signal
import sys
import time
from typing import NoReturn

from local import aws, deployment, portal, seed
from local.errors import LocalError
from local.progress import step
from local.stack import Stack
from tools import bundle, publish


def main() -> int:
    """Start, build, deploy, seed; stay up; stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=aws.PORT, help="of the local AWS")
    parser.add_argument("--portal-port", type=int, default=portal.PORT, help="of the portal")
    arguments = parser.parse_args()
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _ended)
    started = time.monotonic()
    try:
        aws.check_port(arguments.portal_port, "PORTAL_PORT")
        address = f"http://{portal.HOST}:{arguments.portal_port}"
        with deployment.running(port=arguments.port, keep=True, web_origin=address) as stack:
            with step("opening the demo academy"):
                seed.seed(stack)
            bundle.build_if_old()
            publish.publish(stack)
            with portal.serving(stack, arguments.portal_port):
                _show(stack, address, time.monotonic() - started)
                while True:
                    signal.pause()
    except LocalError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except _Ended:
        return 0


class _Ended(BaseException):
    """Somebody asked this process to end."""


def _ended(*_: object) -> NoReturn:
    raise _Ended


def _show(stack: Stack, address: str, seconds: float) -> None:
    """Say where everything is and who can sign in."""
    rows = [
        ("portal", address),
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
