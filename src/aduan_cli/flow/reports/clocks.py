"""The report on promises: of each unit and clock what was kept, what was not, and how long it took."""

from __future__ import annotations

from collections import Counter
from typing import Any

from aduan_cli.figures import IN_TIME, OVER, RUNNING, TOO_LATE
from aduan_cli.flow.reports.ground import Ground, whole_unit
from aduan_cli.flow.reports.measures import ENDED_OTHERWISE
from aduan_cli.model import CLOCKS
from aduan_cli.report_tables import DURATION, SHARE, TEXT, ReportColumn, ReportRow, ReportTable, ReportTime, share

STANDS = {"in_time": IN_TIME, "too_late": TOO_LATE, "over": OVER, "running": RUNNING}
"""By the name of a figure how the promises stand that it counts."""
_PROMISE = "resolve"
"""The clock of what the caller was promised; the last line is of that."""
COLUMNS = (
    ReportColumn("unit", TEXT),
    ReportColumn("clock", TEXT),
    ReportColumn("promised"),
    *map(ReportColumn, STANDS),
    ReportColumn("in_time_share", SHARE),
    ReportColumn("median", DURATION),
    ReportColumn("p90", DURATION),
)


def by_clock(ground: Ground, time: ReportTime) -> ReportTable:
    """Return what became of the clocks of the calls of a time, by unit with its crews; what most was late of first."""
    stands: dict[tuple[str | None, str], Counter[str]] = {}
    lasted: dict[tuple[str | None, str], Counter[int]] = {}
    for one in ground.figures.clocked(*time, ground.now, sorted(ENDED_OTHERWISE)):
        if one.promise is None:
            continue
        for key in ((whole_unit(ground.rules, one.unit), one.clock), ("", one.clock)):
            stands.setdefault(key, Counter())[one.promise] += one.calls
            if one.lasted is not None:
                lasted.setdefault(key, Counter())[one.lasted] += one.calls
    late = Counter[str | None]()
    for (unit, _clock), group in stands.items():
        late[unit] += group[OVER] + group[TOO_LATE]
    keys = sorted(stands, key=lambda key: (-late[key[0]], key[0] or "~", CLOCKS.index(key[1])))
    rows = [ReportRow(key, _values(key, stands[key], lasted.get(key, Counter()))) for key in keys if key[0] != ""]
    whole = ("", _PROMISE)
    total = ReportRow((), _values((None, _PROMISE), stands.get(whole, Counter()), lasted.get(whole, Counter())))
    return ReportTable("deadlines", time, COLUMNS, tuple(rows), total)


def _values(key: tuple[str | None, str], stands: Counter[str], lasted: Counter[int]) -> dict[str, Any]:
    figures = {name: stands[how] for name, how in STANDS.items()}
    in_time_share = share(figures["in_time"], stands.total() - figures["running"])
    found = (*key, stands.total(), *figures.values(), in_time_share, _reached(lasted, 50), _reached(lasted, 90))
    return dict(zip((column.name for column in COLUMNS), found, strict=True))


def _reached(lasted: Counter[int], percent: int) -> int | None:
    """Return the least length of time that so many percent did not pass; None of none."""
    left = -(-lasted.total() * percent // 100)
    for seconds in sorted(lasted):
        left -= lasted[seconds]
        if left <= 0:
            return seconds
    return None
