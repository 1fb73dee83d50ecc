"""Callers whose call was merged hear what became of that, over what they agreed to, and nobody else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.flow.merging import Merging
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

CALLERS = """
[callers]
tell = ["resolved", "closed"]
[callers.over]
whatsapp = "wa"
sms = "sms"
[notifiers.wa]
type = "spool"
folder = "wa"
[notifiers.sms]
type = "spool"
folder = "sms"
"""
AGREED = {"caller_phone": "+6281200000001", "agreed": {"whatsapp": ""}}


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    return desk_here(tmp_path, RULES + CALLERS)


def merge(desk: HereDesk, into: Complaint, *several: Complaint) -> None:
    """Merge calls into another one."""
    merging = Merging(desk.store, desk.rules, desk.revision, desk.actor, desk.clock(), False)
    merging.merge([one.ticket for one in several], into.ticket)


def told(desk: HereDesk, one: Complaint) -> list[tuple[str, str]]:
    """Return what the caller of a call is told, the oldest first: the event, and over which channel."""
    found = desk.store.outbox.posted((), one)
    return sorted(((message.event, message.notifier) for message in found), key=lambda pair: pair)


def test_who_agreed_hears_that_what_theirs_was_merged_into_is_done(desk: HereDesk) -> None:
    incident, mine, silent = desk.log("sampah besar"), desk.log("sampah", **AGREED), desk.log("sampah lagi")
    merge(desk, incident, mine, silent)
    assert told(desk, mine) == []
    desk.act(incident, "resolve", result="diangkut")
    assert told(desk, mine) == [("caller-resolved", "wa")]
    assert told(desk, silent) == told(desk, incident) == []


def test_each_caller_is_told_over_what_they_agreed_to_themselves(desk: HereDesk) -> None:
    incident = desk.log("sampah besar", **{**AGREED, "agreed": {"sms": ""}})
    mine = desk.log("sampah", **AGREED)
    both = desk.log("sampah lagi", caller_phone="+6281200000003", agreed={"sms": "", "whatsapp": "+6281200000004"})
    merge(desk, incident, mine, both)
    desk.act(incident, "resolve", result="diangkut")
    assert told(desk, incident) == [("caller-resolved", "sms")]
    assert told(desk, mine) == [("caller-resolved", "wa")]
    assert told(desk, both) == [("caller-resolved", "sms"), ("caller-resolved", "wa")]


def test_what_the_desk_tells_nobody_is_told_to_nobody_who_was_merged(desk: HereDesk) -> None:
    incident, mine = desk.log("sampah besar"), desk.log("sampah", **AGREED)
    merge(desk, incident, mine)
    desk.act(incident, "ack")
    desk.act(incident, "reject", reason="bukan sampah", code="hoax")
    assert told(desk, mine) == []


def test_who_comes_late_hears_at_once_what_is_done_already(desk: HereDesk) -> None:
    """Of one that is still open nothing yet."""
    done, open_ = desk.log("sampah besar"), desk.log("banjir besar")
    desk.act(done, "resolve", result="diangkut")
    late, early = desk.log("sampah", **AGREED), desk.log("banjir", **AGREED)
    merge(desk, done, late)
    merge(desk, open_, early)
    assert told(desk, late) == [("caller-resolved", "wa")]
    assert told(desk, early) == []


def test_who_was_taken_out_again_hears_nothing_more_of_it(desk: HereDesk) -> None:
    incident, mine = desk.log("sampah besar"), desk.log("sampah", **AGREED)
    merge(desk, incident, mine)
    Merging(desk.store, desk.rules, desk.revision, desk.actor, desk.clock(), False).unmerge([mine.ticket])
    desk.act(incident, "resolve", result="diangkut")
    assert told(desk, mine) == []


def test_each_step_of_it_is_told_once(desk: HereDesk) -> None:
    incident, mine = desk.log("sampah besar"), desk.log("sampah", **AGREED)
    merge(desk, incident, mine)
    desk.act(incident, "resolve", result="diangkut")
    desk.act(incident, "close")
    assert told(desk, mine) == [("caller-closed", "wa"), ("caller-resolved", "wa")]
    assert desk.store.breaks() == []
    assert list(desk.store.differences()) == []
