"""`aduan tick`: what must happen by itself happens once, and without a word."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from pathlib import Path

import pytest
from test_clock import FRIDAY, PROMISES, clocks

from office import RULES, Office


@pytest.fixture
def promising(office: Office) -> Office:
    """Return a desk that promises something."""
    office.write_rules(RULES + PROMISES)
    return office


def held(office: Office, until: str = "2026-11-27 12:00") -> str:
    """Return the ticket of a complaint whose unit waits until noon."""
    ticket = office.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    office.run("--now", FRIDAY, "hold", ticket, "--reason", "cuaca", "--until", until)
    return ticket


def test_nothing_to_do_is_silent(promising: Office) -> None:
    for _again in range(2):
        ended = promising.run("--now", FRIDAY, "tick")
        assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_a_hold_wakes_when_its_time_has_come_and_its_clock_goes_on_from_then(promising: Office) -> None:
    ticket = held(promising)
    promising.run("--now", "2026-11-27 11:59", "tick")
    assert promising.run("show", ticket, "--format", "json").data["status"] == "on_hold"
    late = "2026-11-30 09:00"  # cron was off
    assert promising.run("--now", late, "tick").err == ""
    assert promising.run("show", ticket, "--format", "json").data["status"] == "in_progress"
    (pause,) = [one for one in clocks(promising, now=late)["resolve"]["stretches"] if one["why"] == "paused"]
    assert (pause["from"], pause["until"]) == ("2026-11-27T09:00:00+07:00", "2026-11-27T11:30:00+07:00")
    events = promising.run("history", ticket, "--format", "json").data
    assert [event["type"] for event in events] == ["logged", "held", "woken"]
    promising.run("--now", late, "tick")
    assert len(promising.run("history", ticket, "--format", "json").data) == 3
    assert promising.run("start", ticket).code == 5


def test_who_goes_on_before_is_not_woken(promising: Office) -> None:
    ticket = held(promising)
    promising.run("--now", FRIDAY, "start", ticket)
    promising.run("--now", FRIDAY, "hold", ticket, "--reason", "cuaca")
    promising.run("--now", "2026-12-27 11:59", "tick")
    assert promising.run("show", ticket, "--format", "json").data["status"] == "on_hold"


def test_one_run_does_so_many_and_says_what_is_left(promising: Office) -> None:
    for _each in range(3):
        held(promising)
    ended = promising.run("--now", "2026-11-27 13:00", "tick", "--limit", "2")
    assert (ended.code, ended.err.splitlines()[0]) == (0, "wake: 1 left for the next run")
    assert promising.run("--now", "2026-11-27 13:00", "tick", "--max-seconds", "0").err.startswith("wake: 1 left")
    assert promising.run("--now", "2026-11-27 13:00", "tick").err == ""


def test_where_another_one_is_at_it_nothing_is_done(promising: Office, tmp_path: Path) -> None:
    held(promising)
    promising.run("--now", FRIDAY, "tick")
    with (promising.folder / ".aduan/tick.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = promising.run("--now", "2026-11-27 13:00", "tick", "-v")
        assert (ended.code, ended.err) == (0, "another tick is at it; nothing done\n")
    assert promising.run("--now", "2026-11-27 13:00", "tick", "-v").err == "wake: 1 done\n"


def test_other_deadlines_date_what_is_open_anew(promising: Office) -> None:
    ticket = promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    promising.run("--now", FRIDAY, "tick")
    promising.write_rules(RULES + PROMISES.replace('"3wd"', '"5wd"'))
    assert promising.run("--now", FRIDAY, "-q", "tick").err == ""
    assert promising.run("show", ticket, "--format", "json").data["due_at"] == "2026-12-04T09:00:00+07:00"
    *_before, told = promising.run("history", ticket, "--format", "json").data
    assert told["type"] == "redated"
    assert list(told["data"]["due"]) == ["resolve"]


def test_what_was_there_before_the_deadlines_gets_its_clocks_page_by_page(office: Office) -> None:
    tickets = [office.run("--now", FRIDAY, "log", f"Melaporkan sampah {n}").out.strip() for n in range(3)]
    office.run("--now", FRIDAY, "resolve", tickets[0], "--result", "diangkut")
    office.run("--now", FRIDAY, "tick")
    office.write_rules(RULES + PROMISES)
    err = office.run("--now", FRIDAY, "tick", "--limit", "1").err
    assert "date: 2 left for the next run" in err
    for _run in range(3):
        office.run("--now", FRIDAY, "tick", "--limit", "1")
    due = [office.run("show", ticket, "--format", "json").data["due_at"] for ticket in tickets]
    assert due == ["2026-12-02T09:00:00+07:00"] * 3
    assert not list(office.store().differences())


LEVELS = """
[[escalation]]
id = "separuh"
clock = "resolve"
at = "50%"
list = true
[[escalation]]
id = "kepala"
clock = "resolve"
at = "due"
units = "dlh"
tell = ["unit.head"]
priority = "high"
[[escalation]]
id = "camat"
clock = "resolve"
at = "+1wd"
tell = ["unit.head", "asisten"]
list = true
"""


@pytest.fixture
def escalating(office: Office) -> Office:
    """Return a desk that promises something, and tells who is late."""
    office.write_rules(RULES + PROMISES + LEVELS)
    return office


def told(office: Office, ticket: str) -> list[dict[str, object]]:
    """Return what was escalated of a complaint, in its order."""
    events = office.run("history", ticket, "--format", "json").data
    return [event["data"] for event in events if event["type"] == "escalated"]


def test_each_level_is_told_when_it_is_reached_and_once(escalating: Office) -> None:
    """Three working days from Friday 09:00 are Wednesday 09:00; a half of them is 22 of 22 hours and a half."""
    ticket = escalating.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    levels = []
    for now in ("2026-11-30 10:00", "2026-12-01 09:00", "2026-12-02 08:59", "2026-12-02 09:00", "2026-12-03 09:00"):
        for _again in range(2):
            assert escalating.run("--now", now, "tick").err == ""
        levels.append([one["level"] for one in told(escalating, ticket)])
    assert levels == [[], ["separuh"], ["separuh"], ["separuh", "kepala"], ["separuh", "kepala", "camat"]]
    assert [one["passed"] for one in told(escalating, ticket)] == [[], [], []]
    record = escalating.run("show", ticket, "--format", "json").data
    assert record["priority"] == "high"
    assert escalating.run("history", ticket).code == 0
    assert not list(escalating.store().differences())


def test_of_several_that_were_missed_only_the_highest_speaks(escalating: Office) -> None:
    ticket = escalating.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    escalating.run("--now", "2026-12-20 09:00", "tick")
    escalating.run("--now", "2026-12-20 09:05", "tick")
    (only,) = told(escalating, ticket)
    assert (only["level"], only["passed"], only["tell"]) == (
        "camat", ["separuh", "kepala"], ["unit.head", "asisten"]
    )  # fmt: skip


def test_what_stands_still_or_is_done_is_silent(escalating: Office) -> None:
    paused = escalating.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    done = escalating.run("--now", FRIDAY, "log", "Melaporkan sampah berserakan").out.strip()
    escalating.run("--now", FRIDAY, "hold", paused, "--reason", "cuaca")
    escalating.run("--now", FRIDAY, "resolve", done, "--result", "diangkut")
    escalating.run("--now", "2027-01-20 09:00", "tick")
    assert (told(escalating, paused), told(escalating, done)) == ([], [])
    escalating.run("--now", "2027-01-20 09:00", "start", paused)
    escalating.run("--now", "2027-01-20 09:00", "tick")
    assert told(escalating, paused) == []


def test_a_clock_set_back_and_one_that_begins_anew(escalating: Office) -> None:
    ticket = escalating.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    escalating.run("--now", "2026-12-02 10:00", "tick")
    escalating.run("--now", "2026-12-01 10:00", "tick")
    escalating.run("--now", "2026-12-02 11:00", "tick")
    assert [one["level"] for one in told(escalating, ticket)] == ["kepala"]
    escalating.run("--now", "2026-12-02 12:00", "resolve", ticket, "--result", "diangkut")
    escalating.run("--now", "2026-12-02 12:00", "reopen", ticket, "--reason", "belum")
    escalating.run("--now", "2026-12-07 12:00", "tick")
    again = told(escalating, ticket)[1:]  # by what is promised of the priority that it has now
    assert [(one["level"], one["passed"]) for one in again] == [("camat", ["separuh", "kepala"])]


def test_levels_that_are_declared_later_are_told_of_what_is_open(promising: Office) -> None:
    ticket = promising.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    promising.run("--now", "2026-12-02 10:00", "tick")
    promising.write_rules(RULES + PROMISES + LEVELS)
    promising.run("--now", "2026-12-02 10:00", "tick")
    assert [one["level"] for one in told(promising, ticket)] == ["kepala"]


def test_a_monitor_reads_one_line_and_a_code(escalating: Office) -> None:
    ended = escalating.run("--now", FRIDAY, "tick", "--status")
    assert (ended.code, ended.out.split(" - ")[0]) == (2, "aduan CRITICAL")  # it never ran
    assert "age=U;900;3600;0" in ended.out
    escalating.run("--now", FRIDAY, "log", "Melaporkan kebakaran")
    escalating.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk")
    escalating.run("--now", FRIDAY, "tick")
    assert escalating.run("--now", FRIDAY, "tick", "--status").code == 0
    assert escalating.run("--now", "2026-11-27 09:04", "tick", "--status").code == 0
    nobody = escalating.run("--now", "2026-11-27 09:05", "tick", "--status")
    assert (nobody.code, "emergencies=1;1;1;0" in nobody.out) == (2, True)
    escalating.run("--now", FRIDAY, "ack", "1", "--by", "regu 1")
    calm = ("tick", "--status", "--age", ",")
    late = escalating.run("--now", "2026-12-02 09:00", *calm)
    assert (late.code, late.out.split()[1]) == (1, "WARNING")
    assert escalating.run("--now", "2026-12-02 09:00", *calm, "--late", "1,2").code == 2
    assert escalating.run("--now", "2026-12-02 09:00", *calm, "--late", "3,4").code == 0
    assert escalating.run("--now", "2026-12-02 09:00", *calm, "--late", "3").code == 0
    assert escalating.run("--now", "2026-11-27 09:20", "tick", "--status", "--age", "30m,1h").code == 0
    assert escalating.run("--now", "2026-11-27 10:00", "tick", "--status", "--age", "30m,1h").code == 2


@pytest.mark.of_file
def test_what_a_monitor_cannot_know_is_unknown(office: Office) -> None:
    office.log("Melaporkan sampah menumpuk")
    office.file.write_bytes(b"no database at all" * 1000)
    ended = office.run("tick", "--status")
    assert (ended.code, ended.out.startswith("aduan UNKNOWN - ")) == (3, True)


@pytest.mark.parametrize("given", ["5h", "a,b", "9,2", "1h,2h"])
def test_thresholds_that_are_none_are_a_mistake(office: Office, given: str) -> None:
    ended = office.run("tick", "--status", "--late", given)
    assert (ended.code, "two numbers, the smaller first" in ended.err) == (2, True)


@pytest.mark.parametrize("line", [("--status", "--explain"), ("--late", "1,2"), ("--format", "json")])
def test_options_that_do_not_go_together(office: Office, line: tuple[str, ...]) -> None:
    assert office.run("tick", *line).code == 2


def test_what_would_be_done_is_told_and_not_done(promising: Office) -> None:
    waiting = held(promising)
    ticket = promising.run("--now", FRIDAY, "log", "Melaporkan sampah berserakan").out.strip()
    promising.run("--now", FRIDAY, "tick")
    assert "nothing is to be done now" in promising.run("--now", FRIDAY, "tick", "--explain").err
    late = "2026-12-02 10:00"
    promising.write_rules(RULES + PROMISES + LEVELS)
    promising.run("--now", FRIDAY, "tick")
    before = promising.kept()
    for _again in range(2):
        rows = promising.run("--now", late, "tick", "--explain", "--format", "json").data
        assert [(row["stage"], row["ticket"], row["event"]) for row in rows] == [
            ("wake", waiting, "woken"),
            ("escalate", ticket, "escalated"),
        ]
        assert rows[1]["data"]["level"] == "kepala"
        assert rows[1]["data"]["due"] == "2026-12-02T09:00:00+07:00"
    assert promising.kept() == before
    assert "resolve: kepala" in promising.run("--now", late, "tick", "--explain").out


def spooling(office: Office) -> Office:
    """Return a desk that promises something, and whose unit and its head are told into a folder."""
    tell = '[units.dlh]\ntell = ["kantor"]\n'
    spool = '[notifiers.kantor]\ntype = "spool"\nfolder = "pesan"\n'
    levels = LEVELS.replace(', "asisten"', "")
    office.write_rules(RULES.replace("[units.dlh]\n", tell) + PROMISES + levels + spool)
    return office


def letters(office: Office) -> dict[str, bool]:
    """Return the letters that lie there, each with whether it says that it may be a repeat."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in (office.folder / "pesan").glob("*.json")]
    return {str(one["id"]): bool(one["repeated"]) for one in found}


