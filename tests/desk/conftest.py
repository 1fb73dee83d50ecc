"""The shipped desk of Bekasi, loaded once: the repository's own rules.toml and manifests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from shipped import Desk

from aduan_cli.config.rule_files.loader import load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def bekasi() -> Desk:
    return Desk(load(str(ROOT)))


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the folder with the real call log; without it, skip and say so."""
    folder = os.environ.get("ADUAN_TEST_DATA")
    if not folder:
        pytest.skip("ADUAN_TEST_DATA does not name the folder with the real call log")
    return Path(folder)
