"""The dialog in which a certificate is added or edited, as somebody sees it."""

import base64
import mimetypes
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.portal.support import upload_file

TITLE = "Secure Coding in Practice"
FINE = "Checked: the file is fine"


class CertificateDialog:
    """Select by what is read on the screen; nothing is known of what is behind it."""

    def __init__(self, page: Page, name: str = "Add a certificate") -> None:
        self.page = page
        self.box = page.get_by_role("dialog", name=name, exact=True)
        self.title = self.box.get_by_label("What did you earn?")
        self.credits = self.box.get_by_label("Number of credits")
        self.earned = self.box.get_by_label("When did you earn it?")
        self.file = self.box.get_by_role("group", name="Certificate file")
        self.forecast = self.box.get_by_role("complementary", name="What it will count for")
        self.left = self.box.get_by_role("list", name=re.compile("and did not")).get_by_role(
            "listitem"
        )
        """What was left behind and is offered."""
        self.save = self.box.get_by_role(
            "button", name="Submit for review" if name.startswith("Add") else "Save and resubmit"
        )

    def fill(self, title: str = TITLE, amount: str = "8", earned: str = "2026-05-17") -> None:
        self.title.fill(title)
        self.credits.fill(amount)
        self.earned.fill(earned)

    def open(self) -> None:
        self.page.get_by_role("button", name="Add certificate", exact=True).first.click()
        expect(self.page.locator("input[type=file]")).to_be_focused()

    def close(self) -> None:
        self.box.get_by_role("button", name="Cancel", exact=True).click()
        expect(self.box).to_be_hidden()

    def take_up(self, title: str) -> None:
        """Go on with what was left behind."""
        self.box.get_by_role("button", name=f"Go on with it: {title}", exact=True).click()
        expect(self.says("You go on with what you typed before.")).to_be_visible()

    def choose_type(self, name: str, line: int = 0) -> None:
        self.box.get_by_role("button", name=re.compile("^Credit type")).nth(line).click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def choose(self, file: Path) -> None:
        upload_file(self.page, file)

    def drop(self, *files: Path) -> None:
        """Drag files in from the desktop."""
        dropped = [
            [
                base64.b64encode(file.read_bytes()).decode(),
                file.name,
                mimetypes.guess_type(file.name)[0] or "",
            ]
            for file in files
        ]
        carried = self.page.evaluate_handle(
            """(files) => {
                const carried = new DataTransfer();
                for (const [content, name, type] of files) {
                    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
                    carried.items.add(new File([bytes], name, { type }));
                }
                return carried;
            }""",
            dropped,
        )
        target = self.box.get_by_text("Drop your certificate here")
        for event in ("dragenter", "dragover", "drop"):
            target.dispatch_event(event, {"dataTransfer": carried})

    def says(self, words: str) -> Locator:
        return self.box.get_by_text(words)

    def is_submitted(self, title: str = TITLE) -> None:
        """Submit, and see that it is done."""
        self.save.click()
        expect(self.page.get_by_role("status").get_by_text(f"“{title}” was")).to_be_visible()
        expect(self.box).to_be_hidden()