@pytest.mark.of_file
def test_a_backup_that_is_put_back_tells_each_level_once_and_its_letters_say_that_they_may_be_repeats(
    office: Office, tmp_path: Path
) -> None:
    """What was told after the backup is not known any more; what had to go then may have gone since."""
    spooling(office)
    ticket = office.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    assert office.run("--now", FRIDAY, "db", "backup", str(tmp_path / "salinan")).code == 0
    office.run("--now", "2026-12-02 10:00", "tick")
    before = letters(office)
    assert (len(before), set(before.values())) == (2, {False})
    assert office.run("db", "restore", str(tmp_path / "salinan"), "--yes").code == 0
    assert told(office, ticket) == []
    for _again in range(2):
        office.run("--now", "2026-12-02 10:05", "tick")
    assert [one["level"] for one in told(office, ticket)] == ["kepala"]
    after = letters(office)
    assert after.keys() >= before.keys()
    assert [after[id_] for id_ in before if after[id_]], "the letter of the call came again, and says so"
    assert office.run("db", "verify").code == 0


def test_two_that_look_at_once_tell_each_level_once(office: Office) -> None:
    """Both begin before either has written: one finds the lock held, and whoever comes later finds it done."""
    spooling(office)
    ticket = office.run("--now", FRIDAY, "log", "Melaporkan sampah menumpuk").out.strip()
    line = [sys.executable, "-m", "aduan_cli", *office.line("--now", "2026-12-02 10:00", "tick")]
    both = [subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _each in range(2)]
    assert [(one.communicate(timeout=60)[0], one.returncode) for one in both] == [(b"", 0)] * 2
    assert [one["level"] for one in told(office, ticket)] == ["kepala"]
    assert len(letters(office)) == 2


