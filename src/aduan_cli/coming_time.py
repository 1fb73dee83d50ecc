"""The times to come that people type: `hold --until`, `list --due-before`, what units write back.

What could be several is the next one, of a day or a part of it the beginning. All that `typed_time` reads is read here;
beside it what only a time to come is called (docs/time.md, "Times to come", has the list, which a test reads):

- "nanti malam", "nanti jam 9 malam", "malam ini", "tonight": of today, or of the night that is coming;
- "senin depan", "next monday", "minggu depan", "bulan depan": of the next week, month or year, weeks from Monday on;
- "akhir bulan", "akhir pekan"; "2 jam lagi", "2 hari ke depan".

What may be two times is refused, and the sentence says both: "kamis depan" on a Monday, "nanti jam 9" in the afternoon.
"""

from __future__ import annotations

import re
from datetime import date

from aduan_cli.desk_time import DAY, EPOCH_ORDINAL, Zone
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.typed_time import (
    AGO,
    AGO_SECONDS,
    PARTS,
    PASSED,
    WEEKDAYS,
    NoTimeError,
    day_to_come,
    parse_time,
    shortened,
    span_of,
    todays_midnight,
    written_out,
)

_DAYS_AHEAD = (0, 1, 7, 31, 62, 366, 4 * 366, 8 * 366)
"""Days on the wall from which a time to come is looked for backwards: a 31st may be two months away, 29 February eight
years."""
_DAY = "|".join(WEEKDAYS)
_PART = "|".join(PARTS)
_PERIOD = {"week": "minggu", "month": "bulan", "year": "tahun"}
_SAID = (
    (r"^(?:sampai|hingga|sd|s/d|until|till|by|paling lambat) +", ""),
    (r"\btonight\b", "malam ini"),
    (r"\btengah hari\b", "12:00"),
    (r"\bbesok hari\b|\bkeesokan hari(?:nya)?\b", "besok"),
    (rf"\b(?:next|coming) ({_DAY})\b", r"hari \1 depan"),
    (r"\bnext (week|month|year)\b", lambda match: f"{_PERIOD[match[1]]} depan"),
    (r"\b(?:yang )?akan datang\b|\bmendatang\b", "depan"),
    (rf"\b(?:hari )?({_DAY}) (?:minggu depan)\b|\bminggu depan (?:hari )?({_DAY})\b", r"\1\2 sesudah minggu"),
    (rf"\b(?:this ({_PART})|({_PART}) ini)\b", r"hari ini \1\2"),
    (r"\bhari ini hari ini\b", "hari ini"),
    (r"\bend of (?:the )?month\b", "akhir bulan"),
    (r"^(?:weekend|akhir minggu|end of (?:the )?week)$", "akhir pekan"),
    (r"\b(?:ke depan|lagi)$", "lagi"),
)
"""What is said in several ways, as one of them."""


def parse_coming(text: str, now: int, zone: Zone) -> int:
    """Return the coming moment that a person typed: `besok 08:00`, `senin`, `3d` (from now on), `14:05`, `1/12`.

    Of a day it is the beginning. Raises `UsageError` for what is no time, has passed, or may be two times.
    """
    try:
        words = written_out(text)
        for pattern, put in _SAID:
            words = re.sub(pattern, put, words)
        at = _later_today(words, text, now, zone)
        return _coming(_dated(words, text, now, zone), text, now, zone) if at is None else at
    except (NoTimeError, ValueError, OverflowError) as error:
        sentence = _(
            "time {text} can't be read; write it like '2026-11-23 14:05', '25/11', '25 nov', '14:05', 'jam 9 malam', "
            "'nanti malam', 'besok', 'besok 08:00', 'lusa', 'senin 14:05', 'senin minggu depan', 'tomorrow', "
            "'2 jam lagi', '3d' or '30m'"
        )
        raise UsageError(sentence.format(text=shortened(text))) from error


