"""The clocks of a complaint, read."""

from __future__ import annotations

from json import loads

from aduan_cli.complaint.clocks import Run
from aduan_cli.working_time import Pause

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.store.postgres.session import Session

_OF_ONE = (
    "SELECT clock, unit, since, pauses, stopped_at, due_at, escalate_at FROM clock WHERE complaint_id = %s"
    " ORDER BY clock"
)


def clocks(session: Session, complaint_id: int) -> list[Run]:
    """Return the clocks of a complaint."""
    return [
        Run(clock, unit, since, tuple(Pause(*one) for one in loads(pauses or "[]")), stopped, due, next_)
        for clock, unit, since, pauses, stopped, due, next_ in session.rows(_OF_ONE, (complaint_id,))
    ]
