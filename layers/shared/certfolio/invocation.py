"""One call of a Lambda function, and how long it may still take.

Lambda ends a function that is late in the middle of its work, and nobody gets an answer. So what
waits for something asks here first whether there is time.
"""

import gc
import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from aws_lambda_powertools.utilities.typing import LambdaContext

from certfolio.domain.errors import Unavailable
from certfolio.observability import logger

_Answer = TypeVar("_Answer")
_Handler = Callable[..., _Answer]

ANSWERING_SECONDS = 0.4
"""Kept for saying what became of a request."""


class _Deadline:
    """When the invocation that runs must have answered; a process runs one at a time."""

    at = math.inf


def invocation(*, correlation_id_path: str | None = None) -> Callable[[_Handler[_Answer]], Any]:
    """Wrap a Lambda handler, so that its logs know the request and its waits the deadline.

    Parameters
    ----------
    correlation_id_path
        Where in the event the id of the request stands (JMESPath).
    """

    def decorate(handler: _Handler[_Answer]) -> Any:  # noqa: ANN401 - Powertools types it away
        @logger.inject_lambda_context(correlation_id_path=correlation_id_path, clear_state=True)
        @wraps(handler)
        def timed(
            event: dict[str, Any],
            context: LambdaContext,
            **more: Any,  # noqa: ANN401 - what the handler takes beside what Lambda gives
        ) -> _Answer:
            # Not while the function started; see `certfolio`.
            gc.enable()
            remaining = context.get_remaining_time_in_millis() / 1000
            _Deadline.at = time.monotonic() + remaining - ANSWERING_SECONDS
            try:
                return handler(event, context, **more)
            finally:
                _Deadline.at = math.inf

        return timed

    return decorate


def seconds_left() -> float:
    """How long the work of this invocation may still take; outside of one, for ever."""
    return _Deadline.at - time.monotonic()


def require(seconds: float) -> None:
    """See that there is time for something.

    Raises
    ------
    Unavailable
        It could take longer than the invocation may.
    """
    if seconds_left() < seconds:
        raise Unavailable("no time is left")


def pause(seconds: float) -> None:
    """Wait, unless the invocation may not last so long.

    Raises
    ------
    Unavailable
        It may not.
    """
    require(seconds)
    time.sleep(seconds)
