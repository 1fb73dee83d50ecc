"""The times that people type, in Indonesian and English, as stretches of the desk's local time.

A day is the whole day, a part of a day ("tadi pagi", "semalam") that part, a week or a month ("minggu lalu") all of it,
anything else one moment. What could be several is the last one that has begun: at 06:30 "22:00" is last night's,
"senin" the last Monday, today included, and "25/11" that day of this year or the one before.

Parts of a day: dini hari from 00:00, subuh from 04:00, pagi / morning from 05:00, siang / afternoon from 11:00, sore
from 15:00, evening from 17:00, magrib and malam / night from 18:00 until 05:00; zuhur is 12:00, asar 15:00, isya 19:00.
"semalam" and "last night" are yesterday's night, "malam minggu" is the night before a Sunday; "tadi" alone is an hour
ago, "barusan" five minutes, a month ago 30 days. "minggu lalu" is the week before this one, from Monday on,
"hari minggu lalu" the Sunday.

Everyday spellings ("kmrn", "jam 9 malem", "25 nov", "sejam yg lalu") are written out first (`written_out`).
"""

from __future__ import annotations

import re
from datetime import date

from aduan_cli.desk_time import DAY, EPOCH_ORDINAL, Zone, offset_seconds
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

HOUR = 3600
LONGEST_DAY = 25 * HOUR
"""Seconds of a day on which clocks are set back."""
LONGEST = 200
"""Characters of a time, at most: whatever is longer is none, and patterns take long to find that out."""
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "senin monday mon", "selasa tuesday tue", "rabu wednesday wed", "kamis thursday thu",
            "jumat jum'at friday fri", "sabtu saturday sat", "minggu ahad sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip
