"""Callers are told what becomes of their call: only what the desk says, only by channels that they agreed to."""

from __future__ import annotations

import json

import pytest
from test_outbox import rows, types
from test_telling import TELLING

from office import Office
from servers import MailServer, closing

CALLERS = """
[callers]
tell = ["logged", "referred", "resolved", "closed", "rejected"]
[callers.over]
whatsapp = "wa"
email = "surat"
[notifiers.wa]
type = "spool"
folder = "wa"
[notifiers.surat]
type = "smtp"
host = "127.0.0.1"
port = 9
tls = "none"
from = "meja@example.org"
"""
TEXT = "Melaporkan sampah menumpuk di Margahayu"
SITI = ("--name", "Siti Aminah", "--phone", "0812-0000-0001")


@pytest.fixture
def telling(office: Office) -> Office:
    """Return a desk that tells callers who agreed to it."""
    office.write_rules(TELLING + CALLERS)
    return office


def got(office: Office) -> list[dict[str, object]]:
    """Return what callers got by WhatsApp, the oldest first."""
    found = [json.loads(one.read_text()) for one in (office.folder / "wa").glob("*.json")]
    return sorted(found, key=lambda one: str(one["at"]) + str(one["event"]))


def to_callers(office: Office) -> list[tuple[object, object, object]]:
    """Return event, receiver and state of the messages to callers, the oldest first."""
    return [(r["event"], r["to"], r["state"]) for r in rows(office) if str(r["to"]).startswith("@")][::-1]


def test_a_caller_who_agreed_is_told_of_their_own_call(telling: Office) -> None:
    ticket = telling.run("log", TEXT, *SITI, "--agree", "whatsapp").out.strip()
    telling.run("resolve", ticket, "--result", "sudah diangkut")
    assert to_callers(telling) == [("caller-logged", "@whatsapp", "queued"), ("caller-resolved", "@whatsapp", "queued")]
    assert telling.run("tick").code == 0
    logged, resolved = got(telling)
    assert (logged["to"], logged["ticket"], logged["unit"]) == ("+6281200000001", ticket, "@whatsapp")
    assert f"Its number is {ticket}." in str(logged["body"])
    assert "sudah diangkut" in str(resolved["body"])
    assert types(telling).count("revealed") == 2
    assert telling.run("show", ticket, "--format", "json").data["agreed"] == {"whatsapp": ""}
    assert "May be told by" in telling.run("show", ticket).out


def test_who_did_not_agree_is_told_nothing(telling: Office) -> None:
    """Nor is anybody where the desk doesn't say what, nor of a question, nor of a call that says it itself."""
    telling.run("log", TEXT, *SITI)
    telling.run("log", "Menanyakan jam buka, soal sampah", *SITI, "--agree", "whatsapp")
    assert to_callers(telling) == []
    ticket = telling.run("log", TEXT, *SITI, "--agree", "whatsapp").out.strip()
    telling.run("resolve", ticket, "--result", "ya")
    telling.run("close", ticket, "--by", "caller")
    assert [event for event, _to, _state in to_callers(telling)] == ["caller-logged", "caller-resolved"]
    telling.write_rules(TELLING + CALLERS.replace("tell = [", "# tell = ["))
    telling.run("log", TEXT, *SITI, "--agree", "whatsapp")
    assert len(to_callers(telling)) == 2


def test_who_takes_it_back_or_is_erased_gets_nothing_more(telling: Office) -> None:
    """What waits is skipped, with the reason, and nothing failed."""
    first, second, third = (
        telling.run("log", TEXT, "--phone", f"0812-0000-000{number}", "--agree", "whatsapp").out.strip()
        for number in "123"
    )
    assert telling.run("edit", first, "--agree", "").code == 0
    telling.run("person", "erase", second, "--yes")
    ran = telling.run("tick")
    assert (ran.code, ran.err) == (0, "")
    assert [one["ticket"] for one in got(telling)] == [third]
    states = [(row["state"], row["error"]) for row in rows(telling) if str(row["to"]).startswith("@")]
    assert states == [("sent", None), *[("skipped", "its caller doesn't agree any more")] * 2]
    shown = telling.run("history", first, "--format", "json").data
    assert "edited" in [event["type"] for event in shown]
    assert telling.run("db", "verify").code == 0


def test_a_mail_goes_to_the_callers_own_address(telling: Office) -> None:
    with closing(MailServer()) as server:
        telling.write_rules(TELLING + CALLERS.replace("port = 9\n", f"port = {server.port}\n"))
        telling.run("log", TEXT, "--agree", "email=siti@example.org")
        assert telling.run("tick").code == 0
        (mail,) = server.mails
        assert mail["To"] == "siti@example.org"
        assert telling.run("outbox", "test", "surat").code == 6
    assert telling.run("show", "1", "--format", "json").data["agreed"] == {"email": "***"}
    assert "siti@" not in telling.run("show", "1").out
    revealed = telling.run("list", "--format", "json", "--reveal").data
    assert revealed[0]["agreed"] == {"email": "siti@example.org"}


@pytest.mark.parametrize(
    ("given", "more", "why"),
    [
        ("telegram", SITI, "there are: whatsapp, email"),
        ("whatsapp", (), "there is no --phone"),
        ("email", SITI, "email=NAME@EXAMPLE.ORG would be right"),
        ("email=siti@a@b", SITI, "would be right"),
        ("email=siti@example.org\nBcc: x@example.org", SITI, "would be right"),
    ],
)
def test_what_can_not_be_agreed_to_is_told_and_nothing_is_stored(
    telling: Office, given: str, more: tuple[str, ...], why: str
) -> None:
    ran = telling.run("log", TEXT, *more, "--agree", given)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err
    assert telling.run("list", "--count").out == "0\n"


