"""What is told of a clock: whose time it is, what was not done, by when it was promised, and whether that is over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.app.late_letters import clock_values, counted, name_of, opening
from aduan_cli.app.letters import Letters
from aduan_cli.app.sending import preview
from aduan_cli.app.tick import tick
from aduan_cli.complaint.clocks import ACKNOWLEDGE, HANDOFF, RESOLVE
from aduan_cli.complaint.incidents import Incident
from aduan_cli.complaint.messages import LATE, late_batch
from aduan_cli.due import Bounds
from aduan_cli.flow.incidents import Gathering
from aduan_cli.i18n import choose
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

TOLD = RULES.replace('name = "Dinas Lingkungan Hidup"', 'name = "DLH"\ntell = ["surat"]')
PROMISED = """
[deadlines]
acknowledge = "4h"
resolve = "2d"
[notifiers.surat]
type = "spool"
folder = "surat"
[[escalation]]
id = "lambat"
clock = "acknowledge"
at = "due"
tell = "unit"
[[escalation]]
id = "segera"
clock = "resolve"
at = "50%"
tell = "unit"
[[escalation]]
id = "batas"
clock = "resolve"
at = "due"
tell = "unit"
"""


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk that promises something, and tells the unit before and after."""
    return desk_here(tmp_path, TOLD + PROMISED)


def told_at(desk: HereDesk, now: str) -> list[dict[str, Any]]:
    """Run the job of cron at a time; return what units got of clocks since, as it came."""
    before = set((Path(desk.folder) / "surat").glob("*.json"))
    desk.store.close()
    then = HereDesk(Path(desk.folder), now=now)
    assert tick(then, Bounds()) is not None
    then.close()
    files = sorted(set((Path(desk.folder) / "surat").glob("*.json")) - before, key=lambda one: one.stat().st_mtime_ns)
    letters = [json.loads(one.read_text(encoding="utf-8")) for one in files]
    return [one for one in letters if one["event"] == LATE]


# -- one


def test_a_unit_that_has_not_answered_is_told_of_the_time_that_it_had(desk: HereDesk) -> None:
    ticket = desk.log("sampah di Margahayu").ticket
    (letter,) = told_at(desk, "2026-11-23 18:06")
    assert letter["subject"] == f"Late: [{ticket}] sampah, Margahayu, Bekasi Timur"
    lines = letter["body"].splitlines()
    assert lines[:2] == ["A complaint is late.", "DLH has not said yet that it has this complaint."]
    assert [line.split(":", 1)[1].strip() for line in lines if line.startswith(("Due", "Unit"))] == [
        "2026-11-23 18:05",
        "DLH",
    ]


def test_before_the_time_is_over_it_will_be_late_soon_and_afterwards_it_is(desk: HereDesk) -> None:
    one = desk.log("sampah di Margahayu")
    desk.act(one, "ack")
    (soon,) = told_at(desk, "2026-11-24 14:06")
    (late,) = told_at(desk, "2026-11-25 14:06")
    assert soon["subject"].startswith("[UJI")
    assert soon["body"].splitlines()[:2] == [
        "A complaint will be late soon.",
        "DLH has not said yet that this is done.",
    ]
    assert late["subject"].startswith("Late: [UJI")
    assert late["body"].startswith("A complaint is late.\n")
    assert all("2026-11-25 14:05" in letter["body"] for letter in (soon, late))


def test_in_the_second_in_which_it_ends_it_is_late(desk: HereDesk) -> None:
    one = desk.log("sampah")
    desk.act(one, "ack")
    told_at(desk, "2026-11-24 14:06")
    (letter,) = told_at(desk, "2026-11-25 14:05")
    assert letter["body"].startswith("A complaint is late.\n")


def test_gaps_of_a_clock_are_those_of_the_event_not_of_what_became_since(desk: HereDesk) -> None:
    """The message waited while somebody took it back to the desk."""
    one = desk.log("sampah")
    desk.store.close()
    then = HereDesk(Path(desk.folder), now="2026-11-23 18:10")
    (Path(desk.folder) / "surat").write_text("")
    tick(then, Bounds())
    (posted,) = [each for each in then.store.outbox.posted() if each.event == LATE]
    then.move(one, "routed", {"from": "dlh", "to": "bpbd"}, unit="bpbd")
    (now,) = then.all()
    told = clock_values(then, posted, now)
    assert (told["whose"], told["clock"], told["is_late"]) == ("DLH", "acknowledge", True)
    assert told["clock_due_at"] == "2026-11-23 18:05"


