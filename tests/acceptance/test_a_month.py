"""A month at the city's own desk, cron every few minutes: whoever is late is told of once and by name, and nobody is
forgotten; what was sent arrived; every shift was signed; the account adds up each day."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.events import ESCALATED
from aduan_cli.complaint.history import Event
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.testing.commands import clean_environment
from aduan_cli.testing.desks import desk as make_desk
from in_process import runner_here
from office import MANIFEST, RULES
from replayed_month import MINUTE, Call, Desk, Level, Offices, Replay, Units, expected
from servers import MailServer, closing

DATA = Path(os.environ.get("ADUAN_TEST_DATA", ""))
MARCH = datetime(2024, 3, 1)
HOLIDAYS = """\
date,category,name
2024-03-11,libur_nasional,Hari Suci Nyepi
2024-03-12,cuti_bersama,Cuti Bersama Hari Suci Nyepi
2024-03-29,libur_nasional,Wafat Yesus Kristus
2024-03-31,libur_nasional,Hari Paskah
"""
CLOSED = ("2024-03-11", "2024-03-12", "2024-03-29", "2024-03-31")
INVENTED = (
    "Penelepon melaporkan lampu PJU mati di Kel. Margahayu", "Penelepon melaporkan kebakaran rumah di Duren Jaya",
    "Penelepon melaporkan sampah menumpuk di Kel. Duren Jaya", "Penelepon menanyakan nomor telepon ambulans",
    "Penelepon melaporkan pohon yang aneh", "Penelepon melaporkan listrik padam",
    "Penelepon melaporkan jalan rusak di Kel. Teluk Pucung",
)  # fmt: skip


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Return a mail server on loopback."""
    with closing(MailServer()) as server:
        yield server


def invented_calls() -> list[Call]:
    """Return calls of the days before a joint-leave day and after it, at all hours."""
    begin = datetime(2024, 3, 8, 7, 10)
    return [Call(begin + number * 157 * MINUTE, INVENTED[number % 7]) for number in range(24)]


