"""What a document is certain enough to say, for the learner to confirm."""

from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter, ValidationError

from certfolio.domain.reading.earned import earned_day
from certfolio.domain.reading.fields import Place, ReadField, Suggestion
from certfolio.domain.reading.issuers import issuer
from certfolio.domain.reading.layout import Document
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.numbers import certificate_number
from certfolio.domain.reading.others import is_something_else
from certfolio.domain.reading.sums import credits_earned
from certfolio.domain.reading.titles import title
from certfolio.domain.reading.told import Told
from certfolio.domain.renditions import Box, Page
from certfolio.domain.values import Label, Title

_STATED: Mapping[ReadField, TypeAdapter[str]] = {
    ReadField.TITLE: TypeAdapter(Title),
    ReadField.ISSUER: TypeAdapter(Title),
    ReadField.CERTIFICATE_NUMBER: TypeAdapter(Label),
}
"""What the API takes for texts, which is less than a file can hold."""


def suggest(pages: Sequence[Page], name: str | None = None) -> Mapping[ReadField, Suggestion]:
    """Read what can be filled in for a learner.

    Parameters
    ----------
    pages
        The pages as inspection drew them.
    name
        The learner's name where it is known: it is neither title nor issuer.

    Returns
    -------
    Mapping
        Only the fields that the document leaves no doubt about; never the learner.
    """
    document = Document(pages)
    return {
        field: _suggestion(document, told)
        for field, told in read(Material.of(document, name)).items()
    }


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


def _suggestion(document: Document, told: Told) -> Suggestion:
    first, *_ = document.places(told.words)
    return Suggestion(value=told.value, page=first.page, box=_whole(document, told, first))


def _whole(document: Document, told: Told, first: Place) -> Box:
    boxes = [place.box for place in document.places(told.words) if place.page == first.page]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
