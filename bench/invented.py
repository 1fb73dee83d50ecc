"""Invented calls, to fill a desk with a backlog through the store's own verb."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.step import taking
from aduan_cli.store.sqlite import SqliteStore

START = 1_700_000_000
"""Reported times begin here; the backlog of the largest desk ends well before today."""
JAKARTA = 7 * 3600
BATCH = 2_000
SUBJECTS = (
    ("lampu PJU mati", "pju-mati", "bmsda-pju"),
    ("jalan rusak berlubang", "jalan-rusak", "bmsda-jalan"),
    ("sampah menumpuk", "sampah", "dlh"),
    ("parkir liar", "parkir-liar", "dishub"),
    ("menanyakan syarat KTP", "ktp", "disdukcapil"),
    ("pohon tumbang", "pohon-tumbang", "bpbd"),
)
PLACES = (
    ("Bekasi Timur", "Margahayu"),
    ("Bekasi Barat", "Kranji"),
    ("Pondok Gede", "Jatimakmur"),
    ("Rawalumbu", "Pengasinan"),
)


def day_of(at: int) -> int:
    """Return the day of a moment at the desk, as yyyymmdd."""
    return int(time.strftime("%Y%m%d", time.gmtime(at + JAKARTA)))


def calls(count: int, seed: int = 7) -> Iterator[Complaint]:
    """Yield `count` calls with the spread of a desk: most answered or closed, some open."""
    chance = random.Random(seed)
    for number in range(count):
        words, category, unit = chance.choice(SUBJECTS)
        kecamatan, kelurahan = chance.choice(PLACES)
        at = START + number * 40
        status = "answered" if category == "ktp" else chance.choice(("routed", "closed", "closed", "closed"))
        yield Complaint(
            kind="information" if category == "ktp" else "complaint",
            status=status,
            owed_since=at if status == "closed" and not number % 5 else None,
            category=category,
            unit=unit,
            step="category",
            text=f"{words} di Jl. Kenari {number} Kel. {kelurahan} Kec. {kecamatan}",
            kecamatan=kecamatan,
            kelurahan=kelurahan,
            channel="phone",
            shift="pagi",
            actor=f"petugas-{number % 9}",
            reported_at=at,
            logged_at=at,
            day=day_of(at),
            ticket="BKS",
            caller_phone=f"+62812{number % 5000:08}",
            sources={"kind": "text", "category": "text", "kecamatan": "text", "kelurahan": "text"},
        )


def fill(store: Path, count: int) -> None:
    """Store `count` invented calls."""
    opened = SqliteStore(str(store))
    backlog = calls(count)
    while batch := list(islice(backlog, BATCH)):
        opened.commit([taking(complaint) for complaint in batch])
    opened.close()
