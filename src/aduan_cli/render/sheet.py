"""Complaints as a file that Excel opens as it should with the settings of Indonesia: `--format csv --excel`.

UTF-8 with a byte order mark, semicolons, CR LF, times as `23/11/2026 14:05` on the desk's clock, heads and values in
the language in use. What Excel would make a number, a date or a truth of stands as `="0812..."`, which is text to it;
what it would run is defused (`aduan_cli.spreadsheet`). It is for people: to go back into a desk, CSV without this.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from aduan_cli.column_words import head
from aduan_cli.complaint.fields import TIMES
from aduan_cli.render.records import data_stream, flat
from aduan_cli.spreadsheet import defuse
from aduan_cli.value_words import label

_MARK = "\ufeff"
_LONGEST = 60
"""Characters of a cell that may be taken for something else; nothing longer is a number or a date."""
_TAKEN = re.compile(
    r"[(]?[+\-]?[.,]?[0-9][^\x00-\x1f\x7f\"]*"  # numbers, times, dates, phones; +62... and -021 are no sums
    r"|(?:jan|feb|mar|apr|me[iy]|may|jun|jul|agu|aug|ags|sep|o[kc]t|nov|de[sc])[a-z]*[ ./\-]*[0-9][^\x00-\x1f\x7f\"]*"
    r"|true|false|benar|salah",
    re.IGNORECASE,
)
_SUM = re.compile(r"[+\-][^0-9]|[+\-].*[^0-9 ().*;+\-]")
"""Begins with a sign and is no phone: what a spreadsheet may run."""


def write_sheet(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    heads: Mapping[str, str] | None = None,
    stream: TextIO | None = None,
) -> int:
    """Print rows of values below their heads; return how many. `heads` says what the city calls a column."""
    out = data_stream(stream)
    out.write(_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([(heads or {}).get(name) or head(name) for name in columns])
    count = 0
    for row in rows:
        writer.writerow([_cell(name, value) for name, value in zip(columns, row, strict=True)])
        count += 1
    return count


def _cell(column: str, value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if column in TIMES and value:
        return local_time(value)
    text = label(column, ", ".join(value) if isinstance(value, list) else flat(value)).replace("\0", "␀")
    bare = text.strip()
    if len(bare) <= _LONGEST and _TAKEN.fullmatch(bare) and not _SUM.match(bare):
        return f'="{bare}"'
    return defuse(text)


def local_time(iso: str) -> str:
    """Return a time of a record (ISO 8601 in the desk's zone) as Excel in Indonesia reads it."""
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]} {iso[11:16]}"
