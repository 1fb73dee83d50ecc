"""The clocks of a complaint as its events tell them, held against the rows that a store keeps of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json import dumps
from typing import Any

from aduan_cli.complaint.clocks import Runs, lived, state_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.stored import Difference

CLOCK = ("clock", "unit", "since", "pauses", "stopped_at")
"""What of a clock the events say. When it is due, the rules say that were in force when it was last looked at."""


class Clocks:
    """The clocks of one complaint."""

    def __init__(self) -> None:
        self._runs: Runs = {}
        self._now: Complaint | None = None

    def go_on(self, said: dict[str, Any], at: Any, type_: str, data: dict[str, Any]) -> None:
        """Go on to what a complaint is from then on, by an event."""
        before, self._now = self._now, state_of(said)
        self._runs = lived(self._runs, before, self._now, at, [(type_, data)])

    def differences(self, ticket: str, stored: Sequence[Sequence[Any]]) -> Iterator[Difference]:
        """Yield what differs from the rows that stand there. A desk without deadlines keeps none."""
        if not stored:
            return
        said = {run.clock: (run.unit, run.since, _text(run.pauses), run.stopped) for run in self._runs.values()}
        stands = {row[0]: tuple(row[1:]) for row in stored}
        for clock in sorted(said.keys() | stands.keys(), key=str):
            ours, theirs = said.get(clock), stands.get(clock)
            if ours is None or theirs is None:
                yield Difference(ticket, f"clock {clock}", "stored" if ours else None, "stored" if theirs else None)
                continue
            for name, one, other in zip(CLOCK[1:], ours, theirs, strict=True):
                if one != other:
                    yield Difference(ticket, f"clock {clock}.{name}", one, other)


def _text(pauses: Sequence[object]) -> str | None:
    return dumps(pauses, ensure_ascii=False, separators=(",", ":")) if pauses else None
