"""What steps make of the clocks of their complaints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aduan_cli.complaint.clocks import runs_of
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.deadlines import with_clocks
from aduan_cli.complaint.step import may_move

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.step import Step
    from aduan_cli.desk_time import Zone
    from aduan_cli.ports import History


def with_their_clocks(steps: Sequence[Step], store: History, rules: Rules, zone: Zone) -> Iterator[Step]:
    """Yield steps with their clocks; of several of one complaint each goes on from what the one before made."""
    earlier: dict[str, Step] = {}
    for step in steps:
        if not may_move(step):
            yield step
            continue
        if step.is_new:
            yield with_clocks(step, {}, rules, zone)
            continue
        before, ticket = earlier.get(step.complaint.ticket), step.complaint.ticket
        if before is None:
            had = runs_of(store.events(step.complaint))
        else:
            had = {run.clock: run for run in before.clocks}
            due_at = before.changes.get("due_at", before.complaint.due_at)
            step = step._replace(complaint=copy_of(step.complaint, due_at=due_at))
        earlier[ticket] = with_clocks(step, had, rules, zone)
        yield earlier[ticket]
