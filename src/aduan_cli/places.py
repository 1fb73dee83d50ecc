"""The city's names in a text: which kecamatan and kelurahan a caller speaks of, and the address as said.

A place stands in free text ("Jl. Mangga RT 04 RW 11 Kel. Y Kec. Z"), joined and spaced spellings are one, and
some names are both kecamatan and kelurahan. How much a name is worth depends on what stands around it:

- *marked*: after "Kel." or "Kec.". One mistyped letter is forgiven here, and elsewhere in one long word.
- *plain*: on its own. A name that is both means the kecamatan, unless its kecamatan follows at once.
- *weak*: in the name of something that stands there as a rule ("Puskesmas X", "Pasar X"), a kelurahan in that of
  a housing estate ("Perumahan X"), a direction ("arah X"), or a place of the city's files, which say where it lies.
  Counts when the text has nothing better; where the text names the kecamatan alone, such a place in it gives the
  kelurahan.
- *faint*: a kelurahan in a main road's or toll gate's name ("Jl. Raya X"), when the text has nothing else.
- *none*: part of the name of another road, a kecamatan in that of a main road, toll gate (Bekasi Barat's is in Bekasi
  Selatan) or estate; where somebody fled or moves to ("kabur ke arah X", "pindah alamat dari X").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aduan_cli.addresses import CUES, NOT_ROADS, WORD, address_in
from aduan_cli.gazetteer import near
from aduan_cli.record import TupleRecord
from aduan_cli.text import MAX_TEXT, Folded, word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Gazetteer, NamedPlace, Place

NONE, FAINT, WEAK, PLAIN, MISMARKED, MARKED = range(6)
"""What a name is worth. *Mismarked*: "Kel." before a name that only a kecamatan has, or the reverse."""
LONG = 9  # Letters of a word from which on one mistyped is forgiven without "Kel." or "Kec.".
MOST_NAMES = 100
"""Names in one text that are looked at; no caller speaks of more."""
MOST_WORDS = 1_000
"""Words of one text of which each is compared with the names that it may be a misspelling of."""


_MARKS = {
    **dict.fromkeys(word_set("kel kelurahan kelurahaan kelurhan klurahan lurah"), "kelurahan"),
    **dict.fromkeys(word_set("kec kecamatan kecamatn kecmatan kcamatan camat"), "kecamatan"),
}
_ROADS = word_set("jl jln jalan gg gang tol gt")
_TOLLS = word_set("tol gt")
_TOLL_WORDS = word_set("raya keluar masuk exit gate")  # "Jl. Raya X", "tol keluar X"
_ESTATES = word_set(
    "perum perumahan perumnas komplek kompleks cluster klaster apartemen apartment ruko rusun "
    "rusunawa villa vila taman grand griya graha puri bumi wisma permata"
)
_ESTATES_AFTER = word_set(
    "regency regensi residence residences residen permai indah asri estate city village land "
    "elok town garden park square hills mall plaza"
)
_THERE = word_set(
    "kantor puskesmas pkm posyandu rs rsud klinik apotek apotik polsek polres koramil kua samsat "
    "stasiun terminal halte pasar mall masjid mesjid sd sdn smp smpn sma sman smk smkn tk spbu tps "
    "tpst tpa tpu situ danau jembatan flyover kampung kp arah menuju jurusan tujuan"
)
_TOWARDS = word_set("arah ke dari dr menuju")
_FLED = word_set("lari larinya kabur kaburnya ngacir melarikan dilarikan ngebut")
_MOVED = word_set("pindah pindahan kepindahan mutasi")
_HOME = word_set("alamat domisili penduduk kk ktp surat")
_MEMBERS = word_set("mahasiswa mahasiswi dosen alumni rektor siswa siswi murid santri karyawan pegawai")
_GONE_WORDS = 5  # Before a name, among which the fleeing or moving is said.
_PARTED = frozenset(",;([\n")  # Part the word for a road from what follows: "di gang, Jatisari".
_TIMES = word_set("berapa beberapa berkali sekali")
_JUST_NOW = word_set("saja aja sekarang ini bisa akan mau datang selesai ada")


class FoundPlace(TupleRecord):
    """A place found in a text: names as the city writes them, `address` as the caller said it.

    `words` holds the folded words that named the place, for `why`. `contradiction` says that the text puts
    the kelurahan, by "Kel." and "Kec.", into a kecamatan that it isn't part of; both are then given as said.
    `places` are those of the city's files that the text names, `place_words` the words of each, `filled` the fields
    that one of them gave.
    """

    kecamatan: str | None
    kelurahan: str | None
    address: str | None
    words: tuple[str, ...]
    contradiction: bool
    places: tuple[PlaceMention, ...]
    place_words: tuple[str, ...]
    filled: tuple[str, ...]

    def source_of(self, field: str) -> str:
        """Return whence a kecamatan or kelurahan is: the text's own words, or the city's files."""
        return "gazetteer" if field in self.filled else "text"


class PlaceMention(TupleRecord):
    """Words of a text, tokens `first` to `last`, that name places of the city's files: `entries`, mostly one.

    `on` is for streets: whether the incident is on it; None: the words around don't say.
    """

    first: int
    last: int
    entries: Sequence[Place]
    on: bool | None


class _Mention:
    """A name in a text, tokens `first` to `last`; `parents` are the kecamatan that have such a kelurahan.

    `said` is the place of the city's files that it is; None: it is a kecamatan or kelurahan itself.
    """

    __slots__ = ("first", "kecamatan", "kelurahan", "last", "mark", "parents", "said", "worth")

    def __init__(
        self, first: int, last: int, entry: NamedPlace, mark: str | None, said: PlaceMention | None = None
    ) -> None:
        self.first, self.last, self.mark, self.said = first, last, mark, said
        self.kecamatan, self.kelurahan, self.parents = entry
        self.worth = PLAIN


def _place_of(joined: str, gazetteer: Gazetteer) -> NamedPlace | None:
    """Return what joined characters name, in any spelling."""
    names = gazetteer["names"]
    return names.get(joined) or names.get(gazetteer["spelt"].get(joined, ""))


def kecamatan_named(text: str, gazetteer: Gazetteer) -> str | None:
    """Return the kecamatan that `text` is a spelling of, with or without "Kec.", as the city writes it."""
    entry = _named(text, gazetteer)
    return entry[0] if entry else None


def kelurahan_named(text: str, gazetteer: Gazetteer) -> str | None:
    """Return the kelurahan that `text` is a spelling of, with or without "Kel.", as the city writes it."""
    entry = _named(text, gazetteer)
    return entry[1] if entry else None


def _named(text: str, gazetteer: Gazetteer) -> NamedPlace | None:
    tokens = Folded(text).tokens
    if len(tokens) > 1 and tokens[0] in _MARKS:
        tokens = tokens[1:]
    return _place_of("".join(tokens), gazetteer)


def find_place(folded: Folded, original: str, gazetteer: Gazetteer, said: Sequence[PlaceMention] = ()) -> FoundPlace:
    """Return the place that a text names. `folded` is the folded `original`; nothing found is all None.

    `said` are the places of the city's files whose words the text has.
    """
    mentions = _mentions(folded, gazetteer, said)
    tokens = _without_parted_roads(mentions, folded.tokens, original)
    kecamatan: str | None = None
    kelurahan: str | None = None
    used: list[_Mention] = []
    contradiction = False
    if mentions:
        for number, mention in enumerate(mentions):
            _weigh(mention, mentions[number + 1] if number + 1 < len(mentions) else None, tokens)
        kecamatan, kelurahan, used, contradiction = _choose(mentions)
        if kelurahan is None:
            kecamatan, kelurahan, used = _filled(kecamatan, used, mentions)
    address = None
    if not CUES.isdisjoint(folded.tokens):
        address = address_in(original, len(folded.tokens), {mention.first for mention in used if mention.worth > WEAK})
    if address is None and used and used[0].said:
        address = _as_written(used[0], len(tokens), original)
    words = tuple(folded.words(m.first - 1 if m.mark else m.first, m.last) for m in used)
    places = tuple(mention.said for mention in mentions if mention.said and mention.worth > NONE)
    place_words = tuple(folded.words(place.first, place.last) for place in places)
    filled = _from_files_only(kecamatan, kelurahan, used)
    return FoundPlace(kecamatan, kelurahan, address, words, contradiction, places, place_words, filled)


def name_tokens(folded: Folded, gazetteer: Gazetteer) -> set[int]:
    """Return the tokens that begin names of the city's kecamatan and kelurahan, or the "Kel." before one."""
    found = _mentions(folded, gazetteer)
    return {mention.first - (mention.mark is not None) for mention in found}


