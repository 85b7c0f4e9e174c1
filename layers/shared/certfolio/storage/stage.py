"""What answers in place of AWS while nothing may be asked of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

_Answerer = Callable[[AWSPreparedRequest], AWSResponse]


class _Stage:
    """Who answers now; a process does one thing at a time."""

    answerer: _Answerer | None = None


@contextmanager
def nobody_asked(answerer: _Answerer) -> Iterator[None]:
    """Let no client send anything: each request is answered here."""
    _Stage.answerer = answerer
    try:
        yield
    finally:
        _Stage.answerer = None


def answer_of(request: AWSPreparedRequest) -> AWSResponse | None:
    """The answer of whoever answers in place of AWS; None where AWS itself is to be asked."""
    return None if _Stage.answerer is None else _Stage.answerer(request)


def nobody_is_asked() -> bool:
    """Whether AWS is not asked now, so that no answer is one to remember."""
    return _Stage.answerer is not None
