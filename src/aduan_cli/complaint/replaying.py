"""What other rules would have done to complaints that are stored, counted. Pure: nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypedDict

from aduan_cli.complaint.prediction import Prediction
from aduan_cli.rules.review.agreement import Agreement

LONGEST = 120
"""Characters of a sample's text."""


class Replayed(NamedTuple):
    """One complaint under the rules in force and under the tested ones. `recorded` is who had it in truth.

    `stored` is the unit that has it now. `held`: rules may not move it, so `route` would leave it there. `by_hand`: a
    person gave it to that unit.
    """

    ticket: str
    text: str
    recorded: str | None
    before: Prediction
    after: Prediction
    stored: str
    held: bool = False
    by_hand: bool = False

    @property
    def origin(self) -> str:
        """The unit that it would move from.

        What is held is moved in thought only: from where a hand put it, else from the answer in force.
        """
        return self.before.unit if self.held and not self.by_hand else self.stored

    @property
    def moves(self) -> bool:
        """Whether the tested rules, and not those in force, send it elsewhere."""
        return self.after.unit not in (self.before.unit, self.origin)

    @property
    def due(self) -> bool:
        """Whether `route` would move it by the rules in force already, to where the tested ones leave it."""
        return not self.held and self.stored != self.before.unit == self.after.unit


class MoveSample(TypedDict):
    """One complaint that moves."""

    ticket: str
    text: str
    rule: str | None
    held: bool


Move = TypedDict("Move", {"from": str, "to": str, "count": int, "held": int, "samples": list[MoveSample]})
"""How many complaints move from one unit to another, and how many of them are held."""


class RuleFigures(TypedDict):
    """How one rule did; `wrong`: what was recorded instead → how often."""

    step: str
    rule: str | None
    decided: int
    moved: int
    recorded: int
    agree: int
    agreement: float | None
    wrong: dict[str, int]


class BacktestReport(TypedDict):
    """All that was counted; the order of the keys is that of the JSON. Shares are in per cent."""

    tested: str
    in_force: str | None
    against: str
    complaints: int
    skipped: int
    moved: int
    held: int
    due: int
    stays: float | None
    recorded: int
    agree_before: int
    agree_after: int
    agreement_before: float | None
    agreement_after: float | None
    matrix: list[Move]
    rules: list[RuleFigures]


class Deciders:
    """How often one rule (or category) decided under the tested rules, and how well."""

    __slots__ = ("agree", "decided", "moved", "recorded", "rule", "step", "wrong")

    def __init__(self, step: str, rule: str | None) -> None:
        self.step, self.rule = step, rule
        self.decided = self.moved = self.recorded = self.agree = 0
        self.wrong: dict[str, int] = {}
        """What was recorded instead → how often."""


class Comparison:
    """Counts replayed complaints; what it holds grows with the units and rules, never with the complaints.

    `against` says what a complaint moves from: `current` is where `route` finds it, `recorded` the unit that the
    import brought. Of each move `limit_samples` are kept.
    """

    def __init__(self, agreement: Agreement, against: str, limit_samples: int) -> None:
        self._agreement = agreement
        self._against = against
        self._limit = limit_samples
        self.complaints = self.moved = self.recorded = self.agree_before = self.agree_after = self.skipped = 0
        self.held = self.due = 0
        """Of those moved, how many `route` would leave where they are; and how many it would move already."""
        self._held_by_move: dict[tuple[str, str], int] = {}
        self.matrix: dict[tuple[str, str], int] = {}
        self.samples: dict[tuple[str, str], list[MoveSample]] = {}
        self.deciders: dict[tuple[str, str | None], Deciders] = {}

    def add(self, replayed: Replayed) -> None:
        """Count one complaint."""
        before, after = replayed.before, replayed.after
        self.complaints += 1
        key = (after.step, after.rule)
        decider = self.deciders.get(key)
        if decider is None:
            decider = self.deciders[key] = Deciders(*key)
        decider.decided += 1
        moved = replayed.moves
        self.moved += moved
        self.due += replayed.due
        self.held += moved and replayed.held
        decider.moved += moved
        recorded = self._agreement.named(replayed.recorded) if replayed.recorded else None
        agrees = recorded is not None and self._compare(recorded, before, after, decider)
        if self._against == "current" and moved:
            self._move(replayed.origin, after.unit, replayed)
        elif self._against == "recorded" and recorded is not None and not agrees:
            self._move(recorded, after.unit, replayed)

    def _compare(self, recorded: str, before: Prediction, after: Prediction, decider: Deciders) -> bool:
        """Count how both answers stand to the record; say whether the tested one agrees."""
        self.recorded += 1
        self.agree_before += self._agreement.agrees(recorded, before.unit, before.support)
        decider.recorded += 1
        agrees = self._agreement.agrees(recorded, after.unit, after.support)
        if agrees:
            self.agree_after += 1
            decider.agree += 1
        else:
            decider.wrong[recorded] = decider.wrong.get(recorded, 0) + 1
        return agrees

    def _move(self, old: str, new: str, replayed: Replayed) -> None:
        self.matrix[old, new] = self.matrix.get((old, new), 0) + 1
        self._held_by_move[old, new] = self._held_by_move.get((old, new), 0) + replayed.held
        samples = self.samples.setdefault((old, new), [])
        if len(samples) < self._limit:
            text = " ".join(replayed.text.split())
            samples.append(
                {
                    "ticket": replayed.ticket,
                    "text": text if len(text) <= LONGEST else text[: LONGEST - 1] + "…",
                    "rule": replayed.after.rule,
                    "held": replayed.held,
                }
            )

    def moves(self) -> list[Move]:
        """Return the matrix as rows, the commonest move first: from, to, count, how many of them are held, samples."""
        ordered = sorted(self.matrix.items(), key=lambda entry: (-entry[1], entry[0]))
        return [
            {
                "from": old,
                "to": new,
                "count": count,
                "held": self._held_by_move[old, new],
                "samples": self.samples[old, new],
            }
            for (old, new), count in ordered
        ]

    def rules(self) -> list[RuleFigures]:
        """Return how each rule did, the worst first: those that disagree most often with what was recorded."""
        ordered = sorted(
            self.deciders.values(), key=lambda d: (d.agree - d.recorded, -d.moved, -d.decided, d.step, d.rule or "")
        )
        return [
            {
                "step": decider.step,
                "rule": decider.rule,
                "decided": decider.decided,
                "moved": decider.moved,
                "recorded": decider.recorded,
                "agree": decider.agree,
                "agreement": percent(decider.agree, decider.recorded),
                "wrong": dict(_commonest(decider.wrong.items())),
            }
            for decider in ordered
        ]


def _commonest(counts: Iterable[tuple[str, int]], most: int = 3) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda entry: (-entry[1], entry[0]))[:most]


def percent(part: int, whole: int) -> float | None:
    """Return a share in per cent with two decimals, rounded down so that 90 is only said of 90; None of nothing."""
    return part * 10000 // whole / 100 if whole else None
