"""Telling the units' observers what happened, after it was stored: best effort, and never in anybody's way."""

from __future__ import annotations

from collections.abc import Iterable

from aduan_cli.complaint.history import events_of
from aduan_cli.complaint.step import Step, noting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.router import Router
    from aduan_cli.ports import Store, UnitCode


def tell(
    store: Store, code: UnitCode, router: Router, complaints: Iterable[Complaint], event: tuple[str, int, str | None]
) -> None:
    """Tell of each complaint that has to be acted on; what fails is an event of it. `event`: type, time, actor."""
    steps: list[Step] = []
    _type, at, actor = event
    for complaint in complaints:
        plugin = router.owner_of(complaint.category)
        if complaint.status == "answered" or plugin is None or not code.ready(plugin, "observe"):
            continue
        consulted = code.ask(plugin, complaint, ("observe",), event)
        if events := tuple(events_of(consulted)):
            steps.append(noting(complaint, events, actor, at))
    store.commit(steps, code.runs(), at)
