"""One command's connection to the desk's file: what it refuses, how it waits, and what a transaction leaves behind."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from older_store import to_schema

from aduan_cli.errors import StoreError
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.store.sqlite.desk_mark import DamagedError
from aduan_cli.store.sqlite.migrations import SCHEMA
from aduan_cli.stored import Rest

COUNT = "SELECT count(*) FROM desk"
ADD = "INSERT INTO desk VALUES (?, 'r1')"

Open = Callable[..., Connection]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "aduan.db"


@pytest.fixture
def opened(path: Path) -> Iterator[Open]:
    """Return what opens the file; all are closed."""
    made: list[Connection] = []

    def opened(
        wait: float = 0.05, when_locked: Callable[[], bool] | None = None, where: str | None = None
    ) -> Connection:
        made.append(Connection(where or str(path), wait, when_locked, None))
        return made[-1]

    yield opened
    for one in made:
        one.close()


def count(connection: sqlite3.Connection) -> int:
    """Return how many folders there are."""
    return int(connection.execute(COUNT).fetchone()[0])


def add(folder: str) -> Callable[[sqlite3.Connection], Any]:
    """Return what writes a folder."""
    return lambda connection: connection.execute(ADD, (folder,))


class TestNothingYet:
    def test_reading_makes_no_file_and_finds_what_is_said_to_be_nothing(self, opened: Open, path: Path) -> None:
        one = opened()
        assert one.read(count, -1) == -1
        assert list(one.rows(lambda c: c.execute("SELECT folder FROM desk"))) == []
        assert not path.exists()

    def test_an_empty_file_is_nothing_too_until_somebody_writes(self, opened: Open, path: Path) -> None:
        """Somebody's `touch`, or a first command that was killed before its tables."""
        path.touch()
        one = opened()
        assert one.read(count, -1) == -1
        assert path.stat().st_size == 0
        one.write(add("/srv/meja"))
        assert one.read(count, -1) == 1

    def test_what_is_asked_of_a_store_that_was_never_there_is_refused(self, opened: Open, path: Path) -> None:
        with pytest.raises(StoreError, match=r"aduan\.db: there is no such file, so nothing can be verified"):
            opened().there(1)
        path.touch()
        with pytest.raises(StoreError, match=r"aduan\.db: nothing was ever stored in it"):
            opened().there(1)
        one = opened()
        one.write(add("/srv/meja"))
        assert one.there(7) == 7


class TestTransactions:
    def test_what_raises_leaves_nothing_and_the_next_one_works(self, opened: Open) -> None:
        one = opened()
        one.write(add("/srv/satu"))

        def half(connection: sqlite3.Connection) -> None:
            connection.execute(ADD, ("/srv/dua",))
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            one.write(half)
        assert one.read(count, -1) == 1
        one.write(add("/srv/tiga"))
        assert one.read(count, -1) == 2

    def test_a_broken_promise_of_the_tables_is_told_in_a_sentence_with_the_file(self, opened: Open) -> None:
        one = opened()
        one.write(add("/srv/meja"))
        with pytest.raises(StoreError, match=r"aduan\.db: UNIQUE constraint failed: desk\.folder"):
            one.write(add("/srv/meja"))
        assert one.read(count, -1) == 1

    def test_a_row_that_belongs_to_nothing_is_not_taken(self, opened: Open) -> None:
        with pytest.raises(StoreError, match="FOREIGN KEY constraint failed"):
            opened().write(lambda c: c.execute("INSERT INTO link VALUES (1, 2)"))

    def test_modes_are_put_right_before_the_first_step_also_of_who_has_read(self, opened: Open, path: Path) -> None:
        """Reading leaves them; then nobody else may read what is stored."""
        opened().write(add("/srv/satu"))
        path.chmod(0o644)
        one = opened()
        assert one.read(count, -1) == 1
        assert path.stat().st_mode & 0o777 == 0o644
        one.write(add("/srv/dua"))
        assert path.stat().st_mode & 0o777 == 0o600

    def test_a_reader_sees_what_others_store_between_its_questions(self, opened: Open) -> None:
        reader, writer = opened(), opened()
        writer.write(add("/srv/satu"))
        assert reader.read(count, -1) == 1
        writer.write(add("/srv/dua"))
        assert reader.read(count, -1) == 2

    def test_rows_that_nobody_reads_to_their_end_hold_nothing_up(self, opened: Open) -> None:
        """A pager that is closed."""
        one, other = opened(), opened()
        for number in range(3):
            one.write(add(f"/srv/{number}"))
        rows = one.rows(lambda c: c.execute("SELECT folder FROM desk ORDER BY folder"))
        assert next(rows) == ("/srv/0",)
        rows.close()
        other.write(add("/srv/9"))
        assert one.read(count, -1) == 4


