"""Files that belong to a complaint: kept first, then told in its history; erased with the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aduan_cli.complaint.attachments import SAME, Attached, data_of, files_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ATTACHED
from aduan_cli.complaint.moves import forgotten, is_erased
from aduan_cli.complaint.step import noting
from aduan_cli.errors import StoreError, UsageError
from aduan_cli.i18n import _
from aduan_cli.record import Record
from aduan_cli.stored import check_written
from aduan_cli.tickets import parse_ticket

if TYPE_CHECKING:
    from aduan_cli.ports import Attachments, Store
    from aduan_cli.stored import Erased


class StoredFiles(Record):
    """What became of files: those that are kept now, and what is wrong with each of the others."""

    files: tuple[Attached, ...] = ()
    wrong: tuple[UsageError, ...] = ()


def take(attachments: Attachments, paths: Sequence[str], dry_run: bool = False) -> StoredFiles:
    """Keep files; one that can't be had keeps no other from being kept. The same one twice is one."""
    one = attachments.look if dry_run else attachments.take
    files: dict[str, Attached] = {}
    wrong = []
    for path in paths:
        try:
            file = one(path)
        except UsageError as error:
            wrong.append(error)
        else:
            files.setdefault(file.sha256, file)
    return StoredFiles(tuple(files.values()), tuple(wrong))


def attach(
    store: Store, attachments: Attachments, complaint: Complaint, paths: Sequence[str], actor: str | None, at: int
) -> tuple[StoredFiles, tuple[Attached, ...]]:
    """Attach files to a complaint; return what became of them, and which of those that are kept it has anew.

    Raises `NotAllowedError` for a complaint that was erased.
    """
    if is_erased(complaint):
        raise forgotten(complaint.ticket)
    with attachments.taking():
        taken = take(attachments, paths)
        known = {file.sha256 for file in files_of(store.events(complaint))}
        new = tuple(file for file in taken.files if file.sha256 not in known)
        if new:
            (outcome,) = store.commit([noting(complaint, ((ATTACHED, data_of(new)),), actor, at)])
            check_written(outcome)
    return taken, new


def erase(
    store: Store, attachments: Attachments, ticket: str, actor: str | None, at: int, reason: str | None = None
) -> Erased:
    """Erase the person behind a complaint, the wording, and the files that no other complaint has.

    The `reason` stays. Raises `NotFoundError` when there is no such ticket, and `StoreError` that says so where it was
    erased and files of it may be left; `finish_erasing` then goes on, and so does the next `tick`.
    """
    complaint = store.resolve(parse_ticket(ticket))
    files = [] if complaint is None else files_of(store.events(complaint))
    with _letting_go(store, attachments, ticket, files) as going:
        erased = store.erase(ticket, actor, at, reason)
        going.update(file.sha256 for file in erased.files)
    return erased


def finish_erasing(store: Store, attachments: Attachments, complaint: Complaint) -> None:
    """Take away what stayed of a complaint that was erased, where something failed after that was stored."""
    store.privacy.tidy()
    with _letting_go(store, attachments, complaint.ticket, files_of(store.events(complaint))):
        pass


@contextmanager
def _letting_go(store: Store, attachments: Attachments, ticket: str, files: Sequence[Attached]) -> Iterator[set[str]]:
    """Remove the files of who is erased here. Raises `StoreError` that says that it was, and how it goes on."""
    is_erased = False
    try:
        with attachments.letting_go((file.sha256 for file in files), store.head(), lambda: held(store)) as going:
            yield going
            is_erased = True
    except StoreError as error:
        if not is_erased:
            raise
        what = _("{ticket}: erased, but its files may still be there ({reason}); erase again, by this ticket")
        raise StoreError(what.format(ticket=ticket, reason=error)) from error


def finish_letting_go(store: Store, attachments: Attachments) -> int:
    """Remove the files that commands which were cut off have let go; return how many."""
    return len(attachments.finish(store.has_event, lambda: held(store)))


def held(store: Store) -> set[str]:
    """Return the hashes of the files that complaints have."""
    return {file.sha256 for _ticket, file in store.attached()}


def not_the_same(store: Store, attachments: Attachments) -> Iterator[tuple[str, Attached, str]]:
    """Yield ticket, file and state of every file that is not the one that was attached."""
    for ticket, file in store.attached():
        state = attachments.state(file)
        if state != SAME:
            yield ticket, file, state
