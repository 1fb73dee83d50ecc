"""A desk's messages on their way: by its own templates or the usual words, masked, gathered, and each fault told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.app.letters import Letters
from aduan_cli.app.sending import preview, send, try_out, written
from aduan_cli.complaint.events import REVEALED, ROUTED
from aduan_cli.complaint.messages import DEAD, FAILED, QUEUED, SENT
from aduan_cli.due import Bounds
from aduan_cli.errors import ConfigError, NotFoundError
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

TELLING = RULES.replace('name = "Dinas Lingkungan Hidup"', 'name = "Dinas Lingkungan Hidup"\ntell = ["surat"]').replace(
    'name = "Badan Penanggulangan Bencana Daerah"', 'name = "BPBD"\ntell = ["ruang"]'
)
SPOOL = '[notifiers.surat]\ntype = "spool"\nfolder = "surat"\n[notifiers.ruang]\ntype = "spool"\nfolder = "ruang"\n'
CALLER = {"caller_name": "Budi Santoso", "caller_phone": "+6281200000789", "caller_address": "Jl. Kenanga 7"}


def desk_of(folder: Path, more: str = SPOOL) -> HereDesk:
    """Return a desk that tells its units, with more tables."""
    return desk_here(folder, TELLING + more)


def letters(desk: HereDesk, name: str = "surat") -> list[dict[str, Any]]:
    """Return what lies in a spool, by ticket."""
    files = sorted((Path(desk.folder) / name).glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def states(desk: HereDesk) -> list[tuple[str, str]]:
    """Return channel and state of each message, by the channels' names."""
    return sorted((posted.notifier, posted.state) for posted in desk.store.outbox.posted())


# -- sending


