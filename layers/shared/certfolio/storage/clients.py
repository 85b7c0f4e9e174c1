"""AWS clients, made when first used and once per process."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

# Three tries of at most three seconds each leave room for three calls within a
# function's 28 seconds; API Gateway gives up after 29.
_CALLS = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 3},
)
_TRANSFERS = Config(
    connect_timeout=1,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 3},
    signature_version="s3v4",
    # Without this a presigned PUT would carry a CRC32 of its own beside the SHA-256.
    request_checksum_calculation="when_required",
)


@cache
def dynamodb() -> "DynamoDBClient":
    """The process's DynamoDB client."""
    return boto3.client("dynamodb", config=_CALLS)


@cache
def s3() -> "S3Client":
    """The process's S3 client."""
    return boto3.client("s3", config=_TRANSFERS)


@cache
def cognito() -> "CognitoIdentityProviderClient":
    """The process's client of the user pools."""
    return boto3.client("cognito-idp", config=_CALLS)