PARTS = {
    "dini hari": (0, 4), "subuh": (4, 6), "pagi": (5, 11), "morning": (5, 11), "siang": (11, 15), "afternoon": (11, 17),
    "zuhur": (12, 13), "asar": (15, 16), "isya": (19, 20),
    "sore": (15, 18), "evening": (17, 24), "magrib": (18, 19), "malam": (18, 29), "night": (18, 29),
}  # fmt: skip
"""Hours from midnight at which each part of a day begins and ends."""
_DAYS_BACK = {"kemarin lusa": 2, "kemarin": 1, "yesterday": 1, "hari ini": 0, "today": 0}
_JUST_NOW = 300
"""Seconds ago that "barusan" is."""
_WEEKS = {"minggu ini": 0, "this week": 0, "minggu lalu": 1, "minggu kemarin": 1, "last week": 1}
_MONTHS_BACK = {"bulan ini": 0, "this month": 0, "bulan lalu": 1, "bulan kemarin": 1, "last month": 1}
_YEARS = {"tahun ini": 0, "this year": 0, "tahun lalu": 1, "tahun kemarin": 1, "last year": 1}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari pebruari february feb", "maret march mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agu agt ags aug", "september sept sep",
            "oktober october okt oct", "november nopember nov", "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_SPELT = {
    spelling: word
    for word, spellings in {
        "kemarin": "kemaren kmarin kmaren kmrin kmrn", "semalam": "semalem smalam smalem smlm",
        "malam": "malem mlam mlm", "pagi": "pgi pg", "sore": "petang", "subuh": "shubuh sbh", "magrib": "maghrib",
        "zuhur": "dzuhur dhuhur lohor", "asar": "ashar", "isya": "isyak isya'", "nanti": "ntar entar nnti nti",
        "depan": "dpn",
        "tadi": "tdi td", "barusan": "brusan", "besok": "besuk bsk esok besoknya", "hari": "hri hr",
        "minggu": "mgg mggu pekan", "bulan": "bln", "jam": "jm", "menit": "mnt", "yang": "yg",
        "lalu": "lampau silam terakhir", "tanggal": "tgl", "dari": "sejak since from mulai pada on",
        "1 menit": "semenit", "1 jam": "sejam", "1 hari": "sehari", "1 minggu": "seminggu", "1 bulan": "sebulan",
        "1 tahun": "setahun", "jam 12 malam": "midnight", "12:00": "noon",
        "1": "satu one an", "2": "dua two", "3": "tiga three", "4": "empat four", "5": "lima five", "6": "enam six",
        "7": "tujuh seven", "8": "delapan eight", "9": "sembilan nine", "10": "sepuluh ten", "11": "sebelas eleven",
        "12": "duabelas twelve",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip
"""Everyday spelling → the word, or the figure."""

# Patterns are compiled when first used (re remembers them): a command that needs none pays for none.
_AT = r"(?:pukul|jam|pkl\.?|at)\s*"
_CLOCK = (
    rf"(?:{_AT})?(?P<clock>[01]?[0-9]|2[0-3])[:.](?P<minute>[0-5][0-9])(?:[:.](?P<second>[0-5][0-9]))?(?:[.,][0-9]+)?"
)
_DATE = (
    r"(?P<y>[0-9]{4})[-/](?P<m>[0-9]{1,2})[-/](?P<d>[0-9]{1,2})"
    r"|(?P<d2>[0-9]{1,2})[-/](?P<m2>[0-9]{1,2})(?:[-/](?P<y2>[0-9]{4}))?"
)
_ISO = rf"(?:{_DATE}|(?P<word>{'|'.join(_DAYS_BACK)}))?(?:(?:^|t|\s*,?\s+){_CLOCK}"
_ISO += r"\s*(?:wib|(?P<zone>z|[+-][0-9]{2}:?(?:[0-9]{2})?))?)?"
_NAMES = "|".join(WEEKDAYS)
_MONTH = "|".join(_MONTHS)
_PART = "|".join(PARTS)
_DATED = r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}|[0-9]{1,2}[-/][0-9]{1,2}(?:[-/][0-9]{4})?"
_DAY = rf"{_DATED}|{'|'.join(_DAYS_BACK)}|tadi|semalam|{_NAMES}"
_SAID = (
    rf"(?:(?P<word>{_DATED}|tadi|{'|'.join(_DAYS_BACK)}|this|semalam|last(?=\s+night)|(?:last\s+)?(?P<weekday>{_NAMES}))"
    rf"(?:\s+(?P<before>lalu|kemarin))?)?"
    rf"(?:(?:^|,?\s+)(?P<part>{_PART})(?P<this>\s+ini)?)?"
    rf"(?:(?:^|,?\s+)(?:(?:{_AT}|(?=[0-9]+\s+(?:{_PART})))(?P<hour>[01]?[0-9]|2[0-3])|{_CLOCK})(?:\s+wib)?(?:\s+(?P<late>{_PART}))?)?"
)
AGO = (
    r"([0-9]{1,4})\s*(?:(years?|tahun)|(months?|bulan)|(w|weeks?|minggu)|(d|days?|hari)|(h|hours?|jam)"
    r"|(m|min|mins|minutes?|menit))"
    r"(?:\s+(?:yang\s+)?lalu|\s+ago)?"
)
PASSED = "sekarang|now|barusan|kemarin|yesterday|tadi|semalam|last|lalu|ago|hari ini|today|this|ini"
AGO_SECONDS = (365 * DAY, 30 * DAY, 7 * DAY, DAY, HOUR, 60)


class NoTimeError(UsageError):
    """What was typed is no time."""


def parse_time(text: str, now: int, zone: Zone, ahead: int = 0) -> int:
    """Return the moment that a person typed, or at which what was typed begins; see `parse_span`."""
    return parse_span(text, now, zone, ahead)[0]


def parse_span(text: str, now: int, zone: Zone, ahead: int = 0, coming: bool = False) -> tuple[int, int]:
    """Return when what a person typed begins and ends (itself outside), both the same for a moment.

    `ahead` is how many seconds after now a time without a day may be and still be today's. In dates with the year last
    the day comes first. Raises `UsageError`, which names the forms, for what is no time, and for `besok` unless what is
    `coming` may be meant.
    """
    words = written_out(text)
    try:
        to_come = day_to_come(words, now, zone)
        begin, end = to_come or span_of(words, now, zone, ahead)
        zone.local(begin)  # a time at the very ends of the calendar may have no local date
    except (ValueError, OverflowError) as error:
        raise unreadable(text) from error
    if to_come and not coming:
        raise UsageError(
            _("the time {text} is still to come; one that has passed would be right").format(text=shortened(text))
        )
    return begin, end


