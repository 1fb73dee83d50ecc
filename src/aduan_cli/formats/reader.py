"""A foreign file as a stream of records: packed or not, in any encoding, CSV of any dialect or JSONL.

Nothing is read twice and nothing is held but the record at hand, so that a pipe and a file of any size do.
Records are cells (CSV) or dicts (JSONL); what can't be one is a `Broken` with all its text.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import os
import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.formats.heading import DELIMITERS, distinct, find_heading
from aduan_cli.formats.workbook import is_named_so
from aduan_cli.i18n import _
from aduan_cli.storable import storable

MOST_CHARACTERS = 1 << 24
"""Characters of one CSV field, and of one line. A longer field is taken for a quote that was never closed."""
_HEAD = 1 << 16
_BLOCK = 1 << 18
_OLE = b"\xd0\xcf\x11\xe0"
_PAGES = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<?xml", b"<!--")
_MAGIC = (b"\x89PNG", b"%PDF", b"\x7fELF", b"SQLite format 3", b"\xff\xd8\xff")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLS = bytes(set(range(9)) | set(range(14, 27)) | set(range(28, 32)))
_NUL_SHOWN = "␀"
JSON_COLUMN = "_json"
"""The one column of a quarantined JSONL file: the line as it was."""


class Broken:
    """What stands where a record should be: its cells or its line as they are, and what is wrong."""

    __slots__ = ("cells", "reason")

    def __init__(self, cells: list[str], reason: str) -> None:
        self.cells = cells
        self.reason = reason


class _Joined(io.RawIOBase):
    """A stream whose head was read already, put together again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._head:
            part = self._head[: len(buffer)]
            buffer[: len(part)] = part
            self._head = self._head[len(part) :]
            return len(part)
        data = self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class FileReader:
    """One file, opened; a `TableReader`. `columns` is the header of a CSV file, each with a name of its own.

    It is empty for JSONL (`jsonl`).

    `named` is the header as it stands, in one row or two (`head_rows`), `titles` what stands above it; `sheet_row` is
    the row at hand, from 1, as a spreadsheet counts: head, titles and empty rows as well. `ends_openly`: that row is
    the last one, and nothing tells whether its last cell is whole.

    `wanted` are the columns that a map looks for; the delimiter that finds most of them is the file's. A line that has
    all those `needed` is the head, whatever a later one has. Bytes
    that the encoding doesn't know never stop the reading: beside UTF-8 they are taken for cp1252, beside
    another encoding they are shown as `\\xe9`; either is said once, through `say`.
    Raises `NotFoundError` when there is no such file, `UsageError` when it can't be what is wanted.
    """

    numbers_rows = False
    delimiter = ""

    def __init__(
        self,
        path: str,
        encoding: str | None,
        wanted: Iterable[str],
        say: Callable[[str], None],
        needed: Iterable[str] = (),
    ) -> None:
        self.path = path
        self.name = "-" if path == "-" else storable(os.path.basename(path))
        self._say = say
        self._told: set[str] = set()
        self._raw = _open(path)
        self.size = os.fstat(self._raw.fileno()).st_size if path != "-" else 0
        self.columns: list[str] = []
        self.named: list[str] = []
        self.titles: list[str] = []
        self.head_rows: list[list[str]] = []
        self.sheet_row = 0
        self.ends_openly = False
        self.jsonl = False
        self._back: deque[str] = deque()
        try:
            self._text = self._decoded(encoding)
            self._wanted = tuple(wanted)
            self._start([name.casefold() for name in self._wanted], [name.casefold() for name in needed])
        except (EOFError, OSError, zlib.error) as error:
            self.close()
            raise self._cut_off(error) from error
        except UsageError:
            self.close()
            raise

    @property
    def done(self) -> int:
        """How many bytes of the file were read; 0 for a pipe."""
        try:
            return self._raw.tell()
        except (OSError, ValueError):
            return 0

    def close(self) -> None:
        """Close the file."""
        if self.path != "-":
            self._raw.close()

    # -- bytes to text

    def _decoded(self, encoding: str | None) -> io.TextIOWrapper:
        head = self._raw.read(_HEAD)
        stream: BinaryIO = io.BufferedReader(_Joined(head, self._raw), _BLOCK)
        if head[:2] == b"\x1f\x8b":
            packed = gzip.GzipFile(fileobj=stream)
            head = packed.read(_HEAD)
            stream = io.BufferedReader(_Joined(head, packed), _BLOCK)  # type: ignore[arg-type]
        marked = next((name for bom, name in _BOMS if head.startswith(bom)), None)
        self._refuse_foreign(head, marked, encoding is None)
        if encoding is None:
            encoding = marked or "utf-8"
        elif marked:
            try:  # "utf-8" said of a file with the mark is as right as "utf-8-sig"
                if codecs.lookup(encoding).name in ("utf-8", "utf-8-sig"):
                    encoding = marked
            except LookupError:
                pass
        if marked == "utf-8" and encoding == "utf-8":
            encoding = "utf-8-sig"
        try:
            # One name for each source: what is said belongs to its file.
            handler = f"aduan-{id(self)}"
            codecs.register_error(handler, self._mend)
            return io.TextIOWrapper(stream, encoding, handler, newline="")
        except LookupError as error:
            raise UsageError(
                _("unknown encoding '{name}'; utf-8, cp1252 or utf-16 would be right").format(name=encoding)
            ) from error

    def _refuse_foreign(self, head: bytes, marked: str | None, found_out: bool) -> None:
        """Say what a file is that is no table. `found_out`: nobody said its encoding, so its bytes must show it."""
        # Callers' words may hold anything; the names of columns don't.
        first = head.lstrip(b"\r\n").split(b"\n", 1)[0]
        if head.startswith(b"PK\x03\x04"):
            what = _(
                "this is a workbook or an archive, which is read from a file that isn't packed; unpack or save it first"
            )
        elif head.startswith(_OLE):
            what = _(
                "this is an old workbook or document (.xls, .doc), read from a file that isn't packed; save it first"
            )
        elif head.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_PAGES):
            what = _("this is a web page (HTML or XML), perhaps one to log in; save the table itself as CSV")
            if is_named_so(self.path):
                what = _(
                    "this is a web page (HTML or XML) under the name of a workbook, as some systems export it; open it"
                    " in a spreadsheet, save it as .xlsx and import that"
                )
        elif head.startswith(_MAGIC):
            what = _("this is no text file; CSV or JSONL would be right")
        elif found_out and marked != "utf-16" and first.translate(None, _CONTROLS) != first:
            what = _("this is no text file; of UTF-16 without a mark, --encoding utf-16-le or -be must say so")
        else:
            return
        raise UsageError(f"{self.path}: {what}")

    def _mend(self, error: UnicodeError) -> tuple[str, int]:
        """Read bytes that are not of the encoding: the error handler of the text stream."""
        if not isinstance(error, UnicodeDecodeError):
            raise error
        data = error.object[error.start : error.end]
        if error.encoding.startswith("utf-8"):
            sentence = _("{file}: not all of it is UTF-8; what isn't is read as cp1252 (see --encoding)")
            text = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
        else:
            sentence = _("{file}: not all of it is {encoding}; what isn't is shown as \\xNN (see --encoding)")
            text = "".join(f"\\x{byte:02x}" for byte in data)
        self._once(sentence.format(file=self.name, encoding=error.encoding))
        return text, error.end

    def _once(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._say(sentence)

    def _cut_off(self, error: Exception) -> UsageError:
        said = error.strerror if isinstance(error, OSError) else None
        why = said or (_("it ends too early") if isinstance(error, EOFError) else _("its packed data are damaged"))
        what = _("{file}: can't be read to its end ({error}); get the whole file and import it again")
        return UsageError(what.format(file=self.path, error=why))

    # -- text to records

    def _seen(self, line: str) -> str:
        """Return a line whose NUL characters can be seen; Python 3.10 can't read them in CSV."""
        self._once(_("{file}: has NUL characters; they are kept as ␀").format(file=self.name))
        return line.replace("\0", _NUL_SHOWN)

    def _lines(self) -> Iterator[str]:
        """Yield the lines to come, those first that were given back."""
        back, text = self._back, self._text
        while back:
            yield back.popleft()
        read = text.readline
        while line := read(MOST_CHARACTERS):
            if len(line) == MOST_CHARACTERS and line[-1] not in "\r\n":
                raise UsageError(
                    _("{file}: a line of more than {most} characters; lines that end would be right").format(
                        file=self.path, most=MOST_CHARACTERS
                    )
                )
            yield line if "\0" not in line else self._seen(line)

    def _kept(self, held: list[str], ended: list[bool]) -> Iterator[str]:
        """Yield the lines and keep those of the record at hand; `ended`: it asked for more than there are."""
        for line in self._lines():
            held.append(line)
            yield line
        ended.append(True)

    def _start(self, wanted: list[str], needed: list[str]) -> None:
        """Read up to the first record: find out what the file is, and the header."""
        lines = self._lines()
        first = None
        for line in lines:
            if line.strip():
                first = line
                break
            self.sheet_row += 1
        ending = self.path.lower().removesuffix(".gz")
        if first is None:
            self.jsonl = ending.endswith((".jsonl", ".ndjson"))
            if not self.jsonl:
                raise UsageError(
                    _("{file}: the file is empty; a line of column names would be right").format(file=self.path)
                )
            return
        if first.lstrip().startswith("{"):
            self.jsonl = True
            self._back.append(first)
            return
        if first.strip().startswith("[") and (ending.endswith(".json") or first.strip() == "["):
            raise UsageError(
                _("{file}: this is one JSON list; a record on each line would be right (--format jsonl)").format(
                    file=self.path
                )
            )
        csv.field_size_limit(MOST_CHARACTERS)
        if first[:4].lower() == "sep=" and first.strip()[4:] in DELIMITERS and len(first.strip()) == 5:
            self.delimiter = first[4]
            first = next(lines, "")
        self._back.extend(self._header(first, lines, wanted, needed))

    def _header(self, first: str, lines: Iterator[str], wanted: list[str], needed: list[str]) -> list[str]:
        """Find the head; return the lines that were read too much."""
        found = find_heading(first, lines, wanted, needed, self.delimiter or DELIMITERS)
        if found is None:
            raise UsageError(
                _("{file}: the first line is no line of column names; names like {names} would be right").format(
                    file=self.path, names=", ".join(wanted[:5])
                )
            )
        self.delimiter, self.titles = found.delimiter, found.titles
        self.named, self.head_rows = found.columns, found.rows
        self.columns = distinct(found.columns, self._wanted)
        self.sheet_row += found.row
        return found.back

    def records(self) -> Iterator[list[str] | dict[str, Any] | Broken]:
        """Yield the records in order. An empty line is none. Raises `UsageError` when the file breaks off."""
        try:
            yield from self._objects() if self.jsonl else self._rows()
        except (EOFError, OSError, zlib.error) as error:
            raise self._cut_off(error) from error

    def _objects(self) -> Iterator[dict[str, Any] | Broken]:
        for line in self._lines():
            self.sheet_row += 1
            if line.strip():
                yield json_record(line.strip("\r\n"))

    def _rows(self) -> Iterator[list[str] | Broken]:
        """Yield CSV rows. A quote that is never closed costs its own line, not all that follow.

        A last line without its end that lacks cells is one that somebody is still writing.
        """
        held: list[str] = []
        ended: list[bool] = []
        width = len(self.columns)
        while True:
            held.clear()
            reader = csv.reader(self._kept(held, ended), delimiter=self.delimiter)
            try:
                for row in reader:
                    if ended or (len(held) > 1 and not self._well_quoted(held)):
                        break
                    self.sheet_row += 1
                    last = held[-1]
                    ends = last.endswith(("\n", "\r"))
                    held.clear()
                    self.ends_openly = not ends and not last.rstrip().endswith('"')
                    if row:
                        yield row if len(row) >= width or ends else Broken(row, _unfinished())
                if not held:
                    return
            except csv.Error:
                pass
            opening = self._opening(held[0])
            self._back.extendleft(reversed(held[1:]))
            ended.clear()
            self.sheet_row += 1
            yield Broken(opening, _("a quote is not closed; a second one at the end of its cell would be right"))

    def _opening(self, line: str) -> list[str]:
        try:
            return next(csv.reader([line], delimiter=self.delimiter))
        except csv.Error:
            return [line]

    def _well_quoted(self, held: list[str]) -> bool:
        """Whether a record of several lines is quoted as it should be, and no stray quote swallowed lines."""
        try:
            return bool(next(csv.reader(held, delimiter=self.delimiter, strict=True)))
        except csv.Error:
            return False


def _unfinished() -> str:
    return _("the file ends in this record; when it is whole, the next import takes it")


def json_record(line: str) -> dict[str, Any] | Broken:
    """Return one line's object, or what is wrong with it."""
    try:
        record = json.loads(line, parse_constant=_no_number, parse_int=_whole)
    except json.JSONDecodeError as error:
        what = _('no JSON from character {place} on; a whole object like {{"text": "..."}} would be right')
        return Broken([line], what.format(place=error.pos + 1))
    except RecursionError:
        return Broken([line], _("no JSON that can be read: too many brackets within each other"))
    except ValueError as error:
        return Broken([line], _("no JSON: {value} is no number that can be kept").format(value=str(error)[:20]))
    if isinstance(record, dict):
        return record
    return Broken([line], _("no JSON object"))


def _no_number(name: str) -> float:
    raise ValueError(name)


def _whole(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:  # more digits than Python reads
        raise ValueError(digits[:12] + "…") from None


def _open(path: str) -> BinaryIO:
    if path == "-":
        return sys.stdin.buffer
    if os.path.isdir(path):
        raise UsageError(_("{path}: is a folder; a CSV or JSONL file would be right").format(path=path))
    try:
        return open(path, "rb", buffering=0)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError(_("{path}: no such file").format(path=path)) from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
