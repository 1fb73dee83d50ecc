"""Which command asks for which right: every one is in the list, and does as it says there."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from aduan_cli.app import people
from aduan_cli.cli.examples import EXAMPLES
from aduan_cli.cli.plain import COMMANDS as PLAIN
from aduan_cli.cli.rights import BY_ITSELF, FIRST, SHOWN, STORED
from aduan_cli.model import RIGHTS
from desk_in_use import prepare, typed
from office import Office

ASKED = {**FIRST, **STORED, **SHOWN}
LOOKS = sorted(EXAMPLES.keys() - ASKED.keys() - BY_ITSELF)
NOBODY = 54_321
PEOPLE = "".join(f'{right} = ["kepala"]\n' for right in RIGHTS)
"""Every right is somebody else's."""
DOC = Path(__file__).parents[2] / "docs" / "privacy.md"


@pytest.fixture
def ruled(busy: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return a desk in use at which every right is somebody else's."""
    path = busy.folder / "rules.toml"
    path.write_text(f"{path.read_text()}\n[people]\n{PEOPLE}")
    assert busy.run("rules", "accept").code == 0
    monkeypatch.setattr(people, "_names", lambda: {"tamu"})
    monkeypatch.setattr(people, "user_name", lambda _number: "tamu")
    monkeypatch.setattr(people, "_owns", lambda _desk: False)
    return busy


def kept(office: Office) -> tuple[str, list[tuple[object, ...]], str]:
    """Return what a desk goes by, what it has stored of calls, and the last of all that happened at it."""
    rules = (office.folder / "rules.toml").read_text()
    return rules, office.rows("SELECT * FROM complaint ORDER BY id"), office.run("db", "head").out


def refused(office: Office) -> list[str]:
    """Return the rights that were asked for and that somebody didn't have."""
    return [str(event.data["right"]) for _ticket, event in office.store().privacy.noted(("refused",))]


def as_nobody(office: Office, command: str, monkeypatch: pytest.MonkeyPatch, line: str) -> tuple[int, str]:
    """Run a line as a user who has no right at all."""
    words = [word for word in typed(office, line) if word != "--dry-run"]
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: NOBODY)
        ran = office.run(*words)
    return ran.code, ran.err


def test_every_command_is_in_the_list_once() -> None:
    """And nothing else is. One that is asked first is read by click, for there it is asked."""
    names = [*FIRST, *STORED, *SHOWN, *BY_ITSELF]
    assert len(names) == len(set(names))
    assert set(names) <= EXAMPLES.keys()
    assert not FIRST.keys() & PLAIN.keys()
    assert set(ASKED.values()) == set(RIGHTS)


@pytest.mark.parametrize("command", sorted(ASKED))
def test_who_has_no_right_is_refused_and_nothing_is_done(
    ruled: Office, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(ruled, command)
    is_there = ruled.file.exists()
    before = kept(ruled) if is_there else ()
    done = [as_nobody(ruled, command, monkeypatch, line) for line in EXAMPLES[command]]
    assert any(code in (5, 6) and "[people]" in said for code, said in done), done
    assert ruled.file.exists() == is_there
    if is_there:
        assert refused(ruled)[0] == ASKED[command]
        assert kept(ruled)[:2] == before[:2]


@pytest.mark.parametrize("command", sorted({*LOOKS, *BY_ITSELF}))
def test_what_asks_for_no_right_is_done_for_everybody(
    ruled: Office, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does nothing but look leaves everything as it was."""
    prepare(ruled, command)
    before = kept(ruled)
    done = [as_nobody(ruled, command, monkeypatch, line) for line in EXAMPLES[command]]
    assert not any("[people]" in said for _code, said in done), done
    assert not refused(ruled)
    if command in LOOKS:
        assert kept(ruled) == before


def test_the_page_says_it() -> None:
    """docs/privacy.md has each right with its commands."""
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", DOC.read_text().partition("## Who may do what")[2], re.MULTILINE)
    told = {right: re.findall(r"`([a-z][a-z0-9 -]*)`", commands) for right, commands in rows if right in RIGHTS}
    expected: dict[str, list[str]] = {right: [] for right in RIGHTS}
    for command, right in ASKED.items():
        expected[right].append(command)
    assert {right: sorted(names) for right, names in told.items()} == {
        right: sorted(names) for right, names in expected.items()
    }
