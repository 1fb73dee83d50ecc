"""Which other unit the words of a call speak for: read from a file of plain weights, of which nothing is decided. Pure.

The file is text: a head of five lines, a blank line, then a line for each word in the order of its letters, with the
units that had it more often than others (number of the unit, a colon, a weight in hundredths). Only the lines of a
text's words are looked up, so a call costs no more with a large file. It is complement naive Bayes; what is in it is
made by `rules/learning/second.py`, and how good it is stands in docs/decisions/0018-second-unit.md.
"""

from __future__ import annotations

from aduan_cli.digest import sha256
from aduan_cli.record import TupleRecord
from aduan_cli.rules.lineage import root_of
from aduan_cli.text import MAX_TEXT, tokens_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aduan_cli.compiled import Rules

FIRST_LINE = "aduan second unit 1"
LEAST = 0.1
"""Share of the odds that a unit must have to be named."""
MOST_WORDS = 2
"""Words that are named with a unit."""
MOST_SHOWN = 4
"""Units of which the words are looked for: two may be shown, two may be whose it is already."""
MOST_TOKENS = 200
"""Words of one text that are looked up."""
_E = 2.718281828459045


class SecondUnit(TupleRecord):
    """A unit with its share of the odds (0 to 1), and the words that speak for it most, the first the strongest."""

    unit: str
    share: float
    words: tuple[str, ...]


class Weights:
    """The weights of a file, by their bytes. Raises `ValueError` where these are none, or not those of its head's hash.

    `hash` is that of the bytes.
    """

    __slots__ = ("_base", "_data", "_index", "_scale", "hash", "units")

    def __init__(self, data: bytes) -> None:
        lines = data[: data.index(b"\n\n")].decode().split("\n")
        if lines[0] != FIRST_LINE:
            raise ValueError(lines[0])
        head = dict(line.split(" ", 1) for line in lines[1:])
        self.hash = hash_of(data)
        if self.hash != head["hash"] or not data.endswith(b"\n"):  # The last byte is in no hash.
            raise ValueError("hash")
        self.units = head["units"].split(" ")
        self._base = [int(number) for number in head["base"].split(" ")]
        self._scale = float(head["scale"]) / 100
        index = [pair.rsplit(":", 1) for pair in head.get("index", "").split(" ") if pair]
        begin = data.index(b"\n\n") + 1
        starts = [begin + int(at) for _letter, at in index] + [len(data)]
        self._index = {letter: (starts[number], starts[number + 1]) for number, (letter, _at) in enumerate(index)}
        self._data = data
        if len(self._base) != len(self.units):
            raise ValueError("base")

    def of_word(self, word: str) -> list[tuple[int, int]]:
        """Return the units (by number) that had a word more often than others, with their weights; empty: unknown."""
        low, high = self._index.get(word[0], (0, 0))
        data, sought = self._data, word.encode()
        while low < high:
            middle = (low + high) // 2
            begin = data.rfind(b"\n", low, middle) + 1 or low
            found, end = data[begin : data.index(b" ", begin)], data.index(b"\n", middle)
            if found == sought:
                pairs = data[begin + len(found) + 1 : end].split(b" ")
                return [(int(unit), int(weight)) for unit, _sign, weight in (pair.partition(b":") for pair in pairs)]
            low, high = (end + 1, high) if found < sought else (low, begin)
        return []

    def odds(self, text: str) -> list[SecondUnit]:
        """Return all units by what the words of a text say, the likeliest first; none where no word is known.

        Words are told of the first `MOST_SHOWN` alone.
        """
        known: dict[str, list[tuple[int, int]]] = {}
        for token in dict.fromkeys(tokens_of(text[:MAX_TEXT])[:MOST_TOKENS]):
            found = self.of_word(token)
            if found:
                known[token] = found
        if not known:
            return []
        scores = [base * len(known) for base in self._base]
        for pairs in known.values():
            for unit, weight in pairs:
                scores[unit] += weight
        best = max(scores)
        powers = [_E ** (self._scale * (score - best)) for score in scores]
        total = sum(powers)
        order = sorted(range(len(scores)), key=lambda number: (-scores[number], number))
        shown, others = order[:MOST_SHOWN], order[MOST_SHOWN:]
        told = [SecondUnit(self.units[n], powers[n] / total, _speaking(n, known)) for n in shown]
        return told + [SecondUnit(self.units[n], powers[n] / total, ()) for n in others]


def hash_of(data: bytes) -> str:
    """Return the hash of a file of weights: of all bytes behind the line that claims it, but for the blank line."""
    begin = data.index(b"\n", data.index(b"\nhash ") + 1) + 1
    blank = data.index(b"\n\n") + 1
    found = sha256(data[begin:blank])
    found.update(data[blank + 1 : -1])
    return str(found.hexdigest()[:12])


def _speaking(unit: int, known: dict[str, list[tuple[int, int]]]) -> tuple[str, ...]:
    """Return the words that a unit has and few others, the strongest first."""
    own: list[tuple[float, str]] = []
    for word, pairs in known.items():
        own += [(-weight / len(pairs), word) for number, weight in pairs if number == unit and weight > 0]
    return tuple(word for _strength, word in sorted(own)[:MOST_WORDS])


def is_waiting(unit: str | None, rules: Rules) -> bool:
    """Return whether a complaint with this unit is nobody's yet: it waits in triage."""
    return unit in (None, "", rules["desk"]["triage"])


def named(weights: Weights, text: str, unit: str | None, rules: Rules, before: Sequence[str] = ()) -> list[SecondUnit]:
    """Return what may be named beside a decision: the best other unit; of what is in triage the best two.

    Empty where the odds say nothing, and of a unit that the rules don't have. Those that were named `before` stay, in
    their order, whatever newer weights say: a person has read their numbers.
    """
    is_open = is_waiting(unit, rules)
    own: Collection[str] = () if is_open else (root_of(rules["units"], unit or ""), unit or "")
    found = [
        one
        for one in weights.odds(text)
        if one.unit not in own and (one.unit in rules["units"] or one.unit in rules["outside"])
    ]
    if before:
        odds = {one.unit: one for one in found}
        return [odds.get(unit) or SecondUnit(unit, 0.0, ()) for unit in before if unit not in own]
    chosen = found[: 2 if is_open else 1]
    return [one for one in chosen if one.share >= LEAST and one.words]


def acting_unit(unit: str, kecamatan: str | None, rules: Rules) -> str:
    """Return who acts where a named unit is taken: of one with offices the one of the place."""
    entry = rules["units"].get(unit)
    return entry.get("offices", {}).get(kecamatan or "", unit) if entry else unit
