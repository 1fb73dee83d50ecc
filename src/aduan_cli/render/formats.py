"""Complaints in any format: JSON, JSON lines, CSV, TSV, a sheet for Excel, a table or Markdown.

Formats for people and sheets cost imports, so that each is loaded only where it is wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import COLUMNS
from aduan_cli.desk_time import Zone
from aduan_cli.render.records import FOR_PEOPLE, Record, as_record, value_of, write_cells, write_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO


def write_records(
    complaints: Iterable[Complaint],
    format_: str,
    zone: Zone,
    one: bool = False,
    reveal: bool = False,
    columns: Sequence[str] | None = None,
    stream: TextIO | None = None,
    now: int = 0,
    heads: Mapping[str, str] | None = None,
    searched: str = "",
    helping: Collection[str] = (),
    due: bool = False,
    perhaps: Callable[[Complaint], str | None] | None = None,
) -> int:
    """Print complaints in a format and return how many there were.

    `now`, in seconds since 1970, says what is today's and what is late.
    `one` prints a single complaint as an object (JSON) instead of an array of one. `columns` chooses and
    orders; without it JSON has all fields, CSV and TSV have `COLUMNS`, tables the few that fit a line.
    `excel` is CSV that Excel opens as it should. `heads` says what the city calls a column of a table, `searched` by
    which words they were found, `helping` by which units: a table names those that only help.
    `due`: by when they are due. `perhaps` says whose one in triage may be, in a table.
    """
    if format_ in FOR_PEOPLE:
        rest = iter(complaints)
        first = next(rest, None)
        if first is None:
            return 0
        # After the query has answered: what takes milliseconds must not keep a reader of the data waiting.
        from aduan_cli.render.calls import write_complaints

        rest = chain((first,), rest)
        return write_complaints(
            rest, format_, zone, now, reveal, columns, stream, heads, searched, helping, due, perhaps
        )
    records: Iterable[Record] = (as_record(complaint, zone, now, reveal) for complaint in complaints)
    if format_ in ("csv", "tsv", "excel"):
        chosen = tuple(columns or COLUMNS)
        rows = ([value_of(record, column) for column in chosen] for record in records)
        if format_ == "excel":
            from aduan_cli.render.sheet import write_sheet

            return write_sheet(chosen, rows, heads, stream)
        return write_cells(chosen, rows, format_, stream)
    if columns:
        records = ({column: value_of(record, column) for column in columns} for record in records)
    return write_json(records, format_, one, stream)
