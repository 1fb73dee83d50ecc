"""`[rules] accept = "manual"`: what changes waits for somebody who brings it into force."""

from __future__ import annotations

import time

import pytest

from office import RULES, Office

MANUAL = RULES + '[rules]\naccept = "manual"\n'
LIMBAH = MANUAL.replace('text = ["sampah"]', 'text = ["sampah", "limbah"]')


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk that accepts by hand only, its first rules in force."""
    office.write_rules(MANUAL)
    office.log("sampah")
    return office


def test_a_change_waits_and_calls_go_on(office: Office) -> None:
    """Each command warns and goes by the old text, until `rules accept`, under the name of who accepts."""
    office.write_rules(LIMBAH)
    ran = office.run("log", "limbah", "--format", "json")
    assert ran.data["unit"] == "triage"
    assert "warning: rules.toml:" in ran.err
    assert "aduan rules accept" in ran.err
    ran = office.run("rules", "accept", "--actor", "rina")
    assert ran.code == 0
    assert "category sampah: text + 'limbah'" in ran.out
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "dlh"
    last = office.run("rules", "history", "--format", "json").data[0]
    assert (last["actor"], last["files"], last["in_force"]) == ("rina", ["rules.toml"], True)


def test_accepting_a_bad_file_exits_3_and_changes_nothing(office: Office) -> None:
    """The problems stand on stderr, the old text stays in force."""
    office.write_rules(LIMBAH.replace('unit = "dlh"', 'unit = "dhl"', 1))
    ran = office.run("rules", "accept")
    assert ran.code == 3
    assert "did you mean 'dlh'?" in ran.err
    assert office.run("log", "sampah", "--format", "json").data["unit"] == "dlh"


def test_accepting_nothing_says_so(office: Office) -> None:
    """Where nothing changed, the revision in force is named, and no second acceptance is recorded."""
    ran = office.run("rules", "accept")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing to accept" in ran.err
    assert len(office.run("rules", "history", "--format", "json").data) == 1


def test_a_dry_run_accepts_nothing(office: Office) -> None:
    """It shows the changes, and they still wait."""
    office.write_rules(LIMBAH)
    assert "limbah" in office.run("rules", "accept", "--dry-run").out
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "triage"


def test_a_restored_file_waits_too(office: Office) -> None:
    """`rules restore` writes the old text back; bringing it into force is for `rules accept`."""
    first = office.run("rules", "history", "--format", "json").data[0]["revision"]
    office.write_rules(LIMBAH)
    office.run("rules", "accept")
    ran = office.run("rules", "restore", first)
    assert ran.code == 0
    assert "wait for: aduan rules accept" in ran.err
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "dlh"
    assert office.run("rules", "accept").code == 0
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "triage"


def test_the_way_back_to_automatic_is_accepted_by_hand(office: Office) -> None:
    """A file can't lift the lock by itself: the text in force says how the next one is accepted."""
    office.write_rules(RULES)
    office.log("sampah")
    assert len(office.run("rules", "history", "--format", "json").data) == 1
    office.run("rules", "accept")
    office.write_rules(RULES.replace('text = ["sampah"]', 'text = ["sampah", "limbah"]'))
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "dlh"


def test_accepting_a_fresh_desk_makes_it_ready(fresh_office: Office) -> None:
    """Before the first call `rules accept` keeps the texts, so that a later mistake finds them."""
    assert fresh_office.run("rules", "accept").code == 0
    fresh_office.write_rules("broken = [")
    assert fresh_office.run("log", "sampah", "--format", "json").data["unit"] == "dlh"


def test_what_was_accepted_counts_at_once_also_where_the_cache_knew_of_the_wait(office: Office) -> None:
    """No file changes when one is accepted: the rules of before, which the cache holds, are not in force any more."""
    office.write_rules(LIMBAH)
    time.sleep(0.06)  # A file that has not rested is not cached.
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "triage"
    assert '"postponed":true' in (office.folder / ".aduan" / "rules.json").read_text(encoding="utf-8")
    # Somebody else's command, which can't write the cache here.
    texts = {**office.store().accepted(), "rules.toml": LIMBAH}
    office.store().accept("abcdefabcdef", texts, "rina", 1)
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "dlh"
    office.write_rules(LIMBAH.replace('"limbah"', '"tinja"'))
    time.sleep(0.06)
    assert office.run("log", "tinja", "--format", "json").data["unit"] == "triage"
    office.run("rules", "accept")
    ran = office.run("log", "tinja", "--format", "json")
    assert ran.data["unit"] == "dlh"
    assert "warning" not in ran.err
