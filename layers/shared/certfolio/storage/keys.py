"""Every key of the table, and nowhere else.

Ids hold no ``#`` (see `certfolio.domain.values`), so no value can reach into another key.
"""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any, TypedDict, assert_never

from pydantic import TypeAdapter

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate, File, Owner, Upload
from certfolio.domain.directory import Place
from certfolio.domain.history import Event
from certfolio.domain.likeness import number_of
from certfolio.domain.set_up_events import Area, SetUpEvent
from certfolio.domain.values import Ulid

BY_STATUS = "by-status"
BY_NUMBER = "by-number"
BY_TIME = "by-time"
BY_EXPIRY = "by-expiry"

INDEX_KEYS = {
    None: ("PK", "SK"),
    BY_STATUS: ("by_status_pk", "by_status_sk"),
    BY_NUMBER: ("by_number_pk", "PK"),
    BY_TIME: ("by_time_pk", "by_time_sk"),
    BY_EXPIRY: ("by_expiry_pk", "by_expiry_sk"),
}
"""Partition and sort key of the table and of each index that is read."""


class Key(TypedDict):
    """Primary key of one item."""

    PK: str
    SK: str


CERTIFICATE = "CERTIFICATE#"
EVENT = "EVENT#"
CREDIT_TYPE = "CREDIT_TYPE#"
SETTINGS = "SETTINGS"
STAFF = "STAFF#"
SET_UP_EVENT = "SETUP#"


ACADEMIES = "ACADEMIES"
"""Partition of the registry: every academy there is."""


PROGRESS: Key = {"PK": "RECONCILIATION", "SK": "PROGRESS"}
"""Key of how far the schedule's round through everything has come."""


def registered(academy_id: str) -> Key:
    """Key of an academy in the registry."""
    return {"PK": ACADEMIES, "SK": academy_partition(academy_id)}


def academy_of(sort_key: str) -> str:
    """Id of the academy that a sort key in the registry names."""
    return sort_key.removeprefix("ACADEMY#")


def academy_partition(academy_id: str) -> str:
    """Partition of what an academy sets up."""
    return f"ACADEMY#{academy_id}"


def learner_partition(owner: Owner) -> str:
    """Partition of a learner's portfolio."""
    return f"ACADEMY#{owner.academy_id}#LEARNER#{owner.learner_id}"


def certificate(owner: Owner, certificate_id: str) -> Key:
    """Key of a certificate."""
    return {"PK": learner_partition(owner), "SK": f"{CERTIFICATE}{certificate_id}"}


def events(certificate_id: str) -> str:
    """Prefix of a certificate's events."""
    return f"{EVENT}{certificate_id}#"


def event(owner: Owner, certificate_id: str, version: int) -> Key:
    """Key of one event."""
    # Padded, so that sort order is the order of events.
    return {"PK": learner_partition(owner), "SK": f"{events(certificate_id)}{version:06}"}


def upload(owner: Owner, upload_id: str) -> Key:
    """Key of an upload."""
    return {"PK": learner_partition(owner), "SK": f"UPLOAD#{upload_id}"}


def usage(owner: Owner, day: date) -> Key:
    """Key of how much somebody uploads on a day."""
    return {"PK": learner_partition(owner), "SK": f"USAGE#{day}"}


def academy(academy_id: str) -> Key:
    """Key of an academy's settings."""
    return {"PK": academy_partition(academy_id), "SK": SETTINGS}


def face(academy_id: str) -> Key:
    """Key of what everybody may see of an academy.

    A partition of its own, as a logo is large and whoever serves it need reach nothing else.
    """
    return {"PK": f"ACADEMY#{academy_id}#FACE", "SK": "FACE"}


def credit_type(academy_id: str, credit_type_id: str) -> Key:
    """Key of a credit type."""
    return {"PK": academy_partition(academy_id), "SK": f"{CREDIT_TYPE}{credit_type_id}"}


def staff(academy_id: str, principal: str) -> Key:
    """Key of a member of staff."""
    return {"PK": academy_partition(academy_id), "SK": f"{STAFF}{principal}"}


