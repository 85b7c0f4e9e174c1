"""What AWS asks for a certificate that is handed in, reviewed and viewed."""

from collections.abc import Mapping
from statistics import median

from benchmarks.figures import Prices, Usage, gigabyte_seconds
from benchmarks.inspection import Inspected
from benchmarks.operations import Operation
from benchmarks.units import INSPECT, Taken
from tests.support.template import functions

CERTIFICATES = 10_000

PRICES = Prices(
    gigabyte_second=0.0000133334,
    invocation=0.20 / 1_000_000,
    api_request=3.50 / 1_000_000,
    write_unit=0.625 / 1_000_000,
    read_unit=0.125 / 1_000_000,
    s3_write=0.005 / 1_000,
    s3_read=0.0004 / 1_000,
)
"""US East (N. Virginia), first tier, functions on Arm."""

WAITS = {"dynamodb": 0.005, "s3": 0.020}
"""Seconds that a call is taken to last; nothing here can measure it."""

JOURNEY: Mapping[str, float] = {
    Operation.ISSUE.value: 1,
    INSPECT: 1,
    "see how an upload stands": 2,
    Operation.SUBMIT.value: 1,
    Operation.LIST.value: 2,
    Operation.QUEUE.value: 0.2,
    "staff: read one": 1,
    "staff: view pages": 1,
    "staff: duplicates": 1,
    Operation.DECIDE.value: 1,
    Operation.READ.value: 1,
    "view pages": 1,
    Operation.VIEW.value: 0.1,
}
"""How often each request is sent for one certificate."""

_BY_BROWSERS = Usage(s3_writes=1, s3_reads=2.1)
"""What goes to S3 past the functions: the file, and a page of it for learner and reviewer."""


def of_journey(units: Mapping[str, Taken], inspected: Inspected) -> Usage:
    """What is billed for all certificates."""
    one = _BY_BROWSERS
    for name, times in JOURNEY.items():
        seconds = median(inspected.seconds) if name == INSPECT else units[name].seconds
        one += _usage(units[name], seconds, is_api=name != INSPECT) * times
    return one * CERTIFICATES


def _usage(taken: Taken, seconds: float, *, is_api: bool) -> Usage:
    writes = sum(call == "PutObject" for call in taken.calls)
    reads = sum(call in {"GetObject", "HeadObject"} for call in taken.calls)
    tables = len(taken.calls) - writes - reads
    waiting = (writes + reads) * WAITS["s3"] + tables * WAITS["dynamodb"]
    memory = int(functions()[taken.function]["MemorySize"])
    return Usage(
        gigabyte_seconds=gigabyte_seconds(seconds, waiting, memory),
        invocations=1,
        api_requests=int(is_api),
        write_units=taken.written,
        read_units=taken.read,
        s3_writes=writes,
        s3_reads=reads,
    )
