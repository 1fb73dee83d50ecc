"""Rows of a desk that come from another store, written as they are, with what the server keeps beside them."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from aduan_cli.store.common.closing import FILES_ALONE
from aduan_cli.store.common.salting import padded
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.tables import OF_WORDS
from aduan_cli.store.postgres.texts import kept
from aduan_cli.store.postgres.wording import TEXTS, columns_of
from aduan_cli.transfer import KeptTable, Row

HEAD = (
    "UPDATE head SET (event, hash) = (SELECT id, hash FROM event ORDER BY id DESC LIMIT 1),"
    " complaint = (SELECT coalesce(max(id), 0) FROM complaint),"
    " assignment = (SELECT coalesce(max(id), 0) FROM assignment), outbox = (SELECT coalesce(max(id), 0) FROM outbox)"
)
MARKED = frozenset({"complaint", "file_text", "outbox"})
"""Tables whose texts are kept as `texts` says; in the others no text has a NUL, and each stands as it is."""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
"""What is said otherwise where rows are sent as text (COPY)."""


def make_files_alone(session: Session) -> None:
    """Make the table that only a desk has that was a file's."""
    session.execute(f"CREATE TABLE IF NOT EXISTS {FILES_ALONE} (last bigint NOT NULL)")


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
    if table.name in MARKED:
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
