"""The records of one file as entries of an import: mapped, understood, decided, with the row they came from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import hooks_for, is_left_to_code
from aduan_cli.complaint.history import Told, events_of
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.router import Router
from aduan_cli.flow.intake import quarantine as quarantines
from aduan_cli.flow.intake import remarks
from aduan_cli.flow.intake.columns import OWN_COLUMNS, Map, head_columns, named_columns, needed_columns
from aduan_cli.flow.intake.heading import LaterHeads
from aduan_cli.flow.intake.json_cells import json_cell, json_cells
from aduan_cli.flow.intake.keys import Identity
from aduan_cli.flow.intake.lying import ticket_in
from aduan_cli.flow.intake.moments import RejectedError
from aduan_cli.flow.intake.no_calls import Rows, are_column_numbers
from aduan_cli.flow.intake.own import OwnRecords, storable_json
from aduan_cli.flow.intake.reader import JSON_COLUMN, Broken, Source, json_record
from aduan_cli.flow.intake.records import Mapper
from aduan_cli.flow.intake.signatures import Signatures
from aduan_cli.i18n import _
from aduan_cli.model import Consulted, Decision, Facts
from aduan_cli.ports import UnitCode
from aduan_cli.spreadsheet import fuse
from aduan_cli.tickets import FIRST_YEAR, LAST_YEAR

PASSED = object()
"""Stands for a row that is no call: a total, a signature."""


class Undecided(NamedTuple):
    """What is still needed to decide a record when unit code is asked. `said` is the status that the record gives."""

    plugin: str
    facts: Facts
    decision: Decision
    said: str

    def hooks(self) -> list[str]:
        """Return the hooks to ask. Of a record that is closed already, or an emergency, only whose it is."""
        return hooks_for(self.decision, notes=self.said not in FINAL)


class Entry:
    """One record on its way: its complaint, what tells it from others, and whether unit code has to be asked.

    `said` is the status that it gives, `cells` and `origin` (file, row) go to the quarantine with it; `target` is the
    ticket of which it is another version, as its quarantine says. `beside` is a complaint with its key that is another
    call, `tried` how many such there are; `is_known`: it is stored just as it is; `is_numbered`: its key has more than
    day and time. Without a complaint it only counts among equals.
    """

    __slots__ = (
        "before", "beside", "cells", "complaint", "events", "identity", "is_known", "is_numbered", "mended",
        "origin", "said", "sheet_row", "target", "tried", "undecided",
    )  # fmt: skip

    def __init__(self, complaint: Complaint | None, identity: Identity | None, said: str = "") -> None:
        self.complaint = complaint
        self.identity = identity
        self.said = said
        self.before: Identity | None = None
        self.events: tuple[Told, ...] = ()
        self.mended = False
        self.is_known = False
        self.is_numbered = True
        self.undecided: Undecided | None = None
        self.cells: list[str] = []
        self.origin = ("", 0)
        self.sheet_row = 0
        self.target: str | None = None
        self.beside: str | None = None
        self.tried = 0


def settle(router: Router, complaint: Complaint, decision: Decision, said: str) -> None:
    """Write a decision into a record's complaint; `said` is the status that the record gives."""
    complaint.status = ""
    router.settle(complaint, decision)
    # What is answered on the phone owes nothing; what nobody has yet can't be at work.
    if said and complaint.status != "answered" and (said in FINAL or complaint.status == "routed"):
        complaint.status = said


