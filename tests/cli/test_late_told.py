"""What is told of clocks: by name whose time it is, what was not done, and by when; of an incident as a count."""

from __future__ import annotations

import pytest
from test_incident import TEXT
from test_outbox import rows, spooled
from test_telling import TELLING

from office import Office

CLOCKS = """
[notifiers.kepala]
type = "spool"
folder = "kepala"
[deadlines]
acknowledge = "2h"
resolve = "3d"
[[escalation]]
id = "separuh"
clock = "acknowledge"
at = "50%"
tell = ["unit"]
units = ["dlh"]
[[escalation]]
id = "terlambat"
clock = "resolve"
at = "due"
tell = ["unit.head"]
"""
RULES = TELLING.replace('tell = ["kantor", "hp"]', 'tell = ["kantor"]').replace(
    'timezone = "Asia/Jakarta"', 'timezone = "Asia/Jakarta"\nhead = ["kepala"]'
)
SOON, LATE = ("--now", "2026-11-23 15:10"), ("--now", "2026-11-26 15:00")


@pytest.fixture
def promising(office: Office) -> Office:
    """Return a desk that tells of what is late, and somebody of what nobody decided."""
    office.write_rules(RULES + CLOCKS)
    return office


def letters(office: Office, event: str = "escalated") -> list[dict[str, object]]:
    """Return what was spooled of an event."""
    return [one for one in spooled(office) if one["event"] == event]


def test_a_letter_names_the_clock_the_unit_and_by_when_it_was_promised(promising: Office) -> None:
    """It calls late what is late, and nothing else."""
    ticket = promising.run("log", TEXT).out.strip()
    promising.run(*SOON, "tick")
    (soon,) = letters(promising)
    body = str(soon["body"])
    assert soon["subject"] == f"[{ticket}] sampah, Margahayu, Bekasi Timur"
    assert "A complaint will be late soon.\nDinas Lingkungan Hidup has not said yet that it has this complaint." in body
    assert "Due:        2026-11-23 16:05\nClock:      acknowledge\nUnit:       Dinas Lingkungan Hidup\n" in body
    promising.run("ack", ticket)
    promising.run(*LATE, "tick", "--lang", "id")
    (late,) = [one for one in letters(promising) if one != soon]
    assert str(late["subject"]).startswith(f"Terlambat: [{ticket}]")
    assert "Dinas Lingkungan Hidup belum menyatakan aduan ini selesai." in str(late["body"])
    assert "Batas waktu: 2026-11-26 14:05" in str(late["body"])


def test_a_template_has_the_clock_the_level_and_whose_time_it_is(promising: Office) -> None:
    text = "{{ whose }}|{{ clock }}|{{ clock_due_at }}|{{ level }}|{{ is_late }}"
    promising.write_rules(f'{RULES}{CLOCKS}\n[messages.escalated]\nsubject = "{text}"\n')
    promising.run("log", TEXT)
    promising.run(*SOON, "tick")
    assert letters(promising)[0]["subject"] == ("Dinas Lingkungan Hidup|acknowledge|2026-11-23 16:05|separuh|False")
    previewed = promising.run("outbox", "preview", "1", "--event", "escalated").out.splitlines()[0]
    assert previewed == "Dinas Lingkungan Hidup|resolve|2026-11-26 14:05||False"


def test_what_is_late_in_triage_is_told_to_the_head_of_the_desk(promising: Office) -> None:
    ticket = promising.run("log", "Melaporkan sesuatu yang aneh").out.strip()
    ran = promising.run(*LATE, "tick")
    assert (ran.code, ran.err) == (0, "")
    (row,) = rows(promising)
    assert (row["ticket"], row["notifier"], row["to"], row["state"]) == (ticket, "kepala", "triage", "sent")


def test_complaints_of_an_incident_that_are_late_are_told_as_a_count(promising: Office) -> None:
    """Late by two clocks it counts once; each level stays an event of its own, and what is urgent goes alone."""
    promising.run("incident", "start", "sampah pasar", "-c", "sampah", "--kelurahan", "Margahayu")
    tickets = [promising.run("log", TEXT).out.strip() for _each in range(3)]
    urgent = promising.run("log", TEXT, "-p", "emergency").out.strip()
    outside = promising.run("log", "Melaporkan sampah di Duren Jaya").out.strip()
    promising.run(*LATE, "tick")
    assert {str(one["ticket"]) for one in letters(promising)} == {urgent, outside}
    waits = [row for row in rows(promising, "--state", "queued") if row["event"] == "escalated"]
    assert sorted({str(row["ticket"]) for row in waits}) == sorted(tickets)
    promising.run("--now", "2026-11-26 15:06", "tick")
    (counted,) = [one for one in letters(promising, "several") if "late" in str(one["subject"])]
    assert counted["subject"] == "sampah pasar: 3 of 4 calls late"
    told = str(counted["body"])
    assert all(f"{ticket} · resolve · 2026-11-26 14:05 · Dinas Lingkungan Hidup" in told for ticket in tickets)
    for ticket in tickets:
        events = [one["type"] for one in promising.run("history", ticket, "--format", "json").data]
        assert events.count("escalated") == 2
    assert promising.run("db", "verify").code == 0


def test_once_it_is_over_each_is_told_by_itself_again(promising: Office) -> None:
    promising.run("incident", "start", "sampah pasar", "-c", "sampah", "--kelurahan", "Margahayu")
    ticket = promising.run("log", TEXT).out.strip()
    promising.run("incident", "end", "1")
    promising.run("ack", ticket)
    promising.run(*LATE, "tick")
    assert [one["ticket"] for one in letters(promising)] == [ticket]


def test_what_will_be_late_is_counted_as_that(promising: Office) -> None:
    promising.run("incident", "start", "sampah pasar", "-c", "sampah", "--kelurahan", "Margahayu")
    for _each in range(2):
        promising.run("log", TEXT)
    promising.run(*SOON, "tick")
    promising.run("--now", "2026-11-23 15:16", "tick", "--lang", "id")
    subjects = [one["subject"] for one in letters(promising, "several")]
    assert subjects == ["sampah pasar: 2 dari 2 panggilan segera terlambat"]
