"""A desk that had data takes no lost, emptied, exchanged or older file for a new desk, and gives no ticket twice."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from older_store import to_second_schema

from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.modes import file_of
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.store.sqlite.desk_mark import DAYS, LostError, Mark, MarkFile
from invented import DAY, MORNING, assert_sound, call
from steps import take


class Desk:
    """A folder whose store is remembered; each `store` is that of another command."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "aduan.db"
        self.warned: list[str] = []

    def store(self, path: str | None = None) -> SqliteStore:
        where = path or str(self.file)
        return SqliteStore(where, memory=MarkFile(str(self.folder), where, self.warned.append))

    def take(self, *at: int) -> list[str]:
        store = self.store()
        tickets = [taken.ticket for taken in take(store, [call(moment) for moment in at or (MORNING,)])]
        store.close()
        return tickets

    def copy(self, name: str = "backup.db") -> Path:
        source, target = sqlite3.connect(self.file), sqlite3.connect(self.folder / name)
        source.backup(target)
        source.close()
        target.close()
        return self.folder / name

    def remove(self) -> None:
        for part in self.folder.glob("aduan.db*"):
            part.unlink()

    def put_back(self, backup: Path) -> None:
        self.remove()
        shutil.copy(backup, self.file)

    def desk_events(self) -> list[dict[str, Any]]:
        connection = sqlite3.connect(self.file)
        rows = connection.execute("SELECT body, private FROM event WHERE complaint_id IS NULL ORDER BY id").fetchall()
        connection.close()
        return [{**json.loads(body), **json.loads(private or "{}")} for body, private in rows]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def without_tables(desk: Desk) -> None:
    desk.remove()
    connection = sqlite3.connect(desk.file)
    connection.execute("PRAGMA user_version = 0")
    connection.execute("VACUUM")
    connection.close()


def emptied(desk: Desk) -> None:
    os.truncate(desk.file, 0)


def moved(desk: Desk) -> None:
    desk.file.rename(desk.folder / "elsewhere.db")


def exchanged(desk: Desk) -> None:
    desk.remove()
    other = SqliteStore(str(desk.file))
    take(other, [call()])
    other.close()


LOSSES: dict[str, tuple[Callable[[Desk], None], str]] = {
    "removed": (Desk.remove, "it is gone"),
    "moved": (moved, "it is gone"),
    "emptied": (emptied, "it is empty"),
    "without tables": (without_tables, "it is empty"),
    "exchanged": (exchanged, "it is another store"),
}


@pytest.mark.parametrize("how", LOSSES)
def test_a_lost_store_is_refused_by_every_verb(desk: Desk, how: str) -> None:
    """Reading and writing, the first verb of a command and those after it; nothing is made in its place."""
    desk.take()
    lose, said = LOSSES[how]
    lose(desk)
    before = {path.name: path.read_bytes() for path in desk.folder.glob("aduan.db*")}
    store = desk.store()
    verbs: list[Callable[[], Any]] = [
        lambda: store.count(Query()),
        lambda: list(store.find(Query())),
        store.last_revision,
        lambda: take(store, [call()]),
        lambda: store.foresee([call()]),
        lambda: store.note_event("x", None, MORNING, {}),
    ]
    for verb in verbs + verbs:
        with pytest.raises(LostError, match=rf"aduan\.db: {said}.*begin-anew"):
            verb()
    store.close()
    assert {path.name: path.read_bytes() for path in desk.folder.glob("aduan.db*")} == before


@pytest.mark.parametrize("how", LOSSES)
def test_beginning_anew_gives_no_ticket_twice(desk: Desk, how: str) -> None:
    """Its first event says who, why and after what; numbers go on behind those that were given, on each day."""
    desk.take(MORNING, MORNING, MORNING - DAY)
    before = desk.store()._memory.mark()  # type: ignore[union-attr]
    LOSSES[how][0](desk)
    old = 1 if how == "exchanged" else 0
    store = desk.store()
    left = store.begin_anew("disk rusak", "rina", MORNING + 60)
    assert [Path(name).name[:14] for name in left] == (
        ["aduan.db.lost-"] if how in ("emptied", "without tables") else []
    )
    assert all(Path(name).exists() for name in left)
    store.close()
    said = [event for event in desk.desk_events() if event["type"] == "store_begun_anew"]
    assert [(event["actor"], event["at"], event["reason"]) for event in said] == [("rina", MORNING + 60, "disk rusak")]
    assert said[0]["data"] == {"store": before.store, "event": before.event, "hash": before.hash}
    assert [ticket[4:15] for ticket in desk.take(MORNING, MORNING - DAY)] == ["251124-0003", "251123-0002"]
    assert desk.store().count(Query()) == 2 + old
    assert desk.store().breaks() == []
    assert desk.warned == []


