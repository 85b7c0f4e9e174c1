"""People in front of the portal: a browser window each, and what they do first."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    WebError,
    expect,
)

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
    // One that is over can stay in effect.
    const moves = () => document.getAnimations().some(({ playState }) => playState === "running");
    for (let still = 0; still < 3; still = moves() ? 0 : still + 1)
        await new Promise(requestAnimationFrame);
}"""
_RUN_AXE = """async rules => {
    const runOnly = { type: "tag", values: rules };
    const options = { runOnly, resultTypes: ["violations"], preload: false };
    // What React Aria says once it takes away again, unseen, some seconds later.
    const context = { exclude: [["[data-live-announcer]"]] };
    return (await axe.run(context, options)).violations;
}"""


_USUAL = {"locale": "en-GB", "timezone_id": "Europe/Berlin", "reduced_motion": "reduce"}
_BEGIN = """session => {
    localStorage.clear();
    localStorage.setItem("certfolio.session", session);
    return Function.prototype.toString.call(Date).includes("[native code]");
}"""


@dataclass
class Profiles:
    """Browser profiles that one test leaves to the next, emptied.

    To read and compile the portal's scripts anew costs more than most tests do; a profile that
    has seen them has them. Nothing else of a test stays in it.

    Attributes
    ----------
    free
        Each with a page of the portal's origin, from which what it stores is emptied.
    """

    browser: Browser
    address: str
    free: list[tuple[BrowserContext, Page]] = field(default_factory=list)

    def new(self, **settings: Any) -> BrowserContext:
        context = self.browser.new_context(base_url=self.address, **{**_USUAL, **settings})
        context.set_default_timeout(PATIENCE)
        return context

    def take(self, session: str) -> tuple[BrowserContext, Page]:
        """A profile in the usual settings that stores a session and nothing else."""
        while self.free:
            context, anchor = self.free.pop()
            if anchor.evaluate(_BEGIN, session):
                return context, anchor
            # A test set its clock, which cannot be undone.
            context.close()
        context = self.new()
        anchor = context.new_page()
        anchor.goto("/favicon.svg")
        anchor.evaluate(_BEGIN, session)
        return context, anchor

    def give(self, context: BrowserContext, anchor: Page) -> None:
        for page in context.pages:
            if page != anchor:
                page.close()
        context.unroute_all()
        context.clear_cookies()
        context.clear_permissions()
        context.set_offline(offline=False)
        self.free.append((context, anchor))


@dataclass
class Visits:
    """Browser windows of one test.

    Attributes
    ----------
    broken
        What no page may do: uncaught errors, and what the Content-Security-Policy refused.
    """

    profiles: Profiles
    broken: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)
    _lent: list[tuple[BrowserContext, Page]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.profiles.address

    def window(self, **settings: Any) -> Page:
        """A window of somebody who was never here, in a browser's usual settings."""
        context = self.profiles.new(**settings)
        self._contexts.append(context)
        self._listen(context)
        return context.new_page()

    def signed_in(self, account: Account, path: str = "/", **settings: Any) -> Page:
        """A window of somebody who signed in before, and now opens a page."""
        tokens = account.tokens
        session = json.dumps(
            {
                "id": tokens["IdToken"],
                "refresh": tokens["RefreshToken"],
                "expiresAt": (time.time() + tokens["ExpiresIn"]) * 1000,
            }
        )
        if settings:
            stored = [{"name": "certfolio.session", "value": session}]
            origin = {"origin": self.address, "localStorage": stored}
            page = self.window(storage_state={"cookies": [], "origins": [origin]}, **settings)
        else:
            lent = self.profiles.take(session)
            self._lent.append(lent)
            self._listen(lent[0])
            page = lent[0].new_page()
        page.goto(path)
        expect(page.get_by_role("banner")).to_be_visible()
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        for context, anchor in self._lent:
            context.remove_listener("weberror", self._see)
            context.remove_listener("console", self._hear)
            self.profiles.give(context, anchor)

    def _listen(self, context: BrowserContext) -> None:
        context.on("weberror", self._see)
        context.on("console", self._hear)

    def _see(self, error: WebError) -> None:
        self.broken.append(str(error.error))

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.broken.append(message.text)


@contextmanager
def visiting(profiles: Profiles) -> Iterator[Visits]:
    """Windows that are closed when the block ends; no page in them broke."""
    visits = Visits(profiles)
    try:
        yield visits
    finally:
        visits.close()
    assert visits.broken == []


def see(page: Page, heading: str) -> None:
    """Wait for the page of this heading: what is acted on next is not of the page before."""
    expect(page.get_by_role("heading", name=heading, exact=True, level=1)).to_be_visible()


HARD: Json = {
    "viewport": {"width": 320, "height": 512},
    "forced_colors": "active",
    "reduced_motion": "reduce",
    "locale": "de-DE",
}
"""A screen of 1280 pixels at 400 % (WCAG 1.4.10), colours of one's own, and long words."""


def is_hard_on(page: Page) -> list[Json]:
    """What is wrong with a page in a window that is `HARD`, read from either side."""
    wrong: list[Json] = barriers(page)
    if page.locator("html").get_attribute("lang") != "de":
        wrong.append({"language": page.locator("html").get_attribute("lang")})
    for direction in ("ltr", "rtl"):
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > page.evaluate("document.documentElement.clientWidth"):
            wrong.append({"scrolls sideways": needed, "direction": direction})
    return wrong


def press(page: Page, name: str) -> None:
    """Press the one button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def pick_reason(where: Page | Locator, reason: str) -> None:
    # The chip that is seen lies under the radio that is chosen.
    where.get_by_role("radio", name=reason, exact=True).check(force=True)


_SIGNED = """async () => {
    for (let step = 0; step < 40; step += 1)
        await crypto.subtle.digest("SHA-256", new Uint8Array(1));
}"""


def let_go(page: Page) -> None:
    """Leave the portal: what was decided there, and could still be undone, is sent at once."""
    # It was signed ahead, which takes a moment.
    page.evaluate(_SIGNED)
    page.goto("about:blank")


def decided_on(
    page: Page, learner: LearnerAtWork, certificate: Json, *, since: int | None = None
) -> Json:
    """A certificate once a decision on it has arrived, for which the page is left.

    Parameters
    ----------
    since
        The version that was decided on, where it is not the one that is given.
    """
    expect(page.get_by_role("status").filter(has_text="“").first).to_be_visible()
    let_go(page)
    return arrived(learner, certificate, since=since)


def arrived(learner: LearnerAtWork, certificate: Json, *, since: int | None = None) -> Json:
    """A certificate once it has a later version."""
    deadline = time.monotonic() + PATIENCE / 1000
    while (now := learner.read(certificate))["version"] <= (since or certificate["version"]):
        assert time.monotonic() < deadline, now
        time.sleep(0.1)
    return now


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


def upload_file(page: Page, *files: Path) -> None:
    """Choose files in the form that is open, for what has none yet."""
    page.locator("input[type=file]:not([capture])").last.set_input_files(files)
