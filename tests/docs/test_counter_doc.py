"""docs/counter.md is one session on a desk of Bekasi: answers are asked for, written and learned as it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session


@pytest.mark.slow
def test_the_page_s_session_runs_as_shown(tmp_path: Path) -> None:
    """Each command succeeds and prints the lines shown; a table is added where the page adds it."""
    shell = Shell(tmp_path)
    shell.begin("meja")
    rules = shell.folder / "rules.toml"
    found = blocks(DOCS / "counter.md")
    assert {(language, more) for language, more, _text in found} == {("console", ""), ("toml", "add")}
    for language, _more, text in found:
        if language == "toml":
            rules.write_text(rules.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
            continue
        for command, lines in session(text):
            shell.expect(command, [line for line in lines if line])
