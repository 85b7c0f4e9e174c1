"""By schedule: send what waits to be mailed, and put the daily digest into mailboxes."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, assert_never

from certfolio import composition
from certfolio.clock import clock
from certfolio.invocation import invocation, seconds_left
from certfolio.observability import logger
from certfolio.once import once
from certfolio.services.digests import Digests
from certfolio.services.mailing import Mailing
from certfolio.settings import BulkSettings, SendingSettings, load
from certfolio.storage import clients
from certfolio.storage.post import Post
from functions.mail.composing import Composer

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

STEP_SECONDS = 40
"""Nothing is begun with less time left: the next run begins a minute after this one did."""


class Job(StrEnum):
    """What a schedule asks for."""

    SEND = "send"
    DIGEST = "digest"


@once
def mailing() -> Mailing:
    """Put the parts together, once per process."""
    settings = load(SendingSettings)
    composer = Composer(
        composition.mails(),
        composition.certificates(),
        composition.academies(),
        composition.directory(),
        composition.accounts(),
        composition.reading(),
        composition.reports,
        composition.mail_key(),
        settings,
    )
    return Mailing(
        composition.mails(),
        composition.academies(),
        Post(clients.ses(), settings.mail_from, settings.mail_configuration_set),
        composer,
        at_once=load(BulkSettings).bulk_at_once,
        stack_name=settings.stack_name,
    )


@once
def digests() -> Digests:
    """Put the parts together, once per process."""
    return Digests(
        composition.registry(),
        composition.academies(),
        composition.certificates(),
        composition.mails(),
        at_once=load(BulkSettings).bulk_at_once,
    )


@invocation()
def handler(
    event: dict[str, Any], _context: "LambdaContext", clock: Callable[[], datetime] = clock
) -> None:
    """Do what is due, as far as there is time; the next run goes on from there."""
    job = Job(event["job"])
    match job:
        case Job.SEND:
            logger.info("mailed", mails=mailing().run(clock, _has_time))
        case Job.DIGEST:
            logger.info("digested", mailboxes=digests().run(clock(), _has_time))
        case _:
            assert_never(job)


def _has_time() -> bool:
    return seconds_left() > STEP_SECONDS
