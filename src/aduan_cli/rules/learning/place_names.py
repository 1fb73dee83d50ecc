"""Places learned from calls that name a place and a kelurahan: what lies where, by how many, and what contradicts.

Pure: a call is a text and the kelurahan that the call itself names, or that a person gave.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.addresses import WORD, is_talk, names_in
from aduan_cli.places import name_tokens
from aduan_cli.street_words import without_street
from aduan_cli.text import MAX_TEXT, Folded, join_pattern, word_set

if TYPE_CHECKING:
    from aduan_cli.compiled import Gazetteer

_KINDS = {
    **dict.fromkeys(("jl", "jln", "jalan"), "street"),
    **dict.fromkeys(("perum", "perumahan", "perumnas", "komplek", "kompleks", "cluster", "klaster"), "estate"),
    **dict.fromkeys(("villa", "vila", "taman", "griya", "graha", "puri", "bumi", "wisma", "permata"), "estate"),
    **dict.fromkeys(("apartemen", "apartment", "rusun", "rusunawa"), "apartment"),
    **dict.fromkeys(("kp", "kampung"), "village"),
    **dict.fromkeys(("stasiun", "terminal", "pasar", "mall"), ""),
    **dict.fromkeys(("rs", "rsud", "rsia"), "hospital"),
    **dict.fromkeys(("masjid", "mesjid", "gereja"), "worship"),
    "ruko": "landmark",
}
"""Word before a name → what it is; none: as the word says itself."""
_SAME = {"pasar": "market", "stasiun": "station", "terminal": "terminal", "mall": "mall"}
_PART_OF_NAME = frozenset(_KINDS) - {"jl", "jln", "jalan", "perum", "perumahan", "komplek", "kompleks", "kp", "kampung"}
"""Words that belong to the name itself: "Taman X", "Pasar Y"."""
_SHORTEST = 4
"""Letters of a name that tells anything."""
LONGEST_NAME = 4
"""Words of a name that no word before it announces."""
_WHERE = word_set(
    "di dekat deket dkt depan dpn belakang samping sebelah seberang sekitar sekitaran ke arah area lokasi"
)
_PARTS = frozenset(",.;:?!()[]\n")


class CallInWard(NamedTuple):
    """A text and the kelurahan that its call is in, as the call itself or a person says it."""

    text: str
    kelurahan: str


class PlaceName(NamedTuple):
    """A place in a text: what it is, its name as one word, and as the caller wrote it."""

    kind: str
    joined: str
    written: str


class Phrase(NamedTuple):
    """Words that may be the name of a place; `is_where`: a word before them says that something is there."""

    name: PlaceName
    is_where: bool


class LearnedPlace(NamedTuple):
    """A place by its calls: how many say which kelurahan, the most first."""

    kind: str
    name: str
    kelurahan: tuple[tuple[str, int], ...]

    @property
    def calls(self) -> int:
        """How many calls name it with a kelurahan."""
        return sum(count for _ward, count in self.kelurahan)

    def ward(self, share: float) -> str | None:
        """Return the kelurahan that such a share of the calls agrees on; None: they contradict each other."""
        ward, count = self.kelurahan[0]
        return ward if count >= share * self.calls else None


def places_named(text: str, gazetteer: Gazetteer) -> Iterator[PlaceName]:
    """Yield the streets, estates and landmarks that a text names, each once; not what is named after a kelurahan."""
    folded, seen = Folded(text), set()
    for word, said in names_in(text, name_tokens(folded, gazetteer), _PART_OF_NAME):
        kind = _KINDS.get(word)
        if kind is None:
            continue
        kind = kind or _SAME[word]
        bare = _bare(said, word, kind)
        joined = join_pattern(bare)
        if len(joined) >= _SHORTEST and joined not in seen and joined not in gazetteer["names"]:
            seen.add(joined)
            yield PlaceName(kind, joined, _titled(bare))


def phrases_in(text: str) -> Iterator[Phrase]:
    """Yield what may be the name of a place, each once: words beside each other, none of them one of ordinary talk."""
    text, found = text[:MAX_TEXT], dict[str, Phrase]()
    run: list[tuple[int, bool]] = []
    end, before = 0, ""
    for match in re.finditer(WORD, text):
        word, parted = match[0].lower(), not _PARTS.isdisjoint(text[end : match.start()])
        is_where, end, before = before in _WHERE and not parted, match.end(), word
        if is_talk(word) or not word.isalpha():
            run = []
            continue
        run = [*([] if parted else run), (match.start(), is_where)][-LONGEST_NAME:]
        for first, where in run:
            written = text[first:end]
            joined = join_pattern(written)
            known = found.get(joined)
            if len(joined) >= _SHORTEST and (known is None or (where and not known.is_where)):
                found[joined] = Phrase(PlaceName("landmark", joined, _titled(written)), where)
    yield from found.values()


def _bare(said: str, word: str, kind: str) -> str:
    if kind == "street":
        return without_street(said)
    return said if word in _PART_OF_NAME else said[len(word) :].strip(" .")


def _titled(said: str) -> str:
    """Return a name as names are written; what has capitals already stays."""
    words = re.sub(r"\s+", " ", said).strip(" .")
    return words if words != words.lower() else words.title()


def learned(calls: Iterable[CallInWard], gazetteer: Gazetteer, least: int = 1) -> list[LearnedPlace]:
    """Return the places that `least` calls name with a kelurahan, those of the most calls first."""
    wards: dict[tuple[str, str], Counter[str]] = {}
    written: dict[tuple[str, str], Counter[str]] = {}
    for call in calls:
        own = join_pattern(call.kelurahan)
        for place in places_named(call.text, gazetteer):
            if own not in place.joined:  # What bears a kelurahan's name says where it is by itself.
                key = (place.kind, place.joined)
                wards.setdefault(key, Counter())[call.kelurahan] += 1
                written.setdefault(key, Counter())[place.written] += 1
    found = [
        LearnedPlace(key[0], _name(written[key]), tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))))
        for key, counts in wards.items()
        if counts.total() >= least
    ]
    return sorted(found, key=lambda place: (-place.calls, place.kind, place.name))


def _name(written: Counter[str]) -> str:
    """Return how a place is called most; other ways to write it are found by the same characters."""
    return min(written, key=lambda name: (-written[name], name))


def right_of(
    places: Collection[LearnedPlace], calls: Iterable[CallInWard], gazetteer: Gazetteer, share: float
) -> tuple[int, int]:
    """Return how many calls that name a learned place are in the kelurahan learned, and how many there are."""
    known: Mapping[tuple[str, str], str] = {
        (place.kind, join_pattern(place.name)): ward for place in places if (ward := place.ward(share))
    }
    right = judged = 0
    for call in calls:
        wards = {known[key] for one in places_named(call.text, gazetteer) if (key := one[:2]) in known}
        if len(wards) == 1:
            judged += 1
            right += wards == {call.kelurahan}
    return right, judged
