"""AWS clients, made when first used and once per process.

Whatever a request asks of AWS, it is answered before Lambda ends the function: time-outs are a
share of the function's own, and no try begins, and none is waited for, that could outlast it.
"""

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import NoCredentialsError

from certfolio.domain.errors import Unavailable
from certfolio.invocation import require
from certfolio.once import once
from certfolio.settings import FunctionSettings, load
from certfolio.storage.direct import make_direct
from certfolio.storage.faults import UNANSWERED, may_pass
from certfolio.storage.links import Links
from certfolio.storage.stage import answer_of

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

TRIES = 3
PAUSE = 0.1
"""Seconds before the second try, at most; doubled before the third."""


@dataclass(frozen=True)
class Patience:
    """How long one try may take.

    Attributes
    ----------
    connect, read
        Seconds until there is a connection, and then between any two parts of the answer.
    """

    connect: float
    read: float

    @classmethod
    def of(cls, function_seconds: float, longest: float) -> "Patience":
        """What fits a function that Lambda ends after so many seconds.

        One try takes three eighths of them at most, so that what comes before and after it finds
        time too.

        Parameters
        ----------
        longest
            Seconds beyond which no answer is waited for, however long the function may take.
        """
        return cls(min(1.0, function_seconds / 8), min(longest, function_seconds / 4))

    @property
    def seconds(self) -> float:
        """How long one try takes at most."""
        return self.connect + self.read


@once
def session() -> boto3.Session:
    """What the process's clients have in common: where they are and whose credentials they use."""
    made = boto3.Session()
    made.events.register("creating-client-class", make_direct)
    return made


@once
def dynamodb() -> "DynamoDBClient":
    """The process's DynamoDB client."""
    client: DynamoDBClient = _within_deadline("dynamodb", _patience(2.0))
    return client


@once
def s3() -> "S3Client":
    """The process's S3 client."""
    client: S3Client = _within_deadline(
        "s3",
        _patience(10.0),
        signature_version="s3v4",
        s3={"us_east_1_regional_endpoint": "regional"},
        # Without this a presigned PUT would carry a CRC32 of its own beside the SHA-256.
        request_checksum_calculation="when_required",
    )
    return client


def links(bucket: str) -> Links:
    """Links to the objects of a bucket."""
    credentials = session().get_credentials()
    if credentials is None:
        raise NoCredentialsError
    return Links(s3(), credentials, bucket)


@once
def cognito() -> "CognitoIdentityProviderClient":
    """The process's client of the user pools."""
    client: CognitoIdentityProviderClient = _within_deadline("cognito-idp", _patience(2.0))
    return client


@once
def functions() -> "LambdaClient":
    """The process's Lambda client, to call other functions with."""
    client: LambdaClient = _within_deadline("lambda", _patience(5.0))
    return client


@once
def eventbridge() -> Any:  # noqa: ANN401 - EventBridge's types are not among those installed
    """The process's EventBridge client."""
    return _within_deadline("events", _patience(2.0))


@once
def sqs() -> "SQSClient":
    """The process's SQS client."""
    client: SQSClient = _within_deadline("sqs", _patience(2.0))
    return client


@once
def ses() -> Any:  # noqa: ANN401 - SES's types are not among those installed
    """The process's SES client.

    It tries once: a mail whose answer was lost may be on its way.
    """
    return _within_deadline("sesv2", _patience(5.0), tries=1)


@once
def guardduty() -> Any:  # noqa: ANN401 - GuardDuty's types are not among those installed
    """The process's GuardDuty client."""
    return _within_deadline("guardduty", _patience(5.0))


@once
def textract() -> Any:  # noqa: ANN401 - Textract's types are not among those installed
    """The process's Textract client."""
    return _within_deadline("textract", _patience(5.0))


@once
def secrets() -> Any:  # noqa: ANN401 - Secrets Manager's types are not among those installed
    """The process's Secrets Manager client."""
    return _within_deadline("secretsmanager", _patience(5.0))


def reconnect() -> None:
    """Let every client go to AWS by a new connection, with credentials that are still good."""
    for client in _made():
        client.close()
    credentials = session().get_credentials()
    if credentials is not None:
        # Those that can expire are renewed where they have.
        credentials.get_frozen_credentials()


def _patience(longest: float) -> Patience:
    return Patience.of(load(FunctionSettings).function_seconds, longest)


def _within_deadline(
    service: Any,  # noqa: ANN401 - boto3 tells clients apart by literals
    patience: Patience,
    *,
    tries: int = TRIES,
    **more: Any,  # noqa: ANN401 - what a configuration takes
) -> Any:  # noqa: ANN401 - the same
    """Make a client that begins and repeats nothing for which no time is left."""

    def before_try(*, request: AWSPreparedRequest, **_: object) -> AWSResponse | None:
        require(patience.seconds)
        return answer_of(request)

    def after_try(
        *,
        attempts: int,
        response: tuple[Any, dict[str, Any]] | None,
        caught_exception: Exception | None,
        **_: object,
    ) -> float | None:
        """Say how long to sleep before the next try, or nothing where there is none."""
        if attempts == tries or not _may_pass(response, caught_exception):
            return None
        pause: float = PAUSE * 2 ** (attempts - 1) * random.random()  # noqa: S311 - jitter, no secret
        try:
            require(pause + patience.seconds)
        except Unavailable as error:
            raise error from caught_exception
        return pause

    config = Config(
        connect_timeout=patience.connect,
        read_timeout=patience.read,
        # botocore's own tries are spaced without regard to the time that is left.
        retries={"mode": "standard", "total_max_attempts": 1},
        **more,
    )
    client: Any = session().client(service, config=config)
    client.meta.events.register_first("before-send", before_try)
    client.meta.events.register_first("needs-retry", after_try)
    _made().append(client)
    return client


@once
def _made() -> list[Any]:
    """The clients there are."""
    return []


def _may_pass(response: tuple[Any, dict[str, Any]] | None, fault: Exception | None) -> bool:
    if response is None:
        return isinstance(fault, UNANSWERED)
    http, said = response
    return may_pass(http.status_code, said.get("Error", {}).get("Code", ""))
