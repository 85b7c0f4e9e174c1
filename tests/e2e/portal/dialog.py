"""The pages on which a certificate is added or edited, as somebody sees them."""

import base64
import mimetypes
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.portal.support import see, upload_file

TITLE = "Secure Coding in Practice"
FINE = "Checked: the file is fine"
ADD = "/certificates/new"


class CertificateDialog:
    """Select by what is read on the screen; nothing is known of what is behind it."""

    def __init__(self, page: Page, name: str = "Add certificates") -> None:
        self.page = page
        self.name = name
        self.box = page.get_by_role("main")
        self.title = self.box.get_by_label("What did you earn?")
        self.credits = self.box.get_by_label("Number of credits")
        self.earned = self.box.get_by_label("When did you earn it?")
        self.file = self.box.get_by_role("group", name="Certificate file")
        self.forecast = self.box.get_by_role("complementary", name="What it will count for")
        self.left = self.box.get_by_role("list", name=re.compile("and did not")).get_by_role(
            "listitem"
        )
        """What was left behind and is offered."""
        self.strip = self.box.get_by_role("navigation", name="Certificates to add").get_by_role(
            "listitem"
        )
        """The drafts of the page, where there are several."""
        self.save = self.box.get_by_role(
            "button", name="Submit for review" if name.startswith("Add") else "Save and resubmit"
        )

    def fill(self, title: str = TITLE, amount: str = "8", earned: str = "2026-05-17") -> None:
        self.begin()
        self.title.fill(title)
        self.credits.fill(amount)
        self.earned.fill(earned)

    def begin(self) -> None:
        """Begin without a file, where nothing was begun."""
        see(self.page, self.name)
        without = self.box.get_by_role("button", name="No file? Enter it without.")
        expect(self.title.or_(without)).to_be_visible()
        if without.is_visible():
            without.click()

    def open(self) -> None:
        """Come from wherever one is in the portfolio."""
        self.page.goto(ADD)
        see(self.page, self.name)

    def leave(self) -> None:
        """Go elsewhere, within the page."""
        self.page.get_by_role("link", name="Certificates", exact=True).first.click()
        expect(self.page).to_have_url(re.compile("/certificates$"))
        # What stands there instead depends on whether something was handed in before.
        expect(self.box.get_by_role("heading", name=self.name, exact=True)).to_be_hidden()

    def take_up(self, title: str) -> None:
        """Go on with what was left behind."""
        self.box.get_by_role("button", name=f"Go on with it: {title}", exact=True).click()
        expect(self.says("You go on with what you typed before.")).to_be_visible()

    def choose_type(self, name: str, line: int = 0) -> None:
        self.box.get_by_role("button", name=re.compile("Credit type")).nth(line).click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def choose(self, *files: Path) -> None:
        upload_file(self.page, *files)

    def drop(self, *files: Path) -> None:
        """Drag files in from the desktop."""
        see(self.page, self.name)
        carried = self._carry(files)
        for event in ("dragenter", "dragover", "drop"):
            self.box.dispatch_event(event, {"dataTransfer": carried})

    def paste(self, *files: Path) -> None:
        """Paste files that were copied elsewhere."""
        self.box.evaluate(
            """(main, clipboardData) => main.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
            )""",
            self._carry(files),
        )

    def _carry(self, files: tuple[Path, ...]):  # noqa: ANN202  # a handle of the browser's
        carried = [
            [
                base64.b64encode(file.read_bytes()).decode(),
                file.name,
                mimetypes.guess_type(file.name)[0] or "",
            ]
            for file in files
        ]
        return self.page.evaluate_handle(
            """(files) => {
                const carried = new DataTransfer();
                for (const [content, name, type] of files) {
                    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
                    carried.items.add(new File([bytes], name, { type }));
                }
                return carried;
            }""",
            carried,
        )

    def says(self, words: str) -> Locator:
        return self.box.get_by_text(words)

    def is_submitted(self, title: str = TITLE) -> None:
        """Submit, and see that it is done."""
        self.save.click()
        if self.name.startswith("Add"):
            made = self.box.get_by_role("region", name=re.compile("submitted$"))
            expect(made.get_by_role("link", name=title, exact=True)).to_be_visible()
        else:
            see(self.page, title)
