"""`aduan inbox` of mails: a reply of a unit moves its complaint, whoever forges one moves nothing, nothing is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from mails import absence, bounce, raw, reply
from office import RULES, Office
from servers import MailServer, closing

MAILS = RULES.replace('aliases = ["DINAS LH"]\n', 'aliases = ["DINAS LH"]\nmail = ["dlh@example.go.id"]\n').replace(
    'name = "Pemadam Kebakaran"\n', 'name = "Pemadam Kebakaran"\nmail = "@damkar.example"\n'
)


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk that two units write mails to."""
    fresh_office.write_rules(MAILS)
    return fresh_office


def rubbish(office: Office) -> str:
    """Return the ticket of a complaint that is at `dlh`."""
    return office.log("Melaporkan sampah menumpuk di Margahayu")


def put(office: Office, *mails: EmailMessage | bytes, folder: str = "surat") -> Path:
    """Write mails into a folder beside the desk; return it."""
    place = office.folder.parent / folder
    place.mkdir(parents=True, exist_ok=True)
    for number, mail in enumerate(mails, 1):
        (place / f"{number}.eml").write_bytes(mail if isinstance(mail, bytes) else raw(mail))
    return place


def came(office: Office, place: object) -> list[dict[str, Any]]:
    """Return what becomes of the mails of a place now."""
    found: list[dict[str, Any]] = json.loads(office.run("inbox", str(place), "--format", "json").out)
    return found


def state(office: Office, ticket: str) -> Any:
    """Return the state of a complaint."""
    return office.run("show", ticket, "--format", "json").data["status"]


def lying(office: Office) -> list[Path]:
    """Return the mails in the quarantine."""
    return sorted((office.folder / "quarantine/inbox").glob("*.eml"))


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def maildir(office: Office) -> Path:
    """Return a Maildir that the desk takes in, empty."""
    box = office.folder / "Maildir"
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    office.write_rules(MAILS + '[inbox]\nfolder = "Maildir"\n')
    office.run("list")
    return box


def test_a_reply_moves_the_complaint_of_its_subject_once(office: Office) -> None:
    ticket = rubbish(office)
    place = put(office, reply("Selesai: sampah diangkut.\n\nHormat kami,\nBudi", f"Re: [{ticket}] sampah"))
    ran = office.run("inbox", str(place))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    (_logged, event) = office.run("history", ticket, "--format", "json").data
    assert (event["type"], event["actor"], event["unit"]) == ("resolved", "dlh", "dlh")
    told = event["data"]
    assert (told["via"], told["by"], told["result"]) == ("mail", "dlh@example.go.id", "sampah diangkut.")
    assert told["said_at"] == "2026-11-23T13:50:00+07:00"
    assert "dlh (mail): by dlh@example.go.id; sampah diangkut." in office.run("history", ticket).out
    assert [one["state"] for one in came(office, place)] == ["known"]
    assert len(office.events(ticket)) == 2


def test_the_ticket_of_the_first_line_counts_before_that_of_the_subject(office: Office) -> None:
    first, second = rubbish(office), rubbish(office)
    place = put(office, reply(f"{second}: diterima", f"Re: [{first}] sampah"))
    assert [one["ticket"] for one in came(office, place)] == [second]
    assert (state(office, first), state(office, second)) == ("routed", "acknowledged")


def test_a_mail_that_means_several_tickets_or_none_moves_nothing(office: Office) -> None:
    first, second = rubbish(office), rubbish(office)
    place = put(office, reply("diterima", f"{first} dan {second}"), reply("diterima", "sampah", id_="<2@x>"))
    whys = [one["why"] for one in came(office, place)]
    assert whys[0].startswith(f"several tickets are meant ({first}, {second})")
    assert whys[1].startswith("no ticket is named")
    assert len(lying(office)) == 2


