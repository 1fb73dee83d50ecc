"""The answers to a question, each whole and short, as an officer reads them out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping

from aduan_cli.i18n import _
from aduan_cli.render import colour
from aduan_cli.render.cells import shown
from aduan_cli.render.table import write_text
from aduan_cli.render.widths import folded, terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NARROWEST = 20
"""Columns below which a line is left to the terminal to break."""


def write_answers(rows: Iterable[Mapping[str, Any]], numbered: bool) -> None:
    """Print answers (in the order of `flow.directory.COLUMNS`): the title, the text, then what stands behind it."""
    columns, coloured = terminal_width(sys.stdout), colour.is_on(sys.stdout)
    text = []
    for number, row in enumerate(rows, 1):
        mark = f"{number}  " if numbered else ""
        title, *told = _lines(row)
        text += [mark + colour.painted(title, colour.HEADING if coloured else "") + "\n"]
        text += [" " * len(mark) + line + "\n" for part in told for line in _folded(part, columns, len(mark))]
    write_text(sys.stdout, "".join(text))


def _folded(text: str, columns: int | None, margin: int) -> list[str]:
    lines = shown(text).split("\n")
    if columns is None or columns - margin < _NARROWEST:
        return lines
    return [part for line in lines for part in folded(line, columns - margin)]


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    yield shown(row["title"]) + (f" ({row['unit']})" if row["unit"] else "")
    yield row["text"]
    contacts = [contact for contact in row["contacts"] if contact not in row["text"]]
    parts = [", ".join(contacts)] if contacts else []
    if row["hours"] and row["hours"] not in row["text"]:
        parts.append(row["hours"])
    if row["source"]:
        parts.append(_("source: {source}").format(source=row["source"]))
    if row["valid_until"]:
        parts.append(_("valid until {day}").format(day=row["valid_until"]))
    if parts:
        yield " · ".join(parts)
