"""Page cursors: a position inside the caller's own list, and nothing else."""

import base64
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from certfolio.domain.errors import FieldError, InvalidInput
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.history import digest_of

GOES_ON = (
    "Absent at the end of the list. A page can be short, even empty, before it: one request looks "
    "through so much of the list, whatever it is filtered by."
)
"""What the API description says of the cursor of a list across an academy."""

_Position = TypeVar("_Position", bound=BaseModel)


def encode(position: BaseModel, query: Mapping[str, Any]) -> str:
    """Make a cursor.

    Parameters
    ----------
    position
        Where the page ended.
    query
        What makes the list: whose it is and the filters; a cursor serves only the list it
        came from.
    """
    body = {"q": _mark(query), "p": position.model_dump(mode="json")}
    return base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")


def decode(cursor: str, position: type[_Position], query: Mapping[str, Any]) -> _Position:
    """Read a cursor.

    Raises
    ------
    InvalidInput
        It does not parse, or comes from another list.
    """
    try:
        body = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        if body["q"] == _mark(query):
            return position.model_validate(body["p"])
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError):
        pass
    raise InvalidInput(FieldError("cursor", FieldCode.NOT_A_CURSOR, part="query"))


def _mark(query: Mapping[str, Any]) -> str:
    return digest_of({name: str(value) for name, value in query.items() if value is not None})[:12]
