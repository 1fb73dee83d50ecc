"""A plain call is written by statements made for it, and is what the schema's functions would have made of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from aduan_cli.complaint.clocks import Run
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.step import Step, taking
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.store.postgres.one_call import is_plain, statement
from aduan_cli.testing.store_contract.calls import MORNING, call, varied
from database import Server

NOTED = ("noted", {"notes": ['kata "pagi" \\ \0 dan %s']})
UNSALTED = "regexp_replace(body, 'private...[0-9a-f]+', '')"


@pytest.fixture
def stores(server: Server) -> Iterator[tuple[PostgresStore, PostgresStore]]:
    """Return two empty desks on a server."""
    with closing(PostgresStore(server.address())) as one, closing(PostgresStore(server.address())) as other:
        yield one, other


def steps() -> list[Step]:
    """Return the steps of calls of every kind, with notes, phones, helpers and clocks."""
    found = [taking(varied(number)) for number in range(40)]
    found.append(taking(varied(40), (NOTED, NOTED)))
    found.append(taking(call(text="garis\nbaru \\ \0 'kutip' %s", caller_phone="+6281200000001;+6281200000002")))
    runs = (Run("acknowledge", "dlh", MORNING, due_at=MORNING + 60), Run("resolve", "dlh", MORNING))
    return [*found, taking(call())._replace(clocks=runs)]


def rows(store: PostgresStore) -> dict[str, list[tuple[Any, ...]]]:
    """Return what is stored, without salts and what is hashed with them."""
    tables = {
        "complaint": "SELECT * FROM complaint ORDER BY id",
        "event": f"SELECT id, complaint_id, {UNSALTED}, private FROM event ORDER BY id",
        "phone": "SELECT * FROM phone ORDER BY complaint_id, phone",
        "assignment": "SELECT * FROM assignment ORDER BY id",
        "clock": "SELECT * FROM clock ORDER BY complaint_id, clock",
        "ticket_day": "SELECT * FROM ticket_day ORDER BY day",
        "head": "SELECT event, complaint, assignment, outbox FROM head",
        "request": "SELECT outcome FROM request ORDER BY at",
    }
    found: dict[str, list[tuple[Any, ...]]] = store._read(
        lambda session: {name: session.rows(select) for name, select in tables.items()}, {}
    )
    return found


def test_a_plain_call_is_what_the_functions_make_of_it(
    stores: tuple[PostgresStore, PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, by_functions = stores
    assert all(is_plain([step]) for step in steps())
    told = [plain.commit([step])[0].ticket for step in steps()]
    monkeypatch.setattr("aduan_cli.store.postgres.one_call.is_plain", lambda _steps: False)
    assert [by_functions.commit([step])[0].ticket for step in steps()] == told
    assert rows(plain) == rows(by_functions)
    assert plain.breaks() == []
    assert list(plain.differences()) == []


def test_the_server_sees_how_little_is_to_be_done(stores: tuple[PostgresStore, PostgresStore]) -> None:
    """Else it would compile the statement for the many rows that a table might have of which it knows nothing yet."""
    store, _other = stores
    step = taking(call(caller_phone="+6281200000001"), (NOTED, NOTED))
    store.commit([step])
    lock, _semicolon, select = statement(step)[0].partition(";")
    values = ("r-1", *statement(step)[1])
    plan = store._read(lambda session: session.rows(f"EXPLAIN {select}", values), [])
    cost = float(plan[0][0].partition("..")[2].split()[0])
    assert lock.startswith("SELECT 1")
    assert cost < 1_000


def test_what_must_be_looked_up_or_told_is_for_the_functions() -> None:
    message = Message(0, "routed", "kantor", "dlh", 0)
    some = call()
    for step in (
        taking(copy_of(some, key="0815")),
        taking(copy_of(some, import_key="a")),
        taking(copy_of(some, number=7)),
        taking(copy_of(some, linked=("UJI-251124-0001-2",))),
        taking(some, beside=True),
        taking(some)._replace(messages=(message,)),
    ):
        assert not is_plain([step])
    assert not is_plain([taking(some), taking(some)])
