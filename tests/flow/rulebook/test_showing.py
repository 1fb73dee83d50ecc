"""The rules as a list: how many complaints each decided, and how often one that it had sent came back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from aduan_cli.compiled import Rules
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.events import ASSIGNED, RETURNED
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.step import changing, taking
from aduan_cli.flow.rulebook.showing import by_step
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from compiling import router_of
from told import AT

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
    "units": {"dlh": {"name": "DLH"}, "dlh-angkut": {"name": "Regu Angkut", "parent": "dlh"}, "bpbd": {"name": "BPBD"}},
    "categories": {"sampah": {"unit": "dlh", "text": ["sampah"]}, "banjir": {"unit": "bpbd", "text": ["banjir"]}},
    "rule": [
        {"id": "bau", "text": ["bau"], "priority": "high", "continue": True},
        {"id": "besar", "category": "sampah", "text": ["besar"], "to": "dlh-angkut"},
    ],
}
ROUTER = router_of(CITY, "rev")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Return a store of five calls: two by the rule, two by the category, one by nothing."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    for number, text in enumerate(("sampah besar", "sampah besar lagi", "sampah", "sampah bau", "entah")):
        report = Report(text=text, reported_at=AT + number, logged_at=AT + number)
        store.commit([taking(decide(read(report, ROUTER), ROUTER).complaint)])
    yield store
    store.close()


def give_back(store: SqliteStore, text: str, **more: Any) -> None:
    """Let the unit that leads give a complaint back."""
    one: Complaint = next(one for one in store.find(Query()) if one.text == text)
    data = {"unit": one.unit, "role": "lead", "was": one.status, "status": "returned", "reason": "x", **more}
    changes = {"status": "returned", "bounces": (one.bounces or 0) + 1}
    store.commit([changing(one, changes, RETURNED, data, "dlh", AT + 60)])


def shown(store: SqliteStore, **of: Any) -> dict[Any, tuple[Any, Any]]:
    """Return by the ids of rules and categories how many they decided, and how often one came back."""
    rows = by_step(cast(Rules, ROUTER.compiled), store, None, **of)
    return {row["id"] or row["step"]: (row["count"], row["returned"]) for row in rows}


def test_each_rule_and_category_has_its_figures(store: SqliteStore) -> None:
    """One that only adds something decides nothing and sends nothing."""
    assert shown(store) == {
        "bau": (None, None), "besar": (2, 0), "sampah": (2, 0), "banjir": (0, 0), "triage": (1, 0),
    }  # fmt: skip


def test_what_came_back_is_counted_where_it_was_sent(store: SqliteStore) -> None:
    """Each time, and of the decision that was in force then."""
    give_back(store, "sampah besar")
    give_back(store, "sampah")
    one = next(one for one in store.find(Query()) if one.text == "sampah")
    store.commit([changing(one, {"status": "routed"}, ASSIGNED, {"to": "dlh", "role": "lead"}, "rina", AT + 70)])
    give_back(store, "sampah")
    found = shown(store)
    assert (found["besar"], found["sampah"], found["manual"]) == ((2, 1), (2, 1), (0, 1))


def test_of_a_unit_what_leads_to_it_or_its_crews_is_shown(store: SqliteStore) -> None:
    assert set(shown(store, unit="dlh")) == {"besar", "sampah"}
    assert set(shown(store, unit="dlh-angkut")) == {"besar"}
    assert set(shown(store, unit="bpbd")) == {"banjir"}


def test_of_a_category_what_it_may_meet_is_shown(store: SqliteStore) -> None:
    assert set(shown(store, category="sampah")) == {"bau", "besar", "sampah"}
    assert set(shown(store, category="banjir")) == {"bau", "banjir"}
