"""Exceptions to what is usual: within a group of complaints, values of a column that go to another unit.

A group (a category) has one unit. Where a column's values set complaints apart that mostly went elsewhere, each
such value becomes an exception, with exceptions of its own in turn. One must be more than chance and worth a
line of text; the same exception in a second group is worth less proof, for it is a word more in a rule that is
there already.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from math import sqrt
from typing import NamedTuple

from aduan_cli.rules.language.names import slug
from aduan_cli.rules.learning.draft import Sample
from aduan_cli.rules.learning.tables import commonest

Pair = tuple[int, str]
"""A column and its value."""
Known = tuple[int, str, str]
"""A column, its value and the unit that it leads to in several groups."""
Named = tuple[int, dict[str, str]]
"""A column, and of its values the units that are named after them: one way of naming."""

DEPTH = 2
"""Columns that one exception may name."""
BASES = 4
"""Units of a group, the commonest ones, that are tried as its usual unit."""
CHANCE = 1.6
"""Standard deviations by which an exception must lead over the usual unit."""
KNOWN_GROUPS = 3
"""Groups in which an exception must be seen for each of them to be asked for less proof."""

NAMED_ALIKE = 3
"""Values with units named after them that make a way of naming."""
LEAST_MENDED = 2
"""Complaints that a rule must mend in the end, where others stand before and after it."""


class FoundException(NamedTuple):
    """One exception of one group. Of one group, those of a lower rank are looked at first."""

    group: str
    pairs: tuple[Pair, ...]
    unit: str
    rank: int
    gain: int
    named: bool = False
    """The unit is named after the value; it may have had no complaint yet."""


class Worth(NamedTuple):
    """What an exception must be worth: complaints that it mends, and exceptions known from other groups."""

    least: float
    known: Collection[Known] = frozenset()
    named: Collection[Named] = ()

    def enough(self, known: bool, here: int, usual: int) -> bool:
        """Say whether `here` complaints of the exception's unit against `usual` ones are enough."""
        gain = here - usual
        return gain >= 1 if known else gain >= self.least and gain >= CHANCE * sqrt(here + usual)

    def price(self, known: bool) -> float:
        """Return the complaints that one more exception costs when columns are compared."""
        return 0.2 if known else self.least / 2


class _Split(NamedTuple):
    score: float
    column: int
    usual: str
    exceptions: dict[str, int]
    """Value → complaints mended."""
    named: dict[str, str]
    """Value → the unit named after it, where such units are the exception."""


def _best_split(samples: Sequence[Sample], columns: Sequence[int], worth: Worth) -> _Split | None:
    """Return the column, the usual unit and the exceptions that together fit the samples best."""
    totals = Counter(sample.unit for sample in samples)
    tried = sorted(totals, key=lambda unit: (-totals[unit], unit))[:BASES]
    best: _Split | None = None
    for column in columns:
        cells: dict[str, Counter[str]] = defaultdict(Counter)
        for sample in samples:
            cells[sample.values[column]][sample.unit] += 1
        blank = cells.pop("", None)
        usuals = [*tried, commonest(blank)] if blank else tried
        for usual in dict.fromkeys(usuals):
            split = _split(column, usual, totals[usual], cells, worth)
            if split.exceptions and (best is None or split.score > best.score):
                best = split
    floor = totals[tried[0]] + (0.5 if worth.known else worth.least)
    return best if best and best.score > floor else None


def _split(column: int, usual: str, score: float, cells: dict[str, Counter[str]], worth: Worth) -> _Split:
    exceptions = {}
    for value, counts in cells.items():
        unit = commonest(counts)
        known = (column, value, unit) in worth.known
        if unit != usual and worth.enough(known, counts[unit], counts[usual]):
            exceptions[value] = counts[unit] - counts[usual]
            score += exceptions[value] - worth.price(known)
    named = _named_here(column, usual, cells, worth)
    return _Split(column=column, usual=usual, score=score, exceptions=dict.fromkeys(named, 0) | exceptions, named=named)


