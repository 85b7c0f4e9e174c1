"""A document as the portal shows it: its pages, and whether they are really there."""

from playwright.sync_api import Locator, Page, expect

# How many shades there are in a picture; one, and nothing is on it.
_SHADES = """picture => {
    const canvas = new OffscreenCanvas(64, 64).getContext("2d");
    canvas.drawImage(picture, 0, 0, 64, 64);
    const parts = canvas.getImageData(0, 0, 64, 64).data;
    return new Set(parts.filter((_, at) => at % 4 === 1).map((green) => green >> 3)).size;
}"""


def region(page: Page) -> Locator:
    return page.get_by_role("region", name="Document preview", exact=True)


def sheet(page: Page, number: int = 1, count: int = 1) -> Locator:
    return region(page).get_by_role("group", name=f"Page {number} of {count}", exact=True)


def is_drawn(where: Locator) -> None:
    """See that a page's picture is there, and not only a place for it."""
    picture = where.locator("img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("picture => picture.naturalWidth") > 0
    assert picture.evaluate(_SHADES) > 1
