"""What events say of clocks: in a record with times that can be read, for people on one line."""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.column_words import head
from aduan_cli.complaint.events import ESCALATED, REDATED, WOKEN
from aduan_cli.desk_time import Zone
from aduan_cli.i18n import _
from aduan_cli.render.table import short_time
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OF_CLOCKS = (WOKEN, REDATED, ESCALATED)


def with_times(type_: str, data: dict[str, Any], zone: Zone) -> dict[str, Any]:
    """Return what an event says, its moments as times of the desk."""
    if type_ == REDATED:
        return {**data, "due": {clock: _iso(at, zone) for clock, at in data["due"].items()}}
    if type_ == ESCALATED:
        return {**data, **{name: _iso(data[name], zone) for name in ("since", "due")}}
    return data


def _iso(at: int | None, zone: Zone) -> str | None:
    return None if at is None else zone.iso(at)


def gist_of_clock(type_: str, data: Mapping[str, Any], zone: Zone) -> str:
    """Return what became of a clock, on one line."""
    if type_ == WOKEN:
        return _("by itself; it was held until {time}").format(time=short_time(data["until"], zone))
    if type_ == REDATED:
        due = data["due"].items()
        return "; ".join(f"{label('clock', clock)}: {_time(at, zone)}" for clock, at in due)
    parts = [f"{label('clock', data['clock'])}: {data['level']}"]
    if data.get("again"):
        parts.append(_("told again ({count})").format(count=data["again"]))
    if data.get("passed"):
        parts.append(_("passed: {levels}").format(levels=", ".join(data["passed"])))
    if data.get("tell"):
        parts.append(_("to tell: {names}").format(names=", ".join(data["tell"])))
    if data.get("priority"):
        parts.append(f"{head('priority')} {label('priority', data['was'])} → {label('priority', data['priority'])}")
    return "; ".join(parts)


def _time(at: int | None, zone: Zone) -> str:
    return "-" if at is None else short_time(at, zone)