class TestLocked:
    @pytest.fixture
    def holder(self, opened: Open, path: Path) -> Iterator[sqlite3.Connection]:
        """Return another program that writes, and doesn't end."""
        opened().write(add("/srv/meja"))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield other

    def test_after_the_wait_it_is_told_for_how_long(self, opened: Open, holder: sqlite3.Connection) -> None:
        with pytest.raises(StoreError, match="another program has held it locked for 0 seconds; try again"):
            opened().write(add("/srv/lain"))
        with pytest.raises(StoreError, match="locked for 1 seconds"):
            opened(wait=0.6).write(add("/srv/lain"))

    def test_reading_waits_for_nobody(self, opened: Open, holder: sqlite3.Connection) -> None:
        assert opened().read(count, -1) == 1

    def test_who_can_say_what_holds_it_is_asked_once_and_it_is_tried_again(
        self, opened: Open, holder: sqlite3.Connection
    ) -> None:
        """A child of units' code that hangs: once it is ended the step goes on."""
        asked: list[int] = []

        def end_it() -> bool:
            asked.append(1)
            holder.execute("ROLLBACK")
            return True

        one = opened(when_locked=end_it)
        one.write(add("/srv/lain"))
        assert (one.read(count, -1), asked) == (2, [1])

    def test_where_nothing_was_done_about_it_it_is_told(self, opened: Open, holder: sqlite3.Connection) -> None:
        asked: list[int] = []
        one = opened(when_locked=lambda: bool(asked.append(1)))
        with pytest.raises(StoreError, match="held it locked"):
            one.write(add("/srv/lain"))
        assert asked == [1]


class TestRefused:
    def test_a_newer_file_is_left_alone(self, opened: Open, path: Path) -> None:
        opened().write(add("/srv/meja"))
        with closing(sqlite3.connect(path)) as other:
            other.execute(f"PRAGMA user_version = {SCHEMA + 3}")
        known = path.read_bytes()
        for ask in (lambda one: one.read(count, -1), lambda one: one.write(add("/srv/lain"))):
            with pytest.raises(StoreError, match=rf"made by a newer aduan \(schema {SCHEMA + 3}, known: {SCHEMA}\)"):
                ask(opened())
        assert path.read_bytes() == known

    def test_the_tables_of_another_program_are_left_alone(self, opened: Open, path: Path) -> None:
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE catatan (isi TEXT)")
        known = path.read_bytes()
        for ask in (lambda one: one.read(count, -1), lambda one: one.write(add("/srv/lain"))):
            with pytest.raises(StoreError, match="a database of another program; nothing was changed"):
                ask(opened())
        assert path.read_bytes() == known

    @pytest.mark.parametrize("content", [b"bukan basis data " * 300, b"SQLite format 3\0" + b"\xff" * 5_000])
    def test_what_is_no_database_is_damaged(self, opened: Open, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        with pytest.raises(
            DamagedError, match="restore a backup beside it, or, if there is none: aduan desk begin-anew"
        ):
            opened().read(count, -1)
        assert path.read_bytes() == content

    def test_an_sqlite_that_is_too_old_is_told(self, opened: Open, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path.touch()
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 9))
        with pytest.raises(StoreError, match=r"is too old; 3\.37 or newer is needed"):
            opened().write(add("/srv/meja"))

    def test_a_folder_in_the_place_of_the_file_is_none(self, opened: Open, path: Path) -> None:
        path.mkdir()
        with pytest.raises(StoreError, match="it is not a file"):
            opened().read(count, -1)


class TestOlder:
    @pytest.fixture
    def older(self, opened: Open, path: Path) -> Path:
        """Return a file of an older schema."""
        opened().write(add("/srv/meja"))
        with closing(sqlite3.connect(path)) as other:
            to_schema(other, SCHEMA - 1)
            other.commit()
        return path

    def test_reading_leaves_it_as_it_is_and_writing_brings_it_up(self, opened: Open, older: Path) -> None:
        def schema() -> int:
            with closing(sqlite3.connect(older)) as other:
                return int(other.execute("PRAGMA user_version").fetchone()[0])

        one = opened()
        assert one.read(count, -1) == 1
        assert schema() == SCHEMA - 1
        one.write(add("/srv/lain"))
        assert schema() == SCHEMA
        assert one.read(count, -1) == 2

    def test_where_nothing_can_be_written_it_is_read_all_the_same(self, opened: Open, older: Path) -> None:
        assert opened(where=f"file:{older}?mode=ro").read(count, -1) == 1
        with pytest.raises(StoreError, match="use it once where it can be written, then it can be read here"):
            opened(where=f"file:{older}?mode=ro").write(add("/srv/lain"))


