"""The mark by which a desk knows its store: what it is called, where it is kept, and which of two counts."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from empty_file import empty_store
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import UsageError
from aduan_cli.files import sealed, unsealed
from aduan_cli.store.sqlite import SqliteStore, desk_mark
from aduan_cli.store.sqlite.desk_mark import (
    DAYS,
    LostError,
    Mark,
    MarkFile,
    check_lasting,
    is_lasting,
    mark_of,
    name_of,
    seen,
)
from aduan_cli.store.sqlite.numbers import skip
from invented import MORNING, call
from steps import take

MARK = Mark("toko", 12, "ab" * 32, {20251124: 7})


class TestNameOf:
    def test_the_desks_own_is_called_by_its_file_however_it_is_reached(self, tmp_path: Path) -> None:
        desk = tmp_path / "meja"
        (desk / "dalam").mkdir(parents=True)
        (tmp_path / "tautan").symlink_to(desk)
        for said in (desk, tmp_path / "tautan"):
            for path in ("meja/aduan.db", "tautan/aduan.db", "meja/./aduan.db", "meja/dalam/../aduan.db"):
                assert name_of(str(said), str(tmp_path / path)) == "aduan.db", path
            assert name_of(str(said), f"file:{desk}/aduan.db?mode=ro") == "aduan.db"

    def test_one_of_another_name_inside_is_relative_and_one_outside_is_not(self, tmp_path: Path) -> None:
        """A desk that is copied with all its files still knows the first, and that the second is somewhere else."""
        desk = tmp_path / "meja"
        (desk / "arsip").mkdir(parents=True)
        assert name_of(str(desk), str(desk / "arsip" / "2024.db")) == "arsip/2024.db"
        assert name_of(str(desk), str(tmp_path / "lain.db")) == str(tmp_path.resolve() / "lain.db")

    def test_a_neighbour_whose_name_begins_alike_is_not_inside(self, tmp_path: Path) -> None:
        (tmp_path / "meja").mkdir()
        (tmp_path / "meja-lama").mkdir()
        name = name_of(str(tmp_path / "meja"), str(tmp_path / "meja-lama" / "x.db"))
        assert name == str(tmp_path.resolve() / "meja-lama" / "x.db")

    def test_a_file_that_is_a_link_elsewhere_is_the_desks_own_all_the_same(self, tmp_path: Path) -> None:
        """By whichever of the two names it is opened; also once the link is gone."""
        desk, data = tmp_path / "meja", tmp_path / "data"
        desk.mkdir()
        data.mkdir()
        (data / "besar.db").touch()
        (desk / "aduan.db").symlink_to(data / "besar.db")
        assert name_of(str(desk), str(desk / "aduan.db")) == "aduan.db"
        assert name_of(str(desk), str(data / "besar.db")) == "aduan.db"
        (desk / "aduan.db").unlink()
        assert name_of(str(desk), str(desk / "aduan.db")) == "aduan.db"

    def test_a_bare_name_is_looked_for_where_the_command_is_given(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert name_of(".", "aduan.db") == "aduan.db"
        assert name_of("/", "aduan.db") == str(tmp_path.resolve() / "aduan.db").lstrip("/")


@pytest.mark.parametrize(
    ("path", "lasts"),
    [
        ("aduan.db", True),
        ("", False),
        (":memory:", False),
        ("file:", False),
        ("file::memory:", False),
        ("file:///data/aduan.db", True),
        ("file://localhost/data/aduan.db", True),
        ("file:aduan.db?mode=ro", True),
        ("file:aduan.db?mode=memory", False),
        ("file:aduan.db?cache=shared&mode=memory#x", False),
        ("file:/aduan?vfs=memdb", False),
        ("file:aduan.db#mode=memory", True),
        ("file:%3Amemory%3A", False),
        ("file:memory.db", True),
    ],
)
def test_what_is_gone_with_the_command_is_told_from_a_file(path: str, lasts: bool) -> None:
    """`--store :memory:` would take a call and give it a ticket that no later command knows."""
    assert is_lasting(path) is lasts
    if lasts:
        check_lasting(path)
    else:
        with pytest.raises(UsageError, match="a file would be right"):
            check_lasting(path)


class Memory:
    """A desk's folder with its mark; each `file` is that of another command."""

    def __init__(self, desk: Path) -> None:
        self.desk, self.told = desk, list[str]()

    def file(self, path: str = "aduan.db") -> MarkFile:
        return MarkFile(str(self.desk), str(self.desk / path), self.told.append)

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in (self.desk / ".aduan").iterdir())


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path)


