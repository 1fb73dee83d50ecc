"""What a hook is called with, made in one line: each field has a sensible value until a test says another."""

from __future__ import annotations

from typing import Any

from aduan_cli import hookspecs
from aduan_cli.testing.clock import FakeClock


def complaint(**fields: object) -> hookspecs.Complaint:
    """Return a complaint as a plugin's code gets it: waste in Margahayu, reported by phone on a Monday afternoon.

    Fields are those of `hookspecs.Complaint`; what is given is not checked against any desk. `answers` and `fields`
    can only be read, as in the desk.
    """
    from types import MappingProxyType

    usual: dict[str, Any] = {
        "ticket": "UJI-261123-0001-6",
        "kind": "complaint",
        "status": "new",
        "category": "sampah",
        "text": "Penelepon melaporkan sampah menumpuk di Kel. Margahayu",
        "priority": "normal",
        "unit": "dlh",
        "support": (),
        "channel": "phone",
        "kecamatan": "Bekasi Timur",
        "kelurahan": "Margahayu",
        "address": None,
        "shift": "siang",
        "reported_at": FakeClock().moment,
        "answers": {},
        "fields": {},
    }
    given = {**usual, **fields}
    for name in ("answers", "fields"):
        given[name] = MappingProxyType(dict(given[name]))
    return hookspecs.Complaint(**{**given, "support": tuple(given["support"])})


def event(type_: str = "logged", **fields: Any) -> hookspecs.Event:
    """Return an event as an observer gets it. `actor` and `at` are the event's, other fields the complaint's."""
    actor, at = fields.pop("actor", "petugas"), fields.pop("at", FakeClock().moment)
    return hookspecs.Event(type_, at, actor, complaint(**{"status": "routed", **fields}))


def message(**fields: Any) -> hookspecs.Message:
    """Return a message as a notifier gets it."""
    usual = {
        "id": "1",
        "unit": "dlh",
        "ticket": "UJI-261123-0001-6",
        "subject": "UJI-261123-0001-6: sampah",
        "text": "Sampah menumpuk di Kel. Margahayu",
    }
    return hookspecs.Message(**{**usual, **fields})