def span_of(words: str, now: int, zone: Zone, ahead: int = 0) -> tuple[int, int]:
    """Return the stretch that folded words stand for. Raises `ValueError`."""
    back = {"sekarang": 0, "now": 0, "barusan": _JUST_NOW, "tadi": HOUR}.get(words)
    if back is not None:
        return (now - back,) * 2
    if words in _WEEKS or words in _MONTHS_BACK or words in _YEARS:
        return _period(words, now, zone)
    ago = re.fullmatch(AGO, words)
    if ago:
        unit = next(number for number in range(len(AGO_SECONDS)) if ago[number + 2])
        return (now - int(ago[1]) * AGO_SECONDS[unit],) * 2
    words = re.sub(rf"\bhari (?=(?:{_NAMES})\b)", "", words)
    words = re.sub(r"\btanggal\.? ([0-9]{1,2})\b", lambda day: _last_such_day(int(day[1]), now, zone), words)
    words = re.sub(rf"(.*\S)(?<!\blast),? ({_DAY})(?: (lalu|kemarin)\b)?(?![\w:/.-]),?(.*)", _day_first, words)
    match = re.fullmatch(_ISO, words) if words else None
    if match is not None:
        return _written(match, now, zone, ahead)
    match = re.fullmatch(_SAID, words) if words else None
    if match is None:
        raise ValueError(words)
    return _spoken(match, now, zone, ahead)


def written_out(text: str) -> str:
    """Return what was typed in small letters, spellings and months written out, in the usual order; or raise."""
    words = " ".join(text.casefold().split())
    if len(words) > LONGEST:
        raise unreadable(text)
    words = re.sub(r"(?<![\w'])[a-z']+(?![\w'])", lambda match: _SPELT.get(match[0], match[0]), words)
    for pattern, put in (
        (r"\b(?:sekitar|kira-kira|kurang lebih|about|around)\b *|^dari +|^last (?=\d)", ""),
        (r"(?<=\d)an\b", ""),
        (r"\b(?:setengah jam|half 1 hour)\b", "30 menit"),
        (r"\bsetengah (1[0-2]|[1-9])\b", lambda match: f"{(int(match[1]) + 10) % 12 + 1}:30"),
        (r"\b(?:baru saja|baru aja|just now|tadi barusan|barusan tadi)\b", "barusan"),
        (r"\b(1[0-2]|0?[1-9])(?:[:.]([0-5][0-9]))? ?([ap])\.?m\b\.?", _of_half_a_day),
        (r"\b(?:the )?day after tomorrow\b", "lusa"),
        (r"\b(?:kemarin dulu|(?:the )?day before yesterday)\b", "kemarin lusa"),
        (r"\btengah malam\b", "jam 12 malam"),
        (rf"(?<!\d )\bmalam ({_NAMES})\b", _eve),
        (rf"\b([0-9]{{1,2}})(?:st|nd|rd|th)?[ -]?({_MONTH})\b\.?(?:[ ,-]*([0-9]{{4}})\b)?", _in_figures),
        (rf"\b({_MONTH}) ([0-9]{{1,2}})(?:st|nd|rd|th)?(?![\w:.])(?:[ ,]*([0-9]{{4}})\b)?", _in_figures),
        (r"(?<![\w/-])([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{2})(?![\w/:-])", r"\1\2\3\g<2>20\4"),
        (r"\btanggal\.? (?=[0-9]+[-/])", ""),
    ):
        words = re.sub(pattern, put, words)
    return words.strip()