def test_what_was_sent_and_what_comes_back_belong_together(office: Office) -> None:
    """The desk's message goes to a real server; the reply names no ticket, only the message that it answers."""
    with closing(MailServer()) as server:
        smtp = f'host = "127.0.0.1"\nport = {server.port}\ntls = "none"\nfrom = "desk@example.go.id"\n'
        rules = MAILS.replace("mail = [", 'tell = "kantor"\nmail = [', 1)
        office.write_rules(f'{rules}[notifiers.kantor]\ntype = "smtp"\n{smtp}to = ["dlh@example.go.id"]\n')
        ticket, other = rubbish(office), rubbish(office)
        assert office.run("tick").code == 0
        sent = {mail["X-Aduan-Ticket"]: mail["Message-ID"] for mail in server.mails}
    assert sent.keys() == {ticket, other}
    place = put(office, reply("Diterima, regu berangkat", "Re: sampah", answers=sent[ticket]))
    assert [(one["state"], one["ticket"]) for one in came(office, place)] == [("moved", ticket)]
    assert (state(office, ticket), state(office, other)) == ("acknowledged", "routed")


def sending(office: Office, *to: str) -> str:
    """Send the message of a complaint to some addresses; return the id that it went under."""
    with closing(MailServer()) as server:
        smtp = f'host = "127.0.0.1"\nport = {server.port}\ntls = "none"\nfrom = "desk@example.go.id"\n'
        rules = MAILS.replace("mail = [", 'tell = "kantor"\nmail = [', 1)
        office.write_rules(f'{rules}[notifiers.kantor]\ntype = "smtp"\n{smtp}to = {json.dumps(to)}\n')
        rubbish(office)
        office.run("tick")
        return str(server.mails[0]["Message-ID"]).strip("<>").partition("@")[0]


def test_a_message_that_came_back_is_dead_and_says_why(office: Office) -> None:
    """Its complaint's history tells it, and a person may let it go again; the same report changes nothing then."""
    place = put(office, bounce(sending(office, "dlh@example.go.id"), "dlh@example.go.id"))
    assert [one["state"] for one in came(office, place)] == ["bounced"]
    (row,) = office.run("outbox", "list", "--state", "dead", "--format", "json").data
    assert row["error"] == "dlh@example.go.id: 550 5.1.1 user unknown"
    assert office.run("history", "1").out.splitlines()[-1].endswith("dlh (kantor): routed")
    assert office.run("outbox", "retry", str(row["id"])).code == 0
    assert [one["state"] for one in came(office, place)] == ["known"]
    assert office.run("outbox", "list", "--state", "dead", "--format", "json").data == []
    assert office.run("db", "verify").code == 0


def test_where_some_got_a_message_it_stays_sent_with_the_note(office: Office) -> None:
    id_ = sending(office, "dlh@example.go.id", "kepala@example.go.id")
    put(office, bounce(id_, "kepala@example.go.id"))
    place = put(office, bounce(id_, "dlh@example.go.id", action="delayed"), folder="lain")
    assert [one["state"] for one in came(office, place)] == ["automatic"]
    assert [one["state"] for one in came(office, office.folder.parent / "surat")] == ["bounced"]
    (row,) = office.run("outbox", "list", "--format", "json").data
    assert (row["state"], row["error"]) == ("sent", "kepala@example.go.id: 550 5.1.1 user unknown")


def test_a_report_of_what_is_not_ours_is_nobodys(office: Office) -> None:
    rubbish(office)
    assert [one["state"] for one in came(office, put(office, bounce("0" * 32, "x@y.example")))] == ["automatic"]
    assert lying(office) == []


def test_a_note_of_absence_moves_nothing_and_stands_in_the_history(office: Office) -> None:
    ticket = rubbish(office)
    place = put(office, absence(ticket))
    assert [one["state"] for one in came(office, place)] == ["kept"]
    assert [one["state"] for one in came(office, place)] == ["known"]
    assert state(office, ticket) == "routed"
    assert office.events(ticket)[-1][:2] == ("received", "dlh")
    assert f"Balasan otomatis: [{ticket}]" in office.run("history", ticket).out


