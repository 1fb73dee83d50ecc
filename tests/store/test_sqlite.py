"""The SQLite store against the contract of every store."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract import StoreContract

from aduan_cli.errors import StoreError
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore


class TestSqliteStore(StoreContract):
    """The desk's own store: one SQLite file."""

    @classmethod
    def open_store(cls, place: Path) -> SqliteStore:
        return SqliteStore(str(place / "aduan.db"))

    def test_reading_an_empty_desk_creates_no_file(self, store: SqliteStore, tmp_path: Path) -> None:
        self.test_an_empty_desk_answers_every_question_with_nothing(store)
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_is_not_there_is_no_empty_desk(self, tmp_path: Path) -> None:
        """A path misspelt or a drive not mounted must not look like a desk without complaints."""
        store = self.open_store(tmp_path / "gone")
        for ask in (lambda: store.count(Query()), lambda: list(store.find(Query())), lambda: store.by_key("k")):
            with pytest.raises(StoreError, match=r"gone.*can't be opened"):
                ask()
        assert not (tmp_path / "gone").exists()
