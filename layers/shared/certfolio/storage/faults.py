from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError  # noqa: A004 - botocore's name

from certfolio.domain.errors import Unavailable

_THROTTLED = frozenset(
    {
        # A conditional put meets another request for its key (Amazon S3 User Guide, "How to
        # prevent object overwrites with conditional writes").
        "ConditionalRequestConflict",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestTimeout",
        "RequestTimeoutException",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        # A write of its own meets a transaction that holds its item.
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
_SERVER_ERROR = 500

UNANSWERED = (ConnectionError, HTTPClientError)
"""How botocore says that a service did not answer."""


def may_pass(status: int, code: str) -> bool:
    """Whether an error that a service answers with may pass by itself in a moment."""
    return status >= _SERVER_ERROR or code in _THROTTLED


@contextmanager
def faults_as_unavailable() -> Iterator[None]:
    """Raise what may pass by itself as `Unavailable`; let the program's own faults through.

    Raises
    ------
    Unavailable
        The service throttled, failed or did not answer, after the client's own retries.
    """
    try:
        yield
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        code = error.response["Error"]["Code"]
        if not may_pass(status, code):
            raise
        raise Unavailable(code) from error
    except UNANSWERED as error:
        raise Unavailable(type(error).__name__) from error
