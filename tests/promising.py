"""An invented city that promises: two calendars, targets at every level, and four levels of escalation."""

from __future__ import annotations

from typing import Any, cast

from aduan_cli.compiled import Rules
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deadlines import day_number
from aduan_cli.desk_time import Zone
from compiling import rules_of

CITY = """\
[desk]
name = "Meja"
prefix = "UJI"
timezone = "UTC"
[calendars.kantor]
hours.mon-fri = "08:00-16:00"
[calendars.siaga]
hours.mon-sun = "06:00-22:00"
[deadlines]
calendar = "kantor"
acknowledge = "4h"
resolve = "3wd"
high = { resolve = "1wd" }
[units.dlh]
name = "DLH"
[units.bpbd]
name = "BPBD"
deadlines = { calendar = "siaga", resolve = "8h", emergency = { handoff = "5m", resolve = "2h" } }
[units.bpbd-perahu]
name = "Regu Perahu"
parent = "bpbd"
[units.dinkes]
name = "Dinkes"
deadlines = { calendar = "always" }
[categories.sampah]
unit = "dlh"
text = ["sampah"]
[categories.banjir]
unit = "bpbd"
text = ["banjir"]
deadlines = { low = { resolve = "2d" } }
[notifiers.asisten]
type = "spool"
folder = "asisten"
"""
LEVELS = """\
[[escalation]]
id = "separuh"
clock = "resolve"
at = "50%"
tell = "unit"
[[escalation]]
id = "batas"
clock = "resolve"
at = "due"
tell = "unit.head"
priority = "high"
[[escalation]]
id = "lewat"
clock = "resolve"
at = "+2h"
tell = "asisten"
list = true
[[escalation]]
id = "diam"
clock = "acknowledge"
at = "due"
tell = "unit"
"""
UTC = Zone([[-(2**62), 0]])
MONDAY = day_number("2026-11-23") * 86_400
"""Midnight, in UTC, of a Monday in a week without holidays."""
HOUR = 3_600
EIGHT = MONDAY + 8 * HOUR
"""When the office opens."""


def promising(more: str = "") -> Rules:
    """Return the compiled rules of the city, with more tables behind them."""
    return cast(Rules, rules_of(CITY + more))


def waiting(**more: Any) -> Complaint:
    """Return a complaint that was reported when the office opened and waits for a unit."""
    usual: dict[str, Any] = {
        "ticket": "UJI-261123-0001-2", "kind": "complaint", "status": "routed", "unit": "dlh", "category": "sampah",
        "text": "sampah menumpuk", "priority": "normal", "reported_at": EIGHT, "logged_at": EIGHT, "version": 1,
    }  # fmt: skip
    return Complaint({**usual, **more})
