"""What the link in a mail does: switch mails of its kind off, for nobody who has signed in.

Like `face` it has no authorizer, and is a function of its own because of that.
"""

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.edge import PUBLIC, Api, answer, answers, entry_point
from certfolio.api.http import Query, Response
from certfolio.observability import logger
from certfolio.settings import EdgeSettings, load

# RFC 8058, section 3.1, has mail providers send a form, encoded in either of two ways. That it is a
# POST suffices: who only looks at what is behind a link sends none.
api = Api(any_body=True)
handler = entry_point(api)

# Not in the path, which traces hold.
Token = Annotated[
    str, Query(min_length=1, max_length=300, description="What stands in the link of a mail.")
]


class UnsubscribedView(BaseModel):
    """That it is done."""

    done: bool = Field(description="Always true: nobody is told which tokens are right.")


_SEE_OTHER: dict[int, Any] = {
    HTTPStatus.SEE_OTHER.value: {
        "description": "See Other",
        "headers": {
            "Location": {"description": "The portal's page.", "schema": {"type": "string"}}
        },
    }
}


@api.post(
    "/unsubscribe",
    summary="Switch mails of a kind off with the link of a mail; nobody need sign in",
    description=(
        "One-click unsubscription (RFC 8058). Whatever the body says, and however often it is "
        "sent. A token that is none of ours switches nothing off, and is answered all the same."
    ),
    tags=["public"],
    security=PUBLIC,
    responses=answers(UnsubscribedView),
)
def unsubscribe(token: Token) -> Response[UnsubscribedView]:
    ended = composition.unsubscriptions().end(token)
    if ended is None:
        logger.info("no token of ours")
    else:
        logger.info("unsubscribed", person_id=ended.person_id, kind=ended.kind)
    return answer(UnsubscribedView(done=True))


@api.get(
    "/unsubscribe",
    summary="Be shown the portal's page that asks whether to switch them off",
    description="Nothing is switched off: programs follow links that nobody pressed.",
    tags=["public"],
    security=PUBLIC,
    responses={
        status: said
        for status, said in (answers(UnsubscribedView) | _SEE_OTHER).items()
        if status != HTTPStatus.OK
    },
)
def ask(token: Token) -> Response[Any]:
    # Behind "#" it reaches no server, and no log of one.
    page = f"{load(EdgeSettings).web_origin}/unsubscribe#{quote(token, safe='')}"
    return Response(
        status_code=HTTPStatus.SEE_OTHER,
        body="",
        headers={"Location": page, "Cache-Control": "no-store"},
    )
