"""What callers of a sheet agreed to: only what its map or the desk knows counts as a yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aduan_cli.complaint.agreements import agreed_to
from aduan_cli.errors import UsageError
from aduan_cli.text import fold

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

NOBODY: Mapping[str, str] = {}


class AgreedCells:
    """Reads cells like those of `log --agree`: `whatsapp`, `email=NAME@EXAMPLE.ORG`, several by commas.

    `words` are the map's: what stands in a cell, and what it means ("": nothing was agreed to).
    """

    def __init__(self, words: Mapping[str, str], rules: Rules) -> None:
        self._words = {fold(value.strip()): ours for value, ours in words.items()}
        self._rules = rules

    def read(self, cell: str, phone: str | None) -> Mapping[str, str] | None:
        """Return the channels of a cell, each with its address; None: nobody knows what it means, so it is no yes."""
        given = self._words.get(fold(cell.strip()), cell)
        parts = [part for part in given.replace(";", ",").split(",") if part.strip()]
        try:
            return agreed_to(parts, self._rules, phone)
        except UsageError:
            return None
