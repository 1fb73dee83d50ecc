"""What is wrong with a file that people write: one sentence each, all of them collected, none stops the rest.

The sentence is `file:line: path: what is wrong; what would be right`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import NamedTuple

from aduan_cli.i18n import _, ngettext
from aduan_cli.nearness import did_you_mean

Path = tuple[str | int, ...]
"""Where in a file: keys, and numbers of list items from 0, as in `("rule", 2, "to")`."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_MOST_SUGGESTIONS = 100
_MOST_NAMED = 12
_MOST_SAID = 5


def path_text(path: Path) -> str:
    """Return a path as the user reads it: list items count from 1, as in `rule[3].to`; keys as the file has them."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            key = part if _BARE.fullmatch(part) else f'"{"".join(map(_in_toml, part))}"'
            text += f".{key}" if text else key
    return text


def _in_toml(character: str) -> str:
    """Return a character as it stands in a quoted key of a file, on one line."""
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def bare(value: object) -> str | None:
    """Return a number, a truth value, a day or a time as a file has it without quotes; None for all else."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return repr(value) if isinstance(value, (int, float)) else None


def quoted(value: object) -> str:
    """Return a value for a sentence: on one line, in quotes when a string, shortened when long."""
    text = repr(value) if isinstance(value, str) else bare(value) or type(value).__name__
    if len(text) <= 60:
        return text
    return text[:56] + "..." + text[0] if isinstance(value, str) else text[:57] + "..."


class Problem(NamedTuple):
    """One thing that is wrong. `line` counts from 1, 0 means that it is not known.

    Problems of one `cause` are mended by one act, which each of them names.
    """

    file: str
    path: Path
    what: str
    right: str | None = None
    severity: str = "error"
    line: int = 0
    cause: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        path = path_text(self.path)
        sentence = f"{where}: {path}: {self.what}" if path else f"{where}: {self.what}"
        return f"{sentence}; {self.right}" if self.right else sentence


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a path, or of the nearest table or list around it; 1 when there is none."""
    for length in range(len(path), 0, -1):
        line = lines.get(path[:length])
        if line is not None:
            return line
    return 1


def located(problem: Problem, lines: Mapping[Path, int]) -> Problem:
    """Return a problem with its line."""
    return problem if problem.line else problem._replace(line=line_of(lines, problem.path))


def one_for_each_cause(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems, of those with one cause only the first, which then says how many more files there are."""
    found: list[Problem] = []
    more: dict[str, int] = {}
    for problem in problems:
        if problem.cause is None or problem.cause not in more:
            found.append(problem)
        if problem.cause is not None:
            more[problem.cause] = more.get(problem.cause, -1) + 1
    return [_counted(problem, more[problem.cause]) if problem.cause else problem for problem in found]


def _counted(problem: Problem, more: int) -> Problem:
    if not more:
        return problem
    counted = ngettext("{count} more file for the same reason", "{count} more files for the same reason", more)
    return problem._replace(what=f"{problem.what} ({counted.format(count=more)})")


class Problems:
    """The problems found so far; `error` and `warning` add one each."""

    def __init__(self) -> None:
        self.levels: Mapping[str, str] = {}
        """What the city calls the levels of places (`rules.levels`): so they stand in paths and sentences."""
        self.broken: set[str] = set()
        """Names of tables that were left out for what is wrong in them; that they are unknown is not told as well."""
        self.broken_files: set[str] = set()
        """Manifests whose unit is not said rightly: none of its names is told as unknown there."""
        self._found: list[Problem] = []
        self._suggested = 0

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def error(self, file: str, path: Path, what: str, right: str | None = None, as_is: bool = False) -> None:
        """Add an error: the file that has it can't come into force. `as_is`: the path stands so in the file."""
        self._found.append(Problem(file, path if as_is else self._written(path), what, right))

    def warning(self, file: str, path: Path, what: str, right: str | None = None) -> None:
        """Add a warning: the file comes into force all the same."""
        self._found.append(Problem(file, self._written(path), what, right, "warning"))

    def _written(self, path: Path) -> Path:
        """Return a path as the city writes it."""
        return tuple(self.levels.get(part, part) if isinstance(part, str) else part for part in path)

    def suggest(self, given: str, known: Iterable[str], aliases: Mapping[str, str] | None = None) -> str | None:
        """Return what would be right instead of an unknown word, or None when nothing is near.

        `aliases` maps other spellings of known words, lower case, to the words. The search is slow, so that
        only the first hundred problems get one.
        """
        self._suggested += 1
        if self._suggested > _MOST_SUGGESTIONS:
            return None
        names = sorted(set(known))
        hint = did_you_mean(given, names, aliases)
        return hint or (one_of(names) if 0 < len(names) <= _MOST_NAMED else None)


def one_of(names: Sequence[str]) -> str:
    """Return the end of a sentence that lists what is allowed."""
    if len(names) == 1:
        return _("'{name}' would be right").format(name=names[0])
    return _("one of {names}").format(names=", ".join(f"'{name}'" for name in names))


def wrong_type(value: object) -> str:
    """Say what a value is, in the words of TOML."""
    if isinstance(value, dict):
        return _("a table can't stand here")
    if isinstance(value, list):
        return _("a list can't stand here")
    return _("{value} can't stand here").format(value=quoted(value))


def in_quotes(value: object) -> str | None:
    """Say what would be right where a text is wanted and its quotes were left out; None where it is something else."""
    text = bare(value)
    return None if text is None else _("with quotes it would be right: {value}").format(value=f'"{text}"')


def some_of(names: Iterable[str]) -> str:
    """Return names for a sentence, the first few of them."""
    unique = list(dict.fromkeys(names))
    more = ", ..." if len(unique) > _MOST_SAID else ""
    return ", ".join(f"'{name}'" for name in unique[:_MOST_SAID]) + more
