from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from certfolio.domain.academies import AcademySettings
from certfolio.domain.values import (
    AcademyId,
    Amount,
    Comment,
    Credits,
    CreditTypeId,
    Day,
    Label,
    LearnerId,
    Principal,
    Sha256,
    Title,
    Ulid,
    WebLink,
)


def accepted(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refused(kind: Any, value: object) -> bool:
    try:
        accepted(kind, value)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1", "1.00"), ("1.5", "1.50"), ("0.01", "0.01"), ("9999.99", "9999.99"), ("007", "7.00")],
)
def test_amounts_are_exact(text: str, amount: str) -> None:
    assert accepted(Credits, text) == Decimal(amount)
    assert TypeAdapter(Amount).dump_json(accepted(Amount, text)) == f'"{amount}"'.encode()


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "1.", ".5", "1.255", "1e3", "+1", "-1", "1,5", "1 ", "1\n", "NaN", "Infinity"),
        *("１", "٣", "12345678", "0x1", 1, 1.5, True, None, [], {}),  # noqa: RUF001 - other digits
    ],
)
def test_what_is_not_a_decimal_string_is_no_amount(value: object) -> None:
    assert refused(Amount, value)


@pytest.mark.parametrize("value", ["0", "0.00", "10000", "9999.991", "10000.00"])
def test_credits_are_positive_and_bounded(value: str) -> None:
    assert refused(Credits, value)


def test_dates_are_calendar_days() -> None:
    assert accepted(Day, "2024-02-29") == date(2024, 2, 29)
    assert accepted(Day, "9999-12-31") == date(9999, 12, 31)


@pytest.mark.parametrize(
    "value",
    [
        *("2023-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "2024-1-1", "20240101", ""),
        *("2024-01-01T00:00:00", "2024-01-01Z", "0000-01-01", "01-01-2024", "2024-01-01\n"),
        *("２０２４-01-01", "-2024-01-01", 1704067200, 20240101, None),  # noqa: RUF001 - other digits
    ],
)
def test_what_is_not_a_calendar_day_is_no_date(value: object) -> None:
    assert refused(Day, value)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  a  ", "a"),
        ("x" * 200, "x" * 200),
        (" " + "x" * 200 + " ", "x" * 200),
        ("Cafe\u0301", "Caf\u00e9"),
        ("\u4e2d\u6587 \U0001f393", "\u4e2d\u6587 \U0001f393"),
        ("<b>&amp;'\"", "<b>&amp;'\""),
        ("\u05d0\u200f!", "\u05d0\u200f!"),
    ],
)
def test_titles_are_trimmed_and_kept_as_written(written: str, kept: str) -> None:
    assert accepted(Title, written) == kept


@pytest.mark.parametrize("value", ["\u200b", "\u00a0\u200d", "\ufeff"])
def test_titles_have_something_to_read(value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Title).validate_python(value)


@pytest.mark.parametrize(
    "value",
    [
        *("", "   ", "\u00a0\u2003", "x" * 201, "a\nb", "a\rb", "a\tb", "a\x00b", "a\x7fb"),
        *("a\x85b", "a\u2028b", "a\u2029b", "fdp\u202eexe", "a\u2066b", 5, None, ["a"]),
    ],
)
def test_titles_hold_no_control_characters_line_breaks_or_reversed_text(value: object) -> None:
    assert refused(Title, value)
    assert refused(Label, value)


def test_comments_keep_their_lines() -> None:
    assert accepted(Comment, " one\r\ntwo\tthree\n") == "one\ntwo\tthree"
    assert accepted(Comment, "x" * 2000) == "x" * 2000


@pytest.mark.parametrize("value", ["", " \n ", "x" * 2001, "a\x00b", "a\rb", "a\x1bb"])
def test_comments_hold_no_other_control_characters(value: str) -> None:
    assert refused(Comment, value)


@pytest.mark.parametrize(
    "link",
    [
        "https://verify.example.org/c/1?a=b&c=d#e",
        "HTTP://EXAMPLE.ORG",
        "http://localhost:8080/x",
        "https://[::1]/",
        "https://\u00e9cole.example/\u00e9",
        "https://a.example/" + "x" * 482,
    ],
)
def test_verification_links_are_kept_as_written(link: str) -> None:
    assert accepted(WebLink, f" {link} ") == link


@pytest.mark.parametrize(
    "link",
    [
        *("", "example.org", "//example.org", "ftp://example.org", "javascript:alert(1)"),
        *("data:text/html,x", "https://", "https://a.example:99999", "https://user@a.example"),
        *("https://user:word@a.example", "https://:word@a.example", "https:a.example"),
        *("https:/a.example", "https:\\\\a.example", "https:///a.example", "https://a b.example"),
        *("https://a.example/b c", "https://a.exa\nmple", "https://a.exa\tmple", "java\nscript:x"),
        *("https://a.example/\u202ex", "https://a.example/\u2028b", "https://a.example/\x00"),
        *("https://a.example/" + "x" * 483, 5, None),
    ],
)
def test_what_a_browser_would_mend_or_run_is_no_verification_link(link: object) -> None:
    assert refused(WebLink, link)


@pytest.mark.parametrize(
    ("kind", "good"),
    [
        (Ulid, "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E"),
        (Ulid, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
        (AcademyId, "a"),
        (AcademyId, "0-academy" + "x" * 54),
        (LearnerId, "7f3c1e9a-2b4d-4c6e-8f01-23456789abcd"),
        (CreditTypeId, "cpe-2"),
        (Principal, "123456789012.role+name=a,b@c_d-e"),
        (Sha256, "0123456789abcdef" * 4),
    ],
)
def test_ids_are_kept_as_written(kind: Any, good: str) -> None:
    assert accepted(kind, good) == good


@pytest.mark.parametrize(
    ("kind", "length"),
    [(Ulid, 26), (AcademyId, 63), (LearnerId, 64), (CreditTypeId, 40), (Principal, 128)],
)
def test_ids_cannot_reach_into_a_key(kind: Any, length: int) -> None:
    good = "0" * length
    assert accepted(kind, good) == good
    bad = ["", good + "0", good[:-1] + "\n", f"{good[1:]} ", f" {good[1:]}", "\u00e9" * length]
    bad += [good[:-1] + c for c in "#/%\\\"' \x00:?"]
    assert [value for value in bad if not refused(kind, value)] == []


@pytest.mark.parametrize(
    "value",
    [
        "81JD8Z6V9Q3T5W7X9Y1Z3A5C7E",
        "01jd8z6v9q3t5w7x9y1z3a5c7e",
        "0IJD8Z6V9Q3T5W7X9Y1Z3A5C7E",
        "0UJD8Z6V9Q3T5W7X9Y1Z3A5C7E",
        "01JD8Z6V9Q3T5W7X9Y1Z3A5C7",
    ],
)
def test_other_texts_are_no_ulid(value: str) -> None:
    assert refused(Ulid, value)


@pytest.mark.parametrize("value", ["A" * 64, "0" * 63, "0" * 65, "g" * 64])
def test_other_texts_are_no_digest(value: str) -> None:
    assert refused(Sha256, value)


@pytest.mark.parametrize("name", ["UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires"])
def test_time_zones_of_the_database_are_known(name: str) -> None:
    assert AcademySettings(time_zone=name).time_zone == name


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "Mars/Base", "Europe", "../UTC", "/etc/passwd", "UTC\x00", "x" * 5000, "\u00e9"),
        *("zone.tab", "+02:00", 5, None),
    ],
)
def test_other_time_zones_are_refused(name: object) -> None:
    assert refused(AcademySettings, {"time_zone": name})
