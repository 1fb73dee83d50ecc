"""Units whose id goes: nobody loses sight of a call because a name went."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from office import MANIFEST, RULES, Office

RENAMED = RULES.replace("[units.dlh]", "[units.lingkungan]").replace('"dlh"', '"lingkungan"')
RENAMED = RENAMED.replace('["DINAS LH"]', '["DINAS LH", "dlh"]')
GONE = RULES.replace("[units.dlh]", "[units.lain]").replace('"dlh"', '"lain"').replace('aliases = ["DINAS LH"]', "")
GONE = GONE.replace('name = "Dinas Lingkungan Hidup"', 'name = "Dinas Lain"')

OUTSIDE = RULES.replace("[units.dlh]", "[outside.dlh]").replace('contact = "1500444"', 'referral = "Hubungi 123."')


def assert_told(office: Office) -> None:
    """Assert that every complaint is as its events say."""
    store = office.store()
    assert list(store.differences()) == []
    store.close()


def units(office: Office) -> dict[str, tuple[str, str]]:
    """Return unit and state of every call."""
    rows = office.run("list", "--format", "json").data
    return {row["ticket"]: (row["unit"], row["status"]) for row in rows}


def test_a_renamed_unit_is_found_by_both_ids_and_told_of(office: Office) -> None:
    """check, accept and list know the old id as the new; `route --unit` gives all its calls the new one."""
    waiting, working, done = (office.log(f"sampah {number}") for number in range(3))
    hand = office.log("pju mati")
    office.run("route", hand, "--to", "dlh", "--reason", "di taman")
    office.set_status(working, "in_progress")
    office.set_status(done, "closed")
    office.write_rules(RENAMED)
    told = "unit 'dlh' is now 'lingkungan', with 3 open calls filed under the old id; aduan route --unit dlh sends them"
    ran = office.run("rules", "check")
    assert (ran.code, ran.err.count(told)) == (0, 1)
    assert office.run("rules", "check", "--strict").code == 3
    assert told in office.run("rules", "accept").err
    assert "dlh → lingkungan (Dinas Lingkungan Hidup)" in office.run("why", waiting).out
    for unit in ("dlh", "lingkungan", "DINAS LH"):
        assert office.run("list", "--unit", unit, "--count").out == "4\n"
    assert "decided: 3; unchanged: 0" in office.run("route", "--unit", "dlh").err
    assert units(office) == {
        waiting: ("lingkungan", "routed"), working: ("lingkungan", "in_progress"),
        hand: ("lingkungan", "routed"), done: ("dlh", "closed"),
    }  # fmt: skip
    assert office.run("why", hand, "--format", "json").data["by_hand"]["reason"] == "di taman"
    assert "dlh" not in office.run("rules", "check").err
    assert office.run("list", "--unit", "dlh", "--count").out == "4\n"


@pytest.mark.of_file
def test_a_new_id_is_foreseen_as_no_move(office: Office) -> None:
    """At work, waiting, by hand or done: `route` leaves each with its unit, which the record names as well."""
    tickets = [office.log(f"sampah {number}") for number in range(4)]
    office.set_status(tickets[0], "acknowledged")
    office.set_status(tickets[1], "closed")
    office.run("route", tickets[2], "--to", "dlh", "--reason", "di taman")
    connection = sqlite3.connect(office.file)
    with connection:
        connection.execute("UPDATE complaint SET recorded_unit = iif(id < 3, 'dlh', 'Dinas LH')")
    connection.close()
    office.write_rules(RENAMED)
    foreseen = office.run("rules", "backtest", "--format", "json").data
    assert (foreseen["moved"], foreseen["held"], foreseen["due"], foreseen["matrix"]) == (0, 0, 0, [])
    assert (foreseen["agree_before"], foreseen["agree_after"]) == (4, 4)
    office.run("rules", "accept")
    office.run("route", "--unit", "dlh")
    assert [units(office)[ticket][0] for ticket in tickets] == ["lingkungan", "dlh", "lingkungan", "lingkungan"]


def test_what_is_done_keeps_its_unit(office: Office) -> None:
    """A closed call is found by the new id as well; deciding it again says that it is closed, and tells nothing."""
    done = office.log("sampah")
    office.set_status(done, "closed")
    before = office.events(done)
    office.write_rules(RENAMED)
    ran = office.run("route", done)
    assert (ran.code, f"{done} is closed" in ran.err) == (5, True)
    assert office.events(done) == before
    assert units(office) == {done: ("dlh", "closed")}
    assert office.run("list", "--unit", "lingkungan", "--count").out == "1\n"


def test_a_renamed_unit_has_acknowledged_what_it_had(office: Office) -> None:
    """Its assignment goes on under the new id: the same row, since when it is there, and how far it is."""
    working = office.log("sampah")
    office.set_status(working, "acknowledged")
    rows = "SELECT id, unit, role, status, assigned_at, acknowledged_at, ended_at FROM assignment"
    before = office.rows(rows)
    office.write_rules(RENAMED)
    assert office.run("route", "--unit", "dlh").code == 0
    assert office.rows(rows) == [(row[0], "lingkungan", *row[2:]) if row[6] is None else row for row in before]
    assert_told(office)


def test_route_unit_tells_by_its_exit_code_what_was_not_decided(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else was faster with one of the calls: the others are decided, and it ends with 6."""
    from aduan_cli.flow.routing import redeciding

    first, second = office.log("sampah"), office.log("sampah dua")
    office.write_rules(GONE)
    office.run("rules", "accept")
    found = redeciding.of_units

    def meanwhile(*given: Any) -> Any:
        taken = found(*given)
        office.set_status(first, "routed")
        return taken

    monkeypatch.setattr(redeciding, "of_units", meanwhile)
    ran = office.run("route", "--unit", "dlh")
    assert ran.code == 6
    assert "decided: 1; unchanged: 0" in ran.err
    assert "1 of 2 was not decided" in ran.err
    assert (units(office)[first][0], units(office)[second][0]) == ("dlh", "lain")


