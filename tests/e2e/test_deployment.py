"""What a deployment brings to those who call: the newest of everything."""

import pytest

from local.stack import Stack
from tests.e2e.support import FUNCTIONS, deployed, logical_id, resources, root


@pytest.mark.parametrize("function", FUNCTIONS)
def test_who_calls_a_function_gets_the_newest_layer(stack: Stack, function: str) -> None:
    functions = root(stack, "lambda")
    versions = functions.list_layer_versions(LayerName=f"{deployed(stack)['StackName']}-shared")[
        "LayerVersions"
    ]
    newest = max(versions, key=lambda version: version["Version"])
    live = functions.get_function(
        FunctionName=resources(stack)[logical_id(function, "Function")], Qualifier="live"
    )["Configuration"]
    assert live["Version"] != "$LATEST"
    assert [layer["Arn"] for layer in live["Layers"]] == [newest["LayerVersionArn"]]
