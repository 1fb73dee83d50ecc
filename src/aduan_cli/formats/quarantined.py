"""What lies in the quarantines of a folder already, so that the same row isn't written there once more."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from aduan_cli.complaint.identity import APART, joined

MOST = 200_000
"""Rows of quarantines that are remembered, those of the newest files first."""
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


class Quarantined:
    """The rows of quarantines with these columns, read when they are first asked for.

    `head` is the head that such a file has, the cells of a record before `width`; the reason, the file and the row of
    the record follow. `dated` are the places of cells of day and time, which are what is mended as a rule.
    """

    def __init__(self, folder: str, head: list[str], width: int, dated: Sequence[int]) -> None:
        self._width, self._dated = width, frozenset(dated)
        self._paths: dict[bytes, list[str]] = {}
        self._origins: dict[bytes, list[tuple[str, int]]] = {}
        self._turns: Counter[bytes] = Counter()
        rows = 0
        for path in _tables(folder):
            for row in _rows(path, head):
                rows += len(row) > width + 2
                if rows > MOST:
                    return
                self._keep(path, row)

    def _keep(self, path: str, row: list[str]) -> None:
        if len(row) <= self._width + 2:
            return
        cells, reason, (file, at) = row[: self._width], row[self._width], row[self._width + 1 : self._width + 3]
        self._paths.setdefault(_version(ticket_in(reason) or "", cells), []).append(path)
        if at.isdecimal():
            self._origins.setdefault(self._undated(cells), []).append((file, int(at)))

    def path_of(self, ticket: str, cells: list[str]) -> str | None:
        """Return the file in which a row lies, as often as this import has met the same; `ticket`: as a version."""
        version = _version(ticket, cells)
        self._turns[version] += 1
        paths = self._paths.get(version, ())
        return paths[self._turns[version] - 1] if self._turns[version] <= len(paths) else None

    def add(self, ticket: str, cells: list[str], path: str) -> None:
        """Remember a row that was written now."""
        self._paths.setdefault(_version(ticket, cells), []).append(path)

    def origins(self, cells: list[str]) -> list[tuple[str, int]]:
        """Return the file and the row of rows that lie, or lay, there and say the same but for day and time."""
        return self._origins.get(self._undated(cells), [])

    def _undated(self, cells: list[str]) -> bytes:
        return _version("", [cell for place, cell in enumerate(cells) if place not in self._dated])


def _tables(folder: str) -> list[str]:
    """Return the CSV files of a folder, the newest first; none where there is none that can be looked into."""
    try:
        paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".csv")]
        return sorted(filter(os.path.isfile, paths), key=os.path.getmtime, reverse=True)
    except OSError:
        return []


def _rows(path: str, head: list[str]) -> Iterator[list[str]]:
    """Yield the rows of a quarantine with this head; none of another file."""
    try:
        with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.reader(file)
            if next(rows, None) == head:
                yield from rows
    except (OSError, csv.Error):
        return  # what can't be read holds nothing that anybody could import


def _version(ticket: str, cells: list[str]) -> bytes:
    return blake2b(APART.join((ticket, joined(cells))).encode("utf-8", "replace"), digest_size=16).digest()
