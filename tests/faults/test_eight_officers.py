"""Eight officers at one desk at once: nothing goes wrong but what is told, nothing is lost, no number is left out."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from officers import eight_officers
from wholeness import assert_whole

from aduan_cli.complaint.events import NOTED
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query


def at_once(desk: Path, home: Path, seconds: float) -> Counter[int]:
    """Let them work, hold the desk against what they were told, and return how their commands ended."""
    officers = eight_officers(desk, home, seconds)
    assert [line for officer in officers for line in officer.wrong] == []
    assert_whole(desk / "aduan.db")
    store = SqliteStore(str(desk / "aduan.db"))
    stored = list(store.find(Query()))
    by_day: dict[int, list[int]] = {}
    for complaint in stored:
        by_day.setdefault(complaint.day, []).append(complaint.number)
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in by_day.values())
    given = [ticket for officer in officers for ticket in officer.tickets]
    assert sorted(given) == sorted(one.ticket for one in stored if one.actor != "petugas" and one.actor != "Pertama")
    notes = [event for one in stored for event in store.events(one) if event.type == NOTED]
    assert Counter(event.actor for event in notes) == Counter({one.name: one.notes for one in officers if one.notes})
    store.close()
    ended: Counter[int] = Counter()
    for officer in officers:
        for (_verb, code), times in officer.ended.items():
            ended[code] += times
    sys.stdout.write(f"{sum(ended.values())} commands: {dict(ended)}, {len(stored)} calls\n")
    return ended


def test_eight_officers_at_once(desk: Path, tmp_path: Path) -> None:
    assert at_once(desk, tmp_path, 1.5)[0] > 0


@pytest.mark.slow
def test_eight_officers_for_a_minute(desk: Path, tmp_path: Path) -> None:
    ended = at_once(desk, tmp_path, 60)
    assert min(ended[0], ended[5]) > 0
