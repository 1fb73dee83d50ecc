"""Whether a desk promises anything, and whether that was kept: asked for each complaint, so it loads little. Pure."""

from __future__ import annotations

from aduan_cli.complaint.moves import FINAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.complaint import Complaint


def has_deadlines(rules: Rules, clock: str | None = None) -> bool:
    """Say whether any target is set at all; of a clock: for that one."""
    clocks = rules["clocks"]
    whose = (clocks["desk"], *clocks["units"].values(), *clocks["categories"].values())
    if clock is None:
        return any(of["targets"] for of in whose)
    return any(clock in targets for of in whose for targets in of["targets"].values())


def is_late(complaint: Complaint, now: int) -> bool | None:
    """Say whether a complaint was not done by `due_at`: it is open, and that is over; or it was done after it.

    None: nothing is promised (now: while its clock stands still), or nobody knows when it was done, as of a record
    that came in done.
    """
    if complaint.due_at is None:
        return None
    if complaint.ended_at is None and (complaint.status == "resolved" or complaint.status in FINAL):
        return None
    return (now if complaint.ended_at is None else complaint.ended_at) > complaint.due_at
