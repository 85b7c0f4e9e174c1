"""Certfolio on the local AWS: build the real template and deploy it there.

``with running() as stack`` starts the local AWS for it, and stops it; ``deploy`` alone updates
what runs already.
"""

import hashlib
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from local import aws
from local import stack as stacks
from local.programs import ROOT, TOOLS, WORK, building, environment, run
from local.progress import step
from local.stack import Stack
from tools import bytecode

MAIL_DOMAIN = "certfolio.example"
"""Of `MailFrom` in samconfig.toml."""

_BUILD = WORK / "build"
_SOURCES = ("template.yaml", "samconfig.toml", "functions", "layers", "tools/bytecode")


@contextmanager
def running(  # noqa: PLR0913 - all by name, each with a default
    *,
    port: int = aws.PORT,
    state: Path = aws.STATE,
    stack_name: str = stacks.STACK,
    keep: bool = False,
    web_origin: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Stack]:
    """Certfolio on a local AWS, stopped when the block ends.

    Parameters
    ----------
    port
        Of loopback.
    state
        A folder for what the local AWS stores.
    keep
        Save the state at the end and start from it the next time.
    web_origin
        The origin that browsers call from; by default the one in ``samconfig.toml``.
    settings
        More environment variables for MiniStack.

    Raises
    ------
    LocalError
        It could not be started, built or deployed.
    """
    with aws.emulator(port, state, keep=keep, settings=settings) as endpoint:
        yield deploy(endpoint, stack_name=stack_name, web_origin=web_origin)


def deploy(
    endpoint: str = stacks.ENDPOINT,
    *,
    stack_name: str = stacks.STACK,
    web_origin: str | None = None,
) -> Stack:
    """Build what has changed and bring it onto a local AWS that runs.

    Raises
    ------
    StepFailed
        The build or the deployment failed.
    """
    with building("functions"):
        stamp = _stamp(web_origin)
        if _deployed_stamp(endpoint, stack_name) == stamp:
            return stacks.find(stack_name, endpoint)
        build()
        with step("deploying the template"):
            _sam_deploy(endpoint, stack_name, web_origin, stamp)
            stack = stacks.find(stack_name, endpoint)
            _apply_answers_of_its_own(stack, stack_name)
            _lock(stack, stack_name)
            _let_mail_go_out(stack)
    return stack


def build() -> None:
    """Build the functions for this machine, unless that build is there already.

    Raises
    ------
    StepFailed
        The build failed.
    NotCompiled
        A module could not be compiled.
    """
    stamp = _BUILD.with_suffix(".stamp")
    wanted = _stamp(None)
    if _BUILD.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    with step("building the functions"):
        run(
            "sam build",
            [
                *(str(TOOLS / "sam"), "build"),
                *("--build-dir", str(_BUILD)),
                *("--cache-dir", str(WORK / "build-cache")),
            ],
            environment() | {"CERTFOLIO_BUILD_TARGET": "local"},
        )
        bytecode.compile_for_this_machine(_BUILD, TOOLS / "python")
    stamp.write_text(wanted)


def _stamp(web_origin: str | None) -> str:
    """A digest of everything that makes the deployed system what it is."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {web_origin}".encode())
    for source in _SOURCES:
        path = ROOT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and not {"__pycache__", "node_modules"}.intersection(file.parts):
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _deployed_stamp(endpoint: str, stack_name: str) -> str | None:
    """The stamp of what runs, kept as the stack's tag; None where nothing does."""
    cloudformation = stacks.root_client("cloudformation", endpoint)
    try:
        stack = cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
    except cloudformation.exceptions.ClientError:
        return None
    if not stack["StackStatus"].endswith("_COMPLETE") or "ROLLBACK" in stack["StackStatus"]:
        return None
    return next((tag["Value"] for tag in stack.get("Tags", ()) if tag["Key"] == "build"), None)