class TestMarkFile:
    @given(
        store=st.text(max_size=9),
        event=st.integers(0, 2**40),
        days=st.dictionaries(st.integers(20000101, 20991231), st.integers(0, 10**6), max_size=DAYS),
    )
    def test_what_is_kept_is_what_the_next_command_remembers(
        self, tmp_path_factory: pytest.TempPathFactory, store: str, event: int, days: dict[int, int]
    ) -> None:
        desk = Memory(tmp_path_factory.mktemp("desk"))
        mark = Mark(store, event, "cd" * 32, days)
        desk.file().keep(mark, anew=True)
        assert desk.file().mark() == mark
        assert desk.told == []

    def test_it_is_its_owners_alone(self, memory: Memory) -> None:
        before = os.umask(0)
        try:
            memory.file().keep(MARK)
        finally:
            os.umask(before)
        assert stat.S_IMODE((memory.desk / ".aduan" / "store.json").stat().st_mode) == 0o600

    def test_of_two_commands_at_once_the_newer_state_counts(self, memory: Memory) -> None:
        """Whoever writes last: a slower command must not make the desk forget what a quicker one stored."""
        slow, quick = memory.file(), memory.file()
        quick.keep(MARK._replace(event=20, days={20251124: 9}))
        slow.keep(MARK)
        assert memory.file().mark() == MARK._replace(event=20, days={20251124: 9})

    def test_another_store_takes_the_place_whatever_its_events(self, memory: Memory) -> None:
        memory.file().keep(MARK)
        other = Mark("lain", 1, "00" * 32, {})
        memory.file().keep(other)
        assert memory.file().mark() == other

    def test_an_older_state_takes_the_place_only_of_the_one_that_it_is_behind(self, memory: Memory) -> None:
        newest = MARK._replace(event=30)
        memory.file().keep(newest)
        older = MARK._replace(event=5)
        memory.file().keep(older, behind=MARK._replace(event=29))
        assert memory.file().mark() == newest
        memory.file().keep(older, behind=newest)
        assert memory.file().mark() == older

    def test_a_new_beginning_takes_any_place(self, memory: Memory) -> None:
        memory.file().keep(MARK)
        begun = MARK._replace(event=1)
        memory.file().keep(begun, anew=True)
        assert memory.file().mark() == begun

    def test_moves_of_one_command_are_remembered_once_and_numbers_always(self, memory: Memory) -> None:
        """A tick moves thousands; each call's number must be known should the file be lost the next moment."""
        one = memory.file()
        one.keep(MARK)
        one.keep(MARK._replace(event=13))
        assert memory.file().mark() == MARK
        numbered = MARK._replace(event=14, days={20251124: 8})
        one.keep(numbered)
        assert memory.file().mark() == numbered

    def test_after_a_second_a_move_is_remembered_too(self, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
        now = [100.0]
        monkeypatch.setattr(desk_mark, "monotonic", lambda: now[0])
        one = memory.file()
        one.keep(MARK)
        now[0] += 0.9
        one.keep(MARK._replace(event=13))
        assert memory.file().mark() == MARK
        now[0] += 0.2
        one.keep(MARK._replace(event=14))
        assert memory.file().mark() == MARK._replace(event=14)

    def test_stores_of_one_desk_have_a_mark_each(self, memory: Memory) -> None:
        memory.file().keep(MARK)
        other = Mark("arsip", 3, "11" * 32, {})
        memory.file("arsip.db").keep(other)
        assert len(memory.names) == 2
        assert memory.names[-1] == "store.json"
        assert (memory.file().mark(), memory.file("arsip.db").mark()) == (MARK, other)
        assert memory.file("lain.db").mark() is None

    def test_the_mark_of_another_file_is_not_believed(self, memory: Memory) -> None:
        """Two names may have the same number; and somebody may copy one over the other."""
        memory.file().keep(MARK)
        memory.file("arsip.db").keep(MARK._replace(store="arsip"))
        mine, others = (memory.desk / ".aduan" / name for name in reversed(memory.names))
        mine.write_bytes(others.read_bytes())
        assert memory.file().mark() is None

    @pytest.mark.parametrize(
        "change",
        [
            {"format": 2},
            {"event": "x"},
            {"days": [1]},
            {"days": {"x": 1}},
            {"days": None},
        ],
        ids=str,
    )
    def test_one_of_another_shape_is_not_believed_though_its_seal_fits(
        self, memory: Memory, change: dict[str, object]
    ) -> None:
        memory.file().keep(MARK)
        file = memory.desk / ".aduan" / "store.json"
        said = json.loads(unsealed(file.read_bytes()))
        file.write_bytes(sealed(json.dumps({**said, **change}).encode()))
        assert memory.file().mark() is None
        file.write_bytes(sealed(json.dumps(said).encode()))
        assert memory.file().mark() == MARK

    def test_a_bit_that_flips_is_not_believed_and_the_loss_is_told(self, memory: Memory) -> None:
        memory.file().keep(MARK)
        file = memory.desk / ".aduan" / "store.json"
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
        assert memory.file().mark() is None
        with pytest.raises(LostError, match="can't be believed: it is damaged"):
            memory.file().refuse_lost(str(memory.desk / "aduan.db"))

    def test_one_of_a_newer_version_says_so_where_the_file_is_gone(self, memory: Memory) -> None:
        memory.file().keep(MARK)
        file = memory.desk / ".aduan" / "store.json"
        said = json.loads(unsealed(file.read_bytes()))
        file.write_bytes(sealed(json.dumps({**said, "format": 2}).encode()))
        with pytest.raises(LostError, match="made by another version of aduan"):
            memory.file().refuse_lost(str(memory.desk / "aduan.db"))

    def test_where_rules_were_accepted_in_it_a_store_without_a_mark_is_known_to_be_gone(self, tmp_path: Path) -> None:
        """And in no other one: a desk that begins with `--store` elsewhere begins there."""
        path = str(tmp_path / "aduan.db")
        accepted = MarkFile(str(tmp_path), path, [].append, lambda: "aduan.db")
        with pytest.raises(LostError, match="it is gone"):
            accepted.refuse_lost(path)
        MarkFile(str(tmp_path), path, [].append, lambda: "arsip.db").refuse_lost(path)
        MarkFile(str(tmp_path), path, [].append).refuse_lost(path)

    def test_beside_a_file_that_has_something_in_it_nothing_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "aduan.db").write_bytes(b"x")
        path = str(tmp_path / "aduan.db")
        MarkFile(str(tmp_path), path, [].append, lambda: "aduan.db").refuse_lost(path)


