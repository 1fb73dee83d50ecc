"""What the TOML parser says against a file, in the words of whoever wrote it: line, what is wrong, what is right."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Callable
from typing import NamedTuple

from aduan_cli.i18n import _
from aduan_cli.problems import quoted

_PLACE = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)$| \(at end of document\)$")
_TYPOGRAPHIC = re.compile("[“”„‟‘’‚‛«»]")
_KEY = re.compile(r"""\s*([A-Za-z0-9_.-]+|"[^"]*"|'[^']*')""")
_HEADING = re.compile(r"\s*\[\[?\s*([^\[\]]*?)\s*\]")
_ENDS = " \t,=[]{}#\"'"
"""Signs at which what stands without quotes ends."""
_LONGEST = re.compile("[0-9]{4301}")
"""More digits than Python makes a number of."""
_PARTS = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")


class TomlFault(NamedTuple):
    """A sentence about a text that is no TOML. `line` counts from 1."""

    what: str
    right: str | None
    line: int


class _Place(NamedTuple):
    """Where the parser stopped: the lines of the text, the line's number, the rest of it, and what the parser said."""

    lines: list[str]
    line: int
    rest: str
    reason: str

    @property
    def row(self) -> str:
        return self.lines[self.line - 1] if self.line <= len(self.lines) else ""

    @property
    def bare(self) -> str | None:
        """What stands without quotes around the place, where it is neither quoted nor a list; None where nothing is."""
        at = len(self.row) - len(self.rest)
        begin = max(map(self.row[:at].rfind, _ENDS)) + 1
        word = re.match(r"[^\s,=\[\]{}#\"']*", self.row[begin:])
        return word[0] if word and begin < at < begin + len(word[0]) else None

    @property
    def key(self) -> str:
        """What stands before the `=` of the line, or at its beginning."""
        found = _KEY.match(self.row)
        return found[1].strip("\"'") if found else ""


def explain(text: str, error: ValueError) -> TomlFault:
    """Return the parser's error in plain words. `text` is what it was given."""
    message = str(error)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n").split("\n")
    match = _PLACE.search(message)
    line = int(match[1]) if match and match[1] else len(lines) if match else _line_of_digits(lines)
    column = int(match[2]) if match and match[2] else None
    row = lines[line - 1] if line <= len(lines) else ""
    rest = row[column - 1 :] if column else ""
    place = _Place(lines, line, rest, message[: match.start()] if match else message)
    what, right = _typographic(place) or next(
        said for begins, say in _SENTENCES if place.reason.startswith(begins) and (said := say(place))
    )
    return TomlFault(_("not TOML: {reason}").format(reason=what), right, line)


def _line_of_digits(lines: list[str]) -> int:
    """Return the line of the number that is too long, the one fault without a place."""
    return next((number for number, row in enumerate(lines, 1) if _LONGEST.search(row.replace("_", ""))), 1)


_Said = tuple[str, "str | None"]


def _typographic(place: _Place) -> _Said | None:
    found = _TYPOGRAPHIC.match(place.rest) or (not place.rest.strip() and _TYPOGRAPHIC.search(place.row))
    if not found and place.reason.startswith(("Unclosed", "Expected newline")):
        found = _TYPOGRAPHIC.search(place.row)
    if not found:
        return None
    what = _("{quote} is a typographic quote, as word processors make them").format(quote=found[0])
    return what, _('straight ones would be right: "..."')


def _illegal(place: _Place) -> _Said:
    if r"\n" in place.reason:
        return _("a text begins with a quote, and its line ends without one"), _('"..." on one line would be right')
    sign = place.reason.partition("character ")[2]
    return _("the character {sign} can't stand here").format(sign=sign), _("leave it out")


def _twice(place: _Place) -> _Said:
    """Say where a heading stood before: only its keys are in the parser's message."""
    found = re.search(r"\(.*\)", place.reason)
    keys = [str(key) for key in literal_eval(found[0])] if found else []
    name = ".".join(keys) or place.key
    for number, row in enumerate(place.lines[: place.line - 1], 1):
        heading = _HEADING.match(row)
        if heading and ["".join(part) for part in _PARTS.findall(heading[1])] == keys:
            what = _("[{table}] is there already, in line {line}").format(table=name, line=number)
            return what, _("all that belongs to it would be right under one heading")
    return _("[{table}] is there already").format(table=name), _("another name, or one heading for both")