def former_staff(academy_id: str, principal: str) -> Key:
    """Key of what is left of a member of staff who was removed."""
    return {"PK": academy_partition(academy_id), "SK": f"STAFF_LEFT#{principal}"}


def set_up_events(academy_id: str, area: Area) -> str:
    """Partition of the events of an area: those of learners are with the directory.

    Learners come and go by the hundred; what administrators do stays easy to find without them.
    """
    match area:
        case Area.SETTINGS | Area.CREDIT_TYPE | Area.STAFF | Area.PROGRAMME:
            return academy_partition(academy_id)
        case Area.LEARNER:
            return directory_partition(academy_id)
        case _:
            assert_never(area)


def set_up_event(event: SetUpEvent) -> Key:
    """Key of an event of the set-up."""
    return event_in(set_up_events(event.academy_id, event.subject.area), event.id)


def event_in(partition: str, event_id: str) -> Key:
    """Key of an event of the set-up in its partition."""
    return {"PK": partition, "SK": f"{SET_UP_EVENT}{event_id}"}


def personal(event: SetUpEvent) -> Key:
    """Key of what an event says of the person it is about, under that person's id.

    A learner and a member of staff with one account have one id, so all of it goes together.
    """
    return {
        "PK": directory_partition(event.academy_id),
        "SK": f"PERSON#{event.subject.id}#{event.id}",
    }


def fingerprint_partition(academy_id: str, digest: str) -> str:
    """Partition that says which certificates share a file's bytes."""
    return f"ACADEMY#{academy_id}#SHA256#{digest}"


def fingerprint(record: Certificate, file: File) -> Key:
    """Key that says that a certificate has a file's bytes."""
    return fingerprint_of(record, record.id, file.sha256)


def fingerprint_of(owner: Owner, certificate_id: str, digest: str) -> Key:
    """The same key, by its parts."""
    return {
        "PK": fingerprint_partition(owner.academy_id, digest),
        "SK": f"LEARNER#{owner.learner_id}#{CERTIFICATE}{certificate_id}",
    }


def number_partition(academy_id: str, number: tuple[str, str]) -> str:
    """Partition of the index that says which certificates bear a number of an issuer.

    A digest, because people write what may not stand in a key.

    Parameters
    ----------
    number
        Issuer and number; see `certfolio.domain.likeness.number_of`.
    """
    return f"ACADEMY#{academy_id}#NUMBER#{_digest(*number)}"


def _digest(*said: str) -> str:
    return sha256("\0".join(said).encode()).hexdigest()[:32]


def issuer_partition(academy_id: str, issuer: str) -> str:
    """Partition of what people decided on certificates of an issuer.

    Parameters
    ----------
    issuer
        See `certfolio.domain.precedents.issuer_of`.
    """
    return f"ACADEMY#{academy_id}#ISSUER#{_digest(issuer)}"


def precedent(academy_id: str, issuer: str, at: datetime, certificate_id: str, version: int) -> Key:
    """Key of a decision among those on certificates of an issuer."""
    # One instant can have two on a certificate: it is the clock's, and not the table's.
    place = f"{_instant(at)}#{certificate_id}#{version:06}"
    return {"PK": issuer_partition(academy_id, issuer), "SK": place}


def decisions_partition(academy_id: str) -> str:
    """Partition of the index that lists what people decided, by time."""
    return f"ACADEMY#{academy_id}#DECIDED"


def decision_place(event: Event, waited_seconds: int) -> dict[str, str]:
    """Attributes that put the event of a person's decision into that index.

    How long the certificate had waited stands in the sort key, so that nothing else is read.
    """
    return {
        "by_time_pk": decisions_partition(event.academy_id),
        "by_time_sk": f"{_instant(event.at)}#{waited_seconds}",
    }


def waited_of(item: Mapping[str, Any]) -> int:
    """How long the certificate of a listed decision had waited, in seconds."""
    return int(item["by_time_sk"].rpartition("#")[2])


def waiting_partition(academy_id: str) -> str:
    """Partition of the index that lists uploads whose file has not been inspected, by time."""
    return f"ACADEMY#{academy_id}#WAITING"


