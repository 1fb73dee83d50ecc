"""The entries of the compiled form's lists, as the engine looks them up: those in the cache are read when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Category


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
