"""Where the deployed system is, read from the stack's own outputs."""

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
    dead_letters_url: str
    region: str = REGION
    endpoint: str | None = ENDPOINT

    def client(self, service: str, **credentials: str) -> Any:  # noqa: ANN401 - any service
        """An AWS client of the stack's region; by default the account's own credentials."""
        make: Any = boto3.client
        if self.endpoint and not credentials:
            credentials = ROOT_KEYS
        return make(service, region_name=self.region, endpoint_url=self.endpoint, **credentials)


def root_client(service: str, endpoint: str = ENDPOINT) -> Any:  # noqa: ANN401 - any service
    """A client with the local account's own keys."""
    make: Any = boto3.client
    return make(service, region_name=REGION, endpoint_url=endpoint, **ROOT_KEYS)


def find(name: str = STACK, endpoint: str = ENDPOINT) -> Stack:
    """Look a local stack up.

    Raises
    ------
    botocore.exceptions.ClientError
        There is no such stack.
    """
    cloudformation = root_client("cloudformation", endpoint)
    outputs = {
        output["OutputKey"]: output["OutputValue"]
        for output in cloudformation.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]
    }
    return Stack(
        # The emulator answers by path; the host name of the real URL resolves nowhere.
        api_url=f"{endpoint}/_aws/execute-api/{outputs['ApiId']}/v1",
        api_id=outputs["ApiId"],
        user_pool_id=outputs["UserPoolId"],
        client_id=outputs["UserPoolClientId"],
        identity_pool_id=outputs["IdentityPoolId"],
        table=outputs["TableName"],
        incoming_bucket=outputs["IncomingBucketName"],
        evidence_bucket=outputs["EvidenceBucketName"],
        dead_letters_url=outputs["InspectionDeadLettersUrl"],
        endpoint=endpoint,
    )
