"""The index of words held against the words: whatever is put into it or taken out behind the desk's back is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.store.sqlite import words_index
from aduan_cli.store.sqlite.migrations import TOKENIZE
from aduan_cli.store.sqlite.words_index import differences
from thorough import examples

TEXTS = st.none() | st.text(st.sampled_from("ab é\u0301ßİ.,-1\U0001f600"), max_size=12)
ROWS = st.lists(st.tuples(st.text(st.sampled_from("ab c"), max_size=9), TEXTS, TEXTS), min_size=1, max_size=7)
_COLUMNS = ("text", "answer", "address")


@contextmanager
def filed(rows: list[tuple[str | None, ...]]) -> Iterator[sqlite3.Connection]:
    """Return a file's complaints, as far as words go, and their index."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE complaint (id INTEGER PRIMARY KEY, ticket TEXT, text, answer, address)")
        connection.execute(
            "CREATE VIRTUAL TABLE complaint_fts USING fts5"
            f" (text, answer, address, content = 'complaint', content_rowid = 'id', tokenize = '{TOKENIZE}')"
        )
        connection.executemany(
            "INSERT INTO complaint VALUES (?, ?, ?, ?, ?)", [(n, f"T{n}", *row) for n, row in enumerate(rows, 1)]
        )
        connection.execute("INSERT INTO complaint_fts (complaint_fts) VALUES ('rebuild')")
        yield connection


def words(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Return all that is in the index."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.seen USING fts5vocab (main, complaint_fts, instance)")
    found = connection.execute("SELECT doc, col, term, offset FROM temp.seen ORDER BY 1, 2, 3, 4").fetchall()
    connection.execute("DROP TABLE temp.seen")
    return found


def tickets(connection: sqlite3.Connection) -> list[str | None]:
    """Return the tickets of what isn't found by its words."""
    return [one.ticket for one in differences(connection)]


def index(connection: sqlite3.Connection, number: int, row: tuple[str | None, ...], delete: bool = False) -> None:
    """Put words of a complaint into the index, or take them out of it."""
    into, values = ("complaint_fts, ", "'delete', ") if delete else ("", "")
    connection.execute(
        f"INSERT INTO complaint_fts ({into}rowid, {', '.join(_COLUMNS)}) VALUES ({values}?, ?, ?, ?)", (number, *row)
    )


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the index aside be made of two complaints at a time."""
    monkeypatch.setattr(words_index, "_AT_ONCE", 2)


@given(ROWS, st.data())
@settings(max_examples=examples(200))
def test_other_words_are_found_with_their_ticket(rows: list[tuple[str | None, ...]], data: st.DataObject) -> None:
    """Words of one complaint become others: it is told exactly if the index is another one then."""
    with filed(rows) as connection:
        assert tickets(connection) == []
        before, number = words(connection), data.draw(st.integers(1, len(rows)))
        index(connection, number, rows[number - 1], delete=True)
        index(connection, number, data.draw(ROWS)[0])
        assert tickets(connection) == ([f"T{number}"] if words(connection) != before else [])
        connection.execute("INSERT INTO complaint_fts (complaint_fts) VALUES ('optimize')")
        assert tickets(connection) == ([f"T{number}"] if words(connection) != before else [])


@given(st.permutations(["ada", "adb", "bda", "bdb", "adaa", "b"]))
@settings(max_examples=examples(100))
def test_words_that_changed_places_are_found(order: list[str]) -> None:
    """The same words over all, but each in another complaint: nothing cancels out, however alike they are."""
    rows: list[tuple[str | None, ...]] = [(word, None, None) for word in sorted(order)]
    with filed(rows) as connection:
        for number, row in enumerate(rows, 1):
            index(connection, number, row, delete=True)
            index(connection, number, (order[number - 1], None, None))
        moved = [f"T{number}" for number, row in enumerate(rows, 1) if row[0] != order[number - 1]]
        assert tickets(connection) == moved


@pytest.mark.parametrize("number", [-3, 0, 9, 1 << 62])
def test_words_of_what_is_no_complaint_are_found(number: int) -> None:
    with filed([("satu", None, None), ("dua", "tiga", None)]) as connection:
        index(connection, number, ("dua", None, None))
        (found,) = differences(connection)
        assert (found.ticket, found.stands) == (None, f"complaint {number}")


def test_nothing_of_it_stays_and_others_may_write() -> None:
    """The file is as it was, the connection has no tables of ours any more, and no lock is left."""
    with filed([("satu", None, None)]) as connection:
        assert tickets(connection) == []
        assert connection.execute("SELECT name FROM temp.sqlite_master").fetchall() == []
        assert not connection.in_transaction
