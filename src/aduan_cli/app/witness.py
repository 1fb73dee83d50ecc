"""The newest event's hash, handed each night to somebody elsewhere, so that an end that was cut off is found later.

A line is what `aduan db head` prints, and when: hash, number, time. It is added to a file, or goes to a program's
stdin. Who keeps the lines can't be anybody who may write the desk's data.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from json import dumps

from aduan_cli.app.desk import Desk
from aduan_cli.due import Done
from aduan_cli.errors import UsageError
from aduan_cli.files import read, write
from aduan_cli.i18n import _
from aduan_cli.notify.command import finished
from aduan_cli.record import Record
from aduan_cli.storable import storable

STAGE = "witness"
_NOTED = ".aduan/witness.json"
_TIMEOUT = 60.0


class Handed(Record):
    """A line that was handed out: its number, the event's hash in hex, the event's number; None: it is none."""

    line: int
    hash: str | None
    event: int = 0


def hand_out(desk: Desk) -> list[Done]:
    """Hand out the newest hash if that was not done today; nothing where `[audit]` names nobody."""
    audit = desk.rules.get("audit")
    if not audit:
        return []
    noted = dumps([desk.zone.day(desk.clock()), audit]).encode()
    if _noted(desk.folder) == noted:
        return []
    number, digest = desk.store.head()
    line = f"{digest} {number} {desk.zone.iso(desk.clock())}\n".encode()
    if "file" in audit:
        failed = _append(os.path.join(desk.folder, os.path.expanduser(audit["file"])), line)
    else:
        failed = _give(audit["run"], desk.folder, line)
    if failed is None:
        try:
            write(desk.folder, _NOTED, noted)
        except OSError as error:
            failed = f"{error.filename}: {error.strerror}"
    if failed is None:
        return [Done(STAGE, done=1)]
    sentence = _("nobody has the newest hash of today: {reason}")
    return [Done(STAGE, told=(sentence.format(reason=storable(failed)),))]


def _noted(folder: str) -> bytes | None:
    try:
        return read(folder, _NOTED)
    except OSError:
        return None


def _append(path: str, line: bytes) -> str | None:
    """Add a line to a file; return why that can't be. Its folder is made by nobody: a medium may not be there."""
    line = b"\n" + line if _is_cut_off(path) else line
    try:
        number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            if os.write(number, line) != len(line):
                return f"{path}: {os.strerror(errno.ENOSPC)}"
            os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        return f"{path}: {error.strerror}"
    return None


def _is_cut_off(path: str) -> bool:
    """Say whether a file's last line has no end, so that the next one would be lost with it."""
    try:
        with open(path, "rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"
    except OSError:  # it is empty or not there, or may only be added to
        return False


def _give(run: list[str], folder: str, line: bytes) -> str | None:
    """Give a line to a program; return what became of it where that is not good."""
    code, said = finished(run, folder, line, _TIMEOUT)
    return None if code == 0 else f"{run[0]}: {said}"


def handed_out(path: str) -> Iterator[Handed]:
    """Yield what was handed out to a file. Raises `UsageError` where it can't be read."""
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            for number, line in enumerate(file, 1):
                words = line.split()
                if words:
                    yield _line(number, words)
    except OSError as error:
        sentence = _("{path}: it can't be read: {reason}")
        raise UsageError(sentence.format(path=storable(path), reason=error.strerror)) from error


def _line(number: int, words: list[str]) -> Handed:
    digest, event = words[0].lower(), words[1] if len(words) > 1 else ""
    is_hash = len(digest) == 64 and set(digest) <= set("0123456789abcdef")
    if not is_hash or not event.isdecimal() or len(event) > 18:
        return Handed(number, None)
    return Handed(number, digest, int(event))