def waiting_place(record: Upload, look_at: datetime) -> dict[str, str]:
    """Attributes that put an upload into that index.

    Parameters
    ----------
    look_at
        When something must have become of the file.
    """
    return {
        "by_time_pk": waiting_partition(record.academy_id),
        "by_time_sk": f"{_instant(look_at)}#{record.certificate_id}",
    }


def waiting_until(now: datetime) -> tuple[str, str]:
    """From and to which sort key uploads have waited for too long."""
    return "0", f"{_instant(now)}~"


def waiting_of(item: Mapping[str, Any]) -> tuple[str, datetime]:
    """The S3 key of the file of a listed upload, and when to look at it."""
    at, certificate_id = item["by_time_sk"].split("#")
    _, academy_id, _, learner_id = item["PK"].split("#")
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    key = object_key_for(owner, certificate_id, item["SK"].partition("#")[2])
    return key, datetime.fromisoformat(at)


# How many certificates an academy has in each status, in shards: see `certfolio.domain.totals`.


def totals_partition(academy_id: str) -> str:
    """Partition of an academy's totals, all that is read to tell them."""
    return f"ACADEMY#{academy_id}#TOTALS"


def totals_shard(academy_id: str, shard: int) -> Key:
    """Key of a part of an academy's totals."""
    return {"PK": totals_partition(academy_id), "SK": f"{TOTALS_SHARD}{shard:02}"}


def totals_known(academy_id: str) -> Key:
    """Key that says that the shards of an academy count every certificate it has."""
    return {"PK": totals_partition(academy_id), "SK": "KNOWN"}


TOTALS_SHARD = "SHARD#"


def shard_in(item: Mapping[str, Any]) -> int:
    """Which part of an academy's totals an item is."""
    return int(item["SK"].removeprefix(TOTALS_SHARD))


def recount(academy_id: str) -> Key:
    """Key of how far an academy's certificates are counted anew."""
    return {"PK": PROGRESS["PK"], "SK": f"COUNT#{academy_id}"}


def certificate_of(key: Mapping[str, Any]) -> tuple[str, str]:
    """Learner and certificate that a fingerprint's or a certificate's key names."""
    parts = f"{key['PK']}#{key['SK']}".split("#")
    return parts[parts.index("LEARNER") + 1], parts[-1]


def status_partition(academy_id: str, status: Status) -> str:
    """Partition of the index that lists certificates of one status."""
    return f"ACADEMY#{academy_id}#STATUS#{status}"


def status_position(since: datetime, certificate_id: str) -> str:
    """Sort key in the queue; a fixed width keeps instants in order as text."""
    return f"{_instant(since)}#{certificate_id}"


def status_span(since: datetime | None, before: datetime | None) -> tuple[str, str]:
    """From and to which sort key a status began in a span of time."""
    # Positions go on behind the instant, so that one before which is meant is not reached.
    return _instant(since) if since else "0", _instant(before) if before else "~"


def status_entry(academy_id: str, status: Status, position: str, learner_id: str) -> dict[str, str]:
    """All keys of a certificate in that list, by which a query goes on behind it."""
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    key = certificate(owner, position.partition("#")[2])
    return {
        "PK": key["PK"],
        "SK": key["SK"],
        "by_status_pk": status_partition(academy_id, status),
        "by_status_sk": position,
    }


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"


def index_keys(record: Certificate) -> dict[str, str]:
    """Attributes that put a certificate into the indexes."""
    keys = {
        "by_status_pk": status_partition(record.academy_id, record.status),
        "by_status_sk": status_position(record.since, record.id),
    }
    number = number_of(record)
    if number is not None:
        keys["by_number_pk"] = number_partition(record.academy_id, number)
    if record.status is Status.APPROVED and record.expires_on is not None:
        keys["by_expiry_pk"] = expiry_partition(record.academy_id, record.expires_on)
        keys["by_expiry_sk"] = expiry_position(record.expires_on, record.id)
    return keys


def object_key(record: Upload) -> str:
    """S3 key of an uploaded file, the same in both buckets; no user text in it."""
    return object_key_for(record, record.certificate_id, record.id)


