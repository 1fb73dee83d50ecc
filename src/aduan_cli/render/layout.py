"""How a table uses the columns of a terminal: which of its own it shows there, how wide, and what stands below.

First the columns that a table can spare go, one by one; then the last one, which is the text, stands on lines of
its own below each row; where even that is not enough, each row is a block of lines, one for each value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from aduan_cli.record import TupleRecord

WHOLE = frozenset(
    {"ticket", "reported_at", "logged_at", "accepted_at", "at", "status", "state", "priority", "!", "kind", "step",
     "revision", "id", "since"}
)  # fmt: skip
"""Columns that are never cut: half of a ticket is none."""
WORDY = frozenset({"name", "owner", "text", "when", "reason", "sentence"})
"""Columns that are given twice what others get, as the last one is."""
GAP = 2
WIDEST = 10_000
"""Columns that no terminal has: a column that wants as many is never cut."""
LEAST_TEXT = 24
"""Columns with which a text says something."""
_LEAST_WORDS, _LEAST = 20, 12


class Layout(TupleRecord):
    """What a table may do in a narrow terminal.

    `spare` are columns that go first, in this order; `text` is the one that may stand below its row (the last one
    where none is named), on as many `lines`; `least` is how many columns others want at the least. With `every` no
    column goes, be it empty: somebody asked for it by name.
    """

    spare: tuple[str, ...] = ()
    text: str | None = None
    lines: int = 1
    least: Mapping[str, int] = MappingProxyType({})
    every: bool = False
    numbers: tuple[str, ...] = ()
    """Columns of numbers: they stand below each other by their last digit."""


class Plan(TupleRecord):
    """Which columns are shown, by number, how wide; whether the last of them stands below the others."""

    shown: tuple[int, ...]
    widths: tuple[int, ...]
    below: bool


def planned(names: Sequence[str], natural: Sequence[int], layout: Layout, columns: int) -> Plan | None:
    """Return the plan for a terminal of so many columns; None where only blocks of lines fit.

    `natural` is what each column would take.
    """
    everything = tuple(range(len(names)))
    if _total_width(natural) <= columns:
        return Plan(everything, tuple(natural), below=False)
    fewer = [everything]
    for name in layout.spare:
        fewer.append(tuple(n for n in fewer[-1] if names[n] != name))
    below = len(names) > 1 and layout.text in (None, names[-1])
    tries = [(shown, layout, False) for shown in fewer]
    tries += [(shown, wish, True) for wish in (layout, layout._replace(least={})) for shown in fewer if below]
    for shown, wish, is_below in tries:
        beside = shown[:-1] if is_below else shown
        widths = _fitted([names[n] for n in beside], [natural[n] for n in beside], wish, columns, textless=is_below)
        if widths is not None:
            return Plan(shown, (*widths, columns) if is_below else tuple(widths), is_below)
    return None


def _total_width(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _fitted(
    names: Sequence[str], natural: Sequence[int], layout: Layout, columns: int, textless: bool
) -> list[int] | None:
    """Return the width of each column such that a line takes at most `columns`; None where one would say too little.

    The widest give most; the text and columns of words are given twice what others get. `textless`: it isn't among
    them.
    """
    room = columns - GAP * (len(names) - 1)
    text = None if textless or layout.text not in (None, names[-1]) else len(names) - 1
    lowest = []
    for n, (name, most) in enumerate(zip(names, natural, strict=True)):
        least = LEAST_TEXT if n == text else _LEAST_WORDS if name in WORDY else _LEAST
        lowest.append(most if name in WHOLE else min(most, layout.least.get(name, least)))
    if not names or sum(lowest) > room:
        return None
    weights = [1 + (n == text or name in WORDY) for n, name in enumerate(names)]
    return _shared(natural, lowest, weights, room)


def _shared(natural: Sequence[int], lowest: Sequence[int], weights: Sequence[int], room: int) -> list[int]:
    """Return widths between the lowest and the natural ones that take at most `room` together, and nearly all of it."""
    last = len(natural) - 1
    share = max(natural, default=0)
    while True:
        widths = [
            max(low, min(most, share * weight)) for low, most, weight in zip(lowest, natural, weights, strict=True)
        ]
        over = sum(widths) - room
        if over <= 0:
            break
        share -= max(1, over // (len(widths) + 1))
    for n in (last, *range(last)):  # what rounding left over
        widths[n] += max(0, min(room - sum(widths), natural[n] - widths[n]))
    return widths
