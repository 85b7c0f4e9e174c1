"""Measure speed, calls and costs (`make bench`), and write down what was found."""

import argparse
import sys

from benchmarks import report, results
from benchmarks.processes import ROOT
from benchmarks.results import Part
from benchmarks.why import WHY

PAGE = ROOT / "docs" / "performance.md"


def main() -> int:
    """Measure, print, and write the page once every part has been measured."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("parts", nargs="*", metavar="part", help=f"some of: {', '.join(Part)}")
    wanted = [Part(name) for name in arguments.parse_args().parts or Part]
    for part in wanted:
        results.measure(part)
    found = {part: measured for part in Part if (measured := results.last(part)) is not None}
    for part in wanted:
        for section in report.sections(part, found[part]):
            print(f"\n{section.text()}")
    if found.keys() == set(Part):
        PAGE.write_text(report.page(found, WHY), encoding="utf-8")
        print(f"\nwritten: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
