"""A mail as HTML: tables and styles in each element, because that is what mail clients show.

What stands in ``<style>`` is dark mode and small screens alone: clients that drop it show the mail
light and as wide as there is room.
"""

from collections.abc import Iterator
from typing import assert_never

from functions.mail.letters.blocks import Entry, Facts, Link, Page, Paragraph, Part, Quote
from functions.mail.letters.colours import DARK, LIGHT, Ground, Shades, shades
from functions.mail.letters.markup import NOTHING, Html, element, html_of, joined

_SANS = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_SERIF = "Georgia,'Times New Roman',serif"
_WIDTH = 600

_LINE = Html("\n")
"""Mail servers break lines that are longer than a thousand letters, wherever that is."""

_BREAKS = "word-break:break-word;overflow-wrap:anywhere"
"""Long words of people break rather than make the mail wider than the screen."""

_TABLE = {"role": "presentation", "cellpadding": "0", "cellspacing": "0", "border": "0"}
_FILLER = "\N{ZERO WIDTH NON-JOINER}\N{NO-BREAK SPACE}" * 80
"""Behind the preheader, so that clients do not fill up its line with what comes next."""


def html_page(page: Page, accent: str | None) -> str:
    """Write a mail for mail clients.

    Parameters
    ----------
    accent
        The academy's colour; None where it names none.
    """
    light = shades(accent, LIGHT)
    head = element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        *(
            element("meta", {"name": name, "content": content})
            for name, content in (
                ("viewport", "width=device-width, initial-scale=1"),
                ("color-scheme", "light dark"),
                ("supported-color-schemes", "light dark"),
                ("format-detection", "telephone=no, date=no, address=no, email=no"),
                ("x-apple-disable-message-reformatting", ""),
            )
        ),
        element("title", {}, page.subject),
        element("style", {}, Html(_rules(shades(accent, DARK), DARK))),
    )
    body = element(
        "body",
        {
            "class": "page",
            "style": f"margin:0;padding:0;background:{LIGHT.page};color:{LIGHT.ink}",
        },
        _hidden(page.preheader),
        _sheet(page, light),
    )
    attributes = {"lang": page.language, "dir": "ltr"}
    return "<!doctype html>\n" + element("html", attributes, head, _LINE, body) + "\n"


def _rules(dark: Shades, ground: Ground) -> str:
    by_class = {
        "page": f"background:{ground.page}!important;color:{ground.ink}!important",
        "paper": f"background:{ground.paper}!important;border-color:{ground.hairline}!important",
        "sunken": f"background:{ground.sunken}!important;border-color:{dark.fill}!important",
        "line": f"border-color:{ground.hairline}!important",
        "ink": f"color:{ground.ink}!important",
        "soft": f"color:{ground.soft}!important",
        "brand": f"color:{dark.words}!important",
        "bar": f"background:{dark.fill}!important",
        "fill": f"background:{dark.fill}!important;color:{dark.on}!important",
        "good": f"color:{ground.good}!important",
        "asks": f"color:{ground.asks}!important",
        "bad": f"color:{ground.bad}!important",
        "told": f"color:{ground.told}!important",
    }
    night = "".join(f".{name}{{{said}}}" for name, said in by_class.items())
    return (
        ":root{color-scheme:light dark;supported-color-schemes:light dark}"
        f"@media (prefers-color-scheme:dark){{{night}}}"
        "@media (max-width:480px){.wide{padding-left:20px!important;padding-right:20px!important}}"
    )


def _hidden(preheader: str) -> Html:
    # The last two are for Outlook, which does not hide what is not displayed.
    style = "display:none;max-height:0;overflow:hidden;opacity:0;font-size:1px;mso-hide:all"
    return element("div", {"style": style, "aria-hidden": "true"}, preheader, _FILLER)


def _sheet(page: Page, light: Shades) -> Html:
    bar = element(
        "td",
        {
            "class": "bar",
            "style": f"height:6px;line-height:6px;font-size:1px;background:{light.fill};"
            "border-radius:10px 10px 0 0",
        },
        Html("&nbsp;"),
    )
    paper = element(
        "td",
        {
            "class": "paper wide",
            "style": f"padding:28px 36px 32px;background:{LIGHT.paper};"
            f"border:1px solid {LIGHT.hairline};border-top:0;border-radius:0 0 10px 10px;"
            f"font:16px/1.5 {_SANS};color:{LIGHT.ink};{_BREAKS}",
        },
        *_content(page, light),
    )
    below = element(
        "td",
        {
            "class": "soft wide",
            "style": f"padding:20px 36px 0;font:13px/1.6 {_SANS};color:{LIGHT.soft};{_BREAKS}",
        },
        *_footer(page, light),
    )
    inner = _table(
        f"width:100%;max-width:{_WIDTH}px;margin:0 auto", *map(_row, (bar, paper, below))
    )
    # Outlook for Windows knows no `max-width`.
    outlook = (
        Html(
            f'<!--[if mso]><table role="presentation" width="{_WIDTH}" align="center">'
            "<tr><td><![endif]-->"
        ),
        Html("<!--[if mso]></td></tr></table><![endif]-->"),
    )
    cell = element(
        "td",
        {"align": "center", "style": "padding:24px 12px 40px"},
        outlook[0],
        inner,
        outlook[1],
    )
    around = {
        "role": "article",
        "aria-roledescription": "email",
        "aria-label": page.subject,
        "lang": page.language,
    }
    return element("div", around, _table("width:100%", _row(cell)))


