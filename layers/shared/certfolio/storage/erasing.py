"""Erasing what the table holds of a person."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from certfolio.domain.actions import GRANTED, ActorKind, is_decision
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.errors import StaleVersion, Unavailable
from certfolio.domain.history import Event
from certfolio.domain.precedents import issuer_named
from certfolio.domain.rights import KEPT_AFTER_ERASURE, Erased
from certfolio.domain.set_up_events import Told
from certfolio.storage import keys, totals
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.records import UNCHANGED, record_of
from certfolio.storage.set_up_events import writes_of
from certfolio.storage.table import Item, Table, Write

_TRIES = 3
_HUNDREDTHS = 100


class PersonalRecords:
    """Removes a person's records; what is removed twice is gone once.

    Everything is found by looking for it, so that whoever is interrupted begins again and finds
    what is left.
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def any_of(self, owner: Owner) -> bool:
        """Whether the directory knows a learner, or there is anything in their portfolio."""
        if self._table.get(keys.directory_entry(owner)) is not None:
            return True
        return next(self._table.query(keys.learner_partition(owner), page=1), None) is not None

    def erase_portfolio(self, owner: Owner) -> Iterator[Erased]:
        """Erase all that is in a learner's portfolio, and what was written with it elsewhere."""
        partition = keys.learner_partition(owner)
        for prefix in (keys.CERTIFICATE, keys.EVENT):
            last = None
            # An event without its certificate is what an interrupted erasure has left.
            for item in self._table.query(partition, prefix=prefix):
                certificate_id = item["SK"].split("#")[1]
                if certificate_id != last:
                    self._erase_certificate(owner, certificate_id)
                    last = certificate_id
                    yield Erased.CERTIFICATES
        for item in self._table.query(partition):
            if item["SK"].startswith(keys.HOLDING):
                holding_id = item["SK"].removeprefix(keys.HOLDING)
                listed = keys.holder(owner, item["programme"], holding_id)
                self._table.write(Write("Delete", listed, None))
            self._table.write(Write("Delete", {"PK": item["PK"], "SK": item["SK"]}, None))
            yield Erased.RECORDS

    def erase_mentions(self, owner: Owner, now: datetime) -> Iterator[Erased]:
        """Erase what the set-up's events say of a person, and who they were on the staff.

        The events stay, with an id that leads to nobody any more, for `KEPT_AFTER_ERASURE`.
        """
        partition, prefix = keys.changes_of(owner.academy_id, owner.learner_id)
        delete_after = int((now + KEPT_AFTER_ERASURE).timestamp())
        for item in self._table.query(partition, prefix=prefix):
            for key in keys.events_behind(item):
                ends = Write(
                    "Update",
                    key,
                    "attribute_exists(PK)",
                    update="SET delete_after = :delete_after",
                    values={":delete_after": delete_after},
                )
                with suppress(ConditionFailed):
                    self._table.write(ends)
            self._table.write(Write("Delete", {"PK": item["PK"], "SK": item["SK"]}, None))
            yield Erased.RECORDS
        told = keys.staff_news_partition(owner.academy_id)
        for item in self._table.query(told):
            if is_told(item, owner):
                self._table.write(Write("Delete", {"PK": item["PK"], "SK": item["SK"]}, None))
                yield Erased.RECORDS
        for key in (
            keys.former_staff(owner.academy_id, owner.learner_id),
            keys.staff_news_read(owner.academy_id, owner.learner_id),
        ):
            self._table.write(Write("Delete", key, None))

    def remove_certificate(self, certificate: Certificate, told: Told) -> None:
        """Take a certificate away; `remove_rest` has to follow, and is noted down for that.

        Raises
        ------
        StaleVersion
            It, or who renews it, is not as it was read, or its learner is under a legal hold.
        """
        delete, *counted = _removal(certificate)
        condition, values = f"{UNCHANGED} AND attribute_not_exists(renewed_by)", delete.values
        if certificate.renewed_by is not None:
            condition = f"{UNCHANGED} AND renewed_by = :renewed_by"
            values = {**(values or {}), ":renewed_by": certificate.renewed_by}
        writes = [
            replace(delete, condition=condition, values=values),
            Write(
                "ConditionCheck",
                keys.membership(certificate.owner),
                "attribute_not_exists(hold_since)",
            ),
            Write("Put", keys.removal_task(certificate.owner, certificate.id), None, {}),
            *counted,
            *writes_of(told),
        ]
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            raise StaleVersion(certificate.version) from failed

    def removals(self) -> Iterator[tuple[Owner, str]]:
        """Certificates that were taken away and of which something can be left."""
        found = self._table.query(keys.TASKS, prefix=keys.REMOVAL_TASK)
        return map(keys.certificate_of_task, found)

    def remove_rest(self, owner: Owner, certificate_id: str) -> None:
        """Erase what the table holds of a certificate that was taken away."""
        self._erase_certificate(owner, certificate_id)
        partition = keys.learner_partition(owner)
        for item in self._table.query(partition, prefix=f"{keys.OUTBOX}{certificate_id}#"):
            self._table.write(Write("Delete", {"PK": item["PK"], "SK": item["SK"]}, None))
        for place, prefix in (
            (partition, keys.UPLOAD),
            (partition, keys.NEWS),
            (partition, keys.MAIL),
            (keys.staff_news_partition(owner.academy_id), None),
        ):
            for item in self._table.query(place, prefix=prefix):
                if item.get("certificate_id") == certificate_id:
                    self._table.write(Write("Delete", {"PK": item["PK"], "SK": item["SK"]}, None))

    def removed(self, owner: Owner, certificate_id: str) -> None:
        """Note down that nothing is left of a certificate."""
        self._table.write(Write("Delete", keys.removal_task(owner, certificate_id), None))

    def _erase_certificate(self, owner: Owner, certificate_id: str) -> None:
        """Erase a certificate, then what leads to it, and its events at last.

        They alone tell what else there is, should this be interrupted.
        """
        key = keys.certificate(owner, certificate_id)
        for _ in range(_TRIES):
            item = self._table.get(key)
            certificate = record_of(Certificate, item) if item else None
            events = self._table.query(
                keys.learner_partition(owner), prefix=keys.events(certificate_id)
            )
            history = [record_of(Event, event) for event in events]
            if certificate is not None:
                try:
                    self._table.write_all([*_removal(certificate)])
                except ConditionFailed:
                    # It was changed since it was read.
                    continue
            for key in led_there(certificate, history):
                self._table.write(Write("Delete", key, None))
            for event in history:
                self._table.write(
                    Write("Delete", keys.event(owner, event.certificate_id, event.version), None)
                )
            return
        raise Unavailable("the certificate keeps changing")


