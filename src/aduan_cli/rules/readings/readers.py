"""All readings of a desk; a command that asks for none loads nothing of this. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aduan_cli.model import Reading
from aduan_cli.rules.readings.reader import Reader
from aduan_cli.rules.readings.so_now import SoNow
from aduan_cli.rules.readings.tokens import Word, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import ReadingTable


class Readers:
    """The readings of one revision, each made ready when somebody asks for it."""

    __slots__ = ("_made", "_so_now", "_synonyms", "_tables")

    def __init__(
        self, tables: Mapping[str, ReadingTable], unless: Mapping[str, Sequence[str]], synonyms: Mapping[str, str]
    ) -> None:
        self._tables, self._so_now, self._synonyms = tables, SoNow(unless, synonyms), synonyms
        self._made: dict[str, Reader] = {}

    def words_of(self, text: str) -> list[Word]:
        """Return a text as `read` takes it."""
        return self._so_now.parted(words_of(text, self._synonyms))

    def read(self, name: str, words: Sequence[Word]) -> Reading | None:
        """Return what a reading finds in a text; None: nothing, or there is no reading of that name."""
        made = self._made.get(name)
        if made is None:
            if name not in self._tables:
                return None
            made = self._made[name] = Reader(self._tables[name], self._so_now, self._synonyms)
        return made.read(words)
