"""Complaints as records, and records as JSON, JSON lines, CSV and TSV.

They are written one by one, so that memory does not grow with their number.
The names, types and order of a record's fields are a promise; `schema/complaint.schema.json` says it in full.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from json import JSONEncoder
from operator import attrgetter

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import AFTER_LATE, CALLER_FIELDS, KEPT_FIELDS, LATE, LISTS, TIMES
from aduan_cli.complaint.promised import is_late
from aduan_cli.desk_time import Zone
from aduan_cli.masking import mask_address, mask_name, mask_phones
from aduan_cli.phones import mask_phone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

encode = JSONEncoder(ensure_ascii=False).encode

FOR_PEOPLE = ("table", "md")
"""The formats that are no data: they may be cut, and speak as the city does."""
Record = dict[str, "Any"]
_values = attrgetter(*("caller_name" if name == "caller" else name for name in KEPT_FIELDS))
_caller_values = attrgetter(*(f"caller_{name}" for name in CALLER_FIELDS))


def as_record(complaint: Complaint, zone: Zone, now: int, reveal: bool = False) -> Record:
    """Return a complaint as JSON shows it: fields in the promised order, absent is None, times ISO 8601.

    `now`, in UTC seconds, says what is late.

    Everything that shows a complaint goes through here, so that a caller is masked everywhere unless `reveal`.
    """
    record = dict(zip(KEPT_FIELDS, _values(complaint), strict=True))
    for name in TIMES:
        record[name] = None if record[name] is None else zone.iso(record[name])
    for name in LISTS:
        record[name] = list(record[name])
    record["caller"] = caller = dict(zip(CALLER_FIELDS, _caller_values(complaint), strict=True))
    record["ticket"] = complaint.ticket or None
    record[LATE] = is_late(complaint, now)
    for name in AFTER_LATE:
        record[name] = record.pop(name)
    if not reveal:
        for name in ("answers", "key", "fields"):
            record[name] = mask_phones(record[name])
        record["agreed"] = {name: mask_address(address or None) or "" for name, address in record["agreed"].items()}
        caller["name"] = mask_name(caller["name"])
        caller["phone"] = mask_phone(caller["phone"])
        caller["address"] = mask_address(caller["address"])
    return record


def place(record: Record) -> str | None:
    """Return `Kelurahan, Kecamatan`, or what is known of it."""
    return ", ".join(name for name in (record["kelurahan"], record["kecamatan"]) if name) or None


def value_of(record: Record, column: str) -> object:
    """Return what stands in a column of a record: a field, `caller.<field>` or `place`."""
    if column == "place":
        return place(record)
    if column.startswith("caller."):
        return record["caller"][column[7:]]
    return record[column]


def flat(value: object) -> str:
    """Return a value as the text of one cell: absent is empty, lists joined by `;`, objects as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    return encode(value) if value or not isinstance(value, dict) else ""


def write_json(records: Iterable[object], format_: str, one: bool = False, stream: TextIO | None = None) -> int:
    """Print records as `json` (an array, a line for each; `one`: an object) or `jsonl`; return how many."""
    write = data_stream(stream).write
    count = 0
    array = format_ == "json" and not one
    for record in records:
        write(("[" if not count else ",\n ") + encode(record) if array else encode(record) + "\n")
        count += 1
    if array:
        write("]\n" if count else "[]\n")
    return count


def write_cells(
    header: Sequence[str], rows: Iterable[Sequence[object]], format_: str, stream: TextIO | None = None
) -> int:
    """Print rows as `csv` or `tsv` below a header, which is there even when no row is; return how many."""
    write = data_stream(stream).write
    put = _csv_writer(write) if format_ == "csv" else _tsv_writer(write)
    put(header)
    count = 0
    for row in rows:
        put([flat(value) for value in row])
        count += 1
    return count


def _csv_writer(write: Callable[[str], object]) -> Callable[[Sequence[str]], None]:
    import csv

    from aduan_cli.spreadsheet import defuse

    class Lines:
        """Ends lines with a line feed. The writer itself works with CR LF, for then it quotes either."""

        def write(self, line: str) -> None:
            write(line[:-2] + "\n")

    writer = csv.writer(Lines(), lineterminator="\r\n")

    def put(row: Sequence[str]) -> None:
        # CSV has no NUL: Python 3.10 refuses it and other programs end the file there.
        writer.writerow([defuse(cell).replace("\0", "␀") for cell in row])

    return put


def _tsv_writer(write: Callable[[str], object]) -> Callable[[Sequence[str]], None]:
    from aduan_cli.render.cells import tsv_cell

    def put(row: Sequence[str]) -> None:
        write("\t".join([tsv_cell(cell) for cell in row]) + "\n")

    return put


def data_stream(stream: TextIO | None = None) -> TextIO:
    """Return where data go: `stream`, or stdout, which then takes UTF-8 whatever the locale says.

    What is no character (half of a surrogate pair) is written as `\\udcff` rather than not at all.
    """
    if stream is not None:
        return stream
    out: Any = sys.stdout
    encoding = (getattr(out, "encoding", None) or "").lower().replace("-", "")
    if hasattr(out, "reconfigure") and (encoding != "utf8" or out.errors != "backslashreplace"):
        out.reconfigure(encoding="utf-8", errors="backslashreplace")
    return out  # type: ignore[no-any-return]
