"""A desk into which files come again and again, for the tests of imports."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.router import Router
from aduan_cli.config.maps import read_map
from aduan_cli.config.rule_files.loader import load
from aduan_cli.flow.intake.bulk import Importer
from aduan_cli.flow.intake.tally import Tally
from aduan_cli.formats.columns import head_columns, named_columns
from aduan_cli.formats.file_records import FileRecords
from aduan_cli.formats.ordinals import Ordinals
from aduan_cli.formats.quarantine import Quarantine
from aduan_cli.formats.reader import FileReader
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing import NoCode

NOW = 1_800_000_000
"""2027-01-15: no invented call is of a later day."""


class Office:
    """A desk into which files come again and again."""

    def __init__(self, desk: Path, map_text: str, header: list[str] | None = None) -> None:
        self.desk = desk
        self.map = read_map("uji", "uji.toml", map_text.encode())
        loaded = load(str(desk), None)
        self.router = Router(loaded.rules, loaded.revision)
        self.store = SqliteStore(str(desk / "aduan.db"))
        self.said: list[str] = []
        self.tally = Tally()
        self.header = header or []

    def write(self, rows: list[list[str]], name: str = "log.csv", header: list[str] | None = None) -> Path:
        path = self.desk / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header or self.header, *rows])
        return path

    def take(self, path: Path, replace: bool = False, dry: bool = False) -> Tally:
        reader = FileReader(str(path), None, named_columns(self.map), self.said.append, head_columns(self.map))
        importer = Importer(
            self.store, self.router, NoCode(), actor="petugas", now=NOW, dry=dry, say=self.said.append,
            storing=nullcontext(), replace=replace,
        )  # fmt: skip
        source = FileRecords(reader, self.map, self.router, "petugas", NOW, self.store.has_older_imports())
        quarantine = Quarantine(str(self.desk / "quarantine" / f"{path.stem}.csv"), source.columns, source.date_places)
        ordinals = Ordinals()
        try:
            importer.take(source, quarantine, ordinals)
        finally:
            quarantine.close()
            ordinals.close()
            source.close()
        return importer.tally

    def rows(self, *rows: list[str], name: str = "log.csv", replace: bool = False) -> Tally:
        return self.take(self.write(list(rows), name), replace)

    def stored(self) -> list[Complaint]:
        """Return everything in the order in which it was stored."""
        return sorted(self.store.find(Query()), key=lambda complaint: complaint.id)

    def quarantined(self, tally: Tally) -> list[dict[str, str]]:
        (path,) = tally.quarantines
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


def counts(tally: Tally) -> tuple[int, int, int, int, int]:
    return tally.taken, tally.known, tally.changed, tally.replaced, tally.quarantined


TakeText = Callable[[str], Office]
"""Imports a text as a file, and returns the office in which it was taken."""


def taking_texts(desk: Path, map_: str) -> TakeText:
    """Return what imports a text by a map."""

    def take(text: str) -> Office:
        office = Office(desk, map_)
        (desk / "log.csv").write_text(text, encoding="utf-8")
        office.tally = office.take(desk / "log.csv")
        return office

    return take
