"""Looking at a document: its pages as pictures, its words, and what can go wrong on the way."""

import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, Route, expect

from local.client import Json
from tests.e2e.portal.dialog import FINE, CertificateDialog
from tests.e2e.portal.support import Visits, press, see, slow_line, torn
from tests.e2e.portal.viewer import is_drawn, region, sheet
from tests.e2e.support import FILES, PDF, PNG, Academy, LearnerAtWork

PICTURE = re.compile(r"/page-[0-9a-f]+\.webp")
THUMBNAIL = re.compile(r"/[0-9a-f]{64}\.webp")


def shown(visits: Visits, learner: LearnerAtWork, certificate: Json) -> Page:
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    see(page, certificate["title"])
    return page


def many_pages(folder: Path, count: int) -> Path:
    file = folder / "pages.pdf"
    with pikepdf.open(PDF) as one, pikepdf.new() as many:
        left, bottom, right, top = one.pages[0].mediabox
        for number in range(count):
            many.pages.extend(one.pages)
            # No two are alike: pictures that are have one name, and are fetched once.
            many.pages[-1].mediabox = pikepdf.Array([left, bottom, right, top + number])
        many.save(file)
    return file


def test_a_document_of_twenty_pages_is_gone_through_by_keyboard_and_loaded_as_it_is_seen(
    visits: Visits, learner: LearnerAtWork, tmp_path: Path
) -> None:
    certificate = learner.hand_in(many_pages(tmp_path, 20))
    page = visits.signed_in(learner.account)
    pictures: list[str] = []
    page.on("request", lambda sent: PICTURE.search(sent.url) and pictures.append(sent.url))
    page.goto(f"/certificates/{certificate['id']}")
    is_drawn(sheet(page, 1, 20))
    assert len(pictures) < 10
    expect(sheet(page, 20, 20).locator("img")).to_have_count(0)

    region(page).focus()
    page.keyboard.press("PageDown")
    expect(page.get_by_text("Page 2 of 20", exact=True)).to_be_visible()
    expect(sheet(page, 2, 20)).to_be_in_viewport()
    page.keyboard.press("PageUp")
    expect(page.get_by_text("Page 1 of 20", exact=True)).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_text("Page 20 of 20", exact=True)).to_be_visible()
    is_drawn(sheet(page, 20, 20))
    expect(page.get_by_role("button", name="Next page", exact=True)).to_be_disabled()
    press(page, "Previous page")
    expect(page.get_by_text("Page 19 of 20", exact=True)).to_be_visible()


