"""The lists of `[plugins]` in a text of `rules.toml` (enable, trust), changed so that all else stays as it was written.

The text is edited where the list stands, comments and spaces left alone. What came of it is believed only after a
proof: tomli reads the same data as before, but for the list, which is as wanted. Else the next place is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from aduan_cli.config.rule_files.sources import RULES, parsed
from aduan_cli.config.rule_files.toml_lines import locate
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _

_ARRAYS = {key: re.compile(rf"""(?:\b{key}|"{key}"|'{key}')[ \t]*=[ \t]*\[""") for key in ("enable", "trust")}
_TABLE = re.compile(r"""(?:\bplugins|"plugins"|'plugins')[ \t]*=[ \t]*\{[ \t]*""")
_HEADER = re.compile(r"""\ufeff?[ \t]*\[[ \t]*(?:plugins|"plugins"|'plugins')[ \t]*\]""")
_DOTTED = re.compile(r"""(\ufeff?[ \t]*)((?:plugins|"plugins"|'plugins')[ \t]*\.[ \t]*)""")
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<comment>\#[^\n]*)|(?P<comma>,)|(?P<end>\])"""
    r"""|(?P<item>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
)
_BLANKS = re.compile(r"[ \t]*")
_REST = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n")
"""The rest of a line without anything that counts."""


def with_plugin(text: str, name: str, before: str | None = None) -> str:
    """Return a text of `rules.toml` that enables a plugin: before another, else where it is already or as the last.

    Raises `ConfigError`.
    """
    names = _list(text, "enable")
    if before == name or before not in names:
        return _with_last(text, "enable", name)
    if name in names:
        if names[: names.index(before)][-1:] == [name]:
            return text
        text = without_plugin(text, name)
        names = _list(text, "enable")
    at = names.index(before)
    return _changed(text, "enable", [*names[:at], name, *names[at:]], lambda array: array.with_before(at, name))


def without_plugin(text: str, name: str) -> str:
    """Return a text of `rules.toml` that doesn't enable a plugin. Raises `ConfigError`."""
    return _without(text, "enable", name)


def with_trust(text: str, name: str) -> str:
    """Return a text of `rules.toml` that trusts a user or group. Raises `ConfigError`."""
    return _with_last(text, "trust", name)


def without_trust(text: str, name: str) -> str:
    """Return a text of `rules.toml` that doesn't trust a user or group. Raises `ConfigError`."""
    return _without(text, "trust", name)


def _with_last(text: str, key: str, name: str) -> str:
    names = _list(text, key)
    return text if name in names else _changed(text, key, [*names, name], lambda array: array.with_last(name))


def _without(text: str, key: str, name: str) -> str:
    names = _list(text, key)
    while name in names:
        at = names.index(name)
        names = [*names[:at], *names[at + 1 :]]
        text = _changed(text, key, names, lambda array, at=at: array.without(at))  # type: ignore[misc]
    return text


def _list(text: str, key: str) -> list[object]:
    data = parsed(text)
    plugins = {} if data is None else data.get("plugins", {})
    names = plugins.get(key, []) if isinstance(plugins, dict) else None
    if data is None or not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ConfigError(_("{file} has errors; aduan rules check shows them").format(file=RULES))
    return list(names)


def _changed(text: str, key: str, wanted: Sequence[object], change: Callable[[_Array], str]) -> str:
    """Return the text with another list; raises `ConfigError` where nothing gives what can be proven."""
    for made in _attempts(text, key, wanted, change):
        if _same_but_for(text, made, key, wanted):
            return made
    sentence = _("{file}: the list can't be changed by the program; write it by hand: [plugins] {key} = {names}")
    raise ConfigError(sentence.format(file=RULES, key=key, names=_written(wanted)))


def _attempts(text: str, key: str, wanted: Sequence[object], change: Callable[[_Array], str]) -> Iterator[str]:
    plugins = (parsed(text) or {}).get("plugins", {})
    if key not in plugins:
        yield from _inserted(text, plugins, f"{key} = {_written(wanted)}")
        return
    for found in _ARRAYS[key].finditer(text):
        array = _array(text, found.end() - 1)
        if array and len(array.items) == len(plugins[key]):
            yield change(array)


def _same_but_for(old: str, new: str, key: str, wanted: Sequence[object]) -> bool:
    """Say whether two texts have the same data, but for one list, which is as wanted."""
    before, after = parsed(old), parsed(new)
    if before is None or after is None:
        return False
    return _without_list(before, key) == _without_list(after, key) and after.get("plugins", {}).get(key) == wanted


def _without_list(data: dict[str, Any], list_: str) -> dict[str, Any]:
    return {**data, "plugins": {key: value for key, value in data.get("plugins", {}).items() if key != list_}}


def _written(names: Sequence[object]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


# -- a list that is there


class _Piece(NamedTuple):
    """A piece of an array: `kind` is space, comment, comma, item or end; `start` and `end` are places in the text."""

    kind: str
    start: int
    end: int


class _Array(NamedTuple):
    """An array of strings in a text; `pieces` are all behind the opening bracket, the closing one is the last."""

    text: str
    pieces: list[_Piece]

    @property
    def items(self) -> list[_Piece]:
        """The strings."""
        return [piece for piece in self.pieces if piece.kind == "item"]

    def with_last(self, name: str) -> str:
        """Return the text with one more string behind all others, on a line of its own where the last one has one."""
        text, items = self.text, self.items
        if not items:
            return self._with_only(name)
        last = items[-1]
        indent = self._indent(last)
        if indent is None:
            return f'{text[: last.end]}, "{name}"{text[last.end :]}'
        comma = self._comma_after(last)
        behind = (comma or last).end
        line = _REST.match(text, behind)
        # Behind the comment that belongs to the last one, before the end of its line.
        at = len(text[: line.end()].rstrip("\r\n")) if line else behind
        new = f'{indent}"{name}"' + ("," if comma else "")
        return text[: last.end] + ("" if comma else ",") + text[last.end : at] + new + text[at:]

    def _with_only(self, name: str) -> str:
        text, start, end = self.text, self.pieces[0].start, self.pieces[-1].start
        inside = text[start:end]
        if "\n" not in inside:
            return f'{text[:start]}"{name}"{text[end:]}'
        at = start + len(inside.rstrip(" \t\r\n"))
        return f'{text[:at]}{_newline(inside)}  "{name}",{text[at:]}'

    def with_before(self, number: int, name: str) -> str:
        """Return the text with one more string before one of the others."""
        item = self.items[number]
        indent = self._indent(item)
        return f'{self.text[: item.start]}"{name}",{" " if indent is None else indent}{self.text[item.start :]}'

    def without(self, number: int) -> str:
        """Return the text without one of the strings; where it has a line of its own, without that."""
        text, item = self.text, self.items[number]
        comma = self._comma_after(item)
        start, end = item.start, (comma or item).end
        if text[item.end : end].strip() not in ("", ","):  # a comment stands between them
            assert comma is not None
            return text[: item.start] + text[item.end : comma.start] + text[comma.end :]
        line = _REST.match(text, end)
        if self._indent(item) is not None and line:
            return text[: text.rindex("\n", 0, start) + 1] + text[line.end() :]
        before = text[:start].rstrip(" \t")
        if number == len(self.items) - 1 and before.endswith(","):  # the comma behind it serves the one before
            return before[:-1] + text[item.end :]
        blanks = _BLANKS.match(text, end)
        return text[:start] + text[blanks.end() if blanks and comma else end :]

    def _comma_after(self, item: _Piece) -> _Piece | None:
        following = self.pieces[self.pieces.index(item) + 1 :]
        return next((piece for piece in following if piece.kind == "comma"), None)

    def _indent(self, item: _Piece) -> str | None:
        """Return the line break and the blanks before a string that begins a line; None for one that doesn't."""
        before = self.text[: item.start]
        blanks = before[before.rfind("\n") + 1 :]
        if blanks.strip() or item.start - len(blanks) < self.pieces[0].start:
            return None
        return _newline(before) + blanks


def _newline(text: str) -> str:
    """Return the line break that a text has last."""
    return "\r\n" if text.rpartition("\n")[0].endswith("\r") else "\n"


def _array(text: str, at: int) -> _Array | None:
    """Return the array whose opening bracket stands at a place; None where it is no array of strings on one level."""
    pieces: list[_Piece] = []
    at += 1
    while not pieces or pieces[-1].kind != "end":
        found = _TOKEN.match(text, at)
        if found is None:
            return None
        pieces.append(_Piece(str(found.lastgroup), at, found.end()))
        at = found.end()
    return _Array(text, pieces)


# -- a list that isn't there yet


def _break(line: str) -> str:
    """Return the line break at the end of a line."""
    return line[len(line.rstrip("\r\n")) :]


def _inserted(text: str, plugins: Any, line: str) -> Iterator[str]:
    """Yield the text with a line for the list: where the table is, in whichever way it is written, or at the end."""
    newline = "\r\n" if text.split("\n", 1)[0].endswith("\r") else "\n"
    for table in _TABLE.finditer(text):
        yield text[: table.end()] + line + (", " if plugins else "") + text[table.end() :]
    lines, known = re.findall(r"[^\n]*\n|[^\n]+", text), locate(text)
    header = known.get(("plugins",), 0) - 1
    if header >= 0 and _HEADER.match(lines[header]):
        ended = _break(lines[header])
        yield "".join([*lines[: header + 1], "" if ended else newline, line + ended, *lines[header + 1 :]])
    for key in plugins:
        at = known.get(("plugins", key), 0) - 1
        dotted = _DOTTED.match(lines[at]) if at >= 0 else None
        if dotted:
            rest = lines[at].removeprefix("\ufeff")
            new = dotted[1] + dotted[2] + line + (_break(lines[at]) or newline)
            yield "".join([*lines[:at], new, rest, *lines[at + 1 :]])
    gap = "" if not text or text.endswith(newline * 2) else newline if text.endswith(newline) else newline * 2
    yield f"{text}{gap}[plugins]{newline}{line}{newline}"
