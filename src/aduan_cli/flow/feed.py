"""What happened to all complaints, one event after the other, for other programs."""

from __future__ import annotations

from collections.abc import Iterator

from aduan_cli.complaint.history import Event, Told, leading_after
from aduan_cli.tickets import parse_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store


def feed(store: Store, after: int, since: int | None) -> Iterator[Told]:
    """Yield what happened after an event's number, and from a time on, in the order of numbers, none twice.

    Who had a complaint before is looked up where an event doesn't say it.
    """
    leads: dict[str, str | None] = {}
    for ticket, event in store.feed(after, since):
        if ticket not in leads:
            leads[ticket] = _leading_before(store, ticket, event)
        leads[ticket] = leading_after(leads[ticket], event)
        yield ticket, event, event.data.get("unit") or leads[ticket]


def _leading_before(store: Store, ticket: str, event: Event) -> str | None:
    """Return who had a complaint before an event; None where the event says who has it now, or it is the first."""
    if leading_after(None, event) is not None:
        return None
    leads, complaint = None, store.resolve(parse_ticket(ticket))
    for earlier in store.events(complaint) if complaint else ():
        if earlier.id >= event.id:
            break
        leads = leading_after(leads, earlier)
    return leads
