"""The queue of what could not be done, for people to look into."""

import json
from typing import TYPE_CHECKING

from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.stream import StreamRecord

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class DeadLetters:
    """Takes what a function can make nothing of."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def send(self, record: StreamRecord) -> None:
        """Put a record of the stream aside: where it is to be found, and nothing that it says."""
        letter = {"keys": dict(record.key), "sequence": record.sequence}
        with faults_as_unavailable():
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(letter))
