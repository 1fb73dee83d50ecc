"""The city's own files, put into the folder of a test's desk."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]


def put_city(desk: Path) -> None:
    """Put the city's own rules, plugins and places into a folder, which is made where it lacks."""
    desk.mkdir(exist_ok=True)
    shutil.copy(ROOT / "rules.toml", desk)
    for name in ("plugins", "places"):
        shutil.copytree(ROOT / name, desk / name, ignore=shutil.ignore_patterns("__pycache__"))
