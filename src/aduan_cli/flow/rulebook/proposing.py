"""Proposing changes of the rules from what officers corrected: each tried by the engine on all that is stored.

What is tried is what `rules accept` would bring into force: the files with the change in them, compiled. A change is
proposed where it mends enough, and where what else it moves is little beside that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.prediction import Prediction
from aduan_cli.complaint.router import Router
from aduan_cli.flow.rulebook.corrections import CorrectedCase, by_words
from aduan_cli.rules.learning.corrected import (
    Change,
    Corrected,
    CorrectedGroup,
    Decider,
    Files,
    Form,
    Numbered,
    WordCount,
    forms,
    groups,
    words_for,
)
from aduan_cli.rules.learning.draft import Ids
from aduan_cli.rules.learning.telling import Telling
from aduan_cli.rules.review.agreement import Agreement


class TriedRules(NamedTuple):
    """Rules with changes in them; `failing` tells the examples of the changed files that come out otherwise."""

    router: Router
    failing: tuple[str, ...] = ()


RulesWith = Callable[[Sequence[Change], Sequence[Change]], "TriedRules | None"]
"""Compiles the files in force with the changes proposed so far and some more; None: they have errors then."""
HOMES = 2


class Evidence(NamedTuple):
    """How many corrections a change must mend at least, and which share of all that it moves these are (0 to 1)."""

    least: int = 2
    share: float = 0.6

    def is_enough(self, mended: int, against: int) -> bool:
        """Say whether a change may be proposed that mends so many corrections and of which so many calls speak against.

        One more is counted against each, for what nobody has seen yet.
        """
        return mended >= self.least and mended >= self.share * (mended + against + 1)


class Elsewhere(NamedTuple):
    """A call that a change moves besides; `right` says whether it is known to belong there, None: nobody said."""

    ticket: str
    before: str
    after: str
    right: bool | None


class Proposal(NamedTuple):
    """A change with what speaks for it and against it."""

    form: Form
    group: CorrectedGroup
    words: tuple[WordCount, ...]
    mended: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that it adds to files."""
        return self.form.changes

    @property
    def gain(self) -> int:
        """Calls that would go where they belong, less those that would not or of which nobody knows."""
        return len(self.mended) + sum(1 if one.right else -1 for one in self.elsewhere)

    @property
    def against(self) -> int:
        """Calls that would move and aren't known to belong where they would go."""
        return sum(not one.right for one in self.elsewhere)


class Contradicted(NamedTuple):
    """A change that would mend enough, but for an example that says otherwise: it could never come into force."""

    proposal: Proposal
    failing: str


class Proposed(NamedTuple):
    """All that is proposed of decisions, each on top of those before it, and the corrections without a proposal.

    `handed_off` are those that a hand-off decides: no words are proposed against one.
    """

    proposals: list[Proposal]
    unmended: list[CorrectedCase]
    handed_off: list[CorrectedCase]
    ownerless: list[CorrectedCase]
    contradicted: Sequence[Contradicted] = ()


def decider_of(now: Prediction) -> Decider:
    """Return what decides a call: its step with its rule or category; of triage no name."""
    return (now.step, now.rule or "") if now.step != "triage" else ("triage", "")


