"""Prints the oldest run-time packages that pyproject.toml allows, one `name==version` each: for `make test-oldest`."""

from __future__ import annotations

import re
from pathlib import Path

import tomli

ROOT = Path(__file__).resolve().parent.parent
_BOUND = re.compile(r"([A-Za-z0-9._-]+)>=([0-9][0-9.]*)")


def oldest(dependencies: list[str]) -> list[str]:
    """Return each dependency at its lower bound. Raises `ValueError` for one that has none, or more than one."""
    pinned = []
    for dependency in dependencies:
        bound = _BOUND.fullmatch(dependency)
        if bound is None:
            raise ValueError(f"{dependency}: NAME>=VERSION would be right")
        pinned.append(f"{bound[1]}=={bound[2]}")
    return pinned


def dependencies() -> list[str]:
    """Return the run-time dependencies of the project."""
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


if __name__ == "__main__":
    print("\n".join(oldest(dependencies())))
