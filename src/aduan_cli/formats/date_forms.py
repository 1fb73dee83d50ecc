"""How a column writes its days, by proof: a number over 12 is no month, one over 31 is a year.

What is not proved is asked: `03/04/2026` alone says neither April nor March.
"""

from __future__ import annotations

import re

_TIME = (
    r"(?:(?P<gap>[T ])(?P<hour>[0-9]{1,2})(?P<colon>[:.])[0-9]{2}(?P<second>(?P=colon)[0-9]{2})?"
    r"(?P<half> ?[AaPp][Mm])?)?"
)
_NUMBERS = re.compile(r"(?P<a>[0-9]{1,4})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<c>[0-9]{1,4})" + _TIME)
_NAMED = re.compile(r"[0-9]{1,2}(?P<sep>[-/ ])[A-Za-z]{3,10}(?P=sep)[0-9]{4}" + _TIME)
_ORDERS = {"long end": ("dmY", "mdY"), "long start": ("Ymd", "Ydm"), "short": ("dmy", "mdy", "ymd")}
"""Which numbers may stand in a row, by where a year of four digits is: the likelier order first."""
_LARGEST = {"d": 31, "m": 12}


class _Shape:
    """Days that are written alike: the largest of each of their three numbers, and one of them."""

    def __init__(self, example: str) -> None:
        self.example = example
        self.largest = [0, 0, 0]

    def orders(self, kind: str) -> list[str]:
        """Return the orders that nothing speaks against; a year that stands first is as in ISO 8601 where it can be."""
        found = [
            order
            for order in _ORDERS[kind]
            if all(self.largest[at] <= _LARGEST.get(part, 9999) for at, part in enumerate(order))
        ]
        return found[:1] if kind == "long start" else found


class DateForms:
    """The days of one column, cell by cell. `count` cells were seen, `dates` of them are days."""

    def __init__(self) -> None:
        self.count = self.dates = self.timed = 0
        self._shapes: dict[tuple[str, str, str], _Shape] = {}
        self._named: dict[str, None] = {}

    def see(self, cell: str) -> None:
        """Take in one cell that isn't empty."""
        self.count += 1
        match = _NUMBERS.fullmatch(cell)
        if match is None:
            if match := _NAMED.fullmatch(cell):
                self.dates += 1
                self._named[f"%d{match['sep']}%B{match['sep']}%Y{_time(match)}"] = None
            return
        a, b, c = match["a"], match["b"], match["c"]
        kind = "long start" if len(a) == 4 else "long end" if len(c) == 4 else "short"
        if (len(a) == 4 and len(c) > 2) or "3" in (str(len(a)), str(len(c))):
            return
        self.dates += 1
        self.timed += bool(match["hour"])
        shape = self._shapes.setdefault((kind, match["sep"], _time(match)), _Shape(cell))
        shape.largest = [max(pair) for pair in zip(shape.largest, map(int, (a, b, c)), strict=True)]

    def proved(self) -> list[str]:
        """Return the formats that are beyond doubt."""
        found = [_written(orders[0], key) for key, orders in self._orders() if len(orders) == 1]
        return [*found, *self._named]

    def asked(self) -> list[tuple[str, list[str]]]:
        """Return what may be read in more than one way, or in none: a day as it is written, and the formats."""
        return [
            (self._shapes[key].example, [_written(order, key) for order in orders or _ORDERS[key[0]][:2]])
            for key, orders in self._orders()
            if len(orders) != 1
        ]

    def _orders(self) -> list[tuple[tuple[str, str, str], list[str]]]:
        """Return each shape with its orders; days with a time and days without one have one order in a column."""
        known = {(kind, sep): self._shapes_of(kind, sep).orders(kind) for kind, sep, _time in self._shapes}
        return [(key, known[key[:2]]) for key in self._shapes]

    def _shapes_of(self, kind: str, sep: str) -> _Shape:
        both = _Shape("")
        for (one, other, _time), shape in self._shapes.items():
            if (one, other) == (kind, sep):
                both.largest = [max(pair) for pair in zip(both.largest, shape.largest, strict=True)]
        return both


def _written(order: str, key: tuple[str, str, str]) -> str:
    _kind, sep, time = key
    return sep.join(f"%{part}" for part in order) + time


def _time(match: re.Match[str]) -> str:
    if not match["hour"]:
        return ""
    colon = match["colon"]
    hour, half = ("%I", " %p" if match["half"].startswith(" ") else "%p") if match["half"] else ("%H", "")
    return f"{match['gap']}{hour}{colon}%M{f'{colon}%S' if match['second'] else ''}{half}"
