"""What a unit put off until a time goes on by itself when that has come."""

from __future__ import annotations

from aduan_cli.complaint.moving import woken
from aduan_cli.due import Bounds, Done, Work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store

WAKE = "wake"


def wake(store: Store, actor: str | None, at: int, bounds: Bounds) -> Done:
    """Let all go on whose hold is over by a time (UTC seconds)."""
    work = Work(store.commit, bounds)
    left = 0
    if not work.off(lambda limit: store.due.waking(at, limit), lambda complaint: woken(complaint, actor, at)):
        left = store.due.waking_count(at)
    return Done(WAKE, work.done, left, work.failed)
