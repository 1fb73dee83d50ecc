"""What `aduan show` does: one complaint, whole. No click here (`plain`)."""

from __future__ import annotations

from aduan_cli.cli import options
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import FORMAT, REVEAL, Argument
from aduan_cli.cli.understood import unit_name, with_name
from aduan_cli.complaint.attachments import files_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.complaint import Complaint

PARAMETERS = (Argument("ticket", "TICKET", alone=True, required=True), FORMAT, REVEAL)
"""What stands on the line, in the order of the help."""


def show_complaint(context: Context, /, ticket: str, format_: str | None, reveal: bool) -> None:
    """Show one complaint, whole, with its history.

    TICKET takes any short form: BKS-261123-0042-7, 0042-7, 261123-42, 42.
    """
    desk = context.desk
    desk.looks = True
    complaint = options.ticket(desk, ticket)
    if reveal:
        options.note_reveal(desk, complaint)
    if format_ not in (None, "table"):
        options.show_records(desk, [complaint], format_, one=True, reveal=reveal)
        return
    from aduan_cli.render.whole import write_whole

    names = desk.unit_names

    def named(unit: str) -> str:
        return with_name(unit, names[unit]) if unit in names else unit_name(desk.rules, unit)

    context.page()
    events, helping = desk.store.events(complaint), desk.store.assignments(complaint) if complaint.support else []
    found = files_of(events)
    attachments = desk.attachments if found else None
    states = [(file, attachments.place(file), attachments.state(file)) for file in found] if attachments else []
    write_whole(
        complaint,
        events,
        desk.zone,
        desk.clock(),
        named,
        reveal=reveal,
        helping=helping,
        files=states,
        levels=desk.rules["levels"],
        beside=_beside(context, complaint),
    )


def _beside(context: Context, complaint: Complaint) -> str | None:
    """Return the line that names what else it may be; None: nothing."""
    if not context.names_second:
        return None
    from aduan_cli.cli.beside import line_shown

    return line_shown(context.desk, complaint)


LINES = {"show": (show_complaint, PARAMETERS)}
