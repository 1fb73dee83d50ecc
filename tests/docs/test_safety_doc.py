"""docs/safety.md: what it shows in a console is what happens, on a desk that has calls."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session


@pytest.mark.slow
def test_the_pages_sessions_run_as_shown(tmp_path: Path) -> None:
    """Backup, drill, putting back, moving: each command succeeds and prints the lines shown."""
    shell = Shell(tmp_path)
    for folder in ("meja", "baru"):
        shell.expect(f"aduan init {folder}", [])
    shell.folder = tmp_path / "meja"
    shell.expect("aduan log 'Melaporkan sampah menumpuk di Teluk Pucung'", [])
    shown = [text for language, _more, text in blocks(DOCS / "safety.md") if language == "console"]
    assert len(shown) >= 3
    for text in shown:
        for command, lines in session(text):
            shell.expect(command, lines)