def _filled(
    kecamatan: str | None, used: list[_Mention], mentions: list[_Mention]
) -> tuple[str | None, str | None, list[_Mention]]:
    """Return kecamatan and kelurahan, the latter of the places of the city's files that lie in the kecamatan.

    Places that lie in several kelurahan give none.
    """
    found: dict[str, _Mention] = {}
    for mention in mentions:
        for entry in mention.said.entries if mention.said and mention.worth > NONE else ():
            if entry[4] and kecamatan and kecamatan in entry[3]:
                found.setdefault(entry[4], mention)
    if len(found) != 1:
        return kecamatan, None, used
    ((kelurahan, mention),) = found.items()
    return kecamatan, kelurahan, used if mention in used else [*used, mention]


def _from_files_only(kecamatan: str | None, kelurahan: str | None, used: list[_Mention]) -> tuple[str, ...]:
    """Return which of the two only places of the city's files gave."""
    own = [mention for mention in used if mention.said is None]
    filled = []
    if kecamatan and used and not own:
        filled.append("kecamatan")
    if kelurahan and not any(mention.kelurahan == kelurahan for mention in own):
        filled.append("kelurahan")
    return tuple(filled)


def _mentions(folded: Folded, gazetteer: Gazetteer, said: Sequence[PlaceMention] = ()) -> list[_Mention]:
    """Return the names in a text, in order, without overlap; of two that begin together the longer."""
    names, spelt = gazetteer["names"], gazetteer["spelt"]
    standing: dict[int, PlaceMention] = {}
    for one in sorted(said, key=lambda one: one.last):
        standing[one.first] = one
    longest, key = gazetteer["longest"], gazetteer["key"]
    tokens, joined, ends = folded.tokens, folded.joined, folded.ends
    mentions: list[_Mention] = []
    covered = -1
    for number, start in enumerate(folded.starts):
        limit, place = longest.get(joined[start : start + key], 0), standing.get(number)
        if not (limit or place) or number <= covered:
            continue
        entry: NamedPlace | None = None
        for last in range(number, len(ends)):
            if ends[last] - start > limit:
                break
            name = joined[start : ends[last]]
            meant = name if name in names else spelt.get(name)
            if meant is not None:
                entry, covered = names[meant], last
        if place is not None and entry is not None and place.last <= covered:
            place = None
        if place is not None:
            entry, covered = _where(place), place.last
        if entry is not None:
            mark = _MARKS.get(tokens[number - 1]) if number else None
            mentions.append(_Mention(number, covered, entry, mark, place))
    mistaken = list(_misspelt_words(folded, gazetteer, mentions))
    if not _MARKS.keys().isdisjoint(tokens):
        mistaken += _misspelt(folded, gazetteer, {mention.first for mention in mentions})
    for found in mistaken:
        mentions = [m for m in mentions if not found.first <= m.first <= found.last]
        mentions.append(found)
    mentions.sort(key=lambda mention: mention.first)
    return mentions[:MOST_NAMES]


