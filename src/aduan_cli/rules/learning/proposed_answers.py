"""Answers proposed from what officers answered before: which number, link or address was given for what. Pure.

Questions are taken together by their matter (the category, else the unit). What is mostly given for a matter is its
plain answer; where a word of the question leads to something else, that word gets an answer of its own, before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aduan_cli.rules.learning.contacts import ADDRESS, LINK, NUMBER, Contact

AT_MOST = {NUMBER: 2, LINK: 1, ADDRESS: 1}
"""Contacts of each kind in one answer: more can't be read out and written down."""
_HALF_LIFE = 30
"""Days after which an answer counts half: numbers change, and the later one is right."""
_LIST = 4
"""Contacts in one answer from which on it is a list of many offices, and says nothing of one matter."""
_SUPPORT = 3
"""Questions that must have a word before it gets an answer of its own."""
_USUAL = 0.8
"""Share of a matter's questions from which on a word says nothing of its own."""
_GAIN = 1.5
"""Questions more that a word's own answer must meet."""
_MISLED = 0.5
"""What a wrong answer costs of what a right one is worth."""
_SURE = 0.5
"""Share of a matter's questions that must have got such an answer before it fits all of them."""


class AnsweredCase(NamedTuple):
    """One question that was answered: its matter, its telling words, what it was given, and when, in days.

    `place` is the kecamatan whose own office it is about; `elsewhere`: its unit has such offices, and none was named.
    """

    category: str | None
    unit: str
    words: frozenset[str]
    given: tuple[Contact, ...]
    day: int
    place: str | None = None
    elsewhere: bool = False


class GivenContact(NamedTuple):
    """A contact that was given: how often, and on which day last."""

    contact: Contact
    times: int
    last: int


class AnswerProposal(NamedTuple):
    """An answer to be read and edited. `words`: any of them must be asked for; `fits`: its category is its condition.

    `given` are in the answer, `others` were given often enough as well and are not. `asked`: questions behind it.
    """

    category: str | None
    unit: str
    words: tuple[str, ...]
    given: tuple[GivenContact, ...]
    others: tuple[GivenContact, ...]
    asked: int
    fits: bool
    place: str | None = None


def propose(cases: Iterable[AnsweredCase], least: int) -> list[AnswerProposal]:
    """Return the answers for cases, one matter after another. What was given fewer than `least` times stays out."""
    matters: dict[tuple[str, str], list[AnsweredCase]] = {}
    everyone = list(cases)
    often = frozenset(key for key, given in _counts(everyone).items() if given.times >= least)
    for case in everyone:
        matters.setdefault((case.category or f"unit:{case.unit}", case.place or ""), []).append(case)
    found = [proposal for _name, own in sorted(matters.items()) for proposal in _of_matter(own, often)]
    return [one for one in found if one.fits or not _is_covered(one, found)]


def _is_covered(proposal: AnswerProposal, found: Iterable[AnswerProposal]) -> bool:
    """Say whether what would be found by its unit's name alone is in an answer of that unit already."""
    keys = {given.contact.key for given in proposal.given}
    own = [{given.contact.key for given in one.given} for one in found if one.fits and one.unit == proposal.unit]
    return any(keys <= other for other in own)


def _of_matter(cases: Sequence[AnsweredCase], often: frozenset[str]) -> list[AnswerProposal]:
    common = Counter(case.unit for case in cases).most_common(1)[0][0]
    answered = [case for case in cases if 0 < len(case.given) < _LIST]
    found: list[AnswerProposal] = []
    while answered:
        best = _best_word(answered, often)
        if best is None:
            break
        own = [case for case in answered if best in case.words]
        found += _made(own, (best,), common, often, fits=True)
        answered = [case for case in answered if best not in case.words]
    is_usual = len(answered) >= _SURE * len(cases) and not any(case.elsewhere for case in cases)
    return found + _made(answered, (), common, often, is_usual)


def _made(
    own: Sequence[AnsweredCase], words: tuple[str, ...], unit: str, often: frozenset[str], fits: bool
) -> list[AnswerProposal]:
    counts = _counts(own)
    often = frozenset(key for key in often if key in counts)
    if not _worth(own, often):
        return []
    ranked = [counts[key] for key in _ranked(own, often)]
    given = _chosen(ranked)
    others = [one for one in ranked if one not in given]
    return [AnswerProposal(own[0].category, unit, words, tuple(given), tuple(others), len(own), fits, own[0].place)]


def _chosen(ranked: Iterable[GivenContact]) -> list[GivenContact]:
    """Return the first of each kind, as many as an answer may hold."""
    chosen: list[GivenContact] = []
    for one in ranked:
        if sum(other.contact.kind == one.contact.kind for other in chosen) < AT_MOST[one.contact.kind]:
            chosen.append(one)
    return chosen


def _counts(cases: Iterable[AnsweredCase]) -> dict[str, GivenContact]:
    """Return how often each contact was given, and when last."""
    found: dict[str, GivenContact] = {}
    for case in cases:
        for contact in case.given:
            before = found.get(contact.key)
            times, last = (before.times, before.last) if before else (0, case.day)
            found[contact.key] = GivenContact(contact, times + 1, max(last, case.day))
    return found


def _ranked(cases: Sequence[AnsweredCase], often: frozenset[str]) -> list[str]:
    """Return the contacts given, the likeliest first: often, and lately."""
    now = max((case.day for case in cases), default=0)
    scores: Counter[str] = Counter()
    for case in cases:
        for contact in case.given:
            if contact.key in often:
                scores[contact.key] += 0.5 ** ((now - case.day) / _HALF_LIFE)
    return [key for key, _score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))]


def _best_word(cases: Sequence[AnsweredCase], often: frozenset[str]) -> str | None:
    """Return the word of a question that most improves on one answer for all; None: none does."""
    holders: dict[str, list[AnsweredCase]] = {}
    for case in cases:
        for word in case.words:
            holders.setdefault(word, []).append(case)
    plain = _worth(cases, often)
    gains: list[tuple[float, int, str]] = []
    for word, own in holders.items():
        if _SUPPORT <= len(own) < _USUAL * len(cases):
            rest = [case for case in cases if word not in case.words]
            special = _worth(own, often)
            if special:
                gains.append((special + _worth(rest, often) - plain, -len(own), word))
    gain, _few, word = max(gains, default=(0.0, 0, ""))
    return word if gain >= _GAIN else None


def _worth(cases: Sequence[AnsweredCase], often: frozenset[str]) -> float:
    """Return how well one answer does for questions: those that it meets, less a part of those that it misleads."""
    counts = _counts(cases)
    chosen = {one.contact.key for one in _chosen(counts[key] for key in _ranked(cases, often))}
    met = sum(any(contact.key in chosen for contact in case.given) for case in cases)
    return max(0.0, met - _MISLED * (len(cases) - met))
