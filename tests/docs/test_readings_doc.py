"""docs/readings.md is one session: a reading is written, asked for, and kept from reading what isn't so now."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session


@pytest.mark.slow
def test_every_block_runs_as_shown(tmp_path: Path) -> None:
    """Nothing on the page is only said: each table is written, each command run."""
    folder = tmp_path / "meja"
    folder.mkdir()
    shell = Shell(folder)
    found = blocks(DOCS / "readings.md")
    assert {language for language, _more, _text in found} == {"toml", "console"}
    for language, more, text in found:
        if language == "toml":
            place = folder / more.removeprefix("add ")
            place.parent.mkdir(parents=True, exist_ok=True)
            before = place.read_text(encoding="utf-8") if more.startswith("add ") else ""
            place.write_text(before + "\n" * bool(before) + text, encoding="utf-8")
            continue
        for command, shown in session(text):
            shell.expect(command, shown)
