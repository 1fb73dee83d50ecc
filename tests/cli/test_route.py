"""`aduan route`."""

from __future__ import annotations

import pytest

from aduan_cli.complaint.fields import STATUSES
from office import RULES, Office

ODD = "ada sesuatu yang aneh"
CLAIMED = RULES + '\n[categories.aneh]\nunit = "disdamkar"\ntext = ["aneh"]\n'
"""The rules with a category that claims what waited in triage before."""


def record(office: Office, ticket: str) -> dict[str, object]:
    """Return a complaint as JSON shows it."""
    shown: dict[str, object] = office.run("show", ticket, "--format", "json").data
    return shown


def assignments(office: Office, ticket: str) -> list[tuple[str, str]]:
    """Return unit and role of the assignments that hold."""
    return office.rows(
        "SELECT a.unit, a.role FROM assignment a JOIN complaint c ON c.id = a.complaint_id"
        " WHERE c.ticket = ? AND a.ended_at IS NULL ORDER BY a.role, a.unit",
        ticket,
    )


def test_nothing_changes_when_the_rules_say_the_same(office: Office) -> None:
    """Deciding again with the same answer prints it, stores no event and leaves the version."""
    ticket = office.log("Melaporkan pju mati")
    rows = office.run("route", ticket, "--format", "json").data
    assert [(row["ticket"], row["changed"], row["was"], row["unit"]) for row in rows] == [
        (ticket, False, "bmsda-pju", "bmsda-pju")
    ]
    assert record(office, ticket)["version"] == 1
    assert [event[0] for event in office.events(ticket)] == ["logged"]


def test_changed_rules_alone_are_no_change(office: Office) -> None:
    """Another revision that decides the same leaves the complaint with the revision that decided."""
    ticket = office.log("Melaporkan pju mati")
    before = record(office, ticket)
    office.write_rules(CLAIMED)
    assert office.run("route", ticket, "--format", "json").data[0]["changed"] is False
    assert record(office, ticket) == before


def test_pending_decides_what_edited_rules_claim(office: Office) -> None:
    """After an edit of the rules, --pending finds category and unit of what waits in triage; the rest stays."""
    ticket, other = office.log(ODD), office.log("tidak jelas")
    office.write_rules(CLAIMED)
    ran = office.run("route", "--pending")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines()[-1] == "decided: 1; still in triage: 1"
    after = record(office, ticket)
    assert (after["unit"], after["category"], after["step"], after["status"]) == (
        "disdamkar", "aneh", "category", "routed",
    )  # fmt: skip
    assert after["sources"]["category"] == "text"  # type: ignore[index]
    assert after["version"] == 2
    assert after["revision"] != record(office, other)["revision"]
    kind, actor, data = office.events(ticket)[-1]
    assert (kind, actor, data["from"], data["to"]) == ("routed", "sari", "triage", "disdamkar")
    assert assignments(office, ticket) == [("disdamkar", "lead")]
    assert assignments(office, other) == []


def test_pending_is_silent_when_nothing_changes(office: Office) -> None:
    """From cron: no output where nothing waits, nor where what waits keeps waiting."""
    assert office.run("route", "--pending") == (0, "", "")
    assert not office.file.exists()
    office.log(ODD)
    assert office.run("route", "--pending") == (0, "", "")


def test_pending_prints_what_changed_when_a_format_is_asked_for(office: Office) -> None:
    """With a format, stdout has the decisions that changed something, and an empty array for none."""
    ticket = office.log(ODD)
    assert office.run("route", "--pending", "--format", "json").out == "[]\n"
    office.write_rules(CLAIMED)
    rows = office.run("route", "--pending", "--format", "json").data
    assert [row["ticket"] for row in rows] == [ticket]


