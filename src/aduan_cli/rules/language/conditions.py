"""Conditions: from the tables that people write to the nested lists that the engine runs.

A table with several keys is `["all", [...]]` in the order of the keys, one key is the bare condition. The forms
are listed in `rules/language/compile.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from aduan_cli.i18n import _
from aduan_cli.patterns import is_wanted
from aduan_cli.problems import Path, quoted
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.phrase_parts import phrase_of
from aduan_cli.rules.language.reading_tables import NUMBERS
from aduan_cli.rules.language.schema import CONDITION_KEYS
from aduan_cli.rules.language.shape import each
from aduan_cli.rules.language.values import DAYS
from aduan_cli.rules.language.wordings import WordLists
from aduan_cli.text import END, Folded, is_last, star_words

if TYPE_CHECKING:
    from aduan_cli.compiled import Condition, Star

_COMPARISON = re.compile(r"\s*(>=|<=|!=|>|<)\s*(.*?)\s*", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]{1,300})?")
"""As long as a number can be that JSON and every comparison have."""
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")


def span(text: str) -> list[int]:
    """Return a well-formed span of time as [from minute, to minute]; the second may be 1440."""
    (hour, minute), (end_hour, end_minute) = _CLOCK.findall(text)
    return [int(hour) * 60 + int(minute), int(end_hour) * 60 + int(end_minute)]


class Patterns:
    """The patterns of all files, each number given once: the number is its index in `words`.

    `synonyms` maps words to those they stand for, folded and joined: patterns that differ in them alone are one.
    `joined` has how patterns of whole words join, with synonyms and as written; those that it lacks join it.
    """

    def __init__(self, synonyms: Mapping[str, str], joined: dict[str, tuple[str, str]] | None = None) -> None:
        self._synonyms = synonyms
        self._joined = {} if joined is None else joined
        self.words: list[str] = []
        self.exact: dict[str, int] = {}
        self.stars: list[Star] = []
        self._starred: dict[tuple[str, ...], int] = {}
        self._lists: list[list[int]] = []
        self._known: dict[str, int] = {}

    def number(self, pattern: str) -> int:
        """Return the number of a pattern (which has a letter or digit), a new one if it is new."""
        number = self._known.get(pattern)  # A list of [words] stands in many places.
        if number is None:
            number = self._known[pattern] = self._numbered(pattern)
        return number

    def _numbered(self, pattern: str) -> int:
        if pattern not in self._joined and ("*" in pattern or is_wanted(pattern)):
            words = (
                [self._synonyms.get(word, word) for word in star_words(pattern)]
                if "*" in pattern
                else phrase_of(pattern, self._synonyms)
            )
            number = self._starred.setdefault(tuple(words), len(self.words))
            if number == len(self.words):
                self.words.append(pattern)
                self.stars.append(cast("Star", [number, words]))
            return number
        if pattern not in self._joined:
            folded, end = Folded(pattern), END if is_last(pattern) else ""
            self._joined[pattern] = (folded.replaced(self._synonyms) or folded).joined + end, folded.joined + end
        plain, written = self._joined[pattern]
        number = self.exact.setdefault(plain, len(self.words))
        if number == len(self.words):
            self.words.append(pattern)
        self.exact.setdefault(written, number)  # as written too: a caller may write it without its spaces
        return number

    def numbers(self, patterns: Iterable[str]) -> list[int]:
        """Return the numbers of patterns, each once; they change when `settle` is called."""
        made = list(dict.fromkeys(self.number(pattern) for pattern in patterns if pattern))
        self._lists.append(made)
        return made

    def renumber(self) -> None:
        """Number the patterns anew, those in most lists first: the numbers that are written most are the shortest."""
        used = Counter(chain.from_iterable(self._lists))
        order = sorted(range(len(self.words)), key=lambda number: (-used[number], number))
        anew = {number: place for place, number in enumerate(order)}
        self._known.clear()
        self.words[:] = [self.words[number] for number in order]
        self.stars[:] = cast("list[Star]", sorted([anew[number], words] for number, words in self.stars))
        for numbers in self._lists:
            numbers[:] = [anew[number] for number in numbers]
        self.exact.update({joined: anew[number] for joined, number in self.exact.items()})
        self._starred.update({words: anew[number] for words, number in self._starred.items()})


class Conditions:
    """Compiles the conditions of one file. What they name is checked; problems go where `names` sends them."""

    def __init__(self, file: str, names: DeclaredNames, patterns: Patterns, words: WordLists) -> None:
        self._file = file
        self._names = names
        self._patterns = patterns
        self._words = words

    def table(self, table: dict[str, object], path: Path, skip: tuple[str, ...] = ()) -> Condition | None:
        """Return the condition of a cleaned table, or None when it can't come into force.

        Keys that are no conditions, and those in `skip` (what a rule sets), are left aside. A table without
        conditions always holds: `["all", []]`.
        """
        parts: list[Condition] = []
        good = "broken" not in table
        for key, value in table.items():
            if key in CONDITION_KEYS and key not in skip:
                found = self._part(key, value, (*path, key))
                if found is None:
                    good = False
                else:
                    parts += found
        if not good:
            return None
        return parts[0] if len(parts) == 1 else ["all", parts]

    def _part(self, key: str, value: Any, path: Path) -> list[Condition] | None:
        if key == "text_all":
            return self._all_words(value, path)
        if key in ("text", "text_not"):
            found = self._words.all_of(value, self._file, path)
            return None if found is None else [[key, self._patterns.numbers(found)]]
        if key in ("any", "all"):
            tables = [self.table(item, (*path, item["number"])) for item in value]
            return None if None in tables else [[key, tables]]
        if key == "not":
            inner = self.table(value, path)
            return None if inner is None else [["not", inner]]
        if key == "readings":
            return self._readings(value, path)
        if key in ("answers", "fields"):
            return self._compared(key, value, path)
        if key == "hours":
            return self._hours(value, path)
        if key == "place":
            return self._placed(value, path)
        if key == "days":
            days = [day for name in value if name for day in DAYS[name]]
            return [["days", list(dict.fromkeys(days))]]
        values = [self._named(key, item, where) for item, where in each(value, path)]
        return None if None in values else [[key, values]]

    def _all_words(self, value: list[Any], path: Path) -> list[Condition] | None:
        """Return what holds where all words of a list are there, of those that stand for several one each."""
        found = [
            self._words.of(item, self._file, where)
            if isinstance(item, str)
            else self._words.all_of(item, self._file, where)
            for item, where in each(value, path)
        ]
        single = [words[0] for words in found if words is not None and len(words) == 1]
        parts: list[Condition] = [["text_all", self._patterns.numbers(single)]] if single else []
        parts += [["text", self._patterns.numbers(words)] for words in found if words is not None and len(words) > 1]
        return None if None in found else parts

    def _named(self, key: str, given: str, path: Path) -> str | None:
        """Return what a condition names as the desk writes it; None: there is no such thing."""
        if key == "category":
            return given if self._names.category(given, self._file, path) else None
        if key in ("kecamatan", "kelurahan"):
            return self._names.place(key, given, self._file, path)
        if key == "area":
            return given if self._names.area(given, self._file, path) else None
        if key in ("channel", "shift"):
            return given if self._names.word(key, given, self._file, path) else None
        return given

    def _placed(self, value: dict[str, Any], path: Path) -> list[Condition] | None:
        """Return what asks for a place of which all that is said holds."""
        asked = {key: values for key, values in value.items() if key != "broken"}
        bodies = each(asked.get("body", []), (*path, "body"))
        good = [self._names.unit(body, self._file, where) for body, where in bodies]
        return [["place", [[key, list(values)] for key, values in asked.items()]]] if all(good) else None

    def _hours(self, value: list[str], path: Path) -> list[Condition] | None:
        spans = []
        for text, where in each(value, path):
            spans.append(span(text))
            if spans[-1][0] == spans[-1][1]:
                what = _("{span} is empty").format(span=quoted(text))
                self._names.problems.error(self._file, where, what, _("'00:00-24:00' is the whole day"))
                return None
        return [["hours", spans]]

    def _readings(self, value: dict[str, Any], path: Path) -> list[Condition] | None:
        """Return conditions on readings; `true` asks whether anything was read."""
        parts: list[Condition] | None = []
        for name, wanted in value.items():
            kind = self._names.reading(name, self._file, (*path, name))
            found = self._compared("readings", {name: wanted}, path) if type(wanted) is not bool else None
            if kind is None or not self._fits(kind, wanted, (*path, name)):
                parts = None
            elif type(wanted) is bool:
                there: Condition = ["readings", name, "is", True]
                found = [there if wanted else ["not", there]]
            parts = None if parts is None or found is None else [*parts, *found]
        return parts

    def _fits(self, kind: str, wanted: Any, path: Path) -> bool:
        """Say whether a value can be read by a reading of a kind, and report if not."""
        values = wanted if isinstance(wanted, list) else [wanted]
        if kind in NUMBERS:
            what = _("{value}: a reading of the kind '{kind}' gives a number")
            right = _("'>= 50', 50 or true would be right")
            wrong = [value for value in values if _is_text(value)]
        else:
            what, right = _("{value}: a reading of the kind '{kind}' gives a text"), _("a text or true would be right")
            wrong = [value for value in values if not (_is_text(value) or isinstance(value, bool))]
        if wrong:
            self._names.problems.error(self._file, path, what.format(value=quoted(wrong[0]), kind=kind), right)
        return not wrong

    def _compared(self, key: str, value: dict[str, Any], path: Path) -> list[Condition] | None:
        parts: list[Condition] | None = []
        for name, wanted in value.items():
            match = _COMPARISON.fullmatch(wanted) if isinstance(wanted, str) else None
            found: Condition
            if match is None:
                found = [key, name, "in", wanted if isinstance(wanted, list) else [wanted]]
            elif _NUMBER.fullmatch(match[2]):
                number = float(match[2]) if "." in match[2] else int(match[2])
                found = [key, name, match[1], int(number) if number == int(number) else number]
            else:
                what = _("{value}: '{operator}' compares numbers").format(value=quoted(wanted), operator=match[1])
                right = _("a number after it, as in '{operator} 50', would be right").format(operator=match[1])
                self._names.problems.error(self._file, (*path, name), what, right)
                parts = None
                continue
            if parts is not None:
                parts.append(found)
        return parts


def _is_text(value: object) -> bool:
    """Say whether a value is a text and no comparison."""
    return isinstance(value, str) and not _COMPARISON.fullmatch(value)
