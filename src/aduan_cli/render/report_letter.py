"""Reports as a letter: as plain text and as HTML, both with the same tables. For programs that show mails: no script,
no picture, nothing from elsewhere, styles beside what they are of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from aduan_cli.render.report import cells_of, heads_of, sentences_of, total_of, write_report_table
from aduan_cli.render.report_cells import seen
from aduan_cli.render.report_words import named, no_rows_sentence, title_of
from aduan_cli.render.table import in_words
from aduan_cli.report_tables import TEXT, ReportTable

if TYPE_CHECKING:
    from aduan_cli.city_words import Levels
    from aduan_cli.desk_time import Zone

_CELL = "padding:2px 10px 2px 0;border-bottom:1px solid #ccc"
_TABLE = "border-collapse:collapse;font-family:sans-serif;font-size:14px"


def plain_letter(tables: Sequence[ReportTable], zone: Zone, levels: Levels) -> str:
    """Return reports as plain text, one below the other."""
    out = StringIO()
    with redirect_stdout(out):
        for number, table in enumerate(tables):
            if number:
                out.write("\n\n")
            write_report_table(table, "table", zone, levels, explain=False)
    return out.getvalue()


def html_letter(tables: Sequence[ReportTable], zone: Zone, levels: Levels, language: str) -> str:
    """Return the same as a whole document of HTML."""
    body = "\n".join(line for table in tables for line in _section(table, zone, levels))
    title = escape(title_of(tables[0], zone))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f'<body style="font-family:sans-serif">\n{body}\n</body></html>\n'
    )


def _section(table: ReportTable, zone: Zone, levels: Levels) -> Iterator[str]:
    yield f"<h2>{escape(title_of(table, zone))}</h2>"
    lines = seen(table)
    columns = lines.columns
    if table.rows:
        sides = ["left" if column.type == TEXT else "right" for column in columns]
        words = heads_of(table, levels)
        above = [words.get(column.name) or named(column.name) for column in columns]
        yield f'<table style="{_TABLE}">'
        yield _row("th", above, sides)
        for row in lines.rows:
            cells = zip(columns, cells_of(row, columns, zone), strict=True)
            yield _row("td", [in_words(column.name, cell) for column, cell in cells], sides)
        yield _row("th", total_of(table.total, columns, zone), sides)
        yield "</table>"
    else:
        yield f"<p>{escape(no_rows_sentence(table))}</p>"
    for sentence in sentences_of(table):
        yield f"<p>{escape(sentence)}</p>"


def _row(tag: str, cells: Sequence[str], sides: Sequence[str]) -> str:
    made = [
        f'<{tag} style="{_CELL};text-align:{side}">{escape(cell)}</{tag}>'
        for cell, side in zip(cells, sides, strict=True)
    ]
    return f"<tr>{''.join(made)}</tr>"
