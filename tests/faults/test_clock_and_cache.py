"""A clock that goes back a day, and an older backup under a newer cache of rules: told, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app import backups
from aduan_cli.app.tick import tick
from aduan_cli.app.verifying import findings
from aduan_cli.due import Bounds
from desk_here import HereDesk, desk_here

MORE = """
[categories.lampu]
unit = "dlh"
text = ["lampu"]
"""
LATER, BEFORE = "2026-11-24 09:00", "2026-11-23 09:00"


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk that took a call this morning."""
    made = desk_here(tmp_path, now=LATER)
    made.log("sampah menumpuk")
    return made


def whole(desk: HereDesk) -> list[str]:
    """Return what is not as it must be."""
    return [f"{one.where}: {one.what}" for one in findings(desk)]


def test_a_clock_that_goes_back_a_day_gives_that_days_next_number_and_breaks_nothing(desk: HereDesk) -> None:
    """Events stand in the order in which they were stored, whatever time they say."""
    back = HereDesk(Path(desk.folder), now=BEFORE)
    (first,) = back.all()
    assert back.log("banjir").ticket[4:15] == "261123-0001"
    back.move(first, "acknowledged", status="acknowledged")
    assert tick(back, Bounds(None, None)) is not None
    assert whole(back) == []
    again = HereDesk(Path(desk.folder), now=LATER)
    assert again.log("banjir lagi").ticket[4:15] == "261124-0002"
    assert [event.at for event in again.store.events(first)] != []
    assert tick(again, Bounds(None, None)) is not None
    assert whole(again) == []


def test_an_older_backup_under_a_newer_cache_of_rules_decides_by_rules_that_it_knows(
    desk: HereDesk, tmp_path: Path
) -> None:
    """The cache has rules that were accepted after the backup was made: they are accepted anew, and told of."""
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    rules = Path(desk.folder, "rules.toml")
    rules.write_text(rules.read_text() + MORE)
    newer = HereDesk(Path(desk.folder), now=LATER)
    assert newer.log("lampu mati").category == "lampu"
    newest = newer.revision
    backups.restore(newer, made, sure=True)
    newer.close()
    back = HereDesk(Path(desk.folder), now=LATER)
    taken = back.log("lampu mati lagi")
    assert (taken.category, taken.revision) == ("lampu", newest)
    assert back.store.revision_files(newest or "")["rules.toml"].endswith(MORE)
    assert taken.ticket[4:15] == "261124-0003"  # 0002 was given, and is lost with what came after the backup.
    assert any("an older state" in sentence for sentence in back.warned)
    assert whole(back) == []
