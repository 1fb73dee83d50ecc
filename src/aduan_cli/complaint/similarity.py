"""How likely two complaints are about one matter: points, and the reasons for them. A person decides, no machine.

What counts was weighed on calls that people had marked as repeats (docs/decisions/0009-similar.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.record import TupleRecord
from aduan_cli.text import tokens_of, word_set

DAY = 86_400
SAME_CALLER = 60 * DAY
"""Seconds between two calls of one phone that may be about one matter."""
SAME_MATTER = 21 * DAY
"""Seconds between two calls of different phones that may be."""
SAME_MINUTES = 30 * 60
"""Seconds between two reports in the very same words, of whatever kind, that may be one call typed twice."""
MOST = 3
"""Suggestions at most: no officer reads more."""
PHONE, WORDS, WARD, SPOT, CATEGORY, UNIT, RECENT = "phone", "words", "kelurahan", "rt-rw", "category", "unit", "recent"
POINTS = {PHONE: 21, WORDS: 36, WARD: 11, SPOT: 7, CATEGORY: 11, UNIT: 7, RECENT: 7}
"""The most that each reason can give: 100 in all. `words` and `recent` give a part of theirs."""
LEAST = 30
"""Points from which on a complaint is suggested."""
_ELSEWHERE = 14
"""Points that another RT or RW of the same ward takes away."""
_ALIKE = 0.2
"""The share of words in common from which on they are named as a reason."""
_TALK = word_set(
    "ada adalah adanya agar akan aku anda apa apakah atas atau bagaimana bahwa banyak bapak beberapa belum bisa "
    "bu buat dalam dan dapat dari dengan di dia dikarenakan dimana hal hanya harus hingga ibu ingin ini itu jadi "
    "jika juga kah kami karena ke kenapa kepada ketika lagi lah lain lalu maka mana masih mau melalui mengapa "
    "mengenai menjadi meminta mereka minta mohon mulai namun nya oleh pada pak para pelapor penelepon per perihal "
    "pernah pihak pun saat saja sampai sangat saya sebagai secara sedang sehingga sejak sekarang sekitar selama "
    "semua sering serta setelah setiap siapa sudah supaya tadi tapi telah tentang terhadap terjadi terkait "
    "tersebut tetapi tidak tolong untuk yaitu yang melaporkan menanyakan mengadukan menginformasikan mengeluhkan "
    "menyampaikan laporan lapor informasi nomor nomer no telepon telp kota jl jln jalan rt rw kel kec kelurahan "
    "kecamatan gang gg blok the a an of in on at to for is are was and or not it this that there from with by has "
    "have be caller asks reports"
)
"""Words that any call may have, and those that only say which part of an address follows."""


class Similar(TupleRecord):
    """A complaint that may be about the same: its points of 100, and why, the weightiest reason first."""

    complaint: Complaint
    score: int
    reasons: tuple[str, ...]


class _Features:
    """What counts of a complaint: its telling words, its place within the ward, who called."""

    __slots__ = ("phones", "spot", "tokens", "words")

    def __init__(self, complaint: Complaint, by_phone: bool = True) -> None:
        self.tokens = tokens = tokens_of(complaint.text)
        self.words = frozenset(tokens) - _TALK
        for place in (complaint.kelurahan, complaint.kecamatan):
            if place:
                self.words -= _names_of(place)
        self.spot = _spot(tokens) if "rt" in tokens or "rw" in tokens else {}
        self.phones = caller_of(complaint) if by_phone else frozenset()


_NAMES: dict[str, frozenset[str]] = {}
"""What was found once already: those that are compared are of few places."""


def _names_of(place: str) -> frozenset[str]:
    """Return the words by which a place is named, apart and joined."""
    if place not in _NAMES:
        parts = tokens_of(place)
        _NAMES[place] = frozenset((*parts, "".join(parts)))
    return _NAMES[place]


def _spot(tokens: list[str]) -> dict[str, str]:
    """Return the numbers of RT and RW that a text names, without noughts before them; of any length, so as texts."""
    return {
        name: number.lstrip("0") for name, number in pairwise(tokens) if name in ("rt", "rw") and number.isdecimal()
    }


def caller_of(complaint: Complaint) -> frozenset[str]:
    """Return the numbers by which the caller is known; none where none can be read."""
    if not complaint.caller_phone:
        return frozenset()
    from aduan_cli.phones import phone_keys

    return frozenset(phone_keys(complaint.caller_phone))


def suggested(complaint: Complaint, candidates: Iterable[Complaint], most: int | None = MOST) -> list[Similar]:
    """Return those of the candidates that may be about the same as a complaint, at most so many (None: all).

    Those of the same phone come first, then those with the most points, then the nearest in time. What is linked to
    it already is left out, and so is what was merged into one of them, or into the same as it.
    """
    others = [one for one in candidates if _may_be(complaint, one)]
    mine = _Features(complaint)
    told = [_Features(one, bool(mine.phones)) for one in others]
    weights = _weights([mine, *told])
    found = [_compared(complaint, mine, one, theirs, weights) for one, theirs in zip(others, told, strict=True)]
    likely = [one for one in found if one is not None and one.score >= LEAST]
    incidents = {one.complaint.ticket for one in likely}
    likely = [one for one in likely if one.complaint.merged_into not in incidents]
    likely.sort(key=lambda one: (PHONE not in one.reasons, -one.score, _apart(complaint, one.complaint)))
    return likely[:most]


def _may_be(complaint: Complaint, other: Complaint) -> bool:
    """Say whether another complaint is worth comparing: most are of other places."""
    return (
        other.id != complaint.id
        and (other.merged_into is None or other.merged_into != complaint.merged_into)
        and not _is_elsewhere(complaint, other)
        and (not complaint.linked or other.ticket not in complaint.linked)
    )


def _apart(one: Complaint, other: Complaint) -> int:
    return abs(one.reported_at - other.reported_at)


def _weights(all_: Sequence[_Features]) -> dict[str, float]:
    """Return what each word tells: more, the fewer of those that are compared have it."""
    counts: dict[str, int] = {}
    for one in all_:
        for word in one.words:
            counts[word] = counts.get(word, 0) + 1
    return {word: (len(all_) / count) ** 0.5 for word, count in counts.items()}


def _compared(
    complaint: Complaint, mine: _Features, other: Complaint, theirs: _Features, weights: dict[str, float]
) -> Similar | None:
    """Return the points of a pair and their reasons; None where they can't be about one matter."""
    phone = not mine.phones.isdisjoint(theirs.phones)
    apart = _apart(complaint, other)
    if mine.tokens == theirs.tokens and apart <= SAME_MINUTES:
        words = 1.0
    elif apart <= SAME_CALLER if phone else apart <= SAME_MATTER and _is_one_kind(complaint, other):
        words = _common(mine.words, theirs.words, weights)
    else:
        return None
    ward = complaint.kelurahan is not None and complaint.kelurahan == other.kelurahan
    shared = mine.spot.items() & theirs.spot.items()
    category = complaint.category is not None and complaint.category == other.category
    points = {
        PHONE: POINTS[PHONE] * phone,
        WORDS: POINTS[WORDS] * words,
        WARD: POINTS[WARD] * ward,
        SPOT: POINTS[SPOT] * (ward and len(shared) == 2),
        CATEGORY: POINTS[CATEGORY] * category,
        UNIT: POINTS[UNIT] * (complaint.unit is not None and complaint.unit == other.unit),
        RECENT: POINTS[RECENT] * max(0.0, 1 - apart / SAME_MATTER),
    }
    least = {WORDS: POINTS[WORDS] * _ALIKE, RECENT: POINTS[RECENT] * (1 - DAY / SAME_MATTER)}
    # Of one category the unit is the same, mostly, and says nothing more.
    reasons = tuple(
        name
        for name, value in points.items()
        if value and value >= least.get(name, 0) and not (name == UNIT and category)
    )
    lost = _ELSEWHERE if ward and any(theirs.spot.get(name, at) != at for name, at in mine.spot.items()) else 0
    return Similar(other, round(sum(points.values())) - lost, reasons)


def _is_elsewhere(one: Complaint, other: Complaint) -> bool:
    """Say whether two complaints name different places of one level."""
    ward, district = other.kelurahan, other.kecamatan
    return (ward != one.kelurahan and ward is not None and one.kelurahan is not None) or (
        district != one.kecamatan and district is not None and one.kecamatan is not None
    )


def _is_one_kind(one: Complaint, other: Complaint) -> bool:
    """Say whether two complaints of different callers may be one matter: what many ask is not.

    A complaint may be what somebody asked about before, where it is of the same category.
    """
    if "information" not in (one.kind, other.kind):
        return True
    return one.kind != other.kind and one.category is not None and one.category == other.category


def _common(mine: frozenset[str], theirs: frozenset[str], weights: dict[str, float]) -> float:
    """Return how much of what two texts tell is in both, from 0 to 1: of all of it, and of the shorter one's."""
    common = sum(map(weights.__getitem__, mine & theirs))
    if not common:
        return 0.0
    one, other = (sum(map(weights.__getitem__, words)) for words in (mine, theirs))
    return (common / (one + other - common) + common / min(one, other)) / 2
