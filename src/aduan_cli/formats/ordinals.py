"""Which of several equal records of a file this is: the first, the second, ...

The counts lie in a temporary SQLite file of their own, so that memory doesn't grow with the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

_MOST = 500


class Ordinals:
    """Counts keys of one import. Keys are signed 64-bit integers."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)  # on disk, gone when closed
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("CREATE TABLE seen (key INTEGER PRIMARY KEY, count INTEGER NOT NULL)")

    def number(self, keys: Sequence[int]) -> list[int]:
        """Return the ordinal, from 1, of each of these keys, in order, among all keys so far."""
        counts: dict[int, int] = {}
        for start in range(0, len(keys), _MOST):
            part = keys[start : start + _MOST]
            marks = ",".join("?" * len(part))
            counts.update(self._connection.execute(f"SELECT key, count FROM seen WHERE key IN ({marks})", part))  # noqa: S608
        ordinals = []
        for key in keys:
            ordinal = counts[key] = counts.get(key, 0) + 1
            ordinals.append(ordinal)
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", counts.items())
        self._connection.execute("COMMIT")
        return ordinals

    def close(self) -> None:
        """Let the temporary file go."""
        self._connection.close()
