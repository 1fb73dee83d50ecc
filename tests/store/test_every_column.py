"""Whatever is forged in whatever column of whatever table is found. The columns are those that the schema has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from aduan_cli.complaint.clocks import advanced
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.incidents import Incident
from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.step import changing, noting, taking
from aduan_cli.config.rule_files.loader import revision_of
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.store.sqlite.migrations import migrate
from aduan_cli.store.sqlite.verify import breaks, differences
from aduan_cli.stored import PluginRun
from invented import MORNING, call
from steps import change, changed, take
from thorough import THOROUGH

_COUNTED = "how a unit's code did is counted, and no event says it"
_OWN_NUMBER = "the store's own number of a row, which means nothing"
_OF_IMPORT = "it tells one record of an import from another, and no event says it"
_BY_RULES = "no event says it, the rules do: `db verify` holds it against those in force"
_OUTSIDE = "how far a message is, which happens outside: no event says it"
UNHELD = {
    "complaint.sources": "how a value came to be; no event says it",
    "complaint.import_key": _OF_IMPORT,
    "complaint.content_hash": _OF_IMPORT,
    "complaint.due_at": _BY_RULES,
    "clock.due_at": _BY_RULES,
    "clock.escalate_at": _BY_RULES,
    "complaint.escalated": "worked out where it is read",
    "complaint.waking": "worked out where it is read",
    "complaint.unanswered": "worked out where it is read",
    "complaint.bounced": "worked out where it is read",
    "assignment.id": _OWN_NUMBER + "; the order that it gives is held",
    "identity.only": "it is 1",
    "identity.store": "the desk's mark knows it, beside the store",
    "identity.secret": "nothing that was made with it can be made again",
    "older_imports.last": "it says how an older version made keys",
    "outbox.id": _OWN_NUMBER,
    **{
        f"outbox.{name}": _OUTSIDE
        for name in ("state", "attempts", "next_at", "error", "repeated", "batch", "letter", "tried_at")
    },
    **{
        f"plugin.{name}": _COUNTED
        for name in ("calls", "failures", "in_row", "seconds", "slowest", "failure", "failed_at")
    },
    **{
        f"tick.{name}": "it says how far the job of cron came; what it did, events say"
        for name in ("only", "at", "revision", "timing", "after_reported", "after_id")
    },
}
"""Columns that no event determines, each with the reason. A new column is held, or its reason stands here."""
_NOT_OURS = ("_sqlite_migrations", "sqlite_stat")
_WORDS = "complaint_fts"


def columns() -> Iterator[str]:
    """Yield every column of the store as `table.column`, but for those of the words' index, which is held as one."""
    connection = sqlite3.connect(":memory:")
    migrate(connection)
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        if not table.startswith((*_NOT_OURS, _WORDS)):
            for _number, column, *_more in connection.execute(f"PRAGMA table_xinfo({table})"):
                yield f"{table}.{column}"
    connection.close()


COLUMNS = tuple(columns())
HELD = tuple(column for column in COLUMNS if column not in UNHELD)
RULES = ({"rules.toml": "a = 1\n"}, {"rules.toml": "a = 2\n", "plugins/x/plugin.toml": "b = 1\n"})


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file in which every table has rows: calls that moved, were linked and erased, rules, units' code."""
    folder = tmp_path_factory.mktemp("prepared")
    store = SqliteStore(str(folder / "aduan.db"), desk=str(folder))
    for number, texts in enumerate(RULES):
        store.accept(revision_of(texts), texts, f"rina{number}", MORNING + number)
    first = call(caller_phone="+6281200000001;+6281200000002", support=("bmsda",), answers={"a": 1}, fields={"K": "x"})
    second = call(source_file="x.csv", source_row=4)
    take(store, [first, second])
    messages = tuple(Message("routed", to, "bmsda") for to in ("kantor", "hp"))
    store.commit(
        [noting(one, (("noted", {}),), "rina", MORNING)._replace(messages=messages) for one in (first, second)]
    )
    change(store, [changed(second, {"unit": "bpbd", "bounces": 1}, "routed", "rina", MORNING + 60, {"to": "bpbd"})])
    wait(store)
    third = call(key="k", caller_phone="+6281200000009", linked=(first.ticket,))
    take(store, [third])
    store.erase(third.ticket, "rina", MORNING + 90)
    store.commit([], [PluginRun("pju", 3, 3, 3, False, 1.0, 1.0, "route: time", over="too slow")], MORNING + 95)
    store.incidents.start(Incident("banjir", ("banjir",), ("Bekasi Timur",), (), "ramai", 60, MORNING + 96), "rina")
    store.incidents.end(1, "rina", MORNING + 97)
    store.skip_numbers(20251125, 5, "rina", MORNING)
    assert [*store.breaks(), *store.differences()] == []
    store.close()
    return folder / "aduan.db"


