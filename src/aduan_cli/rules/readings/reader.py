"""A reading of the rules, ready for any text: which of the numbers in it counts, and the words that said so. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from aduan_cli.model import Reading
from aduan_cli.rules.readings.phrases import PLACE, Beside, Place, Wordings
from aduan_cli.rules.readings.quantities import Quantity, counts, lengths
from aduan_cli.rules.readings.so_now import SoNow
from aduan_cli.rules.readings.tokens import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from aduan_cli.compiled import ReadingTable
    from aduan_cli.rules.readings.codes import Codes, Streets

WITHIN = 5
"""Words within which what is `near` or `not_near` must stand, where the reading says nothing else."""
_COMMA = 2
"""As many words as a comma counts."""
_MOST = 50
"""Things said in one text that are looked at."""


class Reader:
    """Reads one reading out of texts."""

    def __init__(self, table: ReadingTable, so_now: SoNow, synonyms: Mapping[str, str]) -> None:
        self._kind, self._so_now = table["kind"], so_now
        named: Mapping[str, float] = table.get("words", {})
        forms = table.get("forms") or [PLACE]
        glued = [form.replace(PLACE, "") for form in forms if _is_glued(form)]
        standing = [(f"{before} {word}", value) for before in glued for word, value in named.items()]
        self._glued, self._glued_values = Wordings((said for said, _v in standing), synonyms), [v for _s, v in standing]
        self._forms = Beside(
            (form for form in forms if form != PLACE and form.replace(PLACE, "") not in glued), synonyms
        )
        self._bare, self._is_free = Wordings(named, synonyms), PLACE in forms
        self._values = list(named.values())
        self._numbers = {synonyms.get(word, word): value for word, value in table.get("numbers", {}).items()}
        of: Mapping[str, float] = table.get("of", {})
        self._counted, self._weights = Wordings(of, synonyms), list(of.values())
        self._near, self._not_near = _Near(table.get("near", []), synonyms), _Near(table.get("not_near", []), synonyms)
        self._asks_near, self._within = bool(table.get("near")), table.get("within", WITHIN)
        factors: Mapping[str, float] = table.get("factors", {})
        self._factors, self._beside_factors = list(factors.values()), Beside(factors, synonyms)
        self._unless = Wordings(table.get("unless", []), synonyms)
        self._texts: Codes | Streets | None = None
        if self._kind in ("code", "street"):
            from aduan_cli.rules.readings.codes import Codes, Streets

            is_code = self._kind == "code"
            self._texts = Codes(table.get("codes", ())) if is_code else Streets(table.get("names", ()), synonyms)
        self._least, self._most = table.get("least", 0), table.get("most", 10**6)

    def read(self, words: Sequence[Word]) -> Reading | None:
        """Return the largest value that is so now, the first of equal ones and of texts; None: the text says none.

        `words` are parted by what is told of now.
        """
        said = _alone(islice(self._quantities(words), _MOST))
        if not said:
            return None
        so_now, near, not_near = self._so_now.of(words), self._near.of(words), self._not_near.of(words)
        factors = self._beside_factors.of(words)
        unless = [place for place in self._unless.places(words) if not so_now.is_lifted(place)]
        best: Quantity | None = None
        for number, one in enumerate(said):
            following = said[number + 1].first if number + 1 < len(said) else len(words)
            held = factors.holding(one.first, one.last)
            value = one.value * self._factors[held[0]] if held else one.value
            is_meant = (
                self._least <= value <= self._most
                and (best is None or value > best.value)
                and self._is_of_it(words, one, near, not_near)
                and so_now.is_so(one, following, near.begin(words, one, self._within))
                and not any(words[place.first].sentence == words[one.first].sentence for place in unless)
            )
            if is_meant:
                best = one._replace(value=value)
        if best is None:
            return None
        return Reading(
            best.text or round(best.value), " ".join(word.said for word in words[best.first : best.last + 1])
        )

    def _quantities(self, words: Sequence[Word]) -> Iterator[Quantity]:
        """Yield all that is said, whether it is so or not."""
        if self._kind == "length":
            yield from lengths(words, self._numbers)
        elif self._texts is not None:
            yield from self._texts.quantities(words)
        else:
            of = [(place.first, place.last, self._weights[place.number]) for place in self._counted.places(words)]
            yield from counts(words, self._numbers, of)
        for place in self._glued.places(words):
            yield Quantity(place.first, place.last, self._glued_values[place.number], place.last, True)
        forms = self._forms.of(words)
        for place in self._bare.places(words):
            span = (place.first, place.last) if self._is_free else forms.span(place.first, place.last)
            if span is not None:
                yield Quantity(*span, self._values[place.number], span[1], True)

    def _is_of_it(self, words: Sequence[Word], one: Quantity, near: StandingNear, not_near: StandingNear) -> bool:
        """Say whether it is a value of what the reading asks for: by the nearer of `near` and `not_near` before it."""
        this, other = near.distance(words, one, self._within), not_near.distance(words, one, self._within)
        if other is not None and (this is None or other <= this):
            return False
        if near.stands_beside(one):
            return True
        return not not_near.stands_beside(one) and (one.named or not self._asks_near or this is not None)


class _Near:
    """Wordings that stand near a number: with `#` just so, without it within some words before."""

    __slots__ = ("_before", "_beside")

    def __init__(self, wordings: Sequence[str], synonyms: Mapping[str, str]) -> None:
        self._before = Wordings((wording for wording in wordings if PLACE not in wording), synonyms)
        self._beside = Beside((wording for wording in wordings if PLACE in wording), synonyms)

    def of(self, words: Sequence[Word]) -> StandingNear:
        return StandingNear(self._before.places(words), self._beside.of(words).holding)


class StandingNear:
    """Where these wordings stand in one text."""

    __slots__ = ("_holding", "_places")

    def __init__(self, places: Sequence[Place], holding: Callable[[int, int], list[int]]) -> None:
        self._places, self._holding = places, holding

    def stands_beside(self, one: Quantity) -> bool:
        """Say whether a wording with `#` stands around it."""
        return bool(self._holding(one.first, one.last) or self._holding(one.first, one.number))

    def distance(self, words: Sequence[Word], one: Quantity, within: int) -> int | None:
        """Return how many words the nearest wording is away that stands before it in its sentence; None: too many."""
        nearest = self._nearest(words, one, within)
        return nearest[0] if nearest else None

    def begin(self, words: Sequence[Word], one: Quantity, within: int) -> int:
        """Return the word with which the nearest wording begins, where there is one; else its own."""
        nearest = self._nearest(words, one, within)
        return nearest[1] if nearest else one.first

    def _nearest(self, words: Sequence[Word], one: Quantity, within: int) -> tuple[int, int] | None:
        found = (
            (one.first - place.last - 1 + _COMMA * (words[one.first].clause - words[place.last].clause), place.first)
            for place in self._places
            if place.last < one.first and words[place.last].sentence == words[one.first].sentence
        )
        return min((entry for entry in found if entry[0] <= within), default=None)


def _is_glued(form: str) -> bool:
    """Say whether a form is one word before the place: people write both as one, "selutut"."""
    word, place, rest = form.partition(PLACE)
    return bool(place) and not rest.strip() and word.strip().isalpha()


def _alone(said: Iterator[Quantity]) -> list[Quantity]:
    """Return what is said in its order, without what is only a part of something longer."""
    found: list[Quantity] = []
    for one in sorted(said, key=lambda one: (one.first, -one.last)):
        if not found or one.last > found[-1].last:
            found.append(one)
    return found
