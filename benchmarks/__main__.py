"""Measure how fast Certfolio is (`make bench`): `warm` for now."""

import argparse
import sys

from benchmarks import warm
from benchmarks.figures import Spread, ratios
from benchmarks.warm import Contender

_MICRO = 1_000_000


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=warm.ROUNDS, help="of warm requests")
    given = arguments.parse_args()
    found = warm.measure(rounds=given.rounds)
    print("processor time of a warm request: the floor in µs, all others as parts of it")
    for operation, times in found.times.items():
        floor = times[Contender.FLOOR]
        least = Spread.of(floor)
        cells = [f"{least.middle * _MICRO:6.0f} µs"]
        for contender, took in times.items():
            if contender is not Contender.FLOOR:
                ratio = ratios(took, floor)
                cells.append(f"{contender} {ratio.middle:.2f} ({ratio.low:.2f}-{ratio.high:.2f})")
        print(f"{operation:<18}", "  ".join(cells))
    return 0


if __name__ == "__main__":
    sys.exit(main())
