"""Complaints as a workbook (.xlsx): `--format xlsx`.

Times are times on the desk's clock, numbers are numbers, and all else is text, whatever a caller's words begin with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from aduan_cli.column_words import head
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import COLUMNS, TIMES
from aduan_cli.desk_time import Zone
from aduan_cli.i18n import _
from aduan_cli.render import book as books
from aduan_cli.render.book import MOST_DIGITS, WIDTH, WIDTH_OF_TIME, Book, BookColumn, moment
from aduan_cli.render.records import as_record, flat, value_of
from aduan_cli.value_words import label

_WIDTHS = {
    "text": 60, "answer": 40, "ticket": 18, "place": 30, "caller.address": 30, "caller.phone": 18, "source_file": 26,
}  # fmt: skip


def write_workbook(
    complaints: Iterable[Complaint],
    zone: Zone,
    now: int,
    reveal: bool,
    columns: Sequence[str] | None,
    heads: Mapping[str, str] | None,
    say: Callable[[str], None],
) -> int:
    """Write complaints as a workbook to stdout; return how many. `say` hears what a workbook can't hold.

    `now`, in UTC seconds, says what is late; `heads` what the city calls a column.
    """
    chosen = tuple(columns or COLUMNS)
    records = (as_record(complaint, zone, now, reveal) for complaint in complaints)
    rows = ([_value(name, value_of(record, name)) for name in chosen] for record in records)
    with Book() as book:
        above = [BookColumn((heads or {}).get(name) or head(name), _width(name)) for name in chosen]
        count = book.add(_("Complaints"), above, rows, frozen=1 if chosen[0] == "ticket" else 0)
    book.tell(say)
    if book.sheets > 1:
        what = _("a sheet holds {most} rows; what is beyond them stands in the sheets after the first, {count} in all")
        say(what.format(most=books.MOST_ROWS, count=book.sheets))
    return count


def _width(column: str) -> int:
    return WIDTH_OF_TIME if column in TIMES else _WIDTHS.get(column, WIDTH)


def _value(column: str, value: Any) -> object:
    """Return what a cell holds: a time as one on the desk's clock, a number, a truth, else text in the user's words."""
    if column in TIMES and value:
        return moment(value)
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < MOST_DIGITS):
        return value
    return label(column, ", ".join(value) if isinstance(value, list) else flat(value))
