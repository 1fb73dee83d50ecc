"""Words that tell corrected calls from others of the same decision, and the changes of rules that they may make. Pure.

Calls that one rule or category decided, and that people gave to one and the same unit, are a group. A word that stands
in several of a group, and in few that were left as that rule decided them, may tell them; which change of the rules
does so best is tried by the engine itself (`app/proposals.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aduan_cli.rules.learning.telling import Telling, plainness

Decider = tuple[str, str]
"""What decided: its step, and the id of its rule or category; of triage that is empty."""
DOUBT = 1
"""Calls that are counted against each word beside those that are known: one seen twice is no certainty."""
BY_CHANCE = 0.5
"""Patterns as telling as a proposed one that chance alone may give."""
MOST_WORDS = 12
"""Words that one change adds."""


class Corrected(NamedTuple):
    """A corrected call: what decides it now, by which category it is known now, and what people said of it."""

    ticket: str
    decider: Decider
    category: str | None
    unit: str
    told: str | None
    """The category that people said, if they did."""


class CorrectedGroup(NamedTuple):
    """Corrected calls of one decider that belong to one unit, of one category where people said it."""

    decider: Decider
    unit: str
    told: str | None
    calls: tuple[Corrected, ...]


class Numbered(NamedTuple):
    """The calls of a group by their numbers, those left with its decider, and all that belong to its unit."""

    mine: set[int]
    left: set[int]
    theirs: set[int]


class WordCount(NamedTuple):
    """A word or pair: joined, as a pattern, in how many corrected calls of its group, and of how many all in all."""

    joined: str
    pattern: str
    cases: int
    others: int


class Change(NamedTuple):
    """What a change adds to a file: `data` as it stands there; a rule among it goes before the rule `before`."""

    file: str
    data: Mapping[str, Any]
    before: str | None = None


class Form(NamedTuple):
    """One way to have a group decided otherwise: all its changes together. `kind` says which."""

    kind: str
    changes: tuple[Change, ...]


def groups(calls: Iterable[Corrected]) -> list[CorrectedGroup]:
    """Return the groups of corrected calls, the largest first."""
    found: dict[tuple[Decider, str, str | None], list[Corrected]] = {}
    for call in calls:
        found.setdefault((call.decider, call.unit, call.told), []).append(call)
    made = [CorrectedGroup(*key, tuple(own)) for key, own in found.items()]
    return sorted(made, key=lambda one: (-len(one.calls), one.decider, one.unit, one.told or ""))


def words_for(group: Numbered, telling: Telling, least: int, share: float) -> list[WordCount]:
    """Return the patterns that tell the texts of a group from those that are left with its decider, the surest first.

    Each stands in at least `least` of them that have none before it, and of all that it would take, `DOUBT` more among
    the others, these are at least `share`. Of equals the one that a person reads most easily counts. Two words with
    others between them are looked for only where nothing plainer tells.
    """
    return _words_for(group, telling, least, share, False) or _words_for(group, telling, least, share, True)


def _words_for(group: Numbered, telling: Telling, least: int, share: float, apart: bool) -> list[WordCount]:
    holders = {
        joined: (group.mine.intersection(having), group.left.intersection(having))
        for joined in telling.patterns(group.mine, least, apart)
        if (having := telling.having(joined)) and telling.by_chance(joined, group.theirs, least) < BY_CHANCE
    }
    found: list[WordCount] = []
    while holders and len(found) < MOST_WORDS:
        joined = max(holders, key=lambda one: (*_sureness(*holders[one]), *_ease(one, telling)))
        cases, against = holders[joined]
        sure, count = _sureness(cases, against)
        if count < least or sure < share:
            break
        found.append(WordCount(joined, telling.written(joined), count, len(against)))
        holders = {
            one: (mine_ - cases, others_ - against) for one, (mine_, others_) in holders.items() if mine_ - cases
        }
    return found


def _sureness(cases: Collection[int], others: Collection[int]) -> tuple[float, int]:
    return len(cases) / (len(cases) + len(others) + DOUBT), len(cases)


def _ease(joined: str, telling: Telling) -> tuple[int, int, int, str]:
    return plainness(joined), -len(telling.having(joined)), len(joined), joined


class Files(NamedTuple):
    """Where things stand: the file of each category and of each rule that has an id, the city's own, and for places.

    `levels` are the city's words for `kelurahan` and `kecamatan`, where it has others.
    """

    city: str
    places: str
    levels: Mapping[str, str]
    categories: Mapping[str, tuple[str, str]]
    """Category → its file and its unit."""
    rules: Mapping[str, str]
    last: Collection[str] = ()
    """Categories that wait for all others."""


def forms(
    group: CorrectedGroup, patterns: Sequence[str], files: Files, homes: Sequence[str], new_id: str
) -> Iterator[Form]:
    """Yield the ways in which words may have a group decided as people said, the plainest first.

    `homes` are categories of the unit that may take the words, the likeliest first; `new_id` is free.
    """
    step, decider = group.decider
    words = list(patterns)
    targets = [group.told] if group.told else list(homes)
    taking = [_words_of(files.categories[home][0], home, "text", words) for home in targets if home in files.categories]
    without = _without(group, words, files)
    if step == "triage":
        yield from (Form("words", (one,)) for one in taking)
        if group.told is None:
            yield from _fresh(group.unit, words, files, new_id, bool(taking))
        return
    if without is not None:
        yield Form("negation", (without,))
    yield from (Form("words", (one,)) for one in taking)
    if without is not None:
        yield from (Form("words and negation", (without, one)) for one in taking)
    if group.told is None:
        when: dict[str, Any] = {"text": words}
        if group.calls[0].category is not None:
            when = {"category": group.calls[0].category, **when}
        rule = {"id": new_id, **when, "to": group.unit}
        before = decider if files.rules.get(decider) == files.city else None
        yield Form("rule", (Change(files.city, {"rule": [rule]}, before),))


def _fresh(unit: str, words: list[str], files: Files, new_id: str, has_home: bool) -> Iterator[Form]:
    """Yield a category of the unit's own for the words, where it has none, and one that takes nothing from others."""
    entry = {"unit": unit, "text": words}
    if not has_home:
        yield Form("category", (Change(files.city, {"categories": {new_id: entry}}),))
    waiting = next((name for name in files.last if files.categories[name][1] == unit), None)
    if waiting is not None:
        yield Form("last words", (_words_of(files.categories[waiting][0], waiting, "text", words),))
    else:
        yield Form("last category", (Change(files.city, {"categories": {new_id: {**entry, "specific": "last"}}}),))


def _words_of(file: str, category: str, key: str, words: list[str]) -> Change:
    return Change(file, {"categories": {category: {key: words}}})


def _without(group: CorrectedGroup, words: list[str], files: Files) -> Change | None:
    """Return the change after which the words keep the decider from deciding; None: it has no place for them."""
    step, decider = group.decider
    if step == "category":
        file = files.categories.get(decider, ("", ""))[0]
        return _words_of(file, decider, "text_not", words) if file else None
    if step in ("city", "unit") and decider in files.rules:
        return Change(files.rules[decider], {"rule": [{"id": decider, "text_not": words}]})
    return None
