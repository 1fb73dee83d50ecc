"""Invented calls, as the flow hands them to a store."""

from __future__ import annotations

import time
from typing import Any

from aduan_cli.complaint.complaint import Complaint

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
HELPERS: tuple[tuple[str, ...], ...] = (("bpbd",), (), (), ("bmsda-pju", "pompa"), (), (), ("bmsda-pju",), ())
"""Who helps; a unit that leads nothing is among them."""
SHIFTS = ("pagi", "siang", "malam")


def local_day(at: int) -> int:
    """Return yyyymmdd of a moment at the invented desk, seven hours ahead of UTC."""
    year, month, day = time.gmtime(at + 7 * 3600)[:3]
    return year * 10_000 + month * 100 + day


def call(at: int = MORNING, **given: Any) -> Complaint:
    """Return a call that is understood and decided, ready to be taken."""
    usual = {
        "ticket": PREFIX,
        "text": "sampah menumpuk di pasar",
        "status": "routed",
        "unit": "dlh",
        "step": "category",
        "category": "sampah",
        "channel": "phone",
        "shift": "pagi",
        "actor": "petugas",
        "reported_at": at,
        "logged_at": at,
    }
    return Complaint(usual, given, day=local_day(given.get("reported_at", at)))


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
        support=HELPERS[number % len(HELPERS)],
    )