NOBODYS = "is no unit's; [units.X] mail says whose mails count"
FORGED = {
    "orang@lain.example": f"orang@lain.example {NOBODYS}",
    "dlh@example.go.id.lain.example": f"dlh@example.go.id.lain.example {NOBODYS}",
    "regu@damkar.example": "{t} is not at disdamkar; it is at dlh",
    "dlh@example.go.id, x@lain.example": "it has no sender, or several",
    '"dlh@example.go.id" <x@lain.example>': f"x@lain.example {NOBODYS}",
}


@pytest.mark.parametrize("sender", FORGED)
def test_who_is_not_the_units_moves_nothing(office: Office, sender: str) -> None:
    ticket = rubbish(office)
    place = put(office, reply("selesai: palsu", f"[{ticket}]", sender=sender))
    ran = office.run("inbox", str(place))
    (there,) = lying(office)
    why = FORGED[sender].replace("{t}", ticket)
    assert (ran.code, ran.err.strip()) == (6, f"1.eml: {why} → quarantine/inbox/{there.name}")
    assert there.read_bytes() == (place / "1.eml").read_bytes()
    assert state(office, ticket) == "routed"
    again = office.run("inbox", str(place))
    assert (again.code, again.err) == (0, "")


def test_two_units_each_move_their_own_part(office: Office) -> None:
    ticket = rubbish(office)
    office.run("assign", ticket, "disdamkar", "--support")
    mine = reply("proses", f"[{ticket}]", id_="<1@x>")
    theirs = reply("selesai: disemprot", f"[{ticket}]", sender="Regu 2 <REGU2@damkar.example>", id_="<2@x>")
    assert [one["unit"] for one in came(office, put(office, mine, theirs))] == ["dlh", "disdamkar"]
    assert state(office, ticket) == "in_progress"
    assert office.events(ticket)[-1][2]["role"] == "support"


def test_a_sender_who_was_declared_since_is_taken_from_the_quarantine(office: Office) -> None:
    """So is one for whom a person vouches by --unit."""
    ticket, other = rubbish(office), rubbish(office)
    mails = [reply("diterima", f"[{one}]", sender="budi@baru.example", id_=f"<{one}>") for one in (ticket, other)]
    place = put(office, *mails)
    office.run("inbox", str(place))
    first, _second = lying(office)
    assert office.run("inbox", str(first), "--unit", "dlh").code == 0
    assert len(lying(office)) == 1
    office.write_rules(MAILS.replace('"dlh@example.go.id"', '"dlh@example.go.id", "@baru.example"'))
    assert office.run("inbox", str(first.parent)).code == 0
    assert (state(office, ticket), state(office, other)) == ("acknowledged", "acknowledged")
    assert lying(office) == []
    assert office.run("inbox", str(place)).code == 0
    assert len(office.events(ticket)) == 2


def test_attachments_become_files_of_the_complaint(office: Office) -> None:
    ticket = rubbish(office)
    mail = reply("selesai: diangkut", f"[{ticket}]")
    mail.add_attachment(b"\xff\xd8foto", maintype="image", subtype="jpeg", filename="../foto satu.jpg")
    more = reply("terima, surat tugas terlampir", f"[{ticket}]", id_="<2@x>")
    more.add_attachment(b"%PDF surat", maintype="application", subtype="pdf", filename="surat.pdf")
    place = put(office, mail, more)
    assert [one["state"] for one in came(office, place)] == ["moved", "kept"]
    shown = office.run("show", ticket).out
    assert "foto satu.jpg · 6 B · same" in shown
    assert "surat.pdf · 10 B · same" in shown
    assert office.run("db", "verify").code == 0


def test_what_is_larger_than_the_desk_allows_waits_with_its_mail(office: Office) -> None:
    office.write_rules(MAILS.replace("[desk]\n", "[desk]\nlargest_file = 0.001\n"))
    ticket = rubbish(office)
    mail = reply("selesai: diangkut", f"[{ticket}]")
    mail.add_attachment(b"x" * 1001, maintype="image", subtype="jpeg", filename="foto.jpg")
    (one,) = came(office, put(office, mail))
    assert one["why"] == "foto.jpg: it has more than 0.001 MB, the most that [desk] largest_file allows"
    assert state(office, ticket) == "routed"


