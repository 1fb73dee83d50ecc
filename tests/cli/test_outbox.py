"""`aduan outbox`, and what `aduan tick` sends."""

from __future__ import annotations

import json
import shlex
import shutil

import pytest
from test_telling import TELLING

from office import Office


@pytest.fixture
def telling(office: Office) -> Office:
    """Return a desk that tells two of its units."""
    office.write_rules(TELLING)
    return office


def spooled(office: Office) -> list[dict[str, object]]:
    """Return the files of the spool."""
    return [json.loads(one.read_text()) for one in sorted((office.folder / "pesan").glob("*.json"))]


def rows(office: Office, *more: str) -> list[dict[str, object]]:
    """Return what `outbox list` says, in JSON."""
    found: list[dict[str, object]] = office.run("outbox", "list", "--format", "json", *more).data
    return found


def types(office: Office) -> list[object]:
    """Return the types of what happened to the first complaint."""
    return [event["type"] for event in office.run("history", "1", "--format", "json").data]


def test_a_call_is_told_by_the_next_tick_and_once(telling: Office) -> None:
    ticket = telling.run("log", "Melaporkan sampah menumpuk di Margahayu", "--name", "Siti", "--phone", "081234567890")
    assert [row["state"] for row in rows(telling)] == ["queued", "queued"]
    ran = telling.run("tick")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    (letter,) = spooled(telling)
    assert (letter["ticket"], letter["event"], letter["unit"]) == (ticket.out.strip(), "routed", "dlh")
    assert "Melaporkan sampah menumpuk" in str(letter["body"])
    assert "Siti" not in str(letter)
    assert "81234567890" not in str(letter)
    row = rows(telling, "--state", "sent", "--ticket", "1")[1]
    assert ",".join(row) == "id,ticket,event,notifier,to,state,attempts,next_at,error,letter"
    assert (row["notifier"], row["to"], row["attempts"], row["next_at"]) == ("kantor", "dlh", 1, None)
    shutil.rmtree(telling.folder / "pesan")
    assert telling.run("tick").code == 0
    assert not (telling.folder / "pesan").exists()


@pytest.mark.parametrize("kind", ["feedback", "information"])
def test_a_prank_that_was_taken_for_something_else_becomes_a_hoax_and_no_unit_hears_of_it(
    telling: Office, kind: str
) -> None:
    """The refusal says what to type first; after that the same line works."""
    ticket = telling.log("Melaporkan sampah, hehe iseng", "--kind", kind, "--phone", "0812-0000-0101")
    refused = telling.run("reject", ticket, "--reason", "hoax")
    first = f"aduan route {ticket} --to triage --reason TEXT"
    assert (refused.code, refused.err.strip().partition("; ")[2]) == (5, f"to reject it, first {first}")
    assert telling.run(*shlex.split(first)[1:]).code == 0
    assert telling.run("reject", ticket, "--reason", "hoax").code == 0
    assert rows(telling) == []
    assert telling.run("report", "callers", "--format", "json").data["hoaxes"] == 1


def test_what_waits_for_a_password_is_told_to_the_next_shift_and_to_monitors(telling: Office) -> None:
    """Nothing of it failed; an hour after it should have gone it counts as what does not go."""
    lacking = 'type = "webhook"\nurl = "http://127.0.0.1:9/"\nsecret_env = "NOBODY_SET_THIS"'
    telling.write_rules(TELLING.replace('type = "command"\nrun = ["true"]', lacking))
    telling.log("Melaporkan sampah menumpuk")
    soon, later = ("--now", "2026-11-23 14:20"), ("--now", "2026-11-23 15:30")
    assert "NOBODY_SET_THIS of the environment is not set; 1 message waits" in telling.run(*soon, "tick").err
    for when, count in ((soon, 0), (later, 1)):
        counts = telling.run(*when, "handover", "--format", "json").data["counts"]
        assert (counts["messages"], f" waiting={count};1;;0" in telling.run(*when, "tick", "--status").out) == (
            count,
            True,
        )
    assert "hp waits; aduan tick says why" in telling.run(*later, "handover").out


