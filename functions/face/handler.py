"""What everybody may see of an academy, so that its portal shows whose it is before sign-in.

The one route without an authorizer. It is a function of its own because of that: its role reads
what is public and nothing else, and who floods it keeps nobody else's requests waiting.
"""

from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.edge import (
    PUBLIC,
    AcademyPath,
    Api,
    answers,
    entry_point,
    publicly,
)
from certfolio.api.http import Header, Response
from certfolio.domain.academies import Face
from certfolio.domain.errors import Missing, NotFound
from certfolio.domain.logos import Picture, text_of
from certfolio.domain.values import Colour

api = Api()
handler = entry_point(api)


class AcademyView(BaseModel):
    """What everybody may see of an academy."""

    name: str
    accent: Colour | None = Field(description="The colour that it is recognised by.")
    logo: Picture | None

    @classmethod
    def of(cls, face: Face) -> "AcademyView":
        """View of an academy's face."""
        logo = None if face.logo is None else text_of(face.logo)
        return cls(name=face.name, accent=face.accent, logo=logo)


@api.get(
    "/academies/<academy_id>",
    summary="See an academy's name, colour and logo; nobody need sign in",
    tags=["public"],
    security=PUBLIC,
    responses=answers(AcademyView, HTTPStatus.NOT_FOUND, kept=True),
)
def academy(
    academy_id: AcademyPath,
    if_none_match: Annotated[
        str | None,
        Header(alias="If-None-Match", description="The `ETag` of what the caller has."),
    ] = None,
) -> Response[AcademyView]:
    face = composition.faces().find(academy_id)
    if face is None:
        raise NotFound(Missing.ACADEMY)
    return publicly(AcademyView.of(face), face.version, if_none_match)
