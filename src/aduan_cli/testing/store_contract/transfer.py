"""The contract of a desk that is given away and taken in as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aduan_cli.complaint.attachments import Attached, data_of
from aduan_cli.complaint.events import ATTACHED, HANDED_OVER, NOTED
from aduan_cli.complaint.incidents import Incident
from aduan_cli.complaint.step import noting
from aduan_cli.digest import revision_name, sha256
from aduan_cli.due import Ticked
from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.ports import Query, Store
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import MORNING, call, varied
from aduan_cli.testing.store_contract.given import change, changed, failed, take, values
from aduan_cli.tickets import parse_ticket
from aduan_cli.transfer import TABLES, Changes, Closed, KeptTable, Row

FILES = {"rules.toml": "[desk]\nname = 'x'\n", "plugins/a/plugin.toml": "# é \U0010ffff\n\ttab\\"}
"""Accepted texts, with all that a store may stumble over."""
REVISION = revision_name({path: sha256(text.encode()).hexdigest() for path, text in FILES.items()})


def fill_desk(store: Store) -> None:
    """Store something of everything that a desk keeps."""
    store.accept(REVISION, FILES, "rina", MORNING)
    calls = [varied(number) for number in range(24)]
    odd = call(
        text="baris\nsatu\ttab \\N \\. \u2028 \u0000 \U0010ffff 'kutip'", key="kunci", fields={"KET": "x", "n": 1}
    )
    imported = call(import_key="kunci-impor", content_hash="isi", source_file="log.csv", source_row=7)
    take(store, [*calls, odd, imported], [failed("bmsda", seconds=0.1, slowest=1 / 3)])
    take(store, [call(linked=(calls[0].ticket,))])
    change(store, [changed(odd, {"answers": {"a": "\U0010ffff1"}}, "edited", "rina", MORNING, {})])
    change(store, [changed(calls[3], {"unit": "bpbd", "status": "routed"}, "routed", "rina", MORNING, {"to": "bpbd"})])
    change(store, [noting(calls[4], ((ATTACHED, data_of([Attached("a" * 64, 3, "foto.jpg")])),), "rina", MORNING)])
    store.skip_numbers(20251124, 900, "rina", MORNING)
    store.erase(calls[5].ticket, "rina", MORNING)
    store.incidents.start(Incident("banjir", ("banjir",), ("Bekasi Timur",), (), None, 5, MORNING), "rina")
    store.due.note(Ticked(MORNING, REVISION, "t", None))


class TransferContract(Contract):
    """What every store must do of the role `Transfer`."""

    @pytest.fixture
    def other(self, tmp_path: Path) -> Iterator[Store]:
        """Return another store, in which nothing was stored yet."""
        place = tmp_path / "other"
        place.mkdir()
        store = self.open_store(place)
        yield store
        self.end(store)

    def test_all_rows_come_table_by_table_in_the_order_of_their_keys(self, store: Store) -> None:
        fill_desk(store)
        rows = list(store.transfer.rows())
        names = [table.name for table, _row in rows]
        assert list(dict.fromkeys(names)) == [table.name for table in TABLES if table.name in set(names)]
        assert set(names) >= {table.name for table in TABLES} - {"older_imports", "clock", "outbox", "desk"}
        for table in TABLES:
            keys = [tuple(_value(table, row, name) for name in table.key) for one, row in rows if one is table]
            assert keys == sorted(set(keys)) or table.single, table.name
        assert all(len(row) == len(table.columns) for table, row in rows)

    def test_a_desk_taken_in_is_that_desk(self, store: Store, other: Store) -> None:
        """It has the same rows, is what its events say, and goes on: numbers, chain, keys, records known."""
        fill_desk(store)
        other.transfer.fill(store.transfer.rows())
        assert list(other.transfer.rows()) == list(store.transfer.rows())
        assert (other.breaks(), list(other.differences()), other.head()) == ([], [], store.head())
        assert [*map(values, other.find(Query()))] == [*map(values, store.find(Query()))]
        assert other.search_count("sampah") == store.search_count("sampah") > 0
        assert other.revision_files(REVISION) == FILES
        assert other.origin_of("kunci-impor") == ("log.csv", 7)
        assert other.plugin_states() == store.plugin_states()
        for one in (store, other):
            assert take(one, [call()])[0].ticket[4:15] == "251124-0901"
        (there,) = [one for one in other.find(Query()) if one.key == "kunci"]
        change(other, [changed(there, {"unit": "bpbd"}, "routed", "rina", MORNING, {"to": "bpbd"})])

    def test_a_desk_that_has_something_takes_none_in(self, store: Store, other: Store) -> None:
        take(store, [call()])
        take(other, [call(), call()])
        before = list(other.transfer.rows())
        with pytest.raises(NotAllowedError, match="something is stored there already"):
            other.transfer.fill(store.transfer.rows())
        assert list(other.transfer.rows()) == before

    def test_rows_that_break_off_leave_nothing(self, store: Store, other: Store) -> None:
        """And it can be tried again."""
        fill_desk(store)

        def cut() -> Iterator[tuple[KeptTable, Row]]:
            for number, row in enumerate(store.transfer.rows()):
                if number == 60:
                    raise StoreError("cut")
                yield row

        with pytest.raises(StoreError, match="cut"):
            other.transfer.fill(cut())
        assert other.count(Query()) == 0
        other.transfer.fill(store.transfer.rows())
        assert list(other.transfer.rows()) == list(store.transfer.rows())

    @pytest.mark.parametrize("name", ["complaint", "assignment", "event", "phone"])
    def test_rows_that_do_not_fit_the_events_are_refused(self, store: Store, other: Store, name: str) -> None:
        """One row of a table is missing: nothing is taken in."""
        fill_desk(store)
        left_out = [row for table, row in store.transfer.rows() if table.name == name][-1]
        with pytest.raises(StoreError):
            other.transfer.fill((table, row) for table, row in store.transfer.rows() if row != left_out)
        assert other.count(Query()) == 0

    def test_where_nothing_was_stored_nothing_is_given_away(self, store: Store) -> None:
        with pytest.raises(StoreError):
            list(store.transfer.rows())

    def test_a_store_that_was_left_takes_no_step(self, store: Store) -> None:
        """Whatever verb sends it; it can be read, and opened again."""
        fill_desk(store)
        store.transfer.close("tempat baru")
        before = list(store.transfer.rows())
        assert store.transfer.closed() == Closed(False, "tempat baru")
        there = next(store.find(Query()))
        steps: list[Callable[[], object]] = [
            lambda: take(store, [call()]),
            lambda: change(store, [noting(there, ((NOTED, {"text": "x"}),), "rina", MORNING)]),
            lambda: store.skip_numbers(20251124, 9000, "rina", MORNING),
            lambda: store.erase(there.ticket, "rina", MORNING),
            lambda: store.accept(REVISION[::-1], FILES, "rina", MORNING),
            lambda: store.note_event(HANDED_OVER, "rina", MORNING, {"to": "budi"}),
            lambda: store.due.note(Ticked(MORNING + 1, REVISION, "t", None)),
            lambda: store.incidents.start(Incident("api", ("banjir",), ("B",), (), None, 5, MORNING), "rina"),
        ]
        for step in steps:
            with pytest.raises(StoreError, match="moved to tempat baru"):
                step()
        assert list(store.transfer.rows()) == before
        store.transfer.open()
        assert store.transfer.closed() is None
        take(store, [call()])

    def test_a_desk_comes_some_at_a_time(self, store: Store, other: Store) -> None:
        """Added, written anew, removed; nobody else stores there meanwhile, and it goes on once it is opened."""
        fill_desk(store)
        other.transfer.fill(store.transfer.rows())
        with pytest.raises(NotAllowedError, match="something is stored there already"):
            other.transfer.receive("sana")
        with pytest.raises(NotAllowedError, match="at work"):
            other.transfer.change(Changes(TABLES[1], [], [], []))
        other.transfer.close("sana")
        other.transfer.receive("sana")
        assert other.transfer.closed() == Closed(True, "sana")
        with pytest.raises(StoreError, match="on its way here from sana"):
            take(other, [call()])
        gone, late = [one for one in store.find(Query()) if one.text][:2]
        store.erase(gone.ticket, "rina", MORNING)
        change(store, [changed(late, {"text": "Melaporkan sampah lain"}, "edited", "rina", MORNING, {})])
        take(store, [call(caller_phone="+6281200000077"), call(linked=(late.ticket,))])
        store.due.note(Ticked(MORNING + 1, REVISION, "t", None))
        theirs, mine = _by_table(other), _by_table(store)
        for table in TABLES:
            there = {_key(table, row): row for row in theirs[table.name]}
            new = [row for row in mine[table.name] if _key(table, row) not in there]
            other_now = [row for row in mine[table.name] if there.get(_key(table, row), row) != row]
            kept = {_key(table, row) for row in mine[table.name]}
            removed = [row for key, row in there.items() if key not in kept]
            other.transfer.change(Changes(table, new, other_now, removed))
        assert list(other.transfer.rows()) == list(store.transfer.rows())
        other.transfer.open()
        assert take(other, [call()])[0].ticket[4:15] == "251124-0903"
        assert other.search_count("sampah") == store.search_count("sampah") + 1

    def test_who_was_erased_is_in_no_row(self, store: Store) -> None:
        gone = call(text="Budi Contoh di Gang Rahasia", caller_name="Budi Contoh")
        take(store, [gone])
        store.erase(gone.ticket, "rina", MORNING)
        assert store.resolve(parse_ticket(gone.ticket)) is not None
        assert "Budi" not in repr(list(store.transfer.rows()))


def _value(table: KeptTable, row: Row, name: str) -> object:
    return row[table.columns.index(name)]


def _key(table: KeptTable, row: Row) -> tuple[object, ...]:
    return tuple(_value(table, row, name) for name in table.key)


def _by_table(store: Store) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for table, row in store.transfer.rows():
        found[table.name].append(row)
    return found
