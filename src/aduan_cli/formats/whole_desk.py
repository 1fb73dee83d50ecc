"""A whole desk as JSONL: every row of its tables, then its attachments, then what tells that nothing is missing.

The first line says what the file is. A row is an object with its `table` and the columns that have a value; bytes are
hex. An attachment is one line for each part of it, in base64. Each line ends with `crc`, the CRC-32 of all lines up to
it, so that the first one that was changed, or before which one is missing, is known. The last line has the rows of each
table, the newest event's hash, and the SHA-256 of all lines before it. The same desk is always the same bytes.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import crc32
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from json import JSONDecodeError, JSONEncoder, loads
from typing import TYPE_CHECKING

from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.record import Record
from aduan_cli.transfer import TABLES

if TYPE_CHECKING:
    from typing import Any, BinaryIO, NoReturn

    from aduan_cli.transfer import KeptTable, Row

FORMAT = 1
ATTACHMENT = "attachment"
"""What stands for a table in the line of a part of a file."""
PART = 192 * 1024
"""Bytes of a file that are one line."""
LONGEST = 256 * 1024 * 1024
"""Bytes of a line; SQLite keeps no longer text."""
_HEAD = {"aduan": "desk", "format": FORMAT}
_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SEAL = re.compile(rb',"crc":"([0-9a-f]{8})"}\n')
_SEALED = len(b',"crc":"00000000"}\n')
_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBERS = range(-(2**63), 2**63)

Files = Iterable[tuple[str, Iterable[bytes]]]
"""SHA-256 in hex and the parts of each file."""


class Counts(Record):
    """What a file has: rows by table, files, and the newest event's hash."""

    rows: dict[str, int]
    files: int
    head: str | None


class _Seal:
    """Seals lines one after the other."""

    def __init__(self) -> None:
        self._crc = 0
        self._sha256 = sha256()

    def of(self, body: bytes) -> bytes:
        """Return the seal of a line, given without its closing brace."""
        self._crc = crc32(body, self._crc)
        return b"%08x" % self._crc

    def add(self, line: bytes) -> None:
        """Take a line as it stands in the file."""
        self._sha256.update(line)

    @property
    def digest(self) -> str:
        """The SHA-256 of all lines."""
        return self._sha256.hexdigest()


def write(rows: Iterable[tuple[KeptTable, Row]], files: Callable[[], Files], out: BinaryIO) -> Counts:
    """Write a desk: its rows, then the `files` that are asked for once they all are written. Raises `OSError`."""
    seal = _Seal()

    def put(said: dict[str, Any]) -> None:
        body = _encode(said).encode()[:-1]
        line = body + b',"crc":"' + seal.of(body) + b'"}\n'
        seal.add(line)
        out.write(line)

    counted: Counter[str] = Counter()
    head = None
    put(_HEAD)
    for table, row in rows:
        counted[table.name] += 1
        put(_row_object(table, row))
        if table.name == "event":
            head = row[-1].hex()
    number = 0
    for digest, parts in files():
        number += 1
        for part in parts:
            put({"table": ATTACHMENT, "sha256": digest, "data": b64encode(part).decode()})
    put({"end": dict(counted), "files": number, "head": head, "sha256": seal.digest})
    out.flush()
    return Counts(dict(counted), number, head)


