"""`[people]`: who may do what, by user and group of the machine; what is refused is said, noted, and not done."""

from __future__ import annotations

import os

import pytest

from aduan_cli.app import people
from office import RULES, Office

PEOPLE = """
[people]
log = ["sari", "@loket"]
move = ["rina"]
reveal = ["rina", "kepala"]
rules = ["kepala"]
erase = ["kepala"]
export = ["kepala"]
[people.units]
bmsda = ["@regu"]
"""
PHONE = ("--phone", "0812-3456-0101", "--name", "Wulandari Rekaan")
NOBODY = 54_321


class Users:
    """Lets the commands of a test run as users of the machine whom it may not have."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def become(self, *names: str) -> None:
        """Go on as a user (the first name) with groups (`@name`)."""
        self._patch.setattr(os, "geteuid", lambda: NOBODY)
        self._patch.setattr(people, "_names", lambda: set(names))
        self._patch.setattr(people, "user_name", lambda _number: names[0])
        self._patch.setattr(people, "_owns", lambda _desk: False)


@pytest.fixture
def users(monkeypatch: pytest.MonkeyPatch) -> Users:
    """Return what changes who runs the commands."""
    return Users(monkeypatch)


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with one call for dlh and one for a crew of bmsda."""
    fresh_office.write_rules(RULES + PEOPLE)
    fresh_office.log("Melaporkan sampah menumpuk", *PHONE)
    fresh_office.log("Melaporkan lampu jalan mati", *PHONE)
    return fresh_office


def refused(office: Office) -> list[dict[str, object]]:
    """Return what was noted of what was refused."""
    return [dict(event.data) for _ticket, event in office.store().privacy.noted(("refused",))]


def test_who_may_log_may_not_move_and_it_is_said_and_noted(office: Office, users: Users) -> None:
    users.become("sari")
    office.log("Melaporkan sampah lagi", *PHONE)
    assert office.run("edit", "1", "--name", "Wulan").code == 0
    assert office.run("note", "1", "sudah ditelepon").code == 0
    ran = office.run("ack", "1")
    assert ran.code == 5
    assert "sari may not move what is dlh's: [people] in rules.toml says who may" in ran.err
    assert refused(office) == [{"right": "move", "unit": "dlh", "user": "sari"}]
    assert office.run("show", "1", "--format", "json").data["status"] == "routed"


def test_who_may_move_may_not_log_and_nothing_is_stored(office: Office, users: Users) -> None:
    users.become("rina")
    assert office.run("start", "1").code == 0
    ran = office.run("log", "Melaporkan sampah")
    assert (ran.code, ran.out, "(log)" in ran.err) == (5, "", True)
    for command in (("edit", "1", "--name", "X"), ("note", "1", "x"), ("set", "1", "a=b")):
        assert office.run(*command).code in (5, 2), command
    assert office.run("list", "--count").out == "2\n"
    assert {one["right"] for one in refused(office)} == {"log"}


def test_a_crew_moves_what_is_its_units_and_nothing_else(office: Office, users: Users) -> None:
    users.become("joko", "@regu")
    assert office.run("ack", "2").code == 0
    assert office.run("resolve", "2", "--result", "diganti").code == 0
    assert office.run("ack", "1").code == 5
    assert office.run("route", "1", "--to", "bmsda", "--reason", "dekat").code == 5
    users.become("sari", "@loket")
    assert office.run("close", "2").code == 5
    users.become("rina")
    assert office.run("close", "2").code == 0, "who may move all may move a unit's, too"


def test_callers_are_shown_whole_to_those_alone_who_may(office: Office, users: Users) -> None:
    users.become("sari")
    for command in (("show", "1"), ("list",), ("search", "sampah"), ("caller", "1"), ("callbacks",)):
        ran = office.run(*command, "--reveal")
        assert (ran.code, ran.out) == (5, ""), command
    assert office.run("person", "show", "1").code == 5
    users.become("rina")
    assert "Wulandari" in office.run("show", "1", "--reveal").out
    assert "+6281234560101" in office.run("list", "--reveal", "--columns", "caller.phone").out
    ran = office.run("list", "--reveal", "--format", "csv")
    assert (ran.code, ran.out, "(export)" in ran.err) == (5, "", True)
    users.become("kepala")
    assert "Wulandari" in office.run("list", "--reveal", "--format", "csv").out


def test_a_key_that_is_known_shows_nobody_whom_one_may_not_see(office: Office, users: Users) -> None:
    office.log("Melaporkan sampah", "--key", "k1", *PHONE)
    users.become("sari")
    ran = office.run("log", "Melaporkan sampah", "--key", "k1", "--reveal", "--format", "json")
    assert (ran.code, ran.out) == (5, "")


def test_persons_are_erased_by_those_alone_who_may(office: Office, users: Users) -> None:
    users.become("rina")
    assert office.run("person", "erase", "1", "--yes").code == 5
    assert office.run("person", "erase", "1", "--dry-run").code == 0
    assert "Wulandari" in office.run("person", "show", "1").out
    users.become("kepala")
    assert office.run("person", "erase", "1", "--yes").code == 0


