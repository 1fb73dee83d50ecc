"""The SQLite store against the contract of every store."""

from __future__ import annotations

from pathlib import Path

from contract import StoreContract

from aduan_cli.store.sqlite import SqliteStore


class TestSqliteStore(StoreContract):
    """The desk's own store: one SQLite file."""

    @classmethod
    def open_store(cls, place: Path) -> SqliteStore:
        return SqliteStore(str(place / "aduan.db"))

    def test_reading_an_empty_desk_creates_no_file(self, store: SqliteStore, tmp_path: Path) -> None:
        self.test_an_empty_desk_answers_every_question_with_nothing(store)
        assert list(tmp_path.iterdir()) == []
