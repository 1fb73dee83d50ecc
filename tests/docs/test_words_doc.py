"""docs/words.md is one session from its top to its end: words are written, tried, and found as it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session

PAGE = DOCS / "words.md"


@pytest.mark.slow
def test_every_block_runs_as_shown(tmp_path: Path) -> None:
    """What an owner of words learns there is true."""
    folder = tmp_path / "meja"
    folder.mkdir()
    shell = Shell(folder)
    for language, _more, text in blocks(PAGE):
        if language == "toml":
            (folder / "rules.toml").write_text(text, encoding="utf-8")
        elif language == "console":
            for command, shown in session(text):
                shell.expect(command, shown)
        else:
            shell.expect(text, [])


def test_every_sign_of_a_pattern_is_taught() -> None:
    """Of each there is a heading or a sentence."""
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{sign}`" in page for sign in ("*", "|", "..", "~", "@"))
