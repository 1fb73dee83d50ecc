"""A move that is killed is whole or not there: the complaint, its assignments and its event say the same."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ATTACHED, CALLED_BACK, DUPLICATE_ADDED, DUPLICATE_REMOVED, FOLLOWED
from aduan_cli.complaint.moves import FINAL, LIFE, MERGING, OWING
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
)  # fmt: skip
LOG = ("log", "sampah lagi", "--also", "banjir lagi", "--file", "baru.jpg")
MOVES = {move.event for move in (*LIFE.values(), *MERGING.values())}
ALONG = {DUPLICATE_ADDED, DUPLICATE_REMOVED, FOLLOWED}
"""What the other complaint of a merge is told in the same transaction."""
OUTSIDE = '\n[outside.pln]\nname = "PLN"\nreferral = "Hubungi PLN."\n'


def assert_whole(path: Path) -> int:
    """Hold every complaint against its last move; return how many moves and attachments there are.

    A file that an event names is there, as it was; the two matters of a call are both there, linked.
    """
    store = SqliteStore(str(path))
    assert list(not_the_same(store, AttachmentFolder(str(path.parent), 10**6))) == []
    assert store.breaks() == []
    assert list(store.differences()) == []
    moves = 0
    for complaint in list(store.find(Query())):
        events = store.events(complaint)
        told = [event for event in events if event.type in MOVES]
        rung = [event for event in events if event.type == CALLED_BACK]
        moves += len(told) + len(rung) + len([event for event in events if event.type == ATTACHED])
        assert_merged_whole(store, complaint, bool(rung))
        if complaint.number > 2:
            other = complaint.number + (1 if complaint.number % 2 else -1)
            assert [parse_ticket(ticket).number for ticket in complaint.linked] == [other]
        along = [event for event in events if event.type in ALONG]
        assert complaint.version == 1 + len(told) + len(rung) + len(along)
        acting = {one[:2]: one.status for one in store.assignments(complaint)}
        waits = complaint.status in FINAL or complaint.status == "new"
        assert acting.pop((complaint.unit or "", "lead"), None) == (None if waits else complaint.status)
        assert {unit for unit, _role in acting} == (set() if waits else set(complaint.support))
        for event in told[-1:]:
            unit, role = event.data.get("unit"), event.data.get("role")
            assert (acting.get((str(unit), role)) if role == "support" else complaint.status) == event.data["status"]
    store.close()
    return moves


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
    rules.write_text(rules.read_text(encoding="utf-8") + OUTSIDE, encoding="utf-8")
    chance, environment = random.Random(), clean_environment(home)
    aduan = [sys.executable, "-m", "aduan_cli"]
    for text in ("sampah satu", "banjir dua"):
        subprocess.run([*aduan, "log", text], cwd=desk, env=environment, capture_output=True, check=True)
    life, moves = 0.6, 0
    for number in range(rounds):
        (desk / "sesudah.jpg").write_bytes(b"sesudah" * 10_000)
        (desk / "baru.jpg").write_bytes(b"%d" % number * 10_000)
        verb, *rest = chance.choice((*VERBS, LOG))
        command = [*aduan, *verb.split(), *([chance.choice("12")] if verb != "log" else []), *rest]
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
    kill_moves(desk, tmp_path, 300)