def _row_object(table: KeptTable, row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {"table": table.name}
    for name, value in zip(table.columns, row, strict=True):
        if value is not None:
            said[name] = value.hex() if isinstance(value, bytes) else value
    return said


class DeskFile:
    """A desk in a file that is read once, from its beginning to its end; `counts` is known then.

    Raises `StoreError` with the line of the first thing that is not as it was written.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._line = 0
        self._seal = _Seal()
        self.counts: Counts | None = None

    def rows(self, keep: Callable[[str, Iterator[bytes]], None]) -> Iterator[tuple[KeptTable, Row]]:
        """Yield all rows; each file (SHA-256 in hex, its parts) is given to `keep`, before this comes to its end."""
        tables = {table.name: (place, table) for place, table in enumerate(TABLES)}
        counted: Counter[str] = Counter()
        files, last, head = 0, 0, None
        self._begin()
        said = self._next()
        while "end" not in said:
            name = said.pop("table", None)
            if name == ATTACHMENT:
                files += 1
                parts = _Parts(said, self._next)
                keep(self._hash(said), iter(parts))
                said = parts.after()
                continue
            if name not in tables:
                self._fail(_("no table of a desk has this name"))
            place, table = tables[name]
            if place < last or files:
                self._fail(_("its table comes too late"))
            last = place
            counted[table.name] += 1
            yield table, self._row(table, said)
            head = said["hash"] if name == "event" else head
            said = self._next()
        self._end(said, Counts(dict(counted), files, head))

    def _begin(self) -> None:
        try:
            found = self._next()
        except StoreError:
            found = {}
        if found.get("aduan") != "desk":
            self._fail(_("it is no desk that aduan db export wrote"))
        if found != _HEAD:
            self._fail(_("a newer aduan wrote it; update aduan"))

    def _next(self) -> dict[str, Any]:
        """Return what the next line says."""
        line = self._file.readline(LONGEST)
        self._line += 1
        if not line.endswith(b"\n"):
            self._fail(_("the file was cut: it breaks off here"))
        body, seal = line[:-_SEALED], _SEAL.fullmatch(line, max(len(line) - _SEALED, 0))
        if seal is None or seal[1] != self._seal.of(body):
            self._fail(_("the line is not the one that was written, or one before it is missing"))
        self._digest = self._seal.digest if body.startswith(b'{"end"') else ""
        self._seal.add(line)
        try:
            said = loads(body + b"}", parse_constant=_refuse)
        except (JSONDecodeError, UnicodeDecodeError, RecursionError):
            said = None
        if not isinstance(said, dict):
            self._fail(_("the line is no row"))
        return said

    def _row(self, table: KeptTable, said: dict[str, Any]) -> Row:
        if not said.keys() <= set(table.columns):
            self._fail(_("a newer aduan wrote it; update aduan"))
        values = []
        for name in table.columns:
            value = said.get(name)
            if name in table.bytes and value is not None:
                value = self._bytes(value)
            elif not (value is None or isinstance(value, (str, float)) or (type(value) is int and value in _NUMBERS)):
                self._fail(_("the line is no row"))
            values.append(value)
        return tuple(values)

    def _bytes(self, value: object) -> bytes:
        try:
            return bytes.fromhex(value)  # type: ignore[arg-type]  # what is no text is told
        except (TypeError, ValueError):
            self._fail(_("the line is no row"))

    def _hash(self, said: dict[str, Any]) -> str:
        digest = said.get("sha256")
        if not isinstance(digest, str) or not _HASH.fullmatch(digest):
            self._fail(_("the line is no row"))
        return digest

    def _end(self, said: dict[str, Any], counts: Counts) -> None:
        if said != {"end": counts.rows, "files": counts.files, "head": counts.head, "sha256": self._digest}:
            self._fail(_("what is counted at the end is not what the file has"))
        if self._file.read(1):
            self._line += 1
            self._fail(_("the desk has ended, but the file goes on"))
        self.counts = counts

    def _fail(self, what: str) -> NoReturn:
        raise StoreError(f"{self._name}:{self._line}: {what}")


class _Parts:
    """The parts of one file: lines that follow each other; the line after them is kept for who reads on."""

    def __init__(self, first: dict[str, Any], following: Callable[[], dict[str, Any]]) -> None:
        self._said, self._following, self._digest = first, following, first.get("sha256")

    def __iter__(self) -> Iterator[bytes]:
        yield b64decode(str(self._said.get("data")))
        self._said = self._following()
        while self._is_mine():
            yield b64decode(str(self._said.get("data")))
            self._said = self._following()

    def _is_mine(self) -> bool:
        return self._said.get("table") == ATTACHMENT and self._said.get("sha256") == self._digest

    def after(self) -> dict[str, Any]:
        """Return what the line after the file says."""
        return self._said


def _refuse(constant: str) -> object:
    raise RecursionError(constant)
