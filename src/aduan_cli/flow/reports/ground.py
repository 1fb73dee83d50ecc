"""What reports are made from, and what several of them do alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aduan_cli.complaint.former_units import now_called
from aduan_cli.record import Record
from aduan_cli.report_tables import ReportTable, ReportTime
from aduan_cli.rules.lineage import root_of

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.desk_time import Zone
    from aduan_cli.figures import Figures


class Ground(Record):
    """What reports are made from."""

    figures: Figures
    rules: Rules
    zone: Zone
    now: int


Making = Callable[[Ground, ReportTime], ReportTable]
"""Makes a report of a time."""


def named_now(rules: Rules, unit: str | None) -> str | None:
    """Return what a unit is called now; one that is gone keeps its name."""
    return unit and (now_called(rules, unit) or unit)


def whole_unit(rules: Rules, unit: str | None) -> str | None:
    """Return the unit of which another one is a crew or an office; else itself."""
    now = named_now(rules, unit)
    return now and root_of(rules["units"], now)
