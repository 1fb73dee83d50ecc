"""What can be proved about compiled conditions: that one never holds, that one holds wherever another does.

A condition becomes a few boxes, any of which must hold: a box demands something of each fact on its own, and what
it demands can be compared. Proofs are one-sided: what isn't proved may be true all the same, what is proved is.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING, Any

from aduan_cli.patterns import is_phrase
from aduan_cli.rules.engine import compare
from aduan_cli.rules.index import spelt
from aduan_cli.rules.numerals import number as number_of

if TYPE_CHECKING:
    from aduan_cli.compiled import Condition, Rules

    Literal = tuple[bool, Condition]
    """A condition without parts, and whether it must hold or must not."""

_MOST = 64
"""Boxes of one condition; one with more is not reasoned about."""
_WHOLE_DAY = (1 << 1440) - 1
_ALL_DAYS = (1 << 14) - 1
"""One bit for each day of the week, then seven more for the same days when they are holidays."""


class PatternWords:
    """Which patterns are found wherever another one is: an exact one, or the beginning of a word (`lamp*`)."""

    def __init__(self, compiled: Rules) -> None:
        self._beginnings: dict[str, int] = {}
        self._texts: dict[int, list[str]] = {}
        for joined, number in compiled["patterns"].items():
            self._texts.setdefault(number, []).append(joined)
        for number, words in compiled["stars"]:
            if is_phrase(words):
                continue  # It has no characters that are always there together.
            joined = "".join(words)
            beginning = joined.split("*", 1)[0]
            self._texts[number] = [beginning]
            # The pattern "lamp*" is found wherever a word goes on from "lamp", be it another pattern's.
            if beginning + "*" == joined:
                self._beginnings[beginning] = number
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._known: dict[int, frozenset[int]] = {}

    def implied(self, pattern: int) -> frozenset[int]:
        """Return the patterns that are found wherever this one is, itself included."""
        known = self._known.get(pattern)
        if known is None:
            # One that has several ways to be written is found where another is only if that holds for each of them.
            ways = [self._begun(text) for text in self._texts.get(pattern, [])]
            known = self._known[pattern] = frozenset([pattern]).union(frozenset.intersection(*ways) if ways else ())
        return known

    def _begun(self, text: str) -> frozenset[int]:
        """Return the patterns that are the beginning of a word, as far as this text begins with it."""
        found = (self._beginnings.get(text[:length]) for length in self._lengths if length <= len(text))
        return frozenset(number for number in found if number is not None)


class Box:
    """What one way for a condition to hold demands.

    `only` and `never` are values of facts; `clauses` are sets of patterns, one of each of which is found; of
    `absent` none is. `minutes` and `days` are bits. `values` are demands on answers, fields, readings and
    places. `broken` names the key whose demands exclude each other, None while nothing is known to. `dead` are
    patterns that can't be found because `absent` has them.
    """

    __slots__ = ("absent", "broken", "clauses", "days", "dead", "minutes", "never", "only", "values")

    def __init__(self, literals: Iterable[Literal], words: PatternWords) -> None:
        self.only: dict[str, frozenset[object]] = {}
        self.never: dict[str, frozenset[object]] = {}
        self.clauses: list[frozenset[int]] = []
        self.absent: frozenset[int] = frozenset()
        self.minutes, self.days = _WHOLE_DAY, _ALL_DAYS
        self.values: dict[tuple[str, str], list[tuple[bool, str, Any]]] = {}
        self.dead: frozenset[int] = frozenset()
        self.broken: str | None = None
        for positive, condition in literals:
            self._demand(positive, condition)
        self._simplify(words)

    def _demand(self, positive: bool, condition: Condition) -> None:
        name, wanted = condition[0], condition[1]
        if name in ("text", "text_not"):
            if positive == (name == "text"):
                self.clauses.append(frozenset(wanted))
            else:
                self.absent |= frozenset(wanted)
        elif name == "text_all":  # it must hold: the other case was taken apart before
            self.clauses += [frozenset([pattern]) for pattern in wanted]
        elif name == "hours":
            self.minutes &= _minutes(wanted) if positive else ~_minutes(wanted)
        elif name == "days":
            self.days &= _days(wanted) if positive else ~_days(wanted)
        elif name in ("answers", "fields", "readings"):
            self.values.setdefault((name, wanted), []).append((positive, condition[2], condition[3]))
        elif name == "place":  # A text may name several: what is asked of one says nothing of what is asked of another.
            asked = " ".join(f"{key}={'|'.join(sorted(values))}" for key, values in sorted(wanted))
            self.values.setdefault((name, asked), []).append((positive, "in", [True]))
        elif name == "area":  # Areas may lie in one another.
            self.values.setdefault((name, "|".join(sorted(wanted))), []).append((positive, "in", [True]))
        elif positive:
            self.only[name] = self.only[name] & frozenset(wanted) if name in self.only else frozenset(wanted)
        else:
            self.never[name] = self.never.get(name, frozenset()) | frozenset(wanted)

    def _simplify(self, words: PatternWords) -> None:
        """Leave out what can't be, and note whether nothing is left."""
        for name in self.only.keys() & self.never.keys():
            self.only[name] -= self.never.pop(name)
        if self.absent:
            dead = {pattern for clause in self.clauses for pattern in clause if words.implied(pattern) & self.absent}
            self.dead = frozenset(dead)
            self.clauses = [clause - self.dead for clause in self.clauses]
        empty = [name for name, values in self.only.items() if not values]
        if empty:
            self.broken = empty[0]
        elif not all(self.clauses):
            self.broken = "text"
        elif not self.minutes or not self.days:
            self.broken = "days" if self.minutes else "hours"
        else:
            wrong = [key for key, demands in self.values.items() if _exclude(demands)]
            self.broken = ".".join(wrong[0]) if wrong else None

    @property
    def demands_nothing(self) -> bool:
        """Whether it holds for every complaint."""
        whole_time = self.minutes == _WHOLE_DAY and self.days == _ALL_DAYS
        return whole_time and not (self.only or self.never or self.clauses or self.absent or self.values)

    def within(self, other: Box, words: PatternWords) -> bool:
        """Say whether `other` is proved to hold wherever this one does."""
        if self.minutes & ~other.minutes or self.days & ~other.days:
            return False
        for name, values in other.only.items():
            mine = self.only.get(name)
            if mine is None or not mine <= values:
                return False
        for name, values in other.never.items():
            mine = self.only.get(name)
            if not (mine.isdisjoint(values) if mine is not None else values <= self.never.get(name, frozenset())):
                return False
        for wanted in other.clauses:
            if not any(all(words.implied(pattern) & wanted for pattern in clause) for clause in self.clauses):
                return False
        if any(not words.implied(pattern) & self.absent for pattern in other.absent):
            return False
        return all(
            any(_follows(known, demand) for known in self.values.get(key, ()))
            for key, demands in other.values.items()
            for demand in demands
        )


