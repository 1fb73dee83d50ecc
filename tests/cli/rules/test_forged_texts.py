"""Accepted texts that somebody changed in the store: nothing comes into force by it, and all is told."""

from __future__ import annotations

import sqlite3
from hashlib import sha256

import pytest

from aduan_cli.config.rule_files.loader import revision_of
from office import RULES, Office

BEFORE = RULES.replace('text = ["sampah"]', 'text = ["sampah", "kotoran"]')


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk with two revisions."""
    office.log("sampah")
    office.write_rules(BEFORE)
    office.log("sampah", "--actor", "rina")
    return office


def names(office: Office) -> list[str]:
    return [one["revision"] for one in office.run("rules", "history", "--format", "json").data]


def forge(office: Office, before: str, after: str) -> None:
    """Change accepted texts behind the desk's back."""
    connection = sqlite3.connect(office.folder / "aduan.db")
    with connection:
        done = connection.execute("UPDATE file_text SET text = replace(text, ?, ?)", (before, after))
    connection.close()
    assert done.rowcount


def forge_last(office: Office, before: str, after: str) -> None:
    """Change the text of rules.toml accepted last."""
    with sqlite3.connect(office.folder / "aduan.db") as connection:
        done = connection.execute(
            "UPDATE file_text SET text = replace(text, ?, ?) WHERE hash = (SELECT hash FROM revision_file"
            " WHERE path = 'rules.toml' ORDER BY revision_id DESC LIMIT 1)",
            (before, after),
        )
    connection.close()
    assert done.rowcount == 1


def test_a_text_that_is_not_the_accepted_one_is_never_shown_or_written_back(office: Office) -> None:
    """One sentence with the revision and the file; the files of the desk stay as they are."""
    last, first = names(office)[:2]
    ticket = office.log("pohon tumbang")
    office.write_rules(RULES.replace('"sampah"', '"limbah"', 1))
    office.run("rules", "accept")
    before = (office.folder / "rules.toml").read_bytes()
    forge(office, "dlh", "pju")
    for command in (
        ("rules", "restore", first),
        ("rules", "restore", last, "--dry-run"),
        ("rules", "diff", first, last),
        ("rules", "backtest", "--revision", first),
        ("why", ticket),
    ):
        ran = office.run(*command)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (7, "", 1), command
        assert "its text of rules.toml is not the one that was accepted" in ran.err
    assert f"revision {first}:" in office.run("rules", "restore", first).err
    assert (office.folder / "rules.toml").read_bytes() == before


def test_a_call_is_stored_where_an_accepted_text_is_not_the_accepted_one(office: Office) -> None:
    """Changed files come into force without it; what can't be held against it is told."""
    forge(office, "dlh", "pju")
    office.write_rules(RULES.replace('"sampah"', '"limbah"', 1))
    ran = office.run("log", "limbah di jalan", "--format", "json")
    assert ran.code == 0, ran.err
    assert ran.data["unit"] == "dlh"
    assert "its text of rules.toml is not the one that was accepted" in ran.err


MANUAL = RULES + '\n[rules]\naccept = "manual"\n'
LOST = "its text of rules.toml is not the one that was accepted"


@pytest.fixture
def manual(office: Office) -> Office:
    """Return a desk on which changed files wait for a hand, and one waits."""
    office.write_rules(MANUAL)
    assert office.run("rules", "accept").code == 0
    office.write_rules(MANUAL.replace('"sampah"', '"limbah"', 1))
    return office


def decided(office: Office, text: str, now: str) -> tuple[str, str]:
    """Log a call; return its unit, and what was said."""
    ran = office.run("log", text, "--now", now, "--format", "json")
    assert ran.code == 0, ran.err
    return ran.data["unit"], ran.err


def without_cache(office: Office) -> None:
    for path in (office.folder / ".aduan").glob("rules*"):
        path.unlink()


