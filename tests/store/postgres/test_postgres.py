"""The store on a server against the contract of every store."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.store.postgres import PostgresStore
from aduan_cli.testing.store_contract import StoreContract
from database import Server


@pytest.mark.slow
class TestPostgresStore(StoreContract):
    """A schema for each desk, on a real server."""

    _server: Server

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _on_server(cls, server: Server) -> None:
        cls._server = server
        cls._addresses = {}

    @classmethod
    def open_store(cls, place: Path) -> PostgresStore:
        """Return the store of a folder: each has a schema of its own."""
        address = cls._addresses.setdefault(place, cls._server.address())
        return PostgresStore(address)