def object_key_for(owner: Owner, certificate_id: str, upload_id: str) -> str:
    """S3 key of the file that an upload brought for a certificate or a holding."""
    return f"{owner.academy_id}/{owner.learner_id}/{certificate_id}/{upload_id}"


def from_object_key(key: str) -> tuple[Key, Key]:
    """Keys of the upload that an S3 key belongs to and of the certificate it is for, if any is.

    Raises
    ------
    ValueError
        The server did not make this key.
    """
    _, _, certificate_id, upload_id = key.split("/")
    owner = owner_of(key)
    for made in (certificate_id, upload_id):
        _ULID.validate_python(made)
    return upload(owner, upload_id), certificate(owner, certificate_id)


def owner_of(key: str) -> Owner:
    """In whose name the file that an S3 key names was uploaded."""
    academy_id, learner_id, *_ = key.split("/")
    return Owner(academy_id=academy_id, learner_id=learner_id)


_ULID: TypeAdapter[str] = TypeAdapter(Ulid)


def file_of(key: str) -> str:
    """S3 key of the file that an object belongs to: the file itself, or what lies below it."""
    return "/".join(key.split("/")[:_PARTS])


_PARTS = 4
"""Parts of a file's key; see `object_key_for`."""


def fields_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a certificate or an event that its keys hold."""
    _, academy_id, _, learner_id = item["PK"].split("#")
    owner = {"academy_id": academy_id, "learner_id": learner_id}
    kind, record_id, *version = item["SK"].split("#")
    if kind == "EVENT":
        return {**owner, "certificate_id": record_id, "version": int(version[0])}
    listed = {}
    if "by_status_sk" in item:
        listed["since"] = item["by_status_sk"].partition("#")[0]
    return {**owner, "id": record_id, **listed}


# The directory of learners: each entry under its id, under its name, and under each term
# that finds it. Terms hold no "#" either; see `certfolio.domain.directory.searchable`.

DIRECTORY_NAME = "NAME#"
DIRECTORY_TERM = "SEARCH#"


def directory_partition(academy_id: str) -> str:
    """Partition of the learners an academy knows."""
    return f"ACADEMY#{academy_id}#DIRECTORY"


def directory_entry(owner: Owner) -> Key:
    """Key of a learner's entry."""
    return {"PK": directory_partition(owner.academy_id), "SK": f"LEARNER#{owner.learner_id}"}


def external_id(academy_id: str, value: str) -> Key:
    """Key that says whose an external id is; no two learners of an academy have the same."""
    return {"PK": directory_partition(academy_id), "SK": f"EXTERNAL_ID#{value}"}


def directory_place(academy_id: str, kind: str, place: Place) -> Key:
    """Key of an entry's copy under its name or under a term."""
    return {
        "PK": directory_partition(academy_id),
        "SK": f"{kind}{place.term}#{place.learner_id}",
    }


def placed_in_directory(item: Mapping[str, Any], kind: str) -> tuple[str, str]:
    """The term and the learner that the key of such a copy names."""
    term, _, learner_id = item["SK"].removeprefix(kind).rpartition("#")
    return term, learner_id


# What is announced beside the events of certificates' histories.

OUTBOX = "OUTBOX#"


def notice(owner: Owner, certificate_id: str, notice_kind: str, natural: str) -> Key:
    """Key of what a schedule says; the same for the same thing said again.

    Parameters
    ----------
    natural
        What tells it from the certificate's others of its kind.
    """
    place = f"{OUTBOX}{certificate_id}#{notice_kind}#{natural}"
    return {"PK": learner_partition(owner), "SK": place}


# A person's rights; see `certfolio.domain.rights`.

TASKS = "TASKS"
"""Partition of what is under way in the background, of all academies."""

ERASURE_TASK = "ERASURE#"
EXPORT_TASK = "EXPORT#"


def membership(owner: Owner) -> Key:
    """Key of how a learner stands with the academy."""
    return {"PK": learner_partition(owner), "SK": "MEMBERSHIP"}


def erasure(owner: Owner) -> Key:
    """Key of a learner's erasure, which stands where nothing of the learner's is erased."""
    return {"PK": academy_partition(owner.academy_id), "SK": f"ERASURE#{owner.learner_id}"}


