"""Asking other functions for what is done in the background; the answer is not waited for."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from certfolio.domain.certificates import Owner
from certfolio.storage.faults import faults_as_unavailable

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

    from certfolio.domain.packs import Pack


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
        _invoke(self._client, self._function, {"draw": [key]})


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
        _invoke(self._client, self._function, {"Records": [{"s3": told}]})


class ScannedInspections:
    """Has GuardDuty scan the file, whose result is what inspection waits for."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - GuardDuty's, untyped
        self._client = client
        self._bucket = bucket

    def ask(self, key: str, etag: str) -> None:  # noqa: ARG002 - it scans what is there now
        """Ask for an inspection, whose verdict comes later; to ask twice changes nothing."""
        with faults_as_unavailable():
            self._client.send_object_malware_scan(S3Object={"Bucket": self._bucket, "Key": key})


class Background:
    """Has what is under way gone on with at once; a schedule does so later in any case."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        self._client = client
        self._function = function

    def erase(self, owner: Owner) -> None:
        """Go on with the erasure of a learner; asked twice, nothing is done twice."""
        _invoke(self._client, self._function, {"erase": [dict(owner)]})

    def export(self, owner: Owner) -> None:
        """Make the export of a learner; asked twice, it is made once."""
        _invoke(self._client, self._function, {"export": [dict(owner)]})


class Packers:
    """Whoever makes packs: the function itself, in another run."""

    def __init__(self, client: "LambdaClient") -> None:
        self._client = client

    def ask(self, pack: "Pack", function: str) -> None:
        """Ask for a pack, which comes later; to ask twice makes it once more."""
        told = {"academy_id": pack.academy_id, "learner_id": pack.learner_id, "id": pack.id}
        _invoke(self._client, function, {"pack": told})


def _invoke(client: "LambdaClient", function: str, event: Mapping[str, Any]) -> None:
    with faults_as_unavailable():
        client.invoke(FunctionName=function, InvocationType="Event", Payload=json.dumps(event))
