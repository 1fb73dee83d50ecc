"""docs/city.md is one session: a city that starts from nothing has a desk at its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session

PAGE = DOCS / "city.md"


@pytest.mark.slow
def test_a_city_is_set_up_as_the_page_says(tmp_path: Path) -> None:
    """Every block of the page is run in its order, and each command prints what the page shows."""
    shell = Shell(tmp_path)
    for language, more, text in blocks(PAGE):
        if language == "toml":
            add, _, name = more.rpartition(" ")
            path = shell.folder / name
            path.parent.mkdir(exist_ok=True)
            before = path.read_text(encoding="utf-8") if add else ""
            path.write_text(before + text, encoding="utf-8")
        elif language == "console":
            for command, shown in session(text):
                if command.startswith("cd "):
                    shell.folder = shell.folder / command[3:]
                else:
                    shell.expect(command, shown)
        else:
            shell.expect(text, [])


def test_no_block_is_left_out() -> None:
    """Every block is of a kind that the test above runs, and the page has many."""
    found = blocks(PAGE)
    assert {language for language, _more, _text in found} <= {"toml", "console", "sh"}
    assert len(found) > 12
