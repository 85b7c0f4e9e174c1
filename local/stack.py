"""Where the deployed system is, read from the stack's own outputs."""

import os
from dataclasses import dataclass
from typing import Any

import boto3

REGION = "eu-central-1"
STACK = "certfolio-local"
ENDPOINT = "http://127.0.0.1:4566"
ROOT_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
"""The local account's own keys; they open everything."""


@dataclass(frozen=True)
class Stack:
    """Addresses of a deployed Certfolio.

    Attributes
    ----------
    portal_url
        Where CloudFront has the portal, and `portal_bucket` what it takes it from; None where the
        portal is hosted elsewhere.
    event_bus
        Name of the bus of announcements; None in a stack from before there was one.
    transcripts_bucket
        None in a stack from before there were transcripts.
    endpoint
        Where every AWS service answers; None on AWS itself.
    """

    api_url: str
    api_id: str
    user_pool_id: str
    client_id: str
    identity_pool_id: str
    table: str
    incoming_bucket: str
    evidence_bucket: str
    ledger_bucket: str
    ledger_key: str
    dead_letters_url: str
    max_file_bytes: int
    event_bus: str | None = None
    portal_url: str | None = None
    portal_bucket: str | None = None
    transcripts_bucket: str | None = None
    region: str = REGION
    endpoint: str | None = ENDPOINT

    def client(self, service: str, **credentials: str) -> Any:  # noqa: ANN401 - any service
        """An AWS client of the stack's region; by default the account's own credentials."""
        return _client(service, self.endpoint, self.region, **credentials)


def root_client(service: str, endpoint: str = ENDPOINT) -> Any:  # noqa: ANN401 - any service
    """A client with the local account's own keys."""
    return _client(service, endpoint, REGION)


def _client(service: str, endpoint: str | None, region: str, **credentials: str) -> Any:  # noqa: ANN401 - any service
    make: Any = boto3.client
    if endpoint and not credentials:
        credentials = ROOT_KEYS
    return make(service, region_name=region, endpoint_url=endpoint, **credentials)


def find(name: str = STACK, endpoint: str | None = ENDPOINT, region: str = REGION) -> Stack:
    """Look a stack up, on the local AWS or, without an endpoint, on AWS.

    ``AWS_ENDPOINT_URL`` points whatever is meant for AWS somewhere else.

    Raises
    ------
    botocore.exceptions.ClientError
        There is no such stack.
    """
    cloudformation = _client("cloudformation", endpoint, region)
    # Every client goes there by itself; without it, to AWS.
    there = endpoint or os.environ.get("AWS_ENDPOINT_URL")
    outputs = {
        output["OutputKey"]: output["OutputValue"]
        for output in cloudformation.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]
    }
    return Stack(
        # The local AWS answers by path; the host name of the real URL resolves nowhere.
        api_url=f"{there}/_aws/execute-api/{outputs['ApiId']}/v1" if there else outputs["ApiUrl"],
        api_id=outputs["ApiId"],
        user_pool_id=outputs["UserPoolId"],
        client_id=outputs["UserPoolClientId"],
        identity_pool_id=outputs["IdentityPoolId"],
        table=outputs["TableName"],
        incoming_bucket=outputs["IncomingBucketName"],
        evidence_bucket=outputs["EvidenceBucketName"],
        ledger_bucket=outputs["LedgerBucketName"],
        ledger_key=outputs["LedgerKeyArn"],
        dead_letters_url=outputs["InspectionDeadLettersUrl"],
        max_file_bytes=int(outputs["MaxFileBytes"]),
        event_bus=outputs.get("EventBusName"),
        portal_url=outputs.get("PortalUrl"),
        portal_bucket=outputs.get("PortalBucketName"),
        transcripts_bucket=outputs.get("TranscriptsBucketName"),
        region=region,
        endpoint=endpoint,
    )
