"""News of certificates and credentials: what people were told, and how far they have read."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import islice
from typing import Annotated

from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.callers import CurrentLearner, Reviewer
from certfolio.api.cursors import decode, encode
from certfolio.api.edge import (
    CHANGE,
    LEARNER,
    STAFF,
    AcademyPath,
    Api,
    Body,
    Cursor,
    IfMatch,
    Limit,
    Now,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Response
from certfolio.domain.actions import ActorKind, Status
from certfolio.domain.announcements import AnnouncementType
from certfolio.domain.errors import StaleVersion
from certfolio.domain.mails import MailKind, Person, Preferences, kinds_for
from certfolio.domain.news import NewsItem
from certfolio.domain.programmes.installed import ProgrammeWords
from certfolio.domain.staff import Moment
from certfolio.domain.transcript import Language
from certfolio.domain.values import Amount, Day, Ulid
from certfolio.storage.mails import person_of
from certfolio.storage.news import COUNTED, Reader, is_unread

api = Api()
handler = entry_point(api)


class NewsView(BaseModel):
    """One thing that was told."""

    id: str
    kind: AnnouncementType
    certificate_id: Ulid | None = Field(description="Null where it is about a credential alone.")
    learner_id: str
    title: str | None = Field(
        description="The certificate's or the programme's, as it is now; null where it is gone."
    )
    at: datetime = Field(description="When it happened.")
    unread: bool
    actor_kind: ActorKind
    status: Status | None = Field(
        description="The certificate's after it; null where it is about a credential alone."
    )
    expires_on: Day | None = Field(description="Where it expires or has expired.")
    days_left: int | None = Field(description="Where it expires or a cycle ends.")
    renewed_by: Ulid | None = Field(description="Where it was renewed: the other certificate.")
    due_on: Day | None = Field(description="Where its records will be removed.")
    holding_id: Ulid | None = Field(description="Where it is about a credential.")
    programme_name: str | None = Field(description="The credential's programme, as it is now.")
    requirements: tuple[str, ...] = Field(
        description="Where requirements were met: their names, as they are now."
    )
    done: bool = Field(description="Whether all is met by that which the cycle asks.")
    ends_on: Day | None = Field(description="The last day of the credential's cycle.")
    missing: Amount | None = Field(description="Credits missing to a cycle that ends soon.")


class NewsPage(BaseModel):
    """A page of news, newest first."""

    items: tuple[NewsView, ...]
    next_cursor: str | None
    unread: int = Field(description=f"How many of the newest {COUNTED} are unread.")
    mark: int | None = Field(
        description="To be handed to `POST …/news/read` when this was seen; null where it is empty."
    )


class ReadBody(Body):
    """How far one has read."""

    mark: Annotated[
        int, Field(strict=True, ge=0, le=2**53 - 1, description="`mark` of what was shown.")
    ]


class UnreadView(BaseModel):
    """How much is left to read."""

    unread: int


class NewsPosition(BaseModel):
    """Where a page of news ended."""

    at: Moment
    id: str


@api.get(
    "/news",
    summary="See what happened to one's certificates and credentials, newest first; it stays for "
    "90 days",
    tags=["learner"],
    security=LEARNER,
    responses=answers(NewsPage),
)
def own(
    *, learner: CurrentLearner, limit: Limit = 25, cursor: Cursor = None, now: Now
) -> Response[NewsPage]:
    reader = Reader.learner(learner.owner)
    return answer(_page(learner.owner.academy_id, reader, limit, cursor, now))


@api.post(
    "/news/read",
    summary="Note that news was read",
    tags=["learner"],
    security=LEARNER,
    responses=answers(UnreadView, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def read_own(learner: CurrentLearner, body: ReadBody, now: Now) -> Response[UnreadView]:
    return answer(_read(Reader.learner(learner.owner), body, now))


@api.get(
    "/admin/academies/<academy_id>/news",
    summary="See what one is told: which certificates one was given; administrators, disputes too",
    tags=["review"],
    security=STAFF,
    responses=answers(NewsPage),
)
def of_staff(
    *,
    staff: Reviewer,
    academy_id: AcademyPath,
    limit: Limit = 25,
    cursor: Cursor = None,
    now: Now,
) -> Response[NewsPage]:
    return answer(_page(academy_id, Reader.staff(staff.member), limit, cursor, now))


@api.post(
    "/admin/academies/<academy_id>/news/read",
    summary="Note that news was read, by oneself alone",
    tags=["review"],
    security=STAFF,
    responses=answers(UnreadView, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def read_of_staff(
    staff: Reviewer,
    academy_id: AcademyPath,
    body: ReadBody,
    now: Now,
) -> Response[UnreadView]:
    return answer(_read(Reader.staff(staff.member), body, now))


class MailSwitch(BaseModel):
    """Whether somebody gets mails of a kind."""

    kind: MailKind
    on: bool


class MailPreferencesView(BaseModel):
    """Which mails somebody gets; news tell the same to everybody."""

    kinds: tuple[MailSwitch, ...] = Field(description="Those that the caller can get.")
    language: Language | None = Field(description="Null where the account says it.")
    version: int


class MailPreferencesBody(Body):
    """Which mails somebody wants."""

    off: Annotated[
        tuple[MailKind, ...],
        Field(max_length=len(MailKind), description="Kinds that are not wanted."),
    ]
    language: Annotated[
        Language | None, Field(description="Null where the account shall say it.")
    ] = None


@api.get(
    "/mail-preferences",
    summary="See which mails one gets, as a learner and as a member of staff",
    tags=["learner"],
    security=LEARNER,
    responses=answers(MailPreferencesView),
)
def mail_preferences(learner: CurrentLearner) -> Response[MailPreferencesView]:
    person = person_of(learner.owner)
    return _mail_answer(_kinds_for(person), composition.mails().preferences(person))


@api.put(
    "/mail-preferences",
    summary="Choose which mails one gets; all, until one does",
    description="What the caller cannot get stays as it is, should they get it again.",
    tags=["learner"],
    security=LEARNER,
    responses=answers(MailPreferencesView, *CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def choose_mails(
    learner: CurrentLearner, body: MailPreferencesBody, if_match: IfMatch = None
) -> Response[MailPreferencesView]:
    version = version_of(if_match)
    person = person_of(learner.owner)
    kinds, store = _kinds_for(person), composition.mails()
    known = store.preferences(person)
    if known.version != version:
        raise StaleVersion(known.version)
    chosen = known.choosing(body.off, kinds, body.language)
    return _mail_answer(kinds, store.save_preferences(person, chosen))


def _kinds_for(person: Person) -> tuple[MailKind, ...]:
    member = composition.academies().staff_member(person.academy_id, person.person_id)
    return kinds_for(None if member is None else member.role)


def _mail_answer(
    kinds: tuple[MailKind, ...], preferences: Preferences
) -> Response[MailPreferencesView]:
    view = MailPreferencesView(
        kinds=tuple(MailSwitch(kind=kind, on=preferences.wants(kind)) for kind in kinds),
        language=preferences.language,
        version=preferences.version,
    )
    return answer(view, version=view.version)


def _page(
    academy_id: str, reader: Reader, limit: int, cursor: str | None, now: datetime
) -> NewsPage:
    store = composition.news()
    query = {"list": "news", "of": reader.partition}
    after = None
    if cursor is not None:
        position = decode(cursor, NewsPosition, query)
        after = (position.at, position.id)
    until = store.read_until(reader)
    found = [*islice(store.newest_first(reader, after), COUNTED if after is None else limit + 1)]
    if after is None:
        unread = sum(is_unread(item, until) for item in found)
    else:
        unread = store.unread(reader, until)
    shown = found[:limit]
    more = len(found) > limit
    titles = _titles(academy_id, shown)
    words = _programme_words(academy_id, shown, now)
    return NewsPage(
        items=tuple(_view(item, titles, words, until) for item in shown),
        next_cursor=encode(NewsPosition(at=shown[-1].at, id=shown[-1].id), query) if more else None,
        unread=unread,
        mark=max((_mark(item.arrived_at) for item in shown), default=None),
    )


def _titles(academy_id: str, shown: list[NewsItem]) -> dict[str, str]:
    places = dict.fromkeys(
        (item.learner_id, item.certificate_id) for item in shown if item.certificate_id is not None
    )
    found = composition.certificates().many(academy_id, [*places])
    return {certificate.id: certificate.title for certificate in found}


def _programme_words(
    academy_id: str, shown: list[NewsItem], now: datetime
) -> Mapping[str, ProgrammeWords]:
    """What programmes and their requirements are called, where some news is about any."""
    wanted = {item.programme for item in shown if item.programme is not None}
    if not wanted:
        return {}
    found = composition.programme_store().all(academy_id, now)
    return {one.id: one.words for one in found if one.id in wanted}


def _view(
    item: NewsItem,
    titles: Mapping[str, str],
    words: Mapping[str, ProgrammeWords],
    until: datetime | None,
) -> NewsView:
    derived = {"title", "unread", "programme_name", "requirements"}
    said = item.model_dump(include=NewsView.model_fields.keys() - derived)
    called = words.get(item.programme or "")
    name = called and called.name
    return NewsView(
        **said,
        title=titles.get(item.certificate_id) if item.certificate_id else name,
        programme_name=name,
        requirements=tuple(
            called.requirements.get(one, one) if called else one for one in item.requirements
        ),
        unread=is_unread(item, until),
    )


def _read(reader: Reader, body: ReadBody, now: datetime) -> UnreadView:
    store = composition.news()
    # Nobody has read what is not there yet.
    store.read(reader, _EPOCH + min(body.mark, _mark(now)) * _TICK)
    return UnreadView(unread=store.unread(reader, store.read_until(reader)))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def _mark(arrived_at: datetime) -> int:
    """When something arrived, as a number, which JSON has without two ways to write it."""
    return (arrived_at - _EPOCH) // _TICK