def test_dry_run_stores_nothing(office: Office) -> None:
    """--dry-run shows what would be decided and leaves everything as it is."""
    ticket = office.log(ODD)
    office.write_rules(CLAIMED)
    before = record(office, ticket)
    assert office.run("route", ticket, "--dry-run", "--format", "json").data[0]["unit"] == "disdamkar"
    assert office.run("route", "--pending", "--dry-run").err.endswith("decided: 1; still in triage: 0\n")
    assert office.run("route", ticket, "--to", "dlh", "--dry-run", "--format", "json").data[0]["unit"] == "dlh"
    assert record(office, ticket) == before


def test_given_category_stays(office: Office) -> None:
    """A category that the officer gave is not read from the text again."""
    ticket = office.log(ODD, "-c", "sampah")
    office.write_rules(CLAIMED)
    assert office.run("route", ticket, "--format", "json").data[0]["category"] == "sampah"


def test_by_hand(office: Office) -> None:
    """--to decides by hand: step manual, no rule, an event with the reason, the assignment moves."""
    ticket = office.log("Melaporkan pju mati di dekat pohon")
    assert record(office, ticket)["rule"] == "pju-di-pohon"
    row = office.run("route", ticket, "--to", "DBMSDA", "--reason", "tiangnya roboh", "--format", "json").data[0]
    assert (row["was"], row["unit"], row["step"], row["rule"], row["support"]) == ("dlh", "bmsda", "manual", None, [])
    assert office.events(ticket)[-1][2]["reason"] == "tiangnya roboh"
    assert assignments(office, ticket) == [("bmsda", "lead")]
    assert record(office, ticket)["version"] == 2


def test_by_hand_to_an_outside_body_refers(office: Office) -> None:
    """An outside body makes it referred; the officer is told what to tell the caller."""
    ticket = office.log(ODD)
    ran = office.run("route", ticket, "--to", "pln up3", "--reason", "gardu PLN")
    assert "tell the caller: Hubungi PLN di 123." in ran.err
    assert (record(office, ticket)["unit"], record(office, ticket)["status"]) == ("pln", "referred")
    assert assignments(office, ticket) == []


def test_by_hand_back_to_triage(office: Office) -> None:
    """triage as unit makes it new again."""
    ticket = office.log("sampah")
    office.run("route", ticket, "--to", "triage", "--reason", "salah paham")
    assert (record(office, ticket)["unit"], record(office, ticket)["status"]) == ("triage", "new")


def test_by_hand_needs_a_reason_only_for_a_change(office: Office) -> None:
    """Without a reason nothing changes and it exits 2, for all of several tickets; the same unit needs none."""
    first, second = office.log("sampah"), office.log("pju mati")
    ran = office.run("route", first, second, "--to", "dlh")
    assert (ran.code, ran.out) == (2, "")
    assert "--reason" in ran.err
    assert office.run("route", second, "--to", "dlh", "--reason", "  ").code == 2
    assert record(office, second)["unit"] == "bmsda-pju"
    assert office.run("route", first, "--to", "dlh", "--format", "json").data[0]["changed"] is False
    assert [event[0] for event in office.events(first)] == ["logged"]


def test_same_unit_by_hand_sends_a_returned_one_out_again(office: Office) -> None:
    """What a unit returned goes to the same unit again as routed."""
    ticket = office.log("sampah")
    office.set_status(ticket, "returned")
    office.run("route", ticket, "--to", "dlh", "--reason", "memang tugasnya")
    assert record(office, ticket)["status"] == "routed"


def test_state_stays_when_the_unit_stays(office: Office) -> None:
    """A new priority by changed rules doesn't send the unit back to the start."""
    ticket = office.log("sampah di pasar")
    office.write_rules(RULES.replace('text = ["sekolah"]', 'text = ["pasar"]'))
    row = office.run("route", ticket, "--format", "json").data[0]
    assert (row["changed"], row["priority"], row["status"]) == (True, "high", "routed")


