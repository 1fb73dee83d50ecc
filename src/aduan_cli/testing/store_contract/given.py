"""Steps, runs and questions in a line: what the flow computes, given by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aduan_cli.complaint.assignments import renamed
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.fields import STORED
from aduan_cli.complaint.step import Step, changing, noting, taking
from aduan_cli.ports import PluginRun, Steps
from aduan_cli.stored import Outcome, check_written


def take(store: Steps, complaints: Iterable[Complaint], runs: Sequence[PluginRun] = ()) -> list[Outcome]:
    """Store new complaints in one transaction. A test's own objects are then as they are stored: with their number."""
    steps = [taking(complaint) for complaint in complaints]
    outcomes = store.commit(steps, runs, max((step.at for step in steps), default=0))
    for step, outcome in zip(steps, outcomes, strict=True):
        vars(step.complaint).update(vars(outcome.complaint) if outcome.complaint else {})
    return outcomes


def change(store: Steps, steps: Sequence[Step], runs: Sequence[PluginRun] = (), at: int = 0) -> None:
    """Write steps of complaints that are there; what is a conflict is raised."""
    for outcome in store.commit(steps, runs, at):
        check_written(outcome)


def changed(
    complaint: Complaint,
    changes: Mapping[str, Any],
    type_: str,
    actor: str | None,
    at: int,
    data: Mapping[str, Any],
    renames: bool = False,
) -> Step:
    """Return the step that changes fields of a complaint, or without any only tells something of it."""
    if not changes:
        return noting(complaint, ((type_, dict(data)),), actor, at)
    step = changing(complaint, changes, type_, data, actor, at)
    if not renames:
        return step
    after = copy_of(complaint, **changes)
    pairs = zip((complaint.unit or "", *complaint.support), (after.unit or "", *after.support), strict=True)
    return step._replace(assignments=renamed(complaint, after, [pair for pair in pairs if pair[0] != pair[1]]))


def ids(complaints: Iterable[Complaint]) -> list[int]:
    """Return the store's own numbers, in order."""
    return [complaint.id for complaint in complaints]


def values(complaint: Complaint) -> dict[str, Any]:
    """Return everything that a store must keep of a complaint."""
    return {name: getattr(complaint, name) for name in (*STORED, "linked")}


def ran(plugin: str, **given: Any) -> PluginRun:
    """Return the run of a plugin that answered."""
    usual: dict[str, Any] = {"calls": 1, "failures": 0, "in_row": 0, "succeeded": True, "seconds": 0, "slowest": 0}
    return PluginRun(plugin, **{**usual, **given})


def failed(plugin: str, **given: Any) -> PluginRun:
    """Return the run of a plugin that failed once."""
    return ran(plugin, **{"failures": 1, "in_row": 1, "succeeded": False, "failure": "route: time", **given})
