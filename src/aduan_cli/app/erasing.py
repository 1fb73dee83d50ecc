"""What a desk has of people: erasing one with the files that nobody else has, and files held against events.

Other programs call these: what a command would say on stderr is a warning of Python's here.
"""

from __future__ import annotations

import warnings

from aduan_cli.app.desk import Desk
from aduan_cli.flow.attaching import erase as erase_with_files
from aduan_cli.flow.attaching import not_the_same
from aduan_cli.stored import Erased


def erase(folder: str, ticket: str, actor: str) -> Erased:
    """Erase the person behind a complaint of a desk. Raises `NotFoundError`, `StoreError`."""
    desk = Desk(folder, None, actor, None, warnings.warn, warnings.warn, plugins=False)
    try:
        return erase_with_files(desk.store, desk.attachments, ticket, desk.actor, desk.clock())
    finally:
        desk.close()


def faults(folder: str) -> list[tuple[str, str, str]]:
    """Return ticket, SHA-256 and state of each attachment of a desk that isn't what it was. Raises `StoreError`."""
    desk = Desk(folder, None, None, None, warnings.warn, warnings.warn, plugins=False)
    try:
        return [(ticket, file.sha256, state) for ticket, file, state in not_the_same(desk.store, desk.attachments)]
    finally:
        desk.close()