def test_the_first_event_of_a_new_store_is_that_it_began_anew(desk: Desk) -> None:
    desk.take()
    desk.remove()
    store = desk.store()
    store.begin_anew("disk rusak", "rina", MORNING)
    store.close()
    connection = sqlite3.connect(desk.file)
    (body,) = connection.execute("SELECT body FROM event WHERE id = 1").fetchone()
    connection.close()
    assert json.loads(body)["type"] == "store_begun_anew"


def test_what_is_not_lost_is_not_begun_anew(desk: Desk) -> None:
    """A desk that knows of no data, and one whose data are there."""
    for _each in range(2):
        with pytest.raises(NotAllowedError, match="nothing is lost"):
            desk.store().begin_anew("x", None, MORNING)
        desk.take()
    assert len(desk.take(MORNING)) == 1
    assert desk.store().count(Query()) == 3


def test_an_older_state_put_back_is_told_once_and_gives_no_ticket_twice(desk: Desk) -> None:
    """Nothing stops; the next write records it and skips what was given since, then it is as before."""
    desk.take(MORNING)
    backup = desk.copy()
    assert [ticket[4:15] for ticket in desk.take(MORNING, MORNING, MORNING - DAY)] == [
        "251124-0002", "251124-0003", "251123-0001",
    ]  # fmt: skip
    desk.put_back(backup)
    store = desk.store()
    assert (store.count(Query()), store.count(Query())) == (1, 1)
    store.close()
    assert len(desk.warned) == 1
    assert "an older state" in desk.warned[0]
    assert [ticket[4:15] for ticket in desk.take(MORNING, MORNING - DAY)] == ["251124-0004", "251123-0002"]
    assert len(desk.warned) == 2
    assert desk.take(MORNING)[0][4:15] == "251124-0005"
    assert len(desk.warned) == 2
    skipped = [event["data"] for event in desk.desk_events() if event["type"] == "numbers_skipped"]
    assert skipped == [{"day": 20251123, "after": 0, "past": 1}, {"day": 20251124, "after": 1, "past": 3}]
    assert next(event["type"] for event in desk.desk_events()) == "store_older"
    assert desk.store().breaks() == []


def test_an_older_state_that_somebody_wrote_to_elsewhere_is_told_too(desk: Desk) -> None:
    """Its chain is as long as the one that was seen, but another."""
    desk.take(MORNING)
    backup = desk.copy()
    desk.take(MORNING, MORNING)
    elsewhere = SqliteStore(str(backup))
    take(elsewhere, [call(MORNING, text="lain")] * 1)
    take(elsewhere, [call(MORNING, text="lain lagi")])
    elsewhere.close()
    desk.put_back(backup)
    assert desk.take(MORNING)[0][4:15] == "251124-0004"
    assert len(desk.warned) == 1


def test_a_desk_without_its_memory_does_without(desk: Desk) -> None:
    """`.aduan` may be removed at any time, or be in the way: then nothing is known, and nothing stops."""
    desk.take()
    shutil.rmtree(desk.folder / ".aduan")
    assert desk.store().count(Query()) == 1
    (desk.folder / ".aduan").write_text("in the way")
    desk.take()
    (desk.folder / ".aduan").unlink()
    desk.take()
    assert desk.store()._memory.mark() is not None  # type: ignore[union-attr]


@pytest.mark.parametrize("damage", ["", "{}", "[1]", '{"format":1', "00000000 {}", "\x00" * 50, "9" * 70_000])
def test_a_damaged_memory_stops_nothing_beside_a_store(desk: Desk, damage: str) -> None:
    desk.take()
    (desk.folder / ".aduan" / "store.json").write_text(damage)
    assert desk.store().count(Query()) == 1
    assert desk.take()[0][4:15] == "251124-0002"
    assert desk.warned == []


def appended(desk: Desk) -> None:
    with (desk.folder / ".aduan" / "store.json").open("a") as file:
        file.write("x")


def of_everyone(desk: Desk) -> None:
    (desk.folder / ".aduan" / "store.json").chmod(0o666)


def in_a_folder_of_everyone(desk: Desk) -> None:
    desk.folder.chmod(0o777)


def in_a_folder_of_a_group(desk: Desk) -> None:
    """Root looks into a desk that another user lets a group of his write, without `desk share`."""
    os.chown(desk.folder, 4321, 4322)
    desk.folder.chmod(0o775)


def a_link(desk: Desk) -> None:
    mark = desk.folder / ".aduan" / "store.json"
    mark.rename(desk.folder / "other.json")
    mark.symlink_to(desk.folder / "other.json")


