"""docs/time.md: what it shows of rules comes into force, and what it shows in a console is what happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session


@pytest.mark.slow
def test_the_page_is_a_session(tmp_path: Path) -> None:
    """A desk of Bekasi with the promises of the page: a week before Christmas, with joint leave and a hold."""
    shell = Shell(tmp_path)
    shell.begin("meja")
    found = list(blocks(DOCS / "time.md"))
    with (shell.folder / "rules.toml").open("a", encoding="utf-8") as rules:
        rules.writelines("\n" + text for language, _more, text in found if language == "toml")
    consoles = [text for language, _more, text in found if language == "console"]
    assert len(consoles) == 3
    for text in consoles:
        for command, lines in session(text):
            shell.expect(command, lines)
    shell.expect("aduan rules check", ["0 errors, 1 warning"])
