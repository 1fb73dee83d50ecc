"""What import asks of a store beside `take`."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.store.common.chain import compact
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.tickets import make_ticket
from invented import call
from steps import take


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(str(tmp_path / "aduan.db"))


def test_foresee_says_what_take_would_say_and_stores_nothing(store: SqliteStore, tmp_path: Path) -> None:
    """Known, changed and new records are told apart, also among themselves, in an empty desk and a full one."""

    def batch() -> list:  # type: ignore[type-arg]
        return [
            call(import_key="m:1:1", content_hash="a", source_file="f", source_row=1),
            call(import_key="m:1:1", content_hash="b", source_file="f", source_row=2),
            call(import_key="m:2:1", content_hash="c", source_file="f", source_row=3),
        ]

    assert len(store.foresee(batch())) == 3
    assert not (tmp_path / "aduan.db").exists()
    states = [taken.state for taken in take(store, batch())]
    assert states == ["taken", "changed", "taken"]
    assert [taken.state for taken in store.foresee(batch())] == ["known", "changed", "known"]
    store.close()


def test_origin_of_names_the_row_of_an_imported_record(store: SqliteStore) -> None:
    """A mended record finds out whether a key is its own."""
    assert store.origin_of("m:1:1") is None
    take(store, [call(import_key="m:1:1", content_hash="a", source_file="f.csv", source_row=7)])
    assert store.origin_of("m:1:1") == ("f.csv", 7)
    assert store.origin_of("m:1:2") is None
    store.close()


def test_one_number_twice_in_a_batch_is_one_complaint(store: SqliteStore) -> None:
    """Tickets brought along that are equal are known or changed, no error of SQLite's."""
    ticket = make_ticket("UJI", 20251124, 5)

    def brought(text: str) -> object:
        return call(ticket=ticket, number=5, text=text)

    outcome = take(store, [brought("sampah"), brought("sampah"), brought("banjir")])  # type: ignore[list-item]
    assert [taken.state for taken in outcome] == ["taken", "known", "changed"]
    store.close()


@pytest.mark.parametrize("sort_keys", [True, False])
def test_compact_json_is_what_the_standard_library_writes(sort_keys: bool) -> None:
    """The chain's hashes rest on it: the faster way writes the very same text."""
    from json import dumps

    value = {"b": [1, 2.5, None, True, 'é\n"\\'], "a": {"z": (), "ñ": {}}, "1": "\x7f\u2028"}
    assert compact(sort_keys)(value) == dumps(value, sort_keys=sort_keys, ensure_ascii=False, separators=(",", ":"))


def test_keys_of_imports_are_found(store: SqliteStore) -> None:
    """An importer asks which of its keys are there."""
    assert store.contents_of(["m:1:1"]) == {}
    take(store, [call(import_key="m~1:1"), call(import_key="n:1:1")])
    assert store.contents_of(["m~1:1", "m~2:1", "n:1:1"]).keys() == {"m~1:1", "n:1:1"}
    assert not store.has_older_imports()
    store.close()
