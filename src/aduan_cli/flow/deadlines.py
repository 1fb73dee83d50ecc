"""Targets held against what is stored: what they would have meant, and which another system must have had.

One pass over the store, whatever its size; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from aduan_cli.complaint.clocks import EMERGENCY, HANDOFF
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deadlines import ALWAYS, aim_of
from aduan_cli.complaint.kept import NEAR, Judge, Judged, KeptFigures, by_group, course_of
from aduan_cli.desk_time import Zone, date_parser
from aduan_cli.model import CLOCKS, PRIORITIES
from aduan_cli.ports import Store
from aduan_cli.rules.learning.targets import TargetProposal, Votes
from aduan_cli.stored import Query
from aduan_cli.working_time import DAYS, HOURS, WORKING_DAYS, Calendar, NeverOpenError, Target, due, least

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

EACH = ("ticket", "source_row", "unit", "category", "reported_at", "due_at", "closed_at", "kept")
GROUPS = (
    "unit", "category", "complaints", "kept", "late", "target", "median", "p90", "target_p90", "compared", "within",
)  # fmt: skip
TARGETS = ("whose", "clock", "priority", "target", "calendar")
HELD_OUT = 30
"""Percent of the due times, the last ones, on which what the others say is tried."""


class Times:
    """Reads moments of `fields`: ISO 8601, and the formats of some maps."""

    def __init__(self, formats: Sequence[str], zone: Zone) -> None:
        self._parse = date_parser(list(formats), zone) if formats else None
        self.unread = 0
        """Values that are no time."""

    def read(self, value: object) -> int | None:
        """Return a moment in seconds since 1970; None: there is none, or it can't be read, which is counted."""
        if value is None:
            return None
        text = str(value)
        try:
            if text[4:5] == "-" and text[10:11] == "T":
                moment = datetime.fromisoformat(text)
                if moment.tzinfo is not None:
                    return int(moment.timestamp())
            if self._parse is not None:
                return self._parse(text)
        except (ValueError, OverflowError):
            pass
        self.unread += 1
        return None


class Backtest:
    """What the targets in force would have meant for stored complaints. `against`: a kept column of due times."""

    def __init__(self, store: Store, rules: Rules, zone: Zone, now: int, times: Times, against: str | None) -> None:
        self._store, self._zone, self._times, self._against = store, zone, times, against
        self._judge = Judge(rules, zone, now)
        self.untold = 0
        """Complaints of which nobody knows when they were done."""

    def _judged(self, query: Query) -> Iterator[Judged]:
        for complaint in self._store.find(query):
            course = course_of(complaint, lambda of=complaint: self._store.events(of), self._times.read)  # type: ignore[misc]
            if course is not None:
                yield self._judge.judge(complaint, course)
            elif complaint.kind == "complaint":
                self.untold += 1

    def each(self, query: Query) -> Iterator[dict[str, object]]:
        """Yield a row for each complaint, in the order of `EACH`."""
        for one in self._judged(query):
            complaint = one.complaint
            yield {
                "ticket": complaint.ticket,
                "source_row": complaint.source_row,
                "unit": complaint.unit,
                "category": complaint.category,
                "reported_at": self._iso(complaint.reported_at),
                "due_at": self._iso(one.due_at),
                "closed_at": self._iso(one.course.ended),
                "kept": one.kept,
            }

    def groups(self, query: Query) -> list[dict[str, object]]:
        """Return a row for each unit and category, and a last one for all, in the order of `GROUPS`.

        `median` and `p90` are the seconds within which half and 90 % of what is done were, `target_p90` the target that
        90 % of it would have kept.
        """
        figures: dict[tuple[str, str], KeptFigures] = {}
        whole = KeptFigures()
        for one in self._judged(query):
            other = self._times.read(one.complaint.fields.get(self._against)) if self._against else None
            needed = self._judge.needed(one)
            name = (one.complaint.unit or "", one.complaint.category or "")
            for group in (figures.setdefault(name, KeptFigures()), whole):
                group.add(one, needed, other)
        rows = [_row(unit or None, category or None, found) for (unit, category), found in by_group(figures)]
        return [*rows, _row(None, None, whole)] if rows else []

    def _iso(self, moment: int | None) -> str | None:
        return None if moment is None else self._zone.iso(moment)


