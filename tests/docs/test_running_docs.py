"""docs/running.md, privacy.md, life.md and others: what they show in a console is what happens, on a desk of Bekasi."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session


@pytest.mark.slow
@pytest.mark.parametrize("page", ["running.md", "privacy.md", "life.md", "shift.md", "reports.md", "site.md"])
def test_the_pages_sessions_run_as_shown(tmp_path: Path, page: str) -> None:
    """Backup, going back, completion, masked callers: each command succeeds and prints the lines shown."""
    shell = Shell(tmp_path)
    shell.begin("meja")
    shown = [text for language, _more, text in blocks(DOCS / page) if language == "console"]
    assert shown
    for text in shown:
        for command, lines in session(text):
            shell.expect(command, lines)