def _sam_deploy(endpoint: str, stack_name: str, web_origin: str | None, stamp: str) -> None:
    bucket = f"{stack_name}-artifacts"
    s3 = stacks.root_client("s3", endpoint)
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": stacks.REGION}
        )
    parameters = ["--parameter-overrides", *_parameters(web_origin)] if web_origin else []
    run(
        "sam deploy",
        [
            *(str(TOOLS / "sam"), "deploy"),
            *("--config-file", str(ROOT / "samconfig.toml"), "--config-env", "local"),
            *("--template-file", str(_BUILD / "template.yaml")),
            *("--stack-name", stack_name, "--s3-bucket", bucket),
            *("--tags", f"build={stamp}"),
            "--no-progressbar",
            *parameters,
        ],
        environment() | {"AWS_ENDPOINT_URL": endpoint},
    )


def _parameters(web_origin: str) -> list[str]:
    """The local environment's, with another origin: given at all, they replace the file's."""
    configuration = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    own = configuration["local"]["deploy"]["parameters"]["parameter_overrides"]
    kept = [parameter for parameter in own if not parameter.startswith("WebOrigin=")]
    return [*kept, f"WebOrigin={web_origin}"]


def _apply_answers_of_its_own(stack: Stack, stack_name: str) -> None:
    """Put into force what the API answers by itself: refusals and preflights.

    AWS takes them from the API's imported body; the local AWS leaves that part of it out.
    """
    cloudformation = stack.client("cloudformation")
    template = cloudformation.get_template(StackName=stack_name, TemplateStage="Processed")
    described = cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
    parameters = {item["ParameterKey"]: item["ParameterValue"] for item in described["Parameters"]}
    body = template["TemplateBody"]["Resources"]["Api"]["Properties"]["Body"]
    gateway = stack.client("apigateway")
    _apply_refusals(gateway, stack, body, parameters)
    _apply_preflights(gateway, stack, body, parameters)
    gateway.create_deployment(restApiId=stack.api_id, stageName="v1")


def _lock(stack: Stack, stack_name: str) -> None:
    """Lock the ledger as the template says, which the local AWS leaves out of it."""
    described = stack.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"][0]
    parameters = {item["ParameterKey"]: item["ParameterValue"] for item in described["Parameters"]}
    retention = {"Mode": parameters["LedgerLock"], "Years": int(parameters["LedgerYears"])}
    stack.client("s3").put_object_lock_configuration(
        Bucket=stack.ledger_bucket,
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": retention},
        },
    )


def _let_mail_go_out(stack: Stack) -> None:
    """Verify the domain that mail comes from, which on AWS its owner does in the DNS."""
    ses = stack.client("sesv2")
    with suppress(ses.exceptions.AlreadyExistsException):
        ses.create_email_identity(EmailIdentity=MAIL_DOMAIN)


def _apply_refusals(
    gateway: Any,  # noqa: ANN401 - a client
    stack: Stack,
    body: Mapping[str, Any],
    parameters: Mapping[str, str],
) -> None:
    for kind, response in body["x-amazon-apigateway-gateway-responses"].items():
        status = {"statusCode": str(response["statusCode"])} if "statusCode" in response else {}
        gateway.put_gateway_response(
            restApiId=stack.api_id,
            responseType=kind,
            responseParameters=_all_substituted(response.get("responseParameters", {}), parameters),
            responseTemplates=response.get("responseTemplates", {}),
            **status,
        )


def _apply_preflights(
    gateway: Any,  # noqa: ANN401 - a client
    stack: Stack,
    body: Mapping[str, Any],
    parameters: Mapping[str, str],
) -> None:
    pages = gateway.get_paginator("get_resources").paginate(restApiId=stack.api_id)
    for resource in (resource for page in pages for resource in page["items"]):
        preflight = body["paths"].get(resource["path"], {}).get("options")
        if preflight is None:
            continue
        response = preflight["x-amazon-apigateway-integration"]["responses"]["default"]
        gateway.put_integration_response(
            restApiId=stack.api_id,
            resourceId=resource["id"],
            httpMethod="OPTIONS",
            statusCode=response["statusCode"],
            responseParameters=_all_substituted(response["responseParameters"], parameters),
        )


def _all_substituted(
    values: Mapping[str, str | Mapping[str, str]], parameters: Mapping[str, str]
) -> dict[str, str]:
    return {name: _substituted(value, parameters) for name, value in values.items()}


def _substituted(value: str | Mapping[str, str], parameters: Mapping[str, str]) -> str:
    text = value if isinstance(value, str) else value["Fn::Sub"]
    for name, replacement in parameters.items():
        text = text.replace(f"${{{name}}}", replacement)
    return text
