"""One connection to the server at work. Nothing of it outlasts a transaction, so that a pool may lie between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aduan_cli.store.postgres.driver import Error, connect, extensions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

    from psycopg2.extensions import connection, cursor

_AT_ONCE = 500
_CONNECT = {"client_encoding": "UTF8", "application_name": "aduan"}
_PATIENCE = {"connect_timeout": "10", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3"}
"""What holds where the address says nothing else: a server that is gone is noticed within half a minute."""

_AHEAD = (
    "SELECT schema, current_setting('aduan.release', true), (SELECT revision FROM desk WHERE folder = %s) FROM version"
)


class Session:
    """Runs statements. Outside a transaction each is one, together with the settings that hold for it alone."""

    def __init__(self, url: str, schema: str) -> None:
        given = extensions.parse_dsn(url)
        self.connection: connection = connect(url, **{**_PATIENCE, **given, **_CONNECT})
        self.connection.autocommit = True
        self._cursor: cursor = self.connection.cursor()
        # Compiled to machine code a statement takes longer than it runs: the planner thinks tables large that are new.
        self._settings = f'SET LOCAL search_path = "{schema}", pg_catalog; SET LOCAL jit = off;'
        self._begun = False
        self._named = 0
        self.told: tuple[Any, ...] | None = None
        """What was asked ahead, as long as it is the last that was asked: version, `aduan.release`, revision."""

    def ask_ahead(self, desk: str) -> None:
        """Ask what every command asks first of a desk, by its folder; where that fails it is asked in its place."""
        try:
            found = self.row(_AHEAD, (desk,))
        except Error:
            return
        self.told = found

    def execute(self, statement: str, values: Sequence[Any] = (), before: str = "") -> cursor:
        """Run a statement; return the cursor with its rows. `before`: settings that hold for it alone."""
        self.told = None
        prefix = "" if self._begun else self._settings
        self._cursor.execute(f"{prefix}{before}{statement}", tuple(values) or None)
        return self._cursor

    def rows(self, statement: str, values: Sequence[Any] = (), before: str = "") -> list[tuple[Any, ...]]:
        """Return all rows of a statement."""
        return self.execute(statement, values, before).fetchall()

    def row(self, statement: str, values: Sequence[Any] = (), before: str = "") -> tuple[Any, ...] | None:
        """Return the first row of a statement."""
        return self.execute(statement, values, before).fetchone()

    def value(self, statement: str, values: Sequence[Any] = (), before: str = "") -> Any:
        """Return the first value of the first row."""
        row = self.row(statement, values, before)
        return None if row is None else row[0]

    def count(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run a statement; return how many rows it changed."""
        return self.execute(statement, values).rowcount

    def each(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a statement, some at a time, in a transaction that is begun and closes it."""
        self._named += 1
        name = f"each_{self._named}"
        self.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {statement}", values)
        while some := self.rows(f"FETCH {_AT_ONCE} FROM {name}"):
            yield from some

    def copy(self, statement: str, lines: TextIO) -> None:
        """Run a `COPY ... FROM STDIN` of rows as text, in a transaction that is begun."""
        self._cursor.copy_expert(statement, lines)

    def begin(self, how: str = "ISOLATION LEVEL READ COMMITTED", before: str = "") -> None:
        """Begin a transaction."""
        self._begun, self.told = True, None
        self._cursor.execute(f"BEGIN {how}; {self._settings}{before}")

    def commit(self) -> None:
        """Make what was done last, durably."""
        self._begun = False
        self._cursor.execute("COMMIT")

    @property
    def is_open(self) -> bool:
        """Whether a transaction was begun that nobody was asked to commit: what is lost with it was not stored."""
        return self._begun

    def rollback(self) -> None:
        """Take back what was done."""
        self._begun = False
        if not self.connection.closed:
            self._cursor.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def _as_bytes(value: Any, cursor: Any) -> bytes | None:
    """Return bytes as the server tells them in hex."""
    return None if value is None else bytes.fromhex(value[2:])


extensions.register_type(extensions.new_type((17,), "BYTES", _as_bytes))
