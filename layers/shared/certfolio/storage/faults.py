from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError  # noqa: A004 - botocore's name

from certfolio.domain.errors import Unavailable

_THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
_SERVER_ERROR = 500


@contextmanager
def faults_as_unavailable() -> Iterator[None]:
    """Turn what may be gone in a moment into `Unavailable`; let the program's own faults pass.

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
        if status < _SERVER_ERROR and code not in _THROTTLED:
            raise
        raise Unavailable(code) from error
    except (ConnectionError, HTTPClientError) as error:
        raise Unavailable(type(error).__name__) from error
