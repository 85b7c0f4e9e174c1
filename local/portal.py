"""Bring the built portal to where CloudFront takes it from.

    python -m local.portal --stack certfolio-staging --region eu-central-1

does so on AWS; on this machine `serving` then gives the distribution an address that every browser
reaches.
"""

import argparse
import json
import mimetypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests

from local import bundle
from local import stack as stacks
from local.stack import Stack

HOST = "127.0.0.1"
PORT = 4570
_SECONDS = 30
_HOP_BY_HOP = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding"})

# The host's own table of types may lack these, and `nosniff` makes browsers refuse a wrong one.
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


class NotHosted(Exception):
    """The stack was deployed with `PortalHosting=off`: there is nowhere to bring the portal."""


def configuration(stack: Stack) -> dict[str, str | int]:
    """What ``/config.json`` tells the portal of its stack."""
    found: dict[str, str | int] = {
        "apiUrl": stack.api_url,
        "region": stack.region,
        "userPoolId": stack.user_pool_id,
        "userPoolClientId": stack.client_id,
        "identityPoolId": stack.identity_pool_id,
        "maxFileBytes": stack.max_file_bytes,
    }
    if stack.endpoint:
        found |= {"cognitoEndpoint": stack.endpoint, "identityEndpoint": stack.endpoint}
    return found


def publish(stack: Stack, folder: Path = bundle.DIST) -> None:
    """Put the built portal and its configuration into the stack's bucket.

    What earlier builds put stays, for the pages that are open while this happens.

    Raises
    ------
    NotHosted
        The stack has no such bucket.
    """
    if stack.portal_bucket is None:
        raise NotHosted
    s3 = stack.client("s3")
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=stack.portal_bucket, Prefix="assets/"
    )
    there = {item["Key"] for page in pages for item in page.get("Contents", ())}
    files = (file for file in folder.rglob("*") if file.is_file())
    names = {file.relative_to(folder).as_posix(): file for file in files}
    bodies = {name: file.read_bytes() for name, file in names.items() if not name.startswith(".")}
    bodies["config.json"] = json.dumps(configuration(stack)).encode()
    # The page goes last: it never names a file that is not there yet.
    for name in sorted(bodies, key=lambda name: (name == "index.html", name)):
        # Built files carry a digest of their content in their name; everything else may change.
        lasting = name.startswith("assets/")
        if lasting and name in there:
            continue
        s3.put_object(
            Bucket=stack.portal_bucket,
            Key=name,
            Body=bodies[name],
            ContentType=mimetypes.guess_type(name)[0] or "application/octet-stream",
            CacheControl="public, max-age=31536000, immutable" if lasting else "no-cache",
        )


class _Distribution(BaseHTTPRequestHandler):
    """Passes requests on to the distribution, whose own host name resolves nowhere."""

    protocol_version = "HTTP/1.1"

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - what the server passes on
        stack: Stack,
    ) -> None:
        self._stack = stack
        super().__init__(*args)

    def do_GET(self) -> None:
        # The distribution wants TLS, which ends here as far as it is concerned.
        name_there = urlsplit(self._stack.portal_url or "").netloc
        there = {"Host": name_there, "X-Forwarded-Proto": "https"}
        asked = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        answer = requests.request(
            self.command,
            f"{self._stack.endpoint}{self.path}",
            headers=asked | there,
            timeout=_SECONDS,
            allow_redirects=False,
        )
        self.send_response_only(answer.status_code)
        for name, value in answer.headers.items():
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Stay silent: addresses can hold ids."""


@contextmanager
def serving(stack: Stack, port: int = PORT) -> Iterator[None]:
    """Give the local stack's distribution an address of loopback, for as long as the block lasts.

    Raises
    ------
    OSError
        The port is taken.
    """
    server = ThreadingHTTPServer((HOST, port), partial(_Distribution, stack=stack))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def main() -> int:
    """Build the portal and publish it on AWS."""
    parser = argparse.ArgumentParser(description="Publish the portal on AWS.")
    parser.add_argument("--stack", required=True, help="such as certfolio-staging")
    parser.add_argument("--region", required=True)
    arguments = parser.parse_args()
    stack = stacks.find(arguments.stack, endpoint=None, region=arguments.region)
    bundle.build_if_old()
    publish(stack)
    print(f"Published: {stack.portal_url}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