def test_what_does_not_go_is_told_by_tick_and_in_the_list(telling: Office) -> None:
    telling.write_rules(TELLING.replace('run = ["true"]', 'run = ["sh", "-c", "echo mati >&2; exit 1"]'))
    ticket = telling.run("log", "Melaporkan sampah menumpuk").out.strip()
    ran = telling.run("tick")
    assert (ran.code, ran.out) == (6, "")
    assert f"{ticket} to dlh over hp: failed: exit code 1: mati" in ran.err
    (row,) = rows(telling, "--state", "failed")
    assert (row["error"], row["attempts"]) == ("exit code 1: mati", 1)
    assert str(row["next_at"]).startswith("2026-11-23T14:06")
    assert telling.run("tick").code == 0
    number = str(row["id"])
    assert telling.run("outbox", "retry", number).code == 0
    assert telling.run("tick").code == 6
    assert telling.run("outbox", "skip", number).code == 0
    assert telling.run("tick").code == 0
    assert telling.run("outbox", "skip", number).code == 5
    assert telling.run("outbox", "skip", "99").code == 4
    assert types(telling)[-2:] == ["message_queued", "message_skipped"]
    assert telling.run("history", "1").out.rstrip().endswith("dlh (hp): routed")


def test_a_secret_that_is_not_there_is_told_and_the_message_waits(telling: Office) -> None:
    hook = 'type = "webhook"\nurl = "http://127.0.0.1:9/"\nsecret_env = "ADUAN_UJI_TIDAK_ADA"'
    telling.write_rules(TELLING.replace('type = "command"\nrun = ["true"]', hook))
    telling.run("log", "Melaporkan sampah menumpuk")
    ran = telling.run("tick")
    assert ran.code == 6
    assert "ADUAN_UJI_TIDAK_ADA" in ran.err
    assert [(row["state"], row["attempts"]) for row in rows(telling, "--state", "queued")] == [("queued", 0)]


def test_templates_say_it_and_reveal_is_an_event(telling: Office) -> None:
    texts = '\n[messages.routed]\nsubject = "{{ ticket }} {{ title }}"\n'
    telling.write_rules(TELLING + texts + 'body = "{{ caller.phone | reveal }} {{ text }}"\n')
    telling.run("log", "Melaporkan sampah menumpuk", "--phone", "081234567890")
    shown = telling.run("outbox", "preview", "1").out
    assert "sampah menumpuk" in shown
    assert "81234567890" not in shown
    assert "revealed" not in types(telling)
    telling.run("tick")
    (letter,) = spooled(telling)
    assert letter["body"] == "+6281234567890 Melaporkan sampah menumpuk"
    assert types(telling).count("revealed") == 2  # one for each channel


def test_the_title_of_a_message_is_the_category_s(telling: Office) -> None:
    texts = '\n[messages.routed]\nsubject = "{{ title }}"\nbody = "{{ text }}"\n'
    title = '[categories.sampah]\ntitle = "Sampah dan kebersihan"\npriority = "high"'
    telling.write_rules(TELLING.replace("[categories.sampah]", title) + texts)
    telling.run("log", "Melaporkan sampah menumpuk")
    telling.run("tick")
    assert [letter["subject"] for letter in spooled(telling)] == ["Sampah dan kebersihan"]


WRONG = [
    ("{{ ticket", "end"),
    ("{{ nomor }}", "nomor"),
    ("{{ caller.phone._whole }}", "_whole"),
    ("{{ ''.__class__ }}", "unsafe"),
    ("{% for i in range(9) %}x{% endfor %}", "range"),
]


@pytest.mark.parametrize(("text", "why"), WRONG)
def test_a_template_that_can_not_be_filled_is_told_with_its_line(telling: Office, text: str, why: str) -> None:
    telling.write_rules(TELLING + f'\n[messages.routed]\nsubject = "{text}"\n')
    ran = telling.run("rules", "check")
    assert ran.code == 3
    line = len(TELLING.splitlines()) + 3
    assert f"rules.toml:{line}" in ran.out + ran.err
    assert why in ran.out + ran.err


def test_a_trial_goes_at_once_and_names_nobody(telling: Office) -> None:
    assert telling.run("outbox", "test", "kantor").code == 0
    (letter,) = spooled(telling)
    assert (letter["event"], letter["ticket"]) == ("trial", "-")
    assert telling.run("outbox", "test", "fax").code == 4


