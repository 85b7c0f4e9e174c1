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


@pytest.mark.parametrize(
    ("identity", "idle"),
    [
        ("", {("MailFunction", "Send"), ("MailFunction", "Digest")}),
        ("arn:aws:ses:eu-central-1:123456789012:identity/certfolio.example", set()),
    ],
)
def test_every_schedule_runs_but_those_of_mails_where_none_is_sent(
    identity: str, idle: set[tuple[str, str]]
) -> None:
    assert idle == {
        (name, event)
        for name, function in of_type("AWS::Serverless::Function").items()
        for event, source in function.get("Events", {}).items()
        if source["Type"] == "Schedule"
        and resolved(source, MailIdentityArn=identity)["Properties"].get("State") == "DISABLED"
    }


def test_no_function_that_takes_a_snapshot_has_what_snapshots_do_not_support() -> None:
    """AWS Lambda Developer Guide, "Improving startup performance with Lambda SnapStart"."""
    common = template()["Globals"]["Function"]
    refused = [
        name
        for name, own in of_type("AWS::Serverless::Function").items()
        for function in [{**common, **own}]
        if function["SnapStart"]["ApplyOn"] == "PublishedVersions"
        and (
            function.get("EphemeralStorage", {}).get("Size", 512) > 512
            or {"FileSystemConfigs", "ProvisionedConcurrencyConfig", "ImageUri"} & function.keys()
        )
    ]
    assert refused == []


NOBODY_TRIES_AGAIN = {
    "AnnouncementsDeadLettersAlarm",
    "DeadLettersAlarm",
    "LedgerContradictedAlarm",
    "LedgerDeadLettersAlarm",
    "LedgerUnreadableAlarm",
    "MailDeadLettersAlarm",
    "MailEventsDeadLettersAlarm",
    "ReconciliationDeadLettersAlarm",
    "RightsDeadLettersAlarm",
    "RemindersDeadLettersAlarm",
    "TranscriptsDeadLettersAlarm",
    "TellingDeadLettersAlarm",
    "UnreconciledAlarm",
}
"""Alarms on what stays as it is until somebody looks at it."""


def test_no_single_failed_request_wakes_anybody() -> None:
    for name, alarm in of_type("AWS::CloudWatch::Alarm").items():
        if name not in NOBODY_TRIES_AGAIN:
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


# --- What AWS enforces and the local AWS does not ------------------------------------------------

ON_AWS = {"Environment": "production", "PortalCertificateArn": "arn:aws:acm:us-east-1:1:x"}


def _on_aws(name: str) -> Json:
    found: Json = resolved(template()["Resources"][name]["Properties"], **ON_AWS)
    return found


def test_nobody_speaks_less_than_tls_1_2() -> None:
    certificate = _on_aws("Portal")["DistributionConfig"]["ViewerCertificate"]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2025"
    api = _on_aws("Api")
    assert api["SecurityPolicy"].startswith("SecurityPolicy_TLS13_1_2_")
    assert api["EndpointAccessMode"] == "STRICT"
    for bucket in of_type("AWS::S3::Bucket"):
        [policy] = [
            policy
            for policy in of_type("AWS::S3::BucketPolicy").values()
            if policy["Bucket"] == {"Ref": bucket}
        ]
        statements = resolved(policy["PolicyDocument"], **ON_AWS)["Statement"]
        assert "TlsOnly" in {statement["Sid"] for statement in statements}, bucket


def test_production_does_without_the_name_under_which_cloudfront_takes_tls_1_0() -> None:
    rule = template()["Rules"]["PortalOfProduction"]
    assert rule["Assertions"][0]["Assert"] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "PortalCertificateArn"}, ""]}]
    }


def test_every_bucket_is_private_and_encrypted_and_all_that_hold_files_are_logged() -> None:
    logs = {"AccessLogs", "PortalLogs"}
    for name in of_type("AWS::S3::Bucket"):
        bucket = _on_aws(name)
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert "BucketEncryption" in bucket
        if name in logs:
            [rule] = bucket["LifecycleConfiguration"]["Rules"]
            assert rule["ExpirationInDays"] == 90
        else:
            assert bucket["LoggingConfiguration"]["DestinationBucketName"] == {"Ref": "AccessLogs"}
    prefixes = {
        _on_aws(name)["LoggingConfiguration"]["LogFilePrefix"]
        for name in of_type("AWS::S3::Bucket").keys() - logs
    }
    assert len(prefixes) == len(of_type("AWS::S3::Bucket").keys() - logs)
    logging = _on_aws("Portal")["DistributionConfig"]["Logging"]
    assert logging["Bucket"] == {"Fn::GetAtt": "PortalLogs.RegionalDomainName"}


