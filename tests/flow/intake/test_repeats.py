"""The caller of what was just logged, who may have rung before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.errors import StoreError
from aduan_cli.flow.intake.repeats import SAME_CALLER, earlier
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call
from steps import take

PHONE = "+6281200000001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    yield store
    store.close()


def stored(store: SqliteStore, at: int = MORNING, **given: Any) -> Complaint:
    complaint = call(at, **given)
    take(store, [complaint])
    return complaint


def told(store: SqliteStore, at: int = MORNING + 60, **given: Any) -> str | None:
    """Log a call; return the ticket of the caller's last one."""
    caller = earlier(store, stored(store, at, **given))
    return caller and caller.ticket


def test_a_caller_is_told_for_a_month(store: SqliteStore) -> None:
    first = stored(store, text="pju mati", caller_phone=PHONE)
    assert told(store, MORNING + SAME_CALLER, text="banjir", caller_phone=PHONE) == first.ticket
    assert told(store, MORNING + 2 * SAME_CALLER + 1, text="banjir", caller_phone=PHONE) is None


def test_what_the_officer_linked_is_not_told_again(store: SqliteStore) -> None:
    """The next one is."""
    older = stored(store, MORNING - 60, caller_phone=PHONE)
    first = stored(store, caller_phone=PHONE)
    assert told(store, caller_phone=PHONE, linked=(first.ticket,)) == older.ticket


@pytest.mark.parametrize("phone", [None, "tidak mau disebut", ""])
def test_nobody_is_the_same_caller_as_nobody(store: SqliteStore, phone: str | None) -> None:
    stored(store, text="pju mati", caller_phone=phone)
    assert told(store, text="banjir", caller_phone=phone) is None


def test_a_caller_of_two_numbers_is_known_by_either(store: SqliteStore) -> None:
    first = stored(store, text="pju mati", caller_phone=PHONE)
    assert told(store, text="banjir", caller_phone=f"+6281299999999;{PHONE}") == first.ticket


def test_a_store_that_can_not_be_read_any_more_has_nothing_to_tell(store: SqliteStore) -> None:
    """The call is stored; this is no reason to fail it."""
    complaint = stored(store, text="pju mati", caller_phone=PHONE)

    class Gone(SqliteStore):
        def find(self, *arguments: Any, **more: Any) -> Any:
            raise StoreError("gone")

    assert earlier(Gone(":memory:"), complaint) is None
