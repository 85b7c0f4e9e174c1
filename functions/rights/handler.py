"""In the background: erase learners until nothing of them is left, and export what is held."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from certfolio import composition
from certfolio.clock import clock
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import StaleVersion
from certfolio.domain.rights import ErasureState
from certfolio.invocation import invocation, seconds_left
from certfolio.observability import logger
from certfolio.once import once
from certfolio.services.erasures import Erasures
from certfolio.services.exports import Exports
from certfolio.services.retentions import Retentions
from certfolio.settings import EvidenceSettings, IncomingSettings, TranscriptSettings, load
from certfolio.storage import clients
from certfolio.storage.exports import ExportedFiles, Holdings
from certfolio.storage.outbox import Outbox
from certfolio.storage.parted import PartedUploads
from certfolio.storage.retentions import RetentionStore

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

STEP_SECONDS = 60
"""No step is begun with less time left; they take a few seconds when AWS is well."""


@once
def erasures() -> Erasures:
    """Put the parts together, once per process."""
    return Erasures(
        erasures=composition.erasure_store(),
        records=composition.personal_records(),
        directory=composition.directory(),
        evidence=composition.evidence_files(),
        incoming=composition.incoming_files(),
        transcripts=composition.transcript_files(),
        accounts=composition.accounts(),
        permitted=timedelta(seconds=load(IncomingSettings).upload_seconds),
    )


@once
def exports() -> Exports:
    """Put the parts together, once per process."""
    s3 = clients.s3()
    return Exports(
        composition.export_store(),
        Holdings(composition.table()),
        ExportedFiles(s3, load(EvidenceSettings).evidence_bucket),
        PartedUploads(s3, load(TranscriptSettings).transcripts_bucket),
        composition.accounts(),
    )


@once
def retentions() -> Retentions:
    """Put the parts together, once per process."""
    table = composition.table()
    return Retentions(
        registry=composition.registry(),
        store=RetentionStore(table),
        certificates=composition.certificates(),
        holdings=composition.holding_store(),
        outbox=Outbox(table),
        records=composition.personal_records(),
        erasures=composition.erasure_starts(),
        evidence=composition.evidence_files(),
        incoming=composition.incoming_files(),
    )


@invocation()
def handler(
    event: dict[str, Any], _context: "LambdaContext", clock: Callable[[], datetime] = clock
) -> None:
    """Go on with what the event names, or by schedule with all that is under way.

    What fails for one learner keeps no other one waiting, and is raised in the end.
    """
    faults = []
    if not {"erase", "export"} & event.keys():
        try:
            retentions().run(clock(), _has_time)
        except Exception as fault:  # noqa: BLE001 - raised again below, after the others
            logger.exception("retention interrupted")
            faults.append(fault)
    for work, owner in _asked(event):
        if not _has_time():
            break
        try:
            work(owner, clock)
        except StaleVersion:
            logger.info("done by another run", learner_id=owner.learner_id)
        except Exception as fault:  # noqa: BLE001 - raised again below, after the others
            logger.exception("interrupted", learner_id=owner.learner_id)
            faults.append(fault)
    if faults:
        raise ExceptionGroup("some work was interrupted", faults)


_Work = Callable[[Owner, Callable[[], datetime]], None]


def _asked(event: dict[str, Any]) -> Iterator[tuple[_Work, Owner]]:
    by_name: dict[str, _Work] = {"erase": _erase, "export": _export}
    named = {name: event[name] for name in by_name if name in event}
    if named:
        for name, owners in named.items():
            yield from ((by_name[name], Owner.model_validate(owner)) for owner in owners)
        return
    yield from ((_erase, owner) for owner in erasures().under_way())
    yield from ((_export, owner) for owner in exports().under_way())


def _erase(owner: Owner, clock: Callable[[], datetime]) -> None:
    erasure = erasures().go_on(owner, clock, _has_time)
    if erasure is not None:
        message = "erasure done" if erasure.state is ErasureState.DONE else "erasure goes on"
        logger.info(
            message,
            academy_id=owner.academy_id,
            learner_id=owner.learner_id,
            state=erasure.state,
        )


def _export(owner: Owner, clock: Callable[[], datetime]) -> None:
    export = exports().make(owner, clock)
    if export is not None:
        logger.info("exported", learner_id=owner.learner_id, files=export.done, size=export.size)


def _has_time() -> bool:
    return seconds_left() > STEP_SECONDS