def test_one_message_is_shown_with_its_text(telling: Office) -> None:
    telling.run("log", "Melaporkan sampah menumpuk")
    shown = telling.run("outbox", "show", "1")
    assert "Melaporkan sampah menumpuk" in shown.out
    (row,) = telling.run("outbox", "show", "1", "--format", "json").data
    assert (row["state"], row["repeated"]) == ("queued", False)
    assert telling.run("outbox", "show", "9").code == 4
    assert telling.run("outbox", "list", "--count").out == "2\n"


WAITING = TELLING.replace('folder = "pesan"\n', 'folder = "pesan"\ngroup_wait = "5m"\n')
LATER = ("--now", "2026-11-23 14:10")


def test_what_comes_within_a_while_is_told_as_one(office: Office) -> None:
    """The first waits, and takes the others along; each keeps its row, and the list tells which went together."""
    office.write_rules(WAITING)
    tickets = [
        office.run("log", f"Melaporkan sampah {number}", "--phone", "081200000001").out.strip() for number in "abc"
    ]
    assert office.run("tick").code == 0
    assert not (office.folder / "pesan").exists()
    shown = office.run("outbox", "show", "1")
    assert "as one with 3, 5" in shown.out
    assert "3 complaints for Dinas Lingkungan Hidup" in shown.out
    assert office.run(*LATER, "tick").code == 0
    (letter,) = spooled(office)
    assert (letter["event"], letter["ticket"]) == ("several", tickets[0])
    assert [(one["event"], one["ticket"]) for one in letter["messages"]] == [("routed", one) for one in tickets]  # type: ignore[attr-defined]
    body = str(letter["body"])
    assert [body.index(f"sampah {number}") for number in "abc"] == sorted(
        body.index(f"sampah {number}") for number in "abc"
    )
    assert "0812" not in body
    sent = [row for row in rows(office) if row["notifier"] == "kantor"]
    assert {(row["state"], row["letter"]) for row in sent} == {("sent", letter["id"])}
    (row,) = office.run("outbox", "show", "3", "--format", "json").data
    assert (row["together"], row["letter"]) == ([1, 3, 5], letter["id"])


def test_what_is_urgent_or_late_never_waits(office: Office) -> None:
    level = '\n[deadlines]\nresolve = "1h"\n[[escalation]]\nid = "a"\nclock = "resolve"\nat = "due"\ntell = ["unit"]\n'
    office.write_rules(WAITING + level)
    office.run("log", "Melaporkan sampah", "-p", "emergency")
    office.run("tick")
    assert [one["event"] for one in spooled(office)] == ["routed"]
    office.run("log", "Melaporkan sampah lain")
    office.run("--now", "2026-11-23 15:06", "tick")
    assert sorted(str(one["event"]) for one in spooled(office)) == ["escalated", "escalated", "routed", "routed"]


def test_one_template_says_several(office: Office) -> None:
    """It has the list, and shows a caller whole where it asks for it, with an event of each."""
    text = "{{ count }}:{% for one in messages %} {{ one.ticket }} {{ one.caller.phone | reveal }}{% endfor %}"
    office.write_rules(WAITING + f'\n[messages.several]\nsubject = "{{{{ unit }}}}"\nbody = "{text}"\n')
    tickets = [office.run("log", "Melaporkan sampah", "--phone", f"08120000000{number}").out.strip() for number in "12"]
    shown = office.run("outbox", "preview", *tickets)
    assert f"2: {tickets[0]}" in shown.out
    assert "628120" not in shown.out
    office.run(*LATER, "tick")
    (letter,) = spooled(office)
    assert (letter["subject"], letter["body"]) == (
        "Dinas Lingkungan Hidup",
        f"2: {tickets[0]} +6281200000001 {tickets[1]} +6281200000002",
    )
    for ticket in tickets:
        assert "revealed" in [one["type"] for one in office.run("history", ticket, "--format", "json").data]


