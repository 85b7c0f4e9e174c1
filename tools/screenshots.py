"""Take pictures of every page and dialog of the portal that `make run` serves (`make screenshots`).

Each is shown light and dark, wide and narrow, in English and German, with the demo academy's
certificates; nothing is changed there. A contact sheet shows them beside each other.
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, StorageState, ViewportSize, expect

from local import portal, ports, seed
from local.people import Account
from tools.browser import browser, sign_in

_TEXTS = Path(__file__).parent.parent / "web" / "src" / "text"
FOLDER = Path(__file__).parent.parent / ".local" / "screenshots"
_SIZES = {
    "wide": ViewportSize(width=1440, height=900),
    "narrow": ViewportSize(width=360, height=780),
}
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_LOCALES = {"en": "en-GB", "de": "de-DE"}
_SECONDS = 30


_Texts = Mapping[str, str]


@dataclass(frozen=True)
class Press:
    """Something to press.

    Attributes
    ----------
    text
        Key of the text that its name begins with, as far as the text is the same for all; any
        name will do where it is empty.
    """

    text: str
    role: Literal["button", "checkbox", "link", "tab"] = "button"

    def on(self, page: Page, texts: _Texts) -> None:
        """Press the first one there is."""
        begins = texts[self.text].partition("{")[0].strip() if self.text else ""
        named = re.compile("^" + re.escape(begins))
        # A checkbox lies under what is drawn for it.
        page.get_by_role(self.role, name=named).first.click(force=self.role == "checkbox")


@dataclass(frozen=True)
class View:
    """A page, or a dialog on it.

    Attributes
    ----------
    follow
        How the path of a link on it begins that leads on to what is pictured.
    which
        Which of these links, from 0 on; -1 is the last.
    press
        What opens the dialog, in order.
    """

    name: str
    path: str
    follow: str = ""
    press: tuple[Press, ...] = ()
    which: int = 0


SIGNED_OUT = (View("sign-in", "/"), View("sign-in-academy", "/a/demo"))
LEARNERS = (
    View("home", "/"),
    View("certificates", "/certificates"),
    View("certificates-filtered", "/certificates?status=approved"),
    View("certificates-when", "/certificates", press=(Press("certificates.anyDay"),)),
    View("certificate", "/certificates?status=approved", "/certificates/0"),
    View(
        "certificate-changes-requested", "/certificates?status=changes_requested", "/certificates/0"
    ),
    View(
        "withdraw",
        "/certificates?status=changes_requested",
        "/certificates/0",
        (Press("certificate.withdraw"),),
    ),
    View("add-certificate", "/certificates/new"),
    View("credits", "/credits"),
    View("credentials", "/credentials"),
    View("credential", "/credentials", "/credentials/0"),
    View("credential-edit", "/credentials", "/credentials/0", (Press("common.edit", role="link"),)),
    # The last is not confirmed, so its learner may take it away.
    View("credential-remove", "/credentials", "/credentials/0", (Press("holding.remove"),), -1),
    View("credential-add", "/credentials/new"),
    View("transcript", "/credits", press=(Press("transcript.title"),)),
    View("news", "/", press=(Press("news.open"),)),
    View("account", "/", press=(Press("shell.account"),)),
    View("security", "/security"),
    View("my-data", "/my-data"),
    View("notifications", "/notifications"),
    View("my-data-erase", "/my-data", press=(Press("myData.erase"),)),
    View("not-found", "/nowhere"),
)
_LEARNER = ("/console/learners", "/console/learners/")
_PROGRAMME = "/console/programmes/pmi-pmp"
_HOLDER = (f"{_PROGRAMME}/holders", "/console/learners/")
STAFFS = (
    View("queue", "/console/queue"),
    *(
        View(
            f"queue-{action}",
            "/console/queue",
            press=(Press("", "checkbox"), Press(f"review.action.{action}")),
        )
        for action in ("approve", "request_changes", "decline")
    ),
    View("workbench", "/console/queue", "/console/queue/"),
    View("workbench-shortcuts", "/console/queue", "/console/queue/", (Press("review.shortcuts"),)),
    View("learners", "/console/learners"),
    View("learner", *_LEARNER),
    View("learner-edit", *_LEARNER, (Press("common.edit"),)),
    View("learner-credentials", *_LEARNER, (Press("shell.credentials", "tab"),)),
    View(
        "learner-credential-enter",
        *_LEARNER,
        (Press("shell.credentials", "tab"), Press("holding.staff.enter")),
    ),
    View("rights", *_LEARNER, (Press("rights.tab", "tab"),)),
    View("rights-erase", *_LEARNER, (Press("rights.tab", "tab"), Press("rights.erase"))),
    View("learner-add", "/console/learners", press=(Press("learners.add"),)),
    View("enter", "/console/learners/enter"),
    View("invite", "/console/learners/invite"),
    View("set-up", "/console/set-up"),
    View("academy", "/console/set-up/academy"),
    View("desk", "/console/desk"),
    View("credit-types", "/console/credit-types"),
    View("credit-type", "/console/credit-types/cpe"),
    View("credit-type-retire", "/console/credit-types/cpe", press=(Press("setUp.retire"),)),
    View("programmes", "/console/programmes"),
    View("programme-pack", "/console/programmes/packs/pmi-pmp"),
    View("programme-adapt", "/console/programmes/packs/pmi-pmp/adapt"),
    View("programme-new", "/console/programmes/new"),
    View("programme", _PROGRAMME),
    View("programme-retire", _PROGRAMME, press=(Press("programmes.to.retired"),)),
    View("programme-edit", f"{_PROGRAMME}/edit"),
    View("programme-save", f"{_PROGRAMME}/edit", press=(Press("common.save"),)),
    View("programme-effects", f"{_PROGRAMME}/edit", press=(Press("programmes.effects.open"),)),
    View("programme-json", f"{_PROGRAMME}/edit", press=(Press("programmes.json.open"),)),
    View("programme-try", f"{_PROGRAMME}/try"),
    View("programme-holders", f"{_PROGRAMME}/holders"),
    View("holder", *_HOLDER),
    View("holder-waiver", *_HOLDER, (Press("holding.staff.waive"),)),
    View("staff", "/console/staff"),
    View("staff-add", "/console/staff", press=(Press("setUp.addStaff"),)),
    View("changes", "/console/changes"),
)


def take(opened: Browser, address: str, only: str) -> None:
    """Take the pictures of the views whose names contain `only`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for person, views in (
        (None, SIGNED_OUT),
        (seed.LEARNER, LEARNERS),
        (seed.ADMINISTRATOR, STAFFS),
    ):
        chosen = [view for view in views if only in view.name]
        if not chosen:
            continue
        state = _signed_in(opened, address, person) if person else None
        for (size, viewport), scheme, (tag, locale) in product(
            _SIZES.items(), _SCHEMES, _LOCALES.items()
        ):
            context = opened.new_context(
                base_url=address,
                viewport=viewport,
                color_scheme=scheme,
                reduced_motion="reduce",
                locale=locale,
                storage_state=state,
            )
            page = context.new_page()
            texts = texts_of(tag)
            for view in chosen:
                page.goto(view.path)
                _settle(page)
                if view.follow:
                    _follow(page, view)
                for step in view.press:
                    step.on(page, texts)
                    # What it shows can be asked for a moment later.
                    page.wait_for_timeout(300)
                    _settle(page)
                page.screenshot(path=FOLDER / f"{view.name}-{size}-{scheme}-{tag}.png")
            context.close()
    _lay_out()


