"""The desk's history can't be changed without it being seen, and a person can be erased from it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from forging import without_triggers

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.errors import StoreError
from aduan_cli.ports import Query
from aduan_cli.store.common.verify import Break
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call, varied
from steps import change, changed, take

CALLS = 12
PERSON: dict[str, Any] = {
    "text": "Zulkarnaen melaporkan pohon beringinraksasa tumbang",
    "answer": "sudah kami sampaikan kepada Zulkarnaen",
    "answers": {"plat nomor": "B1234QQQ"},
    "address": "Gang Kenangamanis Nomor Delapanbelas",
    "caller_name": "Zulkarnaen Hidayatullah",
    "caller_phone": "+6281200007788",
    "phone_original": "0812-0000-7788",
    "caller_address": "Perumahan Bintangkejora Blok Qwerty",
    "caller_kecamatan": "Rawakalong",
    "caller_kelurahan": "Bojongsempit",
    "fields": {"CATATAN": "Zulkarnaen minta dihubungi"},
}
TRACES = (
    "Zulkarnaen", "beringinraksasa", "B1234QQQ", "Kenangamanis", "Delapanbelas", "Hidayatullah", "81200007788",
    "0000-7788", "Bintangkejora", "Qwerty", "Rawakalong", "Bojongsempit", "dihubungi",
)  # fmt: skip


def edit(store: SqliteStore, complaint: Complaint, at: int, type_: str = "edited", **columns: Any) -> None:
    """Change a complaint through the store, whatever its version is by now."""
    now = next(c for c in store.find(Query()) if c.id == complaint.id)
    change(store, [changed(now, columns, type_, "rina", at, {"what": sorted(columns)})])


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk's file with calls, changes, a note without columns and an event of the desk itself."""
    place = tmp_path_factory.mktemp("prepared") / "aduan.db"
    store = SqliteStore(str(place))
    calls = [varied(number) for number in range(CALLS)]
    for complaint in calls:
        take(store, [complaint])
    edit(store, calls[2], MORNING + 100, unit="bpbd")
    edit(store, calls[3], MORNING + 101, text="diperbaiki", caller_name="Siti Contoh")
    edit(store, calls[2], MORNING + 102, "noted")
    store.note_event("revealed", "rina", MORNING + 103, {"count": 3})
    edit(store, calls[5], MORNING + 104, status="closed")
    edit(store, calls[5], MORNING + 105, "noted")
    assert store.breaks() == []
    store.close()
    return place


@pytest.fixture
def path(prepared: Path, tmp_path: Path) -> Path:
    """Return a copy of the prepared file, for one test to spoil."""
    return Path(shutil.copy(prepared, tmp_path / "aduan.db"))


EVENTS = CALLS + 6


def attack(path: Path, *statements: str) -> list[Break]:
    """Do to the file what somebody who has it can do, then verify."""
    connection = sqlite3.connect(path)
    with without_triggers(connection):
        for statement in statements:
            assert connection.execute(statement).rowcount == 1
    connection.commit()
    connection.close()
    store = SqliteStore(str(path))
    found = store.breaks()
    store.close()
    return found


def test_the_untouched_chain_verifies_and_has_every_event(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*), max(id) FROM event").fetchone() == (EVENTS, EVENTS)
    assert connection.execute("SELECT count(DISTINCT hash) FROM event").fetchone() == (EVENTS,)
    connection.close()
    assert attack(path) == []


@pytest.mark.parametrize("number", [1, 4, CALLS + 1, CALLS + 2, CALLS + 4, EVENTS])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", "replace(body, '\"at\":1', '\"at\":2')"),
        ("body", "'{}'"),
        ("body", "'no JSON'"),
        ("body", "body || ' '"),
        ("hash", "randomblob(32)"),
        ("hash", "x''"),
        ("complaint_id", "CASE complaint_id WHEN 1 THEN 2 ELSE 1 END"),
        ("complaint_id", "CASE WHEN complaint_id IS NULL THEN 7 END"),
        ("private", '\'{"text":"lain"}\''),
        ("private", "CASE WHEN private IS NULL THEN '{}' END"),
        ("salt", "randomblob(16)"),
        ("salt", "CASE WHEN salt IS NULL THEN x'00' END"),
        ("id", "id + 1000"),
    ],
)
def test_a_change_of_any_column_of_any_event_is_found_there(path: Path, number: int, column: str, value: str) -> None:
    found = attack(path, f"UPDATE event SET {column} = {value} WHERE id = {number}")
    assert found
    assert min(found).event == number


@pytest.mark.parametrize("number", [1, 2, CALLS, CALLS + 4, EVENTS - 1, EVENTS])
def test_a_deleted_event_is_missed_where_it_was(path: Path, number: int) -> None:
    found = attack(path, f"DELETE FROM event WHERE id = {number}")
    assert min(found).event == number
    assert (number, "an event is missing") in found


@pytest.mark.parametrize(("first", "second"), [(1, 2), (4, 9), (CALLS + 1, CALLS + 3), (EVENTS - 1, EVENTS)])
def test_two_events_that_changed_places_are_found(path: Path, first: int, second: int) -> None:
    swap = [f"UPDATE event SET id = {to} WHERE id = {at}" for at, to in ((first, 0), (second, first), (0, second))]
    assert min(attack(path, *swap)).event == first


def test_words_taken_away_without_an_erasure_are_found(path: Path) -> None:
    found = attack(path, "UPDATE event SET private = NULL, salt = NULL WHERE id = 4")
    assert [at.event for at in found] == [4]


