"""Somebody is told that a clock came so far: each level of each clock once, or as often as it says, whatever happens to
who looks. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from aduan_cli.complaint.clocks import Runs
from aduan_cli.complaint.deadlines import dated, levels_of
from aduan_cli.complaint.events import ESCALATED
from aduan_cli.complaint.step import Step, changing
from aduan_cli.model import CLOCKS, PRIORITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Escalation, Rules
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.desk_time import Zone


def escalations(
    rules: Rules, zone: Zone, complaint: Complaint, runs: Runs, actor: str | None, at: int
) -> Iterator[Step]:
    """Yield for each clock of a complaint the step that tells what it has passed by a time.

    Of several levels only the highest speaks; the others are recorded as passed. Each step is of the complaint as it is
    now: once one is written the others are to be computed anew.
    """
    for clock in CLOCKS:
        run = runs.get(clock)
        if run is None:
            continue
        run = dated(rules, zone, run, complaint)
        reached = [level.escalation for level in levels_of(rules, zone, run, complaint) if level.at <= at]
        if reached:
            *passed, level = reached
            data = {
                "clock": clock,
                "unit": run.unit,
                "since": run.since,
                "due": run.due_at,
                "level": level["id"],
                "passed": [one["id"] for one in passed],
                "tell": level["tell"],
            }
            if count := run.told.count(level["id"]):
                data["again"] = count
            yield changing(complaint, *_made(complaint, level, data, at), actor, at)


def _made(
    complaint: Complaint, level: Escalation, data: dict[str, Any], at: int
) -> tuple[dict[str, object], str, dict[str, Any]]:
    """Return what a level changes of a complaint, and the event that tells it."""
    changes: dict[str, object] = {"escalated_at": at}
    if "again" in data:
        return changes, ESCALATED, data  # What it does besides it did, and a person may have undone it since.
    if level["list"] and not complaint.listed:
        changes["listed"] = 1
    to = level["priority"]
    if to is not None and PRIORITIES.index(to) > PRIORITIES.index(complaint.priority):
        changes["priority"] = to
        data = {**data, "was": complaint.priority, "priority": to}
    return changes, ESCALATED, data
