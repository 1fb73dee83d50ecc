"""What wants attention at a desk: each thing is asked, one that can't be asked keeps no other from it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from aduan_cli.app import checkup
from aduan_cli.app.backups import make
from aduan_cli.app.checkup import ATTENTION, OK, UNKNOWN, Checkup, findings
from aduan_cli.app.tick import tick
from aduan_cli.cli.ticked import USUAL
from aduan_cli.cli.ticked import _pair as parse_pair
from aduan_cli.due import QUIET, Bounds
from aduan_cli.errors import StoreError
from aduan_cli.testing import RULES
from database import Server
from desk_here import HereDesk, desk_here

PROMISES = """
[deadlines]
calendar = "always"
resolve = "1d"
"""


def found(desk: HereDesk) -> dict[str, Checkup]:
    return {one.check: one for one in findings(desk)}


@pytest.fixture
def well(tmp_path: Path) -> HereDesk:
    """Return a desk of one call at which nothing is to be done."""
    desk = desk_here(tmp_path, RULES + PROMISES)
    desk.log("sampah menumpuk", caller_phone="+628120000000")
    tick(desk, Bounds(None, None))
    make(desk, str(tmp_path / "desk" / "backups"), None)
    return desk


def test_a_desk_that_is_well(well: HereDesk) -> None:
    told = found(well)
    assert list(told) == list(checkup.CHECKS)
    assert [one for one in told.values() if one.state != OK] == []
    assert [one.cure for one in told.values()] == [None] * len(told)


def test_what_was_never_done(tmp_path: Path) -> None:
    """A desk begins without cron and without a backup."""
    desk = desk_here(tmp_path, RULES)
    desk.log("sampah menumpuk")
    ill = {name: one for name, one in found(desk).items() if one.state != OK}
    assert list(ill) == ["cron", "backup"]
    assert ill["backup"].cure == "aduan db backup"
    assert str(ill["cron"].cure).endswith("aduan tick -q")


def test_time_makes_it_late_and_cron_missed(well: HereDesk, tmp_path: Path) -> None:
    well.close()
    later = HereDesk(tmp_path / "desk", "2026-11-26 14:05")
    told = found(later)
    assert {name: one.what for name, one in told.items() if one.state != OK} == {
        "cron": "last seen 3.0 d ago",
        "late": "1 complaint is late",
        "backup": "the newest is 3.0 d old",
    }
    assert told["late"].cure == "aduan list --late"


def test_rules_that_are_wrong_or_not_in_force(well: HereDesk, tmp_path: Path) -> None:
    rules = tmp_path / "desk" / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text + '\n[categories.baru]\nunit = "dlh"\ntext = ["kotoran"]\n', encoding="utf-8")
    desk = HereDesk(tmp_path / "desk")
    assert (found(desk)["rules"].state, found(desk)["rules"].cure) == (ATTENTION, "aduan rules diff")
    assert desk.revision == well.revision  # nothing came into force by looking
    rules.write_text(text + '\n[categories.baru]\nunit = "niemand"\ntext = ["kotoran"]\n', encoding="utf-8")
    wrong = found(HereDesk(tmp_path / "desk"))["rules"]
    assert (wrong.what, wrong.cure) == ("1 error in the files", "aduan rules check")


def test_calls_that_nothing_claimed_and_callers_who_wait(well: HereDesk) -> None:
    well.log("entah apa ini")
    told = found(well)
    assert (told["undecided"].what, told["undecided"].cure) == (
        "1 call waits to be decided",
        "aduan list --unit triage",
    )


def test_who_may_read_callers_is_held_against_the_folder(well: HereDesk, tmp_path: Path) -> None:
    file = tmp_path / "desk" / "aduan.db"
    file.chmod(0o644)
    wide = found(well)["files"]
    assert (wide.state, wide.what) == (ATTENTION, "aduan.db can be read by others")
    assert wide.cure == f"chmod 600 {file}"
    file.chmod(0o600)
    assert found(well)["files"].state == OK
    (tmp_path / "desk" / "quarantine").mkdir(0o700)
    kept = tmp_path / "desk" / "quarantine" / "sisa.csv"
    kept.write_text("0", encoding="utf-8")
    kept.chmod(0o604)
    assert found(well)["files"].what == "quarantine/sisa.csv can be read by others"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o604  # it only looks


def test_a_disk_without_room_for_a_backup(well: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "ROOM", 1 << 60)
    assert found(well)["disk"].state == ATTENTION


def test_data_on_a_server_take_no_room_here(server: Server, tmp_path: Path) -> None:
    """It said that they take 0 B."""
    address = server.address()
    desk = desk_here(tmp_path, RULES, store=f"{address.url}#{address.desk}")
    desk.log("sampah menumpuk")
    disk = found(desk)["disk"]
    assert disk.what.endswith(" free; the data lie on a server")
    assert disk.state == OK
    desk.close()


@pytest.mark.parametrize(("age", "state"), [(QUIET - 1, OK), (QUIET, ATTENTION)])
def test_cron_is_missed_from_when_a_monitor_is_warned(well: HereDesk, age: int, state: str) -> None:
    """`doctor` and `tick --status` are of one mind."""
    well.close()
    assert parse_pair("age", USUAL["age"])[0] == QUIET
    at = well.zone.iso(well.clock() + age)
    later = HereDesk(Path(well.folder), at[:19].replace("T", " "))
    assert found(later)["cron"].state == state
    later.close()


def test_one_that_cannot_be_asked_keeps_no_other_from_it(well: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(desk: object) -> tuple[str, str | None]:
        raise StoreError("the file is locked\nmore of it")

    monkeypatch.setitem(checkup.CHECKS, "late", gone)
    told = found(well)
    assert told["late"] == Checkup("late", UNKNOWN, "the file is locked")
    assert told["backup"].state == OK


def test_a_year_without_holidays(tmp_path: Path) -> None:
    """A calendar that is closed on holidays knows those of this year, and of the one that begins soon."""
    calendar = """
[calendars.kantor]
hours = { mon-fri = "08:00-16:00" }
holidays = true
[holidays]
dates = ["2026-12-25"]
"""
    desk = desk_here(tmp_path, RULES + calendar)
    desk.log("sampah menumpuk")
    told = found(desk)["holidays"]
    assert (told.what, told.cure) == ("no holiday of 2027 is known", "aduan calendar check")
