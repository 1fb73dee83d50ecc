"""Whether the newest backup could be put back: tried in a place of its own, and held against the desk as it is now."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from aduan_cli.amounts import complaints
from aduan_cli.app import backups
from aduan_cli.app.backups import Backup
from aduan_cli.app.desk import Desk
from aduan_cli.complaint.attachments import SAME
from aduan_cli.desk_time import midnights
from aduan_cli.errors import StoreError
from aduan_cli.files import make_folder
from aduan_cli.flow.reports.accounts import account
from aduan_cli.formats.attachments import FOLDER
from aduan_cli.i18n import _, ngettext
from aduan_cli.model import STORE_FILE
from aduan_cli.storable import storable


def drill(desk: Desk, backup: str) -> tuple[Backup, list[str]]:
    """Put a backup back into a scratch place beside it, and verify it there; return it, and what is wrong.

    Its newest event must be one of the desk's, with as many complaints by then as it has, the account of its last day
    must add up, and no file may lack that the desk has. Nothing of the scratch place is left. Raises `StoreError`
    where it can't be put back, or doesn't verify.
    """
    from aduan_cli.store.sqlite import copies

    into = os.path.dirname(os.path.abspath(backup))
    scratch = os.path.join(into, f".{os.getpid()}.drill")
    try:
        backups.sweep(into)
        make_folder(scratch, own=True)
        found = backups.put_back(backup, scratch)
        wrong = list(_unlike(desk, found))
        wrong += _within(desk, scratch, copies.last_at(os.path.join(scratch, STORE_FILE)))
    except OSError as error:
        sentence = _("{path}: it can't be put back: {reason}")
        raise StoreError(sentence.format(path=storable(backup), reason=error.strerror)) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return found._replace(folder=backup), wrong


def _unlike(desk: Desk, found: Backup) -> Iterator[str]:
    """Yield in what the desk is not one that went on from a backup."""
    from aduan_cli.store.sqlite import copies

    if not desk.store.has_event(found.hash, found.event):
        yield _("event {number} is not the desk's: what was there then is gone, or was changed").format(
            number=found.event
        )
        return
    here = copies.complaints_until(desk.store_path, found.event)
    if here != found.complaints:
        sentence = _("it has {complaints}, and the desk had {here} by then")
        yield sentence.format(complaints=complaints(found.complaints), here=here)


def _within(desk: Desk, scratch: str, at: int) -> Iterator[str]:
    """Yield what is wrong in one that was put back: its last day, `at`, and files that it lacks and the desk has."""
    from aduan_cli.store.sqlite import SqliteStore

    store = SqliteStore(os.path.join(scratch, STORE_FILE))
    try:
        if not account(store.figures, desk.zone.day(at), *midnights(at, desk.zone)).adds_up:
            yield _("the account of its last day doesn't add up")
        files = {file.sha256: file for _ticket, file in store.attached()}
    finally:
        store.close()
    there = os.path.join(scratch, FOLDER)
    names = set(os.listdir(there)) if os.path.isdir(there) else set()
    lacking = [one for one in sorted(files.keys() - names) if desk.attachments.state(files[one]) == SAME]
    if lacking:
        sentence = ngettext(
            "{count} file that the desk has is not in it: {file}",
            "{count} files that the desk has are not in it, {file} among them",
            len(lacking),
        )
        yield sentence.format(count=len(lacking), file=f"{FOLDER}/{lacking[0]}")
