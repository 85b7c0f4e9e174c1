"""Decide, on S3 and malware-scan events, whether a file is what it says it is."""

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from certfolio import composition
from certfolio.clock import clock
from certfolio.domain.certificates import FileState
from certfolio.domain.errors import Unavailable
from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Drawing, Word
from certfolio.invocation import invocation
from certfolio.observability import Metric, count, logger
from certfolio.once import once
from certfolio.services.inspection import Arrival, Inspector
from certfolio.services.recognition import recognised
from certfolio.settings import ScanSettings, load
from certfolio.storage.textract import Textract
from functions.inspection.caps import MEBIBYTE, Caps, Guard
from functions.inspection.examine import Ended, examine
from functions.inspection.preparing import prepare

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_PREPARED_AHEAD = {"snap-start", "provisioned-concurrency"}
"""How Lambda initializes a function before anything is to be inspected: AWS Lambda Developer Guide,
"Defined runtime environment variables"."""
if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") in _PREPARED_AHEAD:
    prepare(Caps().start_seconds)

SCANS = 5
"""Pages of a file that are read where they are pictures; a certificate has what counts on them."""


@once
def inspector() -> Inspector:
    """Put the inspector together, once per process."""
    return Inspector(
        composition.verdicts(),
        composition.incoming_files(),
        composition.evidence_files(),
        composition.renditions(),
        examined,
    )


def examined(data: bytes) -> Drawing | RejectionReason:
    """Judge and draw a file; where that is switched on, have the words in its scans read."""
    scans = SCANS if load(ScanSettings).read_scans == "on" else 0
    found = examine(data, Caps(scans=scans), less_confined, spent)
    if isinstance(found, RejectionReason) or not found.scans:
        return found
    # Made here, as making a client is nothing to be done in several threads at a time.
    return recognised(found, partial(recognise, composition.textract()))


@once
def less_confined(guard: Guard) -> None:
    """Tell operators what the parsers are not kept from here, once per process."""
    logger.warning("inspection is less confined than it could be", guard=guard)
    count(Metric.CONFINEMENT_MISSING, guard=guard)


def spent(ended: Ended) -> None:
    """Tell operators what a file took."""
    logger.info(
        "process of a file ended",
        returncode=ended.returncode,
        megabytes=ended.memory_bytes // MEBIBYTE,
        seconds=round(ended.seconds, 2),
    )


def recognise(textract: Textract, picture: bytes) -> tuple[Word, ...]:
    """Read the words in a picture of a page; without them, a file is accepted all the same."""
    try:
        words = textract.words(picture)
    except Unavailable as unavailable:
        logger.warning("a scanned page was not read", reason=str(unavailable))
        count(Metric.SCANS_UNREAD)
        return ()
    count(Metric.SCANS_READ)
    return words


@invocation()
def handler(
    event: dict[str, Any], _context: "LambdaContext", clock: Callable[[], datetime] = clock
) -> None:
    """Inspect what arrived, or draw what was accepted before files were drawn.

    A fault raises, so that Lambda tries again and at last hands the event to the dead-letter
    queue. All that an event speaks of is done before the first fault is raised.
    """
    tasks = [partial(_inspect, arrival) for arrival in arrivals(event)]
    tasks += [partial(_draw, key) for key in event.get("draw", ())]
    faults = []
    for task in tasks:
        try:
            task(clock())
        except Exception as fault:  # noqa: BLE001 - raised again below, after the others
            faults.append(fault)
    if faults:
        raise ExceptionGroup("some files were not inspected", faults)


def arrivals(event: dict[str, Any]) -> list[Arrival]:
    """Read which objects an event speaks of.

    Parameters
    ----------
    event
        An S3 event notification, or GuardDuty's "Malware Protection Object Scan Result" as
        EventBridge delivers it.
    """
    if event.get("source") == "aws.guardduty":
        detail = event["detail"]
        scanned = detail["s3ObjectDetails"]
        return [
            Arrival(
                key=scanned["objectKey"],
                etag=scanned["eTag"],
                rejected=_scan_verdict(detail["scanResultDetails"]["scanResultStatus"]),
            )
        ]
    return [
        Arrival(
            # Keys come URL-encoded: Amazon S3 User Guide, "Event message structure".
            key=unquote_plus(record["s3"]["object"]["key"]),
            etag=record["s3"]["object"]["eTag"],
            sequencer=record["s3"]["object"]["sequencer"],
        )
        # The test event S3 sends when notifications are switched on has no records.
        for record in event.get("Records", ())
    ]


def _inspect(arrival: Arrival, now: datetime) -> None:
    file = inspector().inspect(arrival, now)
    if file is None:
        logger.info("nothing to inspect", key=arrival.key)
        return
    logger.info("inspected", key=arrival.key, state=file.state, reason=file.reason)
    if file.state is FileState.ACCEPTED:
        count(Metric.FILES_ACCEPTED)
    elif file.reason is not None:
        count(Metric.FILES_REJECTED, reason=file.reason)


def _draw(key: str, now: datetime) -> None:
    drawn = inspector().draw(key, now)
    logger.info("drawn" if drawn else "nothing to draw", key=key)


def _scan_verdict(status: str) -> RejectionReason | None:
    # Only a finished scan that found nothing is clean; unsupported, denied and failed are not.
    if status == "NO_THREATS_FOUND":
        return None
    return RejectionReason.MALWARE if status == "THREATS_FOUND" else RejectionReason.NOT_SCANNED
