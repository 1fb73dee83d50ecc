"""docs/rules.md is one session from its top to its end: files are written, commands run, and say what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from session import DOCS, Shell, session
from session import blocks as blocks_of

PAGE = DOCS / "rules.md"
RUN = {"toml", "console", "sh"}


def blocks() -> list[tuple[str, str, str]]:
    """Return (language, what stands behind it, text) of every fenced block."""
    return blocks_of(PAGE)


@pytest.mark.slow
def test_every_block_runs_as_shown(tmp_path: Path) -> None:
    """From the first rule to a backtest in CI: nothing on the page is only said."""
    folder = tmp_path / "meja"
    folder.mkdir()
    shell, rules = Shell(folder), folder / "rules.toml"
    for language, more, text in blocks():
        if language == "toml":
            before = rules.read_text(encoding="utf-8") + "\n" if more == "add" else ""
            rules.write_text(before + text, encoding="utf-8")
        elif language == "console":
            for command, shown in session(text):
                shell.expect(command, shown)
        else:
            shell.expect(text, [])


def test_no_block_is_left_out() -> None:
    """Every block is of a kind that the test above runs, and there are many."""
    found = blocks()
    assert {language for language, _more, _text in found} <= RUN
    assert {more for _language, more, _text in found} <= {"", "add"}
    assert len(found) > 12


@pytest.mark.parametrize(
    "command",
    ["check", "test", "show", "why", "history", "diff", "accept", "restore", "backtest", "learn", "corrections"],
)
def test_the_page_teaches_every_command(command: str) -> None:
    """Each command on rules is run somewhere on the page."""
    run = [text for language, _more, text in blocks() if language in ("console", "sh")]
    assert re.search(rf"aduan (rules )?{command}\b", "".join(run))
