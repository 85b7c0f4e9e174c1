"""People in front of the portal: a browser window each, and what they do first."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from local.client import Json
from tests.e2e.support import PASSWORD, PNG, ROOT, Account, LearnerAtWork
from tools import browser

PATIENCE = 60_000
"""Milliseconds that anything may take to appear: a busy machine is no failure of the portal."""
_AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What passed is neither collected nor carried out of the page, which takes most of the time.
# What opens or changes does so by a transition, however short.
_SETTLED = """async () => {
    for (let still = 0; still < 3; still = document.getAnimations().length ? 0 : still + 1)
        await new Promise(requestAnimationFrame);
}"""
_RUN_AXE = """async rules => {
    const runOnly = { type: "tag", values: rules };
    const options = { runOnly, resultTypes: ["violations"], preload: false };
    return (await axe.run(document, options)).violations;
}"""


@dataclass
class Visits:
    """Browser windows of one test.

    Attributes
    ----------
    broken
        What no page may do: uncaught errors, and what the Content-Security-Policy refused.
    """

    browser: Browser
    address: str
    broken: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def window(self, **settings: Any) -> Page:
        """A window of somebody who was never here, in a browser's usual settings."""
        usual = {
            "locale": "en-GB",
            "timezone_id": "Europe/Berlin",
            "reduced_motion": "reduce",
        }
        context = self.browser.new_context(base_url=self.address, **{**usual, **settings})
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        context.on("weberror", lambda error: self.broken.append(str(error.error)))
        context.on("console", self._hear)
        return context.new_page()

    def signed_in(self, account: Account, path: str = "/", **settings: Any) -> Page:
        """A window of somebody who signed in before, and now opens a page."""
        tokens = account.tokens
        session = {
            "id": tokens["IdToken"],
            "refresh": tokens["RefreshToken"],
            "expiresAt": (time.time() + tokens["ExpiresIn"]) * 1000,
        }
        stored = [{"name": "certfolio.session", "value": json.dumps(session)}]
        origin = {"origin": self.address, "localStorage": stored}
        page = self.window(storage_state={"cookies": [], "origins": [origin]}, **settings)
        page.goto(path)
        expect(page.get_by_role("banner")).to_be_visible()
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.broken.append(message.text)


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Visits]:
    """Windows that are closed when the block ends; no page in them broke."""
    visits = Visits(browser, address)
    try:
        yield visits
    finally:
        visits.close()
    assert visits.broken == []


def see(page: Page, heading: str) -> None:
    """Wait for the page of this heading: what is acted on next is not of the page before."""
    expect(page.get_by_role("heading", name=heading, exact=True, level=1)).to_be_visible()


def press(page: Page, name: str) -> None:
    """Press the one button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Account: ")).click()
    page.get_by_role("menuitem", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Welcome back", exact=True)).to_be_visible()


def sign_in(page: Page, account: Account, password: str = PASSWORD) -> None:
    browser.sign_in(page, account.email, password)


def barriers(page: Page) -> list[Json]:
    """What axe finds on the page as it is now: WCAG 2.2, A and AA."""
    page.evaluate(_SETTLED)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_RUN_AXE, _RULES)
    return [
        {"rule": violation["id"], "at": [node["target"] for node in violation["nodes"]]}
        for violation in found
    ]


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(40):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached with the Tab key")


def edited(learner: LearnerAtWork, upload_id: str | None = None, **changes: Any) -> Json:
    """What is sent to edit a certificate: it has an id already."""
    body = learner.submission(upload_id, **changes)
    body.pop("id", None)
    return body


def slow_line(page: Page) -> None:
    """Go on as on a train: 400 kilobits a second, and 300 ms to wait for each answer."""
    line = {"offline": False, "latency": 300}
    speed = dict.fromkeys(("downloadThroughput", "uploadThroughput"), 400_000 / 8)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line | speed)


def answer_file_dialogs(page: Page, file: Path) -> None:
    """Choose the file in every dialog the browser opens for one.

    To be said well before it opens: the browser hears of it a moment later, and until then
    shows a dialog of its own, which nobody answers.
    """
    page.on("filechooser", lambda dialog: dialog.set_files(file))


def torn(folder: Path) -> Path:
    """A picture of which only the beginning has arrived: inspection refuses it."""
    file = folder / "certificate.png"
    file.write_bytes(PNG.read_bytes()[:200])
    return file


def upload_file(page: Page, file: Path) -> None:
    """Choose a file in the form that is open."""
    page.locator("input[type=file]").set_input_files(file)
