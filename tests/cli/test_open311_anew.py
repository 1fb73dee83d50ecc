"""However a folder came to be what it is, by many small runs or by one, its files are the same to the byte."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from office import RULES, Office

TABLE = """
[open311]
categories = ["sampah", "listrik", "pju-mati"]
publish = ["description", "address", "point"]

[retention]
texts = "20d"
callers = "20d"

[deadlines]
resolve = "3d"
"""
SHORTER = TABLE.replace('resolve = "3d"', 'resolve = "1d"')
CALLER = ("--name", "Ibu Suprihatin", "--phone", "0812-5550-0101")
LOG = ("log", "sampah menumpuk di Kel. Margahayu")


def files_of(folder: Path) -> dict[str, bytes]:
    """Return what a folder gives out, by name."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def publish(office: Office, now: str, name: str = "web") -> dict[str, bytes]:
    """Publish into a folder of the desk; return what it gives out."""
    done = office.run("--now", now, "open311", "publish", str(office.folder / name))
    assert done.code == 0, done.err
    return files_of(office.folder / name)


def is_as_fresh(office: Office, now: str) -> None:
    """Bring the folder up to now; it must be what a new folder is, but for when the discovery last changed."""
    here, there = publish(office, now), publish(office, now, f"fresh-{len(list(office.folder.iterdir()))}")
    for files in (here, there):
        files.pop("discovery.json"), files.pop("discovery.xml")
    differ = [name for name in here.keys() | there.keys() if here.get(name) != there.get(name)]
    assert differ == []


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk that publishes, with six complaints of two days, two of them at the same moment."""
    fresh_office.write_rules(RULES + TABLE)
    for day, words in (
        (1, "sampah"),
        (1, "sampah"),
        (1, "PJU mati"),
        (2, "sampah"),
        (2, "listrik padam"),
        (2, "sampah"),
    ):
        fresh_office.run(*("--now", f"2026-11-0{day} 09:00"), "log", f"melaporkan {words} di Kel. Margahayu", *CALLER)
    return fresh_office


def changes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield commands of every kind, each with its time, in the order in which they are given."""
    yield "2026-11-03 08:00", ("ack", "261101-1")
    yield "2026-11-03 08:10", ("start", "261101-1")
    yield "2026-11-03 08:20", ("hold", "261101-1", "--reason", "waiting", "--until", "2026-11-05 08:00")
    yield "2026-11-03 09:00", ("edit", "261101-2", "--text", "sampah lagi di Kel. Duren Jaya", "--point", "-6.2,107.0")
    yield "2026-11-03 09:10", ("edit", "261101-2", "--name", "Lagi")
    yield "2026-11-03 09:20", ("edit", "261102-1", "--at", "2026-11-01 09:00")  # At the moment of those two.
    yield "2026-11-03 09:30", ("edit", "261102-3", "--at", "2026-11-03 07:00")  # A day that had none.
    yield "2026-11-03 09:40", ("edit", "261102-3", "--category", "kebakaran", "--reason", "keliru")
    yield "2026-11-03 09:50", ("edit", "261102-3", "--category", "sampah", "--reason", "keliru")
    yield "2026-11-03 10:00", ("assign", "261101-3", "bmsda-jalan")
    yield "2026-11-03 10:10", ("reopen", "261102-2", "--reason", "bukan PLN")
    yield "2026-11-05 09:00", ("tick",)  # The hold is over.
    yield "2026-11-05 10:00", LOG
    yield "2026-11-05 10:10", ("resolve", "261101-1", "--result", "Diangkut")
    yield "2026-11-05 10:20", ("reopen", "261101-1", "--reason", "masih ada")
    yield "2026-11-05 10:30", ("merge", "261105-1", "--into", "261101-1", "--yes")
    yield "2026-11-05 10:40", ("unmerge", "261105-1")
    yield "2026-11-05 10:50", ("reject", "261105-1", "--reason", "hoax")
    yield "2026-11-05 11:00", ("note", "261101-1", "dicek")
    yield "2026-11-05 11:10", ("show", "261101-1", "--reveal")
    yield "2026-11-06 08:00", ("person", "correct", "261101-3", "--name", "Menumpuk", "--yes")
    yield "2026-11-27 08:00", ("retention",)
    yield "2026-11-27 08:10", ("person", "erase", "261101-3", "--yes", "--reason", "diminta")
    yield "2027-01-30 08:00", ("log", "sampah di Kel. Teluk Pucung")  # The first day is too old by now.
    yield "2027-01-31 08:00", LOG


def test_after_every_kind_of_change_a_folder_is_what_a_new_one_is(office: Office) -> None:
    publish(office, "2026-11-03 07:00")
    for now, line in changes():
        done = office.run("--now", now, *line)
        assert done.code == 0, (line, done.err)
        is_as_fresh(office, now)


def test_deadlines_that_are_shorter_are_told_once_they_are_dated_anew(office: Office) -> None:
    publish(office, "2026-11-03 07:00")
    assert office.run("--now", "2026-11-03 07:00", "tick").code == 0
    office.write_rules(RULES + SHORTER)
    for now in ("2026-11-03 08:00", "2026-11-03 08:05"):
        assert office.run("--now", now, "tick").code == 0
        is_as_fresh(office, now)


def test_what_an_outside_body_is_called_is_told_of_all_that_is_there(office: Office) -> None:
    publish(office, "2026-11-03 07:00")
    office.write_rules((RULES + TABLE).replace('name = "PLN"', 'name = "PLN Bekasi"'))
    assert b"PLN Bekasi" in publish(office, "2026-11-03 08:00")["requests.json"]
    is_as_fresh(office, "2026-11-03 08:00")


def test_a_day_on_which_clocks_are_set_back_is_in_the_order_of_its_moments(fresh_office: Office) -> None:
    """The hour from one to two is there twice; the second of them is later, whatever its figures say."""
    fresh_office.write_rules((RULES + TABLE).replace("Asia/Jakarta", "America/New_York"))
    for moment in ("2026-11-01T01:50:00-04:00", "2026-11-01T01:10:00-05:00"):
        assert fresh_office.run("--now", moment, *LOG).code == 0
    publish(fresh_office, "2026-11-01 08:00")
    assert fresh_office.run("--now", "2026-11-01 09:00", *LOG).code == 0
    is_as_fresh(fresh_office, "2026-11-01 09:00")


def test_a_run_cut_off_at_any_write_is_made_good_by_the_next(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A complaint goes from one day to another, and the run ends before each of its writes in turn."""
    real, days, codes = os.replace, ("2026-11-01 08:00", "2026-11-02 08:00"), list[int]()
    publish(office, "2026-11-03 07:00")
    for stop in range(16):
        now = f"2026-11-03 08:{stop:02}"
        assert office.run("--now", now, "edit", "261101-3", "--at", days[stop % 2]).code == 0
        left = [stop]

        def cut(source: str, target: str, left: list[int] = left, **folders: int | None) -> None:
            if f"{office.folder}/web/" in str(target):
                if not left[0]:
                    raise OSError(28, "No space left on device")
                left[0] -= 1
            real(source, target, **folders)

        with monkeypatch.context() as broken:
            broken.setattr(os, "replace", cut)
            code = office.run("--now", now, "open311", "publish", str(office.folder / "web")).code
        codes.append(code)
        is_as_fresh(office, now)
    assert (codes[0], codes[-1]) == (7, 0)