def _of_half_a_day(match: re.Match[str]) -> str:
    """Return an hour of twelve, "9pm", as one of the day's."""
    return f"{int(match[1]) % 12 + 12 * (match[3] == 'p'):02}:{match[2] or '00'}"


def _eve(match: re.Match[str]) -> str:
    """Return the night that "malam minggu" is: that before the Sunday."""
    before = (WEEKDAYS[match[1]] - 1) % 7
    return next(name for name, number in WEEKDAYS.items() if number == before) + " malam"


def _in_figures(match: re.Match[str]) -> str:
    day, month = (match[1], match[2]) if match[2] in _MONTHS else (match[2], match[1])
    return f"{day}/{_MONTHS[month]}" + (f"/{match[3]}" if match[3] else "")


def day_to_come(words: str, now: int, zone: Zone) -> tuple[int, int] | None:
    """Return the stretch of tomorrow, of the day after, or of a part of it. Raises `ValueError` for what is none."""
    day = re.fullmatch(r"(besok|tomorrow|lusa)\b[, ]*(.*)", words)
    if day is None:
        return None
    noon = todays_midnight(now, zone) + (2 if day[1] == "lusa" else 1) * DAY + DAY // 2
    return span_of(f"hari ini {day[2]}".strip(), zone.epoch_of_wall(noon), zone, 0)


