"""The form of the data of a desk in a file: brought up to this version on purpose, and without lost room."""

from __future__ import annotations

import os
import shutil

from aduan_cli.app.backups import sweep
from aduan_cli.app.desk import Desk
from aduan_cli.app.servers import refuse_server
from aduan_cli.errors import StoreError
from aduan_cli.files import make_folder
from aduan_cli.i18n import _
from aduan_cli.model import STORE_FILE
from aduan_cli.modes import file_of
from aduan_cli.record import Record
from aduan_cli.storable import storable


class Migrated(Record):
    """From which schema to which one data were brought, and by which steps; none: they were there."""

    before: int
    schema: int
    steps: tuple[str, ...]


def migrate(desk: Desk, dry_run: bool) -> Migrated:
    """Bring a desk's file up to this version; with `dry_run` a copy of it, which is verified and removed.

    Raises `StoreError` where that fails: the file is then as it was.
    """
    from aduan_cli.store.sqlite import copies

    refuse_server(desk.address)
    desk.store.head()  # Says what is wrong where there is no store at all.
    before, schema, steps = copies.lacking(desk.store_path)
    if steps and dry_run:
        _try(desk.store_path)
    elif steps:
        copies.migrate(desk.store_path)
    return Migrated(before, schema, tuple(steps))


def _try(path: str) -> None:
    """Bring a copy up to this version, and verify it. Raises `StoreError`."""
    from aduan_cli.store.sqlite import SqliteStore, copies

    folder = os.path.dirname(os.path.abspath(file_of(path)))
    scratch = os.path.join(folder, f".{os.getpid()}.drill")
    try:
        sweep(folder)
        make_folder(scratch, own=True)
        copy = os.path.join(scratch, STORE_FILE)
        copies.copy(path, copy)
        copies.migrate(copy)
        store = SqliteStore(copy)
        try:
            wrong = [*store.breaks(), *store.differences()]
        finally:
            store.close()
    except OSError as error:
        sentence = _("{path}: it can't be written: {reason}")
        raise StoreError(sentence.format(path=storable(scratch), reason=error.strerror)) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if wrong:
        sentence = _("{path}: it does not verify: {what}")
        raise StoreError(sentence.format(path=storable(path), what=wrong[0]))


def compact(desk: Desk) -> tuple[int, int]:
    """Write a desk's file anew without lost room; return its bytes before and after. Raises `StoreError`."""
    from aduan_cli.store.sqlite import copies

    refuse_server(desk.address)
    desk.store.head()
    desk.close()
    before = copies.size(desk.store_path)
    copies.compact(desk.store_path)
    return before, copies.size(desk.store_path)


def change_views(desk: Desk, drop: bool = False) -> tuple[str, ...]:
    """Make the views for programs that read a desk's file, or `drop` them; return their names. Raises `StoreError`."""
    from aduan_cli.store.sqlite import views

    refuse_server(desk.address)
    desk.store.head()
    desk.close()
    if drop:
        views.drop_views(desk.store_path)
    else:
        views.make_views(desk.store_path, desk.zone.transitions())
    return views.NAMES