DOUBTS = [appended, of_everyone, in_a_folder_of_everyone, in_a_folder_of_a_group, a_link]


@pytest.mark.parametrize("lose", [Desk.remove, emptied])
@pytest.mark.parametrize("doubt", DOUBTS)
def test_a_mark_that_cannot_be_believed_says_that_there_was_a_store(
    desk: Desk, doubt: Callable[[Desk], None], lose: Callable[[Desk], None]
) -> None:
    """Without a store no verb begins one in silence; beginning anew does, and says that numbers are not known."""
    if doubt is in_a_folder_of_a_group and os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    desk.take()
    doubt(desk)
    assert desk.store().count(Query()) == 1
    lose(desk)
    for verb in (lambda store: store.count(Query()), lambda store: take(store, [call()])):
        with pytest.raises(LostError, match=r"can't be believed: .*begin-anew"):
            verb(desk.store())
    store = desk.store()
    store.begin_anew("disk rusak", "rina", MORNING)
    assert "is not remembered" in desk.warned[0]
    assert take(store, [call()])[0].ticket[4:15] == "251124-0001"
    store.close()
    assert [event["data"] for event in desk.desk_events() if event["type"] == "store_begun_anew"] == [{}]


def test_a_mark_that_cannot_be_written_is_told_once(desk: Desk) -> None:
    """Calls are taken all the same; the loss of the data would not be noticed."""
    (desk.folder / ".aduan").write_text("in the way")
    store = desk.store()
    for _each in range(3):
        take(store, [call()])
    assert ["can't remember its data" in sentence for sentence in desk.warned] == [True]


def test_an_older_state_is_recorded_once_by_commands_at_once(desk: Desk) -> None:
    """Each has seen it before the first has written."""
    desk.take()
    backup = desk.copy()
    desk.take(MORNING, MORNING)
    desk.put_back(backup)
    stores = [desk.store() for _each in range(4)]
    for store in stores:
        assert store.count(Query()) == 1
    given_ = [take(store, [call()])[0].ticket[4:15] for store in stores]
    assert given_ == [f"251124-000{number}" for number in (4, 5, 6, 7)]
    for store in stores:
        store.close()
    assert [event["type"] for event in desk.desk_events()] == ["store_older", "numbers_skipped"]


def test_an_older_state_is_recorded_once_where_the_mark_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark that can be read and not written is behind for ever."""
    desk.take()
    backup = desk.copy()
    desk.take(MORNING, MORNING)
    desk.put_back(backup)

    def unwritable(*_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("aduan_cli.store.sqlite.desk_mark.write", unwritable)
    for _each in range(3):
        desk.take()
    assert [event["type"] for event in desk.desk_events()] == ["store_older", "numbers_skipped"]
    assert sum("an older state" in sentence for sentence in desk.warned) == 1


def test_links_to_a_store_lead_to_its_mark(desk: Desk, tmp_path: Path) -> None:
    """By a link to the desk, or to the file; the desk's own that is a link is known once that is removed."""
    desk.take()
    (tmp_path / "there").symlink_to(desk.folder)
    (tmp_path / "file.db").symlink_to(desk.file)
    desk.remove()
    for path in (tmp_path / "there" / "aduan.db", tmp_path / "file.db"):
        with pytest.raises(LostError, match="it is gone"):
            take(desk.store(str(path)), [call()])
    desk.file.symlink_to(tmp_path / "data.db")
    with pytest.raises(LostError, match="it is gone"):
        desk.take()
    assert [path.name for path in (desk.folder / ".aduan").iterdir()] == ["store.json"]


def random_bytes(desk: Desk) -> None:
    desk.file.write_bytes(bytes(range(256)) * 32)


