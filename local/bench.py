"""Compare what costs time (`make bench`): imports and requests, each as a ratio within one run.

Times differ from machine to machine and from hour to hour; ratios less so.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from botocore.exceptions import ClientError, EndpointConnectionError

from local import aws, ports, seed, stack
from local.client import Json, put
from local.programs import ROOT
from local.stack import Stack
from tools.openapi import FUNCTIONS

_FILE = ROOT / "tests" / "files" / "certificate.png"
_ROUNDS = 15
_IMPORTS = 5


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=ports.number, default=aws.PORT, help="of loopback")
    endpoint = f"http://{ports.HOST}:{arguments.parse_args().port}"
    try:
        system = stack.find(endpoint=endpoint)
    except (EndpointConnectionError, ClientError) as error:
        print(f"Certfolio does not run on {endpoint}: {error}\nStart it with: make run")
        return 1
    modules = ("boto3", *(f"functions.{name}.handler" for name in (*FUNCTIONS, "inspection")))
    _show("cold imports, processor time", {name: _import_seconds(name) for name in modules})
    _show("warm requests, median", _request_seconds(system, _FILE))
    return 0


def _import_seconds(module: str) -> float:
    """Least processor time of a new interpreter that imports a module, less that of none."""
    code = "import time; t = time.process_time(); import {}; print(time.process_time() - t)"
    command = [sys.executable, "-c", code.format(module)]
    return min(
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(_IMPORTS)
    )


def _request_seconds(system: Stack, file: Path) -> Mapping[str, float]:
    """Median time of each request, in the other academy, where nobody looks.

    In rounds of all requests, so that each suffers alike from what else the machine does.
    """
    learner = seed.learner(system, seed.OTHER_LEARNER)
    staff = seed.staff(system, seed.OTHER_ADMINISTRATOR)
    seconds: dict[str, list[float]] = {}

    def timed(name: str, call: Callable[[], Json]) -> Json:
        started = time.perf_counter()
        answer = call()
        seconds.setdefault(name, []).append(time.perf_counter() - started)
        return answer

    for _ in range(_ROUNDS):
        timed("GET /credit-types", lambda: learner.call("GET", "/credit-types"))
        permit = timed("POST /uploads", lambda: learner.permit(file))
        put(permit, file)
        learner.inspected(permit["id"])
        body = {
            "title": "Bench",
            "earned_on": "2024-02-29",
            "claims": [{"credit_type": "hours", "credits": "1"}],
            "upload_id": permit["id"],
        }
        certificate = timed(
            "POST /certificates", partial(learner.call, "POST", "/certificates", body)
        )
        path = f"/certificates/{certificate['id']}"
        timed("GET /certificates", lambda: learner.call("GET", "/certificates"))
        timed("GET /certificates/{id}", partial(learner.call, "GET", path))
        timed("GET /statement", lambda: learner.call("GET", "/statement"))
        timed("GET …/reviews, signed", lambda: staff.admin("GET", "/reviews"))
        withdraw = partial(learner.call, "DELETE", path, version=certificate["version"])
        timed("DELETE /certificates/{id}", withdraw)
    return {name: median(times) for name, times in seconds.items()}


def _show(what: str, seconds: Mapping[str, float]) -> None:
    """Print each beside the first."""
    first = next(iter(seconds.values()))
    print(f"\n{what}")
    for name, value in seconds.items():
        print(f"  {name:<32} {value * 1000:7.0f} ms {value / first:5.2f} of the first")


if __name__ == "__main__":
    sys.exit(main())