def test_a_level_is_told_again_as_often_as_it_says_and_not_where_it_stands_still_or_is_done(office: Office) -> None:
    office.write_rules(RULES + PROMISES + LEVELS.replace('tell = ["unit.head"]', 'tell = ["unit.head"]\nrepeat = "1d"'))
    waits, done = [office.run("--now", FRIDAY, "log", "Melaporkan sampah").out.strip() for _each in range(2)]
    for now in ("12-02 09:00", "12-02 09:05", "12-03 08:55", "12-03 09:00"):
        office.run("--now", f"2026-{now}", "tick")
    levels = [(one["level"], one.get("again"), one["passed"]) for one in told(office, done)]
    assert levels == [("kepala", None, ["separuh"]), ("camat", None, ["kepala"])]
    office.run("--now", "2026-12-03 09:10", "hold", waits, "--reason", "cuaca")
    office.run("--now", "2026-12-06 09:00", "tick")
    assert (len(told(office, waits)), told(office, done)[2:][0]["again"]) == (2, 2)
    office.run("--now", "2026-12-06 10:00", "resolve", done, "--result", "diangkut")
    office.run("--now", "2026-12-07 08:00", "start", waits)
    office.run("--now", "2026-12-09 09:00", "tick")
    assert (len(told(office, waits)), len(told(office, done))) == (3, 3)
    assert "told again (2)" in office.run("history", done).out
    assert not list(office.store().differences())


