"""Whole copies of a store's file, and what is said of a file without reading all of it."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest
from older_store import to_schema

from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.step import noting
from aduan_cli.errors import StoreError
from aduan_cli.store.sqlite import SqliteStore, copies
from aduan_cli.store.sqlite.migrations import SCHEMA
from aduan_cli.transfer import TABLES
from invented import MORNING, assert_sound, call, varied
from steps import change, changed, take


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a store with some calls, one of which was changed."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    calls = [varied(number) for number in range(8)]
    take(store, calls)
    change(store, [changed(calls[2], {"unit": "bpbd"}, "routed", "rina", MORNING + 99, {"to": "bpbd"})])
    store.close()
    return tmp_path / "aduan.db"


def hashes(path: Path) -> list[str]:
    """Return the hash of each event, the first first."""
    with closing(sqlite3.connect(path)) as connection:
        return [row.hex() for (row,) in connection.execute("SELECT hash FROM event ORDER BY id")]


def test_the_head_is_the_newest_event(path: Path) -> None:
    known = hashes(path)
    assert copies.head(str(path)) == (len(known), known[-1])
    assert copies.last_at(str(path)) == MORNING + 99


def test_a_store_in_which_nothing_happened_has_no_head(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "leer.db", isolation_level=None)) as connection:
        from aduan_cli.store.sqlite.migrations import migrate

        migrate(connection)
    assert copies.head(str(tmp_path / "leer.db")) is None
    assert copies.last_at(str(tmp_path / "leer.db")) == 0
    assert copies.figures(str(tmp_path / "leer.db"))["first_at"] is None


def test_an_event_is_found_by_its_hash_however_much_of_it_is_given(path: Path) -> None:
    for number, digest in enumerate(hashes(path), 1):
        for given in (digest, digest.upper(), digest[:12]):
            assert copies.has_event(str(path), given, None)
            assert copies.has_event(str(path), given, number)
            assert not copies.has_event(str(path), given, number + 1)
    assert not copies.has_event(str(path), "0" * 64, None)
    assert not copies.has_event(str(path), hashes(path)[0] + "0", None)


def test_complaints_are_counted_as_they_were_at_an_event(path: Path) -> None:
    counted = [copies.complaints_until(str(path), number) for number in range(len(hashes(path)) + 2)]
    assert counted == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8]


def test_what_is_no_store_or_is_not_there_is_told(tmp_path: Path) -> None:
    """And nothing is made where nothing was."""
    rubbish = tmp_path / "rubbish.db"
    rubbish.write_bytes(b"no database at all, but longer than a head of one" * 40)
    missing = tmp_path / "missing.db"
    for file in (rubbish, missing):
        for ask in (copies.head, copies.last_at, copies.lacking, copies.figures):
            with pytest.raises(StoreError, match=f"{file.name}: it can't be read"):
                ask(str(file))
    assert not missing.exists()


@pytest.mark.parametrize("name", ["a?b=c.db", "a#b.db", "a b.db", "a%20b.db", "é.db"])
def test_a_file_is_read_whatever_its_name(path: Path, name: str) -> None:
    named = path.rename(path.with_name(name))
    assert copies.head(str(named)) == (9, hashes(named)[-1])


def test_figures_count_the_rows_of_every_table(path: Path) -> None:
    found = copies.figures(str(path))
    assert (found["complaints"], found["events"], found["schema"]) == (8, 9, SCHEMA)
    assert found["bytes"] == path.stat().st_size
    assert (found["first_at"], found["last_at"]) == (MORNING, MORNING + 99)
    rows = found["rows"]
    assert isinstance(rows, dict)
    assert set(rows) == {table.name for table in TABLES}
    with closing(sqlite3.connect(path)) as connection:
        for name, count in rows.items():
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchone() == (count,)


def test_what_lies_in_the_log_counts_as_well(path: Path) -> None:
    """While another process has the file open, the newest is not in it yet."""
    store = SqliteStore(str(path))
    take(store, [call()])
    log = path.with_name("aduan.db-wal")
    assert log.stat().st_size > 0
    assert copies.size(str(path)) == path.stat().st_size + log.stat().st_size
    assert copies.figures(str(path))["wal_bytes"] == log.stat().st_size
    assert copies.head(str(path)) == (10, copies.head(str(path))[1])  # type: ignore[index]
    store.close()
    assert copies.size(str(path)) == path.stat().st_size


def test_a_copy_is_whole_and_its_owners_alone(path: Path, tmp_path: Path) -> None:
    """One file: nothing lies beside it."""
    folder = tmp_path / "salinan"
    folder.mkdir()
    copies.copy(str(path), str(folder / "aduan.db"))
    assert [one.name for one in folder.iterdir()] == ["aduan.db"]
    assert stat.S_IMODE((folder / "aduan.db").stat().st_mode) == 0o600
    assert hashes(folder / "aduan.db") == hashes(path)
    assert assert_sound(folder / "aduan.db") == assert_sound(path)


def test_a_copy_goes_over_no_file(path: Path, tmp_path: Path) -> None:
    there = tmp_path / "ada"
    there.write_text("milik orang")
    with pytest.raises(OSError, match="ada"):
        copies.copy(str(path), str(there))
    assert there.read_text() == "milik orang"


def test_a_copy_for_which_there_is_no_room_names_the_place_that_is_full(path: Path, tmp_path: Path) -> None:
    """Not the store, which can be read."""
    small = tmp_path / "small"
    small.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)]
    if subprocess.run(line, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root can make a small disk")
    try:
        with pytest.raises(StoreError, match=f"{small}/aduan.db: it can't be written: database or disk is full"):
            copies.copy(str(path), str(small / "aduan.db"))
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_copy_is_as_the_store_was_at_one_moment_while_others_write(path: Path, tmp_path: Path) -> None:
    """Whatever is in it is there with all that belongs to it."""
    is_over = threading.Event()

    def write() -> None:
        store = SqliteStore(str(path))
        while not is_over.is_set():
            take(store, [call(), call()])
        store.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies.copy(str(path), str(tmp_path / "salinan.db"))
    finally:
        is_over.set()
        writer.join()
    tickets = assert_sound(tmp_path / "salinan.db")
    assert len(tickets) >= 8
    assert len(tickets) % 2 == 0
    assert set(tickets) <= set(assert_sound(path))
    assert hashes(tmp_path / "salinan.db") == hashes(path)[: len(hashes(tmp_path / "salinan.db"))]


@pytest.mark.parametrize("schema", [SCHEMA - 1, SCHEMA - 3])
def test_an_older_file_is_brought_up_step_by_step(path: Path, schema: int) -> None:
    """The steps that it lacks are named by their numbers, in order; then it lacks none, and says the same."""
    before = hashes(path)
    with closing(sqlite3.connect(path)) as connection:
        to_schema(connection, schema)
        connection.commit()
    found, known, lacking = copies.lacking(str(path))
    assert (found, known) == (schema, SCHEMA)
    assert [int(name[:4]) for name in lacking] == list(range(schema + 1, SCHEMA + 1))
    copies.migrate(str(path))
    assert copies.lacking(str(path)) == (SCHEMA, SCHEMA, [])
    assert hashes(path) == before
    assert len(assert_sound(path)) == 8


def test_a_newer_file_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(StoreError, match="update aduan"):
        copies.lacking(str(path))


def test_compacting_lets_go_of_room_and_of_nothing_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE besar (isi TEXT)")
        connection.execute("INSERT INTO besar VALUES (hex(zeroblob(1000000)))")
        connection.execute("DROP TABLE besar")
        connection.commit()
    before, known = path.stat().st_size, hashes(path)
    copies.compact(str(path))
    assert path.stat().st_size < before / 2
    assert hashes(path) == known
    assert len(assert_sound(path)) == 8
    assert copies.size(str(path)) == path.stat().st_size


def test_a_file_that_somebody_has_is_not_compacted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said so, and all is as it was."""
    monkeypatch.setattr(copies, "WAIT", 0.05)
    known = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="was not compacted, and is as it was"):
            copies.compact(str(path))
        connection.execute("ROLLBACK")
    assert path.read_bytes() == known


def test_what_still_has_to_go_may_have_gone_since_a_copy_was_made(path: Path) -> None:
    """What is sent or given up is not in doubt."""
    store = SqliteStore(str(path))
    one = next(iter(store.search("nomor", 1)))
    messages = tuple(Message("routed", to, "dlh") for to in ("a", "b", "c", "d", "e"))
    store.commit([noting(one, (("noted", {}),), "rina", MORNING + 100)._replace(messages=messages)])
    store.close()
    states = ("queued", "leased", "failed", "sent", "dead")
    with closing(sqlite3.connect(path)) as connection:
        for number, state in enumerate(states, 1):
            connection.execute("UPDATE outbox SET state = ? WHERE id = ?", (state, number))
        connection.commit()
    copies.doubt_messages(str(path))
    with closing(sqlite3.connect(path)) as connection:
        found = dict(connection.execute("SELECT state, repeated FROM outbox"))
    assert found == {"queued": 1, "leased": 1, "failed": 1, "sent": 0, "dead": 0}


def test_a_file_from_before_there_were_messages_has_none_in_doubt(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        to_schema(connection, 14)
        connection.commit()
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchone()
    before = path.read_bytes()
    copies.doubt_messages(str(path))
    assert path.read_bytes() == before
