"""Serve the built portal on this machine, as CloudFront serves it on AWS."""

import json
import mimetypes
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local.stack import Stack

DIST = Path(__file__).parent.parent / "web" / "dist"
HOST = "127.0.0.1"
PORT = 4570

# The host's own table of types may lack these, and `nosniff` makes browsers refuse a wrong one.
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


class NotBuilt(Exception):
    """There is no built portal: `npm run build` in `web/` makes it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"there is no built portal in {folder}: run `npm run build` in web/")
        self.folder = folder


def configuration(stack: Stack) -> dict[str, str]:
    """What ``/config.json`` tells the portal of its stack."""
    found = {
        "apiUrl": stack.api_url,
        "region": stack.region,
        "userPoolId": stack.user_pool_id,
        "userPoolClientId": stack.client_id,
        "identityPoolId": stack.identity_pool_id,
    }
    if stack.endpoint:
        found |= {"cognitoEndpoint": stack.endpoint, "identityEndpoint": stack.endpoint}
    return found


def security_headers(stack: Stack) -> dict[str, str]:
    """Headers of every response, the same as the template's response headers policy.

    Notes
    -----
    Scripts and styles come from the portal's own files alone: neither inline ones nor `eval`.
    What React sets on an element's style goes through the CSSOM, which the policy does not touch.
    Pictures are shown from bytes that the page itself has fetched, hence `blob:`.
    """
    services = " ".join(sorted(_origins(stack)))
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' blob: data:",
        "connect-src": f"'self' {services}",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def _origins(stack: Stack) -> set[str]:
    if stack.endpoint:
        return {_origin(stack.endpoint), _origin(stack.api_url)}
    return {
        _origin(stack.api_url),
        f"https://cognito-idp.{stack.region}.amazonaws.com",
        f"https://cognito-identity.{stack.region}.amazonaws.com",
        f"https://{stack.incoming_bucket}.s3.{stack.region}.amazonaws.com",
        f"https://{stack.evidence_bucket}.s3.{stack.region}.amazonaws.com",
    }


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class _Portal(SimpleHTTPRequestHandler):
    """One page for every address, its files beside it, and the configuration."""

    protocol_version = "HTTP/1.1"

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - what the server passes on
        config: bytes,
        headers_of_all: Mapping[str, str],
        **kwargs: Any,  # noqa: ANN401 - what the server passes on
    ) -> None:
        self._config = config
        self._headers_of_all = headers_of_all
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/config.json":
            self._send_config()
        else:
            self._or_page()
            super().do_GET()

    def do_HEAD(self) -> None:
        self._or_page()
        super().do_HEAD()

    def end_headers(self) -> None:
        for name, value in self._headers_of_all.items():
            self.send_header(name, value)
        # Built files carry a digest of their content in their name; everything else may change.
        lasting = urlsplit(self.path).path.startswith("/assets/")
        self.send_header(
            "Cache-Control", "public, max-age=31536000, immutable" if lasting else "no-cache"
        )
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Stay silent: addresses can hold ids."""

    def _send_config(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self._config)))
        self.end_headers()
        self.wfile.write(self._config)

    def _or_page(self) -> None:
        """An address inside the portal is answered with its page; a missing file stays missing."""
        path = urlsplit(self.path).path
        if not Path(self.translate_path(path)).is_file() and not path.startswith("/assets/"):
            self.path = "/index.html"


def serve(stack: Stack, port: int = PORT, folder: Path = DIST) -> ThreadingHTTPServer:
    """Bind the portal's server to loopback.

    Returns
    -------
    ThreadingHTTPServer
        Bound, not yet answering: call its `serve_forever`, in a thread of your own if need be,
        and `shutdown` to stop it.

    Raises
    ------
    NotBuilt
        `folder` holds no built portal.
    OSError
        The port is taken.
    """
    if not (folder / "index.html").is_file():
        raise NotBuilt(folder)
    handler = partial(
        _Portal,
        directory=str(folder),
        config=json.dumps(configuration(stack)).encode(),
        headers_of_all=security_headers(stack),
    )
    return ThreadingHTTPServer((HOST, port), handler)