def test_a_maildir_is_worked_off_and_each_mail_marked_when_it_is_stored(office: Office) -> None:
    ticket = rubbish(office)
    box = maildir(office)
    (box / "new/1.a").write_bytes(raw(reply("terima", f"[{ticket}]", id_="<1@x>")))
    (box / "new/2.b").write_bytes(raw(reply("entahlah", f"[{ticket}]", id_="<2@x>")))
    (box / "cur/3.c:2,").write_bytes(raw(reply("proses", f"[{ticket}]", id_="<3@x>")))
    (box / "cur/4.d:2,FS").write_bytes(raw(reply("selesai: x", f"[{ticket}]", id_="<4@x>")))
    ran = office.run("tick")
    assert (ran.code, ran.out) == (6, "")
    (line,) = ran.err.splitlines()
    assert line.startswith("2.b: what it says is not clear ('entahlah')")
    assert names(box / "cur") == ["1.a:2,S", "2.b:2,S", "3.c:2,S", "4.d:2,FS"]
    assert (names(box / "new"), state(office, ticket)) == ([], "in_progress")
    again = office.run("tick")
    assert (again.code, again.err) == (0, "")
    status = office.run("tick", "--status")
    assert "quarantined=1;1;;0" in status.out
    assert "1 answer of a unit in the quarantine" in status.out
    assert office.run("handover", "--format", "json").data["counts"]["inbox"] == 1


def test_one_tick_takes_so_many_and_says_what_is_left(office: Office) -> None:
    box = maildir(office)
    for number in range(3):
        (box / f"new/{number}").write_bytes(raw(reply("terima", f"[{rubbish(office)}]", id_=f"<{number}@x>")))
    assert "receive: 1 left for the next run" in office.run("tick", "--limit", "2").err
    assert office.run("tick").err == ""
    assert names(box / "new") == []


def test_a_folder_that_is_not_there_is_told_and_stops_nothing_else(office: Office) -> None:
    office.write_rules(MAILS + '[inbox]\nfolder = "tiada"\n')
    rubbish(office)
    ran = office.run("tick")
    assert (ran.code, ran.err.strip()) == (
        6,
        f"[inbox] folder: {office.folder / 'tiada'}: no such file or folder",
    )


def test_an_mbox_and_stdin_are_mails_too(office: Office) -> None:
    first, second = rubbish(office), rubbish(office)
    box = office.folder.parent / "surat.mbox"
    lines = [b"From dlh Mon Nov 23 13:50:00 2026\n" + raw(reply("terima", f"[{first}]")) + b"\n"]
    lines += [b"From dlh Mon Nov 23 13:55:00 2026\n" + raw(reply("proses", f"[{first}]", id_="<2@x>")) + b"\n"]
    box.write_bytes(b"".join(lines))
    assert [(one["source"], one["state"]) for one in came(office, box)] == [
        ("surat.mbox:1", "moved"),
        ("surat.mbox:2", "moved"),
    ]
    ran = office.spawn("inbox", "-", input=raw(reply("terima", f"[{second}]", id_="<3@x>")))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (state(office, first), state(office, second)) == ("in_progress", "acknowledged")


def test_a_page_without_text_is_read_as_a_person_does(office: Office) -> None:
    ticket = rubbish(office)
    mail = reply("", f"[{ticket}]")
    page = "<style>p{}</style><p>Selesai:&nbsp;sampah <b>diangkut</b></p><blockquote>selesai: tidak</blockquote>"
    mail.set_content(page, subtype="html")
    assert came(office, put(office, mail))[0]["state"] == "moved"
    assert office.run("history", ticket, "--format", "json").data[-1]["data"]["result"] == "sampah diangkut"


def test_without_the_library_a_sentence_names_it(office: Office, tmp_path: Path) -> None:
    """Nothing is read then; files of moves are taken without it."""
    ticket = rubbish(office)
    place = put(office, reply("terima", f"[{ticket}]"))
    without = tmp_path / "without"
    without.mkdir()
    (without / "mailparser_reply.py").write_text("raise ImportError('no module')\n")
    ran = office.spawn("inbox", str(place / "1.eml"), env={"PYTHONPATH": str(without)})
    assert (ran.code, ran.err.strip()) == (
        2,
        "error: mails are read with the library mail-parser-reply; pip install mail-parser-reply brings it",
    )
    assert (state(office, ticket), lying(office)) == ("routed", [])
    moves = office.folder.parent / "m.csv"
    moves.write_text(f"ticket,verb,unit\n{ticket},ack,dlh\n")
    assert office.spawn("inbox", str(moves), env={"PYTHONPATH": str(without)}).code == 0


