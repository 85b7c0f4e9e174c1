"""Certificates with their events and fingerprints."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Assignment, Certificate, File, Owner, Upload
from certfolio.domain.credit_types import CreditType
from certfolio.domain.errors import ActionNotAllowed, Missing, NotFound, StaleVersion, Taken
from certfolio.domain.history import Event
from certfolio.domain.lifecycle import Change, waits_of_people
from certfolio.domain.likeness import number_of
from certfolio.domain.outbox import Notice
from certfolio.domain.values import Record
from certfolio.storage import keys, outbox, precedents, totals
from certfolio.storage.conflicts import (
    ConditionFailed,
    LeaseChanged,
    OtherChanged,
    UploadChanged,
)
from certfolio.storage.records import CREDIT_TYPES, NEW, attributes, item_of, record_of
from certfolio.storage.table import Item, MoreToRead, Table, Write


@dataclass(frozen=True)
class Position:
    """Where a certificate stands in the list of its status."""

    since: datetime
    learner_id: str
    certificate_id: str


@dataclass(frozen=True)
class Span:
    """From when on, and before when, a status began; None where that does not matter."""

    since: datetime | None = None
    before: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether an instant is in it."""
        return (self.since is None or self.since <= at) and (
            self.before is None or at < self.before
        )


EVER = Span()
"""All there is."""

_READ_AT_ONCE = 100
"""Certificates that `many` takes."""


