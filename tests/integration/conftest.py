import os
from collections.abc import Iterator
from datetime import date
from itertools import count
from unittest.mock import patch

import boto3
import pytest
from moto import mock_aws

from functions.inspection import handler as inspection
from tests.support.directory import Directory
from tests.support.faults import calls_made
from tests.support.template import REGION, resource
from tests.support.world import (
    ENVIRONMENT,
    World,
    at,
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
def in_2026(world: World) -> Iterator[None]:  # noqa: ARG001 - its functions' clocks stand
    """Let periods and cycles be those in which the days that a test writes down lie."""
    with at(date(2026, 11, 26)):
        yield


@pytest.fixture
def other_world(aws: None) -> World:  # noqa: ARG001 - what it works on
    return World(f"academy-{next(_academies)}")


@pytest.fixture(scope="module")
def pool(cloud: None) -> Iterator[str]:  # noqa: ARG001 - where it lies
    """The template's user pool."""
    wanted = resource("UserPool")
    made = boto3.client("cognito-idp", region_name=REGION).create_user_pool(
        PoolName=wanted["UserPoolName"],
        UsernameAttributes=wanted["UsernameAttributes"],
        AutoVerifiedAttributes=wanted["AutoVerifiedAttributes"],
        AdminCreateUserConfig=wanted["AdminCreateUserConfig"],
        Schema=wanted["Schema"],
    )["UserPool"]["Id"]
    with patch.dict(os.environ, {"USER_POOL_ID": made}):
        forget()
        yield made
    forget()


@pytest.fixture
def here(world: World, pool: str) -> Directory:
    return Directory(world, pool)


@pytest.fixture
def elsewhere(other_world: World, pool: str) -> Directory:
    return Directory(other_world, pool)


@pytest.fixture
def calls() -> Iterator[list[str]]:
    """Names of the calls to the table from here on."""
    with calls_made() as made:
        yield made
