"""The callers: who waits to be rung and what is told them, and ringing noted once whoever else is at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import CALLED_BACK, EDITED, REFERRED, REJECTED, RESOLVED
from aduan_cli.complaint.step import changing, taking
from aduan_cli.errors import NotAllowedError, NotFoundError
from aduan_cli.flow.callers import ring, waiting, what_became
from aduan_cli.flow.merging import Merging
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.tickets import parse_ticket
from compiling import rules_of
from promising import CITY
from promising import waiting as waiting_call
from told import AT

RULES: Any = rules_of(CITY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Return a store of three calls, the second of which is merged into the first."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    for number in range(3):
        when = {"day": 20261118, "reported_at": AT + number, "logged_at": AT + number}
        call = waiting_call(ticket="UJI", number=0, caller_phone=f"+628120000078{number}", **when)
        store.commit([taking(call)])
    first, second, _third = found(store)
    Merging(store, RULES, None, "rina", AT + 10, dry_run=False).merge([second.ticket], first.ticket)
    yield store
    store.close()


def found(store: SqliteStore) -> list[Complaint]:
    """Return all, the first first."""
    return list(store.find(Query(ascending=True)))


def end(store: SqliteStore, number: int, type_: str, status: str, at: int = AT + 60, **data: Any) -> None:
    """Let a complaint come to an end."""
    one = found(store)[number]
    said = {"unit": one.unit, "role": "lead", "was": one.status, "status": status, **data}
    store.commit([changing(one, {"status": status}, type_, said, "dlh", at)])


def test_nobody_waits_while_it_is_open(store: SqliteStore) -> None:
    assert list(waiting(store, None)) == []


def test_who_told_the_same_waits_with_the_incident_and_hears_what_became_of_that(store: SqliteStore) -> None:
    """Each caller is rung for their own call; the longest waiting first."""
    end(store, 0, RESOLVED, "resolved", result="diangkut")
    end(store, 2, REJECTED, "rejected", AT + 90, code="hoax")
    first, second, third = found(store)
    told = [(one.complaint.ticket, one.incident.ticket) for one in waiting(store, None)]
    assert sorted(told[:2]) == sorted([(first.ticket, first.ticket), (second.ticket, first.ticket)])
    assert told[2] == (third.ticket, third.ticket)
    assert len(list(waiting(store, 1))) == 1


@pytest.mark.parametrize(("type_", "status"), [(RESOLVED, "resolved"), (REFERRED, "referred"), (REJECTED, "rejected")])
def test_what_became_of_it_is_the_last_event_that_ended_it(store: SqliteStore, type_: str, status: str) -> None:
    one = found(store)[2]
    assert what_became(store, one) is None
    end(store, 2, type_, status)
    now = found(store)[2]
    store.commit([changing(now, {"text": "lain"}, EDITED, {"fields": ["text"]}, "sari", AT + 70)])
    became = what_became(store, now)
    assert became is not None
    assert became.type == type_


def test_what_only_a_helper_did_is_not_what_became_of_it(store: SqliteStore) -> None:
    one = found(store)[2]
    data = {"unit": "bpbd", "role": "support", "was": "routed", "status": "resolved", "result": "x"}
    store.commit([changing(one, {"status": "routed"}, RESOLVED, data, "bpbd", AT + 60)])
    assert what_became(store, one) is None


def test_ringing_is_noted_once(store: SqliteStore) -> None:
    """The second time nothing is written, and nobody is told otherwise."""
    end(store, 2, RESOLVED, "resolved")
    ticket = found(store)[2].ticket
    assert [one.complaint.ticket for one in waiting(store, None)] == [ticket]
    first, again = (ring(store, ticket, "sudah paham", "sari", AT + 100 + number) for number in range(2))
    assert (first.changed, again.changed) == (True, False)
    assert (first.complaint.owed_since, first.complaint.version) == (None, found(store)[2].version)
    assert [event.type for event in store.events(found(store)[2])].count(CALLED_BACK) == 1
    assert list(waiting(store, None)) == []


def test_who_can_not_be_rung_waits_for_nobody(store: SqliteStore) -> None:
    """A call without a phone stands on nobody's list."""
    one = found(store)[2]
    store.commit([changing(one, {"caller_phone": None}, EDITED, {"fields": ["caller_phone"]}, "sari", AT + 50)])
    end(store, 2, RESOLVED, "resolved")
    assert list(waiting(store, None)) == []


def test_who_waits_for_nothing_is_not_rung(store: SqliteStore) -> None:
    with pytest.raises(NotAllowedError, match="its caller waits for no call back"):
        ring(store, found(store)[2].ticket, None, "sari", AT)
    with pytest.raises(NotFoundError):
        ring(store, "UJI-261118-0009-4", None, "sari", AT)


def test_on_what_was_erased_no_words_are_noted_and_ringing_is(store: SqliteStore) -> None:
    end(store, 2, RESOLVED, "resolved")
    ticket = found(store)[2].ticket
    store.erase(ticket, "sari", AT + 80)
    with pytest.raises(NotAllowedError, match="was erased"):
        ring(store, ticket, "sudah paham", "sari", AT + 100)
    assert ring(store, ticket, None, "sari", AT + 100).changed


def test_somebody_who_rings_at_the_same_moment_is_told_that_it_was_done(store: SqliteStore) -> None:
    """Both rang; one call back is noted."""
    end(store, 2, RESOLVED, "resolved")
    one = found(store)[2]

    def meanwhile(steps: Any) -> Any:
        store.attend = None
        ring(store, one.ticket, "saya dulu", "joko", AT + 99)
        return steps

    store.attend = meanwhile
    assert ring(store, one.ticket, "saya", "sari", AT + 100).changed is False
    now = store.resolve(parse_ticket(one.ticket))
    assert now is not None
    notes = [(event.private or {}).get("note") for event in store.events(now) if event.type == CALLED_BACK]
    assert notes == ["saya dulu"]
    assert copy_of(now).owed_since is None