@pytest.mark.parametrize("cached", [True, False])
def test_what_waits_for_a_hand_waits_also_where_the_accepted_text_was_changed(manual: Office, cached: bool) -> None:
    """The rules stay as they were compiled, or as they were before; a hand brings the files into force."""
    before = names(manual)
    forge_last(manual, "dlh", "pju")
    if not cached:
        without_cache(manual)
    for _again in range(2):
        unit, told = decided(manual, "limbah di jalan", "2026-11-24T09:00")
        assert unit == "triage"
        assert LOST in told
        unit, _told = decided(manual, "kotoran di jalan", "2026-11-24T09:00")
        assert unit == ("triage" if cached else "dlh")
    assert names(manual) == before
    assert ("rules.toml: the rules stay as they were" in told) == cached
    assert (f"revision {before[1]}, accepted before, decides" in told) != cached
    assert LOST in manual.run("rules", "check").err
    accepted = manual.run("rules", "accept")
    assert (accepted.code, LOST in accepted.err) == (0, True)
    unit, told = decided(manual, "limbah di jalan", "2026-11-24T09:00")
    assert (unit, told.count("warning")) == ("dlh", 0)
    assert len(names(manual)) == len(before) + 1


def test_a_call_waits_where_nothing_accepted_is_left(manual: Office) -> None:
    """What waits for a hand doesn't come into force by it either."""
    before = names(manual)
    forge(manual, "dlh", "pju")
    forge(manual, "desk", "meja")
    without_cache(manual)
    unit, told = decided(manual, "limbah di jalan", "2026-11-24T09:00")
    assert (unit, LOST in told) == ("triage", True)
    assert "no rules are in force, calls wait in triage" in told
    assert [one for one in names(manual) if one in before] == before
    assert manual.run("rules", "accept").code == 0
    assert decided(manual, "limbah di jalan", "2026-11-24T09:00")[0] == "dlh"


def test_a_changed_text_is_taken_from_the_file_that_is_as_it_was_accepted(manual: Office) -> None:
    """Nothing else decides, and it is told; accepting it by hand makes the store whole."""
    manual.write_rules(MANUAL)
    before = names(manual)
    forge_last(manual, "dlh", "pju")
    without_cache(manual)
    unit, told = decided(manual, "sampah di jalan", "2026-11-24T09:00")
    assert (unit, LOST in told) == ("dlh", True)
    store = manual.store()
    assert [one.field for one in store.differences()] == ["rules"]
    store.close()
    accepted = manual.run("rules", "accept")
    assert (accepted.code, LOST in accepted.err, names(manual)) == (0, True, before)
    store = manual.store()
    assert list(store.differences()) == []
    store.close()


def test_a_revision_that_nobody_accepted_decides_nothing(manual: Office) -> None:
    """Its text, hash and name fit one another, and the desk's row names it: the history says another one."""
    before = names(manual)
    texts = {**manual.store().accepted(), "rules.toml": MANUAL.replace('"sampah"', '"limbah"', 1)}
    name = revision_of(texts)
    with sqlite3.connect(manual.folder / "aduan.db") as connection:
        number = connection.execute("INSERT INTO revision (name, accepted_at) VALUES (?, 1)", (name,)).lastrowid
        for path, text in texts.items():
            hashed = sha256(text.encode()).hexdigest()
            connection.execute("INSERT OR IGNORE INTO file_text VALUES (?, ?)", (hashed, text))
            connection.execute("INSERT INTO revision_file VALUES (?, ?, ?)", (number, path, hashed))
        connection.execute("UPDATE desk SET revision = ?", (name,))
    connection.close()
    unit, told = decided(manual, "limbah di jalan", "2026-11-24T09:00")
    assert unit == "triage"
    assert f"the tables say that revision {name} was accepted last, and the history says {before[0]}" in told
    assert decided(manual, "sampah di jalan", "2026-11-24T09:00")[0] == "dlh"
    assert (names(manual)[0], set(names(manual))) == (before[0], {*before, name})
