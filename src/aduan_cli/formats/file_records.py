"""The records of one file, or one sheet, as calls: heads and footers known for what they are, cells read by the map."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from aduan_cli import amounts
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.file_record import CALL, EMPTY, NO_CALL, REJECTED, FileRecord
from aduan_cli.complaint.router import Router
from aduan_cli.formats import quarantine, remarks
from aduan_cli.formats.columns import OWN_COLUMNS, Map, head_columns, named_columns, needed_columns
from aduan_cli.formats.footers import are_column_numbers, is_total_row
from aduan_cli.formats.heading import LaterHeads
from aduan_cli.formats.json_cells import json_cell, json_cells
from aduan_cli.formats.mapper import Mapper
from aduan_cli.formats.moments import RejectedError
from aduan_cli.formats.own_exports import OwnRecords, storable_json
from aduan_cli.formats.quarantined import ticket_in
from aduan_cli.formats.reader import JSON_COLUMN, Broken, json_record
from aduan_cli.formats.signatures import Signatures
from aduan_cli.formats.table_reader import TableReader
from aduan_cli.i18n import _
from aduan_cli.row_ranges import RowRanges


class FileRecords:
    """The records of one file, in their order; the `RecordSource` of the flow.

    With `before` the records also say by what older versions told them from others.
    """

    def __init__(
        self, reader: TableReader, map_: Map, router: Router, actor: str, now: int, before: bool = False
    ) -> None:
        self.name, self.map_name = reader.name, map_.name
        self._before = before
        self._eaten = RowRanges()
        self._reader, self._map = reader, map_
        header = list(reader.columns)
        lower = [name.casefold() for name in header]
        self._origin = tuple(lower.index(name) for name in quarantine.COLUMNS if name in lower)
        self._mended = len(self._origin) == len(quarantine.COLUMNS)
        if self._mended:
            header = [quarantine.meant(name) for name in header]
        self.jsonl = reader.jsonl or (self._mended and lower[0] == JSON_COLUMN)
        self.is_sheet = not (self.jsonl or self._mended)
        self._kept = [n for n, name in enumerate(lower) if not (self._mended and name in quarantine.COLUMNS)]
        self.columns = [JSON_COLUMN] if self.jsonl else [header[n] for n in self._kept]
        """The columns of the file's quarantine."""
        self._width = len(header)
        names = named_columns(map_)
        bound = names if self.jsonl else self.columns
        self._bound = bound
        renamed = [] if self.jsonl else [n for n, at in enumerate(self._kept) if reader.columns[at] != reader.named[at]]
        self._mapper = Mapper(map_, bound, router, actor, now, reader.path, renamed)
        self._heads = LaterHeads(
            reader.named if self.is_sheet else self.columns,
            [] if map_.own else head_columns(map_),
            reader.head_rows if self.is_sheet else (),
            reader.titles if self.is_sheet else (),
        )
        self._signatures = Signatures()
        self._own = OwnRecords(self.columns, router.zone) if map_.own else None
        self._is_foreign = not (self._mended or self.jsonl or self._own)
        self.absent = [] if self.jsonl or map_.own else self._mapper.absent

    _open: tuple[tuple[str, int], int] | None = None
    _found: tuple[str, int] | None = None
    _last: tuple[str, int] | None = None

    @property
    def done(self) -> int:
        """How many bytes of the file were read, of at most those that it had when it was opened; 0 for a pipe."""
        return min(self._reader.done, self._reader.size)

    @property
    def date_places(self) -> list[int]:
        """The places of the columns of day and time; none of what is no table."""
        return [] if self.jsonl else self._mapper.date_places

    def opening_remarks(self) -> Iterator[str]:
        """Yield what is to be told of the file before its records."""
        return remarks.opening(self._reader, self._map, self.absent)

    def closing_remarks(self) -> Iterator[str]:
        """Yield what is to be told of the file once it was read."""
        yield from remarks.closing(self.name, self._map, self._mapper, self._eaten)
        if self._open:
            yield remarks.open_end(*self._open)

    def close(self) -> None:
        """Close the file."""
        self._reader.close()

    @property
    def size(self) -> int:
        """How many bytes the file has; 0 for a pipe."""
        return self._reader.size

    def each(self, work: Callable[[FileRecord], None]) -> Iterator[FileRecord]:
        """Yield the records in their order, each after `work` was done on it."""
        for record in self:
            work(record)
            yield record

    def __iter__(self) -> Iterator[FileRecord]:
        width, name, reader, is_sheet = self._width, self.name, self._reader, self.is_sheet
        numbers_rows = reader.numbers_rows
        for number, cells in enumerate(reader.records(), 1):
            self._found = None
            if numbers_rows:
                number = reader.sheet_row
            if self._is_foreign and type(cells) is list:
                excess = self._fit(cells) if len(cells) != width else None
                record = self._plain(cells, name, number, excess)
            else:
                record = self._other(cells, number)
            record.origin = self._found or (name, number)
            if is_sheet:
                record.sheet_row = reader.sheet_row
            if reader.ends_openly and record.state == CALL:
                self._open = record.origin, record.sheet_row
            yield record

    def _plain(self, cells: list[str], name: str, number: int, excess: str | None) -> FileRecord:
        """Return a row of a foreign file; `excess` says what is wrong with its number of cells."""
        try:
            if excess or self._heads.other or self._mapper.is_undated(cells):
                if _is_empty(cells):
                    return FileRecord(EMPTY, cells)
                if self._is_head(cells) or self._heads.is_title(cells) or self._signatures.is_part(cells):
                    return FileRecord(NO_CALL, cells)
                if excess:
                    self._mapper.moments.unread()
                    return self._rejected(cells, excess)
                if self._mapper.is_no_call(cells):
                    return FileRecord(NO_CALL, cells)
            record = self._call(cells, cells, name, number)
        except RejectedError as error:
            is_no_call = are_column_numbers(cells) or is_total_row(cells)
            return FileRecord(NO_CALL, cells) if is_no_call else self._rejected(cells, str(error))
        self._signatures.end()
        if record.report is not None and record.report.sources["reported_at"] == "default":
            record.cells = self._mapper.dated(cells, record.report)
        return record

    def _rejected(self, cells: list[str], reason: str) -> FileRecord:
        record = FileRecord(REJECTED, cells)
        record.reason = reason
        if self._is_foreign:
            record.marks = self._mapper.marks([*cells, *[""] * (self._width - len(cells))])
            if len(cells) >= self._width:
                record.identity = self._mapper.identity(cells)
                if self._before:
                    record.before = self._mapper.identity_before(cells)
        return record

    def _is_head(self, record: Sequence[str]) -> bool:
        """Say whether a row is the head once more. Raises `RejectedError` for another head, and what is below it."""
        is_head = self._heads.is_head(record)
        if is_head or self._heads.other:
            self._mapper.moments.unread()  # what stood above it says nothing of what stands below
        if not self._heads.other:
            return is_head
        if is_head:
            raise RejectedError(_("a head with other columns; put it into a file of its own, with the rows below it"))
        raise RejectedError(_("stands below a head with other columns; put both into a file of their own"))

    def _fit(self, record: list[str]) -> str | None:
        """Bring a row to the header's width; return what is wrong when it has cells too many."""
        width = self._width
        if len(record) > width:
            if any(cell.strip() for cell in record[width:]):
                own = len(quarantine.COLUMNS) if self._mended else 0
                what = _("{cells}, but {columns}; quotes around a cell with a delimiter would be right")
                return what.format(cells=amounts.cells(len(record) - own), columns=amounts.columns(width - own))
            del record[width:]
        record.extend([""] * (width - len(record)))
        return None

    def _call(
        self, kept: list[str], cells: Sequence[str], file: str, row: int, more: Mapping[str, object] | None = None
    ) -> FileRecord:
        """Read one call; `kept` are its cells for the quarantine, `more` is kept beside the map's fields.

        Raises `RejectedError`.
        """
        mapper = self._mapper
        eaten = mapper.eaten_phones
        record = FileRecord(CALL, kept)
        report = record.report = mapper.report(cells, file, row, storable_json(more) if more else None)
        record.status = report.status or ""
        record.done = mapper.done(cells)
        if mapper.eaten_phones != eaten:
            self._eaten.add(row)
        rest = json_cell(more) if more else ""
        record.identity = mapper.identity(cells, report, rest)
        record.is_numbered = mapper.is_numbered(cells)
        if self._before:
            record.before = mapper.identity_before(cells, rest)
        return record

    # -- records that are not plain rows of a foreign file

    def _other(self, found: Any, number: int) -> FileRecord:
        cells: list[str] = []
        try:
            if isinstance(found, Broken):
                self._mapper.moments.unread()
                cells = found.cells if self._reader.jsonl else self._visible(found.cells)
                raise RejectedError(found.reason)
            if isinstance(found, dict):
                cells = [json.dumps(found, ensure_ascii=False)]
                return self._of_json(cells, found, self.name, number)
            if not any(cell.strip() for cell in found):
                return FileRecord(EMPTY, found)
            return self._of_row(found, number, cells)
        except RejectedError as error:
            return self._rejected(cells, str(error))

    def _of_row(self, row_cells: list[str], number: int, cells: list[str]) -> FileRecord:
        """Return a row of a quarantine or of our own CSV; `cells` is filled with what would go to the quarantine."""
        if self._mended:
            row_cells = [quarantine.meant(cell) for cell in row_cells]
        excess = self._fit(row_cells)
        cells += self._visible(row_cells)
        file, row, is_mended = self.name, number, False
        if self._mended:
            said, at = row_cells[self._origin[1]].strip(), row_cells[self._origin[2]].strip()
            if said or at:
                if not at.isdecimal() or not said or int(at) >= 2**63:
                    raise RejectedError(_("_source_file and _source_row can't be read; leave them as they were"))
                file, row, is_mended = said, int(at), True
                if self._last != (file, row - 1):  # what stands above it here didn't in its own file
                    self._mapper.moments.unread()
                self._found = self._last = (file, row)
        if excess:
            self._mapper.moments.unread()
            raise RejectedError(excess)
        if self._mended and not self.jsonl and self._is_head(cells):
            return FileRecord(EMPTY, cells)
        record = self._of_cells(cells, file, row)
        record.is_mended = is_mended
        if is_mended:
            record.reason = row_cells[self._origin[0]].strip()
            record.version_of = ticket_in(record.reason)
        return record

    def _of_cells(self, cells: list[str], file: str, row: int) -> FileRecord:
        if self.jsonl:
            parsed = json_record(cells[0])
            if isinstance(parsed, Broken):
                raise RejectedError(parsed.reason)
            return self._of_json(cells, parsed, file, row)
        if self._own and self._own.has_tickets:
            complaint = self._own.of_cells(cells)
            if complaint is not None:
                return _as_it_stands(cells, complaint)
        return self._call(cells, cells, file, row)

    def _visible(self, record: list[str]) -> list[str]:
        """Return a row without the quarantine's own columns; cells beyond the header stay at its end."""
        if not self._mended:
            return list(record)
        padded = [*record, *[""] * (self._width - len(record))]
        return [*(padded[n] for n in self._kept), *padded[self._width :]]

    def _of_json(self, cells: list[str], found: dict[str, object], file: str, row: int) -> FileRecord:
        if self._own:
            complaint = self._own.of_json(found)
            if complaint is not None:
                return _as_it_stands(cells, complaint)
        missing = [n for n in needed_columns(self._map) if not self._own and n not in found and "." not in n]
        if len(missing) == len(needed_columns(self._map)):
            what = _("none of the columns that the map needs: {names}")
            raise RejectedError(what.format(names=", ".join(missing)))
        more: dict[str, object] = {}
        if "*" in self._map.fields:
            more = {k: v for k, v in found.items() if k not in self._bound and k not in OWN_COLUMNS and k != "caller"}
        return self._call(cells, json_cells(found, self._bound), file, row, more)


def _as_it_stands(cells: list[str], complaint: Complaint) -> FileRecord:
    record = FileRecord(CALL, cells)
    record.complaint, record.status = complaint, complaint.status
    return record


def _is_empty(cells: list[str]) -> bool:
    return not any(cell.strip() for cell in cells)
