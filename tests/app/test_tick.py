"""The job of cron, composed: what was put off wakes, what changed is dated, what is late told, what waits sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app.tick import tick
from aduan_cli.app.tick_preview import explain, status
from aduan_cli.complaint.events import ESCALATED, HELD, REDATED, WOKEN
from aduan_cli.config.locking import ticking
from aduan_cli.due import Bounds
from aduan_cli.testing import RULES
from desk_here import HereDesk, at_another_time, desk_here

PROMISED = '[deadlines]\nresolve = "2d"\n[deadlines.emergency]\nhandoff = "5m"\n'
TELLS = (
    '[[escalation]]\nid = "batas"\nclock = "resolve"\nat = "due"\ntell = "unit"\nlist = true\n'
    '[notifiers.surat]\ntype = "spool"\nfolder = "surat"\n'
)
CITY = RULES.replace('name = "Dinas Lingkungan Hidup"', 'name = "Dinas Lingkungan Hidup"\ntell = ["surat"]')


NOTHING: dict[str, int] = {}


def stages(desk: HereDesk, bounds: Bounds | None = None) -> dict[str, int]:
    """Run the job; return by stage how many it did, where it did any."""
    done = tick(desk, bounds or Bounds())
    assert done is not None
    assert [one.failed for one in done if one.failed] == []
    return {one.stage: one.done for one in done if one.done}


def figures(desk: HereDesk) -> tuple[int, int, int, int | None]:
    """Return what is late, urgent and dead, and since when the job did nothing."""
    found = status(desk)
    return found.late, found.emergencies, found.dead, found.age


def test_a_desk_without_anything_to_do_does_nothing(tmp_path: Path) -> None:
    """And remembers that it looked."""
    desk = desk_here(tmp_path)
    desk.log("sampah")
    assert stages(desk) == NOTHING
    assert stages(desk) == NOTHING
    assert figures(desk) == (0, 0, 0, 0)


def test_what_was_put_off_goes_on_when_its_time_has_come(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    complaint = desk.log("sampah")
    until = desk.clock() + 600
    desk.move(complaint, HELD, {"unit": "dlh", "role": "lead", "until": until}, status="on_hold", held_until=until)
    assert stages(desk) == NOTHING
    after = at_another_time(desk, "2026-11-23 15:00")
    assert stages(after)["wake"] == 1
    (now,) = after.all()
    assert (now.status, [event.type for event in after.store.events(now)][-1]) == ("in_progress", WOKEN)


def test_a_promise_that_was_made_late_dates_what_is_open(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    desk.log("sampah")
    stages(desk)
    (tmp_path / "desk" / "rules.toml").write_text(RULES + PROMISED, encoding="utf-8")
    after = at_another_time(desk, "2026-11-23 14:10")
    assert stages(after)["date"] == 1
    (now,) = after.all()
    assert now.due_at == now.reported_at + 2 * 86_400
    assert [event.type for event in after.store.events(now)][-1] == REDATED
    assert stages(after) == NOTHING


def test_what_is_late_is_told_once_and_the_letter_goes_in_the_same_run(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, CITY + PROMISED + TELLS)
    desk.log("sampah")
    assert stages(desk)["send"] == 1
    after = at_another_time(desk, "2026-11-25 14:06")
    assert (stages(after)["escalate"], len(list((tmp_path / "desk" / "surat").glob("*.json")))) == (1, 2)
    (now,) = after.all()
    assert now.listed == 1
    assert [event.type for event in after.store.events(now)].count(ESCALATED) == 1
    assert stages(after) == NOTHING
    assert figures(after) == (1, 0, 0, 0)


def test_what_it_would_do_is_told_and_nothing_is_done(tmp_path: Path) -> None:
    """Files that changed stay as they are as well."""
    desk = desk_here(tmp_path, CITY + PROMISED + TELLS)
    desk.log("sampah"), desk.log("banjir")
    stages(desk)
    after = at_another_time(desk, "2026-11-25 15:00")
    before = [vars(one) for one in after.all()]
    assert [(stage, step.complaint.unit) for stage, step in explain(after, None)] == [
        ("escalate", "dlh"), ("escalate", "bpbd"),
    ]  # fmt: skip
    assert len(list(explain(at_another_time(after, "2026-11-25 15:00"), 1))) == 1
    again = at_another_time(after, "2026-11-25 15:00")
    assert [vars(one) for one in again.all()] == before
    assert status(again).age == 2 * 86_400 + 55 * 60


def test_a_bounded_run_says_what_is_left(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, CITY + PROMISED + TELLS)
    for number in range(3):
        desk.log(f"banjir {number}")
    stages(desk)
    after = at_another_time(desk, "2026-11-26 15:00")
    done = tick(after, Bounds(limit=2))
    assert done is not None
    assert [(one.stage, one.done, one.left) for one in done if one.stage == "escalate"] == [("escalate", 2, 1)]
    assert stages(after)["escalate"] == 1


def test_while_another_is_at_it_nothing_is_done(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    desk.log("sampah")
    with ticking(desk.folder) as mine:
        assert mine
        assert tick(desk, Bounds()) is None


@pytest.mark.parametrize(("minutes", "waiting"), [("14:09", 0), ("14:11", 1)])
def test_an_emergency_that_nobody_has_is_counted_for_monitors(tmp_path: Path, minutes: str, waiting: int) -> None:
    urgent = '[[handoff]]\nid = "api"\ntext = ["kebakaran"]\nto = "bpbd"\nsay = "Sambungkan."\n'
    desk = desk_here(tmp_path, RULES + urgent + PROMISED)
    desk.log("kebakaran")
    assert status(at_another_time(desk, f"2026-11-23 {minutes}")).emergencies == waiting


def test_a_desk_on_which_it_never_ran_has_no_age(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    desk.log("sampah")
    assert status(desk).age is None
