"""Complaints that may be about the same as a stored one, found among all by what they have in common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.similarity import SAME_CALLER, SAME_MATTER, SAME_MINUTES
from aduan_cli.flow.similar import FAR, similar
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call
from steps import take

TREE: dict[str, Any] = {"text": "pohon tumbang di depan pasar baru", "category": "pohon-tumbang", "unit": "bpbd"}
PHONE = "+6281200000001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    yield store
    store.close()


def stored(store: SqliteStore, at: int = MORNING, **given: Any) -> Complaint:
    complaint = call(at, **{**TREE, **given})
    take(store, [complaint])
    return complaint


def told(store: SqliteStore, complaint: Complaint) -> list[str]:
    """Return the tickets of what may be about the same."""
    return [one.complaint.ticket for one in similar(store, complaint)]


@pytest.mark.parametrize("apart", [SAME_MATTER, -SAME_MATTER])
def test_a_category_is_looked_through_before_and_after(store: SqliteStore, apart: int) -> None:
    first = stored(store)
    stored(store, MORNING + 2 * apart)
    assert told(store, stored(store, MORNING + apart // 2)) == [first.ticket]


def test_what_has_no_category_is_found_at_its_unit(store: SqliteStore) -> None:
    first = stored(store, category=None, unit="triage")
    assert told(store, stored(store, category=None, unit="triage")) == [first.ticket]


def test_a_ward_is_looked_through_whatever_the_category(store: SqliteStore) -> None:
    first = stored(store, category="jalan-rusak", unit="bmsda", kelurahan="Kranji")
    assert told(store, stored(store, kelurahan="Kranji")) == [first.ticket]
    assert told(store, stored(store, kelurahan="Margahayu")) == []


def test_a_caller_s_call_of_long_ago_is_found_behind_many_others(store: SqliteStore) -> None:
    first = stored(store, MORNING - SAME_CALLER, caller_phone=PHONE)
    for number in range(60):
        stored(store, MORNING - number, text=f"banjir di gang {number}")
    assert told(store, stored(store, caller_phone=f"+6281299999999;{PHONE}")) == [first.ticket]


def test_who_asks_sees_further_than_who_takes_a_call(store: SqliteStore) -> None:
    first = stored(store)
    for number in range(30):
        stored(store, MORNING + 1 + number, text=f"banjir di gang {number}")
    mine = stored(store, MORNING + 60)
    assert told(store, mine) == []
    assert [one.complaint.ticket for one in similar(store, mine, reach=FAR)] == [first.ticket]


def test_a_question_is_only_looked_for_among_its_caller_s_and_those_of_the_same_minutes(store: SqliteStore) -> None:
    asked: dict[str, Any] = {"text": "menanyakan ktp", "category": "ktp", "kind": "information", "status": "answered"}
    stored(store, MORNING - SAME_MINUTES - 60, **asked)
    just_now = stored(store, MORNING - SAME_MINUTES, **asked)
    assert told(store, stored(store, **asked)) == [just_now.ticket]


def test_what_is_linked_is_left_out(store: SqliteStore) -> None:
    first, second = stored(store), stored(store)
    assert told(store, stored(store, linked=(first.ticket,))) == [second.ticket]
