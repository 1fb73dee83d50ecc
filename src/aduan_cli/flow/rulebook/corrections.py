"""What officers corrected, as labelled cases: from the events that are there, beside what the rules say by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypedDict

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.corrections import Correction, correction_of, is_of_correcting
from aduan_cli.complaint.former_units import now_called
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.moves import is_erased
from aduan_cli.complaint.prediction import Prediction, predict
from aduan_cli.complaint.router import Router
from aduan_cli.ports import Store
from aduan_cli.rules.learning.telling import Telling
from aduan_cli.rules.review.agreement import Agreement
from aduan_cli.stored import Query
from aduan_cli.tickets import parse_ticket

REMEMBERED = 20_000
"""The latest complaints among which it is counted how usual a word is, and that are moved in thought."""
MOST_WORDS = 5


class CorrectedCase(NamedTuple):
    """A complaint that was corrected, and what the rules in force make of its words by themselves."""

    complaint: Complaint
    correction: Correction
    now: Prediction

    def is_met(self, now: Prediction, agreement: Agreement) -> bool:
        """Say whether a decision is what the people said."""
        said = self.correction
        if said.category is not None and said.category != now.category:
            return False
        if said.unit is None:
            return said.was is None or not agreement.agrees(said.was, now.unit)
        if said.place is not None and said.verbs == ("edit",):  # Of area offices the place makes one or the other.
            return said.unit == now.unit
        return agreement.agrees(said.unit, now.unit)


CorrectionRow = TypedDict(
    "CorrectionRow",
    {
        "from": "str | None",
        "to": "str | None",
        "category": "str | None",
        "to_category": "str | None",
        "kecamatan": "str | None",
        "kelurahan": "str | None",
        "cases": int,
        "still": int,
        "words": list[str],
        "by": list[str],
        "tickets": list[str],
        "first": int,
        "last": int,
    },
)
"""Corrections that have in common what was decided and what was said, or where it is that people said.

`still`: how many would be decided so again, or placed so.
"""


_SAID = ("category", "kecamatan", "kelurahan")


def by_words(
    complaint: Complaint, router: Router, has_code: Callable[[str], bool], said: Correction | None = None
) -> Prediction:
    """Return what rules make of a complaint by its words, whatever people `said` afterwards that it is about."""
    if said is None:
        return predict(complaint, router, has_code)
    names = ("category", *(_SAID[1:] if said.place else ()))
    read = {name: "text" for name in names if complaint.sources.get(name) == "given"}
    sources = {**complaint.sources, **read}
    return predict(copy_of(complaint, sources=sources), router, has_code)


def cases(
    store: Store,
    router: Router,
    has_code: Callable[[str], bool],
    since: int | None = None,
    until: int | None = None,
) -> list[CorrectedCase]:
    """Return what was corrected, by whom it was last and when, the first first; what was erased teaches nothing.

    Units go by the ids that they have now; what was corrected for a unit that is gone teaches nothing either.
    """
    found = []
    for complaint, events in corrected_calls(store, since):
        said = correction_of(events)
        if said is None or not is_within(said.at, since, until):
            continue
        unit = said.unit and now_called(router.compiled, said.unit)
        if said.unit is None or unit is not None:
            found.append(
                CorrectedCase(complaint, _renamed(said, unit, router), by_words(complaint, router, has_code, said))
            )
    return sorted(found, key=lambda case: (case.correction.at, case.complaint.id))


def corrected_calls(store: Store, since: int | None) -> Iterator[tuple[Complaint, list[Event]]]:
    """Yield the complaints of which people may have corrected something since a time, with all their events."""
    tickets = {ticket: None for ticket, event in store.feed(since=since) if is_of_correcting(event)}
    for ticket in tickets:
        complaint = store.resolve(parse_ticket(ticket))
        if complaint is not None and not is_erased(complaint) and complaint.merged_into is None:
            yield complaint, store.events(complaint)


def is_within(at: int, since: int | None, until: int | None) -> bool:
    """Say whether a moment lies in a time."""
    return (since is None or at >= since) and (until is None or at < until)


def _renamed(said: Correction, unit: str | None, router: Router) -> Correction:
    was = said.was and (now_called(router.compiled, said.was) or said.was)
    return said._replace(was=was, unit=unit)


class SharedWords:
    """Knows which words some stored calls share that are unusual in the others."""

    def __init__(self, calls: Iterable[Complaint]) -> None:
        texts = {one.ticket: one.text for one in calls}
        self._numbers = {ticket: number for number, ticket in enumerate(texts)}
        self._telling = Telling(texts.values())

    def of(self, tickets: Iterable[str]) -> list[str]:
        """Return the words of some calls, the most telling first."""
        return self._telling.shared([self._numbers[ticket] for ticket in tickets], MOST_WORDS)


def rows(found: Sequence[CorrectedCase], agreement: Agreement, words: SharedWords) -> Iterator[CorrectionRow]:
    """Yield what corrections of decisions have in common, what happened most often first."""
    groups: dict[tuple[str | None, ...], list[CorrectedCase]] = {}
    for case in found:
        said = case.correction
        groups.setdefault((said.was, said.unit, said.was_category, said.category), []).append(case)
    ordered = sorted(groups.items(), key=lambda one: (-len(one[1]), tuple(part or "" for part in one[0])))
    for (was, unit, was_category, category), own in ordered:
        verbs = Counter(verb for case in own for verb in case.correction.verbs)
        yield {
            "from": was,
            "to": unit,
            "category": was_category,
            "to_category": category,
            "kecamatan": None,
            "kelurahan": None,
            "cases": len(own),
            "still": sum(not case.is_met(case.now, agreement) for case in own),
            "words": words.of(case.complaint.ticket for case in own),
            "by": list(verbs),
            "tickets": [case.complaint.ticket for case in own],
            "first": own[0].correction.at,
            "last": own[-1].correction.at,
        }


def latest(store: Store, most: int = REMEMBERED) -> Iterable[Complaint]:
    """Yield those of the latest complaints, `most` of them, that have words."""
    return (one for one in store.find(Query(limit=most)) if not is_erased(one))
