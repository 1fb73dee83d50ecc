"""What callers are told: of their own call, what became of it, and nothing of anybody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.app.caller_letters import caller_values, usual
from aduan_cli.app.sending import preview, send
from aduan_cli.complaint.events import REVEALED
from aduan_cli.complaint.messages import QUEUED, SKIPPED
from aduan_cli.due import Bounds
from aduan_cli.flow.attaching import erase
from aduan_cli.flow.merging import Merging
from aduan_cli.i18n import choose
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

CALLERS = """
[outside.pln]
name = "PLN"
referral = "Hubungi PLN di 123."
[categories.listrik]
unit = "pln"
text = ["listrik padam"]
[callers]
tell = ["logged", "referred", "resolved", "closed", "rejected", "answered"]
[callers.over]
whatsapp = "wa"
[notifiers.wa]
type = "spool"
folder = "wa"
"""
SITI = {"caller_name": "Siti Aminah", "caller_phone": "+6281200000001;+6281200000002", "caller_address": "Gang 9"}
AGREED = {**SITI, "agreed": {"whatsapp": ""}}
EVENTS = ("logged", "referred", "resolved", "closed", "rejected", "answered")


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk that tells callers who agreed to it."""
    return desk_here(tmp_path, RULES + CALLERS)


def letters(desk: HereDesk) -> list[dict[str, Any]]:
    """Send what waits; return what callers got, by what it tells."""
    send(desk, Bounds())
    files = (Path(desk.folder) / "wa").glob("*.json")
    return sorted((json.loads(one.read_text(encoding="utf-8")) for one in files), key=lambda one: str(one["event"]))


def values(event: str, **more: str) -> dict[str, str]:
    """Return what a message says."""
    told = {"title": "sampah", "ticket": "UJI-1", "unit": "DLH", "desk": "Meja Uji", "event": f"caller-{event}"}
    return {**told, "referral": "", "result": "", "answer": "", **more}


# -- the usual words


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("language", ["en", "id"])
def test_each_event_has_a_sentence_with_the_ticket_and_the_desk(event: str, language: str) -> None:
    """In both languages; a gap that isn't filled would be seen."""
    choose(language)
    subject, body = usual(values(event))
    assert subject == "[UJI-1] sampah"
    assert "UJI-1" in body
    assert body.endswith("\n-- Meja Uji\n")
    assert "{" not in body


def test_each_event_says_something_of_its_own() -> None:
    assert len({usual(values(event))[1] for event in EVENTS}) == len(EVENTS)


@pytest.mark.parametrize(("event", "name"), [("referred", "referral"), ("resolved", "result"), ("answered", "answer")])
def test_what_was_done_said_or_advised_stands_on_a_line_of_its_own(event: str, name: str) -> None:
    """Of other events nothing of it, whatever is known."""
    everything = {"referral": "R di 123", "result": "H diangkut", "answer": "J buka jam 8"}
    body = usual(values(event, **everything))[1]
    assert body.splitlines()[1] == everything[name]
    for other in set(everything) - {name}:
        assert everything[other] not in body
    assert "\n\n--" in usual(values(event))[1]


# -- what is told of a call


def test_nothing_is_known_yet_of_a_call_that_was_just_taken(desk: HereDesk) -> None:
    told = caller_values(desk, desk.log("sampah di Margahayu", **SITI))
    assert (told["unit"], told["unit_id"], told["result"], told["answer"], told["referral"]) == (
        "Dinas Lingkungan Hidup",
        "dlh",
        "",
        "",
        "",
    )
    assert told["caller"] == {"name": "Siti Aminah", "phone": "+6281200000001", "address": "Gang 9"}


def test_a_call_that_no_unit_has_names_none(desk: HereDesk) -> None:
    told = caller_values(desk, desk.log("entah apa"))
    assert (told["unit"], told["unit_id"]) == ("", "triage")
    assert told["caller"] == {"name": "", "phone": "", "address": ""}


def test_what_was_done_is_the_units_word_of_it(desk: HereDesk) -> None:
    one = desk.act(desk.log("sampah", **SITI), "resolve", result="Sudah diangkut")
    assert caller_values(desk, one)["result"] == "Sudah diangkut"
    assert caller_values(desk, desk.act(one, "close"))["result"] == "Sudah diangkut"


def test_where_a_call_was_referred_to_is_told_with_how_to_reach_them(desk: HereDesk) -> None:
    one = desk.log("listrik padam", **SITI)
    assert one.status == "referred"
    assert (caller_values(desk, one)["unit"], caller_values(desk, one)["referral"]) == ("PLN", "Hubungi PLN di 123.")


def test_a_referral_is_told_only_of_what_is_referred(desk: HereDesk) -> None:
    one = desk.act(desk.log("listrik padam", **SITI), "reopen")
    assert one.status != "referred"
    assert caller_values(desk, one)["referral"] == ""


