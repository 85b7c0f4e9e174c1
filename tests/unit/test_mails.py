"""The page of mails that the local AWS would have sent."""

import re
from typing import Any
from unittest.mock import Mock, patch

from local import mails


def page(*sent: dict[str, Any]) -> str:
    answer = Mock()
    answer.json.return_value = {"messages": {"000000000000": list(sent)} if sent else {}}
    with patch("local.mails.requests.get", return_value=answer):
        return mails.page("http://127.0.0.1:1")


def mail(**more: Any) -> dict[str, Any]:
    return {
        "Subject": "Your temporary password",
        "Source": "no-reply@verificationemail.com",
        "To": ["learner@demo.example"],
        "BodyText": "Your password is x",
        "BodyHtml": None,
        "Timestamp": 1772447400.0,
        **more,
    }


def test_the_newest_mail_comes_first_whatever_account_sent_it() -> None:
    shown = page(mail(Subject="Older"), mail(Subject="Newer", Timestamp=1772447401.0))
    assert shown.index("Newer") < shown.index("Older")
    assert "2026-03-02 10:30:00 UTC" in shown


def test_what_stands_in_a_mail_is_no_part_of_the_page() -> None:
    hostile = "<script>alert(1)</script>\"'"
    shown = page(mail(Subject=hostile, BodyText=hostile, BodyHtml=hostile, To=[hostile]))
    assert "<script>" not in shown
    [sandbox] = re.findall(r'<iframe sandbox="([^"]*)"', shown)
    assert {*sandbox.split()} == {"allow-popups", "allow-popups-to-escape-sandbox"}


def test_a_mail_of_two_parts_is_shown_as_people_see_it_and_as_text() -> None:
    shown = page(mail(BodyText="In words", BodyHtml="<p>In colour</p>"))
    assert "In colour&lt;/p&gt;" in shown
    assert "<details><summary>As text</summary><pre>In words</pre></details>" in shown
    assert "<details>" not in page(mail())


def test_an_empty_outbox_says_so() -> None:
    assert "No mail was sent yet." in page()
