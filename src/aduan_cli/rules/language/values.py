"""What values of rule files look like: shapes of strings, days of the week, and other words for a few fixed values."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from aduan_cli.model import KINDS, PRIORITIES

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
SPAN = r"([01]?[0-9]|2[0-3])[:.][0-5][0-9]\s*[-–]\s*(([01]?[0-9]|2[0-3])[:.][0-5][0-9]|24[:.]00)"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

DAYS: dict[str, tuple[int | str, ...]] = {
    "mon": (0,), "tue": (1,), "wed": (2,), "thu": (3,), "fri": (4,), "sat": (5,), "sun": (6,),
    "senin": (0,), "selasa": (1,), "rabu": (2,), "kamis": (3,), "jumat": (4,), "sabtu": (5,), "minggu": (6,),
    "weekday": (0, 1, 2, 3, 4), "weekend": (5, 6), "holiday": ("holiday",),
}  # fmt: skip
"""The words of `days` → days of the week, Monday is 0, or "holiday"."""

SPELT: dict[tuple[str, ...], dict[str, str]] = {
    tuple(DAYS): {
        "monday": "mon", "tuesday": "tue", "tues": "tue", "wednesday": "wed", "thursday": "thu", "thurs": "thu",
        "friday": "fri", "saturday": "sat", "sunday": "sun", "weekdays": "weekday", "weekends": "weekend",
        "workday": "weekday", "holidays": "holiday", "jum'at": "jumat", "ahad": "minggu", "hari kerja": "weekday",
        "akhir pekan": "weekend", "libur": "holiday", "hari libur": "holiday",
    },
    KINDS: {
        "aduan": "complaint", "pengaduan": "complaint", "keluhan": "complaint", "laporan": "complaint",
        "informasi": "information", "info": "information", "question": "information", "pertanyaan": "information",
        "aspirasi": "feedback", "saran": "feedback", "suggestion": "feedback", "thanks": "feedback",
    },
    PRIORITIES: {
        "rendah": "low", "biasa": "normal", "medium": "normal", "sedang": "normal", "tinggi": "high",
        "penting": "high", "urgent": "high", "mendesak": "high", "darurat": "emergency", "critical": "emergency",
    },
}  # fmt: skip
"""Of values that are one of a few: other words that people write, and which of the values each means."""


_DAY = "|".join(word for word, days in DAYS.items() if "holiday" not in days)


def is_day(text: str) -> bool:
    """Say whether a text is a date, and there is that day; newer Pythons know other ways to write one."""
    try:
        return re.fullmatch(DATE, text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


class Shape(NamedTuple):
    """What a string must look like: a regular expression for all of it, and how to say it."""

    regex: str
    right: str


_SECONDS = {"s": 1, "m": 60, "h": 3_600}


def seconds(wait: str) -> int:
    """Return the seconds of a time of the shape `wait`: `90s`, `5m`, `1h`."""
    return int(wait[:-1]) * _SECONDS[wait[-1]]


SHAPES = {
    "slug": Shape(SLUG, "lower-case letters and digits with single hyphens, as in 'pju-mati', would be right"),
    "prefix": Shape("[A-Z0-9]{1,8}", "1 to 8 capital letters or digits, as in 'BKS', would be right"),
    "span": Shape(SPAN, "a span of time as in '07:00-14:00' would be right"),
    "date": Shape(DATE, "a date as in '2026-12-25' would be right"),
    "days": Shape(f"({_DAY})(-({_DAY}))?", "days as in 'mon-fri', 'senin-jumat' or 'sat' would be right"),
    "point": Shape(
        r"-?[0-9]{1,2}([.][0-9]+)?, ?-?[0-9]{1,3}([.][0-9]+)?",
        "latitude and longitude as in '-6.2383,106.9756' would be right",
    ),
    "wait": Shape("[1-9][0-9]{0,3}(s|m|h)", "a time as in '90s', '5m' or '1h' would be right"),
    "target": Shape("[1-9][0-9]{0,4}(m|h|d|wd)", "a time as in '90m', '4h', '3d' (days) or '3wd' (working days)"),
    "level": Shape(
        "due|[1-9][0-9]?%|[+][1-9][0-9]{0,4}(m|h|d|wd)", "'50%', 'due' or '+1d' (+90m, +4h, +1wd) would be right"
    ),
    "recipient": Shape(rf"unit[.]head|{SLUG}", "'unit', 'unit.head' or the name of a notifier would be right"),
    "sender": Shape(
        r"[^\s@<>,;]*@[^\s@<>,;]+",
        "an address as in 'dlh@example.go.id', or '@example.go.id' for all of a domain, would be right",
    ),
    "server": Shape(
        r"postgres(ql)?://(?![\s\S]*[?&](ssl)?password=)([^:@/?#\s]*@)?[^@#\s]*",
        "postgresql://USER@HOST/DATABASE would be right, without a password: a file (PGPASSFILE) or a service has that",
    ),
    "desk-name": Shape("(?!pg_)[a-z][a-z0-9_]{0,39}", "small letters, digits and _, as in 'bekasi', would be right"),
    "age": Shape(
        "([1-9][0-9]{0,4}d|[1-9][0-9]?y)|never", "days as in '90d', years as in '2y', or 'never' would be right"
    ),
    "login": Shape(
        "@?[A-Za-z_][A-Za-z0-9_.-]{0,63}", "a user of the machine, or a group as in '@callcentre', would be right"
    ),
    "filled": Shape(r"[\s\S]*\S[\s\S]*", "some words would be right"),
}