def _key_twice(place: _Place) -> _Said:
    found = re.search("'(.*)'$", place.reason)
    heading = _HEADING.match(place.row)
    name = found[1] if found else heading[1] if heading else place.key
    what = _("'{key}' is there already").format(key=name)
    return what, _("one of them would be right; several values stand in a list")


def _no_equals(place: _Place) -> _Said:
    what = _("'=' is missing after '{key}'").format(key=place.key)
    return what, _('{key} = "..." would be right').format(key=place.key or "key")


def _no_value(place: _Place) -> _Said:
    word = re.match(r"[^\s,\]}#]+", place.rest)
    if not word:
        return _("a value is missing"), _('a number, true, false, "..." or a list would be right')
    if word[0].lower() in ("true", "false"):
        return _("{value} is no value").format(value=word[0]), _("'{name}' would be right").format(name=word[0].lower())
    words = re.match(r"[^,\]}#]+", place.rest)
    shown = (words[0] if words else word[0]).strip()
    return (
        _("{value} is no value").format(value=quoted(shown)),
        _("words stand in quotes: {value}").format(value=f'"{shown}"'),
    )


def _no_statement(_place: _Place) -> _Said:
    return (
        _("the line is neither a [table] nor key = value"),
        _("a note begins with #; a name with a space or a dot stands in quotes"),
    )


def _heading_open(place: _Place) -> _Said:
    end = "]]" if "]]" in place.reason else "]"
    words = re.fullmatch(rf"\s*(\[+)\s*([\w.-]+(?:\s+[\w.-]+)+)\s*{end}\s*(#.*)?", place.row)
    if words:
        first, *others = words[2].split()
        meant = f"{first}{'-' if '.' in first else '.'}{'-'.join(others)}"
        what = _("{name} has a space in it").format(name=quoted(words[2]))
        return what, _("{heading} would be right").format(heading=f"{words[1]}{meant}{end}")
    return _("the heading has no '{end}' at its end").format(end=end), None


def _list_open(place: _Place) -> _Said:
    return _unquoted(place) or (
        _("a comma is missing in the list, or it isn't closed"),
        _('["...", "..."] would be right'),
    )


def _table_open(place: _Place) -> _Said:
    return _unquoted(place) or (
        _("a comma is missing in the table, or it isn't closed"),
        _('{ key = "...", key = "..." } would be right'),
    )


def _unquoted(place: _Place) -> _Said | None:
    """Say of a number, a day or a time that goes on with other signs that it is no value: `021-7654`, `07:00-09:00`."""
    word = place.bare
    if word is None or not word[0].isdigit():
        return None
    return _("{value} is no value").format(value=quoted(word)), _("words stand in quotes: {value}").format(
        value=f'"{word}"'
    )


def _too_long(place: _Place) -> _Said:
    return _("a number is too long"), _("a phone number stands in quotes")


def _more(place: _Place) -> _Said:
    if said := _unquoted(place):
        return said
    what = _("{text} stands behind the value").format(text=quoted(place.rest.strip()))
    return what, _("one value would be right: words, times and spans in quotes, several values in a list")


def _escape(_place: _Place) -> _Said:
    return _("a \\ in a text begins a special sign"), _("\\\\ would be right, or a text in single quotes")


def _text_open(_place: _Place) -> _Said:
    return _("a text that begins with a quote isn't closed"), _("the same quote at its end would be right")


def _no_date(_place: _Place) -> _Said:
    return _("there is no such day or time"), _("a date as in '2026-12-25' would be right")


def _plain(place: _Place) -> _Said:
    return place.reason, None


_SENTENCES: tuple[tuple[str, Callable[[_Place], _Said]], ...] = (
    ("Illegal character", _illegal),
    ("Found invalid character", _illegal),
    ("Cannot declare", _twice),
    ("Cannot mutate", _twice),
    ("Cannot redefine", _twice),
    ("Cannot overwrite", _key_twice),
    ("Duplicate inline table key", _key_twice),
    ("Expected '='", _no_equals),
    ("Invalid value", _no_value),
    ("Invalid statement", _no_statement),
    ("Invalid initial character", _no_statement),
    ("Expected ']", _heading_open),
    ("Unclosed array", _list_open),
    ("Unclosed inline table", _table_open),
    ("Expected newline", _more),
    ("Exceeds the limit", _too_long),
    ("Unescaped", _escape),
    ("Invalid hex", _escape),
    ("Escaped character", _escape),
    ("Unterminated string", _text_open),
    ("Expected \"'", _text_open),
    ("Invalid date", _no_date),
    ("", _plain),
)
"""How the parser's messages begin (tomli 2), and what to say instead; the last one takes what is new."""