def _where(place: PlaceMention) -> NamedPlace:
    """Return where a place lies, as a name has it; of one that lies in several, or of several, what is the same."""
    districts = list({district for entry in place.entries for district in entry[3]})
    wards = {entry[4] for entry in place.entries}
    if len(districts) != 1:
        return None, None, []
    ward = wards.pop() if len(wards) == 1 else None
    return (None, ward, districts) if ward else (districts[0], None, [])


def _misspelt_words(folded: Folded, gazetteer: Gazetteer, known: list[_Mention]) -> Iterator[_Mention]:
    """Yield the names of one long word that stand with one letter wrong, without Kel. or Kec. before them."""
    covered = {number for mention in known for number in range(mention.first, mention.last + 1)}
    for number, token in enumerate(folded.tokens[:MOST_WORDS]):
        if len(token) >= LONG and number not in covered and not (number and folded.tokens[number - 1] in _MARKS):
            entry = near(token, gazetteer)
            if entry is not None:
                yield _Mention(number, number, entry, None)


def _misspelt(folded: Folded, gazetteer: Gazetteer, known: set[int]) -> list[_Mention]:
    """Return the names of eight letters or more that stand with one letter wrong right after Kel. or Kec."""
    found: list[_Mention] = []
    for first, token in enumerate(folded.tokens, 1):
        if token not in _MARKS or first in known or len(found) >= MOST_NAMES:
            continue
        for last in range(min(first + 2, len(folded.tokens) - 1), first - 1, -1):  # the longest first
            said = folded.joined[folded.starts[first] : folded.ends[last]]
            entry = near(said, gazetteer)
            if entry is not None:
                found.append(_Mention(first, last, entry, _MARKS[token]))
                break
    return found


def _without_parted_roads(mentions: list[_Mention], tokens: list[str], original: str) -> list[str]:
    """Return the tokens, that for a road before a name left empty where a comma stands between: "di gang, Jatisari"."""
    parted = [mention.first for mention in mentions if mention.first and tokens[mention.first - 1] in _ROADS]
    if not parted:
        return tokens
    spans = _spans(original, len(tokens))
    if not spans:
        return tokens
    tokens = list(tokens)
    for first in parted:
        if not _PARTED.isdisjoint(original[spans[first - 1][1] : spans[first][0]]):
            tokens[first - 1] = ""
    return tokens