class FileRecords:
    """The records of one file as entries, each with its cells and its row.

    Iterating yields (cells, row, entry); the entry is a reason when the record can't be taken, None when it is empty,
    and `PASSED` when it is no call. `cells` is what goes to the quarantine. With `before` the entries also say by what
    older versions told them from others.
    """

    def __init__(
        self,
        source: Source,
        map_: Map,
        router: Router,
        code: UnitCode,
        actor: str,
        now: int,
        before: bool = False,
    ) -> None:
        self._before = before
        self._eaten = Rows()
        self._source, self._map, self._router, self._code = source, map_, router, code
        self._prefix = router.compiled["desk"]["prefix"]
        header = list(source.columns)
        lower = [name.casefold() for name in header]
        self._origin = tuple(lower.index(name) for name in quarantines.COLUMNS if name in lower)
        self._mended = len(self._origin) == len(quarantines.COLUMNS)
        if self._mended:
            header = [fuse(name) for name in header]
        self.jsonl = source.jsonl or (self._mended and lower[0] == JSON_COLUMN)
        self.is_sheet = not (self.jsonl or self._mended)
        self._kept = [n for n, name in enumerate(lower) if not (self._mended and name in quarantines.COLUMNS)]
        self.columns = [JSON_COLUMN] if self.jsonl else [header[n] for n in self._kept]
        self._width = len(header)
        names = named_columns(map_)
        bound = names if self.jsonl else self.columns
        self._bound = bound
        renamed = [] if self.jsonl else [n for n, at in enumerate(self._kept) if source.columns[at] != source.named[at]]
        self._mapper = Mapper(map_, bound, router, actor, now, source.path, renamed)
        self._heads = LaterHeads(
            source.named if self.is_sheet else self.columns,
            [] if map_.own else head_columns(map_),
            source.head_rows if self.is_sheet else (),
            source.titles if self.is_sheet else (),
        )
        self._signatures = Signatures()
        self._own = OwnRecords(self.columns, router.zone) if map_.own else None
        self.absent = [] if self.jsonl or map_.own else self._mapper.absent

    def origin(self, number: int) -> tuple[str, int]:
        """Return the file and the row that a record came from: of a mended one those of its first import."""
        return self._found or (self._source.name, number)

    _found: tuple[str, int] | None = None
    _last: tuple[str, int] | None = None

    def marks(self, cells: list[str]) -> dict[str, str]:
        """Return what a row says beyond doubt that can't be taken; nothing where it can't be told."""
        if self._mended or self.jsonl or self._own:
            return {}
        return self._mapper.marks([*cells, *[""] * (self._width - len(cells))])

    @property
    def date_places(self) -> list[int]:
        """The places of the columns of day and time; none of what is no table."""
        return [] if self.jsonl else self._mapper.date_places

    def opening_remarks(self) -> Iterator[str]:
        """Yield what is to be told of the file before its records."""
        return remarks.opening(self._source, self._map, self.absent)

    def remarks(self) -> Iterator[str]:
        """Yield what is to be told of the file once it was read."""
        return remarks.closing(self._source.name, self._map, self._mapper, self._eaten)

    def __iter__(self) -> Iterator[tuple[list[str], int, Any]]:
        number = 0
        width, name = self._width, self._source.name
        plain = not (self._mended or self.jsonl or self._own)
        for record in self._source.records():
            number += 1
            self._found = None
            if plain and type(record) is list:
                excess = self._fit(record) if len(record) != width else None
                yield record, number, self._plain(record, name, number, excess)
                continue
            yield self._other(record, number)

    def _plain(self, record: list[str], name: str, number: int, excess: str | None) -> Any:
        """Return the entry of a row of a foreign file; `excess` says what is wrong with its number of cells."""
        try:
            if excess or self._heads.other or self._mapper.is_undated(record):
                if _is_empty(record):
                    return None
                if self._is_head(record) or self._heads.is_title(record) or self._signatures.is_part(record):
                    return PASSED
                if excess:
                    self._mapper.moments.unread()
                    return excess
                if self._mapper.is_no_call(record):
                    return PASSED
            entry = self._entry(record, name, number)
        except RejectedError as error:
            return PASSED if are_column_numbers(record) else str(error)
        self._signatures.end()
        if entry.complaint is not None and entry.complaint.sources["reported_at"] == "default":
            entry.cells = self._mapper.dated(record, entry.complaint)
        return entry

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
                own = len(quarantines.COLUMNS) if self._mended else 0
                what = _("{count} cells, but {wanted} columns; quotes around a cell with a delimiter would be right")
                return what.format(count=len(record) - own, wanted=width - own)
            del record[width:]
        record.extend([""] * (width - len(record)))
        return None

    def _entry(self, cells: Sequence[str], file: str, row: int, more: Mapping[str, Any] | None = None) -> Entry:
        """Understand and decide one record; `more` is kept beside the map's fields. Raises `RejectedError`."""
        eaten = self._mapper.eaten_phones
        complaint = self._mapper.complaint(cells)
        complaint.source_file, complaint.source_row = file, row
        if self._mapper.eaten_phones != eaten:
            self._eaten.add(row)
        rest = ""
        if more:
            complaint.fields.update(storable_json(more))
            rest = json_cell(more)
        entry = self._settled(complaint, self._mapper.identity(cells, complaint, rest))
        entry.is_numbered = self._mapper.is_numbered(cells)
        if self._before:
            entry.before = self._mapper.identity_before(cells, rest)
        return entry

    def _settled(self, complaint: Complaint, identity: Identity) -> Entry:
        router = self._router
        said = complaint.status
        sources = complaint.sources
        by_default = [name for name, source in sources.items() if source == "default"]
        facts = router.understand(complaint, "import")
        for name in by_default:  # what the map says of records that don't
            sources[name] = "default"
        if not FIRST_YEAR <= complaint.day // 10_000 <= LAST_YEAR:
            what = _("the year {year} is out of range; one from {first} to {last} would be right")
            raise RejectedError(what.format(year=complaint.day // 10_000, first=FIRST_YEAR, last=LAST_YEAR))
        decision = router.decide(facts)
        settle(router, complaint, decision, said)
        complaint.ticket = self._prefix
        entry = Entry(complaint, identity, said)
        plugin = router.owner_of(complaint)
        if plugin and complaint.status != "answered":
            if self._code.ready(plugin):
                entry.undecided = Undecided(plugin, facts, decision, said)
            elif is_left_to_code(decision):
                entry.events = tuple(events_of(Consulted(plugin, None, left_out=self._code.left_out(plugin))))
        return entry

    def unread(self, cells: Sequence[str]) -> Entry | None:
        """Return an entry that only counts among equals, for a record that was quarantined."""
        if self._mended or self.jsonl or self._own or len(cells) < self._width:
            return None
        entry = Entry(None, self._mapper.identity(cells))
        if self._before:
            entry.before = self._mapper.identity_before(cells)
        return entry

    # -- records that are not plain rows of a foreign file

    def _other(self, record: Any, number: int) -> tuple[list[str], int, Entry | str | None]:
        cells: list[str] = []
        try:
            if isinstance(record, Broken):
                self._mapper.moments.unread()
                cells = record.cells if self._source.jsonl else self._visible(record.cells)
                raise RejectedError(record.reason)
            if isinstance(record, dict):
                cells = [json.dumps(record, ensure_ascii=False)]
                return cells, number, self._of_json(record, self._source.name, number)
            if not any(cell.strip() for cell in record):
                return record, number, None
            return self._of_row(record, number, cells)
        except RejectedError as error:
            return cells, number, str(error)

    def _of_row(self, record: list[str], number: int, cells: list[str]) -> tuple[list[str], int, Entry | str | None]:
        if self._mended:
            record = [fuse(cell) for cell in record]
        excess = self._fit(record)
        cells += self._visible(record)
        file, row, mended = self._source.name, number, False
        if self._mended:
            said, at = record[self._origin[1]].strip(), record[self._origin[2]].strip()
            if said or at:
                if not at.isdecimal() or not said or int(at) >= 2**63:
                    raise RejectedError(_("_source_file and _source_row can't be read; leave them as they were"))
                file, row, mended = said, int(at), True
                if self._last != (file, row - 1):  # what stands above it here didn't in its own file
                    self._mapper.moments.unread()
                self._found = self._last = (file, row)
        if excess:
            self._mapper.moments.unread()
            raise RejectedError(excess)
        if self._mended and not self.jsonl and self._is_head(cells):
            return cells, number, None
        entry = self._of_cells(cells, file, row)
        entry.mended = mended
        if mended:
            entry.target = ticket_in(record[self._origin[0]])
        return cells, number, entry

    def _of_cells(self, cells: list[str], file: str, row: int) -> Entry:
        if self.jsonl:
            parsed = json_record(cells[0])
            if isinstance(parsed, Broken):
                raise RejectedError(parsed.reason)
            return self._of_json(parsed, file, row)
        if self._own and self._own.has_tickets:
            complaint = self._own.of_cells(cells)
            if complaint is not None:
                return Entry(complaint, None, complaint.status)
        return self._entry(cells, file, row)

    def _visible(self, record: list[str]) -> list[str]:
        """Return a row without the quarantine's own columns; cells beyond the header stay at its end."""
        if not self._mended:
            return list(record)
        padded = [*record, *[""] * (self._width - len(record))]
        return [*(padded[n] for n in self._kept), *padded[self._width :]]

    def _of_json(self, record: dict[str, Any], file: str, row: int) -> Entry:
        if self._own:
            complaint = self._own.of_json(record)
            if complaint is not None:
                return Entry(complaint, None, complaint.status)
        missing = [n for n in needed_columns(self._map) if not self._own and n not in record and "." not in n]
        if len(missing) == len(needed_columns(self._map)):
            what = _("none of the columns that the map needs: {names}")
            raise RejectedError(what.format(names=", ".join(missing)))
        more: dict[str, Any] = {}
        if "*" in self._map.fields:
            more = {k: v for k, v in record.items() if k not in self._bound and k not in OWN_COLUMNS and k != "caller"}
        return self._entry(json_cells(record, self._bound), file, row, more)


def _is_empty(record: list[str]) -> bool:
    return not any(cell.strip() for cell in record)
