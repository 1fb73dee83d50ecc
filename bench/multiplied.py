"""A large desk on a server, made of a small one in minutes: its rows many times over, each time later.

Tables, indexes and what is in the rows are a desk's; the hashes of events are not chained, so it doesn't verify. It is
for measuring what reads and stores a call.
"""

from __future__ import annotations

from contextlib import closing

import psycopg2

_LATER = ("reported_at", "logged_at", "owed_since", "assigned_at")
_KEYS = {"complaint": "id", "event": "id", "assignment": "id", "phone": "complaint_id"}
"""The tables that are multiplied, each with the number that is one higher with each row, or is the complaint's."""
_INDEXES = (
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s)"
    " AND indexname NOT LIKE '%%_pkey'"
)


def multiply(url: str, schema: str, times: int) -> None:
    """Give a desk so many times its rows. Indexes are made anew afterwards, which is much quicker."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"SET search_path = {schema}; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")
        cursor.execute("SELECT max(id), max(reported_at) - min(reported_at) + 40 FROM complaint")
        (complaints, span) = cursor.fetchone() or (0, 0)
        cursor.execute(_INDEXES, (list(_KEYS),))
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table in _KEYS:
            cursor.execute(_multiplied(cursor, table, times, complaints, span))
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute(
            "UPDATE head SET complaint = (SELECT max(id) FROM complaint), event = (SELECT max(id) FROM event),"
            " assignment = (SELECT max(id) FROM assignment)"
        )
        connection.commit()
        connection.autocommit = True
        cursor.execute(f"VACUUM ANALYZE {', '.join(_KEYS)}")


def _multiplied(cursor: psycopg2.extensions.cursor, table: str, times: int, complaints: int, span: int) -> str:
    """Return the SQL that adds a table's rows again and again."""
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")
    columns = [column.name for column in cursor.description or ()]
    cursor.execute(f"SELECT max({_KEYS[table]}) FROM {table}")
    (highest,) = cursor.fetchone() or (0,)
    said = {"complaint_id": f"complaint_id + k * {complaints}", "number": f"number + k * {complaints}"}
    said |= {"id": f"id + k * {highest}", "ticket": f"ticket_of('BKS', day, number + k * {complaints})"}
    said |= {name: f"{name} + k * {span}" for name in _LATER}
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {', '.join(said.get(name, name) for name in columns)}"
        f" FROM generate_series(1, {times - 1}) k, {table} ORDER BY k, {_KEYS[table]}"
    )
