"""Who rings again: what is known of a caller's other calls, at a cost that grows with those alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.flow.intake.repeats import known
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call
from steps import change, changed, take

PHONES = ("+6281200000001", "+6281200000002")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    yield store
    store.close()


def taken(store: SqliteStore, phone: str | None, status: str = "routed", code: str = "") -> Complaint:
    """Store a call, rejected with a code if one is given."""
    complaint = call(MORNING, caller_phone=phone, status=status)
    take(store, [complaint])
    if code:
        data = {"was": status, "status": "rejected", "code": code}
        change(store, [changed(complaint, {"status": "rejected"}, "rejected", "rina", MORNING + 60, data)])
    return complaint


def test_open_calls_and_hoaxes_are_counted_of_every_number_once(store: SqliteStore) -> None:
    first = taken(store, PHONES[0])
    both = taken(store, ";".join(PHONES))
    taken(store, PHONES[0], code="hoax")
    taken(store, PHONES[1], code="withdrawn")
    taken(store, PHONES[1], "closed")
    taken(store, "+6281200000003", code="hoax")
    taken(store, None)
    found = known(store, PHONES)
    assert (found.calls, [one.id for one in found.open], found.hoaxes) == (5, [both.id, first.id], 1)
    found = known(store, PHONES, [both])
    assert (found.calls, [one.id for one in found.open]) == (4, [first.id])
    assert known(store, ["+6281200000009"]).calls == 0