def test_a_process_that_dies_after_storing_leaves_a_mail_that_is_known(office: Office) -> None:
    """Killed between the step and the mark: the next run finds it in the history, and marks it."""
    ticket = rubbish(office)
    box = maildir(office)
    (box / "new/1").write_bytes(raw(reply("terima", f"[{ticket}]")))
    dying = "import os\nos.rename = lambda *_: os._exit(9)\nfrom aduan_cli.cli import main\nmain()\n"
    line = [sys.executable, "-c", dying, *office.line("inbox", str(box))]
    assert subprocess.run(line, check=False).returncode == 9
    assert (names(box / "new"), state(office, ticket)) == (["1"], "acknowledged")
    assert [one["state"] for one in came(office, box)] == ["known"]
    assert names(box / "cur") == ["1:2,S"]
    assert len(office.events(ticket)) == 2


def test_a_process_that_dies_between_the_two_files_of_the_quarantine_loses_nothing(office: Office) -> None:
    ticket = rubbish(office)
    place = put(office, reply("entahlah", f"[{ticket}]"))
    dying = (
        "import os\nfrom aduan_cli.formats import refused\nwrite = refused.write\n"
        "def once(desk, name, *more, **others):\n"
        "    if name.endswith('.eml'): os._exit(9)\n    write(desk, name, *more, **others)\n"
        "refused.write = once\nfrom aduan_cli.cli import main\nmain()\n"
    )
    line = [sys.executable, "-c", dying, *office.line("inbox", str(place))]
    assert subprocess.run(line, check=False).returncode == 9
    assert lying(office) == []
    assert [one["state"] for one in came(office, place)] == ["refused"]
    assert len(lying(office)) == 1
    shutil.rmtree(place)
    assert office.run("inbox", "--waiting", "--format", "json").data[0]["source"] == "1.eml"


def test_a_word_of_who_only_helps_that_comes_late_is_kept_as_theirs(office: Office) -> None:
    """It makes nobody lead, and the data are still what the events say."""
    ticket = rubbish(office)
    office.run("assign", ticket, "disdamkar", "--support")
    sender = "regu@damkar.example"
    mails = [
        reply("selesai: disemprot", f"[{ticket}]", sender, "<1@x>"),
        reply("terima", f"[{ticket}]", sender, "<2@x>"),
    ]
    assert [one["state"] for one in came(office, put(office, *mails))] == ["moved", "kept"]
    office.run("resolve", ticket, "--result", "diangkut")
    office.run("close", ticket)
    put(office, reply("proses", f"[{ticket}]", sender, "<3@x>"), folder="lain")
    assert [one["state"] for one in came(office, office.folder.parent / "lain")] == ["kept"]
    rows = office.run("history", ticket, "--format", "json").data
    assert [(row["type"], row["unit"]) for row in rows[-3:]] == [
        ("resolved", "dlh"),
        ("closed", "dlh"),
        ("received", "disdamkar"),
    ]
    assert office.run("db", "verify").code == 0


@pytest.mark.parametrize("date", ["Mon, 01 Jan 0001 00:00:00 +0000", "Fri, 01 Jan 2100 00:00:00 +0000", "kemarin", ""])
def test_a_clock_that_is_wrong_is_not_believed(office: Office, date: str) -> None:
    ticket = rubbish(office)
    assert came(office, put(office, reply("terima", f"[{ticket}]", date=date)))[0]["state"] == "moved"
    assert "said_at" not in office.run("history", ticket, "--format", "json").data[-1]["data"]


