"""Value types that records, requests and responses share."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    PlainSerializer,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)

from certfolio.domain.field_codes import FieldCode, refusal


class Record(BaseModel):
    """Base of everything that is stored: immutable, compared by value."""

    model_config = ConfigDict(frozen=True)


class Stated(Record):
    """Base of what people state through the API inside a record: what is not known is refused.

    Reading a stored record is more patient; see `certfolio.storage.records.stored`.
    """

    # What is stated and what is told of it is described alike, under one name.
    model_config = ConfigDict(extra="forbid", json_schema_mode_override="validation")


_AMOUNT = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WEB_LINK = re.compile(
    r"https?://[^/\\\s\x00-\x1f\x7f-\x9f][^\s\x00-\x1f\x7f-\x9f]*", re.IGNORECASE
)
_HTTP_URL = TypeAdapter(HttpUrl)
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset({"Cf", "Zs"})
"""Unicode categories of marks without a glyph and of spaces."""

# Control characters, separators of lines and paragraphs, and marks that reverse the direction of
# text, which could make "fdp.exe" read as "exe.pdf"; in prose, control characters alone.
_CANNOT_STAND_IN_A_LINE = r"\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069"
_CANNOT_STAND_IN_PROSE = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
_NOT_IN_A_LINE = re.compile(f"[{_CANNOT_STAND_IN_A_LINE}]")
_NOT_IN_PROSE = re.compile(rf"[{_CANNOT_STAND_IN_PROSE}\r]")

_CENT = Decimal("0.01")


def _exact_amount(value: object) -> Decimal:
    # A JSON number would pass through a binary float somewhere on its way.
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return Decimal(value)
    raise refusal(FieldCode.NOT_AN_AMOUNT)


def _iso_date(value: object) -> object:
    # Pydantic would also take timestamps and date-times.
    if isinstance(value, date) or (isinstance(value, str) and _DATE.fullmatch(value)):
        return value
    raise refusal(FieldCode.NOT_A_DATE)


def _plain_text(value: str) -> str:
    if _NOT_IN_A_LINE.search(value):
        raise refusal(FieldCode.NOT_ONE_LINE)
    if all(unicodedata.category(c) in _INVISIBLE for c in value):
        raise refusal(FieldCode.NOTHING_TO_READ)
    return unicodedata.normalize("NFC", value)


def _prose(value: str) -> str:
    value = value.replace("\r\n", "\n")
    if _NOT_IN_PROSE.search(value):
        raise refusal(FieldCode.CONTROL_CHARACTERS)
    return unicodedata.normalize("NFC", value)


def _web_link(value: str) -> str:
    # Browsers, and Pydantic after them, drop line breaks and tabs and mend missing slashes.
    if not _WEB_LINK.fullmatch(value) or any(c in _DIRECTION_MARKS for c in value):
        raise refusal(FieldCode.NOT_A_WEB_LINK)
    try:
        url = _HTTP_URL.validate_python(value)
    except ValidationError as error:
        raise refusal(FieldCode.NOT_A_WEB_LINK) from error
    if url.username is not None or url.password is not None:
        raise refusal(FieldCode.LINK_WITH_CREDENTIALS)
    return value


def _text_without(marks: str) -> Any:  # noqa: ANN401 - an annotation
    """What the API description says of a text: without these marks, and not of spaces alone."""
    return Field(json_schema_extra={"pattern": rf"^[^{marks}]*[^{marks}\s][^{marks}]*$"})


Amount = Annotated[
    Decimal,
    BeforeValidator(_exact_amount),
    AfterValidator(lambda value: value.quantize(_CENT)),
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": r"^[0-9]{1,7}(\.[0-9]{1,2})?$", "example": "1.25"}
    ),
]
"""An exact amount of credits; a string with two places on the wire and in storage."""

Credits = Annotated[
    Amount,
    Field(gt=0, le=Decimal("9999.99")),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^([1-9][0-9]{0,3}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$",
            "example": "1.25",
        }
    ),
]
"""Credits of one claim."""

Day = Annotated[
    date,
    BeforeValidator(_iso_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_DATE.pattern}$"}),
]
"""A calendar day, ``YYYY-MM-DD``."""

_EARLIEST, _LATEST = date(1950, 1, 1), date(2200, 12, 31)


def _in_calendar(day: date) -> date:
    # Cycles are laid from it, and months are added to it.
    if not _EARLIEST <= day <= _LATEST:
        raise refusal(FieldCode.OUT_OF_CALENDAR, earliest=str(_EARLIEST), latest=str(_LATEST))
    return day


CalendarDay = Annotated[Day, AfterValidator(_in_calendar)]
"""A day by which cycles are laid, within some lifetimes of today."""

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day to the minute, ``HH:MM``."""

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_plain_text),
    _text_without(_CANNOT_STAND_IN_A_LINE),
]
Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_plain_text),
    _text_without(_CANNOT_STAND_IN_A_LINE),
]
AcademyName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_plain_text),
    _text_without(_CANNOT_STAND_IN_A_LINE),
]
Comment = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    AfterValidator(_prose),
    _text_without(_CANNOT_STAND_IN_PROSE),
]
WebLink = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_web_link),
    WithJsonSchema(
        {
            "type": "string",
            "format": "uri",
            "maxLength": 500,
            "pattern": rf"^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\s{_CANNOT_STAND_IN_A_LINE}]+"
            rf"([/?#][^\s{_CANNOT_STAND_IN_A_LINE}]*)?$",
        }
    ),
]

# None of these admits "#", "/" or a space, so an id can stand inside a key.
Ulid = Annotated[
    str,
    StringConstraints(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$"),
    Field(examples=["01JD8Z6V9Q3T5W7X9Y1Z3A5C7E"]),
]
AcademyId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
LearnerId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,63}$")]
CreditTypeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
ReasonId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
"""What rules call one another, a label or one of its choices, a fact or one of its values."""

Principal = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.@+=,-]{0,127}$")]
"""A Cognito `sub`, or ``<account>.<role name>`` for a role."""

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$", to_lower=True)]
"""A colour, ``#rrggbb``."""


def luminance(channels: Sequence[int]) -> float:
    """Relative luminance of red, green and blue from 0 to 255, as WCAG 2.2 defines it."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for part in (channel / 255 for channel in channels)
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest, lower-case hexadecimal."""