def truncated(desk: Desk) -> None:
    os.truncate(desk.file, desk.file.stat().st_size // 2)


@pytest.mark.parametrize("remembers", [True, False])
@pytest.mark.parametrize("damage", [random_bytes, truncated])
def test_a_damaged_file_is_set_aside(desk: Desk, damage: Callable[[Desk], None], remembers: bool) -> None:
    """It is kept under another name, and what the desk remembers counts: there is a way on without a backup."""
    desk.take(MORNING, MORNING)
    damage(desk)
    if not remembers:
        shutil.rmtree(desk.folder / ".aduan")
    left = desk.file.read_bytes()
    store = desk.store()
    moved_ = store.begin_anew("disk rusak", "rina", MORNING)
    assert [Path(name).read_bytes() for name in moved_] == [left]
    assert take(store, [call()])[0].ticket[4:15] == ("251124-0003" if remembers else "251124-0001")
    assert store.breaks() == []
    store.close()


def test_each_store_of_a_desk_is_remembered_for_itself(desk: Desk, tmp_path: Path) -> None:
    """One that was named once and removed is refused; the desk's own is not touched by it."""
    desk.take()
    other = tmp_path / "other" / "x.db"
    other.parent.mkdir()
    take(desk.store(str(other)), [call()])
    other.unlink()
    with pytest.raises(LostError, match="gone"):
        desk.store(str(other)).count(Query())
    assert desk.store().count(Query()) == 1


def test_a_desk_that_is_moved_knows_its_store(desk: Desk, tmp_path: Path) -> None:
    desk.take()
    desk.folder.rename(tmp_path.parent / "elsewhere")
    there = Desk(tmp_path.parent / "elsewhere")
    there.remove()
    with pytest.raises(LostError, match="it is gone"):
        there.store().count(Query())
    shutil.rmtree(there.folder)


def test_a_file_that_is_removed_while_it_is_open_is_told(desk: Desk) -> None:
    """What goes into a file without a name is lost: no ticket may be printed of it."""
    for replace in (lambda: None, lambda: desk.file.write_bytes(b"")):
        store = desk.store()
        take(store, [call()])
        desk.remove()
        replace()
        with pytest.raises(StoreError, match="removed, emptied or exchanged"):
            take(store, [call()])
        store.close()
        shutil.rmtree(desk.folder / ".aduan")


def test_an_older_backup_of_an_older_version_is_known_again(desk: Desk) -> None:
    """The identity that an upgrade gives is the same in every copy of the same history."""
    plain = SqliteStore(str(desk.file))
    take(plain, [call()])
    plain.close()
    connection = sqlite3.connect(desk.file)
    to_second_schema(connection)
    connection.commit()
    connection.close()
    backup = desk.copy()
    desk.take()
    desk.put_back(backup)
    assert desk.store().count(Query()) == 1
    assert ["an older state" in sentence for sentence in desk.warned] == [True]


def test_the_mark_stays_small(desk: Desk) -> None:
    """It is written with every step: of an import over years it keeps the newest days."""
    store = desk.store()
    take(store, [call(MORNING + number * DAY) for number in range(3 * DAYS)])
    store.close()
    mark = desk.store()._memory.mark()  # type: ignore[union-attr]
    assert isinstance(mark, Mark)
    assert (len(mark.days), max(mark.days)) == (DAYS, 20260522)
    assert (desk.folder / ".aduan" / "store.json").stat().st_size < 2_000
    assert len(assert_sound(desk.file)) == 3 * DAYS


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("aduan.db", "aduan.db"),
        ("file:/a/b%20c.db?mode=ro", "/a/b c.db"),
        ("file:///a/b.db#x", "/a/b.db"),
        ("file://localhost/a/b.db", "/a/b.db"),
        ("file:b.db", "b.db"),
    ],
)
def test_a_uri_means_its_file(path: str, file: str) -> None:
    assert file_of(path) == file


def test_a_uri_of_a_lost_store_is_refused(desk: Desk) -> None:
    desk.take()
    emptied(desk)
    with pytest.raises(LostError, match="it is empty"):
        desk.store(f"file:{desk.file}?mode=ro").count(Query())


@given(steps=st.lists(st.sampled_from(("take", "yesterday", "backup", "restore", "lose", "empty")), max_size=14))
@settings(max_examples=25)
def test_whatever_happens_to_the_file_no_ticket_is_given_twice(steps: list[str]) -> None:
    """Calls are taken, backups made and put back, the file is lost or emptied and begun anew, in any order."""
    with tempfile.TemporaryDirectory() as place:
        desk = Desk(Path(place))
        backup: Path | None = None
        given: list[str] = []
        for step in steps:
            if step in ("take", "yesterday"):
                given += desk.take(MORNING - DAY if step == "yesterday" else MORNING)
            elif not desk.file.exists():
                continue
            elif step == "backup":
                backup = desk.copy()
            elif step == "restore" and backup is not None:
                desk.put_back(backup)
            elif step in ("lose", "empty"):
                desk.remove() if step == "lose" else emptied(desk)
                store = desk.store()
                store.begin_anew("uji", "rina", MORNING)
                store.close()
                backup = None  # of another store
        assert len(set(given)) == len(given)
        if given:
            store = desk.store()
            assert store.breaks() == []
            assert list(store.differences()) == []
            store.close()


def test_who_saw_the_file_before_anything_was_in_it_stores_in_it(desk: Desk) -> None:
    """A colleague has just made it: it is the same one once there is something in it."""
    desk.file.touch()
    store = desk.store()
    assert store.count(Query()) == 0
    assert len(desk.take()) == len(take(store, [call()])) == 1
    store.close()
    assert desk.store().count(Query()) == 2