class TestGoneWhileOpen:
    @pytest.mark.parametrize("harm", [Path.unlink, lambda path: os.truncate(path, 0)], ids=["removed", "emptied"])
    def test_no_step_counts_as_stored_in_a_file_that_has_no_name_any_more(
        self, opened: Open, path: Path, harm: Callable[[Path], object]
    ) -> None:
        one = opened()
        one.write(add("/srv/satu"))
        harm(path)
        with pytest.raises(StoreError):
            one.write(add("/srv/dua"))

    def test_another_file_with_its_name_is_told_as_well(self, opened: Open, path: Path, tmp_path: Path) -> None:
        one, other = opened(), opened(where=str(tmp_path / "lain.db"))
        one.write(add("/srv/satu"))
        other.write(add("/srv/lain"))
        other.close()
        (tmp_path / "lain.db").replace(path)
        with pytest.raises(StoreError, match="removed, emptied or exchanged while it was in use"):
            one.write(add("/srv/dua"))

    def test_a_drive_that_goes_between_reading_and_writing_is_told_in_a_sentence(
        self, opened: Open, tmp_path: Path
    ) -> None:
        """As every command does: it looks which rules are in force, and then it stores."""
        (tmp_path / "drive").mkdir()
        where = str(tmp_path / "drive" / "aduan.db")
        first = opened(where=where)
        first.write(add("/srv/satu"))
        first.close()
        one = opened(where=where)
        assert one.read(count, -1) == 1
        shutil.rmtree(tmp_path / "drive")
        with pytest.raises(StoreError, match=r"drive/aduan\.db: "):
            one.write(add("/srv/dua"))
        assert not (tmp_path / "drive").exists()


class TestRest:
    def test_it_is_the_same_until_somebody_asks_again(self, opened: Open) -> None:
        one = opened()
        one.write(add("/srv/meja"))
        first = one.rest()
        assert first == Rest(True, None)
        assert one.rest() is first
        one.read(count, -1)
        assert one.rest() is not first

    def test_it_is_one_file_and_closed(self, opened: Open, path: Path) -> None:
        """What the code of units meets is one file; nothing of ours holds a lock."""
        one = opened()
        one.write(add("/srv/meja"))
        assert path.with_name("aduan.db-wal").exists()
        one.rest()
        assert [each.name for each in path.parent.iterdir()] == ["aduan.db"]

    def test_what_others_still_read_keeps_it_from_being_whole(self, opened: Open, path: Path) -> None:
        one = opened()
        one.write(add("/srv/satu"))
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute(COUNT).fetchone()
            one.write(add("/srv/dua"))
            assert one.rest().whole is False
            reader.execute("COMMIT")
        assert opened().rest().whole is True

    def test_a_store_that_cannot_be_read_is_not_whole_and_nothing_is_raised(self, opened: Open, path: Path) -> None:
        """The store says so itself as soon as it is needed."""
        assert opened().rest() == Rest(False, None)
        path.write_bytes(b"bukan basis data " * 300)
        assert opened().rest() == Rest(False, None)


def test_many_steps_get_more_memory_and_a_longer_log_once(opened: Open) -> None:
    one = opened()
    one.prepare_bulk()
    assert one.read(lambda c: c.execute("PRAGMA cache_size").fetchone(), None) == (-64_000,)
    one.write(lambda c: c.execute("PRAGMA cache_size = -5"))
    one.prepare_bulk()
    assert one.read(lambda c: c.execute("PRAGMA cache_size").fetchone(), None) == (-5,), "it is done already"
    one.close()
    assert one.read(lambda c: c.execute("PRAGMA wal_autocheckpoint").fetchone(), None) == (4_000,), (
        "also when opened anew"
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("attempt to write a readonly database", "it can't be written: read-only"),
        ("database or disk is full", "the disk (or the space allowed) is full; nothing of this step was stored"),
        ("disk I/O error", "reading or writing failed (disk I/O); nothing of this step was stored"),
        ("database table is locked", "another program has held it locked for 0 seconds; try again"),
        ("no such column: x", "no such column: x"),
    ],
)
def test_what_sqlite_says_is_told_as_people_need_it(opened: Open, path: Path, said: str, told: str) -> None:
    one = opened()
    one.write(add("/srv/meja"))

    def fails(_connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError(said)

    with pytest.raises(StoreError) as caught:
        one.write(fails)
    assert str(caught.value) == f"{path}: {told}"
    assert one.read(count, -1) == 1


def test_when_the_disk_fails_at_the_very_end_nobody_knows_and_it_is_said(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be there: who repeats it blindly would have it twice."""

    class Failing(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql == "COMMIT":
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute(sql, *values)

    one = opened()
    one.write(add("/srv/satu"))
    one.close()
    made = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: made(*given, **{**more, "factory": Failing}))
    with pytest.raises(StoreError, match="look whether this step was stored before you repeat it"):
        one.write(add("/srv/dua"))
    monkeypatch.undo()
    one.close()
    assert one.read(count, -1) == 1