@pytest.mark.parametrize("status", ["closed", "rejected"])
def test_not_allowed_when_nothing_is_owed(office: Office, status: str) -> None:
    """Closed and rejected ones exit 5; the sentence names the way back."""
    ticket = office.log("sampah")
    office.set_status(ticket, status)
    for more in ([], ["--to", "bmsda", "--reason", "x"]):
        ran = office.run("route", ticket, *more)
        assert (ran.code, ran.out) == (5, "")
        assert f"first aduan reopen {ticket} --reason TEXT" in ran.err


AT_WORK_OR_DONE = [status for status in STATUSES if status not in ("new", "routed")]


@pytest.mark.parametrize("status", AT_WORK_OR_DONE)
def test_what_is_at_work_or_done_is_not_moved_by_rules(office: Office, status: str) -> None:
    """Rules that say otherwise change nothing of it: one line, exit 5, no event, no version, no assignment touched."""
    ticket = office.log("sampah di pasar")
    office.set_status(ticket, status)
    office.write_rules(RULES.replace('unit = "dlh"\ntext', 'unit = "disdamkar"\ntext'))
    before, held = record(office, ticket), assignments(office, ticket)
    for more in ([], ["--dry-run"]):
        ran = office.run("route", ticket, *more)
        assert (ran.code, ran.out) == (5, "")
        assert f"{ticket} is {status}" in ran.err.splitlines()[-1]
    assert (record(office, ticket), assignments(office, ticket)) == (before, held)
    assert office.run("route", "--pending").out == ""
    assert record(office, ticket) == before


def test_of_a_units_open_calls_only_those_that_wait_move(office: Office) -> None:
    """The whole list of a unit given to `route`: those that wait move, the others are named, exit 6."""
    tickets = {status: office.log(f"sampah {status}") for status in ("routed", "acknowledged", "on_hold", "resolved")}
    for status, ticket in tickets.items():
        office.set_status(ticket, status)
    office.write_rules(RULES.replace('unit = "dlh"\ntext', 'unit = "disdamkar"\ntext'))
    ran = office.run("route", *tickets.values(), "--format", "json")
    assert ran.code == 6
    assert ran.err.count("stays so") == 3
    units = {status: record(office, ticket)["unit"] for status, ticket in tickets.items()}
    assert units == {"routed": "disdamkar", "acknowledged": "dlh", "on_hold": "dlh", "resolved": "dlh"}


@pytest.mark.parametrize("status", ["acknowledged", "on_hold", "returned", "resolved", "referred"])
def test_by_hand_what_is_at_work_or_done_moves_with_a_reason(office: Office, status: str) -> None:
    """By hand it goes to the other unit as routed, with its event; without a reason it stays."""
    ticket = office.log("sampah")
    office.set_status(ticket, status)
    assert office.run("route", ticket, "--to", "bmsda").code == 2
    assert record(office, ticket)["status"] == status
    office.run("route", ticket, "--to", "bmsda", "--reason", "salah unit")
    assert (record(office, ticket)["unit"], record(office, ticket)["status"]) == ("bmsda", "routed")
    assert assignments(office, ticket) == [("bmsda", "lead")]
    assert office.events(ticket)[-1][2]["reason"] == "salah unit"


def test_rules_leave_what_was_decided_by_hand(office: Office) -> None:
    """An officer's decision is not undone by deciding again; the line says how it moves."""
    ticket = office.log("sampah")
    office.run("route", ticket, "--to", "bmsda", "--reason", "di selokan")
    ran = office.run("route", ticket)
    assert (ran.code, ran.out) == (5, "")
    assert "was decided by hand" in ran.err
    assert record(office, ticket)["unit"] == "bmsda"


def test_what_was_put_into_triage_by_hand_waits_for_a_hand(office: Office) -> None:
    """The next --pending doesn't send it back to where an officer took it from, and counts it as still in triage."""
    ticket, other = office.log("sampah"), office.log(ODD)
    office.run("route", ticket, "--to", "triage", "--reason", "tanyakan dahulu")
    office.write_rules(CLAIMED)
    ran = office.run("route", "--pending")
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "decided: 1; still in triage: 1")
    assert (record(office, ticket)["unit"], record(office, ticket)["status"]) == ("triage", "new")
    assert record(office, other)["unit"] == "disdamkar"
    assert office.run("route", ticket).code == 5
    assert office.run("route", ticket, "--to", "dlh", "--reason", "jelas").code == 0
    assert record(office, ticket)["unit"] == "dlh"


