"""The index of words held against the words: what `search` finds must be what stands in the complaints.

SQLite's own check of an index takes the lock of writers. So of each complaint one number is taken of all its words:
once of the index, which is in the order of words, and once of an index of the same kind that is made in memory of some
complaints at a time. Memory grows by eight bytes for each complaint.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator

from aduan_cli.store.sqlite.migrations import TOKENIZE
from aduan_cli.stored import Difference

_AT_ONCE = 2_000
_VOCABULARY = "CREATE VIRTUAL TABLE temp.held_words USING fts5vocab (main, complaint_fts, instance)"
_OWN = f"CREATE VIRTUAL TABLE complaint_fts USING fts5 (text, answer, address, tokenize = '{TOKENIZE}')"
_TEXTS = "SELECT id, text, answer, address FROM complaint ORDER BY id"


class _Sums:
    """A number for each complaint, 0 where the same words went into it twice. Numbers of complaints have no gaps."""

    def __init__(self, complaints: int) -> None:
        self._dense = array("q", bytes(8 * (complaints + 1)))
        self._others: dict[int, int] = {}

    def add(self, words: Iterable[tuple[int, int, str, int]]) -> None:
        """Take words: complaint, column, word, place."""
        dense, others = self._dense, self._others
        for word in words:
            try:
                dense[word[0]] ^= hash(word)
            except IndexError:  # No complaint has this number.
                others[word[0]] = others.get(word[0], 0) ^ hash(word)

    def differing(self) -> Iterator[int]:
        """Yield the complaints into which not the same words went."""
        yield from (number for number, value in enumerate(self._dense) if value)
        yield from sorted(number for number, value in self._others.items() if value)


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield each complaint that isn't found by its words, or is found by others. The file is only read."""
    sums = _Sums(connection.execute("SELECT count(*) FROM complaint").fetchone()[0])
    sums.add(_words(connection))
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        texts = connection.execute(_TEXTS)
        while some := texts.fetchmany(_AT_ONCE):
            memory.execute(_OWN)
            memory.executemany("INSERT INTO complaint_fts (rowid, text, answer, address) VALUES (?, ?, ?, ?)", some)
            sums.add(_words(memory))
            memory.execute("DROP TABLE complaint_fts")
    finally:
        memory.close()
    for number in sums.differing():
        row = connection.execute("SELECT ticket FROM complaint WHERE id = ?", (number,)).fetchone()
        stands = "other words" if row else f"complaint {number}"
        yield Difference(row and row[0], "words", "its words" if row else None, stands)


def _words(connection: sqlite3.Connection) -> Iterator[tuple[int, int, str, int]]:
    """Yield complaint, column, word and place of all that an index has."""
    connection.execute(_VOCABULARY)
    try:
        yield from connection.execute("SELECT doc, col, term, offset FROM temp.held_words")
    finally:
        connection.execute("DROP TABLE temp.held_words")
