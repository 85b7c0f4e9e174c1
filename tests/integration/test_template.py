"""The records' keys are the template's, and every route leads to the function behind it."""

import re
import tomllib
from datetime import date

import boto3

from certfolio.storage.keys import BY_STATUS, INDEX_KEYS
from tests.support.template import REGION, ROOT, STACK, resolved, resource, template
from tests.support.world import World, at, function_of, put
from tools.openapi import describe


def test_the_table_has_the_keys_and_indexes_that_the_code_reads(aws: None) -> None:  # noqa: ARG001 - what it works on
    table = boto3.client("dynamodb", region_name=REGION).describe_table(TableName=STACK)["Table"]
    keys = {None: table["KeySchema"]} | {
        index["IndexName"]: index["KeySchema"] for index in table["GlobalSecondaryIndexes"]
    }
    for index, names in INDEX_KEYS.items():
        assert tuple(key["AttributeName"] for key in keys[index]) == names
    projections = {
        index["IndexName"]: index["Projection"]["ProjectionType"]
        for index in table["GlobalSecondaryIndexes"]
    }
    assert projections[BY_STATUS] == "ALL"


def test_an_upload_nobody_used_carries_the_attribute_that_the_table_forgets_by(
    world: World,
) -> None:
    attribute = resource("Table")["TimeToLiveSpecification"]["AttributeName"]
    upload = world.learner.upload()
    item = _item(world, f"UPLOAD#{upload['id']}")
    assert int(item[attribute]["N"]) > 0
    put(upload)
    world.learner.submit(upload["id"])
    assert attribute not in _item(world, f"UPLOAD#{upload['id']}")


def test_the_keys_are_those_of_the_design(world: World) -> None:
    with at(date(2026, 3, 2)):
        certificate = world.learner.submitted()
        world.reviewer.decide(certificate, "approve")
    academy, learner = world.academy_id, world.learner.id
    portfolio = {item["SK"]["S"] for item in _items(f"ACADEMY#{academy}#LEARNER#{learner}")}
    id_ = certificate["id"]
    assert portfolio == {
        f"CERTIFICATE#{id_}",
        f"EVENT#{id_}#000001",
        f"EVENT#{id_}#000002",
        f"UPLOAD#{certificate['file']['upload_id']}",
        "USAGE#2026-03-02",
    }
    set_up = {item["SK"]["S"].partition("#") for item in _items(f"ACADEMY#{academy}")}
    assert {f"{kind}#{'*' if kind == 'SETUP' else id_}" for kind, _, id_ in set_up} == {
        "CREDIT_TYPE#cpe",
        "SETUP#*",
        "STAFF#administrator-1",
        "STAFF#reviewer-1",
    }
    assert [item["SK"]["S"] for item in _items("ACADEMIES")] == [f"ACADEMY#{academy}"]
    sha256 = certificate["file"]["sha256"]
    (fingerprint,) = _items(f"ACADEMY#{academy}#SHA256#{sha256}")
    assert fingerprint["SK"]["S"] == f"LEARNER#{learner}#CERTIFICATE#{id_}"


def test_every_route_of_the_template_is_answered_by_its_function_and_no_other_is() -> None:
    routed = {
        (route["Method"], route["Path"]): name
        for name, function in template()["Resources"].items()
        if function["Type"] == "AWS::Serverless::Function"
        for event in function["Properties"].get("Events", {}).values()
        if event["Type"] == "Api"
        for route in [resolved(event["Properties"])]
    }
    answered = {
        (method.upper(), path): f"{operation['operationId'].partition('_')[0].title()}Function"
        for path, operations in describe()["paths"].items()
        for method, operation in operations.items()
    }
    assert answered == routed
    for (method, path), name in routed.items():
        assert f"{function_of(method, path).title()}Function" == name


def test_evidence_is_versioned_and_incoming_files_are_not() -> None:
    assert resource("EvidenceBucket")["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "VersioningConfiguration" not in resource("IncomingBucket")


def _items(partition: str) -> list[dict[str, dict[str, str]]]:
    client = boto3.client("dynamodb", region_name=REGION)
    answer = client.query(
        TableName=STACK,
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": {"S": partition}},
    )
    return answer["Items"]  # type: ignore[return-value]


def _item(world: World, sort_key: str) -> dict[str, dict[str, str]]:
    partition = f"ACADEMY#{world.academy_id}#LEARNER#{world.learner.id}"
    (found,) = (item for item in _items(partition) if item["SK"]["S"] == sort_key)
    return found


def test_every_function_with_staff_routes_knows_whether_staff_need_a_second_factor() -> None:
    functions = {
        name: function["Properties"]
        for name, function in template()["Resources"].items()
        if function["Type"] == "AWS::Serverless::Function"
    }
    staff = {
        name
        for name, function in functions.items()
        for event in function.get("Events", {}).values()
        if event["Properties"].get("Auth", {}).get("Authorizer") == "AWS_IAM"
    }
    told = {
        name
        for name, function in functions.items()
        if "STAFF_MFA" in function.get("Environment", {}).get("Variables", {})
    }
    assert told == staff


def test_only_the_local_environment_lets_staff_go_without_a_second_factor() -> None:
    environments = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    without = {
        name
        for name, environment in environments.items()
        if isinstance(environment, dict) and "deploy" in environment
        if "StaffMfa=off" in environment["deploy"]["parameters"]["parameter_overrides"]
    }
    assert without == {"local"}
    assert template()["Parameters"]["StaffMfa"]["Default"] == "on"


def test_nothing_may_be_sent_to_textract_unless_that_is_switched_on() -> None:
    described = template()
    assert described["Parameters"]["ReadScans"]["Default"] == "off"
    condition = {"Fn::Equals": [{"Ref": "ReadScans"}, "on"]}
    allowed = [
        described["Conditions"][found["Condition"]]
        for found in described["Resources"].values()
        if "textract:" in str(found)
    ]
    assert allowed == [condition]


def test_the_layer_keeps_the_descriptions_of_the_services_that_are_called_and_no_other() -> None:
    """The local AWS knows no GuardDuty, so only on AWS would somebody miss it."""
    made = (ROOT / "layers/shared/certfolio/storage/clients.py").read_text(encoding="utf-8")
    called = set(re.findall(r'_within_deadline\(\s*"([\w-]+)"', made))
    makefile = (ROOT / "layers/shared/Makefile").read_text(encoding="utf-8")
    [kept] = re.findall(r"^SERVICES := (.+)$", makefile, re.MULTILINE)
    assert called == set(kept.split())