def test_a_unit_that_is_gone_is_told_with_where_its_calls_would_go(office: Office) -> None:
    """Accepted by itself, it is one line even with -q; what waits is decided again, what is at work is named."""
    waiting, working = office.log("sampah"), office.log("sampah dua")
    other = office.log("pju mati")
    office.set_status(working, "on_hold")
    office.write_rules(GONE)
    said = office.run("-q", "route", "--pending").err.splitlines()
    assert len(said) == 1
    assert said[0].startswith(
        "warning: unit 'dlh' is gone, with 2 open calls hanging on it; aduan route --unit dlh sends them to lain (1); "
    )
    assert said[0].endswith(
        "at work, done, erased or decided by hand, so they move by hand (aduan route TICKET --to UNIT --reason TEXT): 1"
    )
    assert office.run("list", "--unit", "dlh", "--count").out == "2\n"
    assert office.run("route", "--unit", "dlh", "--dry-run").code == 0
    assert units(office)[waiting] == ("dlh", "routed")
    ran = office.run("route", "--unit", "dlh", "--format", "json")
    assert {(row["was"], row["unit"]) for row in ran.data} == {("dlh", "lain")}
    assert "decided: 1; unchanged: 0; at work, done, erased or decided by hand, so they stay: 1" in ran.err
    assert units(office) == {
        waiting: ("lain", "routed"), working: ("dlh", "on_hold"), other: ("bmsda-pju", "routed"),
    }  # fmt: skip
    office.run("route", working, "--to", "lain", "--reason", "dlh sudah tidak ada")
    assert office.run("rules", "check").err == ""
    assert office.run("route", "--unit", "dlh").code == 2


