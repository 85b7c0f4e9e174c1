"""Certificates with their events and fingerprints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from certfolio.domain.certificates import Certificate, Owner, Status, Upload
from certfolio.domain.errors import CertfolioError, NotFound, StaleVersion
from certfolio.domain.history import Event
from certfolio.domain.lifecycle import Change
from certfolio.storage import keys
from certfolio.storage.records import NEW, attributes
from certfolio.storage.table import ConditionFailed, Table, Write


@dataclass(frozen=True)
class Position:
    """Where a certificate stands in the list of its status."""

    since: datetime
    learner_id: str
    certificate_id: str


class UploadChanged(CertfolioError):
    """Inspection or another submission got to the upload first; read it again."""


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
            raise NotFound("certificate")
        return Certificate.model_validate(item)

    def history(self, owner: Owner, certificate_id: str) -> list[Event]:
        """Read a certificate's events, oldest first."""
        items = self._table.query(keys.learner_partition(owner), prefix=keys.events(certificate_id))
        return [Event.model_validate(item) for item in items]

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
        return map(Certificate.model_validate, items)

    def by_status(
        self,
        academy_id: str,
        status: Status,
        *,
        after: "Position | None" = None,
        newest_first: bool = False,
        page: int | None = None,
    ) -> Iterator[Certificate]:
        """Read an academy's certificates of one status, in order of when that status began."""
        partition = keys.status_partition(academy_id, status)
        start: dict[str, str] | None = None
        if after is not None:
            owner = Owner(academy_id=academy_id, learner_id=after.learner_id)
            key = keys.certificate(owner, after.certificate_id)
            start = {
                "PK": key["PK"],
                "SK": key["SK"],
                "by_status_pk": partition,
                "by_status_sk": keys.status_position(after.since, after.certificate_id),
            }
        items = self._table.query(
            partition, index=keys.BY_STATUS, start=start, newest_first=newest_first, page=page
        )
        return map(Certificate.model_validate, items)

    # Writing

    def commit(self, change: Change, attach: Upload | None = None) -> Certificate:
        """Write a certificate together with the event that says what happened.

        Parameters
        ----------
        attach
            The upload whose file the change brings in.

        Returns
        -------
        Certificate
            As it is now. When the very same request was committed before and only its answer
            was lost, that is the result of back then, or what became of it since.

        Raises
        ------
        StaleVersion
            Somebody else changed the certificate first, or it exists already.
        UploadChanged
            The upload is not as it was read.
        """
        writes = [_put_certificate(change), _put_event(change.event)]
        if attach is not None:
            writes += [_attach(attach), *_move_fingerprint(change)]
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            if failed.position not in _OWN_WRITES:
                raise UploadChanged from failed
            if failed.position == 0 and failed.item is not None:
                current = Certificate.model_validate(failed.item)
            else:
                current = self.get(change.after.owner, change.after.id)
            return self.replayed(current, change.event.version, change.event.request)
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
        if item is None or item["request"] != request:
            raise StaleVersion(current.version, current)
        return current


_OWN_WRITES = (0, 1)
"""Positions of the certificate and its event in a transaction."""


def _put_certificate(change: Change) -> Write:
    key = keys.certificate(change.after.owner, change.after.id)
    item = {**attributes(change.after), **keys.index_keys(change.after)}
    if change.before is None:
        return Write("Put", key, NEW, item)
    # The life cycle's rule once more, where two people acting at once cannot both pass it.
    return Write(
        "Put",
        key,
        "version = :version AND #status = :status",
        item,
        names={"#status": "status"},
        values={":version": change.before.version, ":status": change.before.status.value},
    )


def _put_event(event: Event) -> Write:
    key = keys.event(event, event.certificate_id, event.version)
    return Write("Put", key, NEW, attributes(event))


def _attach(upload: Upload) -> Write:
    return Write(
        "Update",
        keys.upload(upload, upload.id),
        # Neither taken by another submission nor inspected since it was read.
        "attached = :no AND #file.#state = :state",
        update="SET attached = :yes REMOVE delete_after",
        names={"#file": "file", "#state": "state"},
        values={":no": False, ":yes": True, ":state": upload.file.state.value},
    )


def _move_fingerprint(change: Change) -> Sequence[Write]:
    new = keys.fingerprint(change.after)
    if change.before is None:
        return [Write("Put", new, NEW, {})]
    old = keys.fingerprint(change.before)
    if old == new:
        return []
    return [Write("Put", new, NEW, {}), Write("Delete", old, "attribute_exists(PK)")]
