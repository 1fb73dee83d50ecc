"""`aduan inbox` of files of moves: each moves its complaint once, in its unit's name; what can't be taken waits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.tickets import make_ticket
from office import RULES, Office

NOBODYS = make_ticket("UJI", 20261123, 99)
HEAD = "ticket,verb,unit,by,at,words,id\n"


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk that two units write to."""
    fresh_office.write_rules(RULES + '[inbox]\nhold = "cuaca"\n[inbox.words]\nresolve = "rampung"\n' + REASONS)
    return fresh_office


REASONS = '[reasons.hold]\ncuaca = { say = "menunggu cuaca", stops_clock = true }\nizin = { say = "izin" }\n'


def rubbish(office: Office) -> str:
    """Return the ticket of a complaint that is at `dlh`."""
    return office.log("Melaporkan sampah menumpuk di Margahayu")


def put(office: Office, text: str, name: str = "moves.csv") -> str:
    """Write a file beside the desk; return its path."""
    path = office.folder.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def take(office: Office, *places: str) -> list[tuple[str, str | None]]:
    """Take places in; return state and reason of each record."""
    office.run("inbox", *places)  # What is said of a second time is tested elsewhere.
    return came(office, *places)


def came(office: Office, *places: str) -> list[tuple[str, str | None]]:
    """Return what becomes of the records of places now."""
    ran = office.run("inbox", *places, "--format", "json")
    return [(row["state"], row["why"]) for row in json.loads(ran.out)]


def state(office: Office, ticket: str) -> Any:
    """Return the state of a complaint."""
    return office.run("show", ticket, "--format", "json").data["status"]


def lying(office: Office) -> list[Path]:
    """Return what lies in the quarantine, without the reasons beside it."""
    return [path for path in sorted((office.folder / "quarantine/inbox").glob("*.*")) if path.suffix != ".txt"]


