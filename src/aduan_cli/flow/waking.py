"""What a unit put off until a time goes on by itself when that has come."""

from __future__ import annotations

from collections.abc import Iterator

from aduan_cli.due import Bounds, Done, Work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.step import Step
    from aduan_cli.ports import Store

WAKE = "wake"
_ALL = 1 << 60


def wake(store: Store, actor: str | None, at: int, bounds: Bounds) -> Done:
    """Let all go on whose hold is over by a time (UTC seconds)."""
    work = Work(store.commit, bounds)
    left = 0
    if not work.off(lambda limit: store.due.waking(at, limit), lambda complaint: _woken(complaint, actor, at)):
        left = store.due.waking_count(at)
    return Done(WAKE, work.done, left, work.failed)


def planned(store: Store, actor: str | None, at: int) -> Iterator[Step]:
    """Yield the steps that it would take."""
    return (_woken(complaint, actor, at) for complaint in store.due.waking(at, _ALL))


def _woken(complaint: Complaint, actor: str | None, at: int) -> Step:
    from aduan_cli.complaint.moving import woken  # Most runs find nothing to wake.

    return woken(complaint, actor, at)
