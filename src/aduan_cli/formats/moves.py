"""Files of moves that units send: CSV or JSONL, a move in each record; and one that lies in the quarantine, as JSON.

The columns, in any order, by their English or Indonesian names: `ticket verb unit by at words id reason until to`.
Others are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from aduan_cli import amounts
from aduan_cli.complaint.incoming import FILE, Incoming, key_of
from aduan_cli.complaint.unit_words import RETURN, MoveWords
from aduan_cli.errors import UsageError
from aduan_cli.formats.json_cells import json_cell
from aduan_cli.formats.reader import Broken, FileReader, json_record
from aduan_cli.i18n import _
from aduan_cli.model import UNIT_MOVES

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ticket": ("ticket", "tiket"),
    "verb": ("verb", "move", "tindakan"),
    "unit": ("unit",),
    "by": ("by", "oleh"),
    "at": ("at", "jam", "waktu"),
    "words": ("words", "keterangan"),
    "id": ("id",),
    "reason": ("reason", "alasan"),
    "until": ("until", "sampai"),
    "to": ("to", "ke"),
}
"""Each column by the names that it may have."""
_NEEDED = ("ticket", "verb")
_CELLS = "_cells"
"""What a record that is no record of the file is kept under."""
Record = tuple[Incoming, bytes]
"""What a record says, and the JSON by which it is kept where it can't be taken."""


class Moves:
    """Reads records of moves. `unit` is whose they are, if somebody says so: then one of another unit is refused."""

    def __init__(self, table: MoveWords, unit: str | None = None) -> None:
        self._table, self._unit = table, unit

    def record(self, found: Mapping[str, object], source: str, wrong: str | None = None) -> Record:
        """Return what a record says; `found` are its values by the names of their columns."""
        cells = {name: json_cell(value).strip() for name, value in found.items()}
        folded = {name.strip().casefold(): value for name, value in cells.items()}
        said = {
            column: next((folded[name] for name in names if folded.get(name)), None)
            for column, names in COLUMNS.items()
        }
        if wrong is None and _CELLS in found:
            wrong = _("it is no record of a file of moves; one with {names} would be right")
            wrong = wrong.format(names=", ".join(COLUMNS))
        kept = json.dumps(dict(found), ensure_ascii=False, indent=1) + "\n"
        return self._incoming(said, cells, source, wrong), kept.encode("utf-8", "surrogatepass")

    def broken(self, broken: Broken, source: str) -> Record:
        """Return what can't be read as a record."""
        return self.record({_CELLS: broken.cells}, source, broken.reason)

    def kept(self, data: bytes, source: str) -> Record:
        """Return a record that lay in the quarantine, mended or not."""
        found = json_record(data.decode("utf-8", "replace"))
        return self.broken(found, source) if isinstance(found, Broken) else self.record(found, source)

    def _incoming(
        self, said: Mapping[str, str | None], cells: Mapping[str, str], source: str, wrong: str | None
    ) -> Incoming:
        unit = said["unit"] or self._unit
        content = key_of(*(f"{name}={value}" for name, value in sorted(cells.items()) if value), f"unit={unit}")
        move = self._table.verb_of(said["verb"] or "")
        words = said["words"] or (said["reason"] if move == RETURN else None) or ""
        return Incoming(
            f"{key_of('id', unit or '', said['id'])}.{content[:8]}" if said["id"] else content,
            FILE,
            source,
            wrong or self._wrong(said, move),
            (said["ticket"],) if said["ticket"] else (),
            unit=unit,
            verb=move,
            words=words,
            until=said["until"],
            to=(said["to"],) if said["to"] else (),
            code=None if move == RETURN else said["reason"],
            by=said["by"],
            at=said["at"],
        )

    def _wrong(self, said: Mapping[str, str | None], move: str | None) -> str | None:
        """Return what keeps a record from being understood."""
        if not said["ticket"]:
            return _("the ticket is missing")
        if not said["verb"]:
            return _("the move is missing; one of {moves} would be right").format(moves=", ".join(UNIT_MOVES))
        if move is None:
            sentence = _("'{verb}' is no move of a unit; one of {moves} would be right")
            return sentence.format(verb=said["verb"], moves=", ".join(UNIT_MOVES))
        if self._unit and said["unit"] and said["unit"].casefold() != self._unit.casefold():
            return _("it is of {unit}, and the file is of {owner}").format(unit=said["unit"], owner=self._unit)
        return None


class MoveFile:
    """A file of moves, CSV or JSONL. Raises `UsageError` when it can't be read, or lacks the columns of a move."""

    def __init__(self, path: str, moves: Moves, encoding: str | None, say: Callable[[str], None]) -> None:
        names = [name for names in COLUMNS.values() for name in names]
        self._reader, self._moves = FileReader(path, encoding, names, say), moves
        there = {name.strip().casefold() for name in self._reader.columns}
        lacking = [name for name in _NEEDED if there.isdisjoint(COLUMNS[name])]
        if lacking and not self._reader.jsonl:
            self.close()
            sentence = _("{file}: no column {names}; the columns of a file of moves are {all}")
            raise UsageError(sentence.format(file=path, names=", ".join(lacking), all=", ".join(COLUMNS)))

    def close(self) -> None:
        """Close the file."""
        self._reader.close()

    def records(self) -> Iterator[Record]:
        """Yield the records in their order. Raises `UsageError` when the file breaks off."""
        for number, found in enumerate(self._reader.records(), 1):
            source = f"{self._reader.name}:{number}"
            if isinstance(found, Broken):
                yield self._moves.broken(found, source)
            elif isinstance(found, dict):
                yield self._moves.record(found, source)
            elif any(cell.strip() for cell in found):
                yield self._of_cells(found, source)

    def _of_cells(self, cells: list[str], source: str) -> Record:
        columns = self._reader.columns
        if any(cell.strip() for cell in cells[len(columns) :]):
            what = _("{cells}, but {columns}; quotes around a cell with a delimiter would be right")
            return self._moves.broken(
                Broken(cells, what.format(cells=amounts.cells(len(cells)), columns=amounts.columns(len(columns)))),
                source,
            )
        return self._moves.record({name: cell for name, cell in zip(columns, cells, strict=False) if cell}, source)
