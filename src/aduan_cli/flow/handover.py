"""Handing the desk over to the next shift: what it must know, and the signature under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import HANDED_OVER
from aduan_cli.complaint.messages import DEAD, FAILED
from aduan_cli.desk_time import shifts_ahead
from aduan_cli.figures import Handover, Item, Section
from aduan_cli.i18n import _
from aduan_cli.outbox import stuck
from aduan_cli.stored import Query

if TYPE_CHECKING:
    from aduan_cli.desk_time import Zone
    from aduan_cli.ports import Store


def handover(
    store: Store,
    now: int,
    shifts: Sequence[Sequence[Any]],
    zone: Zone,
    most: int,
    quarantined: Sequence[Item] = (),
) -> Handover:
    """Return what the next shift must know, with the first `most` of each section.

    `quarantined` is what units wrote back and couldn't be taken, the oldest first.
    """
    shift, next_shift, until = shifts_ahead(now, shifts, zone)
    figures = store.figures
    signed = next(iter(figures.signed(1)), None)
    return Handover(
        now,
        shift,
        next_shift,
        until,
        tuple(_sections(store, now, until, most, quarantined)),
        figures.open_tickets(),
        signed,
        figures.moved_after(signed.event) if signed else {},
    )


def _sections(store: Store, now: int, until: int, most: int, quarantined: Sequence[Item]) -> Iterable[Section]:
    """Yield each sort, what is most urgent first."""
    yield _section(store, "emergency", most, Query((("priority", ("emergency",)),), open_only=True))
    yield _due(store, "late", None, now, most)
    yield _due(store, "due", now, until, most)
    yield _section(store, "unacknowledged", most, Query((("status", ("routed",)),)))
    yield _section(store, "triage", most, Query((("status", ("new",)),)))
    yield _returned(store, most)
    yield _held(store, until, most)
    owed = store.awaiting_callback(most)
    yield Section(
        "callbacks", store.count_awaiting_callback(), _items(islice(owed, most), lambda one: one.owed_since or 0)
    )
    yield _incidents(store, most)
    yield _messages(store, now, most)
    yield Section("inbox", len(quarantined), tuple(quarantined[:most]))
    yield _plugins(store, most)


def _section(store: Store, name: str, most: int, query: Query) -> Section:
    """Return a sort that a filter finds, the oldest first."""
    found = store.find(query._replace(ascending=True, limit=most))
    return Section(name, store.count(query), _items(found, lambda one: one.reported_at))


def _due(store: Store, name: str, since: int | None, until: int, most: int) -> Section:
    """Return what is due in a time, the first due first."""
    found = store.figures.due(since, until, most)
    items = (_item(one.complaint, one.due_at)._replace(clock=one.clock) for one in found)
    return Section(name, store.figures.due_count(since, until), tuple(items))


def _returned(store: Store, most: int) -> Section:
    """Return what units gave back, those that lead and those that only helped, each with who gave it back."""
    led = Query((("status", ("returned",)),))
    helped = Query(given_back=True, without=led.where)
    items = [*_items(store.find(led._replace(ascending=True, limit=most)), lambda one: one.reported_at)]
    for one in store.find(helped._replace(ascending=True, limit=most)):
        parts = store.assignments(one)
        unit = next((part.unit for part in parts if part[1:] == (SUPPORT, "returned")), one.unit)
        items.append(_item(one, one.reported_at)._replace(unit=unit))
    items.sort(key=lambda one: one.at)
    return Section("returned", store.count(led) + store.count(helped), tuple(items[:most]))


def _held(store: Store, until: int, most: int) -> Section:
    """Return what is on hold and wakes until then."""
    found = store.due.waking(until, most)
    return Section("held", store.due.waking_count(until), _items(found, lambda one: one.held_until or 0))


def _incidents(store: Store, most: int) -> Section:
    """Return the incidents that are open, the first first, each with how many called."""
    found = store.incidents.open()
    items = [
        Item(str(one.id), one.began_at, None, f"{one.name}: {store.count(Query((('incident', (str(one.id),)),)))}")
        for one in found[:most]
    ]
    return Section("incidents", len(found), tuple(items))


def _messages(store: Store, now: int, most: int) -> Section:
    """Return the messages to units that didn't go, the oldest first: what failed, and what waits for long."""
    posted = [*store.outbox.posted((FAILED, DEAD)), *(one for one in stuck(store.outbox, now) if one.state != FAILED)]
    posted.sort(key=lambda one: (one.at, one.id))
    found = [
        Item(one.ticket, one.at, one.unit, " ".join((one.notifier, one.error or _("waits; aduan tick says why"))))
        for one in posted
    ]
    return Section("messages", len(found), tuple(found[:most]))


def _plugins(store: Store, most: int) -> Section:
    """Return the plugins whose code is not asked, because it failed too often."""
    states = store.plugin_states().values()
    found = [
        Item(state.plugin, state.set_aside_at, None, state.set_aside_why or "")
        for state in states
        if state.set_aside_at is not None
    ]
    return Section("plugins", len(found), tuple(found[:most]))


def _items(found: Iterable[Complaint], at: Callable[[Complaint], int]) -> tuple[Item, ...]:
    return tuple(_item(one, at(one)) for one in found)


def _item(complaint: Complaint, at: int) -> Item:
    return Item(complaint.ticket, at, complaint.unit, complaint.text)


def sign(store: Store, told: Handover, actor: str, to: str) -> bool:
    """Put what is handed over into the history under both names; False where that was done in this very minute."""
    last = told.signed
    if last is not None and (last.actor, last.to, last.at // 60) == (actor, to, told.at // 60):
        return False
    data = {"to": to, "shift": told.shift, "counts": told.counts, "tickets": list(told.open)}
    store.note_event(HANDED_OVER, actor, told.at, data)
    return True
