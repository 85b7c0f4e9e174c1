"""By schedule: say in time which certificates expire and which cycles end."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from certfolio import composition
from certfolio.clock import clock
from certfolio.invocation import invocation, seconds_left
from certfolio.observability import Metric, count_all, logger
from certfolio.once import once
from certfolio.services.cycles import CycleReminders
from certfolio.services.reminders import Reminders
from certfolio.settings import BulkSettings, load
from certfolio.storage.outbox import Outbox
from certfolio.storage.reminders import ReminderStore

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

STEP_SECONDS = 60
"""No step is begun with less time left; they take a few seconds when AWS is well."""


@once
def reminders() -> Reminders:
    """Put the parts together, once per process."""
    table = composition.table()
    outbox = Outbox(table)
    return Reminders(
        composition.registry(),
        ReminderStore(table),
        composition.certificates(),
        outbox,
        CycleReminders(composition.holding_store(), composition.reports, outbox),
        at_once=load(BulkSettings).bulk_at_once,
    )


@invocation()
def handler(
    _event: dict[str, Any], _context: "LambdaContext", clock: Callable[[], datetime] = clock
) -> None:
    """Say what is due, as far as there is time; the next run goes on from there."""
    said = sum(reminders().run(clock(), lambda: seconds_left() > STEP_SECONDS))
    count_all(Metric.REMINDED, said)
    logger.info("reminded", notices=said)
