"""The store on a PostgreSQL server: a schema for each desk."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.store.postgres.store import PostgresStore as PostgresStore


def __getattr__(name: str) -> object:
    """Load the store when it is asked for: a connection is begun before that (`begun`)."""
    if name == "PostgresStore":
        from aduan_cli.store.postgres.store import PostgresStore as found

        return found
    raise AttributeError(name)
