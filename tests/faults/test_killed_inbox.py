"""Who takes in a mailbox is killed at any moment, and runs twice at once: no mail is lost, and none counts twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing import desk
from aduan_cli.tickets import parse_ticket
from mails import raw, reply
from processes import RULES, clean_environment

INBOX = '[inbox]\nfolder = "Maildir"\n'
TEXTS = ("terima", "proses", "selesai: diangkut", "entahlah", "bukan wewenang kami")


def kill(folder: Path, home: Path, mails: int, rounds: int) -> tuple[int, dict[str, int]]:
    """Kill what takes in a mailbox, then let it end; return how many were killed, and what became of the mails."""
    rules = RULES.replace(
        'name = "Dinas Lingkungan Hidup"\n', 'name = "Dinas Lingkungan Hidup"\nmail = "@dlh.example"\n'
    )
    place = desk(folder / "desk", rules + INBOX)
    chance, environment = random.Random(), clean_environment(home)
    aduan = [sys.executable, "-m", "aduan_cli"]
    quiet = {"cwd": place, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    box = place / "Maildir"
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    tickets = []
    for number in range(mails):
        line = [*aduan, "log", f"sampah nomor {number}"]
        tickets.append(subprocess.run(line, check=True, **{**quiet, "stdout": subprocess.PIPE}).stdout.decode().strip())  # type: ignore[call-overload]
        mail = reply(TEXTS[number % len(TEXTS)], f"[{tickets[-1]}]", "regu@dlh.example", f"<{number}@x>")
        (box / f"new/{number:03}").write_bytes(raw(mail))
    killed, life = 0, 1.0
    for number in range(rounds):
        runs = [
            subprocess.Popen([*aduan, *command], **quiet)
            for command in (("tick",), ("inbox", "Maildir"))[: 1 + number % 2]
        ]  # type: ignore[call-overload]
        began = time.monotonic()
        try:
            runs[-1].wait(chance.uniform(0.2, 1.2) * life)
            life = time.monotonic() - began
        except subprocess.TimeoutExpired:
            life *= 1.1  # It may take longer than the last one that lived.
        for run in runs:
            killed += run.poll() is None
            run.kill()
            run.wait()
    subprocess.run([*aduan, "inbox", "Maildir"], check=False, **quiet)  # type: ignore[call-overload]
    return killed, counted(place, tickets)


def counted(place: Path, tickets: list[str]) -> dict[str, int]:
    """Return how many mails moved their complaint once, lie in the quarantine, or became anything else."""
    store = SqliteStore(str(place / "aduan.db"))
    assert store.breaks() == []
    assert list(store.differences()) == []
    counts = {"moved": 0, "refused": 0}
    for ticket in tickets:
        complaint = store.resolve(parse_ticket(ticket))
        assert complaint is not None
        received = [event for event in store.events(complaint) if event.data.get("received")]
        assert len(received) <= 1
        counts["moved"] += len(received)
    store.close()
    lying = [path for path in (place / "quarantine/inbox").iterdir() if path.suffix == ".eml"]
    assert all(path.with_suffix(".txt").read_text() for path in lying)
    counts["refused"] = len(lying)
    assert list((place / "Maildir/new").iterdir()) == []
    return counts


def test_a_few_kills_lose_no_mail(tmp_path: Path) -> None:
    _killed, counts = kill(tmp_path, tmp_path, 5, 3)
    assert counts == {"moved": 4, "refused": 1}


@pytest.mark.slow
def test_a_hundred_kills_lose_no_mail(tmp_path: Path) -> None:
    killed, counts = kill(tmp_path, tmp_path, 100, 100)
    assert killed >= 30
    assert counts == {"moved": 80, "refused": 20}
