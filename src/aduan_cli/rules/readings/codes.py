"""Codes and streets in a text that was cut into words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aduan_cli.rules.readings.phrases import Wordings
from aduan_cli.rules.readings.quantities import Quantity
from aduan_cli.rules.readings.tokens import Word
from aduan_cli.text import fold

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_MOST_WORDS = 6
"""Words over which one code may lie: `BKS T 0412 PJU`."""
_NO_CODE = frozenset((
    "rt", "rw", "km", "jl", "gg", "telp", "tlp", "telepon", "hp", "wa", "nik", "jam", "pukul", "pkl", "tgl", "tanggal",
    "tahun", "laporan", "tiket",
))  # fmt: skip
"""Before a code: it is something else's."""
_NO_START = _NO_CODE | {"no", "nomor", "di", "ke", "dan"}
"""Short words that are no letters of a code."""
_NAMES = re.compile("[a-z]{2}")
"""Letters of a form's own by which it is known, whatever stands around it."""
_STREETS = "jl|jln|jalan"


def forms_of(written: str) -> list[str]:
    """Return what a form of codes stands for: with and without each part in brackets, the longest first."""
    found, waiting = set[str](), {written}
    while waiting:
        one = waiting.pop()
        optional = _OPTIONAL.search(one)
        if optional is None:
            found.add(one)
        else:
            before, after = one[: optional.start()], one[optional.end() :]
            waiting |= {before + optional[1] + after, before + after}
    return sorted(found, key=lambda form: (-len(form), form))


class Codes:
    """Codes of some forms: `?` is a letter, `#` a digit, what stands in brackets may be missing."""

    __slots__ = ("_forms",)

    def __init__(self, written: Iterable[str]) -> None:
        forms = dict.fromkeys(form for one in written for form in forms_of(one))
        self._forms = [(form, re.compile("".join(map(_sign, fold(form))))) for form in forms]

    def quantities(self, words: Sequence[Word]) -> Iterator[Quantity]:
        """Yield the codes of a text; its spaces, hyphens and the like may be others than the form's."""
        at = 0
        while at < len(words):
            is_other = words[at].said in _NO_START or (at and words[at - 1].said in _NO_CODE)
            found = None if is_other else self._beginning(words, at)
            if found is not None:
                yield found
            at = at + 1 if found is None else found.last + 1

    def _beginning(self, words: Sequence[Word], first: int) -> Quantity | None:
        """Return the longest code that begins at a word, as its form writes it."""
        joined, best = "", None
        for last in range(first, min(first + _MOST_WORDS, len(words))):
            if words[last].clause != words[first].clause:
                break
            joined += words[last].said
            form = next((form for form, pattern in self._forms if pattern.fullmatch(joined)), None)
            if form is not None:
                best = Quantity(first, last, 1, last, bool(_NAMES.search(fold(form))), _written(form, joined))
        return best


def _sign(character: str) -> str:
    return {"#": "[0-9]", "?": "[a-z]"}.get(character, character if character.isalnum() else "")


def _written(form: str, joined: str) -> str:
    """Return the characters of a code with the signs of its form between them, in capitals."""
    characters = iter(joined.upper())
    return "".join(next(characters) if sign.isalnum() or sign in "#?" else sign for sign in form)


class Streets:
    """Streets of a list, each named after a word for a street: `Jl. Raya Narogong` for `Narogong`."""

    __slots__ = ("_names", "_phrases")

    def __init__(self, names: Sequence[str], synonyms: Mapping[str, str]) -> None:
        bare = [re.sub(r"^(jl|jln|jalan)\b\.?\s*(raya\s+)?", "", fold(name)) for name in names]
        self._names = names
        self._phrases = Wordings((f"{_STREETS} {raya}{name}" for name in bare for raya in ("", "raya ")), synonyms)

    def quantities(self, words: Sequence[Word]) -> Iterator[Quantity]:
        """Yield the streets of a text, each as the list writes it."""
        for place in self._phrases.places(words):
            yield Quantity(place.first, place.last, 1, place.last, text=self._names[place.number // 2])