def _table(style: str, *rows: Html) -> Html:
    return element("table", {**_TABLE, "style": f"border-collapse:separate;{style}"}, *rows)


def _row(*cells: Html) -> Html:
    return joined(element("tr", {}, *cells), _LINE)


def _content(page: Page, light: Shades) -> Iterator[Html]:
    name = {
        "class": "brand",
        "dir": "auto",
        "style": f"margin:0 0 20px;font:600 14px/1.4 {_SANS};color:{light.words}",
    }
    yield element("p", name, page.sender)
    heading = {
        "class": "ink",
        "style": f"margin:0 0 16px;font:600 26px/1.25 {_SERIF};color:{LIGHT.ink}",
    }
    yield element("h1", heading, page.heading)
    yield _paragraph(page.greeting)
    for block in page.blocks:
        yield _part(block, light)
    yield _button(page.button, light)


def _part(part: Part, light: Shades) -> Html:
    match part:
        case Paragraph():
            return _paragraph(part.text)
        case Quote():
            return _quote(part, light)
        case Facts():
            return _facts(part)
        case Entry():
            return _entry(part, light)
        case _:
            assert_never(part)


def _paragraph(text: str) -> Html:
    return element("p", {"class": "ink", "style": f"margin:0 0 16px;color:{LIGHT.ink}"}, text)


def _quote(quote: Quote, light: Shades) -> Html:
    by = element(
        "p",
        {"class": "soft", "style": f"margin:0 0 4px;font-size:13px;color:{LIGHT.soft}"},
        quote.by,
    )
    said = element(
        "p",
        {"class": "ink", "dir": "auto", "style": f"margin:0;color:{LIGHT.ink}"},
        quote.text.strip(),
    )
    cell = {
        "class": "sunken",
        "style": f"padding:12px 16px;background:{LIGHT.sunken};"
        f"border-left:3px solid {light.fill};{_BREAKS}",
    }
    return _table("width:100%;margin:0 0 16px", _row(element("td", cell, by, said)))


def _facts(facts: Facts) -> Html:
    style = f"padding:6px 0;border-bottom:1px solid {LIGHT.hairline};vertical-align:top;{_BREAKS}"
    rows = (
        _row(
            element(
                "td",
                {
                    "class": "soft line",
                    "width": "40%",
                    "style": f"{style};padding-right:12px;font-size:14px;color:{LIGHT.soft}",
                },
                element("bdi", {}, name),
            ),
            element(
                "td",
                {"class": "ink line", "style": f"{style};font-size:15px;color:{LIGHT.ink}"},
                element("bdi", {}, value),
            ),
        )
        for name, value in facts.rows
    )
    return _table("width:100%;margin:0 0 16px", *rows)


def _entry(entry: Entry, light: Shades) -> Html:
    tone = entry.tone.value
    state = element(
        "p",
        {
            "class": tone,
            "style": f"margin:0 0 2px;font:600 13px/1.5 {_SANS};color:{getattr(LIGHT, tone)}",
        },
        entry.state,
    )
    link = {
        "class": "brand",
        "href": entry.url,
        "style": f"color:{light.words};text-decoration:underline",
    }
    heading = element(
        "h2",
        {
            "class": "ink",
            "dir": "auto",
            "style": f"margin:0 0 10px;font:600 18px/1.35 {_SANS};color:{LIGHT.ink}",
        },
        element("a", link, element("bdi", {}, entry.title)),
    )
    cell = {
        "class": "line",
        "style": f"padding:18px 0 4px;border-top:1px solid {LIGHT.hairline};{_BREAKS}",
    }
    parts = [_part(block, light) for block in entry.blocks]
    if entry.action is not None:
        do = {"class": "brand", "href": entry.action.url, "style": f"color:{light.words}"}
        parts.append(_paragraph(element("a", do, entry.action.label)))
    return _table("width:100%", _row(element("td", cell, state, heading, *parts)))


def _button(link: Link, light: Shades) -> Html:
    inside = {
        "class": "fill",
        "href": link.url,
        "style": f"display:inline-block;padding:12px 24px;border-radius:8px;"
        f"font:600 16px/1.25 {_SANS};color:{light.on};background:{light.fill};"
        "text-decoration:none",
    }
    # Outlook for Windows colours cells, not links.
    cell = {
        "class": "bar",
        "bgcolor": light.fill,
        "style": f"border-radius:8px;background:{light.fill}",
    }
    return _table("margin:8px 0 0", _row(element("td", cell, element("a", inside, link.label))))


def _footer(page: Page, light: Shades) -> Iterator[Html]:
    yield element("p", {"style": "margin:0 0 8px"}, page.why)
    links = [
        element(
            "a",
            {"class": "brand", "href": link.url, "style": f"color:{light.words}"},
            link.label,
        )
        for link in page.links
    ]
    between = [part for link in links for part in (html_of(" · "), link)][1:]
    yield element("p", {"style": "margin:0"}, *between) if links else NOTHING
