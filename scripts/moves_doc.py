"""Writes the table of moves into docs/life.md from the table in the code, or says that it is out of step."""

from __future__ import annotations

import sys

from aduan_cli.complaint.moves import LIFE, MERGING
from docs_page import DOCS, write_or_check

PAGE = DOCS / "life.md"
BEGIN, END = "<!-- moves: written by make docs -->\n", "<!-- moves end -->\n"


def table() -> str:
    """Return the moves as a table: verb, from, to, whose."""
    lines = ["| verb | from | to | whose |", "|---|---|---|---|"]
    for verb, move in {**LIFE, **MERGING}.items():
        before, after = ", ".join(f"`{status}`" for status in move.before), " or ".join(f"`{s}`" for s in move.after)
        lines.append(f"| `{verb}` | {before} | {after} | {'the unit' if move.of_unit else 'the desk'} |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return the whole page, its table anew."""
    before, _begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, sys.argv[1:]))