def test_messages_that_would_go_are_told_too(office: Office) -> None:
    """The longest waiting first; what goes later only isn't among them."""
    spooling(office)
    tickets = [office.run("--now", FRIDAY, "log", f"Melaporkan sampah {n}").out.strip() for n in range(2)]
    rows = office.run("--now", FRIDAY, "tick", "--explain", "--format", "json").data
    sent = [row for row in rows if row["stage"] == "send"]
    assert [(row["ticket"], row["event"], row["data"]["notifier"]) for row in sent] == [
        (ticket, "routed", "kantor") for ticket in tickets
    ]
    assert len(office.run("--now", FRIDAY, "tick", "--explain", "--limit", "1", "--format", "json").data) < len(rows)
    assert "kantor" in office.run("--now", FRIDAY, "tick", "--explain").out
    assert letters(office) == {}
    office.run("--now", FRIDAY, "tick")
    assert "nothing is to be done now" in office.run("--now", FRIDAY, "tick", "--explain").err


def test_what_units_wrote_back_is_told_and_left_where_it_is(office: Office) -> None:
    """Neither stored, nor put into the quarantine, nor told again once it is taken."""
    office.write_rules(RULES + '[inbox]\nfolder = "masuk"\n')
    assert "[inbox] folder: " in office.run("tick", "--explain").err
    ticket = office.log("Melaporkan sampah menumpuk")
    (office.folder / "masuk").mkdir()
    moves = office.folder / "masuk" / "moves.csv"
    moves.write_text(f"ticket,verb,unit,words\n{ticket},selesai,dlh,diangkut\n{ticket},bingung,dlh,\n")
    before = office.kept()
    for _again in range(2):
        rows = office.run("tick", "--explain", "--format", "json").data
        assert [(row["stage"], row["ticket"], row["event"]) for row in rows] == [
            ("receive", ticket, "resolved"),
            ("receive", ticket, "received"),
        ]
        assert (rows[0]["data"]["unit"], rows[0]["data"]["move"]) == ("dlh", "resolve")
        assert "'bingung' is no move of a unit" in rows[1]["data"]["why"]
    assert "ambil-balasan" in office.run("tick", "--explain", "--lang", "id").out
    assert (office.kept(), (office.folder / "quarantine").exists()) == (before, False)
    assert office.run("tick").code == 6
    assert "nothing is to be done now" in office.run("tick", "--explain").err


