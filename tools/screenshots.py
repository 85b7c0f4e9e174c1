"""Take pictures of every page of the portal that `make run` serves (`make screenshots`).

Each page is shown light and dark, wide and narrow, with the demo academy's certificates; nothing
is changed there.
"""

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect

from local import portal, ports, seed
from tools.browser import browser, sign_in

FOLDER = Path(__file__).parent.parent / ".local" / "screenshots"
_FILE = Path(__file__).parent.parent / "tests" / "files" / "certificate.pdf"
_WIDE = ViewportSize(width=1440, height=900)
_NARROW = ViewportSize(width=360, height=780)
_SIZES = {"wide": _WIDE, "narrow": _NARROW}
_SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class View:
    """A page, and what is done on it before its picture is taken."""

    name: str
    path: str
    prepare: Callable[[Page], None] = lambda _: None


def _open(link: str) -> Callable[[Page], None]:
    def follow(page: Page) -> None:
        page.get_by_role("link", name=link, exact=True).first.click()
        expect(page.get_by_role("heading", name=link, level=1)).to_be_visible()

    return follow


def _add(page: Page) -> None:
    page.get_by_role("button", name="Add certificate").first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(_FILE)
    expect(dialog.get_by_label("What did you earn?")).to_have_value("Secure Coding in Practice")
    dialog.get_by_role("button", name=re.compile("^Credit type")).click()
    page.get_by_role("option", name="CPE hours").click()
    expect(dialog.get_by_role("complementary").last).to_contain_text("CPE hours")


def _review(page: Page) -> None:
    page.get_by_role("link", name="Accessible Documents").first.click()
    expect(page.get_by_role("heading", name="Accessible Documents").first).to_be_visible()


def _help(page: Page) -> None:
    _review(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def _set_up(page: Page) -> None:
    page.get_by_role("button", name="Set up an authenticator app").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()


_SIGNED_OUT = (View("sign-in", "/"),)
_LEARNERS = (
    View("certificates", "/certificates"),
    View("certificates-filtered", "/certificates?status=approved"),
    View("certificate-approved", "/certificates", _open("Project Leadership")),
    View("certificate-changes-requested", "/certificates", _open("Cloud Architecture")),
    View("certificate-file-rejected", "/certificates", _open("Statistics for Everyone")),
    View("add-certificate", "/certificates", _add),
    View("credits", "/credits"),
    View("security", "/security"),
    View("second-factor", "/security", _set_up),
    View("not-found", "/nowhere"),
)
_STAFFS = (
    View("queue", "/console/queue"),
    View("review", "/console/queue", _review),
    View("shortcuts", "/console/queue", _help),
    View("learners", "/console/learners"),
    View("learner", "/console/learners", _open(seed.LEARNER.name)),
    View("enter", "/console/learners/enter"),
    View("credit-types", "/console/credit-types"),
    View("credit-type", "/console/credit-types/cpe"),
    View("desk", "/console/desk"),
    View("staff", "/console/staff"),
)


def take(opened: Browser, address: str, only: str) -> None:
    """Take the pictures of the views whose names contain `only`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for person, views in (
        (None, _SIGNED_OUT),
        (seed.LEARNER, _LEARNERS),
        (seed.ADMINISTRATOR, _STAFFS),
    ):
        chosen = [view for view in views if only in view.name]
        for (size, viewport), scheme in product(_SIZES.items(), _SCHEMES) if chosen else ():
            context = opened.new_context(
                base_url=address,
                viewport=viewport,
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                locale="en-GB",
            )
            page = context.new_page()
            page.goto("/")
            if person:
                sign_in(page, person.email, seed.PASSWORD)
            for view in chosen:
                page.goto(view.path)
                view.prepare(page)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=FOLDER / f"{view.name}-{size}-{scheme}.png")
            context.close()


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portal-port", type=ports.number, default=portal.PORT)
    parser.add_argument("--only", default="", help="views whose names contain this")
    arguments = parser.parse_args()
    with browser() as opened:
        take(opened, f"http://{ports.HOST}:{arguments.portal_port}", arguments.only)
    print(f"The pictures are in {FOLDER}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
