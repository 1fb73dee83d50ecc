"""What of units' answers lies in the quarantine, for who looks after the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.figures import Item
from aduan_cli.formats.refused import RefusedFolder

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk


def waiting(desk: Desk) -> list[Item]:
    """Return it, the oldest first: under its name, since when, and why it couldn't be taken."""
    found = (Item(one.name, one.at, None, f"{one.source}: {one.why}") for one in RefusedFolder(desk.folder).all())
    return sorted(found, key=lambda one: one.at)
