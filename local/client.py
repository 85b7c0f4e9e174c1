"""A client of Certfolio as any other system would write one."""

import base64
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import boto3
import requests
from botocore import UNSIGNED
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from pycognito.aws_srp import AWSSRP

from local.stack import Stack
from local.totp import code_of

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".heic": "image/heic",
    ".heif": "image/heic",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
_SECONDS = 30
"""How long to wait for an answer, or for inspection; API Gateway itself gives up after 29."""

Json = dict[str, Any]


class Refused(RuntimeError):
    """The API refused a request.

    Attributes
    ----------
    status
        HTTP status.
    problem
        The problem response (RFC 9457).
    """

    def __init__(self, request: str, status: int, problem: Json) -> None:
        words = [str(problem.get("detail") or problem)]
        words += [f"{error['field']}: {error['detail']}" for error in problem.get("errors", ())]
        super().__init__(f"{request} was refused with {status}: {' '.join(words)}")
        self.status = status
        self.problem = problem


def sign_in(stack: Stack, email: str, password: str) -> Json:
    """Sign in to the user pool by SRP, which keeps the password here.

    Returns
    -------
    dict
        Cognito's tokens: ``IdToken``, ``AccessToken``, ``RefreshToken``.
    """
    answer = AWSSRP(
        email, password, stack.user_pool_id, stack.client_id, client=_cognito(stack)
    ).authenticate_user()
    tokens = dict(answer["AuthenticationResult"])
    _LATEST[tokens["IdToken"]] = tokens
    return tokens


_LATEST: dict[str, Json] = {}
"""The latest tokens of whoever signed in, by the ID token that they got then."""

_MARGIN_SECONDS = 60
"""How long before an ID token lapses another one is fetched."""


def good(stack: Stack, id_token: str) -> str:
    """An ID token of the same sign-in that is good for the next minute; each lasts for five."""
    latest = _LATEST.get(id_token)
    if latest is None or claims_of(latest["IdToken"])["exp"] > time.time() + _MARGIN_SECONDS:
        return latest["IdToken"] if latest else id_token
    cognito = _cognito(stack)
    try:
        answer = cognito.initiate_auth(
            ClientId=stack.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": latest["RefreshToken"]},
        )
    except cognito.exceptions.NotAuthorizedException:
        # The session was ended: what is left of it is for the service to refuse.
        return str(latest["IdToken"])
    latest |= answer["AuthenticationResult"]
    return str(latest["IdToken"])


def claims_of(token: str) -> Json:
    """What a token says, unverified."""
    claims = token.split(".")[1]
    said: Json = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    return said


def _cognito(stack: Stack) -> Any:  # noqa: ANN401 - a client
    return boto3.client(
        "cognito-idp",
        region_name=stack.region,
        endpoint_url=stack.endpoint,
        config=Config(signature_version=UNSIGNED),
    )


def identity(stack: Stack, id_token: str) -> str:
    """The identity that an ID token stands for in the identity pool, made when it is new."""
    found = _identities(stack).get_id(
        IdentityPoolId=stack.identity_pool_id, Logins=_logins(stack, id_token)
    )
    return str(found["IdentityId"])


def enrol(stack: Stack, access_token: str) -> str:
    """Give whoever signed in a second factor, with their own token.

    Returns
    -------
    str
        The secret that an authenticator app makes its codes of.
    """
    cognito = _cognito(stack)
    secret: str = cognito.associate_software_token(AccessToken=access_token)["SecretCode"]
    cognito.verify_software_token(AccessToken=access_token, UserCode=code_of(secret))
    cognito.set_user_mfa_preference(
        AccessToken=access_token,
        SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True},
    )
    return secret


def temporary_credentials(stack: Stack, id_token: str) -> Credentials:
    """Exchange an ID token for the identity pool's temporary AWS credentials."""
    answer = _identities(stack).get_credentials_for_identity(
        IdentityId=identity(stack, id_token), Logins=_logins(stack, id_token)
    )["Credentials"]
    return Credentials(answer["AccessKeyId"], answer["SecretKey"], answer["SessionToken"])


