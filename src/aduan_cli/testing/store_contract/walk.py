"""Questions to a store, and their answers by a plain walk over everything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from aduan_cli.complaint.assignments import assignments_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import STATUSES as ALL_STATUSES
from aduan_cli.complaint.moves import FINAL, is_listed, is_unanswered
from aduan_cli.model import PRIORITIES
from aduan_cli.phones import phone_keys
from aduan_cli.ports import Query, Shared
from aduan_cli.testing.store_contract.calls import CATEGORIES, DAY, KINDS, MORNING, SHIFTS, STATUSES, UNITS

FILTERS: dict[str, tuple[str, ...]] = {
    "status": STATUSES,
    "unit": (*UNITS, "no-such-unit"),
    "acting": (*UNITS, "pompa", "no-such-unit"),
    "kind": KINDS,
    "category": tuple(name for name in CATEGORIES if name),
    "kecamatan": ("Bekasi Timur", "Bekasi Utara"),
    "kelurahan": ("Margahayu", "Teluk Pucung"),
    "priority": ("normal", "high", "emergency", "low"),
    "channel": ("phone", "whatsapp", "app"),
    "shift": SHIFTS,
    "actor": ("petugas", "rina", "joko"),
    "phone": ("+6281200000001", "+6281200000002", "+6281200000003", "+6281299999999"),
}
OF_COMPLAINT = tuple(name for name in FILTERS if name != "acting")
"""Filters of what stands on the complaint itself."""
SORTS = ("reported_at", "logged_at", "ticket", "unit", "priority", "status", "category", "kecamatan")


def expected(stored: list[Complaint], query: Query) -> list[Complaint]:
    """Return what `find` must yield: the same question answered by a plain walk over everything."""
    return _ordered([complaint for complaint in stored if _fits(complaint, query)], query)


def _fits(complaint: Complaint, query: Query) -> bool:
    for name, values in query.where:
        if not set(_values(complaint, name)) & set(values):
            return False
    if any(set(_values(complaint, name)) & set(values) for name, values in query.without):
        return False
    if (query.open_only and complaint.status in FINAL) or (query.unanswered and not is_unanswered(complaint)):
        return False
    if (query.bounced and not complaint.bounces) or (query.escalated and not is_listed(complaint)):
        return False
    after = query.since is None or complaint.reported_at >= query.since
    return after and (query.until is None or complaint.reported_at < query.until)


def _values(complaint: Complaint, name: str) -> Iterable[str | None]:
    """Return what a complaint has of a filter; who acts leads it, or helps and isn't done with."""
    if name == "phone":
        return phone_keys(complaint.caller_phone)
    if name == "acting":
        return [complaint.unit, *(one.unit for one in assignments_of(complaint))]
    return [getattr(complaint, name)]


def _ordered(found: list[Complaint], query: Query) -> list[Complaint]:
    """Sort: by default both ways round; in another order the newest among equals, what has no value last."""
    way = not query.ascending
    if query.sort == "reported_at":
        found = sorted(found, key=lambda c: (c.reported_at, c.id), reverse=way)
    else:
        newest = sorted(found, key=lambda c: (c.reported_at, c.id), reverse=True)
        without = [complaint for complaint in newest if getattr(complaint, query.sort) is None]
        found = sorted(set(newest) - set(without), key=newest.index)
        found = sorted(found, key=lambda c: _rank(c, query.sort), reverse=way) + without
    return found if query.limit is None else found[: query.limit]


def _rank(complaint: Complaint, sort: str) -> Any:
    ranks: dict[str, tuple[str, ...]] = {"priority": PRIORITIES, "status": ALL_STATUSES}
    if sort == "ticket":
        return complaint.day, complaint.number
    value = getattr(complaint, sort)
    return ranks[sort].index(value) if sort in ranks else value


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Generate queries with up to three filters of up to three values, values that repeat among them; so too those
    that must not fit.
    """
    where, without = (
        tuple(
            (name, tuple(draw(st.lists(st.sampled_from(FILTERS[name]), min_size=1, max_size=3))))
            for name in draw(st.lists(st.sampled_from(sorted(FILTERS)), max_size=most, unique=True))
        )
        for most in (3, 2)
    )
    moment = st.none() | st.integers(MORNING - DAY, MORNING + 41 * DAY)
    return Query(
        where,
        open_only=draw(st.booleans()),
        unanswered=draw(st.booleans()),
        bounced=draw(st.sampled_from((False, False, True))),
        since=draw(moment),
        until=draw(moment),
        sort=draw(st.sampled_from(SORTS)),
        ascending=draw(st.booleans()),
        limit=draw(st.none() | st.integers(0, 30)),
        without=without,
        escalated=draw(st.sampled_from((False, False, False, True))),
    )


@st.composite
def shared_things(draw: st.DrawFn) -> Shared:
    """Generate something that complaints near a moment may have in common."""
    name = draw(st.sampled_from(sorted(OF_COMPLAINT)))
    value = draw(st.sampled_from(FILTERS[name]))
    return Shared(name, value, draw(st.integers(0, 40 * DAY)), draw(st.integers(0, 30)))
