"""Invented calls for tests of the store, and what must be true of every desk's file at all times."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from pathlib import Path

from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing.store_contract.calls import CATEGORIES as CATEGORIES
from aduan_cli.testing.store_contract.calls import DAY as DAY
from aduan_cli.testing.store_contract.calls import KINDS as KINDS
from aduan_cli.testing.store_contract.calls import MORNING as MORNING
from aduan_cli.testing.store_contract.calls import SHIFTS as SHIFTS
from aduan_cli.testing.store_contract.calls import STATUSES as STATUSES
from aduan_cli.testing.store_contract.calls import UNITS as UNITS
from aduan_cli.testing.store_contract.calls import call as call
from aduan_cli.testing.store_contract.calls import varied as varied

MAP = """\
key = ["no"]
[columns]
text = "isi"
reported_at = "tgl"
[dates]
formats = ["%Y-%m-%d"]
"""
"""A map of the smallest log: number, day, words."""


def assert_sound(path: Path | str) -> list[str]:
    """Assert that a desk's file is whole, every complaint complete, every number given once; return the tickets.

    Complete: an event, its words in the index, and an assignment where a unit must act. Numbers of each day run
    from 1 without gaps, and the chain of events verifies.
    """
    store = SqliteStore(str(path))
    assert store.breaks() == []
    assert list(store.differences()) == []
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.execute("INSERT INTO complaint_fts (complaint_fts, rank) VALUES ('integrity-check', 1)")
    days: dict[int, list[int]] = defaultdict(list)
    for day, number in connection.execute("SELECT day, number FROM complaint ORDER BY number"):
        days[day].append(number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in days.values())
    last = dict(connection.execute("SELECT day, last FROM ticket_day").fetchall())
    assert last == {day: len(numbers) for day, numbers in days.items()}
    bare = connection.execute(
        "SELECT ticket FROM complaint c WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.complaint_id = c.id) OR ("
        " status IN ('routed', 'in_progress') AND NOT EXISTS"
        " (SELECT 1 FROM assignment a WHERE a.complaint_id = c.id AND a.unit = c.unit AND a.ended_at IS NULL))"
    ).fetchall()
    assert bare == []
    apart = (
        "SELECT c.ticket FROM assignment a JOIN complaint c ON c.id = a.complaint_id"
        " WHERE (a.reported_at, a.complaint_status) IS NOT (c.reported_at, c.status)"
    )
    assert connection.execute(apart).fetchall() == []
    tickets = [ticket for (ticket,) in connection.execute("SELECT ticket FROM complaint ORDER BY id")]
    connection.close()
    return tickets


def sound_if_begun(path: Path) -> list[str]:
    """Return the tickets of a sound desk; none where the first write did not get as far as the tables."""
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    begun = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    connection.close()
    return assert_sound(path) if begun else []