def test_changed_rules_wait_for_one_who_may_change_them(office: Office, users: Users) -> None:
    users.become("sari")
    office.write_rules(RULES + PEOPLE.replace('"sari"', '"sari", "ani"'))
    ran = office.run("log", "Melaporkan sampah")
    assert (ran.code, "aduan rules accept" in ran.err) == (0, True), ran.err
    assert office.run("rules", "accept").code == 5
    users.become("ani")
    assert office.run("log", "Melaporkan sampah").code == 5, "what is not accepted gives no rights"
    users.become("kepala")
    assert office.run("rules", "accept").code == 0
    users.become("ani")
    assert office.run("log", "Melaporkan sampah").code == 0


def test_root_and_for_rules_the_owner_of_the_desk_are_never_locked_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.write_rules(RULES + '\n[people]\nlog = ["nobody-here"]\nrules = ["nobody-here"]\n')
    assert office.run("rules", "accept").code == 0
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    monkeypatch.setattr(people, "_owns", lambda _desk: True)
    assert office.run("rules", "accept").code == 0
    assert office.run("log", "Melaporkan sampah").code == 5


def test_cron_wakes_and_escalates_without_any_right(office: Office, users: Users) -> None:
    office.run("hold", "1", "--reason", "waiting", "--until", "2026-11-24")
    users.become("cron")
    assert office.run("--now", "2026-11-25", "tick").code == 0
    assert office.run("show", "1", "--format", "json").data["status"] != "on_hold"


def test_without_people_nobody_is_asked_who_he_is(fresh_office: Office, users: Users) -> None:
    users.become("siapa")
    ticket = fresh_office.log("Melaporkan sampah", *PHONE)
    for command in (("ack", ticket), ("show", ticket, "--reveal"), ("list", "--reveal", "--format", "csv")):
        assert fresh_office.run(*command).code == 0, command


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ('[people]\nlog = ["sari rina"]', "people.log[1]"),
        ('[people]\nlogs = ["sari"]', "people.logs"),
        ('[people.units]\nbmsad = ["sari"]', "people.units.bmsad"),
        ("[people]\nmove = []", "people.move"),
    ],
)
def test_rules_check_finds_what_names_nobody(fresh_office: Office, table: str, place: str) -> None:
    fresh_office.write_rules(f"{RULES}\n{table}\n")
    ran = fresh_office.run("rules", "check")
    assert (ran.code, place in ran.out + ran.err) == (3, True), ran.out + ran.err


@pytest.mark.parametrize(
    ("mistake", "open_rights"),
    [
        ('[people]\nreveal = ["kepala"]\n[units.x]\nnama = "x"\n', {"move"}),
        ('[people]\nreveal = "kepala"\n[units.x]\nnama = "x"\n', {"move"}),
        ("[people]\nreveal = 7\n", set()),
        ('[people]\nreveals = ["kepala"]\n', set()),
        ("[people.units]\nbmsda = 7\n", set()),
        ('people = ["kepala"]\n', set()),
        ('[people]\nreveal = ["kepala"\n', set()),
        ('people.reveal = "kepala\n', set()),
        ('[ people ]\nreveal = ["kepala"]\n[people]\n', set()),
        ("[units.x]\nnama = 'x'\n", {"move", "export", "reveal"}),
    ],
)
def test_a_mistake_in_rules_that_were_never_accepted_opens_no_right_but_to_take_calls(
    fresh_office: Office, users: Users, mistake: str, open_rights: set[str]
) -> None:
    """What can still be read counts; the owner and root may do all. Where nothing is said of people, everybody may."""
    (fresh_office.folder / "rules.toml").write_text(mistake + ("" if mistake.startswith("people") else RULES))
    users.become("tamu")
    ticket = fresh_office.log("Melaporkan sampah", *PHONE)
    tried = {
        "move": ("reject", ticket, "--reason", "hoax"),
        "export": ("list", "--reveal", "--format", "csv"),
        "reveal": ("show", ticket, "--reveal"),
    }
    assert {right for right, line in tried.items() if fresh_office.run(*line).code == 0} == open_rights


def test_of_rules_that_were_never_accepted_those_who_are_named_have_their_right(
    fresh_office: Office, users: Users
) -> None:
    (fresh_office.folder / "rules.toml").write_text('[people]\nreveal = ["kepala"]\nlog = ["sari"]\nlogs = []\n')
    users.become("sari")
    ticket = fresh_office.log("Melaporkan sampah", *PHONE)
    assert fresh_office.run("show", ticket, "--reveal").code == 5
    users.become("kepala")
    assert fresh_office.run("show", ticket, "--reveal").code == 0
    assert fresh_office.run("log", "Melaporkan sampah").code == 5


def test_who_may_not_give_the_data_away_exports_nothing(office: Office, users: Users) -> None:
    users.become("rina")
    ran = office.run("export")
    assert (ran.code, ran.out) == (5, "")
    assert refused(office) == [{"right": "export", "user": "rina"}]
    users.become("kepala")
    assert len(office.run("export").out.splitlines()) == 2
