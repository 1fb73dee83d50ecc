"""docs/plugins.md is one session from its top to its end, from ten lines of manifest to a tested router."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session

from aduan_cli.hookspecs import HOOKS

PAGE = DOCS / "plugins.md"
WRITTEN = {"toml", "python"}


@pytest.mark.slow
def test_every_block_runs_as_shown(tmp_path: Path) -> None:
    """Nothing on the page is only said: each file is written, each command run."""
    folder = tmp_path / "meja"
    folder.mkdir()
    shell = Shell(folder)
    for language, more, text in blocks(PAGE):
        if language in WRITTEN:
            place = folder / more.removeprefix("add ")
            place.parent.mkdir(parents=True, exist_ok=True)
            before = place.read_text(encoding="utf-8") if more.startswith("add ") else ""
            place.write_text(before + text, encoding="utf-8")
        else:
            for command, shown in session(text):
                shell.expect(command, shown)


def test_no_block_is_left_out() -> None:
    """Every block is a file or a session, and there are many."""
    found = blocks(PAGE)
    assert {language for language, _more, _text in found} == {*WRITTEN, "console"}
    assert all(more for language, more, _text in found if language in WRITTEN)
    assert len(found) > 15


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_on_the_page(hook: str) -> None:
    """The contract has no hook that the page leaves out."""
    assert f"| `{hook}(" in PAGE.read_text(encoding="utf-8")