def test_records_move_their_complaint_once_in_the_units_name(office: Office) -> None:
    ticket = rubbish(office)
    rows = f"{ticket},terima,dlh,Budi,2026-11-23 14:00,kami berangkat,1\n{ticket},rampung,dlh,,,sampah diangkut,2\n"
    path = put(office, HEAD + rows)
    ran = office.run("inbox", path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert state(office, ticket) == "resolved"
    events = office.run("history", ticket, "--format", "json").data
    assert [(one["type"], one["actor"]) for one in events[1:]] == [("acknowledged", "dlh"), ("resolved", "dlh")]
    told = events[1]["data"]
    assert (told["via"], told["by"], told["note"]) == ("file", "Budi", "kami berangkat")
    assert told["said_at"] == "2026-11-23T14:00:00+07:00"
    assert "dlh (file): by Budi; kami berangkat" in office.run("history", ticket).out
    assert came(office, path) == [("known", None)] * 2
    assert office.run("history", ticket, "--format", "json").data == events
    assert office.run("db", "verify").code == 0


def test_jsonl_says_the_same_and_stdin_is_a_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = rubbish(office)
    line = json.dumps({"tiket": ticket, "tindakan": "proses", "oleh": "Sari", "nomor": 7})
    assert office.run("inbox", put(office, line + "\n", "moves.jsonl"), "--unit", "DINAS LH").code == 0
    assert state(office, ticket) == "in_progress"
    more = HEAD + f"{ticket},selesai,dlh,,,beres,\n"
    ran = office.spawn("inbox", "-", "--as", "csv", input=more.encode())
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert state(office, ticket) == "resolved"


def test_a_hold_and_a_return_bring_what_goes_with_them(office: Office) -> None:
    first, second = rubbish(office), rubbish(office)
    head = "ticket,verb,unit,words,until,to,reason\n"
    rows = f"{first},tunda,dlh,hujan,besok 08:00,,izin\n{second},bukan wewenang kami,dlh,tanah PLN,,PLN UP3,\n"
    assert office.run("inbox", put(office, head + rows)).err == ""
    held, returned = office.events(first)[-1], office.events(second)[-1]
    assert (held[0], held[2]["code"], held[2]["reason"]) == ("held", "izin", "hujan")
    assert (returned[0], returned[2]["to"], returned[2]["reason"]) == ("returned", "pln", "tanah PLN")


def test_a_word_that_comes_too_late_is_kept(office: Office) -> None:
    """It moves nothing, contradicts nothing, and stands in the history once."""
    ticket = rubbish(office)
    office.run("resolve", ticket, "--result", "beres")
    path = put(office, HEAD + f"{ticket},terima,dlh,,,kami berangkat,1\n")
    assert came(office, path) == [("kept", None)]
    assert came(office, path) == [("known", None)]
    assert office.events(ticket)[-1][:2] == ("received", "dlh")
    assert "ack: nothing to move any more" in office.run("history", ticket).out


WRONG = {
    "9999,ack,dlh,,,,": "9999 is a short form, which another call may have tomorrow; the whole ticket is needed",
    ",ack,dlh,,,,": "the ticket is missing",
    "{t},,dlh,,,,": "the move is missing; one of ack, start, hold, return, resolve would be right",
    "{t},close,dlh,,,,": "'close' is no move of a unit; one of ack, start, hold, return, resolve would be right",
    "{t},ack,,,,,": "the unit is missing; a column unit, or --unit, says whose it is",
    "{t},ack,dhl,,,,": "unknown unit 'dhl'; did you mean 'dlh'?",
    "{t},ack,disdamkar,,,,": "{t} is not at disdamkar; it is at dlh",
    "{t},ack,pln,,,,": "pln is no unit of the city's",
    "{t},resolve,dlh,,,,": "{t}: what was done has to be shown: --result is missing",
    "{t},ack,dlh,,2031-01-01,,": "the time 2031-01-01 is still to come; one that has passed would be right",
    "{t},return,dlh,,,,": "why it is given back is missing; it stands in the history",
    "{t},ack,dlh,,,,,,x": "9 cells, but 7 columns; quotes around a cell with a delimiter would be right",
    f"{NOBODYS},ack,dlh,,,,": f"no ticket {NOBODYS}",
}


@pytest.mark.parametrize("row", WRONG)
def test_what_cannot_be_taken_lies_in_the_quarantine_with_the_reason(office: Office, row: str) -> None:
    ticket = rubbish(office)
    row = row.replace("{t}", ticket)
    path = put(office, HEAD + row + "\n" + f"{ticket},ack,dlh,,,,ok\n")
    ran = office.run("inbox", path)
    (there,) = lying(office)
    place = f"quarantine/inbox/{there.name}"
    why = WRONG[row.replace(ticket, "{t}")].replace("{t}", ticket)
    assert (ran.code, ran.err.strip()) == (6, f"moves.csv:1: {why} → {place}")
    assert there.with_suffix(".txt").read_text().splitlines() == [why, "moves.csv:1"]
    assert state(office, ticket) == "acknowledged"
    again = office.run("inbox", path)
    assert (again.code, again.err) == (0, "")
    assert [one for one, _why in came(office, path)] == ["waiting", "known"]
    assert lying(office) == [there]


def test_one_that_is_not_legal_says_which_moves_are(office: Office) -> None:
    ticket = rubbish(office)
    office.run("reject", ticket, "--reason", "hoax")
    ran = office.run("inbox", put(office, HEAD + f"{ticket},ack,dlh,,,,\n"))
    assert f"{ticket} is rejected: ack is not possible, but reopen" in ran.err


def test_what_was_mended_is_taken_and_what_it_came_from_stays_known(office: Office) -> None:
    ticket = rubbish(office)
    path = put(office, HEAD + f"{ticket},sudah dilihat,dlh,Budi,,,\n")
    office.run("inbox", path)
    (there,) = lying(office)
    again = office.run("inbox", str(there))
    assert (again.code, "'sudah dilihat' is no move" in again.err) == (6, True)
    record = json.loads(there.read_text())
    there.write_text(json.dumps({**record, "verb": "ack"}))
    assert office.run("inbox", str(there.parent)).code == 0
    assert (state(office, ticket), lying(office)) == ("acknowledged", [])
    assert (there.parent / "taken" / there.name).exists()
    assert came(office, path) == [("waiting", None)]
    assert office.run("inbox", "--waiting", "--format", "json").data == []


def test_what_a_person_dealt_with_is_put_aside(office: Office) -> None:
    path = put(office, HEAD + f"{rubbish(office)},ya,dlh,,,,\n")
    office.run("inbox", path)
    (row,) = office.run("inbox", "--waiting", "--format", "json").data
    assert (row["source"], row["why"][:4]) == ("moves.csv:1", "'ya'")
    assert office.run("inbox", "--settle", "nothing").code == 2
    assert office.run("inbox", "--settle", row["name"]).code == 0
    assert lying(office) == []
    assert came(office, path) == [("waiting", None)]


def test_under_one_id_only_one_thing_is_said(office: Office) -> None:
    """A record that was changed under the same id is told, and not taken for the one before."""
    ticket = rubbish(office)
    office.run("inbox", put(office, HEAD + f"{ticket},ack,dlh,,,,7\n"))
    ran = office.run("inbox", put(office, HEAD + f"{ticket},start,dlh,,,,7\n"))
    assert "under this id something else was taken before; another id would be right" in ran.err
    assert state(office, ticket) == "acknowledged"


def test_a_trial_changes_nothing(office: Office) -> None:
    ticket = rubbish(office)
    path = put(office, HEAD + f"{ticket},ack,dlh,,,,\n{ticket},ya,dlh,,,,\n")
    ran = office.run("inbox", path, "--dry-run", "--format", "json")
    assert [row["state"] for row in json.loads(ran.out)] == ["moved", "refused"]
    assert (ran.code, state(office, ticket), lying(office)) == (6, "routed", [])


def test_a_unit_that_helps_moves_its_own_part(office: Office) -> None:
    ticket = rubbish(office)
    office.run("assign", ticket, "disdamkar", "--support")
    path = put(office, HEAD + f"{ticket},selesai,disdamkar,,,disemprot,\n")
    assert office.run("inbox", path).code == 0
    assert state(office, ticket) == "routed"
    assert office.events(ticket)[-1][2]["role"] == "support"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no column ticket, verb; the columns of a file of moves are ticket, verb, unit"),
        ("", "the file is empty"),
    ],
)
def test_a_file_that_is_none_of_moves_is_a_mistake(office: Office, text: str, said: str) -> None:
    ran = office.run("inbox", put(office, text))
    assert (ran.code, said in ran.err) == (2, True)


def test_what_to_do_must_be_said(office: Office) -> None:
    assert office.run("inbox").code == 2
    assert office.run("inbox", "x", "--waiting").code == 2
    assert office.run("inbox", "nothing.csv").code in (2, 4)
