"""What no linter and no local AWS finds wrong with the template, and AWS does.

`make check` runs this file.
"""

import re
from copy import deepcopy
from fnmatch import fnmatchcase
from typing import Any

import pytest

from tests.support.template import ROOT, resolved, template

Json = dict[str, Any]
ALARMS = "cloudwatch.amazonaws.com"
RULES = "events.amazonaws.com"
PUBLISHING = {"kms:Decrypt", "kms:GenerateDataKey*"}
PROBE = "malware-protection-resource-validation-object"


def of_type(kind: str, resources: Json | None = None) -> Json:
    found = template()["Resources"] if resources is None else resources
    return {
        name: resource["Properties"] for name, resource in found.items() if resource["Type"] == kind
    }


# --- Alarms reach somebody ---------------------------------------------------------------------


def _silent(resources: Json) -> list[str]:
    """What cannot publish to a topic that it names, and why."""
    publishers = [
        (name, action["Ref"], ALARMS)
        for name, alarm in of_type("AWS::CloudWatch::Alarm", resources).items()
        for action in alarm["AlarmActions"]
    ] + [
        (name, target["Arn"]["Ref"], RULES)
        for name, rule in of_type("AWS::Events::Rule", resources).items()
        for target in rule["Targets"]
        if target["Arn"].get("Ref") in of_type("AWS::SNS::Topic", resources)
    ]
    return [
        f"{name}: {reason}"
        for name, topic, service in publishers
        for reason in _obstacles(resources, topic, service)
    ]


def _obstacles(resources: Json, topic: str, service: str) -> list[str]:
    found = []
    key = resources[topic]["Properties"].get("KmsMasterKeyId")
    if key is not None:
        named = key.get("Ref") if isinstance(key, dict) else None
        if named not in of_type("AWS::KMS::Key", resources):
            return ["the key is not the stack's own, so its policy lets no service in"]
        policy = resources[named]["Properties"]["KeyPolicy"]
        if not _lets(policy, service, PUBLISHING):
            found.append("the key's policy does not let it in")
    policies = [
        policy["PolicyDocument"]
        for policy in of_type("AWS::SNS::TopicPolicy", resources).values()
        if {"Ref": topic} in policy["Topics"]
    ]
    # Without one, the topic's default lets in what acts for the account, which rules do not.
    if not (any(_lets(policy, service, {"sns:Publish"}) for policy in policies)) and (
        policies or service == RULES
    ):
        found.append("the topic's policy does not let it in")
    return found


def _lets(policy: Json, service: str, actions: set[str]) -> bool:
    return any(
        statement["Effect"] == "Allow"
        and statement["Principal"] == {"Service": service}
        and actions <= set(_list(statement["Action"]))
        and not (service == RULES and "aws:Source" in str(statement.get("Condition")))
        for statement in policy["Statement"]
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_every_alarm_and_rule_may_publish_to_the_topic_it_names() -> None:
    assert _silent(template()["Resources"]) == []


def test_every_alarm_names_the_topic() -> None:
    for name, alarm in of_type("AWS::CloudWatch::Alarm").items():
        assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}], name


def _under_the_key_of_sns(resources: Json) -> None:
    resources["AlarmTopic"]["Properties"]["KmsMasterKeyId"] = "alias/aws/sns"


def _without_cloudwatch(resources: Json) -> None:
    statements = resources["AlarmKey"]["Properties"]["KeyPolicy"]["Statement"]
    statements[:] = [item for item in statements if item["Principal"] != {"Service": ALARMS}]


def _rules_by_source_account(resources: Json) -> None:
    for resource in (
        resources["AlarmKey"]["Properties"]["KeyPolicy"],
        resources["AlarmTopicPolicy"]["Properties"]["PolicyDocument"],
    ):
        for statement in resource["Statement"]:
            if statement["Principal"] == {"Service": RULES}:
                statement["Condition"] = {"StringEquals": {"aws:SourceAccount": "1"}}


def _without_a_topic_policy(resources: Json) -> None:
    del resources["AlarmTopicPolicy"]


@pytest.mark.parametrize(
    ("mistake", "silenced"),
    [
        (_under_the_key_of_sns, {"ServerErrorsAlarm", "ScanPlanFailed"}),
        (_without_cloudwatch, {"ServerErrorsAlarm"}),
        (_rules_by_source_account, {"ScanPlanFailed"}),
        (_without_a_topic_policy, {"ScanPlanFailed"}),
    ],
)
def test_a_mistake_that_silences_alarms_is_found(mistake: Any, silenced: set[str]) -> None:
    resources = deepcopy(template()["Resources"])
    mistake(resources)
    found = {reason.partition(":")[0] for reason in _silent(resources)}
    assert silenced == found & {"ServerErrorsAlarm", "ScanPlanFailed"}


