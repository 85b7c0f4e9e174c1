"""What answers in place of AWS: DynamoDB and S3 on loopback, in a process of its own.

Every contender sends real requests, signed and serialised, and reads real answers; what it costs
to answer them is not in its processor time.
"""

import asyncio
import base64
import hashlib
import json
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qs, unquote, urlsplit

from benchmarks.table import Index, Json, Stamp, Table, place_of

HOST = "127.0.0.1"
CONTROL = "/_control"
"""Path of what only the benchmark itself asks for."""


@dataclass(frozen=True)
class Request:
    """One HTTP request."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Aws:
    """The table and the buckets, and what was asked of them.

    Attributes
    ----------
    heard
        The calls since they were last asked for, if they are recorded.
    """

    table: Table
    objects: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    heard: list[Json] = field(default_factory=list)
    _versions: "count[int]" = field(default_factory=lambda: count(1))

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        if request.target == CONTROL:
            return _json(self._control(json.loads(request.body)))
        target = request.headers.get("x-amz-target")
        if target is not None:
            return self._dynamodb(target.partition(".")[2], request.body)
        return self._s3(request)

    def _dynamodb(self, operation: str, body: bytes) -> Answer:
        asked = json.loads(body)
        answer = _json(self.table.answer(operation, asked))
        self.heard.append(
            {
                "service": "dynamodb",
                "operation": operation,
                "request": asked,
                "sent": len(body),
                "received": len(answer.body),
            }
        )
        return answer

    def _s3(self, request: Request) -> Answer:
        address = urlsplit(request.target)
        path = unquote(address.path)
        _, bucket, key = path.split("/", 2)
        said: Json = {"Bucket": bucket, "Key": key}
        match request.method:
            case "PUT":
                answer = self._keep(path, request)
            case "GET" | "HEAD" if path in self.objects:
                data, headers = self.objects[path]
                answer = Answer(200, headers, data)
                version = parse_qs(address.query).get("versionId")
                said |= {"VersionId": version[0]} if version else {}
            case "GET" | "HEAD":
                answer = Answer(404, _XML, b"<Error><Code>NoSuchKey</Code></Error>")
            case _:
                raise ValueError(f"objects are put and read here, and {request.method} is neither")
        self.heard.append(
            {
                "service": "s3",
                "operation": f"{request.method.title()}Object",
                "request": said,
                "sent": len(request.body),
                "received": len(answer.body),
            }
        )
        return answer

    def _keep(self, path: str, request: Request) -> Answer:
        digest = hashlib.md5(request.body, usedforsecurity=False).hexdigest()
        headers = {
            "ETag": f'"{digest}"',
            "x-amz-version-id": f"{next(self._versions):032}",
            "x-amz-checksum-sha256": base64.b64encode(
                hashlib.sha256(request.body).digest()
            ).decode(),
        }
        kind = request.headers.get("content-type", "application/octet-stream")
        self.objects[path] = (request.body, {**headers, "Content-Type": kind})
        return Answer(200, headers)

    def _control(self, order: Json) -> Json:
        match order["do"]:
            case "heard":
                heard, self.heard = self.heard, []
                units = {"read": self.table.units.read, "written": self.table.units.written}
                self.table.units.read = self.table.units.written = 0.0
                return {"calls": heard, "units": units}
            case "freeze":
                self.table.frozen = True
                return {}
            case "items":
                return {"items": self.table.items()}
            case "objects":
                return {"paths": list(self.objects)}
            case "put":
                for item in order["items"]:
                    self.table.put(place_of(item), item)
                return {}
            case "fill":
                stamp = Stamp.of(order["item"], order["instead"], self.table.key_names())
                self.table.fill(stamp, range(order["first"], order["last"]))
                return {}
        raise ValueError(f"nobody knows the order {order['do']}")


_XML = {"Content-Type": "application/xml"}


def _json(said: Json) -> Answer:
    body = json.dumps(said, separators=(",", ":")).encode()
    # DynamoDB says it, and every client of it checks it.
    headers = {"Content-Type": "application/x-amz-json-1.0", "x-amz-crc32": str(zlib.crc32(body))}
    return Answer(200, headers, body)


async def _serve(
    answer: Callable[[Request], Answer], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        while True:
            request = await _read(reader, writer)
            writer.write(_written(answer(request), bodiless=request.method == "HEAD"))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionResetError):
        writer.close()


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    if headers.get("expect") == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await writer.drain()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, target, headers, body)


def _written(answer: Answer, *, bodiless: bool) -> bytes:
    headers = {
        "x-amzn-RequestId": "A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6Q7R8S9T0U1V2W3X4Y5Z6",
        **answer.headers,
        "Content-Length": str(len(answer.body)),
    }
    lines = [
        f"HTTP/1.1 {answer.status} Said",
        *(f"{name}: {said}" for name, said in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + (b"" if bodiless else answer.body)


async def _main(indexes: dict[str, Index]) -> None:
    aws = Aws(Table(indexes))
    server = await asyncio.start_server(
        lambda reader, writer: _serve(aws.answer, reader, writer), HOST, 0, limit=2**24
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main({name: Index(**said) for name, said in json.loads(sys.argv[1]).items()}))
