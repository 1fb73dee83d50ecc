"""Holding a parsed file against the tables of the schema: unknown keys, wrong types, values and shapes.

What comes back has the right types throughout: whatever is wrong is reported and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from aduan_cli.i18n import _
from aduan_cli.nearness import nearest
from aduan_cli.problems import Path, Problems, bare, in_quotes, one_of, path_text, quoted, wrong_type
from aduan_cli.rules.language.key import Key
from aduan_cli.rules.language.levels import spelled
from aduan_cli.rules.language.schema import TABLES
from aduan_cli.rules.language.values import SHAPES, SPELT, is_day
from aduan_cli.text import END, MAX_PATTERN, is_last, join_pattern

_DEEPEST = 20
_REPEATED = ("table", "tables", "map")
"""Types of keys that a file may name several times, a part of the value each time."""
_IDLE_SIGN = re.compile(r"[|,;\\^\[\]{}+~]|\.[.*]|\w\?")
"""Signs of a pattern by which somebody means several words, or a regular expression."""
_IDLE_IN_WORDING = re.compile(r"(?:^|\s)\||\|(?:\s|$)|[,;\\^\[\]{}+]|\.\*|\w\?|(?<=\S)\.\.|\.\.(?=\S)")
"""The same where `|` between two words, `~` before one and `..` between blanks mean something."""
_PATTERNS = ("pattern", "wording")
_SECRETS = {
    name: (f"{of}_env", f"{of}_file")
    for name, of in (("password", "password"), ("pass", "password"), ("secret", "secret"), ("token", "secret"))
}
"""Keys that nobody may write into a file that is shown, kept in revisions and shared, and what stands for each."""
_COMPILED = {name: re.compile(shape.regex) for name, shape in SHAPES.items()}
_WANTED = {
    "string": "a string would be right",
    "integer": "a whole number would be right",
    "number": "a number above 0 would be right",
    "boolean": "true or false would be right",
    "strings": "a string or a list of strings would be right",
    "list": "a list of strings would be right",
    "table": "a table would be right",
    "tables": "tables would be right: [[name]] for each, or a list of {...}",
    "map": "a table would be right",
    "comparison": "a string, a number, true, false, or a list of these would be right",
}


class One(list[str]):
    """A list that was written as one bare string, so that its item has no number in a path."""


def each(values: list[str], path: Path) -> Iterator[tuple[str, Path]]:
    """Yield the good strings of a cleaned list with the path of each."""
    for number, value in enumerate(values):
        if value:
            yield value, path if isinstance(values, One) else (*path, number)


class Cleaner:
    """Checks the values of one file; problems go to `problems`."""

    def __init__(self, file: str, problems: Problems) -> None:
        self._file = file
        self._problems = problems

    def table(
        self, data: object, name: str, path: Path, deep: int = 0, partial: bool = False
    ) -> dict[str, object] | None:
        """Return the good part of a table, or None when it is none or lacks a required key (unless `partial`).

        `broken` is set when anything in it is wrong: a rule that has lost a condition would hold more often
        than was meant, so that it must not come into force.
        """
        if not isinstance(data, dict):
            self._problems.error(self._file, path, wrong_type(data), _(_WANTED["table"]))
            return None
        keys = spelled(TABLES[name], self._problems.levels)
        good: dict[str, object] = {}
        complete = True
        meant: set[str] = set()
        for key, value in data.items():
            known = keys.get(key)
            if known is None:
                if name == "notifier" and key in _SECRETS:
                    what = _("a secret stands in no file of rules; the environment or a file of its own has it")
                    self._problems.error(self._file, (*path, key), what, one_of(_SECRETS[key]), as_is=True)
                    good["broken"] = True
                    continue
                level = self._problems.levels.get(key)
                right = one_of([level]) if level else self._key_meant(key, keys, data)
                meant.update(nearest(key, keys)[:1])
                self._problems.error(self._file, (*path, key), _("unknown key"), right, as_is=True)
                good["broken"] = True
                continue
            own, wanted = known
            cleaned = self.value(value, wanted, (*path, key), deep)
            if cleaned is not None:
                good[own] = cleaned
            if cleaned is None or _lacks(cleaned, value):
                good["broken"] = True
        for key, (own, wanted) in keys.items():
            if wanted.required and own not in good and (not wanted.unless or wanted.unless not in data):
                complete = False
                if key not in data and key not in meant:
                    what = _("'{key}' is missing").format(key=key)
                    self._problems.error(self._file, path, what, _missing(path, key, wanted))
        return good if complete or partial else None

    def _key_meant(self, key: str, keys: Mapping[str, tuple[str, Key]], there: Mapping[str, object]) -> str | None:
        """Return what would be right instead of an unknown key: none that stands once and is there already."""
        taken = {name for name, (_own, wanted) in keys.items() if name in there and wanted.type not in _REPEATED}
        near = nearest(key, keys)
        if near and near[0] in taken:
            return _("'{name}' is there already").format(name=near[0])
        return self._problems.suggest(key, [name for name in keys if name not in taken])

    def value(self, value: Any, wanted: Key, path: Path, deep: int = 0) -> object:
        """Return the good part of a value, or None when nothing of it is good.

        `strings` are always a list. In a list of strings a bad one is empty, so that the others keep their
        numbers.
        """
        kind = wanted.type
        if kind == "string":
            return value if self._string(value, wanted, path) else None
        if kind == "strings" or kind == "list":
            return self._strings(value, wanted, path)
        if kind == "table":
            if deep > _DEEPEST:
                self._problems.error(self._file, path, _("nested too deep"))
                return None
            return self.table(value, wanted.table, path, deep + 1)
        if kind == "tables":
            return self._tables(value, wanted, path, deep)
        if kind == "map":
            return self._map(value, wanted, path, deep)
        if kind == "comparison":
            return self._comparison(value, path)
        if (kind == "integer" and type(value) is int) or (kind == "boolean" and _is_boolean(value, wanted)):
            return value
        if kind == "number" and type(value) in (int, float) and isfinite(value) and value > 0:
            return value
        right = one_of(["true", *wanted.values]) if kind == "boolean" and wanted.values else _(_WANTED[kind])
        self._problems.error(self._file, path, wrong_type(value), right)
        return None

    def _string(self, value: Any, wanted: Key, path: Path) -> bool:
        """Say whether a value is a string as wanted; what it names is the compiler's to check."""
        what = right = None
        if not isinstance(value, str):
            what, right = wrong_type(value), _string_meant(value, wanted)
        elif wanted.values and value not in wanted.values:
            what, right = _("unknown value {value}").format(value=quoted(value)), self._choice(value, wanted)
        elif wanted.shape and not _COMPILED[wanted.shape].fullmatch(value):
            what, right = _("{value} is malformed").format(value=quoted(value)), _(SHAPES[wanted.shape].right)
        elif wanted.shape == "date" and not is_day(value):
            what, right = _("there is no day {date}").format(date=quoted(value)), _(SHAPES["date"].right)
        elif wanted.names in _PATTERNS and not join_pattern(value):
            what, right = _("{value} has no letter or digit").format(value=quoted(value)), _("a word would be right")
        elif wanted.names in _PATTERNS and max(map(len, map(join_pattern, value.split("|")))) > MAX_PATTERN:
            what = _("{value} has more than {most} letters").format(value=quoted(value), most=MAX_PATTERN)
            right = _("the few words that tell would be right")
        elif wanted.names and not value:
            what, right = _("'' names nothing"), _("a name would be right")
        if what is None:
            if wanted.names in _PATTERNS:
                self._idle_signs(value, path, _IDLE_SIGN if wanted.names == "pattern" else _IDLE_IN_WORDING)
            return True
        self._problems.error(self._file, path, what, right)
        return False

    def _idle_signs(self, pattern: str, path: Path, signs: re.Pattern[str]) -> None:
        """Warn of signs that mean something elsewhere, in lists or regular expressions, and nothing here."""
        found = signs.search(pattern)
        sign = found[0].strip() if found else END if END in pattern and not is_last(pattern) else ""
        if not sign:
            return
        what = _("'{sign}' does nothing in {value}").format(sign=sign, value=quoted(pattern))
        parts = [part.strip() for part in re.split(r"[|,;]", pattern) if join_pattern(part)]
        listed = ", ".join(f'"{part}"' for part in parts)
        several = sign in "|,;" and len(parts) > 1
        right = _("only '*', or '$' after the last word, does something")
        if several:
            right = _("a list would be right: [{words}]").format(words=listed)
        self._problems.warning(self._file, path, what, right)

    def _choice(self, value: str, wanted: Key) -> str:
        right = self._problems.suggest(value, wanted.values, SPELT.get(wanted.values))
        return right or one_of(wanted.values)

    def _strings(self, value: object, wanted: Key, path: Path) -> list[Any] | None:
        if isinstance(value, str) and wanted.type == "strings":
            return One([value]) if self._string(value, wanted, path) else None
        if not isinstance(value, list):
            wrong = bare(value) is not None and wanted.type == "strings"
            right = _string_meant(value, wanted) if wrong else _(_WANTED[wanted.type])
            self._problems.error(self._file, path, wrong_type(value), right)
            return None
        if not value and wanted.type == "strings":
            self._problems.error(self._file, path, _("the list is empty"), _("at least one value would be right"))
            return None
        good = [self._item(item, wanted, (*path, at)) for at, item in enumerate(value)]
        return good if any(item != "" for item in good) or not value else None

    def _item(self, item: object, wanted: Key, path: Path) -> object:
        """Return one item of a list of strings, or a table or list where one may stand; empty when it is bad."""
        if isinstance(item, list) and wanted.lists:
            words = self._strings(item, wanted._replace(lists=False), path)
            return "" if words is None or "" in words else words
        if isinstance(item, dict) and wanted.table:
            good = self.table(item, wanted.table, path)
            return "" if good is None or "broken" in good else good
        return item if self._string(item, wanted, path) else ""

    def _tables(self, value: object, wanted: Key, path: Path, deep: int) -> list[dict[str, object]] | None:
        """Return the good tables, each with its place in the list as `number`."""
        if not isinstance(value, list):
            self._problems.error(self._file, path, wrong_type(value), _(_WANTED["tables"]))
            return None
        if not value and wanted.table in ("condition", "cue"):
            self._problems.error(self._file, path, _("the list is empty"), _("at least one table would be right"))
            return None
        if deep > _DEEPEST:
            self._problems.error(self._file, path, _("nested too deep"))
            return None
        tables = []
        for number, item in enumerate(value):
            good = self.table(item, wanted.table, (*path, number), deep + 1)
            if good is not None:
                good["number"] = number
                tables.append(good)
        return tables

    def _map(self, value: object, wanted: Key, path: Path, deep: int) -> dict[str, object] | None:
        if not isinstance(value, dict):
            self._problems.error(self._file, path, wrong_type(value), _(_WANTED["map"]))
            return None
        assert wanted.of is not None
        good = {}
        for key, item in value.items():
            if self._map_key(key, wanted, (*path, key)):
                cleaned = self.value(item, wanted.of, (*path, key), deep)
                if cleaned is None:
                    self._problems.broken.add(key)
                else:
                    good[key] = cleaned
        return good

    def _map_key(self, key: str, wanted: Key, path: Path) -> bool:
        if wanted.key_values and key not in wanted.key_values:
            right = self._problems.suggest(key, wanted.key_values)
            self._problems.error(self._file, path, _("unknown key"), right)
            return False
        if wanted.key_shape and not _COMPILED[wanted.key_shape].fullmatch(key):
            what = _("{value} is malformed").format(value=quoted(key))
            self._problems.error(self._file, path, what, _(SHAPES[wanted.key_shape].right))
            return False
        if wanted.key_shape == "date" and not is_day(key):
            what = _("there is no day {date}").format(date=quoted(key))
            self._problems.error(self._file, path, what, _(SHAPES["date"].right))
            return False
        return True

    def _comparison(self, value: object, path: Path) -> object:
        if isinstance(value, list) and value:
            good = [item for number, item in enumerate(value) if self._scalar(item, (*path, number))]
            return good if len(good) == len(value) else None
        return value if self._scalar(value, path) else None

    def _scalar(self, value: object, path: Path) -> bool:
        if isinstance(value, (str, bool, int)) or (isinstance(value, float) and isfinite(value)):
            return True
        self._problems.error(self._file, path, wrong_type(value), in_quotes(value) or _(_WANTED["comparison"]))
        return False


