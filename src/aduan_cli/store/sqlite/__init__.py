"""The store in one SQLite file."""

from __future__ import annotations

from aduan_cli.store.sqlite.store import SqliteStore as SqliteStore