def test_besok_counts_from_the_day_on_which_it_was_written(office: Office) -> None:
    """A mail of last night that cron takes in the morning."""
    office.write_rules(MAILS + '[inbox]\nhold = "waiting"\n')
    ticket = rubbish(office)
    place = put(office, reply("tunda sampai besok 16:00", f"[{ticket}]", date="Sun, 22 Nov 2026 23:50:00 +0700"))
    assert came(office, place)[0]["why"] is None
    held = office.run("history", ticket, "--format", "json").data[-1]["data"]
    assert held["until"] == "2026-11-23T16:00:00+07:00"


def test_an_answer_to_a_letter_of_several_names_its_ticket_or_waits(office: Office) -> None:
    with closing(MailServer()) as server:
        smtp = f'host = "127.0.0.1"\nport = {server.port}\ntls = "none"\nfrom = "desk@example.go.id"\n'
        rules = MAILS.replace("mail = [", 'tell = "kantor"\nmail = [', 1)
        kantor = f'[notifiers.kantor]\ntype = "smtp"\ngroup_wait = "1m"\n{smtp}to = ["dlh@example.go.id"]\n'
        office.write_rules(rules + kantor)
        first, second = rubbish(office), rubbish(office)
        office.run("--now", "2026-11-23 14:10", "tick")
        (letter,) = server.mails
    id_ = str(letter["Message-ID"])
    mails = (
        reply("terima", "Re: 2", answers=id_, id_="<1@x>"),
        reply(f"{second} terima", "Re: 2", answers=id_, id_="<2@x>"),
    )
    unnamed, named = came(office, put(office, *mails))
    assert unnamed["why"].startswith("several tickets are meant")
    assert (named["state"], named["ticket"]) == ("moved", second)
    assert (state(office, first), state(office, second)) == ("routed", "acknowledged")
    put(office, bounce(id_.strip("<>").partition("@")[0], "dlh@example.go.id"), folder="lain")
    assert came(office, office.folder.parent / "lain")[0]["state"] == "bounced"
    rows = office.run("outbox", "list", "--state", "dead", "--format", "json").data
    assert {row["ticket"] for row in rows} == {first, second}


def test_what_was_erased_or_merged_is_moved_by_no_mail(office: Office) -> None:
    erased, into, merged = rubbish(office), rubbish(office), rubbish(office)
    office.run("person", "erase", erased, "--yes")
    office.run("merge", merged, "--into", into, "--yes")
    mails = [reply("terima: Siti yang melapor", f"[{one}]", id_=f"<{one}>") for one in (erased, merged)]
    whys = [one["why"] for one in came(office, put(office, *mails))]
    assert all(whys), whys
    assert "unmerge" in whys[1]
    assert len(lying(office)) == 2


def test_where_the_quarantine_cannot_be_written_the_mail_stays_where_it_is(office: Office) -> None:
    ticket = rubbish(office)
    box = maildir(office)
    (box / "new/1").write_bytes(raw(reply("entah", f"[{ticket}]")))
    (office.folder / "quarantine").write_text("a file in its place")
    ran = office.run("inbox", str(box))
    assert (ran.code, "it can't be written" in ran.err) == (7, True)
    assert names(box / "new") == ["1"]
    (office.folder / "quarantine").unlink()
    assert office.run("inbox", str(box)).code == 6
    assert names(box / "new") == []


def test_two_at_once_take_each_mail_once(office: Office) -> None:
    tickets = [rubbish(office) for _each in range(4)]
    box = maildir(office)
    for number, ticket in enumerate(tickets):
        (box / f"new/{number}").write_bytes(raw(reply("terima", f"[{ticket}]", id_=f"<{number}@x>")))
    line = [sys.executable, "-m", "aduan_cli", *office.line("inbox", str(box))]
    both = [subprocess.Popen(line, stderr=subprocess.PIPE, text=True) for _each in "ab"]
    assert [(one.communicate(timeout=60)[1], one.returncode) for one in both] == [("", 0), ("", 0)]
    assert [len(office.events(ticket)) for ticket in tickets] == [2] * 4
    assert names(box / "new") == []


