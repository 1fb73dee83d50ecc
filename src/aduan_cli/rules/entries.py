"""The entries of the compiled form's lists, as the engine looks them up: those in the cache are read when asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from aduan_cli.text import LISTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Category, Condition, Rules


def met(entries: Sequence[object], found: Iterable[int]) -> Iterable[int]:
    """Return the numbers of entries worth a look; of those in the cache (`lazy_lists`) the ones with a word found."""
    of_cache = getattr(entries, "met", None)
    return range(len(entries)) if of_cache is None else of_cache(found)


class Categories(Mapping[str, "Category"]):
    """The categories by their names; none is read that nobody asks for."""

    __slots__ = ("_entries", "_numbers")

    def __init__(self, entries: Sequence[Category]) -> None:
        names = getattr(entries, "names", None) or [entry[0] for entry in entries]
        self._entries = entries
        self._numbers = {name: number for number, name in enumerate(names)}

    def __getitem__(self, name: str) -> Category:
        return self._entries[self._numbers[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def named_lists(patterns: Collection[int], compiled: Rules) -> dict[str, list[int]]:
    """Return the lists of `[words]` that a condition on these patterns has whole: those that it was written with."""
    numbers = frozenset(patterns)
    lists = compiled.get("lists", {}).items()
    return {name: words for name, words in lists if numbers.issuperset(words[:1]) and numbers.issuperset(words)}


def listed(condition: Condition, compiled: Rules) -> list[str]:
    """Return the patterns of a condition on the text as they are written, a list of `[words]` by its name.

    Not in `text_all`, where all words stand for themselves: a list is there for one of its words.
    """
    patterns: Collection[int] = condition[1]
    named = {} if condition[0] == "text_all" else named_lists(patterns, compiled)
    within = frozenset(number for words in named.values() for number in words)
    return [*(LISTED + name for name in named), *(compiled["words"][n] for n in patterns if n not in within)]