def wait(store: SqliteStore) -> None:
    """Take a call whose clocks run, and let its unit wait for a reason that stops one of them."""
    complaint = call()
    runs = advanced({}, None, complaint, MORNING)
    (outcome,) = store.commit([taking(complaint)._replace(clocks=tuple(runs.values()))])
    assert outcome.complaint is not None
    data = {"unit": "dlh", "role": "lead", "was": "routed", "status": "on_hold", "code": "cuaca", "stops_clock": True}
    step = changing(outcome.complaint, {"status": "on_hold"}, "held", data, "rina", MORNING + 30)
    after = copy_of(outcome.complaint, status="on_hold")
    runs = advanced(runs, outcome.complaint, after, MORNING + 30, "cuaca")
    store.commit([step._replace(clocks=tuple(runs.values()))])


def found_in(connection: sqlite3.Connection) -> list[object]:
    """Return what isn't as it should be, but for triggers that lack; what can't be read at all is that as well."""
    try:
        found = [one for one in differences(connection) if not (one.field or "").startswith("trigger ")]
        return [*breaks(connection), *found]
    except sqlite3.DatabaseError as error:
        return [error]


class Copies(NamedTuple):
    """The prepared file without what keeps its rows from being changed, and a place for a copy of that."""

    whole: sqlite3.Connection
    forged: sqlite3.Connection


@pytest.fixture(scope="module")
def copies(prepared: Path) -> Iterator[Copies]:
    """Return the file, ready to be copied as often as it is forged."""
    source = sqlite3.connect(prepared)
    made = Copies(*(sqlite3.connect(":memory:", isolation_level=None) for _each in Copies._fields))
    source.backup(made.whole)
    source.close()
    for (name,) in made.whole.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        made.whole.execute(f"DROP TRIGGER {name}")
    assert found_in(made.whole) == []
    yield made
    for connection in made:
        connection.close()


def found_after(copies: Copies, statement: str, *values: object) -> list[object] | None:
    """Return what is found after somebody who has the file did a statement; None where SQLite itself refuses it."""
    copies.whole.backup(copies.forged)
    try:
        return found_in(copies.forged) if copies.forged.execute(statement, values).rowcount else None
    except sqlite3.IntegrityError:
        return None


def test_every_reason_is_of_a_column_that_is_there() -> None:
    assert set(UNHELD) <= set(COLUMNS)


@pytest.mark.slow
@pytest.mark.parametrize("column", HELD)
def test_a_forged_value_is_found(copies: Copies, column: str) -> None:
    """In every row, whatever the column takes: what other rows have, another value of any type, none.

    Of what other rows have, what the rows beside it have; all of it in `make check`.
    """
    table, name = column.split(".")
    primary = [row[1] for row in copies.whole.execute(f"PRAGMA table_info({table})") if row[5]]
    key = ", ".join(primary) or "rowid"
    rows = [value for (value,) in copies.whole.execute(f"SELECT {name} FROM {table} ORDER BY {key}")]
    odd = {None, 1, 7_000, "lain", b"lain", "support", '["x"]', '{"x":1}'}
    row = f"({key}) = (SELECT {key} FROM {table} ORDER BY {key} LIMIT 1 OFFSET ?)"
    tried = 0
    for number, there in enumerate(rows):
        others = rows if THOROUGH else (rows[number - 1], rows[(number + 1) % len(rows)])
        for value in {*others, *odd} - {there}:
            found = found_after(copies, f"UPDATE {table} SET {name} = ? WHERE {row}", value, number)
            tried += found is not None
            assert found != [], f"{column} of row {number}: {there!r} became {value!r}"
    assert tried
