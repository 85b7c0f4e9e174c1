import os
from collections.abc import Iterator
from itertools import count
from unittest.mock import patch

import pytest
from moto import mock_aws

from functions.inspection import handler as inspection
from tests.support.world import (
    ENVIRONMENT,
    World,
    create_resources,
    delete_resources,
    examine_here,
    forget,
)

_academies = count(1)


@pytest.fixture(scope="session")
def cloud() -> Iterator[None]:
    """One AWS for all tests."""
    with (
        patch.dict(os.environ, ENVIRONMENT),
        patch.object(inspection, "examine", examine_here),
        mock_aws(),
    ):
        forget()
        yield
    forget()


@pytest.fixture
def aws(cloud: None) -> Iterator[None]:  # noqa: ARG001 - where it lies
    """The template's table and buckets, empty.

    Moto copies all tables in every transaction, so that a table which kept every test's records
    would slow down each next one.
    """
    create_resources()
    yield
    delete_resources()


@pytest.fixture
def world(aws: None) -> World:  # noqa: ARG001 - what it works on
    return World(f"academy-{next(_academies)}")


@pytest.fixture
def other_world(aws: None) -> World:  # noqa: ARG001 - what it works on
    return World(f"academy-{next(_academies)}")
