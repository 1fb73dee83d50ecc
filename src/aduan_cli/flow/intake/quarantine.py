"""Where records go that can't be taken: a CSV file that can be mended and imported again.

It has the columns of the file it came from, then `_reason`, `_source_file` and `_source_row`; of a JSONL file
the line as it was, in the column `_json`. Cells beyond the header stand after these, so that nothing is lost.
Cells that a spreadsheet would run begin with `'`, as in our own exports (`aduan_cli.spreadsheet`). A lone `-`,
which is no formula and stands for nothing, stays as it is.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import IO, Any

from aduan_cli.errors import UsageError
from aduan_cli.files import create, make_folder
from aduan_cli.flow.intake.keys import APART, joined
from aduan_cli.i18n import _
from aduan_cli.spreadsheet import defuse

COLUMNS = ("_reason", "_source_file", "_source_row")
_CHANGED = "changed"


def changed(ticket: str, names: Iterable[str]) -> str:
    """Return the reason of a record that is another version of a complaint, the same in every language.

    It names the ticket and what differs. Imported with `--replace` the record takes the place of what is stored;
    without its reason it is a call of its own.
    """
    return f"{_CHANGED}: {ticket}: {', '.join(names)}"


def ticket_in(reason: str) -> str | None:
    """Return the ticket of which a record is another version, as `changed` has written it; else None."""
    said, _mark, rest = reason.partition(":")
    return rest.split(":")[0].strip() or None if said.strip() == _CHANGED else None


class Quarantine:
    """The quarantine of one file: made with the first record that is put there."""

    def __init__(self, path: str, columns: list[str]) -> None:
        self.path = path
        self.count = 0
        self._columns = columns
        self._file: IO[str] | None = None
        self._writer: Any = None
        self._waiting = False
        self._lying: dict[bytes, str] | None = None

    def lies(self, ticket: str, cells: list[str]) -> str | None:
        """Return the quarantine, of those in this folder, in which the same version of a complaint lies already."""
        if self._lying is None:
            columns = [*map(defuse, self._columns)]
            paths = _tables(os.path.dirname(self.path) or ".")
            self._lying = {version: path for path in paths for version in _versions(path, columns)}
        return self._lying.get(_version(ticket, self._own(cells)))

    def _own(self, cells: list[str]) -> list[str]:
        """Return the cells of a record below its columns, as they are written."""
        width = len(self._columns)
        own = [*cells[:width], *[""] * (width - len(cells))]
        return [cell if cell == "-" else defuse(cell) for cell in own]

    def put(self, cells: list[str], reason: str, source_file: str, source_row: int) -> None:
        """Write one record with what is wrong with it."""
        if self._file is None:
            self._open()
        beyond = [cell if cell == "-" else defuse(cell) for cell in cells[len(self._columns) :]]
        self._writer.writerow([*self._own(cells), defuse(reason), defuse(source_file), str(source_row), *beyond])
        if self._lying is not None and (ticket := ticket_in(reason)):
            self._lying[_version(ticket, self._own(cells))] = self.path
        self.count += 1
        self._waiting = True

    def _open(self) -> None:
        folder = os.path.dirname(self.path) or "."
        try:
            make_folder(folder, own=True)
            base, ending = os.path.splitext(self.path)
            number = 1
            while os.path.exists(self.path):
                number += 1
                self.path = f"{base}-{number}{ending}"
            # With the mark, so that a spreadsheet reads it as UTF-8.
            self._file = open(create(self.path, own=True), "w", encoding="utf-8-sig", newline="")  # noqa: SIM115
        except OSError as error:
            raise self._unwritable(error) from error
        self._writer = csv.writer(self._file)
        self._writer.writerow([*map(defuse, self._columns), *COLUMNS])
        self.sync()
        _sync_folder(folder)

    def _unwritable(self, error: OSError) -> UsageError:
        what = _("the quarantine can't be written: {error}; --quarantine FILE names another place")
        return UsageError(f"{self.path}: " + what.format(error=error.strerror or error))

    def sync(self) -> None:
        """See to it that what was put here is on the disk."""
        if self._file is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error
        self._waiting = False

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self.sync()
            self._file.close()


def _tables(folder: str) -> list[str]:
    """Return the CSV files of a folder; none where there is none that can be looked into."""
    try:
        paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".csv")]
    except OSError:
        return []
    return [path for path in paths if os.path.isfile(path)]


def _versions(path: str, columns: list[str]) -> Iterator[bytes]:
    """Yield the versions of complaints that lie in a quarantine with these columns; none of another file."""
    width = len(columns)
    try:
        with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.reader(file)
            if next(rows, None) != [*columns, *COLUMNS]:
                return
            for row in rows:
                if len(row) > width and (ticket := ticket_in(row[width])):
                    yield _version(ticket, row[:width])
    except (OSError, csv.Error):
        return  # what can't be read holds nothing that anybody could import


def _version(ticket: str, cells: list[str]) -> bytes:
    return blake2b(APART.join((ticket, joined(cells))).encode("utf-8", "replace"), digest_size=16).digest()


def _sync_folder(folder: str) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