def test_what_was_decided_by_hand_for_a_unit_that_is_gone_waits_for_a_hand(office: Office) -> None:
    """No rule takes back what a person decided: it is told, found by the old id, foreseen as held, moved by hand."""
    hand = office.log("pju mati")
    office.run("route", hand, "--to", "dlh", "--reason", "di taman")
    before = office.events(hand)
    office.write_rules(GONE)
    told = (
        "unit 'dlh' is gone, with 1 open call hanging on it; at work, done, erased or decided by hand, so they move by"
        " hand (aduan route TICKET --to UNIT --reason TEXT): 1"
    )
    assert told in office.run("rules", "check").err
    foreseen = office.run("rules", "backtest", "--format", "json").data
    assert (foreseen["moved"], foreseen["held"], foreseen["due"]) == (0, 0, 0)
    assert told in office.run("rules", "accept").err
    ran = office.run("route", hand)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (5, "", 1)
    assert f"{hand} was decided by hand for 'dlh', which is gone, and stays there: aduan route {hand} --to" in ran.err
    ran = office.run("route", "--unit", "dlh")
    assert (ran.code, "decided: 0; unchanged: 0; at work, done, erased or decided by hand" in ran.err) == (0, True)
    assert office.run("list", "--open", "--unit", "dlh", "--count").out == "1\n"
    assert (units(office), office.events(hand)) == ({hand: ("dlh", "routed")}, before)
    assert told in office.run("rules", "check").err
    assert office.run("route", hand, "--to", "lain", "--reason", "dlh sudah tidak ada").code == 0
    assert units(office) == {hand: ("lain", "routed")}
    assert office.run("rules", "check").err == ""


def test_a_disabled_plugin_tells_what_was_decided_by_hand_for_it(office: Office) -> None:
    """Disabling a plugin names the calls that a person gave to its unit, and moves none of them."""
    hand = office.log("sampah")
    office.run("route", hand, "--to", "bmsda", "--reason", "di selokan")
    office.write_rules(RULES[: RULES.index('[[rule]]\nid = "pju-di-pohon"')] + '[plugins]\nenable = ["bmsda"]\n')
    ran = office.run("plugin", "disable", "bmsda")
    assert "unit 'bmsda' is gone, with 1 open call hanging on it" in ran.err
    assert "decided by hand, so they move by hand" in ran.err
    office.run("route", "--unit", "bmsda")
    assert units(office) == {hand: ("bmsda", "routed")}


def test_a_disabled_plugin_leaves_no_call_behind(office: Office) -> None:
    """Disabling says what hangs on its units and their crews; they are found by the unit's id, and decided again."""
    tickets = [office.log("pju mati"), office.log("jalan berlubang")]
    office.write_rules(RULES[: RULES.index('[[rule]]\nid = "pju-di-pohon"')] + '[plugins]\nenable = ["bmsda"]\n')
    ran = office.run("plugin", "disable", "bmsda")
    assert ran.code == 0
    for crew in ("bmsda-pju", "bmsda-jalan"):
        assert ran.err.count(f"unit '{crew}' is gone, with 1 open call hanging on it") == 1
    assert "sends them to triage (1)" in ran.err
    assert office.run("list", "--unit", "bmsda", "--count").out == "2\n"
    assert "decided: 2" in office.run("route", "--unit", "bmsda").err
    assert set(units(office).values()) == {("triage", "new")}
    assert set(units(office)) == set(tickets)


def test_a_disabled_plugin_that_waits_for_acceptance_tells_as_well(office: Office) -> None:
    """Where rules are accepted by hand, disabling says at once what will hang in the air."""
    head = RULES[: RULES.index('[[rule]]\nid = "pju-di-pohon"')]
    office.write_rules(head + '[rules]\naccept = "manual"\n[plugins]\nenable = ["bmsda"]\n')
    office.log("pju mati")
    ran = office.run("plugin", "disable", "bmsda")
    assert ran.err.count("unit 'bmsda-pju' is gone, with 1 open call") == 1
    assert "unit 'bmsda-pju' is gone" in office.run("rules", "accept").err


def test_a_category_moves_to_another_unit(office: Office) -> None:
    """Its open calls are told, and only those; `route --unit` of the unit that had it takes them along."""
    moved, other = office.log("sampah"), office.log("pju mati")
    office.run("route", other, "--to", "dlh", "--reason", "di taman")
    office.write_rules(RULES.replace('unit = "dlh"\ntext', 'unit = "disdamkar"\ntext'))
    told = (
        "category 'sampah' has left 'dlh', with 1 open call of it waiting there; aduan route --unit dlh sends them to"
    )
    assert f"{told} disdamkar (1)" in office.run("rules", "accept").err
    assert "decided: 1; unchanged: 0" in office.run("route", "--unit", "dlh").err
    assert (units(office)[moved][0], units(office)[other][0]) == ("disdamkar", "dlh")
    assert_told(office)
    assert office.run("rules", "check").err == ""


