"""Telling the units' observers of complaints that a command changed."""

from __future__ import annotations

from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.cli.context import Context
    from aduan_cli.complaint.complaint import Complaint


def observed(context: Context, complaints: Sequence[Complaint], type_: str) -> None:
    """Tell what happened to complaints, by the type of its event; nothing where there are none."""
    if complaints:
        from aduan_cli.flow.observing import tell

        desk = context.desk
        tell(desk.store, desk.many_calls(), desk.router, complaints, (type_, desk.clock(), desk.actor))