def test_a_number_of_its_own_may_be_agreed_to_and_corrected(telling: Office) -> None:
    ticket = telling.run("log", TEXT, "--agree", "whatsapp=0812-0000-0009").out.strip()
    assert telling.run("edit", ticket, "--agree", "whatsapp=0812-0000-0009").out.strip().endswith("nothing changed")
    assert telling.run("edit", ticket, "--agree", "whatsapp=0812-0000-0008, email=s@example.org").code == 0
    telling.run("tick")
    assert got(telling)[0]["to"] == "0812-0000-0008"


def test_a_template_says_it_and_previewing_shows_nobody(telling: Office) -> None:
    body = "{{ caller.name }} {{ caller.phone }}: {{ ticket }} di {{ unit }} {{ result }}"
    telling.write_rules(TELLING + CALLERS + f'\n[messages.caller-resolved]\nsubject = "x"\nbody = "{body}"\n')
    ticket = telling.run("log", TEXT, *SITI, "--agree", "whatsapp").out.strip()
    telling.run("resolve", ticket, "--result", "diangkut")
    shown = telling.run("outbox", "preview", ticket, "--event", "caller-resolved").out
    assert "Siti" not in shown
    assert "0812" not in shown
    telling.run("tick")
    (letter,) = [one for one in got(telling) if one["event"] == "caller-resolved"]
    assert letter["body"] == f"Siti Aminah +6281200000001: {ticket} di Dinas Lingkungan Hidup diangkut"
    number = next(row["id"] for row in rows(telling) if row["event"] == "caller-resolved")
    assert "Siti" not in telling.run("outbox", "show", str(number)).out


def test_a_channel_without_a_notifier_is_told_with_its_line(office: Office) -> None:
    office.write_rules(TELLING + CALLERS.replace('whatsapp = "wa"', 'whatsapp = "kantro"'))
    ran = office.run("rules", "check")
    assert ran.code == 3
    assert "unknown notifier 'kantro'; did you mean 'kantor'?" in ran.out + ran.err


def test_what_was_agreed_goes_along_in_our_own_exports(telling: Office) -> None:
    telling.run("log", TEXT, *SITI, "--agree", "whatsapp", "--agree", "email=siti@example.org")
    exported = telling.run("list", "--format", "jsonl", "--reveal").out
    masked = telling.run("list", "--format", "jsonl").out
    assert "siti@" not in masked
    other = telling.folder / "lain.db"
    file = telling.folder / "calls.jsonl"
    file.write_text(exported, encoding="utf-8")
    assert telling.run("--store", str(other), "import", str(file)).code == 0
    agreed = telling.run("--store", str(other), "show", "1", "--format", "json").data["agreed"]
    assert agreed == {"whatsapp": "", "email": "***"}


def merged_pair(office: Office, *agreeing: str) -> tuple[str, str]:
    """Return two calls about one thing, the second merged into the first; only its caller agreed to be told."""
    first = office.run("log", TEXT, "--phone", "0812-0000-0002").out.strip()
    second = office.run("log", TEXT, *SITI, *(agreeing or ("--agree", "whatsapp"))).out.strip()
    assert office.run("merge", second, "--into", first, "--yes").code == 0
    return first, second


def test_whose_call_was_merged_hears_what_became_of_the_other_one(telling: Office) -> None:
    """Under their own ticket and at their own number; who did not agree hears nothing, nor does anybody twice."""
    first, second = merged_pair(telling)
    third = telling.run("log", TEXT, "--phone", "0812-0000-0003").out.strip()
    telling.run("merge", third, "--into", first, "--yes")
    telling.run("resolve", first, "--result", "sudah diangkut")
    telling.run("close", first)
    assert telling.run("tick").code == 0
    events = ["caller-logged", "caller-resolved", "caller-closed"]
    assert [event for event, _to, _state in to_callers(telling)] == events
    told = {str(one["event"]): one for one in got(telling)}
    assert sorted(told) == sorted(events)
    resolved = told["caller-resolved"]
    assert (resolved["to"], resolved["ticket"]) == ("+6281200000001", second)
    assert f"What you reported is done: sampah ({second})." in str(resolved["body"])
    assert "sudah diangkut" in str(resolved["body"])
    assert first not in str(resolved)
    history = [one["type"] for one in telling.run("history", second, "--format", "json").data]
    assert [history.count(type_) for type_ in ("followed", "merged")] == [2, 1]
    assert telling.run("db", "verify").code == 0


def test_who_is_merged_into_what_is_done_hears_that_at_once(telling: Office) -> None:
    first = telling.run("log", TEXT).out.strip()
    telling.run("resolve", first, "--result", "sudah diangkut")
    second = telling.run("log", TEXT, *SITI, "--agree", "whatsapp").out.strip()
    assert telling.run("merge", second, "--into", first, "--yes").code == 0
    assert [event for event, _to, _state in to_callers(telling)] == ["caller-logged", "caller-resolved"]


def test_what_was_taken_out_again_meanwhile_is_not_told(telling: Office) -> None:
    first, second = merged_pair(telling)
    telling.run("resolve", first, "--result", "sudah diangkut")
    assert telling.run("unmerge", second).code == 0
    assert telling.run("tick").code == 0
    assert [one["event"] for one in got(telling)] == ["caller-logged"]
    (skipped,) = [row for row in rows(telling) if row["state"] == "skipped"]
    assert skipped["error"] == "it is no longer merged into the one of which this tells"