def test_what_is_referred_to_nobody_of_the_citys_outside_has_no_referral(desk: HereDesk) -> None:
    """A state from elsewhere, of a unit of the city's own."""
    one = desk.log("sampah", **SITI)
    desk.move(one, "referred", {"to": "dlh"}, status="referred")
    assert caller_values(desk, next(each for each in desk.all() if each.ticket == one.ticket))["referral"] == ""


def test_what_became_of_what_a_call_was_merged_into_is_told_and_nothing_of_who_rang_there(desk: HereDesk) -> None:
    mine = desk.log("sampah di Margahayu", **AGREED)
    theirs = desk.log("sampah menumpuk, kata Tono", caller_name="Tono", caller_phone="+6281299990000")
    desk.move(mine, "merged", {"into": theirs.ticket}, status="rejected", merged_into=theirs.ticket)
    desk.act(theirs, "resolve", result="Diangkut bersama")
    now = next(one for one in desk.all() if one.ticket == mine.ticket)
    told = caller_values(desk, now)
    assert told["result"] == "Diangkut bersama"
    assert told["caller"]["name"] == "Siti Aminah"
    assert "Tono" not in str(told)
    assert "9999" not in str(told)


# -- on the way


def test_a_caller_gets_a_letter_of_each_step_at_their_own_number(desk: HereDesk) -> None:
    one = desk.log("sampah di Margahayu", **AGREED)
    desk.act(desk.act(one, "resolve", result="Sudah diangkut"), "close")
    closed, logged, resolved = letters(desk)
    assert [letter["event"] for letter in (closed, logged, resolved)] == [
        "caller-closed",
        "caller-logged",
        "caller-resolved",
    ]
    assert {letter["to"] for letter in (closed, logged, resolved)} == {"+6281200000001"}
    assert "Sudah diangkut" in resolved["body"]
    assert "Sudah diangkut" not in closed["body"]


def test_an_address_that_was_given_for_a_channel_is_the_one(desk: HereDesk) -> None:
    desk.log("sampah di Margahayu", **{**SITI, "agreed": {"whatsapp": "+6281277770000"}})
    (letter,) = letters(desk)
    assert letter["to"] == "+6281277770000"


def test_that_somebody_was_written_to_whole_is_noted_and_a_preview_shows_nobody(desk: HereDesk) -> None:
    one = desk.log("sampah di Margahayu", **AGREED)
    shown = preview(desk, list(desk.store.outbox.posted()))
    assert shown.to is None
    assert REVEALED not in [event.type for event in desk.store.events(one)]
    letters(desk)
    assert [event.type for event in desk.store.events(one)].count(REVEALED) == 1


def test_a_template_of_the_desk_may_name_the_caller_to_themselves_and_a_preview_masks_them(tmp_path: Path) -> None:
    template = (
        '[messages.caller-logged]\nsubject = "{{ ticket }}"\nbody = "Yth. {{ caller.name }}, {{ caller.phone }}"\n'
    )
    desk = desk_here(tmp_path, RULES + CALLERS + template)
    desk.log("sampah di Margahayu", **AGREED)
    shown = preview(desk, list(desk.store.outbox.posted()))
    assert "Siti Aminah" not in shown.body
    assert "0000001" not in shown.body
    (letter,) = letters(desk)
    assert letter["body"] == "Yth. Siti Aminah, +6281200000001"


def test_who_agrees_no_more_or_was_erased_is_told_nothing(desk: HereDesk) -> None:
    one, two = desk.log("sampah satu", **AGREED), desk.log("sampah dua", **AGREED)
    desk.move(one, "corrected", {"changes": {}}, agreed={})
    erase(desk.store, desk.attachments, two.ticket, "sari", desk.clock())
    assert letters(desk) == []
    assert {message.state for message in desk.store.outbox.posted()} == {SKIPPED}


def test_what_became_of_another_call_is_told_no_more_once_theirs_is_its_own_again(desk: HereDesk) -> None:
    """The message waited meanwhile: it would tell what was done for somebody else."""
    mine, theirs = desk.log("sampah di Margahayu", **AGREED), desk.log("sampah menumpuk di Margahayu")
    letters(desk)
    merging = Merging(desk.store, desk.rules, desk.revision, desk.actor, desk.clock(), False)
    merging.merge([mine.ticket], theirs.ticket)
    desk.act(theirs, "resolve", result="Diangkut bersama")
    waiting = list(desk.store.outbox.posted((QUEUED,), mine))
    assert "Diangkut bersama" in preview(desk, waiting[:1]).body
    merging.unmerge([mine.ticket])
    letters(desk)
    found = {one.id: one for one in desk.store.outbox.posted((), mine)}
    assert [(found[one.id].state, found[one.id].error) for one in waiting] == [
        (SKIPPED, "it is no longer merged into the one of which this tells")
    ] * len(waiting)