class Proposing:
    """Looks for changes. `stored` are the complaints that are moved in thought, `files` say where things stand."""

    def __init__(
        self,
        cases: Sequence[CorrectedCase],
        stored: Sequence[Complaint],
        router: Router,
        files: Files,
        rules_with: RulesWith,
        has_code: Callable[[str], bool],
        wish: Evidence,
    ) -> None:
        self._files, self._rules_with, self._has_code, self._wish = files, rules_with, has_code, wish
        self._cases = {case.complaint.ticket: case for case in cases}
        known = {complaint.ticket: complaint for complaint in stored} | {
            ticket: case.complaint for ticket, case in self._cases.items()
        }
        self._calls = list(known.values())
        self._agreement = Agreement(router.compiled)
        self._telling = Telling(call.text for call in self._calls)
        self._numbers = {call.ticket: number for number, call in enumerate(self._calls)}
        self._now = [self._predicted(call, router) for call in self._calls]
        self._contradicted: dict[tuple[object, ...], Contradicted] = {}
        self._ids = Ids()
        for id_ in (*files.rules, *files.categories):
            self._ids.new(id_)

    def run(self, before: Sequence[Change] = ()) -> Proposed:
        """Propose, the change that mends most first, on top of changes that the rules given here have already."""
        proposals: list[Proposal] = []
        changes = [*before]
        tried: set[tuple[object, ...]] = set()
        while True:
            fresh = [one for one in groups(self._wrong()) if self._key(one) not in tried]
            if not fresh or len(fresh[0].calls) < self._wish.least:
                break
            group = fresh[0]
            tried.add(self._key(group))
            found = self._best(group, changes)
            if found is not None:
                proposal, router = found
                proposals.append(proposal)
                changes += proposal.form.changes
                for number in self._affected(proposal.words):
                    self._now[number] = self._predicted(self._calls[number], router)
        left = [case for case in self._cases.values() if not self._is_met(case)]
        ownerless = [case for case in left if case.correction.unit is None]
        handed = [case for case in left if self._now_of(case).step == "handoff" and case not in ownerless]
        wrong = {case.complaint.ticket for case in left}
        contradicted = [one for one in self._contradicted.values() if wrong.intersection(one.proposal.mended)]
        told = {ticket for one in contradicted for ticket in one.proposal.mended}
        known = (*handed, *ownerless)
        unmended = [case for case in left if case not in known and case.complaint.ticket not in told]
        return Proposed(proposals, unmended, handed, ownerless, contradicted)

    def _key(self, group: CorrectedGroup) -> tuple[object, ...]:
        return (*group[:3], tuple(call.ticket for call in group.calls))

    # -- where calls stand

    def _predicted(self, call: Complaint, router: Router) -> Prediction:
        case = self._cases.get(call.ticket)
        return by_words(call, router, self._has_code, case.correction if case else None)

    def _now_of(self, case: CorrectedCase) -> Prediction:
        return self._now[self._numbers[case.complaint.ticket]]

    def _is_met(self, case: CorrectedCase) -> bool:
        return case.is_met(self._now_of(case), self._agreement)

    def _wrong(self) -> Iterator[Corrected]:
        """Yield the corrections that the rules, with what is proposed so far, would still decide otherwise."""
        for ticket, case in self._cases.items():
            now, said = self._now_of(case), case.correction
            if said.unit is None or now.step == "handoff" or self._is_met(case):
                continue
            yield Corrected(ticket, decider_of(now), now.category, said.unit, said.category)

    def _numbered(self, group: CorrectedGroup) -> Numbered:
        """Return the numbers of a group, of those its rule decides not known to be its unit's, and all of its unit."""
        mine = {self._numbers[call.ticket] for call in group.calls}
        left, theirs = set[int](), set(mine)
        for number, (call, now) in enumerate(zip(self._calls, self._now, strict=True)):
            belongs = self._belongs(call, group.unit)
            if not belongs and decider_of(now) == group.decider:
                left.add(number)
            if belongs or (belongs is None and self._agreement.agrees(group.unit, now.unit)):
                theirs.add(number)
        return Numbered(mine, left, theirs)

    def _belongs(self, call: Complaint, unit: str) -> bool | None:
        """Say whether a call is known to belong to a unit: an officer said so, else its record; None: nobody did."""
        case = self._cases.get(call.ticket)
        if case is not None and case.correction.unit is not None:
            return self._agreement.agrees(case.correction.unit, unit)
        if call.recorded_unit:
            return self._agreement.agrees(self._agreement.named(call.recorded_unit), unit)
        return None

    # -- changes

    def _best(self, group: CorrectedGroup, changes: Sequence[Change]) -> tuple[Proposal, Router] | None:
        """Return the best change for a group, with the rules that have it; None: none is good enough.

        One that only an example keeps from being good enough is kept to be told.
        """
        words = words_for(self._numbered(group), self._telling, self._wish.least, self._wish.share)
        best: tuple[Proposal, Router] | None = None
        if not words:
            return None
        new_id = self._ids.new(words[0].pattern, f"{group.unit}-{words[0].pattern}")
        for form in forms(group, [word.pattern for word in words], self._files, self._homes(group, words), new_id):
            tried = self._rules_with(changes, form.changes)
            if tried is None:
                continue
            proposal = self._weighed(form, group, words, tried.router)
            if not self._wish.is_enough(len(proposal.mended), proposal.against):
                continue
            if tried.failing:
                self._contradicted.setdefault(group[:3], Contradicted(proposal, tried.failing[0]))
            elif best is None or proposal.gain > best[0].gain:
                best = proposal, tried.router
        if best is not None:
            self._contradicted.pop(group[:3], None)
        return best

    def _homes(self, group: CorrectedGroup, words: Sequence[WordCount]) -> list[str]:
        """Return the categories of a group's unit that may take its words: those that calls with them have already.

        Where there is none, the only one that the unit has: no word is put to a category that means something else.
        """
        counts = Counter(self._now[number].category for number in self._affected(words))
        categories = self._files.categories
        mine = [name for name in categories if self._agreement.agrees(group.unit, categories[name][1])]
        likely = sorted((name for name in mine if counts[name]), key=lambda name: -counts[name])
        own = [name for name in mine if categories[name][1] == group.unit]
        return likely[:HOMES] or (own if len(own) == 1 else [])

    def _affected(self, words: Sequence[WordCount]) -> list[int]:
        return sorted({number for word in words for number in self._telling.having(word.joined)})

    def _weighed(self, form: Form, group: CorrectedGroup, words: Sequence[WordCount], router: Router) -> Proposal:
        """Return a change with what it would do to all calls that have its words."""
        mended: list[str] = []
        elsewhere: list[Elsewhere] = []
        for number in self._affected(words):
            call, before = self._calls[number], self._now[number]
            after = self._predicted(call, router)
            case = self._cases.get(call.ticket)
            if case is not None:
                was, is_ = case.is_met(before, self._agreement), case.is_met(after, self._agreement)
                if is_ and not was:
                    mended.append(call.ticket)
                if is_ or not was:
                    continue
            if after.unit != before.unit:
                right = self._belongs(call, after.unit)
                elsewhere.append(Elsewhere(call.ticket, before.unit, after.unit, right))
        return Proposal(form, group, tuple(words), tuple(mended), tuple(elsewhere))
