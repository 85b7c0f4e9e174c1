import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from local import portal
from local.stack import Stack
from tests.e2e.portal.support import PATIENCE, Profiles, Visits, visiting
from tests.e2e.support import Academy, open_academy
from tools import browser as browsers
from tools import bundle, publish


@pytest.fixture(scope="session")
def address(stack: Stack, web_origin: str) -> Iterator[str]:
    """The portal, built from its sources and hosted by the template."""
    if "CERTFOLIO_ENDPOINT" in os.environ:
        yield web_origin
        return
    bundle.build_if_old()
    publish.publish(stack)
    with portal.serving(stack, port=urlsplit(web_origin).port or 0):
        yield web_origin


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with browsers.browser() as started:
        yield started


@pytest.fixture(scope="session")
def profiles(browser: Browser, address: str) -> Profiles:
    return Profiles(browser, address)


@pytest.fixture
def desk(stack: Stack) -> Academy:
    """An academy of its own: nobody else puts anything into its queue."""
    return open_academy(stack)


@pytest.fixture
def visits(profiles: Profiles) -> Iterator[Visits]:
    """Opens browser windows, each of a person of its own; sees that no page broke."""
    with visiting(profiles) as visits:
        yield visits


@pytest.fixture(scope="module")
def long_visits(profiles: Profiles) -> Iterator[Visits]:
    """The same, for windows that several tests go on with."""
    with visiting(profiles) as visits:
        yield visits
