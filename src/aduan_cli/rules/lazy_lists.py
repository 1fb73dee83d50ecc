"""Long lists of the compiled form as the cache keeps them: a line of JSON each, read when somebody asks for it.

Of hundreds of conditions on words one call can meet a few: those of which it says a word. Which these are is known
without reading any.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from aduan_cli.rules.index import anchors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Condition

_BETWEEN = "\uffff"
"""Stands between the words of one entry and the next: no pattern has that number (`config/rule_files/cache.py`)."""


class Kept(Sequence["Any"]):
    """A list whose entries are read one by one.

    `words` has, of each entry, the numbers of the patterns of which one must be found for its condition to hold, as
    characters; the entries of `always` may hold whatever was found. `names` are what entries are called, where they
    are asked for by that.
    """

    __slots__ = ("_lines", "_read", "always", "names", "words")

    def __init__(
        self, lines: Sequence[bytes], words: str = "", always: Iterable[int] = (), names: Sequence[str] = ()
    ) -> None:
        self._lines = lines
        self._read: dict[int, Any] = {}
        self.words, self.always, self.names = words, always, names

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[at] for at in range(*number.indices(len(self)))]
        line = self._lines[number]  # An IndexError of its own.
        if number not in self._read:
            self._read[number] = json.loads(line)
        return self._read[number]

    def __eq__(self, other: object) -> bool:
        return list(self) == other

    __hash__ = None  # type: ignore[assignment]  # as a list's

    def met(self, found: Iterable[int]) -> list[int]:
        """Return the numbers of the entries whose conditions may hold where these patterns were found, ascending."""
        words = self.words
        numbers = set(self.always)
        for pattern in map(chr, found):
            at = words.find(pattern)
            while at >= 0:
                numbers.add(words.count(_BETWEEN, 0, at))
                at = words.find(pattern, at + 1)
        return sorted(numbers)


def words_of(conditions: Iterable[Condition | None]) -> tuple[str, list[int]]:
    """Return `words` and `always` of a list of entries with these conditions."""
    words, always = [], []
    for number, condition in enumerate(conditions):
        sets = [keys for keys in anchors(condition) if all(type(key) is int for key in keys)]
        least = min(sets, key=len, default=None)
        if least is None:
            always.append(number)
        words.append("".join(chr(key) for key in least or () if isinstance(key, int)))
    return _BETWEEN.join(words), always
