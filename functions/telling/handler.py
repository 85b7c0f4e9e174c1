"""From the bus: tell people what was announced that concerns them."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from certfolio import composition
from certfolio.clock import clock
from certfolio.domain.announcements import AnnouncementType, heard
from certfolio.invocation import invocation
from certfolio.observability import logger

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@invocation()
def handler(
    event: dict[str, Any], _context: "LambdaContext", clock: Callable[[], datetime] = clock
) -> dict[str, Any]:
    """Tell what each message says, and say which Lambda shall bring again.

    What fails for one keeps no other one back ("Handling errors for an SQS event source in
    Lambda", AWS Lambda Developer Guide).
    """
    failed = []
    for message in event["Records"]:
        try:
            _tell(json.loads(message["body"])["detail"], clock())
        except Exception:  # noqa: BLE001 - told, tried again, and put aside in the end
            logger.exception("not told", message_id=message["messageId"])
            failed.append(message["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}


def _tell(detail: dict[str, Any], now: datetime) -> None:
    announcement = heard(detail)
    if announcement is None:
        logger.warning("of an unknown type", announcement=detail.get("id"))
        return
    if announcement.type is AnnouncementType.APPROVED:
        composition.completing().say(announcement, now)
    item = composition.telling().tell(announcement, now)
    if item is not None:
        logger.info("told", announcement=item.id, audience=item.audience)
