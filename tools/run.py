"""Run Certfolio on this machine (`make run`) until Ctrl-C."""

import argparse
import signal
import sys
import time
from typing import NoReturn

import requests
from botocore.exceptions import ClientError

from local import aws, deployment, mails, portal, ports, seed
from local.client import Refused
from local.errors import LocalError
from local.progress import step
from local.stack import Stack
from tools import bundle, publish

_USAGE = "make run [PORT=4566] [PORTAL_PORT=4570]"


def main() -> int:
    """Start, build, deploy, seed; stay up; stop."""
    parser = argparse.ArgumentParser(prog="make run", usage=_USAGE, description=__doc__)
    parser.add_argument("--port", type=ports.number, default=aws.PORT, help="of the local AWS")
    parser.add_argument(
        "--portal-port", type=ports.number, default=portal.PORT, help="of the portal"
    )
    arguments = parser.parse_args()
    if arguments.port == arguments.portal_port:
        parser.error(f"PORT and PORTAL_PORT are both {arguments.port}; each needs one of its own")
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _ended)
    started = time.monotonic()
    try:
        ports.check(arguments.portal_port, "PORTAL_PORT")
        address = f"http://{ports.HOST}:{arguments.portal_port}"
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
        return _say_why(str(error))
    except (ClientError, Refused) as error:
        return _say_why(
            "The demo academy cannot be opened in what the local AWS stored; make clean forgets "
            f"that, and make run then starts anew. {error}"
        )
    except requests.RequestException as error:
        return _say_why(f"The local AWS does not answer. {error}")
    except _Ended:
        return 0


def _say_why(message: str) -> int:
    print(f"\n{message}", file=sys.stderr)
    return 1


class _Ended(BaseException):
    """Somebody asked this process to end."""


def _ended(*_: object) -> NoReturn:
    raise _Ended


def _show(stack: Stack, address: str, seconds: float) -> None:
    """Say where everything is and who can sign in."""
    rows = [
        ("portal", address),
        ("mails it sent", f"{address}{mails.PATH}"),
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