@pytest.mark.parametrize("text", ["kebakaran di pasar", "sampah", ODD])
def test_what_was_erased_stays_decided_as_it_was(office: Office, text: str) -> None:
    """Without its words no rule decides a call, whatever rules say now: alone 5, among several 6; a hand moves it."""
    ticket, other = office.log(text), office.log("pju mati")
    office.store().erase(ticket, "rina")
    office.write_rules(CLAIMED)
    before, held, events = record(office, ticket), assignments(office, ticket), office.events(ticket)
    ran = office.run("route", ticket)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (5, "", 1)
    assert f"{ticket} was erased and stays where it is" in ran.err
    assert office.run("route", ticket, other).code == 6
    assert office.run("route", "--pending").err == ""
    ran = office.run("route", "--unit", str(before["unit"]))
    assert (ran.code, "erased or decided by hand, so they stay: 1" in ran.err) == (0, True)
    assert (record(office, ticket), assignments(office, ticket), office.events(ticket)) == (before, held, events)
    refused = office.run("route", ticket, "--to", "bmsda", "--reason", "kata Bu Siti")
    assert (refused.code, "was erased" in refused.err, office.events(ticket)) == (5, True, events)
    assert office.run("route", ticket, "--to", "bmsda").code == 0
    after = record(office, ticket)
    assert (after["unit"], after["category"], after["priority"]) == ("bmsda", before["category"], before["priority"])


def test_a_support_unit_alone_opens_and_ends_its_assignment(office: Office) -> None:
    """Where only a supporting unit comes or goes, its assignment is opened or ended, and the lead's stays."""
    ticket = office.log("sampah di sungai")
    with_help = '[[rule]]\ntext = ["sungai"]\nsupport = ["bmsda"]\ncontinue = true\n\n[plugins]'
    office.write_rules(RULES.replace("[plugins]", with_help))
    assert office.run("route", ticket, "--format", "json").data[0]["support"] == ["bmsda"]
    assert assignments(office, ticket) == [("dlh", "lead"), ("bmsda", "support")]
    assert office.events(ticket)[-1][2]["support"] == ["bmsda"]
    office.write_rules(RULES)
    assert office.run("route", ticket, "--format", "json").data[0]["support"] == []
    assert assignments(office, ticket) == [("dlh", "lead")]
    ended = office.rows("SELECT unit, role FROM assignment WHERE ended_at IS NOT NULL")
    assert ended == [("bmsda", "support")]


@pytest.mark.parametrize(
    "again",
    [
        ("route", "1"),
        ("route", "--unit", "dlh"),
        ("route", "1", "-p", "high"),
        ("edit", "1", "--text", "sampah di kali"),
    ],
    ids=" ".join,
)
def test_a_unit_that_a_person_asked_to_help_stays(office: Office, again: tuple[str, ...]) -> None:
    """It is at work, or hasn't begun: whatever is decided again, its part goes on."""
    ticket = office.log("sampah di sungai")
    office.run("assign", "1", "bmsda", "--support")
    office.run("assign", "1", "disdamkar", "--support")
    office.run("start", "1", "--unit", "bmsda")
    held = assignments(office, ticket)
    assert office.run(*again).code == 0
    assert assignments(office, ticket) == held
    assert record(office, ticket)["support"] == ["bmsda", "disdamkar"]
    assert office.run("resolve", "1", "--unit", "bmsda", "--result", "beres").code == 0