def erasure_task(owner: Owner) -> Key:
    """Key that says that an erasure is under way."""
    return {"PK": TASKS, "SK": f"{ERASURE_TASK}{owner.academy_id}#{owner.learner_id}"}


def export(owner: Owner) -> Key:
    """Key of the newest export of what is held on a learner."""
    return {"PK": learner_partition(owner), "SK": "EXPORT"}


def export_task(owner: Owner) -> Key:
    """Key that says that an export is under way."""
    return {"PK": TASKS, "SK": f"{EXPORT_TASK}{owner.academy_id}#{owner.learner_id}"}


def export_file(owner: Owner, export_id: str) -> str:
    """S3 key of an export."""
    return f"{files_of(owner)}export-{export_id}"


def owner_of_task(item: Mapping[str, Any]) -> Owner:
    """Whose task an item says is under way."""
    _, academy_id, learner_id = item["SK"].split("#")
    return Owner(academy_id=academy_id, learner_id=learner_id)


def tally(academy_id: str, day: date, credit_type_id: str) -> Key:
    """Key of how many credits of a day were erased with those they were awarded to."""
    return {"PK": f"ACADEMY#{academy_id}#TALLY", "SK": f"{day}#{credit_type_id}"}


def changes_of(academy_id: str, person_id: str) -> tuple[str, str]:
    """Partition, and prefix there, of what events of the set-up say of a person."""
    return directory_partition(academy_id), f"PERSON#{person_id}#"


def events_behind(item: Mapping[str, Any]) -> tuple[Key, ...]:
    """Where the event can be of which an item says what it says of a person."""
    partition, event_id = item["PK"], item["SK"].rpartition("#")[2]
    academy_id = partition.split("#")[1]
    return event_in(partition, event_id), event_in(academy_partition(academy_id), event_id)


def files_of(owner: Owner) -> str:
    """What the S3 keys of a learner's files begin with."""
    return f"{owner.academy_id}/{owner.learner_id}/"


# Which certificates expire when, and how far reminders of that have come.


def expiry_partition(academy_id: str, expires_on: date) -> str:
    """Partition of the index that lists approved certificates by when they expire."""
    return f"ACADEMY#{academy_id}#EXPIRES#{expires_on:%Y-%m}"


def expiry_position(expires_on: date, certificate_id: str) -> str:
    """Sort key in that list."""
    return f"{expires_on}#{certificate_id}"


def expiry_entry(owner: Owner, certificate_id: str, expires_on: date) -> dict[str, str]:
    """All keys of a certificate in that list, by which a query goes on behind it."""
    key = certificate(owner, certificate_id)
    return {
        "PK": key["PK"],
        "SK": key["SK"],
        "by_expiry_pk": expiry_partition(owner.academy_id, expires_on),
        "by_expiry_sk": expiry_position(expires_on, certificate_id),
    }


def reminding(academy_id: str) -> Key:
    """Key of how far reminders of what expires have come in an academy."""
    return {"PK": f"ACADEMY#{academy_id}#REMINDING", "SK": "PROGRESS"}


# Packs: transcripts with files, made in the background.

PACK = "TRANSCRIPT#"


def pack(owner: Owner, transcript_id: str) -> Key:
    """Key of a transcript with files."""
    return {"PK": learner_partition(owner), "SK": f"{PACK}{transcript_id}"}


# News; see `certfolio.domain.news`.

NEWS = "NEWS#"


def news_place(at: datetime, announcement_id: str) -> str:
    """Sort key of news; those that happened earlier come first."""
    return f"{NEWS}{_instant(at)}#{announcement_id}"


def news(owner: Owner, at: datetime, announcement_id: str) -> Key:
    """Key of what a learner is told."""
    return {"PK": learner_partition(owner), "SK": news_place(at, announcement_id)}


def news_read(owner: Owner) -> Key:
    """Key of how far a learner has read."""
    return {"PK": learner_partition(owner), "SK": "NEWS_READ"}


def staff_news_partition(academy_id: str) -> str:
    """Partition of what an academy's staff is told."""
    return f"ACADEMY#{academy_id}#NEWS"