def test_before_anything_happened_the_promise_that_holds_is_shown(desk: HereDesk) -> None:
    """As `messages try` shows what a template would say."""
    desk.log("sampah")
    (posted,) = desk.store.outbox.posted()
    (one,) = desk.all()
    told = clock_values(desk, posted._replace(event=LATE), one)
    assert (told["clock"], told["clock_due_at"], told["whose"], told["level"], told["is_late"]) == (
        "resolve",
        "2026-11-25 14:05",
        "DLH",
        "",
        False,
    )
    letter = preview(desk, [posted._replace(event=LATE)])
    assert letter.body.startswith("A complaint will be late soon.\nDLH has not said yet that this is done.")


def test_without_a_promise_nothing_is_due(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, TOLD + '[notifiers.surat]\ntype = "spool"\nfolder = "surat"\n')
    desk.log("sampah")
    (posted,) = desk.store.outbox.posted()
    told = clock_values(desk, posted._replace(event=LATE), desk.all()[0])
    assert (told["clock_due_at"], told["is_late"]) == ("", False)


@pytest.mark.parametrize(
    ("clock", "sentence"),
    [
        (HANDOFF, "Nobody has confirmed yet that this emergency was handed over."),
        (ACKNOWLEDGE, "DLH has not said yet that it has this complaint."),
        (RESOLVE, "DLH has not said yet that this is done."),
    ],
)
def test_each_clock_says_what_was_not_done(desk: HereDesk, clock: str, sentence: str) -> None:
    one = desk.log("sampah")
    desk.move(one, "escalated", {"clock": clock, "due": desk.clock(), "level": "x", "unit": "dlh"})
    event = desk.store.events(one)[-1]
    (posted,) = desk.store.outbox.posted()
    values = clock_values(desk, posted._replace(event=LATE, event_id=event.id), one)
    assert opening(values) == f"A complaint is late.\n{sentence}"
    assert values["level"] == "x"


def test_whose_time_it_is_is_a_unit_by_its_name_or_the_desks_own_queue(desk: HereDesk) -> None:
    assert name_of(desk, "dlh") == "DLH"
    assert name_of(desk, None) == name_of(desk, "") == name_of(desk, "triage") == "triage"
    choose("id")
    assert name_of(desk, "triage") == "triase"
    assert name_of(desk, "tidak-ada-lagi") == "tidak-ada-lagi"


# -- those of an incident, as one


INCIDENT = {"id": 3, "name": "banjir Margahayu", "count": 40, "since": "2026-11-23 14:05"}


def late(ticket: str, is_late: bool = True, **more: str) -> dict[str, Any]:
    """Return what is told of one complaint of an incident."""
    return {
        "ticket": ticket,
        "is_late": is_late,
        "clock": "resolve",
        "clock_due_at": "x",
        "whose": "DLH",
        "place": "",
        **more,
    }


def test_of_an_incident_it_is_counted_how_many_of_its_calls_are_late() -> None:
    subject, body = counted(INCIDENT, [late("A"), late("B", False, place="Margahayu")], "Meja Uji")
    assert subject == "banjir Margahayu: 1 of 40 calls late"
    assert body.splitlines() == [
        "Incident 3, banjir Margahayu, since 2026-11-23 14:05: of 40 calls these are late, or will be soon:",
        "",
        "A · resolve · x · DLH",
        "B · resolve · x · DLH · Margahayu",
        "",
        "-- Meja Uji",
    ]


def test_where_none_is_late_yet_it_says_how_many_soon_will_be() -> None:
    assert counted(INCIDENT, [late("A", False)], "d")[0] == "banjir Margahayu: 1 of 40 calls soon late"


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.booleans()), min_size=1, max_size=6))
def test_a_call_that_is_late_by_several_clocks_counts_once_and_each_clock_has_its_line(
    several: list[tuple[str, bool]],
) -> None:
    subject, body = counted(INCIDENT, [late(*one) for one in several], "d")
    are_late = {ticket for ticket, is_late in several if is_late}
    number = len(are_late) or len({ticket for ticket, _late in several})
    assert subject.startswith(f"banjir Margahayu: {number} of 40 calls ")
    assert len(body.splitlines()) == len(several) + 4


def test_a_letter_of_an_incidents_late_calls_is_one(desk: HereDesk) -> None:
    """Messages of one batch go as one, with what the incident is by now."""
    one, two = desk.log("sampah satu"), desk.log("sampah dua")
    begun = Gathering(desk.store, desk.actor, desk.clock()).begin(Incident("lalat", ("sampah",)), [one, two])
    posted = sorted((each for each in desk.store.outbox.posted() if each.event == "routed"), key=lambda each: each.id)
    going = [
        (each._replace(event=LATE, batch=late_batch(begun.id)), complaint)
        for each, complaint in zip(posted, (one, two), strict=True)
    ]
    letter = Letters(desk).letter(going)
    assert letter.subject == "lalat: 2 of 2 calls soon late"
    assert (letter.event, letter.tickets) == ("several", (one.ticket, two.ticket))
