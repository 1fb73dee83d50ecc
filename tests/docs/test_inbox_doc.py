"""docs/inbox.md is a session: its files are written, its commands run, and what it says of the words is what counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session

from aduan_cli.complaint.unit_words import MoveWords
from aduan_cli.testing import desk
from office import MANIFEST, RULES

PAGE = DOCS / "inbox.md"
EXAMPLES = DOCS.parent / "examples" / "inbox"
REASONS = '[reasons.hold]\ncuaca = { say = "menunggu cuaca", stops_clock = true }\n'


def rules() -> str:
    """Return the rules of an invented city with the tables of the page."""
    (own,) = [text for language, _name, text in blocks(PAGE) if language == "toml"]
    unit, inbox = own.split("\n[inbox]\n")
    bare = RULES.replace('prefix = "UJI"', 'prefix = "BKS"')
    bare = re.sub(r'\[units\.dlh\]\n.*?"1500444"\n', unit + "\n", bare, flags=re.S)
    return f"{bare}[inbox]\n{inbox}{REASONS}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the desk of the page, with its files and without its Maildir: nothing came there yet."""
    place = desk(tmp_path / "meja", rules(), {"bmsda": {"plugin.toml": MANIFEST}})
    for language, name, text in blocks(PAGE):
        if language in ("csv", "eml"):
            (place / name).write_text(text, encoding="utf-8")
    return place


def test_the_page_is_run_as_it_stands(folder: Path) -> None:
    shell = Shell(folder)
    steps = [step for language, _more, text in blocks(PAGE) if language == "console" for step in session(text)]
    assert len(steps) > 8
    for command, shown in steps:
        shell.expect(command, [line.replace("quarantine/inbox", place(line, folder)) for line in shown])


def place(line: str, folder: Path) -> str:
    """Return where the quarantine is on a line: a list of it has whole paths."""
    return f"{folder}/quarantine/inbox" if line.startswith("b99c2c6fa4a9") else "quarantine/inbox"


def test_the_files_of_the_page_are_those_of_the_examples() -> None:
    shown = {name: text for language, name, text in blocks(PAGE) if language in ("csv", "eml")}
    assert shown == {path.name: path.read_text(encoding="utf-8") for path in EXAMPLES.iterdir()}


def test_the_words_of_the_page_mean_what_it_says() -> None:
    table = MoveWords({})
    for verb, words in re.findall(r"^\| `(\w+)` \| ([^|`]*\w+, \.\.\.)", PAGE.read_text(encoding="utf-8"), re.M):
        for word in words.split(", ")[:-1]:
            assert table.verb_of(word) == verb, word
