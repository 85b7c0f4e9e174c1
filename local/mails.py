"""The mails that the local AWS would have sent, as a page."""

from datetime import UTC, datetime
from html import escape
from typing import Any

import requests

PATH = "/_mails"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'"
"""Content-Security-Policy of the page: nothing in a mail runs or is fetched."""

_OUTBOX = "/_ministack/ses/messages"
_SECONDS = 30


def sent(endpoint: str) -> list[dict[str, Any]]:
    """What would have been sent, the newest mail first."""
    answer = requests.get(f"{endpoint}{_OUTBOX}", timeout=_SECONDS)
    answer.raise_for_status()
    mails = [mail for account in answer.json()["messages"].values() for mail in account]
    return sorted(mails, key=lambda mail: float(mail["Timestamp"]), reverse=True)


def page(endpoint: str) -> str:
    """Write the page, the newest mail first."""
    shown = "".join(map(_mail, sent(endpoint))) or "<p>No mail was sent yet.</p>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Mails</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style><main><h1>Mails</h1>{shown}</main></html>"
    )


def _mail(mail: dict[str, Any]) -> str:
    at = datetime.fromtimestamp(float(mail["Timestamp"]), UTC)
    text, html = mail.get("BodyText") or "", mail.get("BodyHtml") or ""
    subject = escape(mail["Subject"])
    body = f"<pre>{escape(text)}</pre>" if text else ""
    if html:
        # No scripts, no forms, no way to the page around it; links open elsewhere.
        framed = escape(f'<base target="_blank">{html}')
        body = (
            f'<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="{subject}" '
            f'srcdoc="{framed}"></iframe><details><summary>As text</summary>{body}</details>'
        )
    to = escape(", ".join(mail["To"]))
    return (
        f"<article><h2>{subject}</h2><p>To {to}, from {escape(mail['Source'])}, "
        f"{at:%Y-%m-%d %H:%M:%S} UTC</p>{body}</article>"
    )


_STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui;margin:0}"
    "main{max-width:680px;margin:auto;padding:24px}h2{font-size:18px;margin:0}"
    "article{border-top:1px solid;padding:16px 0}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere}"
    "iframe{width:100%;height:640px;border:1px solid;resize:vertical;background:#fff}"
)
