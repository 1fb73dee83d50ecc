"""What officers do to the calls of an invented desk, and what must hold of its data whatever they do at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import (
    ANSWERS_ADDED,
    ATTACHED,
    CALLED_BACK,
    CORRECTED,
    DUPLICATE_ADDED,
    DUPLICATE_REMOVED,
    EDITED,
    FOLLOWED,
    NOTED,
    ROUTED,
)
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.moves import FINAL, LIFE, MERGING, OWING, is_held
from aduan_cli.flow.attaching import not_the_same
from aduan_cli.formats.attachments import AttachmentFolder
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.tickets import parse_ticket

VERBS = (
    ("ack",), ("start",), ("hold", "--reason", "waiting"), ("return", "--reason", "bukan kami"), ("assign", "bpbd"),
    ("assign", "dlh", "--support"), ("ack", "--unit", "dlh"), ("refer", "pln"), ("resolve", "--result", "beres"),
    ("close",), ("reject", "--reason", "hoax"), ("reopen", "--reason", "belum"), ("answer", "besok"),
    ("merge", "--into", "1", "--yes"), ("merge", "--into", "2", "--yes"), ("unmerge",), ("callbacks done",),
    ("resolve", "--result", "beres", "--file", "sesudah.jpg"), ("attach", "sesudah.jpg"), ("attach", "baru.jpg"),
    ("edit", "--text", "sampah sekali"), ("edit", "--text", "banjir sekali"), ("edit", "--phone", "0812-0000-0101"),
    ("edit", "--at", "2026-11-01 08:00"), ("edit", "--at", "2026-11-01 20:00", "--text", "banjir malam"),
    ("edit", "--category", "banjir", "--text", "keliru", "--reason", "keliru"),
    ("edit", "--category", "sampah", "--reason", "keliru"), ("set", "berapa=3"), ("set", "berapa=4"),
    ("note", "sudah dilihat"),
)  # fmt: skip
LOG = ("log", "sampah lagi", "--also", "banjir lagi", "--file", "baru.jpg")
ASK = ("info", "nomor ambulans", "--pick", "1")
LINES = (*VERBS, LOG, ASK)
MOVES = {move.event for move in (*LIFE.values(), *MERGING.values())}
ALONG = {DUPLICATE_ADDED, DUPLICATE_REMOVED, FOLLOWED}
"""What the other complaint of a merge is told in the same transaction."""
RETOLD = {EDITED, ANSWERS_ADDED, NOTED}
"""What was corrected or added; what is decided anew by it is stored with it."""
_MORE_RULES = """
[outside.pln]
name = "PLN"
referral = "Hubungi PLN."
[[question]]
id = "berapa"
category = "sampah"
text = "Berapa?"
type = "number"
[[answer]]
id = "ambulans"
title = "Ambulans"
words = ["ambulans"]
text = "Hubungi 119."
"""


def add_rules(desk: Path) -> None:
    """Give a desk the units, questions and answers that the lines name."""
    rules = desk / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + _MORE_RULES, encoding="utf-8")


def assert_whole(path: Path) -> int:
    """Hold every complaint against its last move; return how many moves and attachments there are.

    A file that an event names is there, as it was; the two matters of a call are both there, linked.
    """
    store = SqliteStore(str(path))
    assert list(not_the_same(store, AttachmentFolder(str(path.parent), 10**6))) == []
    assert store.breaks() == []
    assert list(store.differences()) == []
    done = 0
    for complaint in list(store.find(Query())):
        events = store.events(complaint)
        done += len([one for one in events if one.type in {*MOVES, CALLED_BACK, ATTACHED, *RETOLD}])
        assert_merged_whole(store, complaint, any(one.type == CALLED_BACK for one in events))
        assert_both_matters(complaint)
        assert_decided(complaint, events)
        assert_as_told(store, complaint, events)
    store.close()
    return done


def assert_as_told(store: SqliteStore, complaint: Complaint, events: Sequence[Event]) -> None:
    """The version counts what changed; the complaint and every assignment are as the last event of each left them."""
    changes = {*MOVES, CALLED_BACK, EDITED, ANSWERS_ADDED, ROUTED, CORRECTED, *ALONG}
    assert complaint.version == 1 + len([one for one in events if one.type in changes and "ready" not in one.data])
    acting = {one[:2]: one.status for one in store.assignments(complaint)}
    waits = complaint.status in FINAL or complaint.status == "new"
    assert acting.pop((complaint.unit or "", "lead"), None) == (None if waits else complaint.status)
    assert {unit for unit, _role in acting} == (set() if waits else set(complaint.support))
    told = [one for one in events if one.type in {*MOVES, ROUTED, CORRECTED} and "status" in one.data]
    for event in told[-1:]:
        if event.data.get("role") == "support":
            assert acting.get((str(event.data["unit"]), "support")) == helping_as_told(str(event.data["unit"]), events)
        else:
            assert complaint.status == event.data["status"]


def helping_as_told(unit: str, events: Sequence[Event]) -> str | None:
    """Return how far a unit that helps is by the history alone; None: it helps no more, for it led in between."""
    told: str | None = None
    for event in events:
        if "support" in event.became:
            told = (told or "routed") if unit in event.became["support"] else None
        if event.data.get("role") == "support" and event.data.get("unit") == unit:
            told = str(event.data["status"])
    return told


def assert_both_matters(complaint: Complaint) -> None:
    """The two matters of a call are both there, linked."""
    beside = {"sampah lagi": 1, "banjir lagi": -1}.get(complaint.text)
    if beside is not None:
        assert complaint.number + beside in [parse_ticket(ticket).number for ticket in complaint.linked]


def assert_decided(complaint: Complaint, events: Sequence[Event]) -> None:
    """Whose words were corrected while it waits is decided by them, where no person said what it is about."""
    is_free = complaint.sources.get("category") == "text" and not is_held(complaint)
    if events[-1].type == EDITED and "text" in events[-1].data["fields"] and is_free:
        assert complaint.category == complaint.text.split()[0]


def assert_merged_whole(store: SqliteStore, complaint: Complaint, rung: bool) -> None:
    """What is merged is rejected, linked and counted; its caller waits with the incident's, or was rung."""
    merged = store.merged(complaint)
    assert (complaint.duplicates or 0) == len(merged)
    assert (complaint.owed_since is None) or complaint.status in OWING
    assert complaint.owed_since is not None or complaint.merged_into or complaint.status not in OWING or rung
    for one in merged:
        assert (one.status, one.merged_into) == ("rejected", complaint.ticket)
        assert complaint.ticket in one.linked
        assert one.ticket in complaint.linked
        assert complaint.status in OWING or one.owed_since is None