def staff_news(academy_id: str, at: datetime, announcement_id: str) -> Key:
    """Key of what administrators are told, the same for all of them."""
    return {"PK": staff_news_partition(academy_id), "SK": news_place(at, announcement_id)}


def told_alone(principal: str) -> str:
    """What the sort keys of all that one of the staff is told alone begin with."""
    return f"FOR#{principal}#"


def reviewer_news(academy_id: str, principal: str, at: datetime, announcement_id: str) -> Key:
    """Key of what one of the staff is told alone."""
    place = told_alone(principal) + news_place(at, announcement_id)
    return {"PK": staff_news_partition(academy_id), "SK": place}


def staff_news_read(academy_id: str, principal: str) -> Key:
    """Key of how far one of the staff has read."""
    return {"PK": staff_news_partition(academy_id), "SK": f"READ#{principal}"}


# Mails; see `certfolio.domain.mails`.

MAIL = "MAIL"
"""What the sort keys of all that is kept for mails begin with."""

MAILBOX = "MAILBOX#"


def mailbox(owner: Owner, mail_kind: str) -> Key:
    """Key of what waits to be mailed to somebody of one kind."""
    return {"PK": learner_partition(owner), "SK": f"{MAILBOX}{mail_kind}"}


def mailbox_of(item: Mapping[str, Any]) -> tuple[Owner, str]:
    """Whose mailbox an item is, and of which kind."""
    _, academy_id, _, person_id = item["PK"].split("#")
    owner = Owner(academy_id=academy_id, learner_id=person_id)
    return owner, item["SK"].removeprefix(MAILBOX)


def mail_item(owner: Owner, item_id: str) -> Key:
    """Key of one thing that is to be mailed to somebody, or was."""
    return {"PK": learner_partition(owner), "SK": f"MAIL#{item_id}"}


def mail_preferences(owner: Owner) -> Key:
    """Key of which mails somebody wants."""
    return {"PK": learner_partition(owner), "SK": "MAIL_PREFERENCES"}


def undeliverable(owner: Owner) -> Key:
    """Key that says that somebody's address takes no mail."""
    return {"PK": learner_partition(owner), "SK": "MAIL_UNDELIVERABLE"}


MAIL_SHARDS = 8
"""Parts of the list of mailboxes that are due: all that is written to one key is a thousand units
in a second."""


def due_partition(shard: int) -> str:
    """Partition of the index that lists mailboxes by when they are due, of all academies."""
    return f"MAIL#DUE#{shard}"


def due_place(owner: Owner, mail_kind: str, due_at: datetime) -> dict[str, str]:
    """Attributes that put a mailbox into that list."""
    shard = int(_digest(owner.academy_id, owner.learner_id)[:8], 16) % MAIL_SHARDS
    return {
        "by_time_pk": due_partition(shard),
        "by_time_sk": f"{_instant(due_at)}#{owner.academy_id}#{owner.learner_id}#{mail_kind}",
    }


def due_until(now: datetime) -> tuple[str, str]:
    """From and to which sort key mailboxes are due."""
    return "0", f"{_instant(now)}~"


def digesting(academy_id: str) -> Key:
    """Key of how far an academy's daily digest has come."""
    return {"PK": f"ACADEMY#{academy_id}#DIGESTING", "SK": "PROGRESS"}


# Retention; see `certfolio.domain.records_due`.

REMOVAL_TASK = "REMOVAL#"
UPLOAD = "UPLOAD#"


def retaining(academy_id: str) -> Key:
    """Key of how far an academy's retention has come."""
    return {"PK": f"ACADEMY#{academy_id}#RETAINING", "SK": "PROGRESS"}


def leaver_due(owner: Owner, by_rule: date) -> Key:
    """Key that says that it is announced that all of a learner's records go."""
    return {"PK": learner_partition(owner), "SK": f"LEAVER_DUE#{by_rule}"}


def removal_task(owner: Owner, certificate_id: str) -> Key:
    """Key that says that a certificate is removed, and what is left of it has to go."""
    place = f"{REMOVAL_TASK}{owner.academy_id}#{owner.learner_id}#{certificate_id}"
    return {"PK": TASKS, "SK": place}


