"""The store on a PostgreSQL server: a schema for each desk."""

from __future__ import annotations

from aduan_cli.store.postgres.store import PostgresStore as PostgresStore