def test_transcripts_and_exports_go_after_a_day_and_only_their_functions_write_them() -> None:
    [rule] = _on_aws("TranscriptsBucket")["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 1)
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    [only] = [
        statement
        for statement in _on_aws("TranscriptsBucketPolicy")["PolicyDocument"]["Statement"]
        if statement["Sid"] == "OnlyTranscriptsAndExportsAreWritten"
    ]
    assert only["Condition"]["ArnNotLike"]["aws:PrincipalArn"][:2] == [
        {"Fn::GetAtt": "TranscriptsRole.Arn"},
        {"Fn::GetAtt": "RightsRole.Arn"},
    ]


def test_only_s3_writes_its_logs_and_for_buckets_of_this_stack_alone() -> None:
    [allowed] = [
        statement
        for statement in of_type("AWS::S3::BucketPolicy")["AccessLogsPolicy"]["PolicyDocument"][
            "Statement"
        ]
        if statement["Effect"] == "Allow"
    ]
    assert allowed["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert allowed["Condition"].keys() == {"StringEquals", "ArnLike"}


def test_production_keeps_its_logs_whatever_becomes_of_the_stack() -> None:
    groups = of_type("AWS::Logs::LogGroup")
    assert groups
    for name in groups:
        assert _on_aws(name)["DeletionProtectionEnabled"] is True, name
        assert "DeletionProtectionEnabled" not in resolved(groups[name]), name


def test_sign_in_takes_no_password_and_lasts_a_day() -> None:
    client = of_type("AWS::Cognito::UserPoolClient")["UserPoolClient"]
    assert client["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    assert client["TokenValidityUnits"]["RefreshToken"] == "days"
    assert client["RefreshTokenValidity"] == 1


def test_cognito_mails_through_the_operators_identity_where_there_is_one() -> None:
    identity = "arn:aws:ses:eu-central-1:123456789012:identity/example.org"
    pool = of_type("AWS::Cognito::UserPool")["UserPool"]
    assert "EmailConfiguration" not in resolved(pool)
    given = resolved(pool, MailIdentityArn=identity, MailFrom="a@example.org")
    assert given["EmailConfiguration"] == {
        "EmailSendingAccount": "DEVELOPER",
        "SourceArn": identity,
        "From": "a@example.org",
    }


# --- One caller among many -----------------------------------------------------------------------


def test_the_firewall_stops_one_caller_and_not_a_company_behind_one_address() -> None:
    rules = {rule["Name"]: rule for rule in _on_aws("Firewall")["Rules"]}
    limits = {
        name: rule["Statement"]["RateBasedStatement"]
        for name, rule in rules.items()
        if "RateBasedStatement" in rule["Statement"]
    }
    assert {name: limit["AggregateKeyType"] for name, limit in limits.items()} == {
        "address": "IP",
        "learner": "CUSTOM_KEYS",
        "staff": "CUSTOM_KEYS",
    }
    assert limits["address"]["Limit"] >= 5 * limits["learner"]["Limit"]
    # A caller's minute is a small part of what one route takes in it.
    per_route = 60 * template()["Parameters"]["RequestsPerSecond"]["Default"]
    assert 5 * limits["learner"]["Limit"] <= per_route
    for name in limits:
        answer = rules[name]["Action"]["Block"]["CustomResponse"]
        assert answer["ResponseCode"] == 429
        assert {header["Name"] for header in answer["ResponseHeaders"]} == {
            "Retry-After",
            "Access-Control-Allow-Origin",
        }


def test_the_firewall_lets_pass_what_people_write() -> None:
    [common] = [
        rule["Statement"]["ManagedRuleGroupStatement"]
        for rule in _on_aws("Firewall")["Rules"]
        if rule["Name"] == "common"
    ]
    counted = {override["Name"] for override in common["RuleActionOverrides"]}
    bodies = {"SizeRestrictions", "CrossSiteScripting", "GenericLFI", "GenericRFI"}
    assert {f"{rule}_BODY" for rule in bodies} | {"EC2MetaDataSSRF_BODY"} <= counted


def test_no_sample_of_the_firewall_holds_a_token() -> None:
    firewall = _on_aws("Firewall")
    measured = [firewall["VisibilityConfig"]] + [
        rule["VisibilityConfig"] for rule in firewall["Rules"]
    ]
    assert {one["SampledRequestsEnabled"] for one in measured} == {False}
    assert len({one["MetricName"] for one in measured}) == len(measured)


def test_a_switched_off_firewall_leaves_nothing_of_it() -> None:
    for name, found in template()["Resources"].items():
        if found["Type"].startswith("AWS::WAFv2::"):
            assert found["Condition"] == "HasFirewall", name


def test_an_api_that_is_to_take_no_requests_takes_none_on_any_route() -> None:
    settings = of_type("AWS::Serverless::Api")["Api"]["MethodSettings"]
    closed = resolved(settings, RequestsPerSecond="0")
    assert {str(setting["ThrottlingRateLimit"]) for setting in closed} == {"0"}
    assert {str(setting["ThrottlingBurstLimit"]) for setting in closed} == {"0"}


def test_the_routes_with_a_limit_of_their_own_are_routes() -> None:
    routes = {
        (event["Properties"]["Method"], event["Properties"]["Path"])
        for function in of_type("AWS::Serverless::Function").values()
        for event in function.get("Events", {}).values()
        if event["Type"] == "Api"
    }
    limited = {
        (setting["HttpMethod"], setting["ResourcePath"].removeprefix("/").replace("~1", "/"))
        for setting in of_type("AWS::Serverless::Api")["Api"]["MethodSettings"]
        if setting["HttpMethod"] != "*"
    }
    assert limited
    assert limited <= routes