def test_a_category_moves_from_one_plugin_to_another(office: Office) -> None:
    """Saved one after the other: the new owner is left out with the cure until the old one lets go; then both count."""
    other = '[plugin]\nname = "jalanan"\napi = 1\n[unit]\nid = "jalanan"\nname = "Dinas Jalanan"\n'
    folder = office.folder / "plugins" / "jalanan"
    folder.mkdir()
    (folder / "plugin.toml").write_text(other, encoding="utf-8")
    office.write_rules(RULES.replace('enable = ["bmsda"]', 'enable = ["bmsda", "jalanan"]'))
    ticket = office.log("jalan berlubang")
    moved = '[categories.jalan-rusak]\nunit = "jalanan"\ntext = ["jalan rusak", "berlubang"]\n'
    (folder / "plugin.toml").write_text(other + moved, encoding="utf-8")
    said = office.run("route", "--pending").err
    assert "owned by plugins/bmsda/plugin.toml already; another id; or take it out of plugins/bmsda/plugin.toml" in said
    kept = MANIFEST[: MANIFEST.index("[categories.jalan-rusak]")]
    (office.folder / "plugins" / "bmsda" / "plugin.toml").write_text(kept, encoding="utf-8")
    said = office.run("route", "--pending").err
    assert "changed rules accepted" in said
    assert "category 'jalan-rusak' has left 'bmsda-jalan', with 1 open call" in said
    office.run("route", "--unit", "bmsda-jalan")
    assert units(office)[ticket] == ("jalanan", "routed")


def test_a_plugin_for_a_unit_of_rules_toml_says_how(office: Office) -> None:
    """`plugin new` for a unit that is declared names the place and the way to move it."""
    ran = office.run("plugin", "new", "kebersihan", "--unit", "dlh")
    assert ran.code == 2
    assert "unit 'dlh' is declared already, in rules.toml:" in ran.err
    assert "write its tables into plugins/kebersihan/plugin.toml, then take them out of there" in ran.err


def test_an_unknown_unit_is_still_a_usage_error(office: Office) -> None:
    """What neither the rules nor any call has exits 2."""
    office.log("sampah")
    for arguments in (("list", "--unit", "dhl"), ("route", "--unit", "dhl")):
        ran = office.run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "did you mean 'dlh'?" in ran.err
    assert office.run("route", "--unit", "dlh", "1").code == 2


def test_calls_that_follow_their_unit_are_as_their_events_say(office: Office) -> None:
    """A new id, the support's too, stands in the history; what holds complaints against their events finds nothing."""
    ticket = office.log("Melaporkan pju mati di dekat pohon")  # dlh leads, bmsda helps
    office.run("route", ticket, "--to", "disdamkar", "--reason", "kabel putus")
    renamed = RULES.replace("[units.disdamkar]", "[units.damkar]").replace('"disdamkar"', '"damkar"')
    office.write_rules(renamed.replace('"Pemadam Kebakaran"', '"Pemadam Kebakaran"\naliases = ["disdamkar"]'))
    office.run("route", "--unit", "disdamkar")
    shown = office.run("show", ticket, "--format", "json").data
    assert (shown["unit"], shown["support"], shown["step"], shown["status"]) == (
        "damkar",
        ["bmsda"],
        "manual",
        "routed",
    )
    assert_told(office)


def test_a_unit_that_becomes_an_outside_body_is_told_and_its_calls_are_referred(office: Office) -> None:
    """Under the same id nobody would act on them any more; what is at work goes there by a hand."""
    waiting, working, done = (office.log(f"sampah {number}") for number in range(3))
    office.set_status(working, "in_progress")
    office.set_status(done, "resolved")
    office.write_rules(OUTSIDE)
    told = (
        "unit 'dlh' is an outside body now, with 2 open calls waiting there for nobody; aduan route --unit dlh decides"
        " them again: dlh (1); at work, done, erased or decided by hand, so they move by hand (aduan route TICKET --to"
        " UNIT --reason TEXT): 1"
    )
    assert told in office.run("-q", "route", "--pending").err
    assert told in office.run("rules", "check").err
    assert "decided: 1; unchanged: 0" in office.run("route", "--unit", "dlh").err
    assert units(office) == {waiting: ("dlh", "referred"), working: ("dlh", "in_progress"), done: ("dlh", "resolved")}
    before = office.events(waiting)
    assert office.run("route", working, "--to", "dlh", "--reason", "bukan kota lagi").code == 0
    assert office.run("route", done, "--to", "dlh", "--reason", "sama").code == 0
    assert units(office) == {waiting: ("dlh", "referred"), working: ("dlh", "referred"), done: ("dlh", "resolved")}
    assert office.events(waiting) == before
    assert "dlh" not in office.run("rules", "check").err
    assert_told(office)


