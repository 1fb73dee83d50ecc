"""Where officers said that calls are, as cases beside what the words of each tell by now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.corrections import Place, PlaceCorrection, place_correction_of
from aduan_cli.complaint.reading import read_again
from aduan_cli.complaint.router import Router
from aduan_cli.flow.rulebook.corrections import CorrectionRow, SharedWords, corrected_calls, is_within
from aduan_cli.ports import Store

_LEVELS = ("kecamatan", "kelurahan")


class PlacedCase(NamedTuple):
    """A complaint whose place was corrected, and where the rules in force put it by its words."""

    complaint: Complaint
    correction: PlaceCorrection
    now: Place

    def is_met(self, now: Place) -> bool:
        """Say whether a place is the one that people said: the kelurahan, or the kecamatan where they said no more."""
        said = self.correction.place
        return now == said if said[1] else now[0] == said[0]


def by_text(complaint: Complaint, router: Router) -> Place:
    """Return where the words of a complaint put it, whatever people said."""
    read = {name: "text" for name in _LEVELS if complaint.sources.get(name) == "given"}
    facts = read_again(copy_of(complaint, sources={**complaint.sources, **read}), router).facts
    return facts.kecamatan, facts.kelurahan


def placed_cases(store: Store, router: Router, since: int | None = None, until: int | None = None) -> list[PlacedCase]:
    """Return the complaints whose place was corrected, the first first."""
    found = []
    for complaint, events in corrected_calls(store, since):
        said = place_correction_of(events)
        if said is not None and is_within(said.at, since, until):
            found.append(PlacedCase(complaint, said, by_text(complaint, router)))
    return sorted(found, key=lambda case: (case.correction.at, case.complaint.id))


def place_rows(found: Sequence[PlacedCase], words: SharedWords) -> Iterator[CorrectionRow]:
    """Yield the places that people said, with the calls that they said them of."""
    groups: dict[Place, list[PlacedCase]] = {}
    for case in found:
        groups.setdefault(case.correction.place, []).append(case)
    for (kecamatan, kelurahan), own in groups.items():
        tickets = [case.complaint.ticket for case in own]
        yield {
            "from": None,
            "to": None,
            "category": None,
            "to_category": None,
            "kecamatan": kecamatan,
            "kelurahan": kelurahan,
            "cases": len(own),
            "still": sum(not case.is_met(case.now) for case in own),
            "words": words.of(tickets),
            "by": ["edit"],
            "tickets": tickets,
            "first": own[0].correction.at,
            "last": own[-1].correction.at,
        }