def test_a_forged_event_at_the_end_is_found(path: Path) -> None:
    copy = "INSERT INTO event (complaint_id, body, private, salt, hash)"
    found = attack(path, f"{copy} SELECT complaint_id, body, private, salt, hash FROM event WHERE id = 3")
    assert min(found).event == EVENTS + 1


def test_the_store_itself_can_neither_change_nor_delete_an_event(path: Path) -> None:
    connection = sqlite3.connect(path)
    for statement in ("UPDATE event SET body = '{}'", "UPDATE event SET hash = x'00'", "DELETE FROM event"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


# -- erasing


@pytest.fixture
def erased(path: Path) -> Iterator[tuple[SqliteStore, Path]]:
    """Return a store in which a person was logged, corrected, listed and then erased."""
    store = SqliteStore(str(path))
    person = call(**PERSON)
    take(store, [person, call(text="pohon tumbang di taman", caller_phone="+6281200000005")])
    edit(store, person, MORNING + 200, text="Zulkarnaen Hidayatullah menunggu", caller_phone="+6281200007788")
    edit(store, person, MORNING + 201, text=PERSON["text"])
    before = snapshot(path, person.id)
    assert all(trace in everything(path) for trace in TRACES)
    now = next(c for c in store.find(Query()) if c.id == person.id)
    store.erase(now.ticket, "rina", MORNING + 300)
    assert snapshot(path, person.id) == before
    yield store, path
    store.close()


def everything(path: Path) -> str:
    """Return all bytes of the desk's files, free pages and the write-ahead log included."""
    return "".join(part.read_bytes().decode("latin-1") for part in sorted(path.parent.glob("aduan.db*")))


def snapshot(path: Path, but: int) -> dict[str, list[Any]]:
    """Return the rows of every table that do not belong to one complaint."""
    connection = sqlite3.connect(path)
    owners = {"complaint": "id", "event": "complaint_id", "assignment": "complaint_id", "phone": "complaint_id"}
    rows = {
        table: connection.execute(f"SELECT * FROM {table} WHERE {owner} IS NOT ? ORDER BY 1, 2, 3", (but,)).fetchall()
        for table, owner in owners.items()
    }
    rows["days"] = connection.execute("SELECT * FROM ticket_day").fetchall()
    connection.close()
    return rows


def test_an_erased_person_is_nowhere_in_the_bytes_of_the_files(erased: tuple[SqliteStore, Path]) -> None:
    # The search index folds and shortens words, so folded remains are looked for as well.
    _store, path = erased
    bytes_ = everything(path)
    left = [trace for trace in TRACES for form in {trace, trace.lower(), trace.lower()[3:]} if form in bytes_]
    assert left == []
    assert "pohon tumbang di taman" in bytes_


def test_the_chain_verifies_after_an_erasure_and_says_who_erased(erased: tuple[SqliteStore, Path]) -> None:
    store, _path = erased
    assert store.breaks() == []
    person = next(c for c in store.find(Query()) if c.text == "")
    history = store.events(person)
    assert [event.type for event in history] == ["logged", "edited", "edited", "erased"]
    assert (history[-1].actor, history[-1].at) == ("rina", MORNING + 300)
    assert all(event.private is None for event in history)


def test_an_erased_complaint_keeps_its_ticket_and_decision_but_is_found_by_no_word_or_phone(
    erased: tuple[SqliteStore, Path],
) -> None:
    store, _path = erased
    person = next(c for c in store.find(Query()) if c.text == "")
    assert (person.unit, person.status, person.category) == ("dlh", "routed", "sampah")
    assert all(not getattr(person, name) for name in PERSON)
    assert list(store.search("beringinraksasa", None)) == []
    assert [found.text for found in store.search("pohon", None)] == ["pohon tumbang di taman"]
    assert store.count(Query((("phone", ("+6281200007788",)),))) == 0


def test_after_an_erasure_a_change_of_the_erased_events_is_still_found(erased: tuple[SqliteStore, Path]) -> None:
    store, path = erased
    store.close()
    first = EVENTS + 1
    found = attack(path, f"UPDATE event SET body = replace(body, 'dlh', 'bpbd') WHERE id = {first}")
    assert min(found).event == first


def test_words_put_back_after_an_erasure_are_found(erased: tuple[SqliteStore, Path]) -> None:
    store, path = erased
    store.close()
    found = attack(path, f"UPDATE event SET private = '{{\"text\":\"x\"}}', salt = x'00' WHERE id = {EVENTS + 1}")
    assert [at.event for at in found] == [EVENTS + 1]


def test_erasing_says_so_when_a_reader_keeps_the_old_pages(path: Path) -> None:
    store = SqliteStore(str(path), wait=0.05)
    take(store, [call(**PERSON)])
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM complaint").fetchone()
    person = next(store.find(Query((("phone", ("+6281200007788",)),))))
    with pytest.raises(StoreError, match="still reads"):
        store.erase(person.ticket, "rina", MORNING)
    reader.close()
    store.erase(person.ticket, "rina", MORNING + 1)
    assert not [trace for trace in TRACES if trace in everything(path)]
    assert store.breaks() == []
    store.close()


# -- the same secret twice


def test_equal_words_have_different_digests(tmp_path: Path) -> None:
    """Nobody can find out by trying phone numbers who was erased: each digest has its own salt."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    take(store, [call(**PERSON) for _each in range(3)])
    store.close()
    connection = sqlite3.connect(tmp_path / "aduan.db")
    salts = connection.execute("SELECT DISTINCT salt, length(salt) FROM event").fetchall()
    bodies = connection.execute("SELECT body FROM event").fetchall()
    connection.close()
    assert [length for _salt, length in salts] == [16, 16, 16]
    assert len({body.partition('"private":')[2][:66] for (body,) in bodies}) == 3
