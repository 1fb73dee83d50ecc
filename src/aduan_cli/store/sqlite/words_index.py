"""The index of words held against the words: what `search` finds must be what stands in the complaints.

SQLite's own check of an index takes the lock of writers, and tells no place. Here SQL goes through the index in the
order of words, of which one number is made; and the same number of an index of the same kind that is made aside of
some complaints at a time. Only where the two differ a number is made of each complaint, which takes ten times as long
and names those that aren't found by their words. Memory grows by eight bytes for each complaint then, else not.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from aduan_cli.store.sqlite.cases import at_one_moment
from aduan_cli.store.sqlite.migrations import TOKENIZE
from aduan_cli.stored import Difference

_AT_ONCE = 20_000
_NEXT = "SELECT max(id) FROM (SELECT id FROM main.complaint WHERE id > ? ORDER BY id LIMIT ?)"
_ASIDE = (
    "CREATE VIRTUAL TABLE temp.held_texts USING fts5"
    f" (text, answer, address, content = '', columnsize = 0, tokenize = '{TOKENIZE}')"
)
_FILL = (
    "INSERT INTO temp.held_texts (rowid, text, answer, address)"
    " SELECT id, text, answer, address FROM main.complaint WHERE id > ? AND id <= ?"
)
_OF_FILE = "CREATE VIRTUAL TABLE temp.held_words USING fts5vocab (main, complaint_fts, instance)"
_OF_ASIDE = "CREATE VIRTUAL TABLE temp.held_words USING fts5vocab (temp, held_texts, instance)"
_WORDS = "SELECT doc, col, term, offset FROM temp.held_words"
_BEFORE_ALL = -(1 << 63)


class _Whole:
    """One number of words with their places, whatever their order: the sum of each word's hash times its places' sum.

    What a place counts for goes through two moduli, by factors that are drawn anew each time, as Python draws its
    hashes: nobody can make words that cancel out. At 38 bits each, the sum of 100 million places fits SQLite's 63.
    """

    _MODULI = 524_287, 524_269

    def __init__(self) -> None:
        self.sum = 0
        one, other, by_offset, by_column = (int.from_bytes(os.urandom(2), "big") + 1 for _factor in range(4))
        first, second = self._MODULI
        # Of text, answer and address the lengths differ. Each column that is named once more costs a tenth of all.
        places = (
            f"((doc * {one} + offset * {by_offset}) % {first} + 1)"
            f" * ((doc * {other} + length(col) * {by_column}) % {second} + 1)"
        )
        self._select = f"SELECT term, sum({places}) FROM temp.held_words GROUP BY term"

    def add(self, connection: sqlite3.Connection, sign: int) -> None:
        """Add the words of the vocabulary, or take them away."""
        self.sum += sign * sum(hash(term) * places for term, places in connection.execute(self._select))


class _OfEach:
    """A number for each complaint, 0 where the same words went into it twice. Numbers of complaints have no gaps."""

    def __init__(self, complaints: int) -> None:
        self._dense = array("q", bytes(8 * (complaints + 1)))
        self._others: dict[int, int] = {}

    def add(self, words: Iterable[tuple[int, int, str, int]]) -> None:
        """Take words: complaint, column, word, place."""
        dense, others = self._dense, self._others
        for word in words:
            if 0 <= word[0] < len(dense):
                dense[word[0]] ^= hash(word)
            else:  # No complaint has this number.
                others[word[0]] = others.get(word[0], 0) ^ hash(word)

    def differing(self) -> Iterator[int]:
        """Yield the complaints into which not the same words went."""
        yield from (number for number, value in enumerate(self._dense) if value)
        yield from sorted(number for number, value in self._others.items() if value)


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield each complaint that isn't found by its words, or is found by others. The file is only read."""
    if not connection.in_transaction:
        connection.execute("PRAGMA temp_store = MEMORY")  # No words of callers on the disk beside the file.
    with at_one_moment(connection):
        if not _is_whole(connection):
            yield from _each(connection)


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Say whether the index has the words of all complaints, and no others."""
    whole = _Whole()
    with _vocabulary(connection, _OF_FILE):
        whole.add(connection, 1)
    for _aside in _asides(connection):
        whole.add(connection, -1)
    return not whole.sum


def _each(connection: sqlite3.Connection) -> Iterator[Difference]:
    sums = _OfEach(connection.execute("SELECT count(*) FROM complaint").fetchone()[0])
    with _vocabulary(connection, _OF_FILE):
        sums.add(connection.execute(_WORDS))
    for _aside in _asides(connection):
        sums.add(connection.execute(_WORDS))
    for number in sums.differing():
        row = connection.execute("SELECT ticket FROM complaint WHERE id = ?", (number,)).fetchone()
        stands = "other words" if row else f"complaint {number}"
        yield Difference(row and row[0], "words", "its words" if row else None, stands)


def _asides(connection: sqlite3.Connection) -> Iterator[None]:
    """Go through the complaints, some at a time: until the next ones the vocabulary is that of theirs alone."""
    after = _BEFORE_ALL
    while (until := connection.execute(_NEXT, (after, _AT_ONCE)).fetchone()[0]) is not None:
        connection.execute(_ASIDE)
        try:
            connection.execute(_FILL, (after, until))
            with _vocabulary(connection, _OF_ASIDE):
                yield
        finally:
            connection.execute("DROP TABLE temp.held_texts")
        after = until


@contextmanager
def _vocabulary(connection: sqlite3.Connection, made: str) -> Iterator[None]:
    connection.execute(made)
    try:
        yield
    finally:
        connection.execute("DROP TABLE temp.held_words")