def _as_written(mention: _Mention, tokens: int, original: str) -> str | None:
    """Return a name as it stands in the text."""
    spans = _spans(original, tokens)
    return original[spans[mention.first][0] : spans[mention.last][1]] if spans else None


def _spans(original: str, tokens: int) -> list[tuple[int, int]]:
    """Return where the words stand in a text that isn't folded; none where folding made other words of them."""
    spans = [match.span() for match in re.finditer(WORD, original[:MAX_TEXT])]
    return spans if len(spans) == tokens else []


def _weigh(mention: _Mention, following: _Mention | None, tokens: list[str]) -> None:
    """Set what a mention is worth, and leave it one meaning: kecamatan or kelurahan."""
    if mention.said:
        passing = _gone_to(mention, tokens) or (mention.first and tokens[mention.first - 1] in _MEMBERS)
        mention.worth = NONE if passing else WEAK
    elif mention.mark is not None:
        mention.worth = MARKED if getattr(mention, mention.mark) else MISMARKED
    else:
        mention.worth = _unmarked_worth(mention, tokens)
    if mention.kecamatan and mention.kelurahan:
        ward = mention.mark == "kelurahan" or (mention.mark is None and _in_next(mention, following))
        if ward and not mention.said:
            mention.kecamatan = None
        else:
            mention.kelurahan = None


def _in_next(mention: _Mention, following: _Mention | None) -> bool:
    """Whether a kecamatan that has this kelurahan is named right after it ("Jatiasih, Kec. Jatiasih")."""
    if following is None or following.kecamatan not in mention.parents or following.mark == "kelurahan":
        return False
    return following.first - (following.mark is not None) == mention.last + 1


def _unmarked_worth(mention: _Mention, tokens: list[str]) -> int:
    before = tokens[mention.first - 1] if mention.first else ""
    earlier = tokens[mention.first - 2] if mention.first > 1 else ""
    after = tokens[mention.last + 1] if mention.last + 1 < len(tokens) else ""
    if _gone_to(mention, tokens):
        return NONE
    if before in _TOLLS or (before in _TOLL_WORDS and earlier in _ROADS):
        return FAINT if mention.kelurahan and not mention.kecamatan else NONE
    if after == "raya" or (before in _ROADS and earlier not in NOT_ROADS):
        return NONE
    if before in _ESTATES or after in _ESTATES_AFTER:
        return WEAK if mention.kelurahan else NONE
    if tokens[mention.last] == "baru" and _just_now(before, after):
        return NONE
    return WEAK if before in _THERE or after.isdigit() else PLAIN


def _gone_to(mention: _Mention, tokens: list[str]) -> bool:
    """Whether somebody fled there or moves house: "kabur ke arah X", "pindah alamat dari X ke Y"."""
    before = tokens[max(mention.first - _GONE_WORDS, 0) : mention.first]
    if not before or before[-1] not in _TOWARDS:
        return False
    return not _FLED.isdisjoint(before) or (not _MOVED.isdisjoint(before) and not _HOME.isdisjoint(before))


def _just_now(before: str, after: str) -> bool:
    """Whether "baru" means "only now" and no name: "sudah 3 kali baru diangkut", "di kota baru saja"."""
    passive = after.startswith("di") and len(after) > 4
    return passive or after in _JUST_NOW or before in _TIMES or before.isdigit()


def _choose(mentions: list[_Mention]) -> tuple[str | None, str | None, list[_Mention], bool]:
    """Return kecamatan, kelurahan, the mentions that gave them, and whether these contradict each other."""
    districts = _best([m for m in mentions if m.kecamatan])
    wards = _best([m for m in mentions if m.kelurahan])
    if districts and wards:
        ward_worth, district_worth = wards[0].worth, districts[0].worth
        if ward_worth > WEAK or ward_worth == district_worth == WEAK:
            for ward in wards:
                for district in districts:
                    if district.kecamatan in ward.parents:
                        return district.kecamatan, ward.kelurahan, [ward, district], False
        if ward_worth >= MISMARKED and district_worth >= MISMARKED:
            return districts[0].kecamatan, wards[0].kelurahan, [wards[0], districts[0]], True
        # What is less sure is dropped. Of two alike the kecamatan stays, for it says less.
        if ward_worth > district_worth:
            districts = []
        else:
            wards = []
    if districts:
        return districts[0].kecamatan, None, districts[:1], False
    if wards:
        parents = wards[0].parents
        return parents[0] if len(parents) == 1 else None, wards[0].kelurahan, wards[:1], False
    return None, None, [], False


def _best(mentions: list[_Mention]) -> list[_Mention]:
    """Return the mentions that are worth most, in the order of the text; none when all are worth nothing."""
    worth = max((mention.worth for mention in mentions), default=NONE)
    return [mention for mention in mentions if mention.worth == worth] if worth > NONE else []
