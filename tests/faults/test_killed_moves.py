"""A move that is killed is whole or not there: the complaint, its assignments and its event say the same."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

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
from processes import clean_environment

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
MOVES = {move.event for move in (*LIFE.values(), *MERGING.values())}
ALONG = {DUPLICATE_ADDED, DUPLICATE_REMOVED, FOLLOWED}
"""What the other complaint of a merge is told in the same transaction."""
RETOLD = {EDITED, ANSWERS_ADDED, NOTED}
"""What was corrected or added; what is decided anew by it is stored with it."""
MORE_RULES = """
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
        unit, role = event.data.get("unit"), event.data.get("role")
        assert (acting.get((str(unit), role)) if role == "support" else complaint.status) == event.data["status"]


def assert_both_matters(complaint: Complaint) -> None:
    """The two matters of a call are both there, linked."""
    beside = {"sampah lagi": 1, "banjir lagi": -1}.get(complaint.text)
    if beside is not None:
        assert [parse_ticket(ticket).number for ticket in complaint.linked] == [complaint.number + beside]


def assert_decided(complaint: Complaint, events: Sequence[Event]) -> None:
    """What waits and was corrected is decided by what it says now, where no person said what it is about."""
    is_free = complaint.sources.get("category") == "text" and not is_held(complaint)
    if events[-1].type == EDITED and is_free:
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


def kill_moves(desk: Path, home: Path, rounds: int) -> None:
    """Move complaints again and again, each command killed at a random moment of its life."""
    rules = desk / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + MORE_RULES, encoding="utf-8")
    chance, environment = random.Random(), clean_environment(home)
    aduan = [sys.executable, "-m", "aduan_cli"]
    for text in ("sampah satu", "banjir dua"):
        subprocess.run([*aduan, "log", text], cwd=desk, env=environment, capture_output=True, check=True)
    life, moves = 0.6, 0
    for number in range(rounds):
        (desk / "sesudah.jpg").write_bytes(b"sesudah" * 10_000)
        (desk / "baru.jpg").write_bytes(b"%d" % number * 10_000)
        verb, *rest = chance.choice((*VERBS, LOG, ASK))
        command = [*aduan, *verb.split(), *([chance.choice("12")] if verb not in ("log", "info") else []), *rest]
        started = time.monotonic()
        with subprocess.Popen(
            command, cwd=desk, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                process.wait(chance.uniform(life * 0.5, life * 1.2))
                life = time.monotonic() - started
            except subprocess.TimeoutExpired:
                process.kill()
        assert process.returncode in (0, 5, -9)
        now = assert_whole(desk / "aduan.db")
        assert now - moves in (0, 1)
        moves = now


def test_a_killed_move_is_whole_or_not_there(desk: Path, tmp_path: Path) -> None:
    kill_moves(desk, tmp_path, 15)


@pytest.mark.slow
def test_many_killed_moves_are_whole_or_not_there(desk: Path, tmp_path: Path) -> None:
    kill_moves(desk, tmp_path, 400)
