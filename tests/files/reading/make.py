"""Print what is in `sources` to PDF with Chromium: python -m tests.files.reading.make [name …]."""

import sys
from pathlib import Path

from tools.browser import browser

HERE = Path(__file__).parent


def main() -> None:
    """Print the sources that are named, or all of them."""
    named = set(sys.argv[1:])
    with browser() as chromium:
        page = chromium.new_page()
        for source in sorted((HERE / "sources").glob("*.html")):
            if not named or source.stem in named:
                page.goto(source.as_uri())
                target = HERE / source.with_suffix(".pdf").name
                page.pdf(path=target, prefer_css_page_size=True, print_background=True)


if __name__ == "__main__":
    main()