def boxes(condition: Condition | None, words: PatternWords, more: Iterable[Literal] = ()) -> list[Box] | None:
    """Return the boxes of a condition, each with `more` demands; None when there would be too many."""
    ways = _ways(condition, True)
    return None if ways is None else [Box([*more, *way], words) for way in ways]


def _ways(condition: Condition | None, positive: bool) -> list[list[Literal]] | None:
    """Return the ways for a condition to hold (or not to): each is a list of what must be at once."""
    if condition is None:
        return [[]] if positive else []
    name = condition[0]
    if name == "not":
        return _ways(condition[1], not positive)
    if name == "text_all" and not positive:
        return [[(True, ["text_not", [pattern]])] for pattern in condition[1]][: _MOST + 1]
    if name not in ("all", "any"):
        return [[(positive, condition)]]
    parts = []
    for part in condition[1]:
        ways = _ways(part, positive)
        if ways is None:
            return None
        parts.append(ways)
    if (name == "any") == positive:
        found = [way for ways in parts for way in ways]
        return found if len(found) <= _MOST else None
    size = 1
    for ways in parts:
        size *= len(ways)
        if size > _MOST:
            return None
    return [[literal for way in ways for literal in way] for ways in product(*parts)]


def _minutes(spans: list[list[int]]) -> int:
    bits = 0
    for start, end in spans:
        until, since = (1 << end) - 1, _WHOLE_DAY & ~((1 << start) - 1)
        bits |= until & since if start < end else until | since
    return bits


