"""Files of holidays as calendar programs give them: iCalendar (RFC 5545), an all-day event for each holiday.

An event of several days is that many holidays. Joint leave is told by the event's categories or its name ("Cuti Bersama
Natal", "Christmas Joint Holiday"). What is cancelled is none; nor is what the calendars of Google call an observance,
which is a day to remember, on which offices are open. What can't be understood is told, never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from aduan_cli.config.rule_files.holiday_files import JOINT, HolidayList, add, empty
from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problem, quoted

_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[^=;:"]+=(?:"[^"]*"|[^";:])*)*):(.*)', re.S)
"""A line: its name, parameters, value."""
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_DURATION = re.compile(r"P(?:(\d{1,3})W|(\d{1,3})D)", re.ASCII)
_REPEATING = ("RRULE", "RDATE")
_JOINT_NAMES = ("cuti bersama", "joint holiday", "joint leave")
_LONGEST = 366
"""Days of one holiday, at the most."""
_NO_HOLIDAY = "observance"

Event = dict[str, str]
"""The values of one event by their names, as written."""


def ics_holidays(path: str, text: str) -> HolidayList:
    """Read iCalendar."""
    found = empty()
    lines: dict[Path, int] = {}
    problems: list[Problem] = []
    if not text.removeprefix("\ufeff").lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return HolidayList({}, {}, [Problem(path, (), _("not iCalendar: it begins with no BEGIN:VCALENDAR"), line=1)])
    for number, (line, event) in enumerate(_events(text)):
        if event.get("STATUS", "").upper() == "CANCELLED" or _is_observed(event):
            continue
        try:
            days = _days(event)
        except ValueError as error:
            problems.append(_wrong(path, number, line, str(error)))
            continue
        name = " ".join(_plain(event.get("SUMMARY", "")).split())
        for day in days:
            lines[("dates", len(found["dates"]))] = line
            add(found, day.isoformat(), name, _is_joint_leave(event, name))
    return HolidayList(found, lines, problems)


def _wrong(path: str, number: int, line: int, what: str) -> Problem:
    right = _("an event of whole days, each year's by itself (DTSTART;VALUE=DATE:20261225), would be right")
    return Problem(path, ("holiday", number), what, right, line=line)


def _events(text: str) -> Iterator[tuple[int, Event]]:
    """Yield each event behind the line on which it begins; what is inside it (alarms) is left out."""
    inside: list[str] = []
    began, event = 0, Event()
    for number, line in _unfolded(text):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1].upper(), found[3]
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VEVENT":
                began, event = number, Event()
        elif name == "END":
            if inside and inside.pop() == "VEVENT":
                yield began, event
        elif inside and inside[-1] == "VEVENT":
            event[name] = f"{event[name]},{value}" if name == "CATEGORIES" and name in event else value


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with its number; one that begins with a space goes on with the one before."""
    began, whole = 1, ""
    for number, line in enumerate(re.split("\r\n|\r|\n", text.removeprefix("\ufeff")), 1):
        if line[:1] in (" ", "\t"):
            whole += line[1:]
            continue
        yield began, whole
        began, whole = number, line
    yield began, whole


def _days(event: Event) -> list[date]:
    """Return the days of an event. Raises `ValueError`, with what is wrong."""
    if any(name in event for name in _REPEATING):
        raise ValueError(_("an event that repeats by a rule can't stand here"))
    first = _day(event.get("DTSTART", ""))
    end = event.get("DTEND", event.get("DURATION", "P1D"))
    length = _DURATION.fullmatch(end.strip())
    try:
        last = first + timedelta(weeks=int(length[1] or 0), days=int(length[2] or 0)) if length else _day(end)
    except OverflowError:
        last = first - timedelta(days=1)
    if last < first or (last - first).days > _LONGEST:
        raise ValueError(_("{date} is no end of it").format(date=quoted(end)))
    # Some programs end a day where it begins.
    return [first + timedelta(days=number) for number in range(max((last - first).days, 1))]


def _day(written: str) -> date:
    parts = _DAY.fullmatch(written.strip())
    try:
        return date(*map(int, parts.groups() if parts else ()))
    except (TypeError, ValueError):
        raise ValueError(_("there is no day {date}").format(date=quoted(written))) from None


def _is_joint_leave(event: Event, name: str) -> bool:
    kinds, named = event.get("CATEGORIES", "").casefold(), name.casefold()
    return any(word in kinds for word in JOINT) or any(words in named for words in _JOINT_NAMES)


def _is_observed(event: Event) -> bool:
    return event.get("DESCRIPTION", "").strip().casefold().startswith(_NO_HOLIDAY)


def _plain(text: str) -> str:
    """Return a text without the marks that iCalendar puts before commas, and for line ends."""
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], text)
