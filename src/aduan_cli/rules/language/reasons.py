"""The reasons for which a unit waits, and for which nothing is done about a complaint: codes and what people read."""

from __future__ import annotations

from aduan_cli.compiled import Reasons
from aduan_cli.rules.language.declare import Source

REJECT = ("hoax", "withdrawn", "duplicate", "not-actionable")
"""Why complaints are rejected where the city says nothing else."""
HOLD = ("waiting",)
"""Why units wait where the city says nothing else; their time goes on."""


def reasons_of(city: Source) -> Reasons:
    """Return the reasons that the city's file has; the usual ones where it has none."""
    given = city.data.get("reasons", {})
    hold = given.get("hold") or {code: {} for code in HOLD}
    reject = given.get("reject") or dict.fromkeys(REJECT)
    return {
        "hold": {
            code: {"say": entry.get("say"), "stops_clock": entry.get("stops_clock", False)}
            for code, entry in hold.items()
        },
        "reject": {code: {"say": say, "stops_clock": False} for code, say in reject.items()},
    }
