"""Text made safe for where it goes: a spreadsheet, a line of tab-separated values, a terminal.

**CSV.** See `aduan_cli.spreadsheet`.

**TSV.** A backslash, tab, line feed and carriage return are `\\\\`, `\\t`, `\\n`, `\\r`: one record is one
line. Nothing is defused there: TSV is for other programs.
"""

from __future__ import annotations

import re

from aduan_cli.unseen import UNSEEN, escape

_TSV = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_TSV_TABLE = str.maketrans(_TSV)
_TSV_BACK = {written: character for character, written in _TSV.items()}


def tsv_cell(text: str) -> str:
    """Return a text on one line and without tabs. `from_tsv_cell` takes it back."""
    return text.translate(_TSV_TABLE)


def from_tsv_cell(cell: str) -> str:
    """Return the text that `tsv_cell` was given."""
    return re.sub(r"\\[\\tnr]", lambda match: _TSV_BACK[match[0]], cell)


def shown(text: str) -> str:
    """Return a text with every character that is not to be seen escaped (`\\x1b`), line ends kept."""
    if all(map(str.isprintable, text.split("\n"))):
        return text
    return re.sub(UNSEEN, escape, text)


def shown_in_line(text: str) -> str:
    """Return a text on one line: white space is one space, other unseen characters are escaped."""
    return shown(re.sub(r"[ \t\r\n\f\v]+", " ", text).strip())