def _coming(words: str, text: str, now: int, zone: Zone) -> int:
    """Return the coming moment of words that say nothing of `nanti` and `depan`. Raises `NoTimeError`, `ValueError`."""
    later = re.fullmatch(rf"(?:dalam\s+|in\s+)?{AGO}(?:\s+lagi)?", words)
    is_past = re.search(rf"\b(?:{PASSED})\b", words) is not None
    wall = now + zone.offset(now)
    if later and not is_past:
        unit = next(number for number in range(len(AGO_SECONDS)) if later[number + 2])
        at = now + int(later[1]) * AGO_SECONDS[unit]
        zone.local(at)
        return at
    if to_come := day_to_come(words, now, zone):
        return to_come[0]
    if words.startswith(("hari ini", "today")):
        begin, end = span_of(words, now, zone)
        if begin <= now < end:
            raise _begun(text)
    for days in (0,) if is_past else _DAYS_AHEAD:
        at = parse_time(words, zone.epoch_of_wall(wall + days * DAY) if days else now, zone)
        if at > now:
            return at
    raise _passed(text)


def _later_today(words: str, text: str, now: int, zone: Zone) -> int | None:
    """Return when `nanti ...` is: the next one. None: the words don't say so. Raises `UsageError` for two, or none."""
    rest = " ".join(re.sub(r"\bnanti\b", " ", words).split())
    if rest == words or not re.fullmatch(rf"(?:(?:{_PART})|(?:jam|pukul|at|wib)|[0-9.:]+|\s)+", rest):
        return None
    stretches = [span_of(f"{day} {rest}", now, zone) for day in ("kemarin", "hari ini")]
    begin, end = stretches[1]
    if begin <= now < end:
        raise _begun(text)
    coming = [first for first, _last in stretches if first > now]
    if coming:
        return min(coming)
    hour = re.fullmatch(r"(?:(?:jam|pukul|at) )?(0?[1-9]|1[0-2])(?:[:.]([0-5][0-9]))?", rest)
    if hour is not None:
        number, minute = int(hour[1]), hour[2] or "00"
        raise _two(text, f"{(number + 12) % 24:02}:{minute}", f"besok {number:02}:{minute}")
    if begin == end:
        raise _passed(text)
    return span_of(rest, zone.epoch_of_wall(todays_midnight(now, zone) + DAY + DAY - 1), zone)[0]


def _dated(words: str, text: str, now: int, zone: Zone) -> str:
    """Return words with what `depan` and `akhir` mean as a date. Raises `UsageError` for what may be two days."""
    today = date.fromordinal(todays_midnight(now, zone) // DAY + EPOCH_ORDINAL)
    monday = today.toordinal() + 7 - today.weekday()

    def after_the_week(match: re.Match[str]) -> str:
        return date.fromordinal(monday + WEEKDAYS[match[1]]).isoformat()

    def next_day(match: re.Match[str]) -> str:
        day = date.fromordinal(monday + WEEKDAYS[match[1] or match[2]])
        sooner = date.fromordinal(day.toordinal() - 7)
        if sooner > today:
            raise _two(text, *(one.isoformat() for one in (sooner, day)))
        return day.isoformat()

    words = re.sub(rf"\b({_DAY}) sesudah minggu\b", after_the_week, words)
    if words == "minggu depan":
        return date.fromordinal(monday).isoformat()
    words = re.sub(rf"\b(?:hari ({_DAY})|(?!minggu\b)({_DAY})) depan\b", next_day, words)
    month = 12 * today.year + today.month  # the next one, from 0 on
    if words == "akhir bulan":
        return date.fromordinal(date(month // 12, month % 12 + 1, 1).toordinal() - 1).isoformat()
    if words == "akhir pekan":
        return date.fromordinal(monday - 2).isoformat()
    words = re.sub(r"\bbulan depan\b", date(month // 12, month % 12 + 1, 1).isoformat(), words)
    return re.sub(r"\btahun depan\b", date(today.year + 1, 1, 1).isoformat(), words)


def _passed(text: str) -> UsageError:
    return UsageError(_("the time {text} has passed; one to come would be right").format(text=shortened(text)))


def _begun(text: str) -> UsageError:
    sentence = _("the time {text} has begun; an hour would be right, as in 'jam 22', or '2 jam lagi'")
    return UsageError(sentence.format(text=shortened(text)))


def _two(text: str, first: str, second: str) -> UsageError:
    sentence = _("the time {text} may be two: '{first}' or '{second}' would be right")
    return UsageError(sentence.format(text=shortened(text), first=first, second=second))