def test_under_the_same_rules_who_helps_is_no_change(office: Office) -> None:
    ticket = office.log("sampah di sungai")
    office.run("assign", "1", "bmsda", "--support")
    before = record(office, ticket), office.events(ticket)
    ran = office.run("route", "1", "--format", "json")
    assert (ran.data[0]["changed"], ran.data[0]["support"]) == (False, ["bmsda"])
    assert (record(office, ticket), office.events(ticket)) == before


def test_of_units_that_rules_added_only_who_has_begun_stays(office: Office) -> None:
    """The other one's part ends, which is told: on the line, in JSON and in the history."""
    with_help = '[[rule]]\ntext = ["sungai"]\nsupport = ["bmsda", "disdamkar"]\ncontinue = true\n\n[plugins]'
    office.write_rules(RULES.replace("[plugins]", with_help))
    ticket = office.log("sampah di sungai")
    office.run("ack", "1", "--unit", "bmsda")
    office.write_rules(RULES)
    ran = office.run("route", "1", "--format", "json")
    assert (ran.data[0]["changed"], ran.data[0]["support"]) == (True, ["bmsda"])
    told = "support bmsda, disdamkar → bmsda"
    assert f"{ticket}: {told}" in ran.err
    assert told in office.run("history", "1").out
    assert assignments(office, ticket) == [("dlh", "lead"), ("bmsda", "support")]


@pytest.mark.parametrize("text", [ODD, "listrik padam"])
@pytest.mark.parametrize("verb", ["edit", "route"])
def test_where_nobody_would_lead_any_more_who_helps_goes_on(office: Office, verb: str, text: str) -> None:
    """A call that rules would send to triage or outside stays where somebody of the city helps, which is told."""
    ticket = office.log("sampah di sungai")
    office.run("assign", "1", "bmsda", "--support")
    if verb == "edit":
        ran = office.run("edit", "1", "--text", text)
    else:
        office.write_rules(RULES.replace('text = ["sampah"]', 'text = ["limbah"]'))
        ran = office.run("route", "1")
    assert f"{ticket} stays with dlh (Dinas Lingkungan Hidup); by what is known now rules would send it to" in ran.err
    assert assignments(office, ticket) == [("dlh", "lead"), ("bmsda", "support")]


@pytest.mark.parametrize("text", ["menanyakan ktp", "terima kasih sampah"])
def test_by_hand_what_was_answered_becomes_a_complaint(office: Office, text: str) -> None:
    """A call taken as a question (or feedback) that asks for action: kind, state, assignment and event say so."""
    ticket = office.log(text)
    assert record(office, ticket)["status"] == "answered"
    ran = office.run("route", ticket)
    assert (ran.code, ran.out) == (5, "")
    assert "--to UNIT --reason TEXT" in ran.err
    assert office.run("route", ticket, "--to", "dlh").code == 2
    assert office.run("route", ticket, "--to", "dlh", "--reason", "minta diangkut").code == 0
    after = record(office, ticket)
    assert (after["kind"], after["status"], after["unit"]) == ("complaint", "routed", "dlh")
    assert after["sources"]["kind"] == "given"  # type: ignore[index]
    assert assignments(office, ticket) == [("dlh", "lead")]
    kind, _actor, data = office.events(ticket)[-1]
    assert (kind, data["kind"], data["status"], data["reason"]) == ("routed", "complaint", "routed", "minta diangkut")
    assert office.run("list", "--open", "--count").out == "1\n"
    store = office.store()
    assert list(store.differences()) == []
    store.close()


def test_by_hand_to_the_office_asked_about(office: Office) -> None:
    """The unit that a question was about gets it as a complaint, too; so does triage."""
    asked = office.log("menanyakan ktp di Margahayu")
    nowhere = office.log("menanyakan sesuatu", "--kind", "information")
    unit = str(record(office, asked)["unit"])
    office.run("route", asked, "--to", unit, "--reason", "minta datang")
    assert (record(office, asked)["kind"], record(office, asked)["status"]) == ("complaint", "routed")
    assert assignments(office, asked) == [(unit, "lead")]
    office.run("route", nowhere, "--to", "triage", "--reason", "tidak jelas")
    assert (record(office, nowhere)["kind"], record(office, nowhere)["status"]) == ("complaint", "new")


