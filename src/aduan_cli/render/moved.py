"""What a move of a complaint's life says, in words, on one line."""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.moves import LIFE
from aduan_cli.desk_time import Zone
from aduan_cli.i18n import _
from aduan_cli.render.table import short_time
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOVES = frozenset(move.event for move in LIFE.values())
"""The types of events that `gist` is for."""


def gist(told: Mapping[str, object], zone: Zone) -> str:
    """Return whose move it was, what was said of it, and why; `told` is all that its event says."""
    return ": ".join(part for part in (_whose(told), "; ".join(_details(told, zone))) if part)


def _whose(told: Mapping[str, object]) -> str:
    """Return the unit whose move it was, or from where to where it went."""
    if "from" in told and "to" in told:
        before, after = (label("unit", str(told[name] or "-")) for name in ("from", "to"))
        return after if before == after else f"{before} → {after}"
    unit = told.get("unit")
    if unit is None:
        return f"{told['from'] or '-'}" if "from" in told else ""
    back = f" → {told['to']}" if "to" in told and told["to"] != unit else ""
    marks = [label("role", SUPPORT)] if told.get("role") == SUPPORT else []
    marks += [label("via", str(told["via"]))] if told.get("via") else []
    return f"{unit}{back}" + (f" ({', '.join(marks)})" if marks else "")


def _details(told: Mapping[str, Any], zone: Zone) -> list[str]:
    parts = []
    if told.get("code"):
        parts.append(label("reason", told["code"]))
    if told.get("until"):
        parts.append(_("until {time}").format(time=short_time(told["until"], zone)))
    if told.get("by"):
        parts.append(_("by {name}").format(name=label("by", told["by"])))
    if told.get("ready"):
        parts.append(_("with the answer '{answer}'").format(answer=told["ready"]))
    return parts + [told[name] for name in ("result", "reason", "answer", "note") if told.get(name)]
