"""Proposing places from where officers said that calls are: the words that these share, each tried by the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.corrections import Place
from aduan_cli.complaint.prediction import predict
from aduan_cli.complaint.router import Router
from aduan_cli.flow.rulebook.placed import PlacedCase, by_text
from aduan_cli.flow.rulebook.proposing import Elsewhere, Evidence, RulesWith
from aduan_cli.i18n import ngettext
from aduan_cli.rules.learning.corrected import BY_CHANCE, Change, Files
from aduan_cli.rules.learning.place_names import PlaceName, phrases_in, places_named
from aduan_cli.rules.learning.telling import Telling
from aduan_cli.text import Folded

TRIED = 4
"""Names that are tried for the calls of one place."""


class PlaceProposal(NamedTuple):
    """A place with the calls that it rests on, where else calls would be put, and to which other units they would go.

    `contrary` name it and are known to be elsewhere, by their own words or by what was given.
    """

    change: Change
    name: str
    where: str
    mended: tuple[str, ...]
    contrary: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    units: tuple[Elsewhere, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that it adds to files."""
        return (self.change,)

    @property
    def against(self) -> int:
        """Calls that speak against it: they are elsewhere, or would be put there and nobody knows."""
        return len(self.contrary) + sum(not one.right for one in self.elsewhere)


