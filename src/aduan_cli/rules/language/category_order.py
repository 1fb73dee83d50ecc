"""The order in which categories are looked for in a text: as the files have them, unless one says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from aduan_cli.i18n import _
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames

if TYPE_CHECKING:
    from aduan_cli.compiled import Category

LAST = "last"
"""What `specific` says of a category that is tried when no other one holds."""


def in_order(by_file: Iterable[list[Category]], sources: Sequence[Source], names: DeclaredNames) -> list[Category]:
    """Return categories as they are to be tried: the specific ones, all others, the last ones; each in file order.

    One with `after` comes right behind that one where it would come before it. A name that isn't there, and categories
    that wait for each other, are reported.
    """
    said = {category: table for source in sources for category, table in source.data.get("categories", {}).items()}
    file_of = {category: source.file for source in sources for category in source.data.get("categories", {})}
    wanted = sorted(chain.from_iterable(by_file), key=lambda entry: _rank(said[entry[0]].get("specific", False)))
    _only_the_city_goes_first(sources, names)
    there = {entry[0] for entry in wanted}
    made: list[Category] = []
    done: set[str] = set()
    waiting: dict[str, list[Category]] = {}

    def put(entry: Category) -> None:
        stack = [entry]
        while stack:
            first = stack.pop()
            made.append(first)
            done.add(first[0])
            stack += reversed(waiting.pop(first[0], []))

    for entry in wanted:
        after = said[entry[0]].get("after")
        is_known = after is not None and names.category(after, file_of[entry[0]], ("categories", entry[0], "after"))
        if is_known and after in there and after not in done:
            waiting.setdefault(after, []).append(entry)
        else:
            put(entry)
    # The others wait for this one, or in another circle that is told once this one is mended.
    for entry in next(iter(waiting.values()), [])[:1]:
        what = _("'{category}' and '{other}' wait for each other")
        what = what.format(category=entry[0], other=said[entry[0]]["after"])
        names.problems.error(file_of[entry[0]], ("categories", entry[0], "after"), what, _("leave out one of them"))
    return made


def last_of(sources: Iterable[Source]) -> list[str]:
    """Return the categories that are tried when no other one holds."""
    tables = (source.data.get("categories", {}).items() for source in sources)
    return [category for category, table in chain.from_iterable(tables) if table.get("specific") == LAST]


def _only_the_city_goes_first(sources: Iterable[Source], names: DeclaredNames) -> None:
    """Report the categories of units that are to be tried before everybody else's."""
    for source in sources:
        for category, table in source.data.get("categories", {}).items():
            if source.plugin is not None and table.get("specific") is True:
                path = ("categories", category, "specific")
                what = _("a unit's category doesn't go before those of others")
                names.problems.error(source.file, path, what, _("'last', or after = \"...\", would be right"))


def _rank(specific: bool | str) -> int:
    return 2 if specific == LAST else 0 if specific else 1