def _named_here(column: int, usual: str, cells: dict[str, Counter[str]], worth: Worth) -> dict[str, str]:
    """Return the units named after values where this group's complaints prove that they are its exceptions."""
    found: dict[str, str] = {}
    for of_column, units in worth.named:
        if of_column != column:
            continue
        there = [(counts[units[value]], counts[usual]) for value, counts in cells.items() if value in units]
        if worth.enough(False, sum(here for here, _usual in there), sum(usual for _here, usual in there)):
            found |= {value: unit for value, unit in units.items() if unit != usual and value not in cells}
    return found


def grow(
    group: str, samples: Sequence[Sample], columns: Sequence[int], worth: Worth, before: tuple[Pair, ...] = ()
) -> tuple[str, list[FoundException]]:
    """Return a group's usual unit and its exceptions."""
    found: list[FoundException] = []
    left, rest, rank = list(columns), samples, 0
    usual = commonest(Counter(sample.unit for sample in samples))
    while rest and left and len(before) < DEPTH:
        split = _best_split(rest, left, worth)
        if split is None:
            break
        usual = split.usual
        left.remove(split.column)
        parts: dict[str, list[Sample]] = defaultdict(list)
        for sample in rest:
            value = sample.values[split.column]
            parts[value if value in split.exceptions else ""].append(sample)
        rest = parts.pop("", [])
        above = rank
        for value in sorted(split.exceptions):
            pairs = (*before, (split.column, value))
            if value not in parts:
                found.append(FoundException(group, pairs, split.named[value], rank, 0, named=True))
                above = max(above, rank + 1)
                continue
            unit, inner = grow(group, parts[value], left, worth, pairs)
            found += [one._replace(rank=one.rank + rank) for one in inner]
            own = max((one.rank + rank + 1 for one in inner), default=rank)
            found.append(FoundException(group, pairs, unit, own, split.exceptions[value]))
            above = max(above, own + 1)
        rank = above
    return usual, found


def exceptions(
    groups: dict[str, list[Sample]], columns: Sequence[int], least: float
) -> tuple[dict[str, str], list[FoundException]]:
    """Return the usual unit of each group, and all exceptions, each worth at least so many complaints."""
    usual, found = _all(groups, columns, Worth(least))
    here, there, where = _seen(groups, columns, usual)
    worth = Worth(least)
    known = [
        pair for pair, count in where.items() if count >= KNOWN_GROUPS and worth.enough(False, here[pair], there[pair])
    ]
    named = _named(here, there, groups, worth)
    if not known and not named:
        return usual, found
    alike = [(column, value, unit) for column, units in named for value, unit in units.items()]
    return _all(groups, columns, Worth(least, frozenset([*known, *alike]), named))


def _seen(
    groups: dict[str, list[Sample]], columns: Sequence[int], usual: dict[str, str]
) -> tuple[Counter[Known], Counter[Known], Counter[Known]]:
    """Return of all possible exceptions: complaints that went there, those that went the usual way, and groups."""
    here: Counter[Known] = Counter()
    there: Counter[Known] = Counter()
    where: Counter[Known] = Counter()
    for group, samples in groups.items():
        cells: dict[Pair, Counter[str]] = defaultdict(Counter)
        for sample in samples:
            for column in columns:
                cells[column, sample.values[column]][sample.unit] += 1
        for (column, value), counts in cells.items():
            unit = commonest(counts)
            if value and unit != usual[group]:
                pair = (column, value, unit)
                here[pair] += counts[unit]
                there[pair] += counts[usual[group]]
                where[pair] += 1
    return here, there, where