def test_one_call_at_what_became_an_outside_body_is_decided_again(office: Office) -> None:
    ticket = office.log("sampah")
    office.write_rules(OUTSIDE)
    assert office.run("route", ticket).code == 0
    assert units(office) == {ticket: ("dlh", "referred")}


def test_an_old_id_is_found_where_it_only_helps(office: Office) -> None:
    """By both ids, each call once; nobody has to give it the new one first."""
    ticket = office.log("pju mati")
    office.run("assign", ticket, "dlh", "--support")
    office.write_rules(RENAMED)
    for unit in ("dlh", "lingkungan", "DINAS LH", "lingkungan,bmsda"):
        assert office.run("list", "--unit", unit, "--count").out == "1\n"
    assert "bmsda-pju +dlh" in office.run("list", "--unit", "lingkungan").out
    assert "decided: 1" in office.run("route", "--unit", "lingkungan").err
    assert "bmsda-pju +lingkungan" in office.run("list", "--unit", "dlh").out
    assert_told(office)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("status", ["routed", "in_progress"])
def test_a_helper_with_a_new_id_is_told_and_its_part_goes_along(office: Office, status: str, begun: bool) -> None:
    """Whoever leads, and however far it is: the same row of the assignment, under the new id."""
    ticket, beside = office.log("pju mati"), office.log("sampah")
    office.run("assign", ticket, "dlh", "--support")
    office.run("assign", beside, "bmsda", "--support")
    if status != "routed":
        office.set_status(ticket, status)
    if begun:
        assert office.run("start", ticket, "--unit", "dlh").code == 0
    office.write_rules(RENAMED)
    told = "unit 'dlh' is now 'lingkungan', with 1 open call on which it helps under the old id; aduan route --unit dlh"
    assert office.run("rules", "check").err.count(told) == 1
    assert office.run("rules", "accept").err.count(told) == 1
    rows = "SELECT id, unit, role, status, assigned_at, ended_at FROM assignment WHERE complaint_id = 1 ORDER BY id"
    before = office.rows(rows)
    assert "decided: 2" in office.run("route", "--unit", "dlh").err
    after = office.rows(rows)
    assert after == [(number, "lingkungan" if unit == "dlh" else unit, *more) for number, unit, *more in before]
    shown = office.run("show", ticket, "--format", "json").data
    assert (shown["unit"], shown["support"], shown["status"]) == ("bmsda-pju", ["lingkungan"], status)
    assert "is now" not in office.run("rules", "check").err
    assert_told(office)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("status", ["routed", "in_progress"])
def test_a_helper_that_is_gone_is_told_and_its_part_ends(office: Office, status: str, begun: bool) -> None:
    """By hand or not, its part begun or not: nobody of that name can finish it, and the history says when it ended."""
    ticket = office.log("pju mati")
    office.run("assign", ticket, "dlh", "--support")
    if status != "routed":
        office.set_status(ticket, status)
    if begun:
        assert office.run("start", ticket, "--unit", "dlh").code == 0
    office.write_rules(GONE)
    told = "unit 'dlh' is gone, with 1 open call on which it helps; aduan route --unit dlh ends its part"
    assert office.run("rules", "check").err.count(told) == 1
    assert office.run("rules", "accept").err.count(told) == 1
    assert office.run("list", "--unit", "dlh", "--count").out == "1\n"
    assert "decided: 1; unchanged: 0" in office.run("route", "--unit", "dlh").err
    shown = office.run("show", ticket, "--format", "json").data
    assert (shown["unit"], shown["support"], shown["status"]) == ("bmsda-pju", [], status)
    type_, _actor, data = office.events(ticket)[-1]
    assert (type_, data["support"], data["support_was"]) == ("routed", [], ["dlh"])
    assert office.run("rules", "check").err == ""
    assert office.run("route", "--unit", "dlh").code == 2
    assert_told(office)


