"""In the background: erase learners, until nothing of them is left."""

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
from certfolio.settings import IncomingSettings, load

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


@invocation()
def handler(
    event: dict[str, Any], _context: "LambdaContext", clock: Callable[[], datetime] = clock
) -> None:
    """Go on with what the event names, or by schedule with all that is under way.

    What fails for one learner keeps no other one waiting, and is raised in the end.
    """
    faults = []
    for owner in _asked(event):
        if not _has_time():
            break
        try:
            _erase(owner, clock)
        except Exception as fault:  # noqa: BLE001 - raised again below, after the others
            logger.exception("an erasure was interrupted", learner_id=owner.learner_id)
            faults.append(fault)
    if faults:
        raise ExceptionGroup("some erasures were interrupted", faults)


def _asked(event: dict[str, Any]) -> Iterator[Owner]:
    if "erase" in event:
        return (Owner.model_validate(owner) for owner in event["erase"])
    return erasures().under_way()


def _erase(owner: Owner, clock: Callable[[], datetime]) -> None:
    try:
        erasure = erasures().go_on(owner, clock, _has_time)
    except StaleVersion:
        logger.info("erased by another run", learner_id=owner.learner_id)
        return
    if erasure is not None:
        message = "erasure done" if erasure.state is ErasureState.DONE else "erasure goes on"
        logger.info(
            message,
            academy_id=owner.academy_id,
            learner_id=owner.learner_id,
            state=erasure.state,
        )


def _has_time() -> bool:
    return seconds_left() > STEP_SECONDS
