"""Files of an invented office, opened as the import opens them, for tests of what is read of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aduan_cli.complaint.file_record import FileRecord
from aduan_cli.config.maps import read_map
from aduan_cli.formats.columns import head_columns, named_columns
from aduan_cli.formats.file_records import FileRecords
from aduan_cli.formats.quarantine import Quarantine
from aduan_cli.formats.reader import FileReader
from compiling import router_of

NOW = 1_800_000_000
"""2027-01-15."""
MAP = """\
key = ["NO"]
unit = "DINAS"
fields = ["KET"]
[columns]
text = "ISI"
reported_at = ["TGL", "JAM"]
caller.name = "NAMA"
caller.phone = "HP"
[dates]
formats = ["%Y-%m-%d"]
"""
HEAD = ("NO", "TGL", "JAM", "ISI", "NAMA", "HP", "DINAS", "KET")
GOOD = ("7", "2026-11-20", "10:00", "sampah menumpuk", "Budi", "081200000001", "DLH", "pagi")
ROUTER = router_of(
    {
        "desk": {"name": "Meja", "prefix": "UJI", "timezone": "Asia/Jakarta"},
        "kecamatan": {"Bekasi Timur": ["Margahayu"]},
        "units": {"dlh": {"name": "DLH"}},
        "categories": {"sampah": {"unit": "dlh", "text": ["sampah"]}},
    }
)


def row(**cells: str) -> list[str]:
    """Return a row of a good call with other cells in some columns."""
    return [cells.get(name, value) for name, value in zip(HEAD, GOOD, strict=True)]


def table(rows: Iterable[Sequence[str]], head: Sequence[str] = HEAD) -> str:
    """Return a table as a spreadsheet saves it."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([head, *rows])
    return out.getvalue()


class Sheet:
    """A file that was read: its records, what was said while it was, and at the end."""

    def __init__(self, path: Path, text: str = MAP) -> None:
        self.said: list[str] = []
        map_ = read_map("uji", "uji.toml", text.encode())
        reader = FileReader(str(path), None, named_columns(map_), self.said.append, head_columns(map_))
        source = FileRecords(reader, map_, ROUTER, "sari", NOW)
        self.columns, self.date_places = source.columns, source.date_places
        self.opening = [*source.opening_remarks()]
        self.records: list[FileRecord] = [*source]
        self.closing = [*source.closing_remarks()]
        source.close()

    @property
    def states(self) -> list[str]:
        """What each row is."""
        return [record.state for record in self.records]

    @property
    def reasons(self) -> list[str]:
        """Why rows are refused."""
        return [record.reason for record in self.records if record.reason]


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder for one example of a property."""
    with TemporaryDirectory() as made:
        yield Path(made)


def sheet(data: str | bytes, text: str = MAP, name: str = "log.csv") -> Sheet:
    """Return what is read of a file with this in it."""
    with folder() as place:
        path = place / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return Sheet(path, text)


def quarantined(records: Iterable[FileRecord], columns: list[str], path: Path) -> Path:
    """Put records into a quarantine with their reasons; return its file."""
    made = Quarantine(str(path), columns)
    for record in records:
        made.put(record.cells, record.reason, *record.origin)
    made.close()
    return Path(made.path)
