from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """What is pure needs no network; a test that does shows it here."""
    disable_socket()
    yield
    enable_socket()
