"""What lies in a file, a folder or a mailbox, one record or mail after the other, whatever it is."""

from __future__ import annotations

import mailbox
import os
import re
import sys
from collections.abc import Callable, Iterator

from aduan_cli.complaint.incoming import MAIL, Incoming, key_of
from aduan_cli.complaint.unit_words import MoveWords
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.files import read_regular
from aduan_cli.formats.mails import LARGEST, incoming_mail
from aduan_cli.formats.moves import MoveFile, Moves
from aduan_cli.formats.refused import MAIL as EML
from aduan_cli.formats.refused import RECORD
from aduan_cli.formats.replies import check_at_hand
from aduan_cli.i18n import _
from aduan_cli.storable import storable

CSV, JSONL, ONE_MAIL, MBOX = "csv", "jsonl", "eml", "mbox"
FORMATS = (CSV, JSONL, ONE_MAIL, MBOX)
_OF_MOVES = (".csv", ".tsv", ".jsonl", ".ndjson", ".csv.gz", ".jsonl.gz")
_HEAD = 2_000
"""Bytes by which it is seen what a file is whose name doesn't say it."""
_FIELD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*):[ \t]?\S")
_STUB = 1_000_000
"""Bytes that are kept of a mail that is too large to be taken apart."""
_SEEN = ":2,S"


