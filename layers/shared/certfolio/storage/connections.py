"""Connections to AWS that are kept open.

What urllib3 and botocore's session put around Python's own takes three times as long as it does.
"""

import os
import ssl
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from select import POLLIN, poll
from urllib.parse import urlsplit

from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.httpsession import get_cert_path
from botocore.utils import get_environ_proxies


@dataclass(frozen=True)
class Reply:
    """An answer over HTTP, by the names that botocore's own has."""

    status_code: int
    headers: HTTPMessage
    content: bytes


class _AtOnce(HTTPConnection):
    """A connection on which a request goes out in one piece, where Python's own makes two."""

    _buffer: list[bytes]

    def _send_output(self, message_body: bytes | None = None, **_: object) -> None:
        head = b"\r\n".join((*self._buffer, b"", b""))
        self._buffer.clear()
        self.send(head + (message_body or b""))


class _AtOnceOverTls(_AtOnce, HTTPSConnection):
    """The same, over TLS."""


class Connections:
    """Idle connections, taken by one request at a time; safe to be used by several threads.

    Parameters
    ----------
    connect, read
        Seconds until there is a connection, and then between any two parts of the answer.
    """

    def __init__(self, connect: float, read: float) -> None:
        self._connect = connect
        self._read = read
        self._idle: defaultdict[tuple[str, str], list[HTTPConnection]] = defaultdict(list)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send a request and read all of the answer.

        Raises
        ------
        botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError
            As botocore raises them.
        """
        parts = urlsplit(url)
        idle = self._idle[parts.scheme, parts.netloc]
        connection = _alive(idle) or self._opened(parts.scheme, parts.netloc, url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            reply = Reply(answer.status, answer.headers, answer.read())
        except TimeoutError as error:
            connection.close()
            raise ReadTimeoutError(endpoint_url=url, error=error) from error
        except (HTTPException, OSError) as error:
            connection.close()
            raise ConnectionClosedError(endpoint_url=url, error=error) from error
        if not answer.will_close:
            idle.append(connection)
        return reply

    def close(self) -> None:
        """Close those that are idle; what is sent next opens anew."""
        for idle in self._idle.values():
            while idle:
                idle.pop().close()

    def _opened(self, scheme: str, address: str, url: str) -> HTTPConnection:
        connection = (
            _AtOnceOverTls(address, timeout=self._connect, context=trusted())
            if scheme == "https"
            else _AtOnce(address, timeout=self._connect)
        )
        try:
            connection.connect()
        except TimeoutError as error:
            raise ConnectTimeoutError(endpoint_url=url, error=error) from error
        except OSError as error:
            raise EndpointConnectionError(endpoint_url=url, error=error) from error
        connection.sock.settimeout(self._read)
        return connection


def reaches(url: str) -> bool:
    """Whether an address is reached without a proxy."""
    return not get_environ_proxies(url)


def _alive(idle: list[HTTPConnection]) -> HTTPConnection | None:
    """An idle connection that the other side has not closed in the meantime."""
    while idle:
        connection = idle.pop()
        heard = poll()
        heard.register(connection.sock, POLLIN)
        # Nothing is said where nothing was asked, but that it is over.
        if not heard.poll(0):
            return connection
        connection.close()
    return None


@cache
def trusted() -> ssl.SSLContext:
    """Who may answer for AWS; reading all those certificates takes as long as many requests."""
    known = os.environ.get("AWS_CA_BUNDLE") or get_cert_path(verify=True)
    return ssl.create_default_context(cafile=known)
