"""Whatever dies at any moment (who logs, who moves, the job of cron, the mail server in the middle of a letter): no
call that was given a ticket and no message is lost, each level of each clock is told once, and a message that comes
twice says so."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aduan_cli.complaint.events import ASSIGNED, ESCALATED, LOGGED, REOPENED, WOKEN
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from processes import clean_environment
from servers import MailServer, closing

PROMISES = """
[deadlines]
acknowledge = "2h"
resolve = "3d"
[[escalation]]
id = "diam"
clock = "acknowledge"
at = "due"
tell = "unit"
[[escalation]]
id = "separuh"
clock = "resolve"
at = "50%"
list = true
[[escalation]]
id = "terlambat"
clock = "resolve"
at = "due"
tell = "unit.head"
[[escalation]]
id = "lama"
clock = "resolve"
at = "+1d"
tell = ["unit.head", "asisten"]
"""
START = datetime(2026, 11, 23, 8, 0)
TEXTS = [f"sampah nomor {number}" for number in range(12)]
"""What is never moved, but for one that waits a day: every clock of it runs out."""
MOVES = (
    ("ack",), ("start",), ("assign", "bpbd"), ("assign", "dlh"), ("return", "--reason", "bukan kami"),
    ("resolve", "--result", "beres"), ("reopen", "--reason", "belum"), ("close",),
)  # fmt: skip


class Attacked:
    """A desk, its mail server, and what each command was seen to do before it was killed."""

    def __init__(self, desk: Path, home: Path, server: MailServer) -> None:
        rules = (desk / "rules.toml").read_text(encoding="utf-8") + PROMISES
        for unit, name in (("dlh", "kantor"), ("bpbd", "posko")):
            rules = rules.replace(f"[units.{unit}]\n", f'[units.{unit}]\ntell = ["{name}"]\n')
        rules += "".join(map(server.notifier, ("kantor", "posko", "asisten")))
        (desk / "rules.toml").write_text(rules, encoding="utf-8")
        self.desk, self.server, self.chance = desk, server, random.Random()
        self.tickets: list[str] = []
        self.ended: Counter[tuple[str, int]] = Counter()
        self._environment = clean_environment(home)
        self._life: dict[str, float] = {}

    def begin(self, now: datetime, *words: str) -> subprocess.Popen[str]:
        """Begin a command."""
        line = [sys.executable, "-m", "aduan_cli", "--now", f"{now:%Y-%m-%d %H:%M}", *words]
        return subprocess.Popen(
            line, cwd=self.desk, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def do(self, now: datetime, *words: str) -> None:
        """Run a command to its end, which must be a good one."""
        done = self.begin(now, *words)
        self._note(words[0], done)
        assert done.returncode == 0, words

    def kill(self, now: datetime, *words: str) -> None:
        """Run a command and kill it at any moment of its life; sometimes it is through before."""
        life = self._life.get(words[0], 0.6)
        started = time.monotonic()
        process = self.begin(now, *words)
        try:
            process.wait(self.chance.uniform(life * 0.3, life * 1.2))
            self._life[words[0]] = time.monotonic() - started
        except subprocess.TimeoutExpired:
            process.kill()
            self._life[words[0]] = life * 1.1  # It may take longer than the last one that lived.
        self._note(words[0], process)
        assert process.returncode in (0, 5, 6, -9), words

    def _note(self, verb: str, process: subprocess.Popen[str]) -> None:
        out = process.communicate(timeout=60)[0]
        self.ended[verb, process.returncode] += 1
        if verb == "log" and out.endswith("\n"):
            self.tickets += out.split()


def attack(there: Attacked, rounds: int) -> None:
    """Let five days go by, in leaps and sometimes back; kill what is done in them."""
    chance = there.chance
    for text in TEXTS:
        there.do(START, "log", text)
    there.do(START, "hold", "3", "--reason", "waiting", "--until", "2026-11-24 08:00")
    there.server.fate = lambda: chance.choices(("", "part", "whole"), (6, 1, 1))[0]
    for number in range(rounds):
        now = START + timedelta(minutes=5 * 24 * 60 * number // rounds - chance.choice((0, 0, 0, 300)))
        what = chance.random()
        if what < 0.2 or len(there.tickets) <= len(TEXTS):
            there.kill(max(now, START), "log", f"sampah lagi {number}")
        elif what < 0.4:
            verb, *more = chance.choice(MOVES)
            there.kill(max(now, START), verb, chance.choice(there.tickets[len(TEXTS) :]), *more)
        else:
            beside = [there.begin(now, "tick")] if chance.random() < 0.3 else []
            there.kill(now, "tick", *chance.choice(([], ["--limit", "3"])))
            assert {one.wait(60) for one in beside} <= {0, 6}
            for one in beside:
                one.communicate()
    there.server.fate = lambda: ""
    for days in range(6, 14):
        there.do(START + timedelta(days=days), "tick")


def told(path: Path) -> Counter[tuple[str, str, int, str]]:
    """Return how often each level of each clock was told or passed; the store must be whole."""
    store = SqliteStore(str(path))
    assert store.breaks() == []
    assert list(store.differences()) == []
    found: Counter[tuple[str, str, int, str]] = Counter()
    for complaint in list(store.find(Query())):
        events = store.events(complaint)
        assert len([one for one in events if one.type == WOKEN]) <= 1
        for event in events:
            if event.type == ESCALATED:
                for level in (*event.data["passed"], event.data["level"]):
                    found[complaint.ticket, event.data["clock"], event.data["since"], level] += 1
    store.close()
    return found


def assert_told_once(there: Attacked) -> None:
    """Each level of each clock was told once, and of what nobody moved all of them were."""
    found = told(there.desk / "aduan.db")
    assert set(found.values()) == {1}
    fixed = set(there.tickets[: len(TEXTS)])
    levels = Counter(level for ticket, _clock, _since, level in found if ticket in fixed)
    assert levels == {"diam": len(TEXTS) - 1, **dict.fromkeys(("separuh", "terlambat", "lama"), len(TEXTS))}


def assert_nothing_lost(there: Attacked) -> int:
    """Whatever should be told has its message, and each message arrived; return how many came more than once.

    A second copy is marked as one that may be a repeat.
    """
    store = SqliteStore(str(there.desk / "aduan.db"))
    stored = {complaint.ticket: complaint for complaint in list(store.find(Query()))}
    assert set(there.tickets) <= set(stored)
    posted = list(store.outbox.posted())
    assert {one.state for one in posted} == {"sent"}
    told_of = {one.event_id for one in posted}
    for complaint in stored.values():
        for event in store.events(complaint):
            speaks = event.type in (LOGGED, ASSIGNED, REOPENED) or event.data.get("tell")
            assert event.id in told_of or not speaks, (complaint.ticket, event.type)
    store.close()
    came: dict[str, list[bool]] = {}
    for mail in there.server.mails:
        came.setdefault(str(mail["Message-ID"]), []).append(mail["X-Aduan-Repeated"] == "maybe")
    assert {mark[1:-1].partition("@")[0] for mark in came} == {one.letter or one.message_id for one in posted}
    again = [marks for marks in came.values() if len(marks) > 1]
    assert all(all(marks[1:]) for marks in again)
    return len(again)


def kill_all(desk: Path, home: Path, rounds: int) -> str:
    """Attack a desk, hold it against what must be so; return what was done, for a person to read."""
    with closing(MailServer()) as server:
        there = Attacked(desk, home, server)
        attack(there, rounds)
        assert_told_once(there)
        again = assert_nothing_lost(there)
        killed = sum(count for (_verb, code), count in there.ended.items() if code == -9)
        return (
            f"{rounds} rounds, {killed} killed of {dict(there.ended)};"
            f" {len(there.tickets)} tickets, {len(server.mails)} letters arrived,"
            f" {again} more than once, each of them marked; {server.tries} were handed over whole"
        )


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_told_twice_unmarked_whatever_dies(desk: Path, tmp_path: Path) -> None:
    kill_all(desk, tmp_path, 12)


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_told_twice_unmarked_whatever_dies_for_long(desk: Path, tmp_path: Path) -> None:
    """`ADUAN_KILLS` says how many rounds; a thousand take some minutes."""
    sys.stdout.write(kill_all(desk, tmp_path, int(os.environ.get("ADUAN_KILLS", "150"))) + "\n")
