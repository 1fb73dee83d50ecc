"""What one pattern of a file stands for: `"@korban"` for the words of a list, `"jalan|gang rusak"` for two wordings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.patterns import is_wanted
from aduan_cli.problems import Path, Problems, quoted
from aduan_cli.rules.language.phrase_parts import fault_of
from aduan_cli.rules.language.shape import each
from aduan_cli.text import LISTED

if TYPE_CHECKING:
    from aduan_cli.rules.language.declare import Source

MOST = 400
"""Wordings that one pattern may stand for: each of them is looked for."""


def _alternatives_of(pattern: str) -> list[list[str]]:
    """Return of each word of a pattern those between `|`."""
    words = ([word for word in part.split("|") if word] for part in pattern.split())
    return [chosen for chosen in words if chosen]


def how_many(pattern: str) -> int:
    """Return how many wordings a pattern stands for, without making them: a few words may stand for millions."""
    return prod(map(len, _alternatives_of(pattern))) if "|" in pattern else 1


def wordings(pattern: str) -> list[str]:
    """Return what a pattern stands for, one of the words between `|` each time: itself if it has none.

    Of one that stands for more than `MOST` nothing is made.
    """
    if "|" not in pattern:
        return [pattern]
    return [] if how_many(pattern) > MOST else [" ".join(chosen) for chosen in product(*_alternatives_of(pattern))]


def too_many(pattern: str, count: int) -> tuple[str, str]:
    """Return what is wrong with a pattern that stands for too many wordings, and what would be right."""
    what = _("{value} stands for {count} wordings").format(value=quoted(pattern), count=count)
    return what, _("at most {most} would be right").format(most=MOST)


class WordLists:
    """The lists of `[words]` of all files, each under its name.

    `left_out` says that a file that may declare one is missing.
    """

    def __init__(self, sources: Iterable[Source], problems: Problems, left_out: Collection[str]) -> None:
        self._problems = problems
        self._left_out = bool(left_out)
        self._report_unknown = problems.warning if left_out else problems.error
        self._declared: dict[str, tuple[str, list[str]]] = {}
        self._made: dict[str, list[str] | None] = {}
        self._used: set[str] = set()
        for source in sources:
            for name, words in source.data.get("words", {}).items():
                self._declare(source.file, name, words)
        for name in self._declared:
            self._words_of(name)

    @property
    def named(self) -> dict[str, list[str]]:
        """The lists that something has named so far, each with all its wordings."""
        return {name: words for name, words in self._made.items() if words and name in self._used}

    def _declare(self, file: str, name: str, words: list[str]) -> None:
        if name in self._declared:
            what = _("list '{name}' stands in {file} already").format(name=name, file=self._declared[name][0])
            self._problems.error(file, ("words", name), what, _("another name"))
            return
        self._declared[name] = file, words

    def _words_of(self, name: str) -> list[str] | None:
        """Return the wordings of a declared list; None: they are being gathered, so that it would be within itself."""
        if name not in self._made:
            file, words = self._declared[name]
            self._made[name] = None
            made: list[str] = []
            for word, where in each(words, ("words", name)):
                made += self.of(word, file, where) or ()
            self._made[name] = list(dict.fromkeys(made))  # Lists that name lists double what they have each time.
        return self._made[name]

    def _alternatives(self, pattern: str, file: str, path: Path) -> list[str]:
        count, found = how_many(pattern), wordings(pattern)
        if count > MOST:
            self._problems.error(file, path, *too_many(pattern, count))
            return []
        for wording in filter(is_wanted, found):
            fault = fault_of(wording)
            if fault is not None:
                self._problems.error(file, path, f"{quoted(wording)}: {fault[0]}", fault[1])
                return []
        return found

    def of(self, pattern: str, file: str, path: Path) -> list[str] | None:
        """Return all wordings that a pattern stands for; None: it names a list that there isn't, which is told."""
        if not pattern.startswith(LISTED):
            return self._alternatives(pattern, file, path) or None
        name = pattern[len(LISTED) :].strip()
        self._used.add(name)
        if name not in self._declared:
            if name in self._problems.broken:
                return None
            what = _("unknown list of words '{name}'").format(name=name)
            self._report_unknown(file, path, what, self._problems.suggest(name, self._declared))
            return None
        found = self._words_of(name)
        if found is None:
            what = _("list '{name}' is within itself").format(name=name)
            self._problems.error(file, path, what, _("leave it out here"))
        return found

    def all_of(self, patterns: list[Any], file: str, path: Path) -> list[str] | None:
        """Return all wordings of a list of patterns, tables in it left aside; None: something of it is wrong."""
        found = [self.of(said, file, where) for said, where in each(patterns, path) if isinstance(said, str)]
        return [word for words in found if words is not None for word in words] if None not in found else None

    def tell_unused(self) -> None:
        """Warn of the lists that nothing has named so far, unless a file that may is missing."""
        for name, (file, _words) in self._declared.items():
            if name not in self._used and not self._left_out:
                what = _("nothing names this list")
                self._problems.warning(
                    file, ("words", name), what, _("leave it out, or name it as '@{name}'").format(name=name)
                )