def test_incidents_that_rules_would_begin_and_end_are_told(office: Office) -> None:
    office.write_rules(
        RULES
        + '[[incident]]\nid = "ramai"\ntitle = "sampah"\ncategory = "sampah"\ncount = 2\nwithin = "1h"\nquiet = "2h"\n'
    )
    for _each in range(2):
        office.log("Melaporkan sampah menumpuk")
    (row,) = office.run("tick", "--explain", "--format", "json").data
    assert (row["stage"], row["event"], row["data"]["name"], row["data"]["count"]) == (
        "incident",
        "incident_started",
        "sampah",
        2,
    )
    assert office.run("incident", "list", "--format", "json").data == []
    office.run("tick")
    assert office.run("tick", "--explain", "--format", "json").data == []
    (row,) = office.run("--now", FRIDAY, "tick", "--explain", "--format", "json").data
    assert (row["event"], row["data"]["id"]) == ("incident_ended", 1)


def test_of_a_complaint_that_is_late_by_several_clocks_each_is_told(office: Office) -> None:
    """As many as tick then tells."""
    level = '[[escalation]]\nid = "{0}"\nclock = "{0}"\nat = "due"\nlist = true\n'
    levels = "".join(level.format(clock) for clock in ("acknowledge", "resolve"))
    office.write_rules(RULES + '[deadlines]\nacknowledge = "2h"\nresolve = "1d"\n' + levels)
    ticket = office.log("Melaporkan sampah menumpuk")
    rows = office.run("--now", "2026-12-02 10:00", "tick", "--explain", "--format", "json").data
    assert [(row["stage"], row["ticket"], row["data"]["level"]) for row in rows] == [
        ("escalate", ticket, "acknowledge"),
        ("escalate", ticket, "resolve"),
    ]
    office.run("--now", "2026-12-02 10:00", "tick")
    events = office.run("history", ticket, "--format", "json").data
    assert [event["data"]["level"] for event in events if event["type"] == "escalated"] == ["acknowledge", "resolve"]
