"""`aduan clock`, and the due times of a desk that promises something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from office import RULES, Office

PROMISES = """
[calendars.kantor]
hours = { mon-thu = "08:00-16:00", fri = ["08:00-11:30", "13:00-16:00"] }
[deadlines]
calendar = "kantor"
handoff = "5m"
acknowledge = "2h"
resolve = "3wd"
[deadlines.high]
resolve = "4h"
[reasons.hold]
cuaca = { say = "menunggu cuaca", stops_clock = true }
penelepon = { say = "menunggu penelepon", stops_clock = false }
"""
FRIDAY = "2026-11-27 09:00"


@pytest.fixture
def promising(office: Office) -> Office:
    """Return a desk that promises something."""
    office.write_rules(RULES + PROMISES)
    return office


def clocks(office: Office, ticket: str = "1", now: str = FRIDAY) -> dict[str, dict[str, object]]:
    """Return the clocks of a complaint, by their names."""
    return {row["clock"]: row for row in office.run("--now", now, "clock", ticket, "--format", "json").data}


def test_a_call_says_when_it_is_due_and_why(promising: Office) -> None:
    ticket = promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    (record,) = promising.run("list", "--format", "json").data
    assert record["due_at"] == "2026-12-02T09:00:00+07:00"
    found = clocks(promising)
    assert [(one["state"], one["due_at"]) for one in found.values()] == [
        ("running", "2026-11-27T11:00:00+07:00"),
        ("running", "2026-12-02T09:00:00+07:00"),
    ]
    assert (found["resolve"]["target"], found["resolve"]["calendar"], found["resolve"]["whose"]) == (
        "3wd", "kantor", "desk"
    )  # fmt: skip
    shown = promising.run("--now", "2026-11-27 13:30", "clock", "1").out
    assert "3 working days · calendar kantor (desk)" in shown
    assert "    2026-11-27 11:30 – 2026-11-27 13:00  1 h 30 min  outside of working hours" in shown
    assert "Due" in promising.run("show", ticket).out
    assert clocks(promising, now="2026-11-27 11:01")["acknowledge"]["state"] == "late"


def test_the_promise_is_shown_where_it_was_looked_for_and_not_as_the_time_of_another_clock(promising: Office) -> None:
    promising.run("--now", "2026-11-27 09:30", "log", "Melaporkan sampah berserakan")

    def shown(*given: str) -> str:
        return promising.run("--now", "2026-12-02 15:01", "list", *given).out

    (due,) = [row["due_at"] for row in promising.run("list", "--format", "json").data]
    promised = f"{due[:10]} {due[11:16]}"
    assert promised in shown("--late")
    assert promised in shown("--late", "resolve")
    assert promised in shown("--due-before", "besok")
    assert promised not in shown("--late", "acknowledge")
    assert "2026-11-27 09:30" in shown("--late", "acknowledge")


def test_what_is_late_is_listed_counted_and_chosen(promising: Office) -> None:
    promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk")
    promising.run("--now", "2026-11-27 09:30", "log", "Melaporkan sampah berserakan")
    promising.run("--now", "2026-11-27 10:00", "ack", "1")

    def numbers(now: str, *given: str) -> list[str]:
        ran = promising.run("--now", now, "list", *given, "--format", "json")
        assert ran.code == 0, ran.err
        count = promising.run("--now", now, "list", *given, "--count").out
        assert int(count) == len(ran.data)
        return [row["ticket"][11:15] for row in ran.data]

    assert numbers("2026-11-27 11:00", "--late") == []
    assert numbers("2026-11-27 15:01", "--late") == ["0002"]
    assert numbers("2026-11-27 15:01", "--late", "resolve") == []
    assert numbers("2026-11-27 15:01", "--late=terima,selesai", "--unit", "dlh") == ["0002"]
    assert numbers("2026-11-27 15:01", "--late", "--status", "acknowledged") == []
    assert numbers("2026-12-02 09:01", "--late", "resolve") == ["0001"]
    assert numbers("2026-11-27 15:01", "--late", "!resolve") == ["0002"]
    assert numbers("2026-11-27 15:01", "--late", "!terima,!handoff") == []
    assert numbers("2026-11-27 15:01", "--late", "acknowledge,resolve,!acknowledge") == []
    assert numbers("2026-12-03", "--late", "resolve", "--sort", "priority") == ["0002", "0001"]
    assert numbers("2026-12-02 08:00", "--due-before", "09:15") == ["0002", "0001"]
    assert numbers("2026-12-02 08:00", "--late", "resolve", "--due-before", "09:15") == []
    refused = promising.run("list", "--late", "bsk")
    assert (refused.code, "clock" in refused.err) == (2, True)
    assert [promising.run("list", "--late", given).code for given in (",", "!", "!any", "resolve,!resolve")] == [2] * 4
    promising.write_rules(RULES + PROMISES + '[views.telat]\nlate = "resolve"\nunit = "dlh"\n')
    assert numbers("2026-12-02 09:01", "--view", "telat") == ["0001"]
    assert "--late resolve" in promising.run("list", "--views").out
    moved = promising.run("--now", "2026-12-02 09:20", "start", "--where", "late=resolve", "--yes")
    assert (moved.code, "0001" in moved.out + moved.err) == (0, True)
    moved = promising.run(
        "--now", "2026-12-02 09:20", "start", "--where", "late", "--where", "due-before=10:00", "--yes"
    )
    assert (moved.code, "0002" in moved.out + moved.err) == (0, True)
    assert promising.run("start", "--where", "late=", "--yes").code == 2


def test_moves_stop_let_stand_and_begin_clocks(promising: Office) -> None:
    promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk")
    promising.run("--now", "2026-11-27 10:00", "ack", "1")
    assert clocks(promising)["acknowledge"]["state"] == "kept"
    promising.run("--now", "2026-11-27 10:00", "hold", "1", "--reason", "cuaca")
    paused = clocks(promising, now="2026-11-27 14:00")["resolve"]
    assert (paused["state"], paused["due_at"]) == ("paused", None)
    assert promising.run("list", "--format", "json").data[0]["due_at"] is None
    promising.run("--now", "2026-11-30 10:00", "start", "1")  # 1.5 + 3 + 2 hours of work were lost
    assert clocks(promising)["resolve"]["due_at"] == "2026-12-02T15:30:00+07:00"
    promising.run("--now", "2026-12-02 16:00", "resolve", "1", "--result", "diangkut")
    late = clocks(promising, now="2027-01-01")["resolve"]
    assert (late["state"], late["stopped_at"]) == ("late", "2026-12-02T16:00:00+07:00")
    promising.run("--now", "2026-12-03 08:00", "reopen", "1", "--reason", "belum")
    again = clocks(promising, now="2026-12-03 08:00")
    assert {name: (one["state"], one["due_at"]) for name, one in again.items()} == {
        "acknowledge": ("running", "2026-12-03T10:00:00+07:00"),
        "resolve": ("running", "2026-12-08T08:00:00+07:00"),
    }


def late(office: Office, now: str, *more: str) -> list[object]:
    """Return what the records of all complaints say last, the newest first."""
    rows = office.run("--now", now, "list", "--format", "json", *more).data
    assert all(list(row)[list(row).index("due_at") + 1] == "late" for row in rows if not more)
    return [row["late"] for row in rows]


def test_a_record_says_whether_its_promise_was_not_kept(promising: Office, tmp_path: Path) -> None:
    """Of what is open by the clock of who asks; of what is done by when it was; in each format, and as a column."""
    for text in ("sampah menumpuk", "sampah berserakan", "sampah terbakar", "sampah basah"):
        promising.run("--now", FRIDAY, "log", f"Melaporkan {text}", "--kind", "complaint")
    asked = promising.run("--now", FRIDAY, "log", "Menanyakan jadwal sampah").out.strip()
    assert late(promising, "2026-12-02 09:00") == [None, False, False, False, False]
    promising.run("--now", "2026-12-02 09:00", "resolve", "2", "--result", "diangkut")
    promising.run("--now", "2026-12-02 09:01", "resolve", "3", "--result", "diangkut")
    promising.run("--now", "2026-12-02 08:00", "hold", "4", "--reason", "cuaca")
    assert late(promising, "2026-12-09 09:00") == [None, None, True, False, True]
    promising.run("--now", "2026-12-09 09:00", "close", "3")
    assert late(promising, "2027-01-09 09:00") == [None, None, True, False, True]
    shown = {n: promising.run("--now", "2026-12-09 09:00", "show", n).out for n in ("1", "2", "3", "4")}
    assert {n: text.partition("Due")[2].split("\n")[0].partition(" · ")[2] for n, text in shown.items()} == {
        "1": "late", "2": "kept", "3": "late", "4": ""
    }  # fmt: skip
    now = ("--now", "2026-12-09 09:00")
    columns = ("list", "--columns", "terlambat,ticket", "--status", "closed")
    assert promising.run(*now, *columns, "--format", "csv").out.splitlines()[1].startswith("true,UJI-261127-0003")
    assert promising.run(*now, "--lang", "id", *columns).out.splitlines()[-1].startswith("ya")
    excel = promising.run(*now, "--lang", "id", *columns, "--format", "csv", "--excel").out
    assert [line.split(";")[0].strip("\ufeff") for line in excel.splitlines()] == ["terlambat", "ya"]
    assert promising.run(*now, "show", asked, "--format", "json").data["late"] is None
    fresh = ("log", "Melaporkan sampah lagi", "--at", FRIDAY, "--format", "json")
    assert promising.run(*now, *fresh).data["late"] is True


def test_what_a_record_says_last_is_not_taken_back(promising: Office, tmp_path: Path) -> None:
    """An own export is read as it is: whether it is late is worked out anew by the desk that has it now."""
    promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk")
    rows = promising.run("--now", "2027-01-04 09:00", "list", "--format", "jsonl", "--reveal").out
    assert json.loads(rows)["late"] is True
    (tmp_path / "keluar.jsonl").write_text(rows, encoding="utf-8")
    again = promising.run("import", str(tmp_path / "keluar.jsonl"))
    assert (again.code, "late" in again.err) == (0, False)
    other = Office(tmp_path / "lain", promising._capture)
    assert other.run("import", str(tmp_path / "keluar.jsonl")).code == 0
    assert late(other, FRIDAY) == [False]
    assert other.run("list", "--format", "json").data[0]["fields"] == {}


def test_a_reason_that_does_not_stop_the_clock_lets_it_run(promising: Office) -> None:
    promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk")
    promising.run("--now", FRIDAY, "hold", "1", "--reason", "penelepon")
    assert clocks(promising)["resolve"]["state"] == "running"


def test_a_priority_has_its_own_target_and_a_correction_sets_it(promising: Office) -> None:
    promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk")
    promising.run("--now", FRIDAY, "edit", "1", "--priority", "tinggi")
    (record,) = promising.run("list", "--format", "json").data
    assert record["due_at"] == "2026-11-27T14:30:00+07:00"
    assert clocks(promising)["resolve"]["whose"] == "desk, high"


def test_an_emergency_is_handed_over_in_minutes_whatever_the_hour(promising: Office) -> None:
    promising.run("--now", "2026-11-28 23:58", "log", "Melaporkan kebakaran rumah")
    found = clocks(promising, now="2026-11-29 00:01")
    assert (found["handoff"]["state"], found["handoff"]["due_at"]) == ("running", "2026-11-29T00:03:00+07:00")
    promising.run("--now", "2026-11-29 00:02", "ack", "1", "--by", "Pak Joko")
    assert clocks(promising, now="2026-11-30")["handoff"]["state"] == "kept"


def test_merging_and_taking_it_back_leaves_the_clock_as_it_was(promising: Office) -> None:
    promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk")
    promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk juga")
    before = clocks(promising, "2")
    promising.run("--now", "2026-11-27 10:00", "merge", "2", "--into", "1", "--yes")
    assert clocks(promising, "2")["resolve"]["stopped_at"] == "2026-11-27T10:00:00+07:00"
    promising.run("--now", "2026-11-27 11:00", "unmerge", "2")
    assert clocks(promising, "2") == before


def test_without_deadlines_nothing_is_due(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    ran = office.run("clock", ticket)
    assert (ran.code, ran.out) == (0, "")
    assert f"{ticket} has no clock" in ran.err
    assert office.run("clock", ticket, "--format", "json").out == "[]\n"
    assert office.run("clock", "99").code == 4
    assert "Due" not in office.run("show", ticket).out


def test_holidays_are_told_by_name(promising: Office) -> None:
    (promising.folder / "libur.csv").write_text("date,name\n2026-11-30,Hari Jadi\n", encoding="utf-8")
    promising.write_rules(RULES + PROMISES + '[holidays]\nfile = "libur.csv"\n')
    promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk")
    assert clocks(promising)["resolve"]["due_at"] == "2026-12-03T09:00:00+07:00"
    assert "holiday: Hari Jadi" in promising.run("clock", "1").out


def test_a_list_of_what_is_late_says_when_it_was_due(promising: Office) -> None:
    """In the place of when it was reported; chosen columns and data are as ever."""
    promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk")
    now = ("--now", "2026-12-03 09:00")
    for line in (("list", "--late"), ("list", "--due-before", "besok")):
        head, _rule, row = promising.run(*now, *line).out.splitlines()
        assert (head.split()[1], "2026-12-02 09:00" in row) == ("due_at", True)
    assert "reported_at" in promising.run(*now, "list").out.splitlines()[0]
    assert promising.run(*now, "list", "--late", "--columns", "ticket").out.splitlines()[0].split() == ["ticket"]
