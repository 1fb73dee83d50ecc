"""One revision's rules, ready to be run: their engine, and what else it takes to read a report by them. Pure."""

from __future__ import annotations

from aduan_cli.desk_time import Zone
from aduan_cli.model import NO_READINGS, Readings
from aduan_cli.places import FoundPlace
from aduan_cli.rules.engine import Engine
from aduan_cli.text import Folded, join_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.answers import Questionnaire
    from aduan_cli.model import Reading
    from aduan_cli.points import Areas
    from aduan_cli.rules.readings.readers import Readers
    from aduan_cli.rules.readings.tokens import Word

_MEMO = 2048
"""Texts whose reading is remembered: an import repeats itself, a call does not."""


class TextWords:
    """What the words of a text say: the patterns that were found, the kind by its cue words, the place, readings.

    `matter`: the patterns in the text without its asides; None: it has none.
    """

    __slots__ = ("found", "kind", "matter", "place", "readings")

    def __init__(
        self,
        found: dict[int, tuple[int, int]],
        kind: str | None,
        place: FoundPlace,
        readings: Readings,
        matter: dict[int, tuple[int, int]] | None,
    ) -> None:
        self.found, self.kind, self.place, self.readings, self.matter = found, kind, place, readings, matter


class TextReadings(Readings):
    """What the readings of the rules say of one text, each read when somebody asks for it."""

    __slots__ = ("_router", "_text", "_told", "_words")

    def __init__(self, text: str, router: Router) -> None:
        self._text, self._router = text, router
        self._told: dict[str, Reading | None] = {}
        self._words: list[Word] | None = None

    def reading(self, name: str) -> Reading | None:
        """Return what was read with its words; None: the text says nothing of it."""
        if name not in self._told:
            readers = self._router.readers
            if self._words is None:
                self._words = readers.words_of(self._text)
            self._told[name] = readers.read(name, self._words)
        return self._told[name]


class Router:
    """One revision's rules. `reading.read` understands a report by them, `deciding.decide` decides it.

    `maps` reads where the city's places are; it is asked for the first call with a point.
    """

    def __init__(self, compiled: Rules, revision: str | None, maps: Callable[[], Areas] | None = None) -> None:
        self.compiled = compiled
        self.revision = revision
        self._maps = maps
        self._areas: Areas | None = None
        self.engine = Engine(compiled)
        self.zone = Zone(compiled["zone"])
        self.shifts = compiled["shifts"]
        self.holidays = frozenset(compiled["holidays"])
        self._words: dict[str, TextWords] = {}
        self._asked: Questionnaire | None = None
        self._readers: Readers | None = None

    def words_of(self, text: str) -> TextWords:
        """Return what the words of a text say."""
        words = self._words.get(text)
        if words is None:
            folded = Folded(text)
            found = self.engine.find(folded)
            readings = TextReadings(text, self) if self.compiled["readings"] else NO_READINGS
            place = self.engine.place_of(folded, text, found)
            matter = self.engine.matter_of(folded, text, found)
            words = TextWords(found, self.engine.kind_of(found), place, readings, matter)
            if len(self._words) >= _MEMO:
                self._words.clear()
            self._words[text] = words
        return words

    @property
    def asked(self) -> Questionnaire:
        """The questions of this revision."""
        if self._asked is None:
            from aduan_cli.complaint.answers import Questionnaire

            self._asked = Questionnaire(self.compiled["questions"])
        return self._asked

    @property
    def readers(self) -> Readers:
        """The readings of this revision."""
        if self._readers is None:
            from aduan_cli.rules.readings.readers import Readers

            self._readers = Readers(self.compiled["readings"], self.compiled["unless"], self.compiled["synonyms"])
        return self._readers

    @property
    def areas(self) -> Areas:
        """The areas of the desk's maps, for points of new calls."""
        if self._areas is None:
            from aduan_cli.points import Areas

            self._areas = self._maps() if self._maps else Areas()
        return self._areas

    def areas_at(self, point: str) -> tuple[str, ...]:
        """Return the areas of `[areas]` in which a point lies."""
        named = self.compiled.get("areas")
        if not named:
            return ()
        from aduan_cli.points import named_at

        return named_at(named, point)

    def kecamatan_of(self, kelurahan: str) -> str | None:
        """Return the kecamatan that a kelurahan (canonical spelling) belongs to; None: several have one."""
        parents = self.parents_of(kelurahan)
        return parents[0] if len(parents) == 1 else None

    def parents_of(self, kelurahan: str) -> Sequence[str]:
        """Return the kecamatan that have a kelurahan of this name (canonical spelling)."""
        entry = self.compiled["gazetteer"]["names"].get(join_pattern(kelurahan))
        return entry[2] if entry else ()

    def owner_of(self, category: str | None) -> str | None:
        """Return the plugin that owns a category; None: the city does, or there is no such category."""
        entry = self.engine.categories.get(category) if category else None
        return entry[2] if entry else None

    def routes_feedback(self, category: str | None) -> bool:
        """Say whether somebody must act on feedback of a category, too."""
        entry = self.engine.categories.get(category) if category else None
        return bool(entry and len(entry) > 6 and entry[6])
