"""Files of holidays: CSV with the date in its first column, TOML with a `[[holiday]]` for each day;
iCalendar is read in `icalendar`.

What is read has `dates`, all of them; `names`, what a day is called; `joint_leave`, the days that are none of the
nation's but taken off together (*cuti bersama*).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problem, quoted

_NAMES = ("name", "nama", "name_id", "keterangan", "holiday")
_KINDS = ("category", "kategori", "kind", "jenis", "type")
"""Heads of the columns that say what a day is called, and what kind of day it is."""
JOINT = ("cuti", "joint", "bersama")
"""Words of a kind that is joint leave."""
_KEYS = ("date", "name", "joint_leave")


class HolidayList(NamedTuple):
    """What a file says, the line of each date, and what is wrong with it."""

    data: dict[str, Any]
    lines: dict[Path, int]
    problems: list[Problem]


def csv_holidays(path: str, text: str) -> HolidayList:
    """Read CSV; a first row without a digit in it is the head, by which names and kinds of days are found."""
    found = empty()
    lines: dict[Path, int] = {}
    reader = csv.reader(text.removeprefix("\ufeff").splitlines())
    columns: dict[str, int] = {}
    try:
        for row in reader:
            cell = row[0].strip() if row else ""
            if not cell or cell.startswith("#"):
                continue
            if not found["dates"] and not any(map(str.isdigit, cell)):
                columns = _columns(row)
                continue
            lines[("dates", len(found["dates"]))] = reader.line_num
            kind = _cell(row, columns.get("kind")).casefold()
            add(found, cell, _cell(row, columns.get("name")), any(word in kind for word in JOINT))
    except csv.Error as error:
        return HolidayList(
            {}, {}, [Problem(path, (), _("not CSV: {reason}").format(reason=error), line=reader.line_num)]
        )
    return HolidayList(found, lines, [])


def toml_holidays(path: str, data: Mapping[str, object], lines: Mapping[Path, int]) -> HolidayList:
    """Read parsed TOML: `[[holiday]]` with `date`, and maybe `name` and `joint_leave = true`."""
    found = empty()
    places: dict[Path, int] = {}
    problems: list[Problem] = []
    tables = data.get("holiday", [])
    for key in data.keys() - {"holiday"}:
        problems.append(_wrong(path, (key,), lines, _("unknown key")))
    for number, table in enumerate(tables if isinstance(tables, list) else [tables]):
        where: Path = ("holiday", number)
        if not isinstance(table, dict) or table.keys() - set(_KEYS) or not isinstance(table.get("name", ""), str):
            problems.append(_wrong(path, where, lines, _("{what} can't stand here").format(what=quoted(str(table)))))
            continue
        day = table.get("date")
        if not isinstance(day, (str, date)) or not isinstance(table.get("joint_leave", False), bool):
            problems.append(_wrong(path, where, lines, _("there is no day {date}").format(date=quoted(str(day)))))
            continue
        places[("dates", len(found["dates"]))] = lines.get((*where, "date"), lines.get(where, 0))
        add(found, str(day), table.get("name", ""), table.get("joint_leave", False))
    return HolidayList(found, places, problems)


def _wrong(path: str, where: Path, lines: Mapping[Path, int], what: str) -> Problem:
    right = _("[[holiday]] with date = 2026-12-25, name = '...' and joint_leave = true or false would be right")
    return Problem(path, where, what, right, line=lines.get(where, 0))


def empty() -> dict[str, Any]:
    """Return what a file says in which nothing stands."""
    return {"dates": [], "names": {}, "joint_leave": []}


def _columns(head: list[str]) -> dict[str, int]:
    """Return where names and kinds of days stand."""
    cells = [cell.strip().casefold() for cell in head]
    found = {}
    for what, heads in (("name", _NAMES), ("kind", _KINDS)):
        place = next((cells.index(name) for name in heads if name in cells[1:]), None)
        if place is not None:
            found[what] = place
    return found


def _cell(row: list[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def add(found: dict[str, Any], day: str, name: str, is_joint_leave: bool) -> None:
    """Add a day to what a file says; one that is the nation's as well is no joint leave, and has that name."""
    joint = found["joint_leave"]
    is_national = day in found["dates"] and day not in joint
    found["dates"].append(day)
    if is_joint_leave and is_national:
        return
    if name:
        found["names"][day] = name
    if not is_joint_leave and day in joint:
        joint.remove(day)
    elif is_joint_leave and day not in joint:
        joint.append(day)
