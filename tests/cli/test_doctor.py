"""`aduan doctor`: one screen, exit code 3 when anything wants attention, silence at a desk that is well."""

from __future__ import annotations

import json

from office import Office


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