def test_what_is_told_is_told_in_indonesian(office: Office) -> None:
    place = put(office, reply("entah", f"[{rubbish(office)}]"))
    assert "maksudnya tidak jelas ('entah')" in office.run("--lang", "id", "inbox", str(place)).err
    assert "di-karantina" in office.run("--lang", "id", "inbox", str(place), "--format", "table").out


def test_a_mailbox_that_cannot_be_marked_is_told_and_takes_each_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = rubbish(office)
    box = maildir(office)
    (box / "new/1").write_bytes(raw(reply("terima", f"[{ticket}]")))

    def refuse(*_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("os.rename", refuse)
        ran = office.run("tick")
        assert (ran.code, ran.err.strip()) == (6, f"{box}/new/1: it can't be marked as seen: Permission denied")
        ran = office.run("inbox", str(box))
        assert (ran.code, "can't be marked" in ran.err) == (6, True)
    assert state(office, ticket) == "acknowledged"
    assert office.run("tick").err == ""
    assert names(box / "new") == []
    assert len(office.events(ticket)) == 2


def test_what_is_odd_about_a_file_is_no_failure_of_the_job(office: Office) -> None:
    ticket = rubbish(office)
    box = maildir(office)
    shutil.rmtree(box)
    box.mkdir()
    (box / "m.csv").write_bytes(f"ticket,verb,unit,words\n{ticket},ack,dlh,caf\xe9\n".encode("cp1252"))
    ran = office.run("tick")
    assert (ran.code, ran.err) == (0, "")
    assert "not all of it is UTF-8" in office.run("inbox", str(box / "m.csv")).err


def test_a_mailbox_that_cannot_be_read_is_one_sentence(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    box = maildir(office)

    def refuse(*_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("aduan_cli.formats.incoming.os.listdir", refuse)
        told = f"{box}: it can't be read: Permission denied"
        assert office.run("inbox", str(box))[::2] == (2, f"error: {told}\n")
        ran = office.run("tick")
        assert (ran.code, ran.err) == (6, f"[inbox] folder: {told}\n")


def test_what_a_mail_says_obeys_no_terminal(office: Office) -> None:
    ticket = rubbish(office)
    place = put(
        office, reply("entah \x1b[31m\x07 apa", f"[{ticket}]"), reply("terima \x1b[2J", f"[{ticket}]", id_="<2@x>")
    )
    ran = office.run("inbox", str(place))
    assert "\x1b" not in ran.err
    assert "\x1b" not in office.run("inbox", "--waiting").out
    assert "\x1b" not in office.run("history", ticket).out
    assert "\x1b" not in office.run("handover").out


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_message_says_how_to_answer_it_and_that_is_understood(office: Office, language: str) -> None:
    """Each line that it proposes moves the complaint as it says; a unit without `mail` is told nothing of it."""
    spool = '[notifiers.kantor]\ntype = "spool"\nfolder = "pesan"\n'
    rules = MAILS.replace("mail = [", 'tell = "kantor"\nmail = [', 1)
    office.write_rules(rules + spool + '[inbox]\nhold = "waiting"\n')
    verbs = []
    for number in range(5):
        ticket = rubbish(office)
        office.run("--lang", language, "tick")
        (letter,) = (json.loads(one.read_text()) for one in (office.folder / "pesan").glob(f"{ticket}-*.json"))
        lines = [line.strip() for line in letter["body"].splitlines() if line.startswith("  ")]
        assert len(lines) == 5
        text = lines[number].replace("...", "besok" if number == 2 else "PLN")
        place = put(office, reply(text, f"[{ticket}]", id_=f"<{ticket}>"), folder=f"s{number}")
        (one,) = came(office, place)
        assert (one["state"], one["why"]) == ("moved", None)
        verbs.append(one["move"])
    assert verbs == ["ack", "start", "hold", "resolve", "return"]
    office.write_rules(rules.replace('mail = ["dlh@example.go.id"]\n', "") + spool)
    ticket = rubbish(office)
    office.run("tick")
    (letter,) = (json.loads(one.read_text()) for one in (office.folder / "pesan").glob(f"{ticket}-*.json"))
    assert "first line" not in letter["body"]
