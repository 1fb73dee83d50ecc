"""What was asked and has no answer, grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import Any, NamedTuple

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.moves import is_unanswered
from aduan_cli.complaint.reading import read_again
from aduan_cli.complaint.router import Router
from aduan_cli.flow.directory.counter import offices
from aduan_cli.flow.directory.gathering import by_time, private_of, questions, telling
from aduan_cli.ports import Store
from aduan_cli.rules.directory import Directory

COLUMNS = ("count", "unanswered", "unit", "category", "words", "last", "ticket")
_TOLD = 3
"""Words that tell a group."""
_TOGETHER = 2
"""Questions that a word must be in to hold a group together where no category does."""


class _Gap(NamedTuple):
    complaint: Complaint
    unit: str | None
    category: str | None
    words: tuple[str, ...]


def gaps(store: Store, router: Router, directory: Directory, today: str, since: int = 0) -> list[dict[str, Any]]:
    """Return the questions that no answer of today is found for, in groups, the most frequent first, as `COLUMNS`.

    `since`, in seconds since 1970, leaves out what was reported before. `last` is when one was last reported, `ticket`
    that call, `unanswered` how many had no answer noted either.
    """
    private = private_of(by_time(store))
    found = []
    for complaint in questions(by_time(store)):
        if complaint.reported_at < since:
            continue
        understood = read_again(complaint, router)
        decided = decide(understood, router, before=complaint)
        units = offices(decided, router.compiled)
        if not directory.best(complaint.text, understood.facts, units, today):
            words = tuple(dict.fromkeys(telling(understood, router, private)))
            found.append(_Gap(complaint, units[0] if units else None, understood.facts.category, words))
    common = Counter(word for gap in found for word in gap.words)
    rows = [_row(group, common, len(found)) for group in _groups(found)]
    return sorted(rows, key=lambda row: (-row["count"], -row["last"]))


def _groups(found: Iterable[_Gap]) -> Iterator[list[_Gap]]:
    """Yield groups of one category, or where there is none, of one unit and a word that they share."""
    matters: dict[tuple[str | None, str | None], list[_Gap]] = {}
    for gap in found:
        matters.setdefault((gap.category, gap.unit), []).append(gap)
    for (category, _unit), own in matters.items():
        if category:
            yield own
            continue
        yield from _by_words(own)


def _by_words(own: list[_Gap]) -> Iterator[list[_Gap]]:
    """Yield those together that share the word which most of what is left has; what shares none is alone."""
    left = Counter(word for gap in own for word in gap.words)
    while left and (most := max(left.values())) >= _TOGETHER:
        word = next(name for name, times in left.items() if times == most)
        together = [gap for gap in own if word in gap.words]
        yield together
        own = [gap for gap in own if word not in gap.words]
        left.subtract(word for gap in together for word in gap.words)
    yield from ([gap] for gap in own)


def _row(group: Sequence[_Gap], common: Counter[str], count: int) -> dict[str, Any]:
    """Return a group in the order of `COLUMNS`; the words that tell it are those that it has more than `common`ly."""
    last = max(group, key=lambda gap: (gap.complaint.reported_at, gap.complaint.number))
    words = Counter(word for gap in group for word in gap.words)
    telling = sorted(words, key=lambda word: (-words[word] * log(1 + count / common[word]), word))
    return {
        "count": len(group),
        "unanswered": sum(is_unanswered(gap.complaint) for gap in group),
        "unit": last.unit,
        "category": last.category,
        "words": telling[:_TOLD],
        "last": last.complaint.reported_at,
        "ticket": last.complaint.ticket,
    }