class TestWhatIsNotRemembered:
    """Nothing stops for it; who can mend it hears of it, once in a command."""

    def test_a_mark_that_cannot_be_written_is_told_once_with_its_place(self, memory: Memory) -> None:
        (memory.desk / ".aduan").write_text("sebuah berkas")
        one = memory.file()
        one.keep(MARK)
        one.keep(MARK._replace(event=13, days={20251124: 8}))
        assert len(memory.told) == 1
        assert memory.told[0].startswith("the desk can't remember its data, so their loss would not be noticed: ")
        assert f"{memory.desk}/.aduan/store.json: Not a directory" in memory.told[0]
        assert one.mark() == MARK._replace(event=13, days={20251124: 8}), "this command itself knows"

    def test_in_a_folder_that_everyone_can_write_the_rules_say_it_already(self, memory: Memory) -> None:
        memory.desk.chmod(0o777)
        memory.file().keep(MARK)
        assert memory.told == []
        assert memory.file().mark() is None

    def test_on_a_medium_that_can_only_be_read_there_is_nothing_to_mend(
        self, memory: Memory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unwritable(*_given: object) -> None:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), "store.json")

        monkeypatch.setattr(desk_mark, "write", unwritable)
        memory.file().keep(MARK)
        assert memory.told == []


@pytest.mark.parametrize(("left", "said"), [(None, "it is gone, though"), (b"", "it is empty, though")])
def test_a_store_that_is_remembered_is_gone_or_empty(tmp_path: Path, left: bytes | None, said: str) -> None:
    """A file in which anything is left is SQLite's to judge; so is one that nobody may look at."""
    path = tmp_path / "aduan.db"
    if left is not None:
        path.write_bytes(left)
    with pytest.raises(LostError, match=said) as caught:
        desk_mark.refuse_lost(str(path))
    assert not caught.value.exchanged
    path.write_bytes(b"x")
    desk_mark.refuse_lost(str(path))
    desk_mark.refuse_lost(str(path / "di dalam sebuah berkas"))


class TestMarkOf:
    def test_a_store_in_which_nothing_happened_has_none(self) -> None:
        with empty_store() as connection:
            assert mark_of(connection) is None

    def test_it_has_the_newest_event_and_the_newest_days(self) -> None:
        """So many days that it stays small, and the newest of them."""
        days = [20250100 + day for day in range(1, 32)] + [20250200 + day for day in range(1, 29)]
        days += [20250300 + day for day in range(1, 32)]
        with empty_store() as connection:
            for number, day in enumerate(days, 1):
                skip(connection, day, number, None, MORNING)
            mark = mark_of(connection)
            assert mark is not None
            number, digest = connection.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
            assert (mark.event, mark.hash) == (number, digest.hex())
            assert sorted(mark.days) == days[-DAYS:]
            assert mark.days[20250331] == len(days)
            assert seen(connection, mark) == (mark.store, mark.hash)
            assert seen(connection, mark._replace(event=number + 1)) == (mark.store, None)

    def test_two_stores_are_never_taken_for_each_other_and_a_copy_always_for_the_same(self, tmp_path: Path) -> None:
        marks = []
        for name in ("a.db", "b.db"):
            with closing(SqliteStore(str(tmp_path / name))) as store:
                take(store, [call()])
                marks.append(store._read(mark_of, None))
        first, second = marks
        assert first is not None
        assert second is not None
        assert first.store != second.store
        (tmp_path / "c.db").write_bytes((tmp_path / "a.db").read_bytes())
        with closing(SqliteStore(str(tmp_path / "c.db"))) as copy:
            assert copy._read(mark_of, None) == first

    def test_a_file_without_our_tables_has_no_identity(self, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / "lain.db")) as connection:
            connection.execute("CREATE TABLE catatan (isi TEXT)")
            assert seen(connection, MARK) == (None, None)