def real_calls() -> list[Call]:
    """Return every call of the city's log, on its own day of the month and at its own time, in one month."""
    with (DATA / "bekasi_calls_dev.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for number, row in enumerate(rows):
        day, time = int(row["TANGGAL"][8:10] or 1 + number % 28), row["JAM"][:5] or f"{8 + number % 8:02}:00"
        hour, minute = map(int, time.split(":"))
        found.append(Call(MARCH + timedelta(days=day - 1, hours=hour, minutes=minute), row["PERMASALAHAN"]))
    return found


def desk_of(place: Path, capture: Any, server: MailServer) -> Desk:
    """Return a desk with promises, and mail to every unit."""
    desk = Desk(place, runner_here(place, place.parent, capture), server)
    desk.now = MARCH
    desk.set_up(HOLIDAYS)
    return desk


def tick(desk: Desk) -> int:
    """Run the job of cron: the whole command, in this process; once a day as cron does, as a process of its own.

    It is silent when all is well. Return its exit code.
    """
    if (desk.now.hour, desk.now.minute) != (3, 0):
        done = desk.run("tick", code=None)
    else:
        line = [sys.executable, "-m", "aduan_cli", "--now", f"{desk.now:%Y-%m-%d %H:%M}", "tick"]
        environment = clean_environment(desk.folder.parent)
        done = subprocess.run(line, cwd=desk.folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 6), done.stderr
    assert (done.stdout, bool(done.stderr)) == ("", done.returncode == 6)
    return done.returncode


def told(desk: Desk) -> tuple[list[Level], Counter[tuple[Level, str]]]:
    """Return of what complaints tell that a level was reached, and which mails of it arrived: with whose mailbox.

    Every message must have arrived, once, or marked as one that may be a repeat.
    """
    store = SqliteStore(str(desk.folder / "aduan.db"))
    assert (store.breaks(), list(store.differences())) == ([], [])
    posted = list(store.outbox.posted())
    assert {one.state for one in posted} == {"sent"}
    came: dict[str, list[Any]] = {}
    for mail in desk.server.mails:
        came.setdefault(str(mail["Message-ID"]), []).append(mail)
    assert len(came) == len(posted)
    assert all(mail["X-Aduan-Repeated"] == "maybe" for mails in came.values() for mail in mails[1:])
    events = {event.id: (one.ticket, event) for one in list(store.find(Query())) for event in store.events(one)}
    store.close()
    assert not any(event.data["passed"] for _ticket, event in events.values() if event.type == ESCALATED)
    mailed: Counter[tuple[Level, str]] = Counter()
    for one in posted:
        (mail, *_repeats) = came[f"<{one.message_id}@example.test>"]
        if one.event == "escalated":
            mailed[level_of(*events[one.event_id]), str(mail["To"]).partition("@")[0]] += 1
    return [level_of(ticket, event) for ticket, event in events.values() if event.type == ESCALATED], mailed


def level_of(ticket: str, event: Event) -> Level:
    """Return which level an event tells of; in Jakarta it is seven hours later than in Greenwich."""
    since = datetime.fromtimestamp(event.data["since"], timezone.utc) + timedelta(hours=7)
    return Level(ticket, event.data["level"], f"{since:%Y-%m-%d %H:%M}", event.data["unit"] or "triage")


def boxes(desk: Desk, level: str, unit: str) -> list[str]:
    """Return who is to hear of a level."""
    top = desk.top(unit)
    return {
        "belum-disambungkan": ["piket"],
        "belum-diterima": [f"kantor-{top}"],
        "terlambat": [f"kepala-{top}"],
        "terlambat-sehari": [f"kepala-{top}", "asisten"],
    }[level]


def hold(desk: Desk, units: Units, every: int, until: datetime, shifts: int) -> Counter[str]:
    """Hold a month against the naive count; return how often each level was told."""
    levels, mailed = told(desk)
    wanted = expected(units, every, until)
    assert sorted(levels) == sorted(wanted)
    assert len(set(wanted)) == len(wanted)
    assert mailed == Counter((one, box) for one in wanted for box in boxes(desk, one.level, one.unit))
    assert any(desk.top(one.unit) == units.silent for one in wanted)
    desk.now = until
    assert desk.rows("db", "verify") == []
    assert desk.signed == shifts == len(desk.rows("handover", "history", "--limit", "0"))
    assert {f"{at:%Y-%m-%d}" for at in desk.failed_ticks} <= set(DOWN)
    return Counter(one.level for one in wanted)


DOWN = ("2024-03-13",)


@pytest.mark.slow
def test_some_days_are_passed_and_nobody_is_forgotten(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], server: MailServer
) -> None:
    """Invented calls at an invented desk: a weekend, joint leave, a server that is down a day, a silent unit."""
    rules = RULES + '[reasons.hold]\ncuaca = { say = "menunggu cuaca", stops_clock = true }\n'
    place = make_desk(tmp_path / "meja", rules, {"bmsda": {"plugin.toml": MANIFEST}})
    desk = desk_of(place, capfd, server)
    units = Units(desk, Offices(CLOSED), silent="bmsda")
    first = datetime(2024, 3, 8)
    Replay(units, 120, DOWN, tick).pass_over(invented_calls(), first, 8)
    found = hold(desk, units, 120, first + timedelta(days=8), 24)
    assert set(found) == {"belum-disambungkan", "belum-diterima", "terlambat", "terlambat-sehari"}


@pytest.mark.slow
@pytest.mark.skipif("ADUAN_TEST_DATA" not in os.environ, reason="ADUAN_TEST_DATA names no folder of test data")
def test_a_month_is_passed_and_nobody_is_forgotten(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], server: MailServer
) -> None:
    """The city's whole log in one month, cron every five minutes."""
    assert runner_here(tmp_path, tmp_path, capfd)("init", "meja").returncode == 0
    desk = desk_of(tmp_path / "meja", capfd, server)
    units = Units(desk, Offices(CLOSED), silent="bmsda")
    Replay(units, 5, DOWN, tick).pass_over(real_calls(), MARCH, 31)
    found = hold(desk, units, 5, MARCH + timedelta(days=31), 93)
    assert min(found.values()) >= 1, found
