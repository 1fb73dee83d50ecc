"""Numbers, lengths and counts in a text that was cut into words, however people write them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aduan_cli.record import TupleRecord
from aduan_cli.rules.numerals import number
from aduan_cli.rules.readings.tokens import Word

_MOST_WORDS = 8
"""Words of one number that is written in words."""
_TIMES = {"puluh": 10, "ratus": 100, "ribu": 1_000, "juta": 1_000_000}
_NUMERALS = frozenset((
    "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "belas", "puluh", "ratus", "ribu",
    "sepuluh", "sebelas", "seratus", "seribu", "setengah",
))  # fmt: skip
_MOST = 10**15
"""No number is made larger: a text may say "juta" without end."""
_HALF = "setengah"
UNITS = {
    "mm": 0.1, "cm": 1, "senti": 1, "centi": 1, "sentimeter": 1, "centimeter": 1, "centimeters": 1, "m": 100,
    "mtr": 100, "meter": 100, "meteran": 100, "meters": 100, "metre": 100, "metres": 100, "km": 100_000,
    "kilometer": 100_000,
}  # fmt: skip
"""Units of length, in cm."""
_METRE = 100
_OF_AREA = frozenset(("persegi", "kubik", "square", "cubic"))
_POWERS = ("2", "3")
"""After a unit, as one word with it or the last one of a clause: no length. So are the words above."""
_FILLERS = frozenset(("unit", "an", "lebih", "buah", "of"))
"""Between a number and what it counts."""
_OWN_NUMBERS = frozenset(("rt", "rw", "blok", "no", "nomor", "lantai"))
"""What has a number of its own: with one after it nothing was counted (`satu RW 05`)."""


class Quantity(TupleRecord):
    """What the words `first` to `last` say; a number alone, without its unit, ends with the word `number`.

    `named`: it is said in words of its own, without a number. `text`: what a code or a street is; its value is 1.
    """

    first: int
    last: int
    value: float
    number: int
    named: bool = False
    text: str | None = None


def numbers(words: Sequence[Word], known: Mapping[str, float]) -> Iterator[Quantity]:
    """Yield the numbers of a text; `known` are words that stand for one, as in puluhan = 40."""
    at = 0
    while at < len(words):
        found = _number(words, at, known)
        if found is not None:
            yield found
            at = found.last
        at += 1


def _number(words: Sequence[Word], at: int, known: Mapping[str, float]) -> Quantity | None:
    """Return the number that begins at a word."""
    word = words[at]
    if word.value is not None:
        last, value = at, word.value
    elif word.text in known:
        last, value = at, known[word.text]
    elif word.text in _NUMERALS:
        spoken = _spoken(words, at)
        if spoken is None:
            return None
        last, value = spoken
    else:
        return None
    while value < _MOST and (times := _TIMES.get(_text(words, last + 1))) is not None:
        last, value = last + 1, value * times
    if (_text(words, last + 1) == _HALF and value == int(value)) or (
        _text(words, last + 1) and words[last + 1].value == 0.5 and word.value is not None
    ):
        last, value = last + 1, value + 0.5
    return Quantity(at, last, value, last)


def _spoken(words: Sequence[Word], at: int) -> tuple[int, float] | None:
    """Return where the longest number in words ends that begins at a word, and the number."""
    end = at + 1
    while end < at + _MOST_WORDS and _text(words, end) in _NUMERALS:
        end += 1
    for last in range(end - 1, at - 1, -1):
        try:
            return last, number(" ".join(word.text for word in words[at : last + 1]))
        except ValueError:
            continue
    return None


def lengths(words: Sequence[Word], known: Mapping[str, float]) -> Iterator[Quantity]:
    """Yield the lengths that have a unit, in cm."""
    waiting: Quantity | None = None
    for found in numbers(words, known):
        unit = UNITS.get(_text(words, found.last + 1))
        if unit is None or _is_of_area(words, found.last + 2):
            continue
        length = Quantity(found.first, found.last + 1, found.value * unit, found.last)
        if unit == _METRE and _text(words, length.last + 1) == _HALF and _text(words, length.last + 2) not in UNITS:
            length = length._replace(last=length.last + 1, value=length.value + _METRE / 2)
        if waiting is not None:
            is_next = length.first == waiting.last + 1 and _text(words, length.first)
            if is_next and unit == 1 and length.value < _METRE:  # "1 meter 20 cm"
                length = length._replace(first=waiting.first, value=waiting.value + length.value)
            else:
                yield waiting
            waiting = None
        if unit == _METRE:
            waiting = length
        else:
            yield length
    if waiting is not None:
        yield waiting


def _is_of_area(words: Sequence[Word], at: int) -> bool:
    """Say whether a word behind a unit makes no length of it: "meter persegi", "m2", and not "50 cm 2 rumah"."""
    text = _text(words, at)
    return text in _OF_AREA or (text in _POWERS and (words[at].value is None or not _text(words, at + 1)))


def counts(
    words: Sequence[Word], known: Mapping[str, float], of: Iterable[tuple[int, int, float]]
) -> Iterator[Quantity]:
    """Yield what was counted. `of` are the places of what counts (first, last), with how much each one counts."""
    nouns: dict[int, tuple[int, float]] = {}
    for first, last, weight in of:
        if last >= nouns.get(first, (-1, 0.0))[0]:
            nouns[first] = (last, weight)
    for found in numbers(words, known):
        at = found.last + 1
        if _text(words, at) in _FILLERS:
            at += 1
        if at not in nouns or not _text(words, at):
            continue
        last, weight = nouns[at]
        if words[last].text in _OWN_NUMBERS and _text(words, last + 1)[:1].isdigit():
            continue
        yield Quantity(found.first, last, found.value * weight, found.last)


def _text(words: Sequence[Word], at: int) -> str:
    """Return the word behind another one in the same clause; "" where that ends: nothing is said across a comma."""
    return words[at].text if at < len(words) and words[at].clause == words[at - 1].clause else ""
