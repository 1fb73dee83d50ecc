"""A desk as a whole: every row of its schema read out, and all rows of one written into an empty schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.store.common.salting import padded
from aduan_cli.store.common.taken_in import refuse_filled, refuse_unsound, runs
from aduan_cli.store.postgres.connection import ServerConnection
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.tables import OF_WORDS
from aduan_cli.store.postgres.texts import given_row, kept
from aduan_cli.store.postgres.upkeep import breaks, differences
from aduan_cli.store.postgres.wording import TEXTS, columns_of
from aduan_cli.transfer import TABLES, KeptTable, Row

_AT_ONCE = 2_000
_ANYTHING = "SELECT EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM complaint) OR EXISTS (SELECT 1 FROM revision)"
_HEAD = (
    "UPDATE head SET (event, hash) = (SELECT id, hash FROM event ORDER BY id DESC LIMIT 1),"
    " complaint = (SELECT coalesce(max(id), 0) FROM complaint),"
    " assignment = (SELECT coalesce(max(id), 0) FROM assignment), outbox = (SELECT coalesce(max(id), 0) FROM outbox)"
)
_OF_FILES = "older_imports"
"""What a desk has here that was a file's, and had records of an import by an older version; no other one has it."""
_LACKS = f"SELECT to_regclass('{_OF_FILES}') IS NULL"
_MAKE = f"CREATE TABLE IF NOT EXISTS {_OF_FILES} (last bigint NOT NULL)"
_MARKED = frozenset({"complaint", "file_text"})
"""Tables whose texts are kept as `texts` says; in the others no text has a NUL, and each stands as it is."""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
"""What is said otherwise where rows are sent as text (COPY)."""


class PostgresTransfer:
    """The role `Transfer` of a store on a server."""

    def __init__(self, server: ServerConnection) -> None:
        self._server = server

    def rows(self) -> Iterator[tuple[KeptTable, Row]]:
        """Yield all rows, as at one moment; see `transfer.Transfer`."""
        self._server.there(None)
        yield from self._server.rows(_rows)

    def fill(self, rows: Iterable[tuple[KeptTable, Row]]) -> None:
        """Take in all rows of a desk; see `transfer.Transfer`."""
        begun: list[bool] = []

        def work(session: Session) -> None:
            if begun:  # The rows are gone that were taken before the connection was lost.
                raise StoreError(_("{path}: the connection was lost; nothing was taken in").format(path=where))
            begun.append(True)
            _fill(session, rows, where)

        where = str(self._server.address)
        self._server.write(work)


def select(table: KeptTable) -> str:
    """Return the statement that reads a table's rows in the order of its key."""
    order = f" ORDER BY {', '.join(table.key)}" if table.key else ""
    return f"SELECT {', '.join(table.columns)} FROM {table.name}{order}"


def _rows(session: Session) -> Iterator[tuple[KeptTable, Row]]:
    for table in TABLES:
        if table.name == _OF_FILES and session.value(_LACKS):
            continue
        for row in session.each(select(table)):
            yield table, given_row(row) if table.name in _MARKED else row


def insert(session: Session, table: KeptTable, rows: Sequence[Row]) -> None:
    """Write rows of a table, with what the server keeps beside them."""
    if table.name == "identity":
        rows = [(1, *row, *padded(row[1])) for row in rows]
        columns: tuple[str, ...] = ("single", *table.columns, "inner_key", "outer_key")
    elif table.name == "tick":
        rows, columns = [(1, *row) for row in rows], ("single", *table.columns)
    elif table.name == "complaint":
        at = [table.columns.index(name) for name in TEXTS]
        rows = [(*row, *columns_of([row[place] for place in at]).values()) for row in rows]
        columns = (*table.columns, *OF_WORDS)
    else:
        columns = table.columns
    if table.name in _MARKED:
        rows = [tuple(map(kept, row)) for row in rows]
    _copy(session, table.name, columns, rows)


def _copy(session: Session, name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    lines = StringIO()
    for row in rows:
        lines.write("\t".join(map(_sent, row)))
        lines.write("\n")
    lines.seek(0)
    session.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN", lines)


def _sent(value: object) -> str:
    """Return a value as the server reads it from a text."""
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    return repr(value)


def _fill(session: Session, rows: Iterable[tuple[KeptTable, Row]], where: str) -> None:
    if session.value(_ANYTHING):
        raise refuse_filled(where)
    # Rows come from a file or another store, which may take its time.
    session.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    session.execute("DELETE FROM identity")
    for table, some in runs(rows, _AT_ONCE):
        if table.name == _OF_FILES:
            session.execute(_MAKE)
        insert(session, table, some)
    session.execute(_HEAD)
    refuse_unsound(breaks(session), differences(session))
