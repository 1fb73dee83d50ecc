"""Reading a desk that can't be written, and a folder that can't be read; as users for whom modes count."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from people import KILLED_READER, KILLED_WRITER, People

CALL = "kebakaran rumah di Kel. Margahayu"
READING = (
    "show 1",
    "search kebakaran",
    "why 1",
    "rules check",
    "rules diff",
    "rules history",
    "unit list",
    "plugin doctor",
)


@pytest.fixture
def desk(people: People) -> Path:
    """Return sari's desk with one call, its folder open to be read."""
    people.sari.run(people.place, "init", "desk", "--empty")
    people.sari.run(people.place / "desk", "log", CALL)
    return people.place / "desk"


def frozen(desk: Path) -> Path:
    """Take from everybody what writes."""
    for path in (*desk.rglob("*"), desk):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return desk


def listing(desk: Path) -> dict[str, int]:
    """Return what lies in a folder, with the time of its last change."""
    return {str(path): path.stat().st_mtime_ns for path in (desk, *desk.rglob("*"))}


def test_a_desk_on_a_read_only_folder_is_read(people: People, desk: Path) -> None:
    """list, show, search, why and the rules work, for its owner and for others, and nothing is written."""
    before = listing(frozen(desk))
    for person in (people.sari, people.stranger):
        assert person.run(desk, "list", "--count").stdout == "1\n"
        for line in READING:
            assert person.run(desk, *line.split()).returncode == 0
    assert listing(desk) == before
    told = people.sari.run(desk, "log", CALL, code=7).stderr
    assert "it can't be written" in told
    assert people.stranger.run(desk, "show", "1", "--reveal", code=7).stdout == ""


def test_a_uri_that_only_reads_leaves_nothing(people: People, desk: Path) -> None:
    """As docs/store.md names it: `file:...?mode=ro`, from a folder that can be written and from one that can't."""
    uri = f"file:{desk}/aduan.db?mode=ro"
    assert people.sari.run(desk, "--store", uri, "list", "--count").stdout == "1\n"
    assert not (desk / "aduan.db-wal").exists()
    people.sari.run(desk, "--store", uri, "log", CALL, code=7)
    frozen(desk)
    for person in (people.sari, people.stranger):
        assert person.run(desk, "--store", uri, "list", "--count").stdout == "1\n"


def test_calls_that_wait_in_the_log_are_read_or_said_to_lack(people: People, desk: Path) -> None:
    """A copy of all three files reads whole; without the index the file that waits is named; never an older state."""
    people.sari.python(desk, KILLED_WRITER, code=-9)
    assert (desk / "aduan.db-wal").stat().st_size
    frozen(desk)
    assert people.stranger.run(desk, "list", "--count").stdout == "2\n"
    (desk / "aduan.db-shm").unlink()
    told = people.stranger.run(desk, "list", code=7).stderr
    assert "aduan.db-wal" in told
    desk.chmod(0o755)
    for path in desk.glob("aduan.db*"):
        path.chmod(0o644)
    assert people.sari.run(desk, "list", "--count").stdout == "2\n"


def test_a_reader_without_the_right_to_write_leaves_nothing_that_stops_others(people: People, desk: Path) -> None:
    """In a folder that all of a group may write, with a database that only its owner may: no side file stays."""
    os.chown(desk, -1, people.sari.groups[0])
    desk.chmod(0o775)
    (desk / "aduan.db").chmod(0o644)
    people.rina.python(desk, KILLED_READER, code=-9)
    assert not list(desk.glob("aduan.db-*"))
    people.sari.run(desk, "log", CALL)


@pytest.mark.slow
def test_an_older_schema_is_told_where_it_cannot_be_brought_up_to_date(people: People, desk: Path) -> None:
    """The cure is to use it once where it can be written."""
    connection = sqlite3.connect(desk / "aduan.db")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name NOT LIKE '0001%'")
    connection.commit()
    connection.close()
    told = people.stranger.run(frozen(desk), "list", code=7).stderr
    assert "older aduan" in told


def test_a_folder_that_cannot_be_read_says_so(people: People, desk: Path) -> None:
    """Named or stood in: never an empty answer with 0, and no outer desk is taken for it."""
    people.sari.run(people.place, "init", ".", "--empty")
    inner = people.place / "inner"
    inner.mkdir()
    for place in (inner, desk):
        place.chmod(0o700)
        for line in (("list",), ("list", "--count"), ("search", "x"), ("log", CALL)):
            named = people.stranger.run(people.place, "--desk", str(place), *line, code=7)
            stood = people.stranger.run(place, *line, code=7)
            assert str(place) in named.stderr
            assert str(place) in stood.stderr
            assert named.stdout == stood.stdout == ""
