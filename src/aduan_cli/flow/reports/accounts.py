"""The account of a day: where each call of it is now, by unit and kind, and whether that adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.figures import Account, AccountLine
from aduan_cli.report_tables import TEXT, ReportColumn, ReportRow, ReportTable, ReportTime

if TYPE_CHECKING:
    from aduan_cli.figures import Figures, Standing


COLUMNS = (
    *(ReportColumn(name, TEXT) for name in ("day", "scope", "unit", "kind")),
    ReportColumn("received"),
    *map(ReportColumn, STATUSES),
)


def account(figures: Figures, day: int, since: int, until: int) -> Account:
    """Return the account of a local day (yyyymmdd), which lasts from `since` until before `until` in UTC seconds."""
    lines, moved = account_lines(figures, since, until), figures.moved(since, until)
    return Account(lines, moved, tuple(figures.unaccounted(day, since, until)))


def account_lines(figures: Figures, since: int, until: int) -> tuple[AccountLine, ...]:
    """Return the lines of the account of a day; the last is of all calls."""
    return tuple(_lines(figures.standing(since, until), figures.received(since, until)))


def of_day(lines: Sequence[AccountLine], day: str, time: ReportTime, notes: Mapping[str, Any]) -> ReportTable:
    """Return the lines of an account as a report: a row for each unit by kind, for each unit, and for each kind.

    `day` (`2026-11-23`) stands in each row; `notes` is what else there is to know.
    """
    rows = [ReportRow((one.is_whole, one.unit, one.kind), _values(one, day)) for one in lines]
    return ReportTable("day", time, COLUMNS, tuple(rows[:-1]), rows[-1]._replace(key=()), notes)


def _values(line: AccountLine, day: str) -> dict[str, Any]:
    names = {"day": day, "scope": "whole" if line.is_whole else "unit", "unit": line.unit, "kind": line.kind}
    return {**names, "received": line.received, **{status: line.states.get(status, 0) for status in STATUSES}}


def _lines(found: Sequence[Standing], received: int) -> Iterable[AccountLine]:
    for unit in sorted({one.unit for one in found}, key=lambda unit: unit or ""):
        of_unit = [one for one in found if one.unit == unit]
        for kind in sorted({one.kind for one in of_unit}):
            yield _line(of_unit, kind, unit=unit)
        yield _line(of_unit, None, unit=unit)
    for kind in sorted({one.kind for one in found}):
        yield _line(found, kind)
    yield _line(found, None)._replace(received=received)


def _line(found: Sequence[Standing], kind: str | None, **of: str | None) -> AccountLine:
    counted = [one for one in found if kind in (None, one.kind)]
    states: dict[str, int] = {}
    for one in counted:
        states[one.status] = states.get(one.status, 0) + one.calls
    return AccountLine(not of, of.get("unit"), kind, sum(one.calls for one in counted), states)