def test_each_alarm_has_its_place_in_the_runbook() -> None:
    runbook = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = runbook.partition("\n## Alarms\n")[2].partition("\n## ")[0]
    rows = [row.split("|") for row in section.splitlines() if row.startswith("| `")]
    entries = {name for row in rows for name in re.findall(r"`(\w+)`", row[1])}
    rules = {
        name
        for name, rule in of_type("AWS::Events::Rule").items()
        if any(target["Arn"] == {"Ref": "AlarmTopic"} for target in rule["Targets"])
    }
    assert entries == of_type("AWS::CloudWatch::Alarm").keys() | rules


def test_every_function_has_an_alarm_of_its_own() -> None:
    watched = {
        dimension["Value"]["Ref"]
        for alarm in of_type("AWS::CloudWatch::Alarm").values()
        for dimension in alarm.get("Dimensions", ())
        if dimension["Name"] == "FunctionName"
    }
    assert watched == of_type("AWS::Serverless::Function").keys()


def test_no_single_failed_request_wakes_anybody() -> None:
    for name, alarm in of_type("AWS::CloudWatch::Alarm").items():
        if name != "DeadLettersAlarm":
            assert alarm["DatapointsToAlarm"] >= 3, name
            assert alarm["EvaluationPeriods"] > alarm["DatapointsToAlarm"], name


# --- Who may put what into the incoming bucket -------------------------------------------------


def _denied(principal: str, key: str, *, overwrites: bool = False, scanning: str = "on") -> bool:
    """Whether the bucket's policy refuses a put, whatever the principal's own policies say."""
    policy = resolved(
        template()["Resources"]["IncomingBucketPolicy"]["Properties"]["PolicyDocument"],
        Environment="staging",
        MalwareScanning=scanning,
    )
    return any(
        _applies(statement, principal, f"${{IncomingBucket.Arn}}/{key}", overwrites=overwrites)
        for statement in policy["Statement"]
        if statement["Effect"] == "Deny"
    )


def _applies(statement: Json, principal: str, resource: str, *, overwrites: bool) -> bool:
    role = {"Fn::GetAtt": f"{principal}.Arn"}
    if statement["Principal"] not in ("*", {"AWS": role}):
        return False
    if "NotResource" in statement:
        concerned = not fnmatchcase(resource, statement["NotResource"])
    else:
        named = [one for one in _list(statement["Resource"]) if isinstance(one, str)]
        concerned = any(fnmatchcase(resource, one) for one in named)
    conditions = {
        "ArnNotLike": lambda wanted: role not in _list(wanted["aws:PrincipalArn"]),
        "Null": lambda wanted: wanted == {"s3:if-none-match": "true"} and overwrites,
        "Bool": lambda wanted: wanted != {"aws:SecureTransport": "false"},
    }
    return concerned and all(
        conditions[operator](wanted) for operator, wanted in statement.get("Condition", {}).items()
    )


def test_guardduty_may_put_the_object_it_tries_its_permissions_on_and_nothing_else() -> None:
    assert not _denied("ScanRole", PROBE, overwrites=True)
    assert _denied("ScanRole", "academy/learner/certificate/upload")
    assert _denied("ScanRole", f"academy/{PROBE}")
    assert _denied("ScanRole", PROBE, scanning="off")


@pytest.mark.parametrize("scanning", ["on", "off"])
def test_of_the_others_only_uploads_puts_and_never_twice(scanning: str) -> None:
    key = "academy/learner/certificate/upload"
    assert not _denied("UploadsRole", key, scanning=scanning)
    assert _denied("UploadsRole", key, overwrites=True, scanning=scanning)
    for other in of_type("AWS::IAM::Role").keys() - {"UploadsRole", "ScanRole"}:
        assert _denied(other, key, scanning=scanning)
        assert _denied(other, PROBE, scanning=scanning)


def test_the_scanning_role_may_put_that_one_object_itself() -> None:
    [statement] = [
        statement
        for policy in of_type("AWS::IAM::Role")["ScanRole"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        if "s3:PutObject" in _list(statement["Action"])
    ]
    assert statement["Resource"] == {"Fn::Sub": f"${{IncomingBucket.Arn}}/{PROBE}"}


def test_the_plan_is_made_when_its_object_may_be_put_and_the_object_is_not_inspected() -> None:
    resources = template()["Resources"]
    assert resources["ScanPlan"]["DependsOn"] == "IncomingBucketPolicy"
    pattern = resources["ScanFinished"]["Properties"]["EventPattern"]
    assert pattern["detail"]["s3ObjectDetails"]["objectKey"] == [{"anything-but": PROBE}]