def test_a_channel_gets_no_more_in_a_minute_than_it_bears_and_tick_is_silent(office: Office) -> None:
    office.write_rules(TELLING.replace('folder = "pesan"\n', 'folder = "pesan"\nper_minute = 2\nat_once = 2\n'))
    for number in range(5):
        office.run("log", f"Melaporkan sampah {number}")
    for minute, went in ((5, 2), (5, 2), (6, 4), (7, 5)):
        ran = office.run("--now", f"2026-11-23 14:0{minute}", "tick")
        assert (ran.code, ran.err, len(spooled(office))) == (0, "", went)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('group_wait = "5 menit"', "a time as in '90s', '5m' or '1h' would be right"),
        ("at_once = 0", "1 to 50 would be right"),
        ("per_minute = 0", "1 to 100000 would be right"),
    ],
)
def test_what_a_channel_can_not_bear_is_told(office: Office, line: str, why: str) -> None:
    office.write_rules(TELLING.replace('folder = "pesan"\n', f'folder = "pesan"\n{line}\n'))
    ran = office.run("rules", "check")
    assert ran.code == 3
    assert why in ran.out + ran.err


def test_an_empty_outbox_says_so_and_tick_is_silent(office: Office) -> None:
    assert rows(office) == []
    assert office.run("tick").err == ""


HTML = """
[messages.routed]
html = "<p>{{ text }} · {{ caller.name | reveal }}</p>"
[messages.several]
html = "<ul>{% for one in messages %}<li>{{ one.text }}</li>{% endfor %}</ul>"
"""


def test_what_callers_said_is_escaped_in_html_and_nowhere_else(telling: Office) -> None:
    """Also what `reveal` shows; a letter without a template for it has no HTML."""
    telling.write_rules(TELLING + HTML)
    telling.run("log", "Melaporkan sampah <script>alert(1)</script>", "--name", "Siti <b>")
    telling.run("tick")
    (letter,) = spooled(telling)
    assert letter["html"] == "<p>Melaporkan sampah &lt;script&gt;alert(1)&lt;/script&gt; · Siti &lt;b&gt;</p>"
    assert "<script>" in str(letter["body"])
    previewed = telling.run("outbox", "preview", "1", "--format", "json").data[0]
    assert previewed["html"] == str(letter["html"]).replace("Siti &lt;b&gt;", "S***")
    assert str(previewed["html"]) in telling.run("outbox", "preview", "1").out
    assert types(telling).count("revealed") == 2
    telling.run("assign", "1", "disdamkar", "--support")
    telling.run("tick")
    (other,) = [one for one in spooled(telling) if one["event"] == "assigned"]
    assert "html" not in other


def test_several_that_go_as_one_have_html_of_their_own(telling: Office) -> None:
    telling.write_rules(TELLING.replace('folder = "pesan"', 'folder = "pesan"\ngroup_wait = "5m"') + HTML)
    for text in ("sampah & bau", "sampah lagi"):
        telling.run("log", f"Melaporkan {text}")
    telling.run("--now", "2026-11-23 14:11", "tick")
    (letter,) = spooled(telling)
    assert letter["html"] == "<ul><li>Melaporkan sampah &amp; bau</li><li>Melaporkan sampah lagi</li></ul>"


def test_html_that_can_not_be_filled_is_told(telling: Office) -> None:
    telling.write_rules(TELLING + '\n[messages.routed]\nhtml = "{{ tidak_ada }}"\n')
    ran = telling.run("rules", "check")
    assert (ran.code, "messages.routed.html: " in ran.out) == (3, True)


def test_people_read_when_it_goes_and_why_it_did_not_on_one_line(telling: Office) -> None:
    """The time is short, the reason stands last, and who is told is in their language."""
    telling.write_rules(
        TELLING.replace('run = ["true"]', 'run = ["false"]').replace(
            'timezone = "Asia/Jakarta"', 'timezone = "Asia/Jakarta"\nhead = ["hp"]'
        )
        + '[deadlines]\nresolve = "1h"\n[[escalation]]\nid = "x"\nclock = "resolve"\nat = "due"\ntell = ["unit.head"]\n'
    )
    telling.run("log", "Melaporkan sesuatu yang aneh")
    assert telling.run("--now", "2026-11-23 15:10", "tick").code == 6
    head, _rule, row = telling.run("outbox", "list", "--lang", "id").out.splitlines()
    assert head.split()[-1] == "kesalahan"
    assert "  triase  gagal-dicoba-lagi  1          23/11 15:11" in row
    (data,) = rows(telling)
    assert (data["to"], str(data["next_at"])[:16]) == ("triage", "2026-11-23T15:11")