def test_each_unit_gets_what_is_its_own_once(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    first, second = desk.log("sampah menumpuk di Margahayu"), desk.log("banjir di Teluk Pucung")
    assert (send(desk, Bounds()).done, send(desk, Bounds()).done) == (2, 0)
    assert [letter["ticket"] for letter in letters(desk)] == [first.ticket]
    assert [letter["ticket"] for letter in letters(desk, "ruang")] == [second.ticket]
    assert states(desk) == [("ruang", SENT), ("surat", SENT)]


def test_where_nothing_is_due_no_channel_is_looked_at(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    found = send(desk, Bounds())
    assert (found.done, found.left, found.told) == (0, 0, ())
    assert not (tmp_path / "desk" / "surat").exists()


def test_a_bounded_run_says_what_is_left_and_the_next_goes_on(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    for number in range(3):
        desk.log(f"sampah {number}")
    first = send(desk, Bounds(limit=2))
    assert (first.done, first.left) == (2, 1)
    assert send(desk, Bounds(limit=2)).done == 1


def test_a_channel_that_is_no_longer_declared_lets_its_messages_wait(tmp_path: Path) -> None:
    """The others go; nothing is lost, and it is said how many wait."""
    desk = desk_of(tmp_path)
    desk.log("sampah"), desk.log("banjir")
    (tmp_path / "desk" / "rules.toml").write_text((TELLING + SPOOL).replace("surat", "pos"), encoding="utf-8")
    later = HereDesk(tmp_path / "desk")
    found = send(later, Bounds())
    assert found.told == ("no [notifiers.surat] any more; 1 message waits",)
    assert (found.done, states(later)) == (1, [("ruang", SENT), ("surat", QUEUED)])


def test_a_channel_that_can_not_be_had_is_one_sentence_with_its_messages(tmp_path: Path) -> None:
    """A password that is in no variable: the messages wait, and it is told what is missing."""
    mail = '[notifiers.surat]\ntype = "smtp"\nhost = "localhost"\nfrom = "a@b.test"\nto = "c@d.test"\nuser = "u"\n'
    desk = desk_of(tmp_path, mail + 'password_env = "TIDAK_ADA"\n[notifiers.ruang]\ntype = "spool"\nfolder = "ruang"\n')
    desk.log("sampah")
    (sentence,) = send(desk, Bounds()).told
    assert sentence.startswith("surat: ")
    assert "TIDAK_ADA" in sentence
    assert sentence.endswith("; 1 message waits")
    assert states(desk) == [("surat", QUEUED)]


def test_what_failed_is_told_with_ticket_unit_channel_and_why(tmp_path: Path) -> None:
    """A spool that is a file: it goes again later."""
    desk = desk_of(tmp_path)
    (tmp_path / "desk" / "surat").write_text("")
    ticket = desk.log("sampah").ticket
    found = send(desk, Bounds())
    (sentence,) = found.told
    assert sentence.startswith(f"{ticket} to dlh over surat: failed: ")
    assert states(desk) == [("surat", FAILED)]


# -- what they say


def test_the_usual_words_have_what_a_unit_needs_and_mask_the_caller(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    ticket = desk.log("sampah menumpuk di Jl. Mawar 3, Margahayu", **CALLER).ticket
    send(desk, Bounds())
    (letter,) = letters(desk)
    body = letter["body"]
    assert "A complaint came to you." in body
    for part in (ticket, "sampah menumpuk", "Margahayu", "Meja Uji"):
        assert part in letter["subject"] + body
    for part in ("Budi Santoso", "81200000789", "Kenanga"):
        assert part not in body


TEMPLATES = """\
[messages.routed]
subject = "[{{ desk }}] {{ ticket }}"
body = "{{ unit }}: {{ text }} ({{ place }}) {{ caller.phone }}"
"""


def test_the_desk_s_own_template_says_it(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SPOOL + TEMPLATES)
    ticket = desk.log("sampah di Margahayu", **CALLER).ticket
    send(desk, Bounds())
    (letter,) = letters(desk)
    assert letter["subject"] == f"[Meja Uji] {ticket}"
    assert letter["body"].startswith("Dinas Lingkungan Hidup: sampah di Margahayu (")
    assert "Margahayu" in letter["body"]
    assert "00000789" not in letter["body"]


def test_who_is_shown_whole_is_noted_on_the_complaint_before_it_goes(tmp_path: Path) -> None:
    whole = TEMPLATES.replace("{{ caller.phone }}", "{{ caller.phone | reveal }}")
    desk = desk_of(tmp_path, SPOOL + whole)
    complaint, other = desk.log("sampah", **CALLER), desk.log("banjir", **CALLER)
    send(desk, Bounds())
    (letter,) = letters(desk)
    assert "0812-0000-0789" in letter["body"] or "+6281200000789" in letter["body"]
    shown = [[event.type for event in desk.store.events(one)].count(REVEALED) for one in (complaint, other)]
    assert shown == [1, 1], "both units are told by this template"


def test_a_preview_shows_nobody_whole_and_notes_nothing(tmp_path: Path) -> None:
    whole = TEMPLATES.replace("{{ caller.phone }}", "{{ caller.phone | reveal }}")
    desk = desk_of(tmp_path, SPOOL + whole)
    complaint = desk.log("sampah", **CALLER)
    (posted,) = desk.store.outbox.posted()
    letter = preview(desk, [posted])
    subject, body = letter.subject, letter.body
    assert complaint.ticket in subject
    assert "00000789" not in body
    assert [event.type for event in desk.store.events(complaint)].count(REVEALED) == 0
    assert states(desk) == [("surat", QUEUED)]


def test_a_template_that_can_not_be_filled_for_this_call_fails_alone(tmp_path: Path) -> None:
    """It was fine for the values that were tried: the message goes again, once the template is mended."""
    broken = "[messages.routed]\nbody = \"{% if place == 'x' %}a{% else %}{{ tidak_ada }}{% endif %}\"\n"
    desk = desk_of(tmp_path, SPOOL + broken)
    desk.log("sampah")
    (sentence,) = send(desk, Bounds()).told
    assert "[messages.routed]: 'tidak_ada' is undefined" in sentence
    assert states(desk) == [("surat", FAILED)]
    with pytest.raises(ConfigError, match=r"\[messages\.routed\]: 'tidak_ada'"):
        preview(desk, list(desk.store.outbox.posted()))


def test_several_go_as_one_with_each_told(tmp_path: Path) -> None:
    """Over a channel that gathers; the subject says how many, and each has its own text."""
    desk = desk_of(tmp_path)
    first, second = desk.log("sampah satu"), desk.log("sampah dua")
    posted = sorted(desk.store.outbox.posted(), key=lambda one: one.id)
    letter = written(desk, Letters(desk), posted, may_reveal=False)
    assert letter.subject == "2 complaints for Dinas Lingkungan Hidup"
    assert letter.body.index("1. ") < letter.body.index("sampah satu") < letter.body.index("2. ")
    assert [one["ticket"] for one in letter.messages] == [first.ticket, second.ticket]


def test_what_may_have_arrived_before_says_so(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    desk.log("sampah")
    (posted,) = desk.store.outbox.posted()
    letter = written(desk, Letters(desk), [posted._replace(repeated=True)], may_reveal=False)
    assert letter.body.rstrip().endswith("This message may have reached you before.")
    assert letter.repeated


def test_who_helps_is_told_as_who_helps(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SPOOL + '[messages.routed]\nbody = "{{ role }} {{ unit_id }}"\n')
    complaint = desk.log("banjir")
    data = {"from": "bpbd", "to": "bpbd", "support": ["dlh"], "support_was": []}
    desk.move(complaint, ROUTED, data, support=("dlh",))
    send(desk, Bounds())
    assert [letter["body"] for letter in letters(desk)] == ["support dlh"]
    assert [letter["body"] for letter in letters(desk, "ruang")] == ["lead bpbd"]


# -- a trial


def test_a_trial_goes_beside_the_outbox(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    assert try_out(desk, "surat").state == SENT
    (letter,) = letters(desk)
    assert (letter["event"], "a trial" in letter["subject"]) == ("trial", True)
    assert states(desk) == []


def test_a_trial_of_what_is_not_there_names_what_is(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no notifier 'pos'; there are: surat, ruang"):
        try_out(desk_of(tmp_path), "pos")


def test_a_dead_message_is_counted_by_its_state(tmp_path: Path) -> None:
    """A unit's program that refuses for good: nobody sends it any more, and it is told."""
    program = tmp_path / "tolak.sh"
    program.write_text("#!/bin/sh\ncat > /dev/null\nexit 65\n")
    program.chmod(0o755)
    more = (
        f'[notifiers.surat]\ntype = "command"\nrun = ["{program}"]\n[notifiers.ruang]\ntype = "spool"\nfolder = "r"\n'
    )
    desk = desk_of(tmp_path, more)
    desk.log("sampah")
    found = send(desk, Bounds())
    assert len(found.told) == 1
    assert states(desk) == [("surat", DEAD)]
