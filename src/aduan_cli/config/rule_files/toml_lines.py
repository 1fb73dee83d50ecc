"""Which line each key of a TOML text stands on. The parser gives no lines, so the text is scanned once more.

The text has been parsed already, so what is scanned here is known to be TOML; nothing is checked again.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import tomli

Path = tuple[str | int, ...]

_SPACE = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')[ \t]*(\.|=|\]\]?)""")
_BLANKS = re.compile(r"[ \t]*")
_SCALAR = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""(?:"{0,2})'
    r"|'''(?:[^']|'(?!''))*'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[^\[{,\]}\n#]+"
)

# Most lines of most files are one of these two, and are read in one step.
_STRING = r"""(?:"(?!"")(?:[^"\\\n]|\\.)*"|'(?!'')[^'\n]*')"""
_SIMPLE_PAIR = re.compile(rf"[ \t]*([A-Za-z0-9_-]+)[ \t]*=[ \t]*(?:{_STRING}|[0-9tf+-][^,\]}}\n#]*)")
_FLAT_ARRAY = re.compile(rf"\[[ \t]*(?:{_STRING}[ \t]*(?:,[ \t]*)?)*\]")
_ITEM = re.compile(_STRING)


def locate(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every key, table, and list item of a TOML text that `tomli` takes.

    Paths are those of the parsed data, list items count from 0. A table is where its header stands, or where
    it is first named when it has none; an array of tables is where its first one begins.
    """
    scanner = _Scanner(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    try:
        scanner.scan()
    except (RecursionError, AssertionError, IndexError):
        pass  # Lines are a help. Without one, the sentence still names file and path.
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._newlines = [match.start() for match in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        """Array of tables → how many of them have begun."""

    def scan(self) -> None:
        """Fill in `lines`."""
        text, at = self._text, 0
        table: Path = ()
        while True:
            at = self._skip(at)
            if at >= len(text):
                return
            if text[at] == "[":
                table, at = self._header(at)
            else:
                at = self._pair(at, table)

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def _line(self, at: int) -> int:
        return bisect_right(self._newlines, at - 1) + 1

    def _key(self, at: int) -> tuple[list[str], int]:
        """Return the parts of a dotted key and the position after the sign that ends it."""
        parts: list[str] = []
        while True:
            match = _KEY.match(self._text, at)
            assert match is not None
            bare, basic, literal, end = match.groups()
            if basic is not None and "\\" in basic:
                basic = str(tomli.loads(f'k = "{basic}"')["k"])
            parts.append(next(part for part in (bare, basic, literal) if part is not None))
            at = match.end()
            if end != ".":
                return parts, at

    def _header(self, at: int) -> tuple[Path, int]:
        """Note a table's header; return the path of the table and the position after the header."""
        line = self._line(at)
        array = self._text.startswith("[[", at)
        parts, at = self._key(at + 2 if array else at + 1)
        path: Path = ()
        for number, part in enumerate(parts):
            path = (*path, part)
            last = number == len(parts) - 1
            if last and array:
                self.lines.setdefault(path, line)
                count = self._counts[path] = self._counts.get(path, 0) + 1
                path = (*path, count - 1)
                self.lines[path] = line
            elif last:
                self.lines[path] = line
            else:
                self.lines.setdefault(path, line)
                if path in self._counts:
                    path = (*path, self._counts[path] - 1)
        return path, at

    def _pair(self, at: int, table: Path) -> int:
        """Note a key with its value; return the position after the value."""
        line = self._line(at)
        simple = _SIMPLE_PAIR.match(self._text, at)
        if simple is not None:
            self.lines.setdefault((*table, simple[1]), line)
            return simple.end()
        parts, at = self._key(at)
        path = table
        for part in parts:
            path = (*path, part)
            self.lines.setdefault(path, line)
        match = _BLANKS.match(self._text, at)
        return self._value(match.end() if match else at, path)

    def _value(self, at: int, path: Path) -> int:
        opening = self._text[at]
        if opening == "[":
            flat = _FLAT_ARRAY.match(self._text, at)
            return self._flat(flat, path) if flat else self._array(at + 1, path)
        if opening == "{":
            return self._inline(at + 1, path)
        match = _SCALAR.match(self._text, at)
        assert match is not None
        return match.end()

    def _flat(self, array: re.Match[str], path: Path) -> int:
        line = self._line(array.start())
        for number in range(len(_ITEM.findall(array[0]))):
            item = (*path, number)
            self.lines[item] = line
        return array.end()

    def _array(self, at: int, path: Path) -> int:
        number = 0
        while True:
            at = self._skip(at)
            if self._text[at] == "]":
                return at + 1
            item = (*path, number)
            self.lines[item] = self._line(at)
            at = self._skip(self._value(at, item))
            number += 1
            if self._text[at] == ",":
                at += 1

    def _inline(self, at: int, path: Path) -> int:
        while True:
            at = self._skip(at)
            if self._text[at] == "}":
                return at + 1
            at = self._skip(self._pair(at, path))
            if self._text[at] == ",":
                at += 1