def _removal(certificate: Certificate) -> Iterator[Write]:
    """The writes that take a certificate out of what is counted, and it itself."""
    key = keys.certificate(certificate.owner, certificate.id)
    values = {":version": certificate.version}
    yield Write("Delete", key, UNCHANGED, values=values)
    yield totals.removal(certificate)
    if certificate.status not in GRANTED or certificate.decision is None:
        return
    awarded = Counter[str]()
    for claim in certificate.claims:
        awarded[claim.credit_type] += int((claim.awarded or Decimal(0)) * _HUNDREDTHS)
    day = certificate.decision.at.date()
    for credit_type_id, hundredths in awarded.items():
        # How many credits the academy awarded stays known, without to whom.
        yield Write(
            "Update",
            keys.tally(certificate.academy_id, day, credit_type_id),
            None,
            update="ADD certificates :one, hundredths :hundredths",
            values={":one": 1, ":hundredths": hundredths},
        )


def is_told(item: Item, owner: Owner) -> bool:
    """Whether what an academy's staff is told is of a person, or told to them alone."""
    told_alone = item["SK"].startswith(keys.told_alone(owner.learner_id))
    return told_alone or item.get("learner_id") == owner.learner_id


def led_there(certificate: Certificate | None, history: Iterable[Event]) -> Iterator[keys.Key]:
    """Keys outside the portfolio that lead to a certificate, by all it has ever said."""
    for event in history:
        file = event.changes.get("file")
        if file:
            yield keys.fingerprint_of(event, event.certificate_id, file["sha256"])
    if certificate is not None and certificate.file is not None:
        yield keys.fingerprint(certificate, certificate.file)
    said = {event.changes["issuer"] for event in history if event.changes.get("issuer")}
    issuers = {issuer for text in said if (issuer := issuer_named(text))}
    for event in history:
        if is_decision(event.action) and event.actor.kind is ActorKind.STAFF:
            for issuer in sorted(issuers):
                yield keys.precedent(
                    event.academy_id, issuer, event.at, event.certificate_id, event.version
                )