class Placing:
    """Looks for names of places. `stored` are the complaints that are read in thought, `files` say where places go."""

    def __init__(
        self,
        cases: Sequence[PlacedCase],
        stored: Sequence[Complaint],
        router: Router,
        files: Files,
        rules_with: RulesWith,
        wish: Evidence,
    ) -> None:
        self.router, self._files, self._rules_with, self._wish = router, files, rules_with, wish
        self._cases = {case.complaint.ticket: case for case in cases}
        calls = {one.ticket: one for one in stored} | {ticket: one.complaint for ticket, one in self._cases.items()}
        self._calls = list(calls.values())
        self._joined = [Folded(call.text).joined for call in self._calls]
        self._telling = Telling(call.text for call in self._calls)
        self._known = [self._place_known(call) for call in self._calls]

    def run(self) -> tuple[list[PlaceProposal], list[PlacedCase]]:
        """Propose, the place of most calls first; return what is proposed, and the cases that nothing was found for."""
        proposals: list[PlaceProposal] = []
        while True:
            found = next((one for own in self._groups() if (one := self._best(own, proposals))), None)
            if found is None:
                break
            proposal, self.router = found
            proposals.append(proposal)
        return proposals, list(self._wrong())

    def _wrong(self) -> Iterator[PlacedCase]:
        for case in self._cases.values():
            if not case.is_met(by_text(case.complaint, self.router)):
                yield case

    def _groups(self) -> list[list[PlacedCase]]:
        """Return the cases that are still put elsewhere, those of one place together, the most first."""
        found: dict[Place, list[PlacedCase]] = {}
        for case in self._wrong():
            found.setdefault(case.correction.place, []).append(case)
        return sorted((own for own in found.values() if len(own) >= self._wish.least), key=len, reverse=True)

    def _place_known(self, call: Complaint) -> Place:
        """Return where a call is known to be: a person said so, or its own words; no place of the city's files."""
        case = self._cases.get(call.ticket)
        if case is not None:
            return case.correction.place
        known = [None if call.sources.get(name) == "gazetteer" else getattr(call, name) for name in _LEVELS]
        return known[0], known[1]

    # -- names

    def _names(self, own: Sequence[PlacedCase]) -> list[PlaceName]:
        """Return the names that enough calls of a place share, the likeliest first.

        What no word announces as a name must be somewhere by the words of a call, and there oftener than by chance.
        """
        written: dict[tuple[bool, str], Counter[PlaceName]] = {}
        somewhere: set[str] = set()
        gazetteer = self.router.compiled["gazetteer"]
        for case in own:
            for name in places_named(case.complaint.text, gazetteer):
                written.setdefault((True, name.joined), Counter())[name] += 1
            for name, is_where in phrases_in(case.complaint.text):
                if name.joined not in gazetteer["names"]:
                    written.setdefault((False, name.joined), Counter())[name] += 1
                    somewhere.update([name.joined] if is_where else [])
        theirs = {number for number, known in enumerate(self._known) if self._is_there(known, own[0])}
        likely = [
            key
            for key, names in written.items()
            if names.total() >= self._wish.least and (key[0] or (key[1] in somewhere and self._tells(key[1], theirs)))
        ]
        # What one call announces by a word ("Pasar ...") is that, however the others go on.
        best = {key: _most_written(written.get((True, key[1]), written[key])) for key in likely}
        likely.sort(key=lambda key: (-written[key].total(), not key[0], -best[key].written.count(" "), key[1]))
        return [best[key] for key in likely if self._is_new(best[key])][:TRIED]

    def _tells(self, joined: str, theirs: set[int]) -> bool:
        """Say whether words that nothing announces as a name are in calls of the place oftener than chance would do."""
        having = self._having(joined)
        return self._telling.often(self._wish.least) * self._telling.chance(having, theirs) < BY_CHANCE

    def _is_new(self, name: PlaceName) -> bool:
        """Say whether a name has words that no pattern of the desk knows, and no place of its files is called so."""
        said = f"jalan {name.written}" if name.kind == "street" else name.written
        folded = Folded(said)
        if self.router.engine.place_of(folded, said).places:
            return False
        words = Folded(name.written).tokens
        return any(not self.router.engine.find(Folded(word)) for word in words)

    def _having(self, joined: str) -> list[int]:
        return [number for number, text in enumerate(self._joined) if joined in text]

    # -- trying

    def _best(self, own: Sequence[PlacedCase], before: Sequence[PlaceProposal]) -> tuple[PlaceProposal, Router] | None:
        """Return the name that mends most of the calls of a place, with the rules that have it; None: none does."""
        changes = [proposal.change for proposal in before]
        best: tuple[PlaceProposal, Router] | None = None
        for name in self._names(own):
            change = self._change(name, own)
            tried = self._rules_with(changes, [change])
            if tried is None or tried.failing:
                continue
            proposal = self._weighed(change, name, own, tried.router)
            enough = self._wish.is_enough(len(proposal.mended), proposal.against)
            if enough and (best is None or _gain(proposal) > _gain(best[0])):
                best = proposal, tried.router
        return best

    def _change(self, name: PlaceName, own: Sequence[PlacedCase]) -> Change:
        kecamatan, kelurahan = own[0].correction.place
        level, where = ("kelurahan", kelurahan) if kelurahan else ("kecamatan", kecamatan)
        count = sum(name.joined in Folded(case.complaint.text).joined for case in own)
        source = ngettext("{count} corrected call", "{count} corrected calls", count).format(count=count)
        place = {"name": name.written, "kind": name.kind, self._files.levels.get(level, level): where}
        if kelurahan and kecamatan and len(self.router.parents_of(kelurahan)) > 1:
            place[self._files.levels.get("kecamatan", "kecamatan")] = kecamatan
        return Change(self._files.places, {"place": [{**place, "source": source}]})

    def _weighed(self, change: Change, name: PlaceName, own: Sequence[PlacedCase], router: Router) -> PlaceProposal:
        """Return a place with what it would do to all calls that name it."""
        mended, contrary, elsewhere, units = list[str](), list[str](), list[Elsewhere](), list[Elsewhere]()
        for number in self._having(name.joined):
            call, known = self._calls[number], self._known[number]
            if not _names(router, call.text, name.written):
                continue
            before, after = by_text(call, self.router), by_text(call, router)
            case = self._cases.get(call.ticket)
            if case is not None and case.is_met(after):
                mended += [] if case.is_met(before) else [call.ticket]
            elif before != after:
                right = self._is_there(known, own[0]) if any(known) else None
                elsewhere.append(Elsewhere(call.ticket, _place_text(before), _place_text(after), right))
            elif any(known) and not self._is_there(known, own[0]):
                contrary.append(call.ticket)
            was, is_ = predict(call, self.router).unit, predict(call, router).unit
            if was != is_:
                units.append(Elsewhere(call.ticket, was, is_, None))
        kecamatan, kelurahan = own[0].correction.place
        where = kelurahan or kecamatan or ""
        told = tuple(mended), tuple(contrary), tuple(elsewhere), tuple(units)
        return PlaceProposal(change, name.written, where, *told)

    def _is_there(self, known: Place, case: PlacedCase) -> bool:
        """Say whether a place is the one of a case, or says less and nothing else."""
        kecamatan, kelurahan = case.correction.place
        if kelurahan and known[1]:
            return known[1] == kelurahan and known[0] in (None, kecamatan)
        return known[0] == kecamatan


_LEVELS = ("kecamatan", "kelurahan")


def _most_written(names: Counter[PlaceName]) -> PlaceName:
    return min(names, key=lambda one: (-names[one], one.written))


def _gain(proposal: PlaceProposal) -> int:
    return len(proposal.mended) - proposal.against


def _names(router: Router, text: str, name: str) -> bool:
    """Say whether a text names a place of the files, not only its characters within others."""
    return any(entry[1] == name for said in router.words_of(text).place.places for entry in said.entries)


def _place_text(place: Place) -> str:
    return ", ".join(name for name in reversed(place) if name) or "?"
