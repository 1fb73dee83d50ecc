"""`aduan doctor`: one screen, exit code 3 when anything wants attention, silence at a desk that is well."""

from __future__ import annotations

import json

from office import RULES, Office


def test_what_wants_attention_is_marked_with_its_cure(office: Office) -> None:
    office.log("sampah menumpuk")
    ran = office.run("doctor")
    assert ran.code == 3
    lines = ran.out.splitlines()
    assert [line.split()[1] for line in lines[2:] if line.startswith("!")] == ["cron", "backup"]
    assert any(line.startswith("!") and line.endswith("→ aduan db backup") for line in lines)
    assert "2 things want attention" in ran.err


def test_a_desk_that_is_well_says_nothing_to_cron(office: Office) -> None:
    office.log("sampah menumpuk")
    office.run("tick")
    office.run("db", "backup")
    ran = office.run("-q", "doctor")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert "all is well" in office.run("doctor").err


def test_programs_and_indonesian_readers(office: Office) -> None:
    """Names and states are English for programs; an officer reads Indonesian."""
    office.log("sampah menumpuk")
    rows = json.loads(office.run("--lang", "id", "doctor", "--format", "json").out)
    assert [row["state"] for row in rows if row["check"] in ("store", "backup")] == ["ok", "attention"]
    assert [row["cure"] for row in rows if row["check"] == "store"] == [None]
    shown = office.run("--lang", "id", "doctor").out
    assert "cadangan" in shown
    assert "attention" not in shown


def test_a_desk_without_a_call_is_told_so(office: Office) -> None:
    """It has nothing to back up, and nothing was asked of cron yet."""
    ran = office.run("doctor", "--format", "json")
    assert ran.code == 3
    rows = {row["check"]: row for row in json.loads(ran.out)}
    assert [name for name, row in rows.items() if row["state"] != "ok"] == ["cron"]
    assert rows["store"]["what"] == "no call was stored yet"


def said_of(office: Office, check: str) -> tuple[str, str, str | None]:
    rows = json.loads(office.run("doctor", "--format", "json").out)
    (row,) = [row for row in rows if row["check"] == check]
    return row["state"], row["what"], row["cure"]


def test_emergencies_that_nobody_has_are_told_where_nothing_says_how_soon(office: Office) -> None:
    """No clock runs there, so none of them is ever late."""
    assert said_of(office, "late") == ("ok", "nothing is promised: [deadlines] in rules.toml says what is", None)
    assert said_of(office, "emergencies") == ("ok", "none waits for a hand-over", None)
    office.log("sampah menumpuk", "--priority", "emergency")
    office.log("yang lain", "--priority", "emergency")
    state, what, cure = said_of(office, "emergencies")
    assert (state, what) == ("attention", "2 that nobody has yet; no [deadlines] handoff says how soon")
    assert len(office.run(*str(cure).split()[1:], "--format", "jsonl").out.splitlines()) == 2
    office.run("ack", "1", "--by", "Pak Uji")
    assert said_of(office, "emergencies")[1].startswith("1 that nobody has yet")


def test_emergencies_that_wait_in_time_are_told_as_such(office: Office) -> None:
    office.write_rules(RULES + '[deadlines]\nhandoff = "5m"\n')
    office.log("sampah menumpuk", "--priority", "emergency", "--now", "2026-11-23 08:00")
    seen = office.run("doctor", "--format", "json", "--now", "2026-11-23 08:02").out
    assert "1 waits for a hand-over, in time" in seen
    seen = office.run("doctor", "--format", "json", "--now", "2026-11-23 08:10").out
    assert "1 that nobody has in time" in seen
