"""Invented calls for tests of the store, and what must be true of every desk's file at all times."""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.store.sqlite import SqliteStore

PREFIX = "UJI"
MORNING = 1_763_946_000
"""2025-11-24 08:00 at the desk (UTC+7), a Monday."""
DAY = 86_400
UNITS = ("dlh", "bpbd", "bmsda", "bmsda-pju", "triage")
STATUSES = ("new", "routed", "in_progress", "resolved", "closed", "answered")
KINDS = ("complaint", "information", "feedback")
PLACES = (("Bekasi Timur", "Margahayu"), ("Bekasi Utara", "Teluk Pucung"), ("Bekasi Timur", None), (None, None))
CATEGORIES = ("sampah", "banjir", "pju-mati", None)
TEXTS = ("sampah menumpuk di pasar", "banjir setinggi lutut", "lampu jalan mati sejak kemarin", "menanyakan alamat")
PHONES = ("+6281200000001", "+6281200000002", "+6281200000001;+6281200000003", "tidak mau disebut", None)
SHIFTS = ("pagi", "siang", "malam")


def local_day(at: int) -> int:
    """Return yyyymmdd of a moment at the invented desk, seven hours ahead of UTC."""
    year, month, day = time.gmtime(at + 7 * 3600)[:3]
    return year * 10_000 + month * 100 + day


def call(at: int = MORNING, **given: Any) -> Complaint:
    """Return a call that is understood and decided, ready for `Store.take`."""
    complaint = Complaint()
    complaint.ticket = PREFIX
    complaint.text = "sampah menumpuk di pasar"
    complaint.status, complaint.unit, complaint.step = "routed", "dlh", "category"
    complaint.category, complaint.channel, complaint.shift, complaint.actor = "sampah", "phone", "pagi", "petugas"
    complaint.reported_at = complaint.logged_at = at
    for name, value in given.items():
        setattr(complaint, name, value)
    complaint.day = local_day(complaint.reported_at)
    return complaint


def varied(number: int, step: int = 977) -> Complaint:
    """Return the call of a number: every column takes each of its values in turn, `step` seconds apart."""
    kecamatan, kelurahan = PLACES[number % 4]
    return call(
        MORNING + number * step % (40 * DAY),
        text=f"{TEXTS[number % len(TEXTS)]} nomor {number}",
        status=STATUSES[number // 2 % len(STATUSES)],
        unit=UNITS[number // 3 % len(UNITS)],
        kind=KINDS[number % 3],
        category=CATEGORIES[number // 5 % len(CATEGORIES)],
        kecamatan=kecamatan,
        kelurahan=kelurahan,
        priority=("normal", "normal", "high", "emergency")[number // 7 % 4],
        channel=("phone", "whatsapp", "app")[number // 2 % 3],
        shift=SHIFTS[number % 3],
        actor=("petugas", "rina", "joko")[number // 4 % 3],
        caller_phone=PHONES[number % len(PHONES)],
        logged_at=MORNING + number,
        support=("bpbd",) if number % 6 == 0 else (),
    )


def assert_sound(path: Path | str) -> list[str]:
    """Assert that a desk's file is whole, every complaint complete, every number given once; return the tickets.

    Complete: an event, its words in the index, and an assignment where a unit must act. Numbers of each day run
    from 1 without gaps, and the chain of events verifies.
    """
    store = SqliteStore(str(path))
    assert store.breaks() == []
    assert list(store.differences()) == []
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.execute("INSERT INTO complaint_fts (complaint_fts, rank) VALUES ('integrity-check', 1)")
    days: dict[int, list[int]] = defaultdict(list)
    for day, number in connection.execute("SELECT day, number FROM complaint ORDER BY number"):
        days[day].append(number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in days.values())
    last = dict(connection.execute("SELECT day, last FROM ticket_day").fetchall())
    assert last == {day: len(numbers) for day, numbers in days.items()}
    bare = connection.execute(
        "SELECT ticket FROM complaint c WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.complaint_id = c.id) OR ("
        " status IN ('routed', 'in_progress') AND NOT EXISTS"
        " (SELECT 1 FROM assignment a WHERE a.complaint_id = c.id AND a.unit = c.unit AND a.ended_at IS NULL))"
    ).fetchall()
    assert bare == []
    tickets = [ticket for (ticket,) in connection.execute("SELECT ticket FROM complaint ORDER BY id")]
    connection.close()
    return tickets


def sound_if_begun(path: Path) -> list[str]:
    """Return the tickets of a sound desk; none where the first write did not get as far as the tables."""
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    begun = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    connection.close()
    return assert_sound(path) if begun else []
