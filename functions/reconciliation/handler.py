"""By schedule: find the files that fell through, mend what can be mended, and tell of the rest."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, assert_never

from certfolio import composition
from certfolio.clock import clock
from certfolio.domain.reconciliation import Finding, Found
from certfolio.invocation import invocation, seconds_left
from certfolio.observability import Metric, count, logger
from certfolio.once import once
from certfolio.services.late_files import LateFiles
from certfolio.services.loose_files import LooseFiles
from certfolio.services.reconciliation import Reconciliation
from certfolio.services.recount import Recounts
from certfolio.settings import (
    EvidenceSettings,
    IncomingSettings,
    InspectionSettings,
    ReconciliationSettings,
    load,
)
from certfolio.storage import clients
from certfolio.storage.background import DirectInspections, Inspections, ScannedInspections

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext
from certfolio.storage.progress import ProgressStore

STEP_SECONDS = 60
"""No step is begun with less time left; they take a few seconds when AWS is well."""


@once
def reconciliation() -> Reconciliation:
    """Put the parts together, once per process."""
    evidence = composition.evidence_files()
    return Reconciliation(
        registry=composition.registry(),
        progress=ProgressStore(composition.table()),
        late=LateFiles(
            materials=composition.materials(),
            uploads=composition.uploads(),
            verdicts=composition.verdicts(),
            incoming=composition.incoming_files(),
            evidence=evidence,
            inspections=inspections(),
        ),
        loose=LooseFiles(
            composition.materials(),
            composition.certificates(),
            composition.holding_store(),
            evidence,
            timedelta(days=load(EvidenceSettings).loose_file_days),
        ),
        recounts=Recounts(composition.totals(), composition.certificates()),
        certificates=composition.certificates(),
        holdings=composition.holding_store(),
        evidence=evidence,
    )


def inspections() -> Inspections:
    """Whoever has a file inspected here."""
    if load(ReconciliationSettings).malware_scanning == "on":
        return ScannedInspections(clients.guardduty(), load(IncomingSettings).incoming_bucket)
    return DirectInspections(clients.functions(), load(InspectionSettings).inspection_function)


@invocation()
def handler(
    _event: dict[str, Any], _context: "LambdaContext", clock: Callable[[], datetime] = clock
) -> None:
    """Do as much as there is time for.

    What fails for one file keeps no other one waiting, and is raised in the end.
    """
    faults = []
    for finding in reconciliation().run(clock(), lambda: seconds_left() > STEP_SECONDS):
        _tell(finding)
        if finding.fault is not None:
            faults.append(finding.fault)
    if faults:
        raise ExceptionGroup("some files were not looked after", faults)


def _tell(finding: Finding) -> None:
    found = finding.found
    match found:
        case Found.ASKED | Found.TAKEN_OVER:
            count(Metric.FILES_MENDED)
        case Found.LOST:
            count(Metric.FILES_LOST)
        case Found.REMOVED:
            count(Metric.FILES_REMOVED)
        case Found.STUCK | Found.MISSING | Found.STRAY:
            count(Metric.UNRECONCILED, stack=load(ReconciliationSettings).stack_name)
            logger.warning("a file is not as it should be", key=finding.key, found=found)
            return
        case Found.MISCOUNTED:
            count(Metric.TOTALS_MENDED)
            logger.warning("totals were not what is stored", academy_id=finding.key)
            return
        case Found.FAILED:
            logger.error("a file was not looked after", key=finding.key, exc_info=finding.fault)
            return
        case _:
            assert_never(found)
    logger.info("looked after", key=finding.key, found=found)
