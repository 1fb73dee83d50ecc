r"""Characters that are not to be seen, written as `\x1b`, and the way back.

C0, delete, C1, marks and overrides of direction, line separators, lone surrogates, interlinear marks, tags: whatever
would make a terminal act, or a text look like another.
"""

from __future__ import annotations

import re

UNSEEN = (
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Each of them but the line feed."""
_ESCAPED = r"x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}"
_IN_A_CELL = rf"(?![\t\r]){UNSEEN}|\r(?!\n)|\\(?={_ESCAPED})"
"""A tab and the end of a line do no harm in a cell; a backslash that would be read as one of ours is escaped itself."""


def escape(match: re.Match[str]) -> str:
    """Return what stands for the character that was found."""
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def escaped(cell: str) -> str:
    """Return a cell without unseen characters. `unescaped` takes it back."""
    if cell.isprintable() and "\\" not in cell:
        return cell
    return re.sub(_IN_A_CELL, escape, cell)


def unescaped(cell: str) -> str:
    """Return the cell that `escaped` was given."""
    if "\\" not in cell:
        return cell
    return re.sub(rf"\\({_ESCAPED})", _meant, cell)


def _meant(match: re.Match[str]) -> str:
    code = int(match[1][1:], 16)
    return chr(code) if code < 0x110000 else match[0]
