"""Revisions that an older version kept, whose acceptances are no events yet."""

from __future__ import annotations

import sqlite3

import pytest

from office import RULES, Office


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk with two revisions, as the version before wrote them: rows, and nothing in the chain."""
    office.log("sampah")
    office.write_rules(RULES.replace('text = ["sampah"]', 'text = ["sampah", "limbah"]'))
    office.log("limbah")
    database = sqlite3.connect(office.file)
    database.execute("DROP TRIGGER event_no_delete")
    database.execute("""DELETE FROM event WHERE body LIKE '%"rules_accepted"%'""")
    database.execute(
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are append-only'); END"
    )
    database.commit()
    database.close()
    return office


def test_they_are_listed_with_when_and_by_whom(office: Office) -> None:
    """The rows say it; the files that differ are found from the texts."""
    told = office.run("rules", "history", "--format", "json").data
    assert [(one["actor"], one["files"]) for one in told] == [
        ("sari", ["rules.toml"]),
        ("sari", ["plugins/bmsda/plugin.toml", "rules.toml"]),
    ]
    assert told[0]["before"] == told[1]["revision"]


def test_they_are_compared_and_restored(office: Office) -> None:
    """What an older version kept can be looked at, written back, and stands before what came later."""
    last, first = (one["revision"] for one in office.run("rules", "history", "--format", "json").data)
    assert office.run("rules", "diff", first, last).out.strip() == "category sampah: text + 'limbah'"
    assert office.run("rules", "restore", first[:5]).code == 0
    assert (office.folder / "rules.toml").read_text(encoding="utf-8") == RULES
    told = office.run("rules", "history", "--format", "json").data
    assert [one["revision"] for one in told] == [first, last]


def test_a_call_goes_on_with_them(office: Office) -> None:
    """A bad file falls back on the text that the older version accepted."""
    office.write_rules("broken = [")
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "dlh"


def test_a_revision_that_was_named_otherwise_is_kept_under_its_name(office: Office) -> None:
    """Texts accepted under another way of naming: nothing changes for calls, and `why` finds the rules of then."""
    store = office.store()
    store.accept("0a-1", store.accepted(), "rina", 1)
    store.close()
    ticket = office.log("limbah")
    told = office.run("why", ticket, "--format", "json").data
    assert told["revision"] == told["replayed"]["revision"]
    assert told["revision"] != "0a-1"
    assert "accepted" not in office.run("log", "limbah").err
