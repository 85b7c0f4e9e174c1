"""An address of loopback for the distribution that hosts the portal on the local AWS."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests

from local import mails, ports
from local.stack import Stack

PORT = 4570
_SECONDS = 30
_HOP_BY_HOP = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding"})


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
        if urlsplit(self.path).path == mails.PATH:
            self._show_mails()
        else:
            self._pass_on()

    def _show_mails(self) -> None:
        data = mails.page(self._stack.endpoint or "").encode()
        self.send_response_only(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", mails.POLICY)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _pass_on(self) -> None:
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
    PortTaken
        Somebody else listens on the port.
    """
    ports.check(port, "PORTAL_PORT")
    server = ThreadingHTTPServer((ports.HOST, port), partial(_Distribution, stack=stack))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
