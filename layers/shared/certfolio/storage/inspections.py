"""Asking inspection for what no event will ask it for."""

import json
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from certfolio.storage.faults import faults_as_unavailable

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class Drawings:
    """Has files drawn that were accepted before files were drawn."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        self._client = client
        self._function = function

    def ask(self, key: str) -> None:
        """Ask for a drawing, which comes later; to ask twice changes nothing.

        Parameters
        ----------
        key
            Of the upload that brought the file.
        """
        with faults_as_unavailable():
            self._client.invoke(
                FunctionName=self._function,
                InvocationType="Event",
                Payload=json.dumps({"draw": [key]}),
            )


class Inspections(Protocol):
    """Whoever can have an incoming file inspected."""

    def ask(self, key: str, etag: str) -> None:
        """Ask for an inspection, whose verdict comes later; to ask twice changes nothing."""


class DirectInspections:
    """Invokes inspection with what S3 would have told it."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        self._client = client
        self._function = function

    def ask(self, key: str, etag: str) -> None:
        """Ask for an inspection, whose verdict comes later; to ask twice changes nothing."""
        # Without a sequencer: the event has no place among S3's own.
        told = {"object": {"key": quote(key, safe="/"), "eTag": etag, "sequencer": ""}}
        with faults_as_unavailable():
            self._client.invoke(
                FunctionName=self._function,
                InvocationType="Event",
                Payload=json.dumps({"Records": [{"s3": told}]}),
            )


class ScannedInspections:
    """Has GuardDuty scan the file, whose result is what inspection waits for."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - GuardDuty's, untyped
        self._client = client
        self._bucket = bucket

    def ask(self, key: str, etag: str) -> None:  # noqa: ARG002 - it scans what is there now
        """Ask for an inspection, whose verdict comes later; to ask twice changes nothing."""
        with faults_as_unavailable():
            self._client.send_object_malware_scan(S3Object={"Bucket": self._bucket, "Key": key})
