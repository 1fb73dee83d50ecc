"""A store that takes no steps, because its desk moves: what of it is the same in every store.

A table of one row says why, and a trigger on each table refuses whoever writes, whatever program it is; only what
brings the desk itself lets itself in, inside its own transaction.
"""

from __future__ import annotations

from aduan_cli.errors import NotAllowedError
from aduan_cli.i18n import _
from aduan_cli.transfer import TABLES

TABLE = "moving"
ARRIVING, MOVED = "arriving", "moved"
WHY = f"SELECT state, place FROM {TABLE}"
LET_IN = f"UPDATE {TABLE} SET taking = 1 WHERE state = '{ARRIVING}'"
LET_NOBODY_IN = f"UPDATE {TABLE} SET taking = 0"
GUARDED = tuple(table.name for table in TABLES)
VERBS = ("INSERT", "UPDATE", "DELETE")
FILES_ALONE = "older_imports"
"""What a desk has that was a file's, and had records of an import by an older version."""


def sentence(state: str, place: str) -> str:
    """Return what is told of a store that takes no steps."""
    if state == ARRIVING:
        return _("a desk is on its way here from {place}, and isn't whole yet; nothing was stored").format(place=place)
    return _("this desk has moved to {place}; nothing was stored here, [store] in rules.toml must name that").format(
        place=place
    )


def refuse_open(where: str) -> NotAllowedError:
    """Return what is raised where rows of a desk come to a store that is at work."""
    return NotAllowedError(_("{path}: it is at work; no desk is taken in over it").format(path=where))