def _row(unit: str | None, category: str | None, found: KeptFigures) -> dict[str, object]:
    values = (
        unit, category, found.complaints, found.kept, found.late, found.target(), found.median(), found.most(),
        found.target_for_most(), found.compared, found.within,
    )  # fmt: skip
    return dict(zip(GROUPS, values, strict=True))


def learned(store: Store, query: Query, rules: Rules, zone: Zone, times: Times, against: str) -> Votes:
    """Return which targets the due times of a kept column speak for, by category.

    The last of them (`HELD_OUT` percent, by when they were reported) are tried on what the others say.
    """
    judge = Judge(rules, zone, 0)
    calendars = [(name, judge.calendar(name)) for name in (*rules["clocks"]["calendars"], ALWAYS)]
    votes = Votes()
    first = store.count(query) * (100 - HELD_OUT) // 100
    for number, complaint in enumerate(store.find(query._replace(ascending=True))):
        other = times.read(complaint.fields.get(against))
        if other is not None and complaint.category is not None:
            found = [
                (name, target)
                for name, calendar in calendars
                for target in fitting(calendar, zone, complaint.reported_at, other)
            ]
            votes.add(complaint.category, found, is_held_out=number >= first)
    return votes


def fitting(calendar: Calendar | None, zone: Zone, start: int, due_at: int) -> Iterator[Target]:
    """Yield the targets, one of each unit, of which a due time may have come."""
    for unit in (WORKING_DAYS, DAYS, HOURS) if calendar is not None else (DAYS, HOURS):
        try:
            target = Target(least(calendar, zone, start, unit, due_at - NEAR), unit)
            at = due(calendar, zone, start, target).at
        except NeverOpenError:
            continue
        if at is not None and abs(at - due_at) <= NEAR:
            yield target


def as_toml(head: Sequence[str], proposals: Sequence[TargetProposal], rules: Rules) -> str:
    """Return proposals as text for rule files, each category's below the file that has it."""
    files = {entry[0]: entry[2] for entry in rules["categories"]}
    parts = ["".join(f"# {line}\n" for line in head)]
    for one in sorted(proposals, key=lambda one: (files.get(one.category) or "", one.category)):
        plugin = files.get(one.category)
        share = f"# {one.right}/{one.cases} {100 * one.right / one.cases:.1f} %"
        if 10 * one.right < 9 * one.cases:
            rest = one.others[:3]
            share += "".join(f" · {_written(target)} {calendar} {count}" for (calendar, target), count in rest)
        table = f"[categories.{one.category}.deadlines]\n"
        where = f"# plugins/{plugin}/plugin.toml\n" if plugin else ""
        parts.append(f'{where}{share}\n{table}calendar = "{one.calendar}"\nresolve = "{_written(one.target)}"\n')
    return "\n".join(parts)


def _written(target: Target) -> str:
    return f"{target.amount}{target.unit}"


def targets_in_force(rules: Rules, of: tuple[str | None, str | None] | None = None) -> Iterator[dict[str, object]]:
    """Yield the targets in the order of `TARGETS`: as they are written, or what holds for a category or unit."""
    if of is None:
        yield from _as_written(rules)
        return
    category, unit = of
    if category is not None:
        unit = next(entry[1] for entry in rules["categories"] if entry[0] == category)
    for priority in PRIORITIES:
        complaint = Complaint(category=category, unit=unit, priority=priority)
        for clock in CLOCKS:
            aim = aim_of(rules, clock, complaint) if clock != HANDOFF or priority == EMERGENCY else None
            if aim is not None:
                yield dict(zip(TARGETS, (aim.whose, clock, priority, aim.text, aim.calendar), strict=True))


def _as_written(rules: Rules) -> Iterator[dict[str, object]]:
    given = rules["clocks"]
    units = {entry[0]: entry[1] for entry in rules["categories"]}
    tables = [("desk", given["desk"], Complaint())]
    tables += [(f"unit {name}", table, Complaint(unit=name)) for name, table in given["units"].items()]
    for name, table in given["categories"].items():
        tables.append((f"category {name}", table, Complaint(category=name, unit=units.get(name))))
    for whose, table, complaint in tables:
        for priority, targets in table["targets"].items():
            for clock, text in targets.items():
                of = copy_of(complaint, priority=priority) if priority else complaint
                aim = aim_of(rules, clock, of)
                calendar = ALWAYS if aim is None else aim.calendar
                yield dict(zip(TARGETS, (whose, clock, priority or None, text, calendar), strict=True))