def test_a_document_is_made_larger_and_stays_where_it_is_read(
    visits: Visits, learner: LearnerAtWork, tmp_path: Path
) -> None:
    page = shown(visits, learner, learner.hand_in(many_pages(tmp_path, 3)))
    is_drawn(sheet(page, 1, 3))
    before = sheet(page, 1, 3).bounding_box()
    assert before is not None
    region(page).focus()
    page.keyboard.press("PageDown")
    for _ in range(5):
        page.keyboard.press("+")
    expect(page.get_by_text("400 %", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Zoom in", exact=True)).to_be_disabled()
    expect(page.get_by_text("Page 2 of 3", exact=True)).to_be_visible()
    after = sheet(page, 2, 3).bounding_box()
    assert after is not None
    assert after["width"] == pytest.approx(4 * before["width"], rel=0.05)
    for _ in range(7):
        page.keyboard.press("-")
    expect(page.get_by_text("50 %", exact=True)).to_be_visible()


def test_words_are_found_across_lines_marked_and_gone_through(
    visits: Visits, learner: LearnerAtWork, tmp_path: Path
) -> None:
    page = shown(visits, learner, learner.hand_in(many_pages(tmp_path, 3)))
    is_drawn(sheet(page, 1, 3))
    region(page).focus()
    page.keyboard.press("/")
    words = page.get_by_label("Words to find", exact=True)
    expect(words).to_be_focused()
    words.fill("the course SECURE coding")
    expect(page.get_by_text("1 of 3", exact=True)).to_be_visible()
    # It goes over the end of a line: two boxes on each page.
    expect(sheet(page, 1, 3).locator("[data-mark=current]")).to_have_count(2)
    expect(sheet(page, 2, 3).locator("[data-mark=hit]")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(sheet(page, 2, 3).locator("[data-mark=current]").first).to_be_in_viewport()
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_text("3 of 3", exact=True)).to_be_visible()
    expect(sheet(page, 3, 3).locator("[data-mark=current]").first).to_be_in_viewport()
    words.fill("nowhere to be found")
    expect(page.get_by_text("Not found", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(words).to_have_value("")
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(region(page)).to_be_focused()


def test_a_picture_has_no_words_to_look_for_and_says_so(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = shown(visits, learner, learner.hand_in(PNG))
    expect(page.get_by_role("img", name=f"Image: {PNG.name}", exact=True)).to_be_visible()
    expect(page.get_by_text("its words can neither be searched nor read aloud")).to_be_visible()
    expect(page.get_by_role("button", name="Search in the document")).to_have_count(0)


def test_links_that_have_lapsed_are_asked_for_again(visits: Visits, learner: LearnerAtWork) -> None:
    certificate = learner.hand_in()
    # From a page without pictures, so that the one that fails is of the document.
    page = visits.signed_in(learner.account, "/credits")
    happened: list[str] = []
    lapsed = {"access-control-allow-origin": visits.address}

    def ask(route: Route) -> None:
        happened.append("asked")
        route.continue_()

    def lapse(route: Route) -> None:
        happened.append("lapsed")
        route.fulfill(status=403, headers=lapsed)

    page.route("**/v1/certificates/*/pages", ask)
    page.route(PICTURE, lapse, times=1)
    page.goto(f"/certificates/{certificate['id']}")
    is_drawn(sheet(page))
    assert happened == ["asked", "lapsed", "asked"]


def test_a_document_whose_file_was_replaced_meanwhile_shows_no_pages_of_both(
    visits: Visits, learner: LearnerAtWork, tmp_path: Path
) -> None:
    certificate = learner.hand_in(many_pages(tmp_path, 20))
    page = shown(visits, learner, certificate)
    is_drawn(sheet(page, 1, 20))
    other = page.context.new_page()
    other.goto(f"/certificates/{certificate['id']}/edit")
    dialog = CertificateDialog(other, "Edit certificate")
    dialog.choose(PNG)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.is_submitted(certificate["title"])
    # The links that this tab has lapse in a minute.
    lapsed = {"access-control-allow-origin": visits.address}
    page.route(PICTURE, lambda route: route.fulfill(status=403, headers=lapsed), times=1)
    region(page).focus()
    page.keyboard.press("End")
    is_drawn(sheet(page))
    expect(region(page).get_by_role("group")).to_have_count(1)


def test_on_a_slow_line_the_first_page_comes_first(
    visits: Visits, learner: LearnerAtWork, tmp_path: Path
) -> None:
    certificate = learner.hand_in(many_pages(tmp_path, 20))
    page = visits.signed_in(learner.account)
    seen: list[str] = []
    page.on("request", lambda sent: PICTURE.search(sent.url) and seen.append("asked for"))
    page.on("response", lambda came: PICTURE.search(came.url) and seen.append("came"))
    slow_line(page)
    page.get_by_role("link", name=certificate["title"], exact=True).first.click()
    is_drawn(sheet(page, 1, 20))
    # It does not share the line with what comes near.
    assert seen[:2] == ["asked for", "came"]


def test_a_page_that_could_not_be_loaded_says_so_and_is_tried_again(
    visits: Visits, learner: LearnerAtWork
) -> None:
    certificate = learner.hand_in()
    page = visits.signed_in(learner.account)
    page.route(PICTURE, lambda route: route.abort())
    page.goto(f"/certificates/{certificate['id']}")
    expect(sheet(page).get_by_text("Page 1 could not be loaded.", exact=True)).to_be_visible()
    # Its words are there without its picture.
    expect(sheet(page)).to_contain_text("Secure Coding in Practice")
    page.unroute(PICTURE)
    sheet(page).get_by_role("button", name="Try again", exact=True).click()
    is_drawn(sheet(page))


def test_a_document_that_is_only_being_drawn_is_waited_for(
    visits: Visits, learner: LearnerAtWork
) -> None:
    certificate = learner.hand_in()
    page = visits.signed_in(learner.account)
    page.route("**/pages", lambda route: _not_drawn(visits, route), times=1)
    page.goto(f"/certificates/{certificate['id']}")
    expect(region(page).get_by_text("The document is being prepared.")).to_be_visible()
    is_drawn(sheet(page))


def _not_drawn(visits: Visits, route: Route) -> None:
    route.fulfill(
        status=409,
        json={"type": "urn:certfolio:problem:not-drawn", "title": "Conflict", "status": 409},
        headers={"access-control-allow-origin": visits.address},
    )


def test_a_document_that_cannot_be_asked_for_offers_the_download(
    visits: Visits, learner: LearnerAtWork
) -> None:
    certificate = learner.hand_in()
    page = visits.signed_in(learner.account)
    page.route("**/pages", lambda route: route.abort())
    page.goto(f"/certificates/{certificate['id']}")
    expect(page.get_by_text("The document cannot be shown now.", exact=True)).to_be_visible()
    with page.expect_download() as download:
        press(page, "Download it instead")
    assert Path(download.value.path()).read_bytes() == PDF.read_bytes()
    page.unroute("**/pages")
    region(page).get_by_role("button", name="Try again", exact=True).click()
    is_drawn(sheet(page))


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("signed-visible.pdf", "Digitally signed, as the file states, by"),
        ("samsung-motion.jpg", "Behind the picture, the file holds"),
    ],
)
def test_what_else_is_known_of_a_file_is_said_below_it(
    visits: Visits, learner: LearnerAtWork, name: str, note: str
) -> None:
    page = shown(visits, learner, learner.hand_in(FILES / name))
    expect(page.get_by_text(note)).to_be_visible()


def test_lists_show_what_documents_look_like(visits: Visits, desk: Academy) -> None:
    learner = desk.learner()
    certificate = learner.hand_in()
    page = visits.signed_in(learner.account, "/certificates")
    row = page.get_by_role("row", name=certificate["title"])
    is_drawn(row)
    queue = visits.signed_in(desk.staff("reviewer").account)
    # Links of a list that was left open have lapsed when they are wanted.
    lapsed = {"access-control-allow-origin": visits.address}
    queue.route(THUMBNAIL, lambda route: route.fulfill(status=403, headers=lapsed), times=1)
    queue.goto("/console/queue")
    is_drawn(queue.get_by_role("row", name=certificate["title"]))


def test_a_file_that_was_refused_has_no_picture_in_a_list(
    visits: Visits, learner: LearnerAtWork, tmp_path: Path
) -> None:
    permit = learner.permit(torn(tmp_path))
    learner.call("POST", "/certificates", learner.submission(permit["id"], title="No picture"))
    page = visits.signed_in(learner.account, "/certificates")
    row = page.get_by_role("row", name="No picture")
    expect(row.get_by_text("PNG", exact=True)).to_be_visible()
    expect(row.locator("img")).to_have_count(0)
