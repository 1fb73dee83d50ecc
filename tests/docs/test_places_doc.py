"""docs/places.md is one session: a road and a landmark are added, checked, tried, accepted, and more are learned."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session


@pytest.mark.slow
def test_every_block_runs_as_shown(tmp_path: Path) -> None:
    """Each file of the page is written, each command run."""
    folder = tmp_path / "meja"
    shell = Shell(folder)
    found = blocks(DOCS / "places.md")
    assert {language for language, _more, _text in found} == {"toml", "console"}
    for language, more, text in found:
        if language == "toml":
            name, _comma, below = more.partition(", ")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("a" if below else "w", encoding="utf-8") as file:
                file.write(text)
            continue
        for command, shown in session(text):
            shell.expect(command, shown)
