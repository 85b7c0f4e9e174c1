"""Who may touch the files: nobody but those whose job it is."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.client import temporary_credentials
from local.stack import Stack
from tests.e2e.support import (
    FUNCTIONS,
    PDF,
    Academy,
    LearnerAtWork,
    client_as,
    logical_id,
    resources,
    role_credentials,
    root,
)


def _role_client(stack: Stack, function: str, service: str) -> Any:
    role = resources(stack)[logical_id(function, "Role")]
    return client_as(stack, service, role_credentials(stack, role))


@pytest.fixture(scope="module")
def key(stack: Stack, academy: Academy) -> str:
    """Key of a file that is in both buckets."""
    learner = academy.learner()
    learner.hand_in()
    listed = root(stack, "s3").list_objects_v2(
        Bucket=stack.incoming_bucket, Prefix=f"{academy.id}/{learner.sub}/"
    )
    return str(listed["Contents"][0]["Key"])


def _refused(call: Any, **arguments: Any) -> None:
    with pytest.raises(ClientError) as error:
        call(**arguments)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


@pytest.mark.parametrize("function", sorted(set(FUNCTIONS) - {"inspection"}))
def test_only_inspection_reads_what_is_unvetted(stack: Stack, key: str, function: str) -> None:
    s3 = _role_client(stack, function, "s3")
    _refused(s3.get_object, Bucket=stack.incoming_bucket, Key=key)
    if function not in {"reconciliation", "rights"}:
        # It asks whether a file is there, and what it is it need not know.
        _refused(s3.list_objects_v2, Bucket=stack.incoming_bucket)
    inspection = _role_client(stack, "inspection", "s3")
    answer = inspection.get_object(Bucket=stack.incoming_bucket, Key=key)
    assert answer["Body"].read() == PDF.read_bytes()


@pytest.mark.parametrize("function", sorted(set(FUNCTIONS) - {"inspection"}))
def test_only_inspection_writes_evidence(stack: Stack, key: str, function: str) -> None:
    s3 = _role_client(stack, function, "s3")
    _refused(s3.put_object, Bucket=stack.evidence_bucket, Key=key, Body=b"x")
    _refused(s3.delete_object, Bucket=stack.evidence_bucket, Key=key)


@pytest.mark.parametrize("function", sorted(set(FUNCTIONS) - {"reconciliation", "rights"}))
def test_only_the_reconciliation_and_erasures_remove_evidence(
    stack: Stack, key: str, function: str
) -> None:
    versions = root(stack, "s3").list_object_versions(Bucket=stack.evidence_bucket, Prefix=key)
    # The file, its page, its thumbnail and the manifest.
    assert len(versions["Versions"]) == 4
    for version in versions["Versions"]:
        _refused(
            _role_client(stack, function, "s3").delete_object,
            Bucket=stack.evidence_bucket,
            Key=version["Key"],
            VersionId=version["VersionId"],
        )


@pytest.mark.parametrize("bucket", ["incoming_bucket", "evidence_bucket"])
def test_a_role_with_every_right_on_s3_still_cannot_write(
    stack: Stack, key: str, bucket: str
) -> None:
    iam = root(stack, "iam")
    trust = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",'
        ' "Principal": {"Service": "lambda.amazonaws.com"}}]}'
    )
    everything = (
        '{"Version": "2012-10-17", "Statement":'
        ' [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
    )
    name = f"everything-on-{bucket.replace('_', '-')}"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
    iam.put_role_policy(RoleName=name, PolicyName="everything", PolicyDocument=everything)
    try:
        s3 = client_as(stack, "s3", role_credentials(stack, name))
        s3.get_object(Bucket=getattr(stack, bucket), Key=key)
        _refused(s3.put_object, Bucket=getattr(stack, bucket), Key=key, Body=b"x")
    finally:
        iam.delete_role_policy(RoleName=name, PolicyName="everything")
        iam.delete_role(RoleName=name)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_changes_rights_or_buckets(stack: Stack, function: str) -> None:
    s3 = _role_client(stack, function, "s3")
    for bucket in (stack.incoming_bucket, stack.evidence_bucket, stack.ledger_bucket):
        _refused(s3.delete_bucket_policy, Bucket=bucket)
        _refused(s3.put_bucket_acl, Bucket=bucket, ACL="public-read")
    dynamodb = _role_client(stack, function, "dynamodb")
    _refused(dynamodb.scan, TableName=stack.table)
    _refused(dynamodb.delete_table, TableName=stack.table)


def test_a_signed_in_user_reaches_no_bucket_and_no_table(
    stack: Stack, learner: LearnerAtWork, key: str
) -> None:
    credentials = temporary_credentials(stack, learner.account.tokens["IdToken"])
    s3 = client_as(stack, "s3", credentials)
    for bucket in (stack.incoming_bucket, stack.evidence_bucket, stack.ledger_bucket):
        _refused(s3.get_object, Bucket=bucket, Key=key)
        _refused(s3.put_object, Bucket=bucket, Key=key, Body=b"x")
        _refused(s3.list_objects_v2, Bucket=bucket)
    _refused(client_as(stack, "dynamodb", credentials).scan, TableName=stack.table)
