"""`make setup` takes the very Node that the portal's packages ask for."""

import json
import re

import pytest

from tests.support.template import ROOT


def _fits(engines: str, version: tuple[int, int]) -> bool:
    """Whether a version is in one of the ranges that npm knows, as far as they are used here."""
    for wanted in engines.split("||"):
        found = re.fullmatch(r"(\^|>=)(\d+)(?:\.(\d+))?(?:\.\d+)?", wanted.strip())
        assert found is not None, wanted
        least = (int(found[2]), int(found[3] or 0))
        if version >= least and (found[1] == ">=" or version[0] == least[0]):
            return True
    return False


@pytest.mark.parametrize("major", range(17, 31))
@pytest.mark.parametrize("minor", [0, 9, 12, 13, 18, 19, 20])
def test_the_makefile_takes_the_node_that_is_needed(major: int, minor: int) -> None:
    engines = json.loads((ROOT / "web" / "package.json").read_text())["engines"]["node"]
    pattern = re.search(r"'(\^\(20.*)'", (ROOT / "Makefile").read_text())
    assert pattern is not None
    taken = re.match(pattern[1], f"{major}.{minor}.0") is not None
    assert taken is _fits(engines, (major, minor))


def test_every_package_runs_with_the_least_node() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())
    asked = {
        name: package["engines"]["node"]
        for name, package in lock["packages"].items()
        if isinstance(package.get("engines"), dict)
        and "20.19" in package["engines"].get("node", "")
    }
    assert "node_modules/vite" in asked
    for version in ((20, 19), (22, 13), (24, 0)):
        assert all(_fits(engines, version) for engines in asked.values())
