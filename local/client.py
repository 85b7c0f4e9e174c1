"""A client of Certfolio as any other system would write one."""

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import requests
from botocore import UNSIGNED
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from local.stack import Stack

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
_SECONDS = 20
"""How long to wait for an answer, or for inspection."""

Json = dict[str, Any]


def sign_in(stack: Stack, email: str, password: str) -> Json:
    """Sign in to the user pool.

    Returns
    -------
    dict
        Cognito's tokens: ``IdToken``, ``AccessToken``, ``RefreshToken``.
    """
    cognito = boto3.client(
        "cognito-idp",
        region_name=stack.region,
        endpoint_url=stack.endpoint,
        config=Config(signature_version=UNSIGNED),
    )
    answer = cognito.initiate_auth(
        ClientId=stack.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )
    return dict(answer["AuthenticationResult"])


def temporary_credentials(stack: Stack, id_token: str) -> Credentials:
    """Exchange an ID token for the identity pool's temporary AWS credentials."""
    identity = boto3.client(
        "cognito-identity",
        region_name=stack.region,
        endpoint_url=stack.endpoint,
        config=Config(signature_version=UNSIGNED),
    )
    provider = f"cognito-idp.{stack.region}.amazonaws.com/{stack.user_pool_id}"
    logins = {provider: id_token}
    identity_id = identity.get_id(IdentityPoolId=stack.identity_pool_id, Logins=logins)
    answer = identity.get_credentials_for_identity(
        IdentityId=identity_id["IdentityId"], Logins=logins
    )["Credentials"]
    return Credentials(answer["AccessKeyId"], answer["SecretKey"], answer["SessionToken"])


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
            headers["Authorization"] = self.id_token
        prepared = requests.Request(
            method,
            self.stack.api_url + path,
            headers=headers,
            params=query or None,
            data=json.dumps(body) if body is not None else None,
        ).prepare()
        if self.credentials is not None:
            signed = AWSRequest(method, prepared.url, headers, prepared.body)
            SigV4Auth(self.credentials, "execute-api", self.stack.region).add_auth(signed)
            prepared.headers.update(signed.headers.items())
        with requests.Session() as session:
            return session.send(prepared, timeout=_SECONDS)

    def call(self, method: str, path: str, body: Json | None = None, **more: Any) -> Json:  # noqa: ANN401
        """Send one request that must succeed, and read the answer.

        Raises
        ------
        RuntimeError
            It was refused; says why.
        """
        answer = self.request(method, path, body, **more)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return dict(answer.json())


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
        data = file.read_bytes()
        body = {
            "file_name": file.name,
            "content_type": CONTENT_TYPES[file.suffix.lower()],
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        if certificate_id is not None:
            body["certificate_id"] = certificate_id
        permit = self.call("POST", "/uploads", body)
        requests.put(
            permit["url"], data=data, headers=permit["headers"], timeout=_SECONDS
        ).raise_for_status()
        return permit

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


@dataclass(frozen=True)
class StaffClient(Caller):
    """A client of the routes under ``/admin``, for one academy."""

    academy_id: str = ""

    def admin(self, method: str, path: str, body: Json | None = None, **more: Any) -> Json:  # noqa: ANN401
        """Send one signed request that must succeed, its path below the academy's."""
        return self.call(method, f"/admin/academies/{self.academy_id}{path}", body, **more)