def _days(wanted: list[int | str]) -> int:
    bits = sum(0b10000001 << day for day in wanted if isinstance(day, int))
    return bits | 0b1111111 << 7 if "holiday" in wanted else bits


# -- answers and fields


def _plain(value: Any) -> bool:
    """Say whether a value that equals this one, or is spelt like it, compares with numbers just as it does."""
    if type(value) not in (int, float, str):
        return False
    written = spelt(value)
    try:
        return number_of(written) == float(written)
    except ValueError:  # "1.125" is no number, 1.125 is
        return False


def _follows(known: tuple[bool, str, Any], demand: tuple[bool, str, Any]) -> bool:
    """Say whether a value that meets `known` is proved to meet `demand`."""
    if known == demand and repr(known) == repr(demand):
        return True
    (is_so, operator, values), (wanted_so, wanted_operator, wanted) = known, demand
    if operator == "in" and wanted_operator == "in":
        if is_so and wanted_so:
            return {repr(value) for value in values} <= {repr(value) for value in wanted}
        if not is_so and not wanted_so:
            return {repr(value) for value in wanted} <= {repr(value) for value in values}
        return is_so and all(_apart(value, other) for value in values for other in wanted)
    if not is_so or not wanted_so or operator == "is":
        return False
    if wanted_operator == "is":
        return True
    if operator == "in":
        return all(_plain(value) and compare(value, wanted_operator, wanted) for value in values)
    if wanted_operator == "in":
        return False
    return _range_within(operator, values, wanted_operator, wanted)


def _range_within(operator: str, bound: float, wanted_operator: str, wanted: float) -> bool:
    """Say whether every number with `operator bound` also has `wanted_operator wanted`."""
    if wanted_operator in (">=", ">"):
        enough = bound > wanted or (bound == wanted and (operator == ">" or wanted_operator == ">="))
        return operator in (">=", ">") and enough
    if wanted_operator in ("<=", "<"):
        enough = bound < wanted or (bound == wanted and (operator == "<" or wanted_operator == "<="))
        return operator in ("<=", "<") and enough
    if operator in (">=", ">"):
        return bound > wanted or (bound == wanted and operator == ">")
    return operator in ("<=", "<") and (bound < wanted or (bound == wanted and operator == "<"))


def _apart(one: object, other: object) -> bool:
    """Say whether no value can equal, or be spelt like, both of two values."""
    return type(one) is type(other) and type(one) in (str, int) and spelt(one) != spelt(other)


def _exclude(demands: list[tuple[bool, str, object]]) -> bool:
    """Say whether demands on one answer or field are proved never to be met together."""
    return any(_clash(one, other) for at, one in enumerate(demands) for other in demands[:at])


def _clash(one: tuple[bool, str, Any], other: tuple[bool, str, Any]) -> bool:
    (is_so, operator, values), (other_so, other_operator, others) = one, other
    if is_so != other_so:
        known, denied = (one, other) if is_so else (other, one)
        return _follows(known, (True, denied[1], denied[2]))
    if not is_so:
        return False
    if operator == "in" and other_operator == "in":
        return all(_apart(value, known) for value in values for known in others)
    if operator != "in" and other_operator != "in":
        opposite = {">=": "<", ">": "<=", "<=": ">", "<": ">="}.get(other_operator)
        return opposite is not None and operator != "!=" and _range_within(operator, values, opposite, others)
    if operator != "in":
        values, other_operator, others = others, operator, values
    return all(_plain(value) and not compare(value, other_operator, others) for value in values)