def test_a_helper_whose_new_id_helps_already_ends_its_part(office: Office) -> None:
    """Two units that became one act once, be it as the lead."""
    first, second = office.log("pju mati"), office.log("sampah")
    office.run("assign", first, "dlh", "--support")
    office.run("assign", first, "disdamkar", "--support")
    office.run("assign", second, "disdamkar", "--support")
    merged = GONE.replace('[units.disdamkar]\nname = "Pemadam Kebakaran"\n', "").replace('"disdamkar"', '"lain"')
    office.write_rules(merged.replace('name = "Dinas Lain"', 'name = "Dinas Lain"\naliases = ["dlh", "disdamkar"]'))
    office.run("route", "--unit", "disdamkar")
    shown = [office.run("show", one, "--format", "json").data for one in (first, second)]
    assert [(one["unit"], one["support"]) for one in shown] == [("bmsda-pju", ["lain"]), ("lain", [])]
    assert_told(office)


def test_a_category_that_is_gone_is_told_with_where_its_calls_would_go(office: Office) -> None:
    """Its unit stays, so nobody would look there; what a person decided, or is at work, isn't counted."""
    waiting, working, hand = (office.log(f"sampah {number}") for number in range(3))
    office.set_status(working, "in_progress")
    office.run("route", hand, "--to", "disdamkar", "--reason", "asap")
    office.write_rules(RULES.replace('[categories.sampah]\nunit = "dlh"\ntext = ["sampah"]\n', ""))
    told = (
        "category 'sampah' is gone, with 1 open call of it waiting at 'dlh'; aduan route --unit dlh sends them to"
        " triage (1)"
    )
    assert office.run("rules", "check").err.count(told) == 1
    assert office.run("rules", "accept").err.count(told) == 1
    assert "decided: 1" in office.run("route", "--unit", "dlh").err
    assert units(office) == {
        waiting: ("triage", "new"), working: ("dlh", "in_progress"), hand: ("disdamkar", "routed"),
    }  # fmt: skip
    assert "is gone" not in office.run("rules", "check").err


def test_what_helpers_keep_where_it_is_is_foretold_as_staying(office: Office) -> None:
    """By what checks the rules, by the backtest, and so does `route`."""
    ticket = office.log("Melaporkan sampah")
    office.run("assign", ticket, "bmsda", "--support")
    office.write_rules(OUTSIDE)
    foreseen = office.run("rules", "backtest", "--format", "json").data
    assert (foreseen["moved"], foreseen["due"], foreseen["matrix"]) == (0, 0, [])
    ran = office.run("rules", "check")
    assert "decides them again" not in ran.err
    assert "--reason TEXT): 1" in ran.err
    assert "decided: 0; unchanged: 1" in office.run("route", "--unit", "dlh").err
    assert units(office) == {ticket: ("dlh", "routed")}
    assert_told(office)


def test_a_disabled_plugin_whose_unit_only_helps_is_told_and_let_go(office: Office) -> None:
    """Its crew's part as well; then neither is asked for any more."""
    ticket = office.log("sampah")
    for unit in ("bmsda", "bmsda-pju"):
        office.run("assign", ticket, unit, "--support")
    office.write_rules(RULES[: RULES.index('[[rule]]\nid = "pju-di-pohon"')] + '[plugins]\nenable = ["bmsda"]\n')
    ran = office.run("plugin", "disable", "bmsda")
    for unit in ("bmsda", "bmsda-pju"):
        assert (
            ran.err.count(f"unit '{unit}' is gone, with 1 open call on which it helps; aduan route --unit {unit}") == 1
        )
    assert "decided: 1; unchanged: 0" in office.run("route", "--unit", "bmsda").err
    shown = office.run("show", ticket, "--format", "json").data
    assert (shown["unit"], shown["support"], shown["status"]) == ("dlh", [], "routed")
    assert_told(office)
