"""From SES: note what became of mails."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from certfolio import composition
from certfolio.clock import clock
from certfolio.invocation import invocation
from certfolio.observability import logger
from certfolio.once import once
from certfolio.services.mail_events import MailEvents

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@once
def mail_events() -> MailEvents:
    """Put the parts together, once per process."""
    return MailEvents(composition.mails())


@invocation()
def handler(
    event: dict[str, Any], _context: "LambdaContext", clock: Callable[[], datetime] = clock
) -> dict[str, Any]:
    """Note what each message says, and say which Lambda shall bring again."""
    failed = []
    for message in event["Records"]:
        try:
            mail_events().note(json.loads(message["body"])["detail"], clock())
        except Exception:  # noqa: BLE001 - told, tried again, and put aside in the end
            logger.exception("not noted", message_id=message["messageId"])
            failed.append(message["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}
