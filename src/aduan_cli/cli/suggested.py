"""What is told of calls that may be about the same as one just stored: a line each, nothing of the caller."""

from __future__ import annotations

from aduan_cli.complaint.moves import shown_status
from aduan_cli.complaint.similarity import PHONE, Similar
from aduan_cli.errors import AduanError
from aduan_cli.i18n import _
from aduan_cli.value_words import said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.cli.context import Context
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.complaint import Complaint


def tell_similar(context: Context, complaint: Complaint) -> None:
    """Say which calls may be about the same, and why, a line each; else the last one of the same caller.

    Also with `-q`: it is a fact about a citizen, and nobody else will tell it. Where the store can't be read any more
    there is none to tell: the call is stored.
    """
    from aduan_cli.flow.intake.repeats import earlier
    from aduan_cli.flow.similar import similar

    try:
        found = similar(context.desk.store, complaint)
    except AduanError:
        return
    for one in found:
        call = in_short(context.desk, one.complaint)
        context.tell(_("similar: {call} ({reasons})").format(call=call, reasons=why(context.desk.rules, one)))
    if not any(PHONE in one.reasons for one in found):
        caller = earlier(context.desk.store, complaint)
        if caller:
            context.tell(_("same caller: {call}").format(call=in_short(context.desk, caller)))


def why(rules: Rules, one: Similar) -> str:
    """Return the reasons in words, the city's own for its wards."""
    levels = rules["levels"]
    return ", ".join(levels.get(reason) or said("similar", reason) for reason in one.reasons)


def in_short(desk: Desk, complaint: Complaint) -> str:
    """Return a call as `TICKET 14:02 category, status`, with the day where it isn't today; nothing of the caller."""
    # Not by what writes tables: that takes longer to load than all of this.
    then, now = desk.zone.local(complaint.reported_at), desk.zone.local(desk.clock())
    at = f"{then.minute // 60:02d}:{then.minute % 60:02d}"
    if (then.year, then.month, then.day) != (now.year, now.month, now.day):
        at = f"{then.year:04d}-{then.month:02d}-{then.day:02d} {at}"
    return f"{complaint.ticket} {at} {complaint.category or '-'}, {said('status', shown_status(complaint))}"
