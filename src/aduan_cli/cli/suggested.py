"""What is told of calls that may be about the same as one just stored: a line each, nothing of the caller."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli import amounts
from aduan_cli.complaint.moves import shown_status
from aduan_cli.complaint.similarity import Similar
from aduan_cli.errors import AduanError
from aduan_cli.i18n import _, ngettext
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.cli.context import Context
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.flow.intake.repeats import Known


def tell_similar(context: Context, complaint: Complaint) -> set[str]:
    """Say which calls may be about the same, and why, a line each; return their tickets.

    Also with `-q`: it is a fact about a citizen, and nobody else will tell it. Where the store can't be read any more
    there is none to tell: the call is stored.
    """
    from aduan_cli.flow.similar import similar

    try:
        found = similar(context.desk.store, complaint)
    except AduanError:
        return set()
    for one in found:
        call = in_short(context.desk, one.complaint)
        context.tell(_("similar: {call} ({reasons})").format(call=call, reasons=why(context.desk.rules, one)))
    return {one.complaint.ticket for one in found}


def tell_incident(context: Context, ticket: str) -> None:
    """Say to which open incident a call that was just stored belongs, and how many called; also with `-q`."""
    store = context.desk.store
    try:
        if not store.incidents.open():
            return
        from aduan_cli.flow.incidents import members
        from aduan_cli.tickets import parse_ticket

        complaint = store.resolve(parse_ticket(ticket))
        incident = store.incidents.get(complaint.incident) if complaint and complaint.incident else None
        count = store.count(members(incident.id)) if incident else 0
    except AduanError:
        return
    if incident is not None:
        sentence = ngettext(
            "part of incident {number}, {name}: {count} call", "part of incident {number}, {name}: {count} calls", count
        )
        context.tell(sentence.format(number=incident.id, name=incident.name, count=count))


def tell_caller(context: Context, complaints: Sequence[Complaint], told: set[str]) -> None:
    """Say in a line who rings again: how many calls, those that are open, how many were hoaxes; also with `-q`.

    `complaints` are the matters of the call that was just stored; of what was `told` already only ticket and state.
    """
    from aduan_cli.complaint.similarity import caller_of
    from aduan_cli.flow.intake.repeats import known

    phones = caller_of(complaints[0])
    if not phones:
        return
    try:
        found = known(context.desk.store, phones, complaints)
    except AduanError:
        return
    if found.calls:
        context.tell(_("rings again, so far {calls}").format(calls=known_of(context.desk, found, told)))


_MOST_OPEN = 3
"""Open calls that are told one by one."""


def known_of(desk: Desk, known: Known, told: set[str]) -> str:
    """Return what is known of a caller, on one line; of open calls that were `told` ticket and state, last."""
    parts = [amounts.calls(known.calls)]
    if known.open:
        calls = [in_short(desk, one) for one in known.open if one.ticket not in told]
        calls += [f"{one.ticket}, {_state(one)}" for one in known.open if one.ticket in told]
        parts.append(_("open: {count}").format(count=len(known.open)) + f" ({'; '.join(calls[:_MOST_OPEN])})")
    if known.hoaxes:
        parts.append(_("hoaxes: {count}").format(count=known.hoaxes))
    return ", ".join(parts)


def why(rules: Rules, one: Similar) -> str:
    """Return the reasons in words, the city's own for its wards."""
    levels = rules["levels"]
    return ", ".join(levels.get(reason) or label("similar", reason) for reason in one.reasons)


def in_short(desk: Desk, complaint: Complaint) -> str:
    """Return a call as `TICKET 14:02 category, status`, with the day where it isn't today; nothing of the caller."""
    # Not by what writes tables: that takes longer to load than all of this.
    then, now = desk.zone.local(complaint.reported_at), desk.zone.local(desk.clock())
    at = f"{then.minute // 60:02d}:{then.minute % 60:02d}"
    if (then.year, then.month, then.day) != (now.year, now.month, now.day):
        at = f"{then.year:04d}-{then.month:02d}-{then.day:02d} {at}"
    return f"{complaint.ticket} {at} {complaint.category or '-'}, {_state(complaint)}"


def _state(complaint: Complaint) -> str:
    return label("status", shown_status(complaint))