def _named(here: Counter[Known], there: Counter[Known], groups: dict[str, list[Sample]], worth: Worth) -> list[Named]:
    """Return the ways of naming a unit after a value, as in one office for each district, that are proved."""
    ways: dict[tuple[int, str], list[Known]] = defaultdict(list)
    for pair in here:
        column, value, unit = pair
        word = slug(value)
        if word and word in unit:
            ways[column, unit.replace(word, "*")].append(pair)
    units = {sample.unit for samples in groups.values() for sample in samples}
    found: list[Named] = []
    for (column, way), pairs in sorted(ways.items()):
        right, usual = sum(here[pair] for pair in pairs), sum(there[pair] for pair in pairs)
        if len(pairs) >= NAMED_ALIKE and worth.enough(False, right, usual):
            values = sorted({sample.values[column] for samples in groups.values() for sample in samples} - {""})
            found.append((column, {v: u for v in values if (u := way.replace("*", slug(v))) in units}))
    return found


def _all(
    groups: dict[str, list[Sample]], columns: Sequence[int], worth: Worth
) -> tuple[dict[str, str], list[FoundException]]:
    usual: dict[str, str] = {}
    found: list[FoundException] = []
    for group, samples in groups.items():
        usual[group], of_group = grow(group, samples, columns, worth)
        found += of_group
    return usual, found


class Merged(NamedTuple):
    """Exceptions that are written as one rule: any of the groups, and of each column any of the values."""

    rank: int
    groups: tuple[str, ...]
    pairs: tuple[tuple[int, tuple[str, ...]], ...]
    unit: str
    gain: int
    named: bool


def merged(found: Sequence[FoundException]) -> list[Merged]:
    """Write exceptions that differ in the group only, or in the last value only, as one; in order of rank."""
    groups: dict[tuple[int, tuple[Pair, ...], str], list[FoundException]] = defaultdict(list)
    for one in found:
        groups[(one.rank, one.pairs, one.unit)].append(one)
    values: dict[tuple[int, tuple[str, ...], tuple[Pair, ...], int, str], list[tuple[str, int, bool]]] = defaultdict(
        list
    )
    for (rank, pairs, unit), ones in groups.items():
        names = tuple(sorted({one.group for one in ones}))
        column, value = pairs[-1]
        values[(rank, names, pairs[:-1], column, unit)].append(
            (value, sum(one.gain for one in ones), any(one.named for one in ones))
        )
    made = []
    for (rank, names, before, column, unit), last in values.items():
        first = tuple((number, (value,)) for number, value in before)
        wanted = tuple(sorted(value for value, _gain, _named in last))
        gain = sum(gain for _value, gain, _named in last)
        made.append(Merged(rank, names, (*first, (column, wanted)), unit, gain, any(one[2] for one in last)))
    return sorted(made, key=lambda one: (one.rank, one.unit, one.pairs, one.groups))


def pruned(rules: Sequence[Merged], groups: dict[str, list[Sample]], usual: dict[str, str]) -> list[Merged]:
    """Return the rules that, in their places, mend at least `LEAST_MENDED` complaints more than they spoil.

    What is named after a value need only spoil none.
    """
    kept = list(rules)
    while True:
        mended = _mended(kept, groups, usual)
        left = [rule for rule, gain in zip(kept, mended, strict=True) if gain >= (0 if rule.named else LEAST_MENDED)]
        if len(left) == len(kept):
            return kept
        kept = left


def _mended(rules: Sequence[Merged], groups: dict[str, list[Sample]], usual: dict[str, str]) -> list[int]:
    """Return how many complaints more would be wrong without each of the rules."""
    of_group: dict[str, list[int]] = defaultdict(list)
    for number, rule in enumerate(rules):
        for group in rule.groups:
            of_group[group].append(number)
    mended = [0] * len(rules)
    for group, numbers in of_group.items():
        for sample in groups[group]:
            holding = [number for number in numbers if _holds(rules[number], sample)][:2]
            if holding:
                without = rules[holding[1]].unit if len(holding) > 1 else usual[group]
                mended[holding[0]] += (rules[holding[0]].unit == sample.unit) - (without == sample.unit)
    return mended


def _holds(rule: Merged, sample: Sample) -> bool:
    return all(sample.values[column] in values for column, values in rule.pairs)
