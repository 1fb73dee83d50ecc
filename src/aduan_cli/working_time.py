"""When something is due: a start, a target, working hours, holidays and pauses. Pure.

Moments are UTC seconds; days are numbered from 1970-01-01 on the wall clock; hours are minutes of such a day, and may
pass midnight (1320, 1560: from 22:00 to 02:00 of the next day). A span opens at the first moment at which the wall
clock shows its beginning, and closes at the first at which it shows its end: of an hour that occurs twice, the first;
one that does not occur counts with the offset from before the gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aduan_cli.desk_time import DAY, Zone
from aduan_cli.record import Record, TupleRecord

MINUTES, HOURS, DAYS, WORKING_DAYS = "m", "h", "d", "wd"
UNITS = (MINUTES, HOURS, WORKING_DAYS, DAYS)
"""What a target counts: minutes and hours while it is open, days of the calendar, days on which it opens."""
LONGEST_SPAN = 2 * 1440
"""Minutes of its day at which a span closes at the latest."""
_SECONDS = {MINUTES: 60, HOURS: 3600}
_LOOKED_AHEAD = 5 * 366
"""Days within which a calendar must open again; one that does not never will."""

OPEN, CLOSED, HOLIDAY, PAUSED, WAITING = "open", "closed", "holiday", "paused", "waiting"
"""Why a stretch of time counts or does not: open; outside of the hours; a day that is closed; a pause; before the start
of what began outside of the hours."""
Span = tuple[int, int]


class NeverOpenError(ValueError):
    """A calendar does not open any more."""


class Calendar(Record):
    """Working hours: `week` has the spans of each weekday, Monday first; `closed` the days that are closed, with why.

    `changed` has the hours of single days, which then are those, whatever the weekday, and holiday or not.
    """

    week: tuple[tuple[Span, ...], ...]
    closed: Mapping[int, str] = {}
    changed: Mapping[int, tuple[Span, ...]] = {}

    def hours(self, day: int) -> tuple[Span, ...]:
        """Return the spans of a day, in minutes, ascending."""
        if day in self.changed:
            return self.changed[day]
        return () if day in self.closed else self.week[(day + 3) % 7]


class Target(TupleRecord):
    """How long something may take: `4` `h`, `3` `wd`."""

    amount: int
    unit: str


class Pause(TupleRecord):
    """A time that does not count; `until` None: it has not ended."""

    begin: int
    until: int | None
    why: str = ""


class DueTime(TupleRecord):
    """What comes of a target: when it begins to count, and when it is due; None while it is paused."""

    begins: int
    at: int | None


class Stretch(TupleRecord):
    """A part of the time between start and end that counts, or does not, for one reason."""

    begin: int
    until: int
    why: str
    name: str = ""
    """Of a holiday or a pause, which."""

    @property
    def counts(self) -> bool:
        """Whether its time counts."""
        return self.why == OPEN


def read_target(text: str) -> Target | None:
    """Return the target that a text like `90m`, `4h`, `3d`, `3wd` says; None: it says none."""
    for unit in UNITS:
        number = text.removesuffix(unit)
        if number != text and number.isascii() and number.isdigit() and len(number) <= 5 and int(number):
            return Target(int(number), unit)
    return None


def openings(calendar: Calendar, zone: Zone, since: int) -> Iterator[Span]:
    """Yield the open times that end after a moment: ascending, none overlapping another.

    Raises `NeverOpenError` where the calendar does not open any more.
    """
    for _day, begin, until in _openings(calendar, zone, since):
        yield begin, until


def _openings(calendar: Calendar, zone: Zone, since: int) -> Iterator[tuple[int, int, int]]:
    """Yield the same, each behind the day that it belongs to."""
    day = zone.day_number(since) - LONGEST_SPAN // 1440
    last, opened = since - 1, day
    while day - opened <= _LOOKED_AHEAD:
        for first, end in calendar.hours(day):
            begin, until = (zone.epoch_of_wall(day * DAY + minute * 60) for minute in (first, end))
            begin = max(begin, last) if last >= since else begin
            if until > since and until > begin:
                opened, last = day, until
                yield day, begin, until
        day += 1
    raise NeverOpenError


def begin_of(calendar: Calendar | None, zone: Zone, start: int) -> int:
    """Return when something begins to count: at its start, or at the next opening; without a calendar, at its start."""
    return start if calendar is None else max(start, next(openings(calendar, zone, start))[0])


def counted(calendar: Calendar | None, zone: Zone, begin: int, until: int) -> int:
    """Return how many seconds between two moments are open; all of them without a calendar."""
    if until <= begin or calendar is None:
        return max(until - begin, 0)
    found = 0
    try:
        for opens, closes in openings(calendar, zone, begin):
            if opens >= until:
                break
            found += min(closes, until) - max(opens, begin)
    except NeverOpenError:
        pass
    return found


def after(calendar: Calendar | None, zone: Zone, begin: int, seconds: int) -> int:
    """Return the first moment by which so many seconds have counted since `begin`. Raises `NeverOpenError`."""
    if calendar is None or not seconds:
        return begin + seconds
    for opens, closes in openings(calendar, zone, begin):
        opens = max(opens, begin)
        if closes - opens >= seconds:
            return opens + seconds
        seconds -= closes - opens
    raise NeverOpenError


def due(calendar: Calendar | None, zone: Zone, start: int, target: Target, pauses: Sequence[Pause] = ()) -> DueTime:
    """Return when a target is due; what is reported outside of the hours begins with the next opening.

    What counted in a pause is added at the end, open time for open time; of `d`, time for time. `pauses` ascend and do
    not overlap; one that begins when it was due already changes nothing. Raises `NeverOpenError`.
    """
    begins = begin_of(calendar, zone, start)
    at = _without_pauses(calendar, zone, begins, target)
    return DueTime(begins, _put_off(None if target.unit == DAYS else calendar, zone, begins, at, pauses))


def _put_off(counting: Calendar | None, zone: Zone, begins: int, at: int, pauses: Sequence[Pause]) -> int | None:
    """Return a moment with what of the pauses before it counted put behind it; None: one of them has not ended."""
    for pause in pauses:
        if pause.begin >= at:
            break
        if pause.until is None:
            return None
        lost = counted(counting, zone, max(pause.begin, begins), pause.until)
        at = after(counting, zone, at, lost)
    return at


def part_of(
    calendar: Calendar | None, zone: Zone, start: int, target: Target, percent: int, pauses: Sequence[Pause] = ()
) -> int | None:
    """Return when so much of a target's time has counted; None while it is paused. Raises `NeverOpenError`."""
    begins = begin_of(calendar, zone, start)
    counting = None if target.unit == DAYS else calendar
    whole = counted(counting, zone, begins, _without_pauses(calendar, zone, begins, target))
    at = after(counting, zone, begins, whole * percent // 100)
    return _put_off(counting, zone, begins, at, pauses)


def beyond(calendar: Calendar | None, zone: Zone, due_at: int, target: Target) -> int:
    """Return when something is so much over its time. Raises `NeverOpenError`."""
    if calendar is None or target.unit != WORKING_DAYS:
        return _without_pauses(calendar, zone, due_at, target)
    day = zone.day_number(due_at)
    time = due_at + zone.offset(due_at) - day * DAY
    return _at_time(calendar, zone, _working_day(calendar, day, target.amount), time)


def _without_pauses(calendar: Calendar | None, zone: Zone, begins: int, target: Target) -> int:
    amount, unit = target
    if unit in _SECONDS:
        return after(calendar, zone, begins, amount * _SECONDS[unit])
    if unit == DAYS or calendar is None:
        return zone.epoch_of_wall(begins + zone.offset(begins) + amount * DAY)
    first = next(_openings(calendar, zone, begins))[0]
    time = begins + zone.offset(begins) - first * DAY
    day = _working_day(calendar, first, amount)
    return _at_time(calendar, zone, day, time)


def _working_day(calendar: Calendar, day: int, count: int) -> int:
    """Return the day on which it opens that is so many of them on."""
    looked = 0
    while count:
        day += 1
        looked += 1
        if calendar.hours(day):
            count, looked = count - 1, 0
        elif looked > _LOOKED_AHEAD:
            raise NeverOpenError
    return day


def _at_time(calendar: Calendar, zone: Zone, day: int, time: int) -> int:
    """Return a time of day (seconds) on a working day: where it is closed then, the next opening; else the closing."""
    for first, end in calendar.hours(day):
        if time <= end * 60:
            return zone.epoch_of_wall(day * DAY + max(time, first * 60))
    return zone.epoch_of_wall(day * DAY + calendar.hours(day)[-1][1] * 60)


def least(
    calendar: Calendar | None, zone: Zone, start: int, unit: str, until: int, pauses: Sequence[Pause] = ()
) -> int:
    """Return the least amount of a unit, from 1 on, by which a moment is in time. Raises `NeverOpenError`."""
    begins = begin_of(calendar, zone, start)
    amount = max(1, _about(calendar, zone, begins, unit, until))
    while (at := due(calendar, zone, start, Target(amount, unit), pauses).at) is not None and at < until:
        amount += 1
    while amount > 1:
        at = due(calendar, zone, start, Target(amount - 1, unit), pauses).at
        if at is not None and at < until:
            break
        amount -= 1
    return amount


def _about(calendar: Calendar | None, zone: Zone, begins: int, unit: str, until: int) -> int:
    """Return about how much of a unit lies between two moments."""
    if unit in _SECONDS:
        return counted(calendar, zone, begins, until) // _SECONDS[unit]
    if unit == DAYS or calendar is None:
        return (until - begins) // DAY
    first, last = zone.day_number(begins), zone.day_number(until)
    return sum(1 for day in range(first + 1, last + 1) if calendar.hours(day))


def stretches(
    calendar: Calendar | None, zone: Zone, start: int, until: int, pauses: Sequence[Pause] = ()
) -> Iterator[Stretch]:
    """Yield what counted between two moments and what did not, without a gap, ascending."""
    at = start
    for opens, closes in _opened(calendar, zone, start, until):
        if opens > at:
            yield from _closed(calendar, zone, at, opens, waiting=at == start)
        yield from _paused(max(opens, at), closes, pauses)
        at = max(closes, at)
    if at < until:
        yield from _closed(calendar, zone, at, until, waiting=at == start)


def _opened(calendar: Calendar | None, zone: Zone, start: int, until: int) -> Iterator[Span]:
    """Yield the open times between two moments."""
    if calendar is None:
        if start < until:
            yield start, until
        return
    try:
        for opens, closes in openings(calendar, zone, start):
            if opens >= until:
                return
            yield max(opens, start), min(closes, until)
    except NeverOpenError:
        return


def _paused(begin: int, until: int, pauses: Sequence[Pause]) -> Iterator[Stretch]:
    """Yield the stretches of an open time: what counts, and the pauses in it."""
    for pause in pauses:
        first, last = max(pause.begin, begin), until if pause.until is None else min(pause.until, until)
        if first >= last:
            continue
        if first > begin:
            yield Stretch(begin, first, OPEN)
        yield Stretch(first, last, PAUSED, pause.why)
        begin = last
    if begin < until:
        yield Stretch(begin, until, OPEN)


def _closed(calendar: Calendar | None, zone: Zone, begin: int, until: int, waiting: bool) -> Iterator[Stretch]:
    """Yield the stretches of a time that is closed: holidays apart, each of them by name."""
    closed = calendar.closed if calendar is not None else {}
    changed = calendar.changed if calendar is not None else {}
    at = begin
    for day in range(zone.day_number(begin), zone.day_number(until - 1) + 1):
        name = closed.get(day) if day not in changed else None
        if name is None:
            continue
        first, last = max(at, zone.epoch_of_wall(day * DAY)), min(until, zone.epoch_of_wall((day + 1) * DAY))
        if first > at:
            yield Stretch(at, first, WAITING if waiting else CLOSED)
        if last > first:
            yield Stretch(first, last, HOLIDAY, name)
            at = last
    if at < until:
        yield Stretch(at, until, WAITING if waiting else CLOSED)