class CertificateStore:
    """Reads and writes a learner's portfolio."""

    def __init__(self, table: Table) -> None:
        self._table = table

    # Reading

    def get(self, owner: Owner, certificate_id: str) -> Certificate:
        """Read one certificate.

        Raises
        ------
        NotFound
            The owner has no such certificate.
        """
        item = self._table.get(keys.certificate(owner, certificate_id))
        if item is None:
            raise NotFound(Missing.CERTIFICATE)
        return record_of(Certificate, item)

    def history(self, owner: Owner, certificate_id: str) -> list[Event]:
        """Read a certificate's events, oldest first."""
        items = self._table.query(keys.learner_partition(owner), prefix=keys.events(certificate_id))
        return [record_of(Event, item) for item in items]

    def newest_first(
        self, owner: Owner, *, after: str | None = None, page: int | None = None
    ) -> Iterator[Certificate]:
        """Read a learner's certificates, newest first.

        Parameters
        ----------
        after
            Id of the certificate to start behind.
        page
            Certificates to ask for in each call.
        """
        items = self._table.query(
            keys.learner_partition(owner),
            prefix=keys.CERTIFICATE,
            start=keys.certificate(owner, after) if after else None,
            newest_first=True,
            page=page,
        )
        return (record_of(Certificate, item) for item in items)

    def by_status(  # noqa: PLR0913 - which of them, and how they are read
        self,
        academy_id: str,
        status: Status,
        span: Span = EVER,
        *,
        after: Position | None = None,
        newest_first: bool = False,
        page: int | None = None,
        calls: int | None = None,
    ) -> Iterator[Certificate]:
        """Read an academy's certificates of one status, in order of when that status began.

        Parameters
        ----------
        span
            When the status began.
        page, calls
            See `Table.query`.

        Raises
        ------
        MoreToRead
            See `Table.query`.
        """
        partition = keys.status_partition(academy_id, status)
        start: dict[str, str] | None = None
        if after is not None:
            position = keys.status_position(after.since, after.certificate_id)
            start = keys.status_entry(academy_id, status, position, after.learner_id)
        items = self._table.query(
            partition,
            index=keys.BY_STATUS,
            between=None if span == EVER else keys.status_span(span.since, span.before),
            start=start,
            newest_first=newest_first,
            page=page,
            calls=calls,
        )
        return (record_of(Certificate, item) for item in items)

    def places(
        self, academy_id: str, status: Status, after: tuple[str, str] | None
    ) -> tuple[list[tuple[Owner, str]], tuple[str, str] | None]:
        """List whose certificates are of a status and which, in one call.

        Parameters
        ----------
        after
            Behind which entry to go on, as the call before it told; None for the first.

        Returns
        -------
        list of (Owner, str), (str, str) or None
            Owners and ids, and behind which entry more may follow.
        """
        partition = keys.status_partition(academy_id, status)
        start = None if after is None else keys.status_entry(academy_id, status, *after)
        found: list[tuple[Owner, str]] = []
        last: tuple[str, str] | None = None
        try:
            for item in self._table.query(partition, index=keys.BY_STATUS, start=start, calls=1):
                learner_id, certificate_id = keys.certificate_of(item)
                found.append((Owner(academy_id=academy_id, learner_id=learner_id), certificate_id))
                last = (item["by_status_sk"], learner_id)
        except MoreToRead:
            return found, last
        return found, None

    def many(self, academy_id: str, found: Sequence[tuple[str, str]]) -> list[Certificate]:
        """Read up to 100 certificates of an academy, by learner and id, in one call.

        Returns
        -------
        list of Certificate
            Those that exist, in no particular order.
        """
        wanted = [
            keys.certificate(Owner(academy_id=academy_id, learner_id=learner_id), certificate_id)
            for learner_id, certificate_id in found
        ]
        return [record_of(Certificate, item) for item in self._table.get_many(wanted)]

    def sharing_file(self, certificate: Certificate, *, page: int) -> Iterator[tuple[str, str]]:
        """Certificates of the academy with the same bytes, as learner and id."""
        if certificate.file is None:
            return iter(())
        partition = keys.fingerprint_partition(certificate.academy_id, certificate.file.sha256)
        return map(keys.certificate_of, self._table.query(partition, page=page))

    def sharing_number(self, certificate: Certificate, *, page: int) -> Iterator[tuple[str, str]]:
        """Certificates of the academy with the same number by the same issuer."""
        number = number_of(certificate)
        if number is None:
            return iter(())
        partition = keys.number_partition(certificate.academy_id, number)
        items = self._table.query(partition, index=keys.BY_NUMBER, page=page)
        return map(keys.certificate_of, items)

    def pin(self, academy_id: str, sha256: str, key: str) -> bool:
        """Whether any certificate of an academy has this very file, and not just its bytes.

        Parameters
        ----------
        sha256
            Of the file's bytes.
        key
            Where the file is in S3.
        """
        partition = keys.fingerprint_partition(academy_id, sha256)
        found = map(keys.certificate_of, self._table.query(partition))
        while some := list(islice(found, _READ_AT_ONCE)):
            files = (certificate.file for certificate in self.many(academy_id, some))
            if any(file and file.evidence and file.evidence.key == key for file in files):
                return True
        return False

    def recent_waits(self, academy_id: str, at_most: int) -> list[int]:
        """How long certificates waited for the newest decisions of people, in one call.

        Returns
        -------
        list of int
            Seconds, newest first.
        """
        items = self._table.query(
            keys.decisions_partition(academy_id),
            index=keys.BY_TIME,
            newest_first=True,
            page=at_most,
        )
        return [keys.waited_of(item) for item in islice(items, at_most)]

    def ahead_of(self, certificate: Certificate) -> tuple[int, bool]:
        """How many certificates stand before this one in the queue, and whether that is all."""
        return self._table.count_before(
            keys.status_partition(certificate.academy_id, certificate.status),
            keys.BY_STATUS,
            keys.status_position(certificate.since, certificate.id),
        )

    def pending_before(self, academy_id: str, instant: datetime) -> tuple[int, bool]:
        """How many certificates have been pending since before an instant, and whether so many.

        One call counts them; of more than it reads, there are more.
        """
        return self._table.count_before(
            keys.status_partition(academy_id, Status.PENDING),
            keys.BY_STATUS,
            keys.status_position(instant, ""),
        )

    # Writing

    def assign(  # noqa: PLR0913 - whose turn it is, and who says so
        self,
        owner: Owner,
        certificate_id: str,
        assignment: Assignment | None,
        *,
        by: str,
        over_others: bool,
        now: datetime,
        notices: Iterable[Notice] = (),
    ) -> None:
        """Give a pending certificate to a reviewer for a while, or back to everybody.

        Whose turn it is says nothing of the certificate, so its version and history stay.

        Parameters
        ----------
        by
            Principal who asks; may replace their own lease.
        over_others
            Whether somebody else's lease that has not lapsed gives way.
        notices
            What is announced of it.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        ActionNotAllowed
            It is not pending.
        Taken
            Another reviewer has it.
        """
        names = {"#status": "status"}
        values: Item = {":pending": Status.PENDING.value}
        condition = "#status = :pending"
        if not over_others:
            names["#until"] = "until"
            # Leases end on whole seconds; without fractions instants compare as text.
            second = _Instant(at=now.replace(microsecond=0))
            values |= {":by": by, ":now": attributes(second)["at"]}
            condition += (
                " AND (attribute_not_exists(assignment) OR assignment.principal = :by"
                " OR assignment.#until <= :now)"
            )
        if assignment is not None:
            values[":assignment"] = attributes(assignment)
        update = "SET assignment = :assignment" if assignment else "REMOVE assignment"
        key = keys.certificate(owner, certificate_id)
        write = Write("Update", key, condition, update=update, names=names, values=values)
        said = [*_said(notices)]
        try:
            if said:
                self._table.write_all([write, *said])
            else:
                self._table.write(write)
        except ConditionFailed as failed:
            if failed.item is None:
                raise NotFound(Missing.CERTIFICATE) from failed
            found = record_of(Certificate, failed.item)
            taken = found.taken_by_other(by, now)
            if found.status is Status.PENDING and taken is not None:
                raise Taken(taken.name, taken.until) from failed
            raise ActionNotAllowed("assign", found.status) from failed

    def commit(  # noqa: PLR0913 - all that can go along
        self,
        change: Change,
        attach: Upload | None = None,
        *,
        bring: Upload | None = None,
        claims: Iterable[CreditType] = (),
        along: Sequence[Change] = (),
        notices: Iterable[Notice] = (),
    ) -> Certificate:
        """Write a certificate together with the event that says what happened.

        Parameters
        ----------
        attach
            The upload whose file the change takes.
        bring
            An upload to write down with it: a file that several learners share.
        claims
            Credit types it claims, as they were read. One that nobody has claimed before is
            marked, so that its period rules are not corrected under the claim.
        along
            What becomes of other certificates of the same learner with it. One that stays as it
            is must still be as it was read.
        notices
            What else is announced of it, whether that was announced before or not.

        Returns
        -------
        Certificate
            As it is now. When the very same request was committed before and only its answer
            was lost, that is the result of back then, or what became of it since.

        Raises
        ------
        StaleVersion
            Somebody else changed the certificate first, or it exists already.
        LeaseChanged
            Whose turn it is changed since, or what renews it, and nothing else.
        OtherChanged
            Another certificate that goes along is not as it was read.
        UploadChanged
            The upload is not as it was read.
        """
        own = [_put_certificate(change), *_put_events(change)]
        # What stays as it is is put as it is: a mere check would take a permission of its own, in
        # every function, for what hardly ever happens.
        others = [
            write for other in along for write in (_put_certificate(other), *_put_events(other))
        ]
        writes = [*own, *others, *_move_fingerprint(change)]
        if attach is not None:
            writes.append(taking(attach, attach.file))
        if bring is not None:
            writes.append(Write("Put", keys.upload(bring, bring.id), NEW, attributes(bring)))
        writes += [_claim(credit_type) for credit_type in claims if not credit_type.claimed]
        writes += [*totals.writes_of(change, *along), *precedents.writes_of(change)]
        writes += _said(notices)
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            if failed.position >= len(own) + len(others):
                raise UploadChanged from failed
            if failed.position >= len(own):
                raise OtherChanged from failed
            if failed.position == 0 and failed.item is not None:
                current = record_of(Certificate, failed.item)
                if change.before is not None and _unmoved(current, change.before):
                    raise LeaseChanged from failed
            else:
                current = self.get(change.after.owner, change.after.id)
            asked = change.events[0]
            return self.replayed(current, asked.version, asked.request)
        return change.after

    def replayed(self, current: Certificate, version: int, request: str) -> Certificate:
        """Tell a retry of a committed request from a request that came too late.

        Parameters
        ----------
        version
            The version the request would have led to.
        request
            Its digest.

        Raises
        ------
        StaleVersion
            The step to `version` was somebody else's.
        """
        item = self._table.get(keys.event(current.owner, current.id, version))
        if item is None or record_of(Event, item).request != request:
            raise StaleVersion(current.version, current)
        return current