_FORMS = {
    "string": '{key} = "..."',
    "integer": "{key} = 1",
    "number": "{key} = 1",
    "boolean": "{key} = true",
    "strings": '{key} = "..."',
    "list": '{key} = ["..."]',
    "table": "[{key}]",
    "tables": "[[{key}]]",
    "map": "[{key}]",
    "comparison": '{key} = "..."',
}
"""Types of keys → how one stands in a file."""


def _missing(path: Path, key: str, wanted: Key) -> str:
    """Say what would be right where a required key is missing; a table of its own with all that it is a part of."""
    about = _(wanted.about).removesuffix(".")
    form = _FORMS[wanted.type].format(key=key)
    if form.startswith("["):
        whole = path_text((*(part for part in path if isinstance(part, str)), key))
        form = _FORMS[wanted.type].format(key=whole)
    return _("{form} would be right: {about}").format(form=form, about=about[:1].lower() + about[1:])


def _string_meant(value: object, wanted: Key) -> str:
    """Say what would be right where a string is wanted: the value in quotes, unless more is wrong with it."""
    if wanted.shape == "date" and isinstance(value, datetime):
        value = value.date()
    text = bare(value)
    if wanted.values and text not in wanted.values:
        return one_of(wanted.values)
    if text is not None and wanted.shape and not _COMPILED[wanted.shape].fullmatch(text):
        return _(SHAPES[wanted.shape].right)
    is_name = wanted.names and wanted.names not in _PATTERNS
    return (not is_name and in_quotes(value)) or _(_WANTED["string"])


def _is_boolean(value: object, wanted: Key) -> bool:
    return type(value) is bool or (isinstance(value, str) and value in wanted.values)


def _lacks(cleaned: object, value: Any) -> bool:
    """Say whether something of a value was left out when it was cleaned."""
    if isinstance(cleaned, dict):
        return "broken" in cleaned or len(cleaned) < len(value)
    if isinstance(cleaned, list) and not isinstance(cleaned, One):
        return "" in cleaned or len(cleaned) < len(value)
    return False
