"""What the portal's hosting asks for, and how a build is brought to it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest

from local.stack import Stack
from tests.support.template import REGION, template
from tools import publish

BUCKET = "portal"
STACK = Stack(
    api_url="https://abc.execute-api.eu-central-1.amazonaws.com/v1",
    api_id="abc",
    user_pool_id="eu-central-1_pool",
    client_id="client",
    identity_pool_id="eu-central-1:pool",
    table="table",
    incoming_bucket="incoming",
    evidence_bucket="evidence",
    ledger_bucket="ledger",
    ledger_key="ledger-key",
    dead_letters_url="https://sqs.example.org/dead",
    max_file_bytes=1_000_000,
    portal_url="https://d1.cloudfront.net",
    portal_bucket=BUCKET,
    region=REGION,
    endpoint=None,
)


@pytest.fixture
def build(cloud: None, tmp_path: Path) -> Iterator[Path]:  # noqa: ARG001 - what it works on
    """A built portal, and the bucket it goes to."""
    bucket = boto3.resource("s3", region_name=REGION).Bucket(BUCKET)
    bucket.create(CreateBucketConfiguration={"LocationConstraint": REGION})
    (tmp_path / "assets").mkdir()
    (tmp_path / ".vite").mkdir()
    for name in ("index.html", "assets/index-1.js", "assets/index-1.css", ".vite/manifest.json"):
        (tmp_path / name).write_text(name)
    yield tmp_path
    bucket.objects.delete()
    bucket.delete()


def _objects() -> dict[str, dict[str, str]]:
    s3 = boto3.client("s3", region_name=REGION)
    found = {}
    for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]:
        answer = s3.get_object(Bucket=BUCKET, Key=item["Key"])
        found[item["Key"]] = {
            "type": answer["ContentType"],
            "cache": answer["CacheControl"],
            "body": answer["Body"].read().decode(),
        }
    return found


def test_a_build_is_published_with_types_and_caching_that_fit_each_file(build: Path) -> None:
    publish.publish(STACK, build)
    found = _objects()
    assert set(found) == {"index.html", "config.json", "assets/index-1.js", "assets/index-1.css"}
    assert {name: item["type"] for name, item in found.items()} == {
        "index.html": "text/html",
        "config.json": "application/json",
        "assets/index-1.js": "text/javascript",
        "assets/index-1.css": "text/css",
    }
    lasting = {name for name, item in found.items() if "immutable" in item["cache"]}
    assert lasting == {"assets/index-1.js", "assets/index-1.css"}


def test_on_aws_the_configuration_names_no_endpoint_of_its_own(build: Path) -> None:
    publish.publish(STACK, build)
    assert json.loads(_objects()["config.json"]["body"]) == {
        "apiUrl": STACK.api_url,
        "region": REGION,
        "userPoolId": "eu-central-1_pool",
        "userPoolClientId": "client",
        "identityPoolId": "eu-central-1:pool",
        "maxFileBytes": 1_000_000,
    }


def test_files_of_the_build_before_stay_for_pages_that_are_open(build: Path) -> None:
    publish.publish(STACK, build)
    (build / "assets" / "index-1.js").rename(build / "assets" / "index-2.js")
    (build / "index.html").write_text("the next")
    publish.publish(STACK, build)
    found = _objects()
    assert {"assets/index-1.js", "assets/index-2.js"} < set(found)
    assert found["index.html"]["body"] == "the next"


def test_where_the_portal_is_hosted_elsewhere_nothing_is_published(build: Path) -> None:
    with pytest.raises(publish.NotHosted):
        publish.publish(replace(STACK, portal_bucket=None), build)


def test_switched_off_hosting_leaves_nothing_of_it() -> None:
    described = template()["Resources"] | template()["Outputs"]
    hosting = {name: item for name, item in described.items() if name.startswith("Portal")}
    assert {"Portal", "PortalBucket", "PortalHeaders", "PortalUrl"} < set(hosting)
    assert {item.get("Condition") for item in hosting.values()} == {"HostsPortal", "LogsPortal"}
    assert {"Condition": "HostsPortal"} in template()["Conditions"]["LogsPortal"]["Fn::And"]


def test_on_aws_the_portal_may_reach_its_own_services_alone() -> None:
    headers = template()["Resources"]["PortalHeaders"]["Properties"]
    security = headers["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    _, values = policy["Fn::Sub"]
    condition, _, services = values["Services"]["Fn::If"]
    assert condition == "IsLocal"
    assert set(services["Fn::Sub"].split()) == {
        "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}",
        "https://cognito-idp.${AWS::Region}.amazonaws.com",
        "https://cognito-identity.${AWS::Region}.amazonaws.com",
        "https://${IncomingBucket}.s3.${AWS::Region}.${AWS::URLSuffix}",
        "https://${EvidenceBucket}.s3.${AWS::Region}.${AWS::URLSuffix}",
        "https://${TranscriptsBucket}.s3.${AWS::Region}.${AWS::URLSuffix}",
    }
