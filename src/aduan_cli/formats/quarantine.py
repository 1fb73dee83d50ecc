"""Where records go that can't be taken: a CSV file that can be mended and imported again.

It has the columns of the file it came from, then `_reason`, `_source_file` and `_source_row`; of a JSONL file
the line as it was, in the column `_json`. Cells beyond the header stand after these, so that nothing is lost.
Cells that a spreadsheet would run begin with `'`, as in our own exports (`aduan_cli.spreadsheet`), and characters
that are not to be seen are escaped (`aduan_cli.unseen`); `meant` takes both back. A lone `-`, which is no formula and
stands for nothing, stays as it is.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from typing import IO, Any

from aduan_cli.errors import AduanError, unwritten
from aduan_cli.files import create, make_folder
from aduan_cli.formats.quarantined import Quarantined, changed, ticket_in
from aduan_cli.i18n import _
from aduan_cli.spreadsheet import defuse, fuse
from aduan_cli.unseen import escaped, unescaped

COLUMNS = ("_reason", "_source_file", "_source_row")


def harmless(cell: str) -> str:
    """Return a cell that nothing runs: no spreadsheet, no terminal. `meant` takes it back."""
    return cell if cell == "-" else defuse(escaped(cell))


def meant(cell: str) -> str:
    """Return the cell that `harmless` was given."""
    return unescaped(fuse(cell))


class Quarantine:
    """The quarantine of one file: made with the first record that is put there.

    `columns` are those of the file, `dated` the places of cells of day and time.
    """

    def __init__(self, path: str, columns: list[str], dated: Sequence[int] = ()) -> None:
        self.path = path
        self.count = 0
        self._columns = columns
        self._file: IO[str] | None = None
        self._writer: Any = None
        self._waiting = False
        self._dated = dated
        self._there: Quarantined | None = None

    def holds(self, cells: list[str], ticket: str = "") -> str | None:
        """Return the quarantine, of those in this folder, in which a row lies already.

        `ticket`: as another version of that complaint. A row that is there twice in a file must lie there twice.
        """
        return self._quarantined().path_of(ticket, self._own(cells))

    def origins(self, cells: list[str]) -> list[tuple[str, int]]:
        """Return whence rows came (file and row) that lie in this folder and say the same but for day and time."""
        return self._quarantined().origins(self._own(cells))

    def _quarantined(self) -> Quarantined:
        if self._there is None:
            head = [*map(harmless, self._columns), *COLUMNS]
            self._there = Quarantined(os.path.dirname(self.path) or ".", head, len(self._columns), self._dated)
        return self._there

    def _own(self, cells: list[str]) -> list[str]:
        """Return the cells of a record below its columns, as they are written."""
        width = len(self._columns)
        own = [*cells[:width], *[""] * (width - len(cells))]
        return [harmless(cell) for cell in own]

    def put(self, cells: list[str], reason: str, source_file: str, source_row: int) -> None:
        """Write one record with what is wrong with it."""
        if self._file is None:
            self._open()
        beyond = map(harmless, cells[len(self._columns) :])
        said = (harmless(reason), harmless(source_file), str(source_row))
        self._writer.writerow([*self._own(cells), *said, *beyond])
        if self._there is not None:
            self._there.add(ticket_in(reason) or "", self._own(cells), self.path)
        self.count += 1
        self._waiting = True

    def put_version(
        self, cells: list[str], ticket: str, names: Sequence[str], source_file: str, source_row: int
    ) -> None:
        """Write one record that is another version of a complaint, with the names of what differs."""
        self.put(cells, changed(ticket, names), source_file, source_row)

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
        self._writer.writerow([*map(harmless, self._columns), *COLUMNS])
        self.sync()
        _sync_folder(folder)

    def _unwritable(self, error: OSError) -> AduanError:
        what = _("the quarantine can't be written: {error}; --quarantine FILE names another place")
        return unwritten(f"{self.path}: " + what.format(error=error.strerror or error), error)

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
