"""Reports of invented figures, for tests of what they are shown as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from aduan_cli.desk_time import Zone
from aduan_cli.report_tables import (
    COUNT,
    DURATION,
    MOMENT,
    RATE,
    SHARE,
    TEXT,
    ReportColumn,
    ReportRow,
    ReportTable,
    ReportTime,
)
from any_complaint import TEXTS

JAKARTA = Zone([[-(2**62), 7 * 3600]])
MIDNIGHT = JAKARTA.epoch(2026, 11, 23)
"""The beginning of a Monday there."""
DAY = ReportTime(MIDNIGHT, MIDNIGHT + 86_400)
DAY_BEFORE = ReportTime(MIDNIGHT - 86_400, MIDNIGHT)
UNIT, RECEIVED, OPEN = ReportColumn("unit", TEXT), ReportColumn("received"), ReportColumn("open")
KEPT_SHARE, PER_1000 = ReportColumn("kept_share", SHARE), ReportColumn("per_1000", RATE)
MEDIAN, FIRST = ReportColumn("median", DURATION), ReportColumn("first", MOMENT)
OF_ALL_TYPES = (UNIT, RECEIVED, OPEN, KEPT_SHARE, PER_1000, MEDIAN, FIRST)
"""A column of each type, two of counts."""


def report(
    columns: Sequence[ReportColumn],
    *rows: Sequence[Any],
    total: Sequence[Any] = (),
    before: Sequence[Sequence[Any]] = (),
    name: str = "unit",
    time: ReportTime = DAY,
    **notes: Any,
) -> ReportTable:
    """Return a report of rows of figures; `before` are those of the period before, that of the total the last one."""
    names = [column.name for column in columns]
    earlier: list[dict[str, Any] | None] = [dict(zip(names, row, strict=True)) for row in before]
    earlier = earlier or [None] * (len(rows) + 1)
    lines = [
        ReportRow((row[0],), dict(zip(names, row, strict=True)), then) for row, then in zip(rows, earlier, strict=False)
    ]
    whole = dict(zip(names, total, strict=True)) if total else dict.fromkeys(names)
    then = DAY_BEFORE if before else None
    return ReportTable(name, time, tuple(columns), tuple(lines), ReportRow((), whole, earlier[-1]), notes, then)


_FIGURES: dict[str, st.SearchStrategy[Any]] = {
    COUNT: st.integers(0, 10**6),
    SHARE: st.none() | st.integers(0, 1000).map(lambda value: value / 10),
    RATE: st.none() | st.integers(0, 10**5).map(lambda value: value / 10),
    DURATION: st.none() | st.integers(0, 10**7),
    MOMENT: st.none() | st.integers(MIDNIGHT, MIDNIGHT + 86_399),
}


@st.composite
def reports(draw: st.DrawFn, names: st.SearchStrategy[str | None] = TEXTS) -> ReportTable:
    """Return any report of units with a column of each type, with the period before or without."""
    figures = st.tuples(*(_FIGURES[column.type] for column in OF_ALL_TYPES[1:]))
    rows = [(draw(names), *draw(figures)) for _row in range(draw(st.integers(0, 3)))]
    before = [(name, *draw(figures)) for name, *_more in [*rows, (None,)]] if draw(st.booleans()) else []
    return report(OF_ALL_TYPES, *rows, total=(None, *draw(figures)), before=before)