def _period(words: str, now: int, zone: Zone) -> tuple[int, int]:
    """Return the stretch of a week, from Monday on, of a month or a year."""
    today = todays_midnight(now, zone)
    if words in _WEEKS:
        begin = today - DAY * ((today // DAY + 3) % 7 + 7 * _WEEKS[words])  # 1970-01-01 was a Thursday
        return zone.epoch_of_wall(begin), zone.epoch_of_wall(begin + 7 * DAY)
    day = date.fromordinal(today // DAY + EPOCH_ORDINAL)
    if words in _YEARS:
        first, after = (_midnight(day.year - _YEARS[words] + n, 1, 1) for n in (0, 1))
    else:
        months = 12 * day.year + day.month - 1 - _MONTHS_BACK[words]
        first, after = (_midnight(number // 12, number % 12 + 1, 1) for number in (months, months + 1))
    return zone.epoch_of_wall(first), zone.epoch_of_wall(after)


def _written(match: re.Match[str], now: int, zone: Zone, ahead: int) -> tuple[int, int]:
    """Return the stretch of a date or a time in figures."""
    midnight = _day_written(match, todays_midnight(now, zone))
    hour, minute, second = match.group("clock", "minute", "second")
    if hour is None:
        return zone.epoch_of_wall(midnight), zone.epoch_of_wall(midnight + DAY)

    def moment(wall: int) -> int:
        return wall - offset_seconds(match["zone"]) if match["zone"] else zone.epoch_of_wall(wall)

    wall = midnight + int(hour) * HOUR + int(minute) * 60 + int(second or 0)
    if match["m"] is match["m2"] is match["word"] is None and moment(wall) > now + ahead:
        wall -= DAY
    return (moment(wall),) * 2


def _day_written(match: re.Match[str], today: int) -> int:
    """Return the midnight of a date in figures, or of a day counted back from `today`."""
    year, month, day = match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"]
    if year:
        return _midnight(int(year), int(month), int(day))
    if month:
        return _last_date(int(month), int(day), today)
    return today - DAY * _DAYS_BACK[match["word"] or "today"]


def _spoken(match: re.Match[str], now: int, zone: Zone, ahead: int) -> tuple[int, int]:
    """Return the stretch of a day in words, a part of it, and a time on it."""
    word, weekday, part = match["word"], match["weekday"], match["part"] or match["late"]
    if word in ("semalam", "last"):
        part, word = "malam", "kemarin"
    if not _is_speakable(match, word, part):
        raise ValueError(match[0])
    today = todays_midnight(now, zone)
    period = 0
    if word and word[0].isdigit():
        dated = re.fullmatch(_ISO, word)
        assert dated is not None
        midnight = _day_written(dated, today)
    elif weekday:
        back = (today // DAY + 3 - WEEKDAYS[weekday]) % 7  # 1970-01-01 was a Thursday
        is_before = match["before"] or match["word"].startswith("last ")
        midnight, period = today - DAY * (back or 7 * bool(is_before)), 7
    else:
        midnight = today - DAY * _DAYS_BACK.get(word or "", 0)
        period = int(word in (None, "tadi", "this"))
    begin, end = _on_day(match, part)
    if zone.epoch_of_wall(midnight + begin) > now + ahead:
        midnight -= DAY * period
    return zone.epoch_of_wall(midnight + begin), zone.epoch_of_wall(midnight + end)


def _is_speakable(match: re.Match[str], word: str | None, part: str | None) -> bool:
    """Say whether people say it so: "this" alone is no time, "lalu" belongs to a day of the week."""
    if match["before"] and not match["weekday"]:
        return False
    if match["part"] and match["late"]:
        return False
    if word is not None and word not in ("tadi", "this"):
        return True
    return bool(part or match["hour"] or match["clock"])


def _on_day(match: re.Match[str], part: str | None) -> tuple[int, int]:
    """Return from where to where on its day, in seconds from midnight: a moment, a part, or all of it."""
    hour = match["hour"] or match["clock"]
    if hour is None:
        first, last = PARTS[part] if part else (0, 24)
        return first * HOUR, last * HOUR
    at = _hour_of(int(hour), part) * HOUR + int(match["minute"] or 0) * 60 + int(match["second"] or 0)
    return at, at


def _hour_of(hour: int, part: str | None) -> int:
    """Return an hour that may be one of twelve as one of the day's: 10 "malam" is 22, and 2 that of the next day."""
    if part == "magrib":
        return hour % 12 + 12
    if part in ("malam", "night"):
        return hour + 24 if hour < 5 else hour + 12 if hour < 12 else 24 if hour == 12 else hour
    if part in ("sore", "evening", "siang", "afternoon") and hour < (11 if part == "siang" else 12):
        return hour + 12
    return hour


def todays_midnight(now: int, zone: Zone) -> int:
    """Return today's midnight on the wall clock, in seconds since that of 1970-01-01."""
    return (now + zone.offset(now)) // DAY * DAY


def _midnight(year: int, month: int, day: int) -> int:
    return (date(year, month, day).toordinal() - EPOCH_ORDINAL) * DAY


def _last_date(month: int, day: int, today: int) -> int:
    """Return the midnight of the last such day, today included. Raises `ValueError` when there is none."""
    year = date.fromordinal(today // DAY + EPOCH_ORDINAL).year
    for back in range(9):  # 29 February may be eight years ago
        try:
            midnight = _midnight(year - back, month, day)
        except ValueError:
            continue
        if midnight <= today:
            return midnight
    raise ValueError(month, day)


def _last_such_day(day: int, now: int, zone: Zone) -> str:
    """Return the last day with a number, today included, as a date. Raises `ValueError`."""
    today = date.fromordinal(todays_midnight(now, zone) // DAY + EPOCH_ORDINAL)
    for back in range(3):  # of two months that follow one another one has 31 days
        year, month = divmod(12 * today.year + today.month - 1 - back, 12)
        try:
            found = date(year, month + 1, day)
        except ValueError:
            continue
        if found <= today:
            return found.isoformat()
    raise ValueError(day)


def _day_first(match: re.Match[str]) -> str:
    """Return words with the day before its part and its time: "jam 9 malam kemarin"."""
    before, day, ago, rest = match.groups()
    return " ".join(filter(None, (day, ago, before.strip(), rest.strip())))


def unreadable(text: str) -> NoTimeError:
    return NoTimeError(
        _(
            "time {text} can't be read; write it like '2026-11-23 14:05', '25/11', '25 nov', '14:05', 'jam 9 malam', "
            "'kemarin', 'senin 14:05', 'semalam', 'minggu lalu', 'yesterday', '2 jam lalu', '3d' or '30m'"
        ).format(text=shortened(text))
    )


def shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "…")
