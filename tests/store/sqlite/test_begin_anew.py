"""What is written when a store is another one than the desk remembers, and what becomes of what is left of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from empty_file import empty_store, told_by

from aduan_cli.store.sqlite.begin_anew import begin, check_whole, is_recorded, record_older_state, set_aside
from aduan_cli.store.sqlite.desk_mark import Mark
from aduan_cli.store.sqlite.last_numbers import last_number
from aduan_cli.store.sqlite.numbers import skip
from invented import MORNING

MARK = Mark("toko", 12, "ab" * 32, {20251124: 7, 20251123: 3})
BEFORE = {"store": "toko", "event": 12, "hash": "ab" * 32}
AT = 1_764_000_000
"""2025-11-24 16:00 UTC: the day after at the desk has not begun in UTC."""


class TestBegin:
    def test_numbers_of_all_days_go_on_behind_those_of_the_store_before(self) -> None:
        with empty_store() as connection:
            begin(connection, MARK, "disk rusak", "rina", AT)
            assert [last_number(connection, day) for day in (20251122, 20251123, 20251124)] == [0, 3, 7]
            assert told_by(connection) == [
                ("store_begun_anew", "rina", AT, {"reason": "disk rusak", **BEFORE}),
                ("numbers_skipped", "rina", AT, {"day": 20251123, "after": 0, "past": 3}),
                ("numbers_skipped", "rina", AT, {"day": 20251124, "after": 0, "past": 7}),
            ]  # fmt: skip

    def test_of_a_store_of_which_nothing_is_known_no_numbers_are_skipped(self) -> None:
        with empty_store() as connection:
            begin(connection, None, "hilang", None, AT)
            assert told_by(connection) == [("store_begun_anew", None, AT, {"reason": "hilang"})]
            assert last_number(connection, 20251124) == 0

    def test_numbers_that_were_given_here_already_never_go_back(self) -> None:
        """The store that is there may have gone on further than the one that was lost."""
        with empty_store() as connection:
            skip(connection, 20251124, 40, None, AT)
            begin(connection, MARK, "tertukar", None, AT)
            assert last_number(connection, 20251124) == 40
            assert last_number(connection, 20251123) == 3


class TestSettle:
    def test_it_is_recorded_once_however_often_it_is_found(self) -> None:
        with empty_store() as connection:
            assert not is_recorded(connection, MARK)
            record_older_state(connection, MARK)
            assert is_recorded(connection, MARK)
            record_older_state(connection, MARK)
            assert [type_ for type_, *_rest in told_by(connection)] == ["store_older", *["numbers_skipped"] * 2]

    def test_another_older_state_is_recorded_by_itself(self) -> None:
        """A backup may be put back twice: what the second one lost is not what the first did."""
        later = MARK._replace(event=30, hash="cd" * 32, days={20251124: 9})
        with empty_store() as connection:
            record_older_state(connection, MARK)
            assert not is_recorded(connection, later)
            record_older_state(connection, later)
            assert last_number(connection, 20251124) == 9
            assert [said["hash"] for type_, _who, _at, said in told_by(connection) if type_ == "store_older"] == [
                MARK.hash,
                later.hash,
            ]

    def test_what_a_caller_said_is_not_taken_for_it(self) -> None:
        """Words in another event that look like the record are none."""
        with empty_store() as connection:
            begin(connection, MARK, f'"store_older" "{MARK.hash}"', None, AT)
            assert not is_recorded(connection, MARK)


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """Return what is left of a lost store: the file and the log beside it."""
    (tmp_path / "aduan.db").write_bytes(b"sisa")
    (tmp_path / "aduan.db-wal").write_bytes(b"log")
    return tmp_path / "aduan.db"


class TestSetAside:
    def test_what_is_left_keeps_its_bytes_under_the_name_of_the_moment(self, left: Path) -> None:
        moved = set_aside(str(left), AT)
        assert moved == [f"{left}.lost-20251124-160000", f"{left}.lost-20251124-160000-wal"]
        assert [Path(name).read_bytes() for name in moved] == [b"sisa", b"log"]
        assert sorted(path.name for path in left.parent.iterdir()) == sorted(Path(name).name for name in moved)

    def test_two_in_one_second_do_not_take_each_others_place(self, left: Path) -> None:
        """Nor does a log alone, of which the file is gone: the next one beside it would be taken for its own."""
        set_aside(str(left), AT)
        left.write_bytes(b"kedua")
        assert set_aside(str(left), AT) == [f"{left}.lost-20251124-160000-2"]
        left.with_name("aduan.db-journal").write_bytes(b"jurnal")
        left.with_name("aduan.db.lost-20251124-160000-3-wal").write_bytes(b"yatim")
        assert set_aside(str(left), AT) == [f"{left}.lost-20251124-160000-4-journal"]
        assert left.with_name("aduan.db.lost-20251124-160000").read_bytes() == b"sisa"
        assert left.with_name("aduan.db.lost-20251124-160000-2").read_bytes() == b"kedua"

    def test_a_link_that_leads_nowhere_is_set_aside_itself(self, tmp_path: Path) -> None:
        """A drive that isn't mounted: the new store must not be made where the link leads."""
        (tmp_path / "aduan.db").symlink_to(tmp_path / "lepas" / "aduan.db")
        (moved,) = set_aside(str(tmp_path / "aduan.db"), AT)
        assert Path(moved).is_symlink()
        assert not (tmp_path / "aduan.db").is_symlink()

    def test_where_nothing_is_left_nothing_is_moved(self, tmp_path: Path) -> None:
        assert set_aside(str(tmp_path / "aduan.db"), AT) == []
        assert list(tmp_path.iterdir()) == []


def test_a_damaged_page_deep_in_the_file_is_no_whole_database(tmp_path: Path) -> None:
    """Its first pages are sound, so that it can be opened and asked for much."""
    path = tmp_path / "aduan.db"
    with empty_store(path) as connection:
        for number in range(2_000):
            connection.execute("INSERT INTO file_text VALUES (?, ?)", (f"{number:064x}", "teks aturan " * 9))
        check_whole(connection)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    connection = sqlite3.connect(path)
    try:
        with pytest.raises(sqlite3.DatabaseError, match="malformed"):
            check_whole(connection)
    finally:
        connection.close()


def test_numbers_are_skipped_as_somebody_says_or_not_at_all() -> None:
    """Forwards only, each with its event; what is behind the last number tells nothing."""
    with empty_store() as connection:
        assert skip(connection, 20251124, 5, "rina", MORNING) is True
        assert skip(connection, 20251124, 5, "joko", MORNING) is False
        assert skip(connection, 20251124, 0, "joko", MORNING) is False
        assert skip(connection, 20251124, 6, None, MORNING + 1) is True
        assert told_by(connection) == [
            ("numbers_skipped", "rina", MORNING, {"day": 20251124, "after": 0, "past": 5}),
            ("numbers_skipped", None, MORNING + 1, {"day": 20251124, "after": 5, "past": 6}),
        ]