class IncomingItem:
    """One record or mail: what it says, its bytes as they are kept where it can't be taken, and where it lies.

    `done` is called once that is stored, whatever became of it. No `data`: it can't be read, so it stays where it is.
    """

    def __init__(
        self,
        incoming: Incoming,
        kind: str = "",
        data: bytes | None = None,
        path: str | None = None,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        self.incoming, self.kind, self.data, self.path, self.done = incoming, kind, data, path, done


class UnitPost:
    """Reads what units send. `unit` is whose it is, if somebody says so; `say` tells what is odd about a file."""

    def __init__(
        self,
        table: MoveWords,
        unit: str | None,
        format_: str | None,
        encoding: str | None,
        say: Callable[[str], None],
        verified_by: str | None = None,
    ) -> None:
        self._table, self._unit, self._format, self._encoding, self._say = table, unit, format_, encoding, say
        self._verified_by = verified_by
        self._moves = Moves(table, unit)

    def items(self, place: str) -> Iterator[IncomingItem]:
        """Yield what lies in a place. Raises `UsageError` or `NotFoundError` where it can't be read at all."""
        if place != "-" and not os.path.exists(place):
            raise NotFoundError(_("{path}: no such file or folder").format(path=storable(place)))
        try:
            yield from self._of_place(place)
        except OSError as error:
            sentence = _("{path}: it can't be read: {reason}")
            raise UsageError(sentence.format(path=storable(place), reason=error.strerror or error)) from error

    def _of_place(self, place: str) -> Iterator[IncomingItem]:
        if not os.path.isdir(place):
            yield from self._of_file(place, self._format or _format_of(place))
        elif _is_maildir(place):
            yield from self._of_maildir(place)
        else:
            yield from self._of_folder(place)

    def _of_folder(self, place: str) -> Iterator[IncomingItem]:
        """Yield what lies in the files of a folder, by their names; what is no file of ours is left alone."""
        for name in _ours(place):
            path = os.path.join(place, name)
            try:
                yield from self._of_file(path, _format_of(path))
            except (UsageError, NotFoundError) as error:
                yield _unreadable(name, str(error))

    def _of_maildir(self, place: str) -> Iterator[IncomingItem]:
        """Yield the mails of a Maildir that nobody has marked as seen; each is marked once it is done."""
        check_at_hand()
        for name, part in _unseen(place):
            base, _mark, flags = name.partition(":2,")
            path = os.path.join(place, part, name)
            seen = os.path.join(place, "cur", base + (_SEEN if not flags else f":2,{''.join(sorted({*flags, 'S'}))}"))
            yield self._of_mail_file(path, lambda path=path, seen=seen: os.rename(path, seen))  # type: ignore[misc]

    def _of_file(self, path: str, format_: str) -> Iterator[IncomingItem]:
        if format_ in (ONE_MAIL, MBOX):
            check_at_hand()
        if format_ == MBOX:
            yield from self._of_mbox(path)
        elif format_ == ONE_MAIL:
            yield self._of_mail_file(path)
        elif path.lower().endswith(RECORD):
            data = _bytes_of(path)
            yield IncomingItem(self._moves.kept(data, storable(os.path.basename(path)))[0], RECORD, data, path)
        else:
            file = MoveFile(path, self._moves, self._encoding, self._say)
            try:
                for incoming, kept in file.records():
                    yield IncomingItem(incoming, RECORD, kept)
            finally:
                file.close()

    def _of_mbox(self, path: str) -> Iterator[IncomingItem]:
        if path == "-":
            raise UsageError(_("an mbox can't be read from stdin; its file would be right"))
        box = mailbox.mbox(path, create=False)
        try:
            for number, key in enumerate(box.keys(), 1):
                data = box.get_bytes(key)
                yield self._of_mail(data, f"{storable(os.path.basename(path))}:{number}")
        finally:
            box.close()

    def _of_mail_file(self, path: str, done: Callable[[], None] = lambda: None) -> IncomingItem:
        source = storable(os.path.basename(path))
        if path != "-" and os.path.isfile(path) and os.path.getsize(path) > LARGEST:
            with open(path, "rb") as file:
                stub = file.read(_STUB)
            sentence = _("the mail has more than {most} MB; it stays where it is").format(most=f"{LARGEST / 1e6:g}")
            return IncomingItem(Incoming(key_of(MAIL, source), MAIL, source, sentence), EML, stub, path, done)
        try:
            data = _bytes_of(path)
        except UsageError as error:
            return _unreadable(source, str(error))
        item = self._of_mail(data, source)
        item.path, item.done = path, done
        return item

    def _of_mail(self, data: bytes, source: str) -> IncomingItem:
        return IncomingItem(incoming_mail(data, source, self._table, self._unit, self._verified_by), EML, data)


def _is_maildir(place: str) -> bool:
    return os.path.isdir(os.path.join(place, "new")) and os.path.isdir(os.path.join(place, "cur"))


def _ours(place: str) -> list[str]:
    """Return the names of the files of a folder that are of units; a pipe would keep whoever opens it waiting."""
    return [
        name
        for name in sorted(os.listdir(place))
        if not name.startswith(".") and name.lower().endswith((EML, RECORD, *_OF_MOVES))
        if os.path.isfile(os.path.join(place, name)) or not os.path.exists(os.path.join(place, name))
    ]


def _unseen(place: str) -> list[tuple[str, str]]:
    """Return name and folder of the mails of a Maildir that nobody has marked as seen, the oldest first."""
    found = [(name, part) for part in ("new", "cur") for name in os.listdir(os.path.join(place, part))]
    return [
        (name, part)
        for name, part in sorted(found)
        if not name.startswith(".") and not (part == "cur" and "S" in name.partition(":2,")[2])
    ]


def waiting_in(place: str) -> int:
    """Return how many files or mails of a place may still have to be taken."""
    try:
        return len(_unseen(place) if _is_maildir(place) else _ours(place))
    except OSError:
        return 0


def _unreadable(source: str, why: str) -> IncomingItem:
    return IncomingItem(Incoming(key_of(source, why), "", storable(source), why))


def _bytes_of(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        return read_regular(path)
    except OSError as error:
        sentence = _("{path}: it can't be read: {reason}")
        raise UsageError(sentence.format(path=storable(path), reason=error.strerror)) from error


def _format_of(path: str) -> str:
    """Return what a file is: by its name, else by how it begins."""
    name = path.lower()
    if name.endswith(EML):
        return ONE_MAIL
    if name.endswith((".mbox", ".mbx")):
        return MBOX
    if name.endswith((RECORD, *_OF_MOVES)):
        return CSV
    head = _head(path)
    if head.startswith(b"From "):
        return MBOX
    lines = [line for line in head[:_HEAD].splitlines() if line.strip()]
    return ONE_MAIL if lines and _FIELD.match(lines[0]) and not lines[0].startswith(b"{") else CSV


def _head(path: str) -> bytes:
    if path == "-":
        peek: Callable[[int], bytes] = getattr(sys.stdin.buffer, "peek", lambda _most: b"")
        return peek(_HEAD)
    try:
        if not os.path.isfile(path):
            return b""  # What is read of a pipe is gone from it.
        with open(path, "rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""
