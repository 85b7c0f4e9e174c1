import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import deployment, portal, ports
from local import stack as stacks
from local.stack import Stack
from tests.e2e.support import Academy, LearnerAtWork, StaffAtWork, open_academy, stop_schedules

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where processes run side by side, hand them these tests file by file.

    Each process deploys a system of its own once, so both have one to the end, whoever takes what.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group(str(item.path.relative_to(HERE))))


@pytest.fixture(scope="session")
def web_origin() -> str:
    """Where the portal is, and so the one origin that browsers may call from."""
    running = "CERTFOLIO_ENDPOINT" in os.environ
    return f"http://{ports.HOST}:{portal.PORT if running else ports.free()}"


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, web_origin: str) -> Iterator[Stack]:
    """The deployed system; CERTFOLIO_ENDPOINT names one that runs already, to save its start."""
    endpoint = os.environ.get("CERTFOLIO_ENDPOINT")
    if endpoint:
        yield stacks.find(endpoint=endpoint)
        return
    with deployment.running(
        port=ports.free(),
        state=tmp_path_factory.mktemp("aws"),
        stack_name="certfolio-e2e",
        web_origin=web_origin,
    ) as deployed:
        stop_schedules(deployed)
        yield deployed


@pytest.fixture(scope="session")
def academy(stack: Stack) -> Academy:
    """An academy with one credit type, for tests that bring their own learners."""
    return open_academy(stack)


@pytest.fixture(scope="session")
def reviewer(academy: Academy) -> StaffAtWork:
    return academy.staff("reviewer")


@pytest.fixture
def learner(academy: Academy) -> LearnerAtWork:
    return academy.learner()
