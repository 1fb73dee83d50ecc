"""Persons' data whose time is over, beside the data too: told first, taken away once a day, somebody else's left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aduan_cli.app.retaining import due, retain, take_away
from aduan_cli.complaint.events import CALLED_BACK, CLOSED
from aduan_cli.due import Bounds
from aduan_cli.privacy import CALLERS, QUARANTINE
from aduan_cli.testing import RULES
from desk_here import HereDesk, at_another_time, desk_here

AGES = '\n[retention]\ncallers = "30d"\nquarantine = "10d"\n'
DAY = 86_400
LATER = "2027-03-01 14:05"


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with a call that is done, one that is open, and one file in the quarantine, months later."""
    made = desk_here(tmp_path, RULES + AGES)
    done = made.log("sampah", caller_name="Budi Rekaan")
    made.log("sampah lagi", caller_name="Siti Rekaan")
    made.move(done, CLOSED, {"was": "routed", "status": "closed"}, status="closed")
    made.move(made.all()[0], CALLED_BACK, owed_since=None)
    return at_another_time(made, LATER)


def lay(desk: HereDesk, name: str, age: float) -> Path:
    """Lay a file into the quarantine that was last written so many days ago."""
    path = Path(desk.folder) / "quarantine" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Budi Rekaan,0812\n")
    os.utime(path, (desk.clock() - age * DAY,) * 2)
    return path


def names(desk: HereDesk) -> list[str | None]:
    """Return the callers that the desk knows."""
    return [one.caller_name for one in desk.all()]


def test_what_is_due_is_told_and_nothing_is_done(desk: HereDesk) -> None:
    old = lay(desk, "a.csv", 11)
    lay(desk, "b.csv", 9)
    (callers, files) = due(desk)
    assert (callers.part, callers.kind, callers.status, callers.count) == (CALLERS, "complaint", "closed", 1)
    assert (files.part, files.kind, files.count, files.oldest_at) == (QUARANTINE, None, 1, int(old.stat().st_mtime))
    assert (names(desk), old.exists()) == (["Budi Rekaan", "Siti Rekaan"], True)


def test_what_is_due_goes_and_the_rest_stays(desk: HereDesk) -> None:
    old, deep, young = lay(desk, "a.csv", 11), lay(desk, "inbox/deep.eml", 400), lay(desk, "b.csv", 9)
    done, whole = take_away(desk, Bounds())
    assert (done[CALLERS], done[QUARANTINE], whole) == (1, 2, True)
    assert (names(desk), old.exists(), deep.exists(), young.exists()) == ([None, "Siti Rekaan"], False, False, True)
    assert (desk.store.breaks(), list(desk.store.differences())) == ([], [])


def test_a_file_goes_on_the_day_when_it_is_old_enough(desk: HereDesk) -> None:
    lay(desk, "a.csv", 10 + 1 / DAY)
    lay(desk, "b.csv", 10 - 2 / DAY)
    assert [row.count for row in due(desk) if row.part == QUARANTINE] == [1]


def test_it_is_done_once_a_day_and_again_the_next(desk: HereDesk) -> None:
    assert retain(desk, Bounds()).done == 1
    lay(desk, "a.csv", 11)
    assert retain(desk, Bounds()).done == 0
    assert retain(at_another_time(desk, "2027-03-01 23:59"), Bounds()).done == 0
    assert retain(at_another_time(desk, "2027-03-02 00:00"), Bounds()).done == 1


def test_where_there_is_no_more_room_the_next_run_goes_on(desk: HereDesk) -> None:
    """It was not done today then; files go when all else has."""
    lay(desk, "a.csv", 11)
    done, whole = take_away(desk, Bounds(0))
    assert (set(done.values()), whole) == ({0}, False)
    assert retain(desk, Bounds()).done == 2


def test_somebody_elses_file_is_left_for_the_next_day(desk: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lay(desk, "a.csv", 11)

    def refuse(_path: str) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("aduan_cli.app.retaining.os.unlink", refuse)
        assert take_away(desk, Bounds())[0][QUARANTINE] == 0
    assert path.exists()


def test_a_link_in_the_quarantine_goes_and_what_it_names_stays(desk: HereDesk, tmp_path: Path) -> None:
    """Nor is a folder elsewhere looked into."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.csv").write_text("x")
    os.utime(outside / "mine.csv", (0, 0))
    lay(desk, "a.csv", 11)
    place = Path(desk.folder) / "quarantine"
    (place / "file").symlink_to(outside / "mine.csv")
    (place / "folder").symlink_to(outside)
    for link in ("file", "folder"):
        os.utime(place / link, (0, 0), follow_symlinks=False)
    take_away(desk, Bounds())
    assert ((outside / "mine.csv").exists(), (place / "file").is_symlink()) == (True, False)


def test_without_ages_nothing_is_ever_due(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    lay(desk, "a.csv", 10_000)
    assert (due(desk), retain(desk, Bounds()).done) == ([], 0)
