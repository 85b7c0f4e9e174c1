"""Signature Version 4, as AWS's IAM User Guide has it in "Create a signed AWS API request".

botocore signs any request there is; of all that it asks itself, what is signed here needs little.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Scope:
    """What a signature is good for.

    Attributes
    ----------
    at
        When it was made: ``YYYYMMDDTHHMMSSZ``.
    """

    at: str
    region: str
    service: str

    def __str__(self) -> str:
        return f"{self.at[:8]}/{self.region}/{self.service}/aws4_request"


def signature(  # noqa: PLR0913 - what a signature covers
    secret: str,
    scope: Scope,
    method: str,
    path: str,
    *,
    query: str = "",
    headers: Mapping[str, str],
    payload: str,
) -> str:
    """Sign a request.

    Parameters
    ----------
    path, query
        As they are sent: escaped, the query in the order of its names.
    headers
        All that are signed, by lower-case name.
    payload
        Digest of the body, or what stands for one.
    """
    told = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = f"{method}\n{path}\n{query}\n{told}\n{names_of(headers)}\n{payload}"
    said = f"{ALGORITHM}\n{scope.at}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    key = _key(secret, scope.at[:8], scope.region, scope.service)
    return hmac.digest(key, said.encode(), "sha256").hex()


def names_of(headers: Mapping[str, str]) -> str:
    """Names of signed headers, as a signature lists them."""
    return ";".join(sorted(headers))


@lru_cache(maxsize=4)
def _key(secret: str, *scope: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (*scope, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
