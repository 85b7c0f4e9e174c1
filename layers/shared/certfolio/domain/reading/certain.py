"""What a document is certain enough to say about each field."""

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from certfolio.domain.reading.earned import earned_day
from certfolio.domain.reading.fields import ReadField
from certfolio.domain.reading.issuers import issuer
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.numbers import certificate_number
from certfolio.domain.reading.others import is_something_else
from certfolio.domain.reading.sums import credits_earned
from certfolio.domain.reading.titles import title
from certfolio.domain.reading.told import Told
from certfolio.domain.values import Label, Title

_STATED: Mapping[ReadField, TypeAdapter[str]] = {
    ReadField.TITLE: TypeAdapter(Title),
    ReadField.ISSUER: TypeAdapter(Title),
    ReadField.CERTIFICATE_NUMBER: TypeAdapter(Label),
}
"""What the API takes for texts, which is less than a file can hold."""


def read(material: Material) -> Mapping[ReadField, Told]:
    """What a document is certain enough to say about each field."""
    if is_something_else(material.document):
        return {}
    what_for = title(material)
    told = {
        ReadField.TITLE: what_for,
        ReadField.ISSUER: issuer(material, what_for),
        ReadField.EARNED_ON: earned_day(material),
        ReadField.CREDITS: credits_earned(material),
        ReadField.CERTIFICATE_NUMBER: certificate_number(material),
    }
    return {
        field: value
        for field, value in told.items()
        if value is not None and _can_be_stated(field, value.value)
    }


def _can_be_stated(field: ReadField, value: str) -> bool:
    adapter = _STATED.get(field)
    try:
        return adapter is None or bool(adapter.validate_python(value))
    except ValidationError:
        return False
