"""The lock names the extras that packages ask for: pip before 23.3 takes a pin without them for another package.

Such a pip then looks for the newest version of what is already pinned, and refuses it for want of a hash, from the
day on which a newer version is published.
"""

import re
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[([a-z0-9,._-]+)\])?==", re.MULTILINE)


def _pins(lock: str) -> dict[str, set[str]]:
    """Package to the extras it is pinned with."""
    return {canonicalize_name(name): set(filter(None, extras.split(","))) for name, extras in PIN.findall(lock)}


def _unnamed(pins: dict[str, set[str]]) -> list[str]:
    """What installed packages of the lock ask for with extras that the lock does not name."""
    asked = [Requirement(text) for name in pins for text in _requires(name)]
    here = [one for one in asked if one.extras and (one.marker is None or one.marker.evaluate({"extra": ""}))]
    return [str(one) for one in here if not one.extras <= pins.get(canonicalize_name(one.name), set())]


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except ModuleNotFoundError:  # a package of another system
        return []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_extras_are_in_the_lock(name: str) -> None:
    pins = _pins((ROOT / name).read_text())
    assert len(pins) > 20
    assert _unnamed(pins) == []


def test_a_lock_without_extras_is_told() -> None:
    lock = (ROOT / "requirements-dev.txt").read_text()
    assert "coverage[toml]==" in lock
    told = _unnamed(_pins(lock.replace("coverage[toml]==", "coverage==")))
    assert [Requirement(one).name for one in told] == ["coverage"]
