"""The report on callers: who rings again and again, and how many calls were made up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aduan_cli.flow.reports.ground import Ground
from aduan_cli.phones import mask_phone
from aduan_cli.report_tables import MOMENT, TEXT, ReportColumn, ReportRow, ReportTable, ReportTime, share

if TYPE_CHECKING:
    from aduan_cli.figures import CallerNumber

COLUMNS = (
    ReportColumn("phone", TEXT),
    *map(ReportColumn, ("calls", "complaints", "open", "hoaxes")),
    ReportColumn("first", MOMENT),
    ReportColumn("last", MOMENT),
)


def by_number(
    ground: Ground, time: ReportTime, limit: int, reveal: bool, phones: Sequence[str] | None = None
) -> ReportTable:
    """Return the numbers that called more than once, most calls first, `limit` of them; masked unless `reveal`.

    `phones`: these numbers instead, as often as they called. The last line is of all that called more than once.
    """
    chosen = ground.figures.repeated(*time, limit) if phones is None else phones
    found = ground.figures.called(chosen, *time)
    rows = [ReportRow((one.phone,), _values(one, reveal)) for one in found]
    counts, received = ground.figures.numbers(*time), ground.figures.received(*time)
    hoaxes = ground.figures.hoaxes(*time)
    total = ReportRow((), {**dict.fromkeys(column.name for column in COLUMNS), "calls": counts.calls})
    notes: dict[str, Any] = {
        "received": received,
        "numbers": counts.numbers,
        "again": counts.again,
        "hoaxes": hoaxes,
        "hoax_share": share(hoaxes, received),
    }
    return ReportTable("callers", time, COLUMNS, tuple(rows), total, notes)


def _values(one: CallerNumber, reveal: bool) -> dict[str, Any]:
    return {**one._asdict(), "phone": one.phone if reveal else mask_phone(one.phone)}
