"""Connections that are kept open, with a server that breaks them in every way."""

import re
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from socket import SHUT_RDWR, create_server
from threading import Thread
from typing import Any, BinaryIO

import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from certfolio.storage import connections
from certfolio.storage.connections import Connections, reaches

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-amzn-RequestId: r\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
LAST = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
CUT_OFF = b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}"
NO_HTTP = b"what?\r\n\r\n"
SILENCE = b""


@dataclass
class Server:
    """What is said on each connection, request by request; then the connection is closed."""

    says: list[list[bytes]]
    url: str = ""
    asked: list[bytes] = field(default_factory=list)

    def serve(self, listening: Any) -> None:
        for answers in self.says:
            connection, _ = listening.accept()
            with closing(connection), connection.makefile("rb") as heard:
                for answer in answers:
                    self.asked.append(_request(heard))
                    connection.sendall(answer)
                    if answer == SILENCE:
                        heard.read(1)
                connection.shutdown(SHUT_RDWR)


def _request(heard: BinaryIO) -> bytes:
    """One request, to the end of its body."""
    head = b"".join(iter(heard.readline, b"\r\n"))
    length = re.search(rb"Content-Length: (\d+)", head)
    return head + heard.read(int(length[1]) if length else 0)


@contextmanager
def server(*says: list[bytes]) -> Iterator[Server]:
    with create_server(("127.0.0.1", 0)) as listening:
        made = Server([*says], f"http://127.0.0.1:{listening.getsockname()[1]}/")
        thread = Thread(target=made.serve, args=(listening,))
        thread.start()
        yield made
        thread.join()


@pytest.fixture
def known() -> Iterator[Connections]:
    with closing(Connections(10.0, 10.0)) as made:
        yield made


def ask(known: Connections, here: Server) -> bytes:
    return known.send("POST", here.url, {"A": "b"}, b"body").content


@pytest.mark.parametrize("answer", [OK, CHUNKED])
def test_one_connection_serves_one_request_after_another(known: Connections, answer: bytes) -> None:
    with server([answer, answer]) as here:
        assert [ask(known, here), ask(known, here)] == [b"{}", b"{}"]
        assert len(here.asked) == 2
        assert here.asked[0].startswith(b"POST / HTTP/1.1\r\n")
        assert b"\r\nA: b\r\n" in here.asked[0]
        assert here.asked[0].endswith(b"body")


def test_what_the_other_side_closed_is_opened_anew(known: Connections) -> None:
    with server([OK], [OK]) as here:
        assert ask(known, here) == b"{}"
        [[idle]] = known._idle.values()  # noqa: SLF001 - to see the end before the next request
        assert idle.sock.recv(1) == b""
        assert ask(known, here) == b"{}"


def test_what_the_other_side_calls_its_last_is_not_used_again(known: Connections) -> None:
    with server([LAST], [OK]) as here:
        assert [ask(known, here), ask(known, here)] == [b"{}", b"{}"]


@pytest.mark.parametrize("answer", [CUT_OFF, NO_HTTP, None])
def test_an_answer_that_is_none_is_a_closed_connection(
    known: Connections, answer: bytes | None
) -> None:
    with server([] if answer is None else [answer], [OK]) as here:
        with pytest.raises(ConnectionClosedError):
            ask(known, here)
        assert ask(known, here) == b"{}"


def test_who_says_nothing_is_not_waited_for() -> None:
    known = Connections(10.0, 0.05)
    with server([SILENCE]) as here, pytest.raises(ReadTimeoutError):
        ask(known, here)


def test_nobody_there_is_an_endpoint_that_cannot_be_reached(known: Connections) -> None:
    with create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    with pytest.raises(EndpointConnectionError):
        known.send("GET", address, {}, b"")


def test_who_does_not_let_connect_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(_: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(connections.HTTPConnection, "connect", connect)
    with pytest.raises(ConnectTimeoutError):
        Connections(1.0, 1.0).send("GET", "http://127.0.0.1/", {}, b"")


def test_who_cannot_prove_who_they_are_is_not_asked(known: Connections) -> None:
    trusted = connections.trusted()  # no server here has a certificate
    assert (trusted.verify_mode, trusted.check_hostname) == (ssl.CERT_REQUIRED, True)
    with server([]) as here, pytest.raises(EndpointConnectionError):
        known.send("GET", here.url.replace("http:", "https:"), {}, b"secret")


def test_the_way_through_a_proxy_is_left_to_botocore(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://dynamodb.eu-central-1.amazonaws.com"
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert reaches(url)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org:3128")
    assert not reaches(url)
