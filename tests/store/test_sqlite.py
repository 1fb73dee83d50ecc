"""The SQLite store against the contract of every store."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from aduan_cli.errors import NotAllowedError, NotFoundError, StoreError, UsageError
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore, cases
from aduan_cli.testing.store_contract import StoreContract
from aduan_cli.testing.store_contract.given import failed, ran
from invented import MORNING, call
from steps import change, changed, take


class TestSqliteStore(StoreContract):
    """The desk's own store: one SQLite file."""

    @classmethod
    def open_store(cls, place: Path) -> SqliteStore:
        return SqliteStore(str(place / "aduan.db"))

    def test_reading_an_empty_desk_creates_no_file(self, store: SqliteStore, tmp_path: Path) -> None:
        self.test_an_empty_store_answers_every_question_with_nothing(store)
        assert list(tmp_path.iterdir()) == []

    def test_what_finds_nothing_to_write_creates_no_file(self, store: SqliteStore, tmp_path: Path) -> None:
        """A path misspelt would be a desk without complaints from then on."""
        with pytest.raises(NotFoundError):
            store.erase("UJI-251124-0001-8", "rina", MORNING)
        with pytest.raises(UsageError):
            store.skip_numbers(20261399, 5, "rina", MORNING)
        assert store.enable_plugin("bpbd", "rina", MORNING) is False
        assert store.commit([]) == []
        with pytest.raises(NotAllowedError):
            store.begin_anew("salah ketik", "rina", MORNING)
        with pytest.raises(StoreError):
            store.breaks()
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_is_not_there_is_no_empty_desk(self, tmp_path: Path) -> None:
        """A path misspelt or a drive not mounted must not look like a desk without complaints."""
        store = self.open_store(tmp_path / "gone")
        for ask in (lambda: store.count(Query()), lambda: list(store.find(Query())), lambda: store.by_key("k")):
            with pytest.raises(StoreError, match=r"gone.*can't be opened"):
                ask()
        assert not (tmp_path / "gone").exists()

    def test_what_a_unit_leads_no_longer_but_helps_with_is_never_missed(
        self, store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Both are looked at as they are at one moment, whoever writes in between."""
        other = self.open_store(tmp_path)
        given = call(unit="dlh")
        take(store, [given])
        looked = cases._helping

        def meanwhile(connection: sqlite3.Connection, query: Query) -> list[str]:
            found = looked(connection, query)
            monkeypatch.undo()
            change(other, [changed(given, {"unit": "bpbd", "support": ("dlh",)}, "assigned", None, MORNING, {})])
            return found

        query = Query((("acting", ("dlh",)),))
        for ask in (lambda: len(list(store.find(query))), lambda: store.count(query)):
            monkeypatch.setattr(cases, "_helping", meanwhile)
            assert ask() == 1
            given = next(other.find(query))
            change(other, [changed(given, {"unit": "dlh", "support": ()}, "assigned", None, MORNING, {})])
            given = next(other.find(query))
        other.close()

    def test_setting_aside_and_enabling_are_events_of_the_desk(self, store: SqliteStore, tmp_path: Path) -> None:
        """They belong to no complaint, stand in the chain once, and the chain verifies."""
        for number in range(4):
            change(store, [], [failed("bpbd")], MORNING + number)
        store.enable_plugin("bpbd", "rina", MORNING + 9)
        assert store.breaks() == []
        store.close()
        connection = sqlite3.connect(tmp_path / "aduan.db")
        events = [json.loads(body) for (body,) in connection.execute("SELECT body FROM event ORDER BY id")]
        connection.close()
        why = {"plugin": "bpbd", "why": "3 failures in a row", "failure": "route: time"}
        assert [(event["type"], event["at"], event["actor"], event["data"]) for event in events] == [
            ("plugin_set_aside", MORNING + 2, None, why),
            ("plugin_enabled", MORNING + 9, "rina", {"plugin": "bpbd"}),
        ]

    def test_two_commands_that_fail_at_once_are_both_counted(self, store: SqliteStore, tmp_path: Path) -> None:
        """Each adds to what the other has stored meanwhile, not to what it read before."""
        other = self.open_store(tmp_path)
        change(store, [], [ran("bpbd")], MORNING)
        other.plugin_states()
        change(store, [], [failed("bpbd")], MORNING)
        change(other, [], [failed("bpbd")], MORNING)
        change(store, [], [failed("bpbd")], MORNING)
        assert other.plugin_states()["bpbd"].set_aside_at == MORNING
        other.close()
