"""Whether what is said is so now: not denied, long past, feared, supposed, over. By the words of `[unless]`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aduan_cli.rules.readings.phrases import Place, Wordings
from aduan_cli.rules.readings.quantities import Quantity
from aduan_cli.rules.readings.tokens import Word

KEYS = ("denied", "past", "lately", "feared", "supposed", "over", "still", "now")
_FAR_BEFORE, _FAR_AFTER, _FAR_OVER = 40, 10, 12
"""Words before what is said that are looked at; behind it in its clause; before it for what is over."""


class SoNow:
    """The words of `[unless]`, ready for any text."""

    __slots__ = ("_phrases",)

    def __init__(self, words: Mapping[str, Sequence[str]], synonyms: Mapping[str, str]) -> None:
        self._phrases = {key: Wordings(words.get(key, ()), synonyms) for key in KEYS}

    def parted(self, words: Sequence[Word]) -> list[Word]:
        """Return the words of a text, with a sentence of its own for what is told of now."""
        begins = {place.last for place in self._phrases["now"].places(words)}
        made, more = [], 0
        for at, word in enumerate(words):
            more += at in begins
            made.append(word._replace(clause=word.clause + more, sentence=word.sentence + more) if more else word)
        return made

    def of(self, words: Sequence[Word]) -> UnlessPlaces:
        """Return what stands in a text, parted."""
        return UnlessPlaces(words, {key: phrases.places(words) for key, phrases in self._phrases.items()})


class UnlessPlaces:
    """What of `[unless]` one text says."""

    __slots__ = ("_places", "_still", "_words")

    def __init__(self, words: Sequence[Word], places: Mapping[str, Sequence[Place]]) -> None:
        self._words, self._still = words, places["still"]
        self._places = {key: [place for place in found if not self.is_lifted(place)] for key, found in places.items()}

    def is_lifted(self, place: Place) -> bool:
        """Say whether a phrase of several words that it is a part of lifts it: "dari tahun lalu"."""
        return any(s.first <= place.last and place.first <= s.last and s.last > s.first for s in self._still)

    def is_so(self, said: Quantity, following: int, begin: int) -> bool:
        """Say whether something is so now.

        `following` is the word with which the next such thing begins, `begin` the one that says what it is a value of.
        """
        return not (self._denied(said, begin) or self._before(said) or self._after(said) or self._over(said, following))

    def _denied(self, said: Quantity, begin: int) -> bool:
        before = (said.first - 1, begin - 1)
        return any(place.last in before and self._same(place, said) for place in self._places["denied"])

    def _before(self, said: Quantity) -> bool:
        near = {
            key: [p for p in self._places[key] if said.first - _FAR_BEFORE <= p.first and p.last < said.first]
            for key in ("past", "lately", "feared", "supposed")
        }
        return (
            any(self._same(place, said) for key in ("past", "lately") for place in near[key])
            or any(
                self._in_sentence(p, said) and self._lasts(p, said) for key in ("past", "supposed") for p in near[key]
            )
            or any(self._same(place, said) and self._lasts(place, said) for place in near["feared"])
        )

    def _after(self, said: Quantity) -> bool:
        places = [*self._places["past"], *self._places["lately"]]
        return any(said.last < p.first <= said.last + _FAR_AFTER and self._same(p, said) for p in places)

    def _over(self, said: Quantity, following: int) -> bool:
        return any(
            said.last < place.first < min(following, said.last + _FAR_BEFORE)
            or (said.first - _FAR_OVER <= place.first < said.first and self._in_sentence(place, said))
            for place in self._places["over"]
        )

    def _lasts(self, place: Place, said: Quantity) -> bool:
        """Say whether nothing between what was said before and this says that it is so all the same: "sudah"."""
        return not any(place.last < s.first and s.last < said.first for s in self._still)

    def _same(self, place: Place, said: Quantity) -> bool:
        return self._words[place.first].clause == self._words[said.first].clause

    def _in_sentence(self, place: Place, said: Quantity) -> bool:
        return self._words[place.first].sentence == self._words[said.first].sentence
