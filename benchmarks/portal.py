"""How long the portal keeps people waiting, in Chromium on a processor slowed down four times.

It needs the local AWS and a browser, so it runs with what the tests install, in a process of its
own: see `benchmarks.waits`.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState
from pydantic import TypeAdapter

from benchmarks.waits import PORTFOLIO, ROUNDS, SLOWER, WAITING, Opened, Waits
from local import deployment, portal, ports
from tests.e2e.support import Academy, Account, LearnerAtWork, open_academy
from tools import bundle, publish
from tools.browser import browser

_PATIENCE = 120_000
_WATCH = """() => {
    const seen = (window.seen = { pauses: [], painted: 0 });
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) seen.pauses.push([task.startTime, task.duration]);
    }).observe({ type: "longtask", buffered: true });
    new PerformanceObserver((list) => {
        for (const paint of list.getEntries()) seen.painted = paint.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
}"""
_QUIET = """() => new Promise((resolve) => {
    const look = () => {
        const [start, lasted] = window.seen.pauses.at(-1) ?? [0, 0];
        if (performance.now() - (start + lasted) > 1500) resolve(null);
        else setTimeout(look, 100);
    };
    setTimeout(look, 500);
})"""


_SEEN = """() => [window.seen.pauses, window.seen.painted,
    performance.getEntriesByName("first-contentful-paint")[0].startTime]"""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
_OTHER_THAN = "before => document.querySelector('h1')?.innerText !== before"


def _found() -> Waits:
    with _system() as (address, academy), browser() as started:
        learner = _filled(academy)
        visitors = {
            Who.LEARNER: _Visitor(started, address, learner.account),
            Who.REVIEWER: _Visitor(started, address, academy.staff("reviewer").account),
        }
        opened = {}
        for title, (who, path) in _PAGES.items():
            with visitors[who].page() as page:
                # Who comes for the first time loads the scripts; the first round is theirs.
                rounds = [_open(page, path) for _ in range(1 + ROUNDS)][1:]
            opened[title] = Opened([each[0] for each in rounds], [each[1] for each in rounds])
        pauses = {}
        for title, act in _ACTS.items():
            with visitors[Who.REVIEWER].page() as page:
                pauses[title] = [_pause(page, act) for _ in range(1 + ROUNDS)][1:]
        return Waits(opened, pauses)


class Who(StrEnum):
    """Who opens a page."""

    LEARNER = "learner"
    REVIEWER = "reviewer"


_QUEUE = "/console/queue"
_PAGES: Mapping[str, tuple[Who, str]] = {
    "home": (Who.LEARNER, "/"),
    f"list of {PORTFOLIO}": (Who.LEARNER, "/certificates"),
    f"credits of {PORTFOLIO}": (Who.LEARNER, "/credits"),
    f"queue of {WAITING}": (Who.REVIEWER, _QUEUE),
}


@dataclass(frozen=True)
class _Visitor:
    """Somebody who is signed in, at a slow machine."""

    browser: Browser
    address: str
    account: Account

    @contextmanager
    def page(self) -> Iterator[Page]:
        tokens = self.account.tokens
        session = {
            "id": tokens["IdToken"],
            "refresh": tokens["RefreshToken"],
            "expiresAt": (time.time() + tokens["ExpiresIn"]) * 1000,
        }
        stored: StorageState = {
            "cookies": [],
            "origins": [
                {
                    "origin": self.address,
                    "localStorage": [{"name": "certfolio.session", "value": json.dumps(session)}],
                }
            ],
        }
        context = self.browser.new_context(
            base_url=self.address,
            locale="en-GB",
            viewport={"width": 1440, "height": 900},
            storage_state=stored,
        )
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(f"({_WATCH})()")
        try:
            yield page
        finally:
            context.close()


def _open(page: Page, path: str) -> tuple[float, float]:
    """Total blocking time and largest paint."""
    page.goto("about:blank")
    page.goto(path)
    _settle(page)
    pauses, painted, first = page.evaluate(_SEEN)
    blocked = sum(max(0, lasted - 50) for start, lasted in pauses if start + lasted > first)
    return blocked, painted


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_function(_PAINTED)
    page.evaluate(_QUIET)


def _pause(page: Page, act: Callable[[Page], object]) -> float:
    """The longest pause while something is done in the queue."""
    page.goto("about:blank")
    page.goto(_QUEUE)
    _settle(page)
    page.evaluate("window.seen.pauses.length = 0")
    act(page)
    page.evaluate(_QUIET)
    return max((lasted for _, lasted in page.evaluate("window.seen.pauses")), default=0)


def _load_more(page: Page) -> None:
    page.get_by_role("button", name="Load more").click()
    page.get_by_role("checkbox", name="Select all 100 ").wait_for()


def _select_all(page: Page) -> None:
    page.get_by_role("checkbox", name="Select all ").check()
    page.get_by_role("region", name="Selected certificates").wait_for()


def _next_case(page: Page) -> None:
    page.get_by_role("button", name="Review next", exact=True).click()
    page.get_by_role("button", name="Approve", exact=True).wait_for()
    for _ in range(5):
        before = page.get_by_role("heading", level=1).inner_text()
        page.keyboard.press("j")
        page.wait_for_function(_OTHER_THAN, arg=before)


_ACTS: Mapping[str, Callable[[Page], object]] = {
    "queue: load more": _load_more,
    "queue: select all": _select_all,
    "workbench: the next five": _next_case,
}


@contextmanager
def _system() -> Iterator[tuple[str, Academy]]:
    """The portal of a system of its own, and an academy there."""
    port = ports.free()
    address = f"http://{ports.HOST}:{port}"
    with (
        tempfile.TemporaryDirectory() as state,
        deployment.running(
            port=ports.free(), state=Path(state), stack_name="certfolio-bench", web_origin=address
        ) as stack,
    ):
        bundle.build_if_old()
        publish.publish(stack)
        with portal.serving(stack, port=port):
            yield address, open_academy(stack)


def _filled(academy: Academy) -> LearnerAtWork:
    """A learner with a long portfolio that counts, in an academy where much waits."""
    academy.credit_type("cpe", version=1, maximum="40", requires=[])
    academy.credit_type("seminar", requires=[], review="automatic")
    learner, other = academy.learner(), academy.learner()

    def hand_in(number: int, who: LearnerAtWork, credit_type: str) -> None:
        changes = {
            "title": f"Foundations of Occupational Safety and Health, part {number}",
            "earned_on": f"{2010 + number % 15}-{1 + number % 12:02}-17",
            "claims": [{"credit_type": credit_type, "credits": "8"}],
        }
        who.call("POST", "/certificates", who.submission(None, **changes))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: hand_in(number, learner, "seminar"), range(PORTFOLIO)))
        list(pool.map(lambda number: hand_in(number, other, "cpe"), range(WAITING)))
    return learner


if __name__ == "__main__":
    sys.stdout.write(TypeAdapter(Waits).dump_json(_found()).decode() + "\n")