class _Instant(Record):
    """An instant in the form it is stored, to be compared with stored ones."""

    at: datetime


def _said(notices: Iterable[Notice]) -> Iterator[Write]:
    # What was said before is said under the same id, and keeps nothing from being written.
    return (replace(outbox.write_of(notice), condition=None) for notice in notices)


def _put_certificate(change: Change) -> Write:
    key = keys.certificate(change.after.owner, change.after.id)
    item = item_of(change.after)
    if change.before is None:
        return Write("Put", key, NEW, item)
    # The life cycle's rule once more, where two people acting at once cannot both pass it.
    condition = "version = :version AND #status = :status"
    values: Item = {":version": change.before.version, ":status": change.before.status.value}
    # A lease has no version of its own, keeps others from deciding and outlives an edit.
    if change.before.assignment is None:
        condition += " AND attribute_not_exists(assignment)"
    else:
        condition += " AND assignment = :assignment"
        values[":assignment"] = attributes(change.before.assignment)
    # Nor has who renews it, which is up to the renewal.
    if change.before.renewed_by is None:
        condition += " AND attribute_not_exists(renewed_by)"
    else:
        condition += " AND renewed_by = :renewed_by"
        values[":renewed_by"] = change.before.renewed_by
    return Write("Put", key, condition, item, names={"#status": "status"}, values=values)


