"""Colour for people: the one place that decides whether there is any, and what is coloured how.

`--color always|never` wins, then `NO_COLOR`, then `FORCE_COLOR`; else it is a terminal that shows colours. Nothing is
said by colour alone: the word or the sign is there as well.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

URGENT = "1;31"
HEADING = "1"
_FADED = "2"
_STATES = {
    "new": "1;33", "routed": "33", "acknowledged": "36", "in_progress": "36", "on_hold": "35", "returned": "31",
    "resolved": "32", "closed": _FADED, "referred": _FADED, "rejected": _FADED, "answered": _FADED,
}  # fmt: skip
_PLUGINS = {"in_force": "32", "left_out": "31", "set_aside": "31", "not_enabled": _FADED}
_PRIORITIES = {"emergency": URGENT, "!!": URGENT, "high": "33", "!": "33", "low": _FADED}
_OF: dict[str, dict[str, str]] = {
    "status": _STATES,
    "state": _PLUGINS,
    "priority": _PRIORITIES,
    "!": _PRIORITIES,
    "severity": {"error": "31", "warning": "33"},
}
"""Column → value → the numbers of its colour (SGR)."""

_mode = "auto"


def choose(mode: str) -> None:
    """Set `auto`, `always` or `never` for the rest of the process."""
    global _mode
    _mode = mode


def is_on(stream: Any) -> bool:
    """Say whether what goes to a stream is coloured."""
    if _mode != "auto":
        return _mode == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    try:
        return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"
    except (ValueError, AttributeError):
        return False


def of(field: str, value: str) -> str:
    """Return the colour of a value of a field; empty: none. A sign before it counts for nothing: `!! emergency`."""
    colours = _OF.get(field)
    return colours.get(value.rpartition(" ")[2], "") if colours else ""


def painted(text: str, colour: str) -> str:
    """Return a text in a colour, left alone where there is none."""
    return f"\x1b[{colour}m{text}\x1b[0m" if colour and text else text
