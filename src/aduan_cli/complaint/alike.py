"""Reports of a file that are alike in all that is looked at: what is decided of one is decided of the others.

A file has a million records of a few thousand kinds. What rules look at is found in the rules; with a condition that is
not known here no report is like another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import DECIDED, decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.desk_time import shift_of
from aduan_cli.rules.index import spelt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Condition, Rules

    Values = Mapping[str, Any]

_MOST = 8192
"""Kinds of reports that are remembered; when as many were met, those of a file that has few alike are no longer."""
_LONGEST = 200
"""Characters of a text from which on it is hardly said twice."""
_NEVER_LOOKED_AT = frozenset(
    ("actor", "agreed", "caller_address", "caller_kecamatan", "caller_kelurahan", "caller_name", "caller_phone", "key",
     "linked", "logged_at", "phone_original", "recorded_unit", "source_file", "source_row")
)  # fmt: skip
_IN_PART = frozenset(("address", "answer", "day", "fields", "point", "reported_at"))
"""What of a report counts by what it says to rules alone; the rest of it counts as it is given."""
_KNOWN = frozenset(
    ("area", "category", "channel", "fields", "kecamatan", "kelurahan", "kind", "place", "priority", "readings",
     "shift", "text", "text_all", "text_not")
)  # fmt: skip
_BY_TIME = frozenset(("days", "hours"))


class Alike:
    """Understands and decides reports by the data; `is_left` says of which categories the code of a unit is asked."""

    def __init__(self, rules: Router, is_left: Callable[[str | None], bool]) -> None:
        self._rules, self._is_left = rules, is_left
        looked_at = [*_looked_at(rules.compiled)]
        kinds = {condition[0] for condition in looked_at}
        self._fields: dict[str, set[str] | None] = {}
        """Fields that are looked at, with the words that they are held against; None: more than words."""
        for condition in looked_at:
            if condition[0] == "fields":
                self._fields[condition[1]] = _with_words(self._fields.get(condition[1], set()), condition)
        self._by_time = not kinds.isdisjoint(_BY_TIME)
        self._by_place, self._by_area = bool(rules.compiled.get("places")), bool(rules.compiled.get("areas"))
        self._counts = kinds <= _KNOWN | _BY_TIME | {"answers"}
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._found: dict[tuple[object, ...], Values | None] = {}
        self._again = 0

    def decided(self, report: Report) -> Complaint | None:
        """Return the complaint that a report is; None: code is to be asked."""
        likeness = self._likeness(report) if self._counts else None
        if likeness is None:
            return self._decided(report)
        try:
            values = self._found[likeness]
            self._again += 1
        except KeyError:
            made = self._decided(report)
            self._remember(likeness, {name: vars(made)[name] for name in ("ticket", *DECIDED)} if made else None)
            return made
        if values is None:
            return None
        day = report.day or self._rules.zone.day(report.reported_at)
        return Complaint(report.given, values, day=day, address=report.address or values["address"])

    def _decided(self, report: Report) -> Complaint | None:
        understood = read(report, self._rules)
        return None if self._is_left(understood.facts.category) else decide(understood, self._rules).complaint

    def _remember(self, likeness: tuple[object, ...], values: Values | None) -> None:
        if len(self._found) >= _MOST:
            self._counts, self._again = self._again > _MOST // 4, 0
            self._found.clear()
        if self._counts:
            self._found[likeness] = values

    def _likeness(self, report: Report) -> tuple[object, ...] | None:
        """Return all that is looked at of a report; None: it has what is seldom the same, or can't be compared."""
        given, fields, rules = report.given, report.fields, self._rules
        if report.answers or len(report.text) > _LONGEST:
            return None
        names = self._names.get(tuple(given))
        if names is None:
            counted = tuple(name for name in given if name not in _NEVER_LOOKED_AT and name not in _IN_PART)
            names = self._names.setdefault(tuple(given), counted)
        found: tuple[object, ...] = (
            names,
            *[given[name] for name in names],
            report.source,
            *report.sources.items(),
            report.answer is None,
            report.address if self._by_place else bool(report.address),
            report.point if report.point and (self._by_area or rules.areas) else bool(report.point),
            *[_counted(fields.get(name), words) for name, words in self._fields.items()],
        )
        if self._by_time or rules.shifts:
            minute = rules.zone.local(report.reported_at).minute
            found += (report.shift or shift_of(minute, rules.shifts),)
            if self._by_time:
                found += minute, rules.zone.day_number(report.reported_at)
        try:
            hash(found)
        except TypeError:
            return None
        return found


def _looked_at(compiled: Rules) -> Iterator[Condition]:
    """Yield the conditions that decide, in their parts."""
    own = (rule for rules in compiled["unit_rules"].values() for rule in rules)
    whens = [rule["when"] for rule in (*compiled["handoffs"], *compiled["city"], *own)]
    for condition in (*whens, *(entry[3] for entry in compiled["categories"]), *compiled.get("no_handoff", ())):
        if condition is not None:
            yield from _parts(condition)


def _parts(condition: Condition) -> Iterator[Condition]:
    kind, what = condition[0], condition[1]
    if kind not in ("all", "any", "not"):
        yield condition
        return
    for part in [what] if kind == "not" else what:
        yield from _parts(part)


def _with_words(words: set[str] | None, condition: Condition) -> set[str] | None:
    """Return words that a field is held against with those of one more condition; None: it is held against others."""
    _kind, _name, operator, values = condition
    is_of_words = operator == "in" and all(type(value) is str for value in values)
    return words | set(map(spelt, values)) if is_of_words and words is not None else None


def _counted(value: object, words: set[str] | None) -> object:
    """Return what of a field's value counts: which of the words it is; of others all, for `True` is no `1`."""
    if value is None or words is None:
        return None if value is None else (type(value), value)
    said = spelt(value)
    return said if said in words else None