def certificate_of_task(item: Mapping[str, Any]) -> tuple[Owner, str]:
    """What is left of which certificate an item says has to go."""
    _, academy_id, learner_id, certificate_id = item["SK"].split("#")
    return Owner(academy_id=academy_id, learner_id=learner_id), certificate_id


# Programmes and holdings; see `certfolio.domain.programmes` and `certfolio.domain.holdings`.

PROGRAMME = "PROGRAMME#"
HOLDING = "HOLDING#"
HOLDER = "HOLDER#"


def programmes_partition(academy_id: str) -> str:
    """Partition of an academy's programmes: apart, as they are long and seldom read."""
    return f"ACADEMY#{academy_id}#PROGRAMMES"


def programme(academy_id: str, programme_id: str) -> Key:
    """Key of a programme."""
    return {"PK": programmes_partition(academy_id), "SK": f"{PROGRAMME}{programme_id}"}


def programme_version(academy_id: str, programme_id: str, version: int) -> Key:
    """Key of a programme as a version had it; it stays, and says what a change changed."""
    # Padded, so that sort order is the order of versions.
    place = f"PROGRAMME_VERSION#{programme_id}#{version:06}"
    return {"PK": programmes_partition(academy_id), "SK": place}


def holding(owner: Owner, holding_id: str) -> Key:
    """Key of a holding."""
    return {"PK": learner_partition(owner), "SK": f"{HOLDING}{holding_id}"}


def holding_of(item: Mapping[str, Any]) -> tuple[Owner, str]:
    """Whose holding an item is, and which."""
    _, academy_id, _, learner_id = item["PK"].split("#")
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    return owner, item["SK"].removeprefix(HOLDING)


HOLDING_EVENT = "HOLDING_EVENT#"
"""Prefix of the events of all holdings of a learner."""


def holding_events(holding_id: str) -> str:
    """Prefix of a holding's events."""
    return f"{HOLDING_EVENT}{holding_id}#"


def holding_event(owner: Owner, holding_id: str, version: int) -> Key:
    """Key of one event of a holding."""
    # Padded, so that sort order is the order of events.
    place = f"{holding_events(holding_id)}{version:06}"
    return {"PK": learner_partition(owner), "SK": place}


def cycles_partition(academy_id: str) -> str:
    """Partition of the index that lists holdings by the day on which to look at them next."""
    return f"ACADEMY#{academy_id}#CYCLES"


def cycle_place(owner: Owner, holding_id: str, look_on: date) -> dict[str, str]:
    """Attributes that put a holding into that list."""
    return {
        "by_time_pk": cycles_partition(owner.academy_id),
        "by_time_sk": f"{look_on}#{owner.learner_id}#{holding_id}",
    }


def cycle_entry(academy_id: str, place: str) -> dict[str, str]:
    """Key of one entry of that list, by its sort key."""
    _, learner_id, holding_id = place.split("#")
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    key = holding(owner, holding_id)
    return {
        "PK": key["PK"],
        "SK": key["SK"],
        "by_time_pk": cycles_partition(academy_id),
        "by_time_sk": place,
    }


def cycles_until(day: date) -> tuple[str, str]:
    """From and to which sort key holdings are to be looked at."""
    return "0", f"{day}~"


def holding_in_list(item: Mapping[str, Any]) -> tuple[str, str]:
    """Whose holding an item of that list is, and which."""
    _, learner_id, holding_id = item["by_time_sk"].split("#")
    return learner_id, holding_id


def holders_partition(academy_id: str, programme_id: str) -> str:
    """Partition that lists who holds a credential under a programme."""
    return f"ACADEMY#{academy_id}#PROGRAMME#{programme_id}"


def holder(owner: Owner, programme_id: str, holding_id: str) -> Key:
    """Key that says that a learner has a holding under a programme."""
    return {
        "PK": holders_partition(owner.academy_id, programme_id),
        "SK": f"{HOLDER}{owner.learner_id}#{holding_id}",
    }


def holder_of(sort_key: str) -> tuple[str, str]:
    """Whose holding a sort key in that list names, and which."""
    learner_id, holding_id = sort_key.removeprefix(HOLDER).split("#")
    return learner_id, holding_id
