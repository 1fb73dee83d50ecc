"""What a desk keeps of one person, in the data and beside them: found, told with what to do about it, taken out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from aduan_cli.app import backups
from aduan_cli.complaint.attachments import files_of
from aduan_cli.errors import UsageError
from aduan_cli.formats import traces
from aduan_cli.formats.refused import FOLDER as REFUSED
from aduan_cli.formats.refused import TAKEN
from aduan_cli.formats.traces import Marks as Marks
from aduan_cli.i18n import _
from aduan_cli.phones import phone_keys
from aduan_cli.record import Record

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.attachments import Attached
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.history import Event
    from aduan_cli.outbox import Posted

QUARANTINE, BACKUPS = "quarantine", "backups"
IMPORTED, INBOX, SENT, BACKUP, SOURCE, MENTION = "quarantine", "inbox", "spool", "backup", "source", "mention"
"""Kinds of places beside the calls themselves: records that an import could not take; what units wrote; messages laid
out for another program; backups, and data that a restored one took the place of; the file that a call was imported
from; another ticket in whose words the person is named."""


IN_FILES = (IMPORTED, INBOX, SENT)
"""Those that are files of which it is known what is in them."""


class CallKept(Record):
    """A call as it is kept: its history, its files (where each lies, and in which state), the messages about it."""

    complaint: Complaint
    events: tuple[Event, ...]
    files: tuple[tuple[Attached, str, str], ...]
    messages: tuple[Posted, ...]


class KeptPlace(Record):
    """Where else something of the person is kept: of which kind, where, and what is to be done about it."""

    kind: str
    where: str
    what: str


def marks_of(calls: Iterable[Complaint], given: str = "") -> Marks:
    """Return by what the caller of some calls is known again; where there are none, `given` is their phone."""
    calls = list(calls)
    phones = [phone for one in calls for phone in phone_keys(one.caller_phone)]
    return traces.marks([one.caller_name for one in calls], phones if calls else [given])


def kept(desk: Desk, calls: Iterable[Complaint]) -> Iterator[CallKept]:
    """Yield each call with all that hangs on it."""
    for one in calls:
        events = desk.store.events(one)
        files, folder = files_of(events), desk.attachments
        yield CallKept(
            one,
            tuple(events),
            tuple((file, folder.place(file), folder.state(file)) for file in files),
            tuple(desk.store.outbox.posted((), one)),
        )


def elsewhere(desk: Desk, calls: Sequence[Complaint], known: Marks) -> Iterator[KeptPlace]:
    """Yield where else the person is kept, or may be, with what is to be done about it."""
    for one in calls:
        if one.source_file:
            where = _("{file}, row {row}").format(file=one.source_file, row=one.source_row or "?")
            yield KeptPlace(SOURCE, where, _("{ticket} came from it: take it out there, too").format(ticket=one.ticket))
    yield from _in_files(desk, known)
    for path in [*backups.all_in(os.path.join(desk.folder, BACKUPS)), *backups.beside(desk)]:
        yield KeptPlace(
            BACKUP, path, _("it has what was there when it was made: remove it once a newer one is verified")
        )
    yield from _mentions(desk, calls, known)


def _in_files(desk: Desk, known: Marks) -> Iterator[KeptPlace]:
    for path in _quarantined(desk, known):
        yield KeptPlace(IMPORTED, path, _("records that could not be imported: mend or remove them"))
    for path in traces.files_with(os.path.join(desk.folder, REFUSED), known):
        yield KeptPlace(INBOX, path, _("a unit's answer that could not be taken: aduan inbox shows it"))
    inbox = desk.rules["inbox"].get("folder")
    if inbox:
        for path in traces.files_with(os.path.join(desk.folder, os.path.expanduser(inbox)), known):
            yield KeptPlace(INBOX, path, _("what units wrote: remove it there"))
    for folder in spools(desk):
        for path in traces.files_with(folder, known):
            yield KeptPlace(SENT, path, _("a message for another program: remove it here, and ask there"))


def spools(desk: Desk) -> list[str]:
    """Return the folders into which messages are laid."""
    found = [str(one["folder"]) for one in desk.rules["notifiers"].values() if one["type"] == "spool"]
    return [os.path.join(desk.folder, os.path.expanduser(folder)) for folder in found]


def _quarantined(desk: Desk, known: Marks) -> list[str]:
    """Return the quarantines of imports that have something of a person."""
    refused = os.path.join(desk.folder, REFUSED)
    found = traces.files_with(os.path.join(desk.folder, QUARANTINE), known)
    return [path for path in found if not path.startswith(refused + os.sep)]


def _mentions(desk: Desk, calls: Sequence[Complaint], known: Marks) -> Iterator[KeptPlace]:
    """Yield tickets of others in whose words the person is named: a person has to read them."""
    mine = {one.ticket for one in calls}
    linked = dict.fromkeys(ticket for one in calls for ticket in one.linked)
    words = [*known.names, *(f"{before}{phone}" for phone in known.phones for before in ("0", "62", ""))]
    found = (one.ticket for each in words for one in desk.store.search(f'"{each}"', None))
    for ticket in dict.fromkeys((*linked, *found)):
        if ticket not in mine:
            yield KeptPlace(
                MENTION, ticket, _("it may speak of the same person: read it, and correct it with aduan edit")
            )


def has(path: str, known: Marks) -> bool:
    """Say whether a file has something of a person; one that can't be read may have."""
    return os.path.exists(path) and traces.has(path, known)


def check_reason(reason: str, known: Marks) -> None:
    """Raise `UsageError` for a reason that would keep what is erased: it stays for ever."""
    if known.are_in(reason):
        raise UsageError(_("--reason stays for ever: a letter's number or date would be right, no name and no phone"))


def scrub(desk: Desk, known: Marks) -> list[str]:
    """Take a person out of the quarantine: records of imports, and what units wrote that was dealt with.

    Returns the files that were changed. What still waits for somebody stays, and so does what can't be written:
    `elsewhere` names both.
    """
    done = []
    taken = os.path.join(desk.folder, REFUSED, TAKEN)
    for path in _quarantined(desk, known):
        try:
            if traces.take_out(path, known):
                done.append(path)
        except OSError:
            continue
    for path in traces.files_with(taken, known):
        try:
            if traces.blank(path, known):
                done.append(path)
        except OSError:
            continue
    return done
