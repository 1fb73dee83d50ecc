"""What files beside the data say of a person: found by phone and name, and taken out of a quarantine."""

from __future__ import annotations

import csv
import email
import os
import re
from collections.abc import Iterable, Iterator
from email import policy as mail_policy
from io import StringIO

from aduan_cli.files import read_regular, replace
from aduan_cli.formats.quarantine import COLUMNS as OF_QUARANTINE
from aduan_cli.formats.quarantine import meant
from aduan_cli.record import Record
from aduan_cli.text import fold

MOST = 64 * 1024 * 1024
"""Bytes of a file that is looked into."""
_MAIL = re.compile(rb"(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:[ \t]?\S")
_FEWEST_LETTERS, _FEWEST_DIGITS = 4, 7
_GAP = r"[\s().\-\u2010-\u2015]"
_BETWEEN_DIGITS = re.compile(rf"(?<=\d){_GAP}+(?=\d)")


class Marks(Record):
    """By what a person is known again: names, folded, and phones as digits without the country and the first 0."""

    names: tuple[str, ...]
    phones: tuple[str, ...]

    def are_in(self, text: str) -> bool:
        """Say whether a text has one of them, however it is spelt; others may be called so, too."""
        return self._phone_in(text) or any(_has_words(fold(text), name) for name in self.names)

    def are_surely_in(self, parts: Iterable[str]) -> bool:
        """Say whether cells or texts tell of the person and nobody else: by phone, by a name of several words, or by
        one that is all that stands in a cell."""
        for text in parts:
            said = fold(text.strip())
            if said in self.names or any(_has_phone(text, phone) for phone in self.phones):
                return True
            if any(" " in name and _has_words(said, name) for name in self.names):
                return True
        return False

    def _phone_in(self, text: str) -> bool:
        digits = _BETWEEN_DIGITS.sub("", text) if self.phones else ""
        return any(phone in digits for phone in self.phones)


def _has_phone(text: str, phone: str) -> bool:
    """Say whether a phone stands in a text whole, and not as digits of a longer one, which is somebody else's."""
    digits = f"{_GAP}*".join(phone)
    before = rf"(?<!\d)(?:(?:00)?62{_GAP}*)?(?:0{_GAP}*)?"
    return re.search(rf"{before}{digits}(?![-\u2010-\u2015]?\d)", text) is not None


def _has_words(text: str, name: str) -> bool:
    """Say whether a name stands in a text as words of its own."""
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def marks(names: Iterable[str | None], phones: Iterable[str]) -> Marks:
    """Return the marks of a person; names too short to tell anybody by are left out, and so are short numbers."""
    folded = (fold(name.strip()) for name in names if name)
    digits = ("".join(filter(str.isdigit, phone)).removeprefix("62").removeprefix("0") for phone in phones)
    return Marks(
        tuple(dict.fromkeys(name for name in folded if len(name) >= _FEWEST_LETTERS)),
        tuple(dict.fromkeys(one for one in digits if len(one) >= _FEWEST_DIGITS)),
    )


def files_with(folder: str, known: Marks) -> Iterator[str]:
    """Yield the files below a folder that have one of the marks, in the order of their names.

    At the end come the folders that can't be looked into: they may have such files, too.
    """
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(place, name)
            if not name.startswith(".") and not os.path.islink(path) and has(path, known):
                yield path
    yield from (
        str(error.filename) for error in closed if not isinstance(error, (FileNotFoundError, NotADirectoryError))
    )


def has(path: str, known: Marks) -> bool:
    """Say whether a file has one of the marks; True as well where it can't be read, or is larger than `MOST`."""
    try:
        return known.are_in(_words(path))
    except OSError:
        return True


def _words(path: str) -> str:
    """Return what is written in a file; of mails, what their parts say as well."""
    data = read_regular(path, MOST)
    return "\n".join((data.decode("utf-8", "replace"), *_parts(data)))


def _parts(data: bytes) -> Iterator[str]:
    for mail in data.split(b"\nFrom ") if _MAIL.match(data) else ():
        for part in email.message_from_bytes(mail, policy=mail_policy.compat32).walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload.decode("utf-8", "replace")


def take_out(path: str, known: Marks) -> bool:
    """Take the records with one of the marks out of a quarantine of an import; without any left the file goes.

    False: it is none, and stays as it is. Raises `OSError` where it can't be written.
    """
    try:
        text = read_regular(path, MOST).decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text, newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    if not rows or tuple(name for name in rows[0] if name.startswith("_"))[-len(OF_QUARANTINE) :] != OF_QUARANTINE:
        return False
    kept = [row for row in rows[1:] if not known.are_surely_in(map(meant, row))]
    if len(kept) == len(rows) - 1:
        return False
    if not kept:
        os.unlink(path)
        return True
    out = StringIO(newline="")
    csv.writer(out).writerows([rows[0], *kept])
    replace(path, out.getvalue().encode())
    return True


def blank(path: str, known: Marks) -> bool:
    """Take all that is in a file out of it, where it surely tells of the person; else it stays as it is, and False.

    The file itself stays, so that what it came from is known from then on. Raises `OSError`.
    """
    if not known.are_surely_in([_words(path)]):
        return False
    replace(path, b"")
    return True