def texts_of(tag: str) -> _Texts:
    """All that the portal says in a language, those of its parts included."""
    return {
        key: text
        for file in sorted(_TEXTS.rglob(f"{tag}.json"))
        for key, text in json.loads(file.read_text(encoding="utf-8")).items()
    }


def _follow(page: Page, view: View) -> None:
    """Go on to where a link leads; until that has come, the page before is shown."""
    left = page.get_by_role("heading", level=1).first.element_handle()
    links = page.locator(f'main :is(td, th, li) a[href^="{view.follow}"]')
    links.nth(view.which).click()
    page.wait_for_url(f"**{view.follow}**")
    page.wait_for_function("heading => !heading.isConnected", arg=left)
    _settle(page)


_WAITING = "main :is([role=progressbar], [class*=skeleton], [class*=spinner])"
"""What a page shows while it waits for something."""


def _settle(page: Page) -> None:
    """Wait for what the page shows, documents too."""
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_load_state("networkidle")
    expect(page.locator(_WAITING)).to_have_count(0, timeout=_SECONDS * 1000)
    page.wait_for_load_state("networkidle")


def _signed_in(opened: Browser, address: str, person: Account) -> StorageState:
    """What a browser keeps in which somebody signed in, once for all their pictures."""
    context = opened.new_context(base_url=address, locale="en-GB")
    page = context.new_page()
    page.goto("/")
    sign_in(page, person.email, seed.PASSWORD)
    state = context.storage_state()
    context.close()
    return state


def _lay_out() -> None:
    """All pictures beside each other, on one page."""
    pictures = "".join(
        f'<figure><a href="{escape(file.name)}"><img src="{escape(file.name)}" loading="lazy"></a>'
        f"<figcaption>{escape(file.stem)}</figcaption></figure>"
        for file in sorted(FOLDER.glob("*-*-*-*.png"))
    )
    style = "body{display:flex;flex-wrap:wrap;gap:16px;font:14px sans-serif}img{height:360px}"
    sheet = f'<!doctype html><meta charset="utf-8"><title>Pictures</title><style>{style}</style>'
    (FOLDER / "index.html").write_text(sheet + pictures, encoding="utf-8")


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portal-port", type=ports.number, default=portal.PORT)
    parser.add_argument("--only", default="", help="views whose names contain this")
    arguments = parser.parse_args()
    with browser() as opened:
        take(opened, f"http://{ports.HOST}:{arguments.portal_port}", arguments.only)
    print(f"The pictures are in {FOLDER}; index.html shows all of them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
