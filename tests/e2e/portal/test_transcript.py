"""Learners and staff save transcripts from the portal."""

import io
import zipfile
from pathlib import Path

import pikepdf
from playwright.sync_api import Page, expect

from tests.e2e.portal.support import Visits, barriers, press, see
from tests.e2e.support import PDF, Academy, LearnerAtWork


def saved(page: Page, kind: str) -> tuple[str, bytes]:
    """Save a transcript of a kind: the name it is suggested, and what is in it."""
    press(page, "Transcript")
    dialog = page.get_by_role("dialog", name="Transcript")
    dialog.get_by_role("radio", name=kind, exact=True).check()
    assert barriers(page) == []
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save transcript").click()
    expect(dialog).to_be_hidden()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_a_learner_saves_a_document_and_an_archive(visits: Visits, learner: LearnerAtWork) -> None:
    learner.hand_in()
    page = visits.signed_in(learner.account, "/credits")
    see(page, "Credits")
    name, data = saved(page, "Document (PDF)")
    assert name.startswith("transcript-")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.open_metadata()["pdfaid:conformance"] == "A"
    name, data = saved(page, "With all certificates (ZIP)")
    assert name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert PDF.read_bytes() in map(archive.read, archive.namelist())


def test_a_reviewer_saves_a_learners_table(visits: Visits, desk: Academy) -> None:
    own = desk.learner()
    desk.know(own)
    own.hand_in(title="Fire safety")
    page = visits.signed_in(
        desk.staff("reviewer").account, f"/console/learners/{own.sub}?tab=statement"
    )
    name, data = saved(page, "Table (CSV)")
    assert name.endswith(".csv")
    assert "Fire safety" in data.decode("utf-8-sig")


def test_the_credits_page_is_fit_for_paper(visits: Visits, learner: LearnerAtWork) -> None:
    learner.hand_in()
    page = visits.signed_in(learner.account, "/credits")
    see(page, "Credits")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Credits", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Transcript")).to_be_hidden()
    expect(page.get_by_role("navigation")).to_have_count(0)
