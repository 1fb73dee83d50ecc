"""What is told of the job of cron without doing it is what it does then."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app.tick import tick
from aduan_cli.app.tick_preview import Status, explain, incoming, status, waiting, watched
from aduan_cli.complaint.events import HELD
from aduan_cli.complaint.messages import DEAD, FAILED
from aduan_cli.due import Bounds
from aduan_cli.outbox import SendResult
from aduan_cli.testing import RULES
from desk_here import HereDesk, at_another_time, desk_here

CITY = RULES.replace('name = "Dinas Lingkungan Hidup"', 'name = "Dinas Lingkungan Hidup"\ntell = ["surat"]')
MORE = """
[deadlines]
resolve = "2d"
[[escalation]]
id = "batas"
clock = "resolve"
at = "due"
tell = "unit"
[notifiers.surat]
type = "spool"
folder = "surat"
[inbox]
folder = "masuk"
[[incident]]
id = "ramai"
category = "sampah"
place = "kelurahan"
count = 3
within = "1h"
"""


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    made = desk_here(tmp_path, CITY + MORE)
    assert made.rules
    assert made.warned == []
    (Path(made.folder) / "masuk").mkdir()
    return made


def rows(desk: HereDesk) -> list[tuple[str, int, str]]:
    """Return what is stored, short."""
    return [(one.ticket, one.version, one.status) for one in desk.all()]


def put_off(desk: HereDesk) -> None:
    """Take a call and put it off for ten minutes."""
    one, until = desk.log("sampah"), desk.clock() + 600
    desk.move(one, HELD, {"unit": "dlh", "role": "lead", "until": until}, status="on_hold", held_until=until)


# -- what each stage would do


def test_what_is_explained_is_what_is_done(desk: HereDesk) -> None:
    put_off(desk)
    desk.log("banjir")
    tick(desk, Bounds())
    after = at_another_time(desk, "2026-11-26 14:06")
    before = rows(after)
    told = [(stage, step.complaint.ticket) for stage, step in explain(after, None)]
    assert [stage for stage, _ticket in told] == ["wake", "escalate", "escalate"]
    assert rows(after) == before
    done = tick(at_another_time(after, "2026-11-26 14:06"), Bounds())
    assert done is not None
    counts = {one.stage: one.done for one in done}
    assert (counts["wake"], counts["escalate"]) == (1, 2)


def test_each_stage_is_bounded_by_itself(desk: HereDesk) -> None:
    for _time in range(3):
        put_off(desk)
        desk.log("banjir")
    tick(desk, Bounds())
    after = at_another_time(desk, "2026-11-26 14:06")
    assert [stage for stage, _step in explain(after, 2)] == ["wake", "wake", "escalate", "escalate"]
    assert list(explain(at_another_time(after, "2026-11-26 14:06"), 0)) == []


def test_rules_that_changed_stay_as_they_are(desk: HereDesk) -> None:
    desk.log("sampah")
    tick(desk, Bounds())
    rules = Path(desk.folder) / "rules.toml"
    rules.write_text(rules.read_text().replace('resolve = "2d"', 'resolve = "5d"'))
    after = at_another_time(desk, "2026-11-23 15:00")
    revision = after.store.last_revision()
    list(explain(after, None))
    assert after.store.last_revision() == revision


# -- messages


def test_messages_that_are_due_are_told_the_longest_waiting_first_and_none_goes(desk: HereDesk) -> None:
    first = desk.log("sampah satu")
    after = at_another_time(desk, "2026-11-23 14:30")
    second = after.log("sampah dua")
    assert [one.ticket for one in waiting(after, None)] == [first.ticket, second.ticket]
    assert [one.ticket for one in waiting(after, 1)] == [first.ticket]
    assert not (Path(desk.folder) / "surat").exists()


def test_what_goes_later_is_not_due_yet(desk: HereDesk) -> None:
    """A message that failed waits for its time."""
    desk.log("sampah")
    (Path(desk.folder) / "surat").write_text("")
    tick(desk, Bounds())
    assert list(waiting(desk, None)) == []
    assert len(list(waiting(at_another_time(desk, "2026-11-23 14:30"), None))) == 1


# -- what units wrote, and incidents


def test_what_units_wrote_is_told_and_left(desk: HereDesk) -> None:
    one = desk.log("sampah")
    file = Path(desk.folder) / "masuk" / "a.csv"
    file.write_text(f"ticket,verb,unit,words,id\n{one.ticket},ack,dlh,,1\n{one.ticket},start,dlh,,2\n")
    told: list[str] = []
    assert [came.move for came in incoming(desk, None, told.append)] == ["ack", "start"]
    assert len(list(incoming(desk, 1, told.append))) == 1
    assert (told, rows(desk)[0][2]) == ([], "routed")


def test_an_incident_that_would_begin_is_told_with_its_calls(desk: HereDesk) -> None:
    for _time in range(2):
        desk.log("sampah di Margahayu")
    assert list(watched(desk)) == []
    desk.log("sampah di Margahayu")
    ((incident, count),) = watched(desk)
    assert (incident.kelurahan, count) == (("Margahayu",), 3)
    assert {one.incident for one in desk.all()} == {None}


def test_a_desk_without_incidents_is_not_looked_through(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    for _time in range(5):
        desk.log("sampah di Margahayu")
    assert list(watched(desk)) == []


# -- how it does


def test_an_empty_desk_does_well(desk: HereDesk) -> None:
    assert status(desk) == Status(0, 0, 0, 0, 0, None)


def test_how_a_desk_does_is_counted(desk: HereDesk) -> None:
    desk.log("sampah"), desk.log("sampah")
    bad = Path(desk.folder) / "masuk" / "a.csv"
    bad.write_text("ticket,verb,unit,words,id\nUJI-261123-0099-0,ack,dlh,,1\n")
    tick(desk, Bounds())
    (message, _other) = desk.store.outbox.posted()
    assert status(desk) == Status(0, 0, 0, 0, 1, 0)
    after = at_another_time(desk, "2026-11-26 14:06")
    found = status(after)
    assert (found.late, found.age) == (2, 3 * 86_400 + 60)
    assert message.state != DEAD


def test_a_message_that_nobody_sends_any_more_is_counted(desk: HereDesk) -> None:
    for number in range(3):
        desk.log(f"sampah {number}")
    at = desk.clock()
    one, two = desk.store.outbox.lease("surat", at, at + 60, 2)
    settled = [SendResult(one.id, one.attempts, DEAD), SendResult(two.id, two.attempts, FAILED, at + 60)]
    desk.store.outbox.lease("", at, at, 0, settled)
    assert status(desk).dead == 1


def test_a_clock_that_was_put_back_makes_no_age_below_nothing(desk: HereDesk) -> None:
    desk.log("sampah")
    tick(desk, Bounds())
    assert status(at_another_time(desk, "2026-11-23 10:00")).age == 0
