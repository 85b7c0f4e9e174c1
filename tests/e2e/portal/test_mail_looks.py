"""Mails as mail clients show them: wide and narrow, light and dark, with and without their rules.

Gmail takes out `<style>` in some of its apps, and then there is no dark mode and no narrow one.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from certfolio.domain.files import RejectionReason
from certfolio.domain.mails import MailKind
from certfolio.domain.transcript import Language
from functions.mail.letters.model import Letter
from functions.mail.letters.writing import write
from tests.e2e.portal.support import barriers
from tests.support.mail_samples import BRAND, PLAIN, digest, hostile, letter, many, refused

LETTERS: dict[str, Letter] = {
    **{kind.value: many(kind) for kind in MailKind if kind is not MailKind.DIGEST},
    "digest": digest(120, 7),
    "one refused": letter(MailKind.FILE_REFUSED, refused(RejectionReason.ENCRYPTED)),
    "hostile": hostile(),
}
WIDTHS = (600, 360)
DARKEST, BRIGHTEST = 60, 200
"""Of 255, what a dark ground has at most and a light one at least."""


@pytest.fixture(scope="module")
def inbox(browser: Browser) -> Iterator[Page]:
    with browser.new_page() as page:
        yield page


def _ground(page: Page) -> int:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return max(int(channel) for channel in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", LETTERS)
def test_a_mail_can_be_read_in_every_client(
    inbox: Page, name: str, language: Language, tmp_path: Path
) -> None:
    made = LETTERS[name]
    written = write(made, PLAIN if name == "hostile" else BRAND, language)
    bare = re.sub(r"<style>.*?</style>", "", written.html, flags=re.DOTALL)
    assert bare != written.html
    for look, html, is_dark in (
        ("light", written.html, False),
        ("dark", written.html, True),
        ("bare", bare, False),
    ):
        inbox.emulate_media(color_scheme="light" if look == "light" else "dark")
        inbox.set_content(html)
        assert _ground(inbox) <= DARKEST if is_dark else _ground(inbox) >= BRIGHTEST
        for width in WIDTHS:
            inbox.set_viewport_size({"width": width, "height": 800})
            assert inbox.evaluate("document.documentElement.scrollWidth") <= width
            expect(inbox.get_by_role("heading", level=1)).to_be_visible()
            expect(inbox.get_by_role("link").last).to_be_visible()
            assert barriers(inbox) == []
            inbox.screenshot(path=tmp_path / f"{look}-{width}.png", full_page=True)
