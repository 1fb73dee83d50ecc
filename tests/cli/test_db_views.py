"""`aduan db views`: another program opens the file and reads calls as people do; nothing that is kept changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from office import Office

pytestmark = pytest.mark.of_file


def rows(office: Office, select: str) -> list[tuple[object, ...]]:
    """Return what another program reads."""
    with closing(sqlite3.connect(f"file:{office.file}?mode=ro", uri=True)) as connection:
        return connection.execute(select).fetchall()


def test_another_program_reads_local_times_and_masked_phones(fresh_office: Office) -> None:
    office = fresh_office
    caller = ("--phone", "0812-5550-0101", "--name", "Suprihatin", "--caller-address", "Gang Rahasia 9")
    assert office.run("log", "Melaporkan sampah di pasar", *caller, "--now", "2026-11-23 23:50").code == 0
    before = office.run("db", "head").out
    done = office.run("db", "views")
    assert (done.code, "calls, history, open_by_unit" in done.err + done.out) == (0, True)
    assert office.run("db", "head").out == before
    assert rows(office, "SELECT ticket, reported, unit, phone FROM calls") == [
        ("UJI-261123-0001-6", "2026-11-23 23:50", "dlh", "+6281******101")
    ]
    assert rows(office, "SELECT at, type FROM history WHERE ticket IS NOT NULL")[-1] == ("2026-11-23 23:50", "logged")
    assert rows(office, "SELECT * FROM open_by_unit") == [("dlh", 1, 0, "2026-11-23 23:50", "2026-11-23 23:50")]
    shown = str([rows(office, f"SELECT * FROM {view}") for view in ("calls", "history", "open_by_unit")])
    assert [word for word in ("Suprihatin", "5550", "Rahasia") if word in shown] == []


def test_the_file_stays_whole_with_them_and_is_as_before_without(fresh_office: Office) -> None:
    office = fresh_office
    office.log("Melaporkan sampah di pasar", "--phone", "0812-5550-0101")
    for _again in range(2):
        assert office.run("db", "views").code == 0
    assert office.run("db", "verify").code == 0
    assert office.run("ack", "1").code == 0
    assert office.run("person", "erase", "0812-5550-0101", "--yes", "--reason", "surat").code == 0
    assert office.run("db", "backup").code == 0
    assert office.run("db", "drill").code == 0
    assert office.run("db", "views", "--drop").code == 0
    assert rows(office, "SELECT name FROM sqlite_master WHERE type = 'view'") == []
    assert office.run("db", "verify").code == 0


def test_a_desk_without_data_has_none_to_make(fresh_office: Office) -> None:
    before = sorted(path.name for path in fresh_office.folder.iterdir())
    assert fresh_office.run("db", "views").code == 7
    assert sorted(path.name for path in fresh_office.folder.iterdir()) == before
