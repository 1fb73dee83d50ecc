"""What each step passes on its way into a store: clocks where the desk promises, messages where it tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from aduan_cli.compiled import Rules
from aduan_cli.complaint.events import LINKED, NOTED, ROUTED
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.step import Step, changing, noting, taking
from aduan_cli.flow.timing import StepTiming
from compiling import rules_of
from promising import EIGHT, HOUR, UTC, promising, waiting

BARE: dict[str, Any] = {
    "desk": {"name": "M", "prefix": "UJI", "timezone": "UTC"},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
}
TOLD = {
    **BARE,
    "units": {"dlh": {"name": "DLH", "tell": ["surat"]}, "bpbd": {"name": "BPBD"}},
    "notifiers": {"surat": {"type": "spool", "folder": "surat"}},
}
SILENT = [
    noting(waiting(), ((NOTED, {"plugin": "x"}),), None, EIGHT),
    noting(waiting(), ((LINKED, {"to": "UJI-2"}),), None, EIGHT),
    taking(waiting(status="closed")),
]


class Asked:
    """A store's history, and rules, that are looked at only where they have to be."""

    def __init__(self, rules: Rules) -> None:
        self.rules, self.looked, self.incidents = rules, 0, self

    def open(self) -> list[object]:
        """Return the incidents that are open: none."""
        return []

    def events(self, _complaint: object) -> list[Event]:
        """Return the history of a complaint of which nothing happened yet."""
        return []

    def timing(self) -> StepTiming:
        """Return what steps pass, counting who asks for the rules."""

        def rules() -> Rules:
            self.looked += 1
            return self.rules

        return StepTiming(cast(Any, self), rules, lambda: UTC)


@pytest.fixture
def asked() -> Callable[[Any], Asked]:
    return lambda rules: Asked(cast(Rules, rules))


def test_what_can_move_no_clock_passes_untouched_and_loads_no_rules(asked: Callable[[Any], Asked]) -> None:
    """A note, a link, a record that came in done: the daily path pays nothing for clocks."""
    found = asked(rules_of(TOLD))
    assert found.timing()(SILENT) is SILENT
    assert found.looked == 0


def test_a_desk_that_promises_nothing_and_tells_nobody_changes_no_step(asked: Callable[[Any], Asked]) -> None:
    steps = [taking(waiting())]
    assert asked(rules_of(BARE)).timing()(steps) == steps


def test_a_desk_that_promises_gets_clocks_and_one_that_tells_gets_messages(asked: Callable[[Any], Asked]) -> None:
    """Each alone; the rules are asked for once for all steps."""
    timed = asked(promising())
    first, second = timed.timing()([taking(waiting()), taking(waiting(unit="bpbd"))])
    assert (bool(first.clocks), bool(second.clocks), first.messages, timed.looked) == (True, True, (), 1)
    (told,) = asked(rules_of(TOLD)).timing()([taking(waiting())])
    assert (told.clocks, [message.notifier for message in told.messages]) == ((), ["surat"])


def test_one_step_that_moves_lets_the_others_of_its_commit_pass_as_they_are(asked: Callable[[Any], Asked]) -> None:
    """In their order, which is that of what comes of them."""
    steps: list[Step] = [*SILENT, changing(waiting(), {"unit": "bpbd"}, ROUTED, {}, None, EIGHT + HOUR)]
    found = asked(promising()).timing()(steps)
    assert list(found[: len(SILENT)]) == SILENT
    assert found[-1].clocks
