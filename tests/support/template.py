"""Reads ``template.yaml``, so that tests run on the tables and buckets it defines."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
STACK = "certfolio-test"
REGION = "eu-central-1"
ACCOUNT = "123456789012"
WEB_ORIGIN = "https://portal.example.org"

_PSEUDO = {
    "AWS::StackName": STACK,
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms as the mappings they stand for."""


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_form)


@cache
def template() -> dict[str, Any]:
    """The template as it stands in the file."""
    with (ROOT / "template.yaml").open(encoding="utf-8") as file:
        found: dict[str, Any] = yaml.load(file, _Loader)  # noqa: S506 - a safe loader
    return found


@cache
def resource(name: str) -> dict[str, Any]:
    """One resource's properties, resolved for the local environment."""
    found: dict[str, Any] = resolved(template()["Resources"][name]["Properties"])
    return found


def resolved(value: Any, **parameters: str) -> Any:
    """Put values in for ``Ref``, ``Sub`` and ``If``; leave what names other resources.

    Parameters
    ----------
    **parameters
        Of the template, where they are others than the local environment's.
    """
    match value:
        case {"Ref": str(name)}:
            return _value_of(name, parameters)
        case {"Fn::Sub": str(text)}:
            for name in (*_PSEUDO, *template()["Parameters"]):
                text = text.replace(f"${{{name}}}", str(_value_of(name, parameters)))
            return text
        case {"Fn::If": [condition, yes, no]}:
            return resolved(yes if _holds(condition, parameters) else no, **parameters)
        case dict():
            return {
                name: resolved(item, **parameters)
                for name, item in value.items()
                if not _left_out(item, parameters)
            }
        case list():
            return [
                resolved(item, **parameters) for item in value if not _left_out(item, parameters)
            ]
    return value


def _value_of(name: str, parameters: Mapping[str, str]) -> Any:
    if name in _PSEUDO:
        return _PSEUDO[name]
    known = {"Environment": "local", "WebOrigin": WEB_ORIGIN, **parameters}
    declared = template()["Parameters"]
    if name in declared:
        return known.get(name, declared[name].get("Default"))
    return {"Ref": name}


def _holds(condition: str, parameters: Mapping[str, str]) -> bool:
    return _true(template()["Conditions"][condition], parameters)


def _true(formula: Any, parameters: Mapping[str, str]) -> bool:
    match formula:
        case {"Fn::Equals": [left, right]}:
            return bool(resolved(left, **parameters) == resolved(right, **parameters))
        case {"Fn::Not": [inner]}:
            return not _true(inner, parameters)
        case {"Fn::And": formulas}:
            return all(_true(inner, parameters) for inner in formulas)
        case {"Condition": str(name)}:
            return _holds(name, parameters)
    raise ValueError(f"unknown condition {formula}")


def _left_out(value: Any, parameters: Mapping[str, str]) -> bool:
    if value == {"Ref": "AWS::NoValue"}:
        return True
    match value:
        case {"Fn::If": [condition, yes, no]}:
            return _left_out(yes if _holds(condition, parameters) else no, parameters)
    return False


@cache
def functions() -> dict[str, dict[str, Any]]:
    """Properties of every function by its folder, with what the template says of all."""
    shared = template()["Globals"]["Function"]
    found = {}
    for described in template()["Resources"].values():
        if described["Type"] != "AWS::Serverless::Function":
            continue
        own = described["Properties"]
        variables = shared["Environment"]["Variables"] | own.get("Environment", {}).get(
            "Variables", {}
        )
        folder = own["CodeUri"].removeprefix("functions/").rstrip("/")
        found[folder] = shared | own | {"Environment": {"Variables": variables}}
    return found


@cache
def routes() -> tuple[tuple[str, str, str], ...]:
    """Method, pattern of the path and folder of the function, for every route."""
    found = []
    for folder, properties in functions().items():
        for event in properties.get("Events", {}).values():
            if event["Type"] != "Api":
                continue
            route = event["Properties"]
            pattern = re.sub(r"\{\w+\}", "[^/]+", route["Path"])
            found.append((route["Method"], pattern, folder))
    # A fixed path goes before one with a variable in the same place, as in API Gateway.
    return tuple(sorted(found, key=lambda route: -route[1].count("[^/]+")))
