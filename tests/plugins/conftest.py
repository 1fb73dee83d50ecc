"""Commands in the tests' own process, for tests in which only the code's process is the point."""

from __future__ import annotations

import pytest
from trials import Trial


@pytest.fixture
def in_this_process(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands of a test's trials in this process; their code has a child of it."""
    monkeypatch.setattr(Trial, "capture", capfd)


@pytest.fixture
def in_processes(in_this_process: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run them in processes of their own all the same: what is left of them is looked for, or how long they take."""
    monkeypatch.setattr(Trial, "capture", None)
