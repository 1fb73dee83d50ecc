"""Commands about plugins run in the tests' process; their code runs in a child of it, as always."""

from __future__ import annotations

import pytest

from processes import Aduan


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Return a function that runs `aduan` in the desk's folder and returns how it ended."""
    return aduan_here