def _unmoved(current: Certificate, read: Certificate) -> bool:
    return (current.version, current.status) == (read.version, read.status)


def _put_events(change: Change) -> Iterator[Write]:
    decided = {event.version: waited for event, waited in waits_of_people(change)}
    for event in change.events:
        key = keys.event(event, event.certificate_id, event.version)
        item = item_of(event) | {CREDIT_TYPES: sorted(change.after.claimed)}
        if event.version in decided:
            item |= keys.decision_place(event, decided[event.version])
        yield Write("Put", key, NEW, item)


def taking(owner: Owner, file: File) -> Write:
    """The write that takes the file of an upload, which nothing can take after that."""
    return Write(
        "Update",
        keys.upload(owner, file.upload_id),
        # Neither taken by something else nor inspected since it was read.
        "attached = :no AND #file.#state = :state",
        update="SET attached = :yes REMOVE delete_after",
        names={"#file": "file", "#state": "state"},
        values={":no": False, ":yes": True, ":state": file.state.value},
    )


def _claim(credit_type: CreditType) -> Write:
    return Write(
        "Update",
        keys.credit_type(credit_type.academy_id, credit_type.id),
        "attribute_exists(PK)",
        update="SET claimed = :yes",
        values={":yes": True},
    )


def _move_fingerprint(change: Change) -> list[Write]:
    new, old = _fingerprint(change.after), _fingerprint(change.before)
    if new == old:
        return []
    moves = []
    if new is not None:
        moves.append(Write("Put", new, NEW, {}))
    if old is not None:
        moves.append(Write("Delete", old, "attribute_exists(PK)"))
    return moves


def _fingerprint(certificate: Certificate | None) -> keys.Key | None:
    if certificate is None or certificate.file is None:
        return None
    return keys.fingerprint(certificate, certificate.file)