def test_a_question_that_nothing_claims_waits_until_somebody_looks(office: Office) -> None:
    """A question word alone closes no call: it is open, found as such, and becomes a complaint or an answer by hand."""
    tickets = [office.log("menanyakan sesuatu") for _number in range(3)]
    assert record(office, tickets[0])["status"] == "new"
    said = office.run("log", "menanyakan sesuatu", "--dry-run").err
    assert "nothing claims this question yet; answered? aduan answer TICKET TEXT; else aduan route TICKET --to" in said
    assert "no answer noted" not in said
    assert office.run("list", "--open", "--count").out == "3\n"
    assert office.run("route", tickets[0], "--to", "dlh", "--reason", "minta diangkut").code == 0
    after = record(office, tickets[0])
    assert (after["kind"], after["status"], after["unit"]) == ("complaint", "routed", "dlh")
    assert office.run("answer", tickets[1], "jam delapan").code == 0
    assert record(office, tickets[1])["status"] == "answered"
    assert office.run("route", "--pending").err == ""
    assert record(office, tickets[2])["status"] == "new"
    answered = office.log("menanyakan sesuatu", "--answer", "jam delapan")
    assert record(office, answered)["status"] == "answered"


def test_what_was_taken_as_a_complaint_stays_one(office: Office) -> None:
    """New cue words make no question of an open complaint: nothing that somebody waits for is closed by rules."""
    routed, waiting = office.log("minta sampah diangkut"), office.log("minta tolong")
    office.write_rules(RULES.replace('"menanyakan"', '"menanyakan", "minta"'))
    office.run("route", routed)
    office.run("route", "--pending")
    for ticket, status in ((routed, "routed"), (waiting, "new")):
        assert (record(office, ticket)["kind"], record(office, ticket)["status"]) == ("complaint", status)


def test_route_takes_the_place_anew(office: Office) -> None:
    """A place that today's rules know is found by `route`, as the backtest finds it."""
    ticket = office.log("ktp di Kayuringin")
    assert record(office, ticket)["unit"] == "kecamatan"
    office.write_rules(RULES.replace('["Teluk Pucung"]', '["Teluk Pucung", "Kayuringin"]'))
    row = office.run("route", ticket, "--format", "json").data[0]
    assert (row["unit"], record(office, ticket)["kelurahan"]) == ("kecamatan-bekasi-utara", "Kayuringin")


def test_of_several_the_good_ones_are_decided(office: Office) -> None:
    """One that fails doesn't keep the others back; the exit code is 6 and each failure has its sentence."""
    office.log(ODD)
    office.log("menanyakan ktp")
    office.write_rules(CLAIMED)
    ran = office.run("route", "1", "2", "77", "--format", "jsonl")
    assert ran.code == 6
    assert len(ran.out.splitlines()) == 1
    assert "is answered" in ran.err
    assert "no ticket 77" in ran.err
    assert record(office, "1")["unit"] == "disdamkar"


