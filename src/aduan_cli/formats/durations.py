"""How long something took, as people write it into a sheet: `2 jam`, `1x24 jam`, `1 hari 2 jam`, `2 minggu`. Pure.

What may mean two things is no duration, nor is what says no unit: it stays as it was written.
"""

from __future__ import annotations

import re

_SECONDS = {
    1: ("detik", "dtk", "second", "seconds", "sec", "secs"),
    60: ("menit", "mnt", "mnit", "minute", "minutes", "min", "mins"),
    3_600: ("jam", "hour", "hours"),
    86_400: ("hari", "day", "days"),
    604_800: ("minggu", "mgg", "week", "weeks"),
}
_UNITS = {word: seconds for seconds, words in _SECONDS.items() for word in words}
"""What people call a unit of time. `hr` is an hour to some and a day (*hari*) to others. A month has no length."""
_NUMBERS = {
    "se": 1, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "setengah": 0.5, "half": 0.5, "one": 1, "a": 1, "an": 1,
}  # fmt: skip
_LONGEST = 10 * 366 * 86_400
"""Seconds; what took longer is a slip."""
_PART = re.compile(
    r"(?P<times>\d{1,4})\s*[x×]\s*24\s*(?:jam|hours?)|(?P<number>\d{1,6}(?:[.,]\d{1,2})?|"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    + r")\s*(?P<unit>"
    + "|".join(sorted(_UNITS, key=len, reverse=True))
    + r")(?![a-z])"
)
_BETWEEN = re.compile(r"\s*(?:,|&|\+|dan|and)?\s*")
_BEFORE = re.compile(r"\s*(?:±|\+/-|sekitar|kurang lebih|dalam|selama)?\s*")


def seconds_of(text: str) -> int | None:
    """Return how many seconds a text says that something took; None where it says no such thing beyond doubt.

    Each unit stands there once, the larger first.
    """
    text = text.casefold().strip().rstrip(".")
    start = _BEFORE.match(text)
    at, total, before = start.end() if start else 0, 0.0, _LONGEST
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return None
        unit = 86_400 if part["times"] else _UNITS[part["unit"]]
        if unit >= before:
            return None
        total += unit * (int(part["times"]) if part["times"] else _number(part["number"]))
        before, between = unit, _BETWEEN.match(text, part.end())
        at = between.end() if between and between.end() < len(text) else part.end()
    return round(total) if before < _LONGEST and total <= _LONGEST else None


def _number(written: str) -> float:
    return _NUMBERS[written] if written in _NUMBERS else float(written.replace(",", "."))