def _identities(stack: Stack) -> Any:  # noqa: ANN401 - a client
    return boto3.client(
        "cognito-identity",
        region_name=stack.region,
        endpoint_url=stack.endpoint,
        config=Config(signature_version=UNSIGNED),
    )


def _logins(stack: Stack, id_token: str) -> dict[str, str]:
    provider = f"cognito-idp.{stack.region}.amazonaws.com/{stack.user_pool_id}"
    return {provider: good(stack, id_token)}


@dataclass(frozen=True)
class Caller:
    """Sends requests, with a learner's token, a signature, or neither."""

    stack: Stack
    id_token: str | None = None
    credentials: Credentials | None = None

    def request(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        version: int | None = None,
        **query: Any,  # noqa: ANN401 - whatever the route takes
    ) -> requests.Response:
        """Send one request.

        Parameters
        ----------
        version
            Sent as ``If-Match``.
        """
        headers = {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if self.id_token:
            headers["Authorization"] = good(self.stack, self.id_token)
        prepared = requests.Request(
            method,
            self.stack.api_url + path,
            headers=headers,
            params=_encoded(query),
            data=json.dumps(body) if body is not None else None,
        ).prepare()
        if self.credentials is not None:
            signed = AWSRequest(method, prepared.url, headers, prepared.body)
            SigV4Auth(self.credentials, "execute-api", self.stack.region).add_auth(signed)
            prepared.headers.update(signed.headers.items())
        with requests.Session() as session:
            return session.send(prepared, timeout=_SECONDS, allow_redirects=False)

    def call(self, method: str, path: str, body: Json | None = None, **more: Any) -> Json:  # noqa: ANN401
        """Send one request that must succeed, and read the answer.

        Raises
        ------
        Refused
            It was refused; says why.
        """
        answer = self.request(method, path, body, **more)
        if not answer.ok:
            said = "json" in answer.headers.get("Content-Type", "")
            problem = answer.json() if said else {"detail": answer.text}
            raise Refused(f"{method} {path}", answer.status_code, problem)
        return dict(answer.json())


def _encoded(query: Json) -> str | None:
    """A query as Signature Version 4 signs it: a space is ``%20``, never a plus sign."""
    given = {name: value for name, value in query.items() if value is not None}
    return urlencode(given, quote_via=quote) or None


@dataclass(frozen=True)
class Learner(Caller):
    """A learner's client."""

    def upload(self, file: Path, certificate_id: str | None = None) -> Json:
        """Put a file; exactly as the permit says.

        Returns
        -------
        dict
            The upload's permit.
        """
        permit = self.permit(file, certificate_id)
        put(permit, file)
        return permit

    def permit(self, file: Path, certificate_id: str | None = None) -> Json:
        """Ask for permission to put a file."""
        data = file.read_bytes()
        body = {
            "file_name": file.name,
            "content_type": CONTENT_TYPES[file.suffix.lower()],
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        if certificate_id is not None:
            body["certificate_id"] = certificate_id
        return self.call("POST", "/uploads", body)

    def inspected(self, upload_id: str) -> Json:
        """Wait for inspection.

        Raises
        ------
        TimeoutError
            It took too long.
        """
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            upload = self.call("GET", f"/uploads/{upload_id}")
            if upload["file"]["state"] != "waiting":
                return upload
            time.sleep(0.1)
        raise TimeoutError("the file was not inspected in time")


def put(permit: Json, file: Path) -> None:
    """Put a file as its permit says.

    Raises
    ------
    requests.HTTPError
        S3 refused it.
    """
    requests.put(
        permit["url"], data=file.read_bytes(), headers=permit["headers"], timeout=_SECONDS
    ).raise_for_status()


@dataclass(frozen=True)
class StaffClient(Caller):
    """A client of the routes under ``/admin``, for one academy."""

    academy_id: str = ""

    def admin(self, method: str, path: str, body: Json | None = None, **more: Any) -> Json:  # noqa: ANN401
        """Send one signed request that must succeed, its path below the academy's."""
        return self.call(method, f"/admin/academies/{self.academy_id}{path}", body, **more)
