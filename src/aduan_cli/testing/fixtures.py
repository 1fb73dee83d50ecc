"""Fixtures for pytest: `pytest_plugins = ["aduan_cli.testing.fixtures"]` in a `conftest.py` turns them on."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.testing.clock import FakeClock
from aduan_cli.testing.commands import Aduan, runner
from aduan_cli.testing.desks import desk


@pytest.fixture
def aduan_desk(tmp_path: Path) -> Path:
    """Return the folder of a small invented desk. Nothing has been stored there yet."""
    return desk(tmp_path / "desk")


@pytest.fixture
def aduan(aduan_desk: Path, tmp_path: Path) -> Aduan:
    """Return a function that runs `aduan` in the desk's folder as a process and returns how it ended."""
    return runner(aduan_desk, tmp_path)


@pytest.fixture
def fake_clock() -> FakeClock:
    """Return a clock that stands still."""
    return FakeClock()
