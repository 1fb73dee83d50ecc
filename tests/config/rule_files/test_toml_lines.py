"""The locator against the parser: every path that tomli finds is located on the line where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.config.rule_files.toml_lines import Path, locate
from aduan_cli.problems import line_of

LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=6)
STRINGS = st.one_of(LETTERS, st.text("ab\n\t\"'\\ ,]}#=[", max_size=8))
SCALARS = st.sampled_from(["17", "-0.5", "1e3", "inf", "true", "2026-11-23", "2026-11-23 14:05:00", "14:05:00", "0xff"])
GAPS = st.sampled_from(["", "\n", "# note ] } \" '''\n", "\n\n  # [x]\n"])


def paths_of(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield every key path and list item of parsed data."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from paths_of(inner, (*path, key))


class Writer:
    """Writes a document piece by piece and notes on which line each path was written."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.text = ""
        self.lines: dict[Path, int] = {}

    def note(self, path: Path, again: bool = False) -> None:
        line = self.text.count("\n") + 1
        self.lines[path] = line if again else self.lines.get(path, line)

    def gap(self) -> None:
        self.text += self.draw(GAPS)

    def key(self, name: str) -> str:
        forms = [basic(name)]
        if name and name.isascii() and name.replace("-", "").replace("_", "").isalnum():
            forms.append(name)
        if not set(name) & set("'\n\r") and all(c == "\t" or c >= " " for c in name):
            forms.append(f"'{name}'")
        return str(self.draw(st.sampled_from(forms)))

    def dotted(self, names: list[str]) -> str:
        dot = self.draw(st.sampled_from([".", " . "]))
        return str(dot.join(self.key(name) for name in names))

    def value(self, path: Path, deep: int = 0) -> None:
        kinds = ["scalar", "string"] + (["array", "table"] if deep < 3 else [])
        kind = self.draw(st.sampled_from(kinds))
        if kind == "scalar":
            self.text += self.draw(SCALARS)
        elif kind == "string":
            self.text += string(self.draw, self.draw(STRINGS))
        elif kind == "array":
            self.array(path, deep)
        else:
            self.inline_table(path, deep)

    def array(self, path: Path, deep: int) -> None:
        self.text += "["
        size = self.draw(st.integers(0, 3))
        for number in range(size):
            self.gap()
            self.note((*path, number))
            self.value((*path, number), deep + 1)
            self.gap()
            if number < size - 1 or self.draw(st.booleans()):
                self.text += ","
        self.gap()
        self.text += "]"

    def inline_table(self, path: Path, deep: int) -> None:
        self.text += "{ "
        for number, name in enumerate(self.draw(st.lists(LETTERS, max_size=3, unique=True))):
            self.text += ", " if number else ""
            names = [name, "x"] if self.draw(st.booleans()) else [name]
            self.pair(path, names, deep + 1)
        self.text += " }"

    def pair(self, path: Path, names: list[str], deep: int = 0) -> None:
        for length in range(1, len(names) + 1):
            self.note((*path, *names[:length]))
        self.text += self.dotted(names) + self.draw(st.sampled_from(["=", " = "]))
        self.value((*path, *names), deep)

    def pairs(self, path: Path) -> None:
        for name in self.draw(st.lists(LETTERS, max_size=3, unique=True)):
            self.gap()
            self.pair(path, [f"k{name}", *self.draw(st.lists(LETTERS, max_size=2))])
            self.text += self.draw(st.sampled_from(["", "  # ] note", " "])) + "\n"

    def header(self, path: Path, shown: list[str], array: bool) -> None:
        self.note(path, again=True)
        form = "[[{}]]" if array else self.draw(st.sampled_from(["[{}]", "[ {} ]"]))
        self.text += form.format(self.dotted(shown)) + "\n"
        self.pairs(path)


def basic(text: str) -> str:
    """Return a basic string, with an escape for what needs one, and for every capital A."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "A": "\\u0041"}
    return '"' + "".join(escapes.get(c) or (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in text) + '"'


def string(draw: Any, text: str) -> str:
    """Return a text as one of the four kinds of strings that can hold it."""
    forms = [basic(text)]
    if "'" not in text and "\n" not in text:
        forms.append(f"'{text}'")
    if "'''" not in text:
        forms.append("'''\n" + text + "'''" if not text.endswith("'") else "'''" + text.rstrip("'") + "'''''")
    forms.append('"""' + text.replace("\\", "\\\\").replace('"""', '""\\"') + ' \\\n  """""')
    return str(draw(st.sampled_from(forms)))


@st.composite
def documents(draw: Any) -> tuple[str, dict[Path, int]]:
    """Draw a TOML document and the line of each of its paths."""
    writer = Writer(draw)
    writer.pairs(())
    for number in range(draw(st.integers(0, 4))):
        name = f"{number}{draw(LETTERS)}"
        form = draw(st.sampled_from(["table", "implicit", "array"]))
        if form == "table":
            writer.gap()
            writer.header((name,), [name], array=False)
        elif form == "implicit":
            writer.gap()
            writer.note((name,))
            writer.header((name, "inner"), [name, "inner"], array=False)
            if draw(st.booleans()):
                writer.gap()
                writer.header((name,), [name], array=False)
        else:
            for item in range(draw(st.integers(1, 3))):
                writer.gap()
                writer.note((name,))
                writer.header((name, item), [name], array=True)
                if draw(st.booleans()):
                    writer.gap()
                    writer.header((name, item, "sub"), [name, "sub"], array=False)
                for inner in range(draw(st.integers(0, 2))):
                    writer.gap()
                    writer.note((name, item, "list"))
                    writer.header((name, item, "list", inner), [name, "list"], array=True)
    text = writer.text
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text, writer.lines


@given(documents())
def test_every_path_is_located_where_it_was_written(document: tuple[str, dict[Path, int]]) -> None:
    """Tables, arrays of tables, dotted keys, inline tables, strings and arrays over several lines, any line ends."""
    text, lines = document
    found = locate(text)
    for path in paths_of(tomli.loads(text.removeprefix("\ufeff"))):
        assert (path, found.get(path)) == (path, lines[path])


@given(documents())
def test_nothing_is_located_that_the_parser_does_not_find(document: tuple[str, dict[Path, int]]) -> None:
    """A sign of structure inside a string or a comment is no structure."""
    text, _lines = document
    assert set(locate(text)) == set(paths_of(tomli.loads(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ('a = """\n[b]\nc = 1\n"""\nb = 2\n', ("b",), 5),
        ("a = '''\n'''''\nb = 2\n", ("b",), 3),
        ('a = """x\\\\"""\nb = 2\n', ("b",), 2),
        ("[[r]]\n[[r]]\nx = [\n  1,\n  # ]\n  [2,\n   3],\n]\n", ("r", 1, "x", 1, 1), 7),
        ("[a.b]\n[a.c]\n[a]\nx = 1\n", ("a",), 3),
        ('"a.b".c = 1\n', ("a.b", "c"), 1),
        ("x = { y.z = [\n1, { w = 2 } ] }\n", ("x", "y", "z", 1, "w"), 2),
    ],
)
def test_cases_that_are_easily_got_wrong(text: str, path: Path, line: int) -> None:
    """Each was chosen for one thing: what looks like structure, what ends a string, who owns a sub-table."""
    assert locate(text)[path] == line


def test_a_path_that_is_not_there_has_the_line_of_what_is_around_it() -> None:
    """A missing key is reported where its table begins; without any, on the first line."""
    lines = locate("\n[desk]\nname = 'x'\n")
    assert line_of(lines, ("desk", "prefix")) == 2
    assert line_of(lines, ("units", "dlh")) == 1