def test_text_shows_what_would_happen(office: Office) -> None:
    """--text decides a sentence, stores nothing, and says the hand-off on stderr."""
    ran = office.run("route", "--text", "Melaporkan kebakaran di sekolah Kel. Margahayu", "--format", "json")
    row = ran.data
    assert (row["unit"], row["step"], row["rule"], row["priority"]) == ("disdamkar", "handoff", "api", "emergency")
    assert (row["kelurahan"], row["say"]) == ("Margahayu", "Sambungkan ke pemadam sekarang.")
    assert ran.err.splitlines()[0] == "!! Sambungkan ke pemadam sekarang."
    assert office.run("route", "--text", "listrik padam", "--format", "json").data["referral"] == "Hubungi PLN di 123."
    assert "bmsda-pju" in office.run("route", "--text", "pju mati").out
    assert office.run("route", "--text", " ").code == 2
    assert not office.file.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["1", "--pending"], ["1", "--text", "x"], ["--pending", "--to", "dlh", "--reason", "x"],
        ["1", "--reason", "x"], ["1", "--to", "dlhh", "--reason", "x"], ["--text", "x", "--to", "dlh"],
    ],
)  # fmt: skip
def test_words_that_do_not_go_together(office: Office, arguments: list[str]) -> None:
    """What makes no sense exits 2 with a sentence and no data."""
    office.log(ODD)
    ran = office.run("route", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_somebody_else_was_faster(office: Office) -> None:
    """When another changes the complaint between reading and writing, nothing is stored and it exits 5."""
    from aduan_cli.complaint.router import Router
    from aduan_cli.errors import NotAllowedError
    from aduan_cli.flow.routing.redeciding import by_hand, store_decision
    from aduan_cli.testing import NoCode
    from aduan_cli.tickets import parse_ticket

    ticket = office.log(ODD)
    store = office.store()
    complaint = store.resolve(parse_ticket(ticket))
    assert complaint is not None
    office.run("route", ticket, "--to", "dlh", "--reason", "lebih cepat")
    from aduan_cli.config.rule_files.loader import load

    loaded = load(str(office.folder))
    late = by_hand(complaint, Router(loaded.rules, loaded.revision), "disdamkar")
    with pytest.raises(NotAllowedError):
        store_decision(store, NoCode(), late, "joko", complaint.logged_at, "terlambat")
    store.close()
    assert record(office, ticket)["unit"] == "dlh"


def test_work_that_has_begun_goes_on_as_a_process(office: Office) -> None:
    office.log("sampah di sungai")
    for line in (
        "assign 1 bmsda --support",
        "start 1 --unit bmsda",
        "route 1",
        "resolve 1 --unit bmsda --result beres",
    ):
        assert office.spawn(*line.split()).code == 0


def test_as_a_process(office: Office) -> None:
    """The installed command decides by hand and shows the decision as a table."""
    office.log(ODD)
    ran = office.spawn("route", "1", "--to", "dlh", "--reason", "jelas")
    assert ran.code == 0
    assert ran.out.splitlines()[0].split()[:3] == ["ticket", "was", "unit"]
    assert "manual" in ran.out


def test_pending_goes_on_when_somebody_is_faster_with_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that another changed meanwhile is told and left as it is; the others of its batch are decided."""
    from aduan_cli.rules.engine import Engine

    first, second, third = (office.log(f"{ODD} {number}") for number in range(3))
    office.write_rules(CLAIMED)
    decide, done = Engine.decide, []

    def interrupted(self: Engine, *arguments: object) -> object:
        if not done:
            done.append(office.spawn("route", second, "--to", "dlh", "--reason", "lebih cepat").code)
        return decide(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "decide", interrupted)
    ran = office.run("route", "--pending")
    assert done == [0]
    assert ran.code == 0
    assert f"{second}: somebody else changed it" in ran.err
    assert "decided: 2; still in triage: 0" in ran.err
    assert [record(office, ticket)["unit"] for ticket in (first, second, third)] == ["disdamkar", "dlh", "disdamkar"]


def test_pending_understands_what_was_taken_without_rules(office: Office) -> None:
    """A call from before there were rules gets its kind and place from the text; what was given stays."""
    office.write_rules("broken [")
    asked = office.log("Menanyakan syarat KTP di Duren Jaya")
    given = office.log("Menanyakan pju mati di Teluk Pucung", "--kind", "complaint", "-p", "high")
    office.write_rules(RULES)
    assert office.run("route", "--pending").err.endswith("decided: 2; still in triage: 0\n")
    first, second = record(office, asked), record(office, given)
    assert (first["kind"], first["status"], first["unit"]) == ("information", "answered", "kecamatan-bekasi-timur")
    assert first["kelurahan"] == "Duren Jaya"
    assert first["shift"] in ("pagi", "siang", "malam")
    assert (second["kind"], second["priority"], second["kelurahan"]) == ("complaint", "high", "Teluk Pucung")
    assert assignments(office, asked) == []
    told = office.events(asked)[-1][2]
    assert (told["kind"], told["kelurahan"], told["status"]) == ("information", "Duren Jaya", "answered")


def test_a_hand_off_is_said_even_when_quiet(office: Office) -> None:
    """With -q nothing is said but what to do now, when the call comes in and when it is decided later."""
    assert office.run("log", "Melaporkan kebakaran", "-q").err == "!! Sambungkan ke pemadam sekarang.\n"
    ticket = office.log(ODD)
    office.write_rules(CLAIMED + '\n[[handoff]]\nid = "aneh"\ncategory = "aneh"\nto = "disdamkar"\nsay = "Kini."\n')
    said = office.run("route", "--pending", "-q").err
    whom = "call disdamkar (Pemadam Kebakaran)"
    assert said == f"!! {ticket}: Kini. · {whom} · aneh · place not named · text: aduan show {ticket}\n"


def test_an_emergency_in_crons_mail_can_be_acted_on(office: Office) -> None:
    """The line has ticket, category, street and place, and how to see the caller's number; the number isn't in it."""
    ticket = office.log(f"{ODD} di Jl. Melati, Kel. Margahayu", "--phone", "0812 0000 0001", "--name", "Rina Uji")
    urgent = '\n[[rule]]\ncategory = "aneh"\nto = "disdamkar"\npriority = "emergency"\n'
    office.write_rules(CLAIMED + urgent)
    ran = office.run("route", "--pending", "-q")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (0, "", 1)
    said = f"!! {ticket}: emergency for disdamkar (Pemadam Kebakaran): tell them now · aneh"
    assert ran.err.startswith(said)
    for part in ("Melati", "Margahayu, Bekasi Timur", f"call back: aduan show {ticket} --reveal"):
        assert part in ran.err
    assert "0001" not in ran.err.replace(ticket, "")
    assert "Rina" not in ran.err
    assert office.run("route", "--pending", "-q").err == ""


def test_an_emergency_in_crons_mail_says_whom_to_call(office: Office) -> None:
    """The unit's number, or that of what it is a part of, as the city's files have it."""
    ticket = office.log(ODD)
    urgent = '\n[[rule]]\ncategory = "aneh"\nto = "disdamkar"\npriority = "emergency"\n'
    numbered = CLAIMED.replace('name = "Pemadam Kebakaran"', 'name = "Pemadam Kebakaran"\ncontact = "021-000"')
    assert numbered != CLAIMED
    office.write_rules(numbered + urgent)
    said = office.run("route", "--pending", "-q").err
    assert said.startswith(f"!! {ticket}: ")
    assert " · call disdamkar (Pemadam Kebakaran): 021-000 · aneh · " in said


def test_quiet_says_nothing_of_accepted_rules(office: Office) -> None:
    """From cron, changed rules come into force without a line; without -q they are told."""
    office.log("sampah")
    office.write_rules(CLAIMED)
    assert office.run("-q", "route", "--pending") == (0, "", "")
    office.write_rules(RULES)
    assert "changed rules accepted" in office.run("route", "--pending").err


def test_who_is_put_through_by_voice_is_not_sent_to_another_number(office: Office) -> None:
    """A hand-off to a body that isn't the city's: the officer reads what to do, the caller isn't told to ring it."""
    text = (office.folder / "rules.toml").read_text(encoding="utf-8")
    office.write_rules(text + '[[handoff]]\ntext = "kabel putus"\nto = "pln"\nsay = "Hubungi PLN SEKARANG."\n')
    ran = office.run("log", "kabel putus menjuntai")
    assert "Hubungi PLN SEKARANG." in ran.err
    assert "tell the caller" not in ran.err
    assert "tell the caller" in office.run("log", "listrik padam").err
