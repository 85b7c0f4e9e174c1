"""A browser in front of the portal."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

from local.errors import ToolMissing

_NAMES = ("chromium", "chromium-browser", "google-chrome")
"""What Debian, Alpine and Google call it."""


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, without a window.

    Raises
    ------
    ToolMissing
        It is not installed.
    """
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise ToolMissing("Chromium", "Run: make browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        try:
            yield started
        finally:
            started.close()


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in on the portal's page for it, and wait until somebody is."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Account")).to_be_visible()
