"""The sheets of a workbook (.xlsx, .xls, .ods, .xlsb) as rows of text, by the library python-calamine.

The library holds a whole sheet in memory, all that is empty between two cells as well, and where that is too much, or
the file is damaged, its process may end. So a process of its own reads the workbook, and writes its rows into a
temporary file without a name; whoever takes them holds no more than some hundred.
"""

from __future__ import annotations

import marshal
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple, NoReturn

from aduan_cli.desk_time import DAY
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
"""What the names of workbooks end in; what a file is says its beginning alone."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NEEDS = "python-calamine"
_MOST_MEMORY = 4 << 30
"""Bytes of memory of the process that reads; a million rows of forty columns take about two thirds of that."""
_AT_ONCE = 500
"""Rows that are written, and held, together."""
_WHOLE_BELOW = 1e21
"""Numbers below this one are written with all their digits."""
_LAST = datetime.max.replace(microsecond=0)
"""The last second that a cell can mean."""

Row = tuple[int, list[str]]
"""The number of a row in its sheet, from 1, and its cells up to the last that isn't empty."""


class Sheet(NamedTuple):
    """One sheet: its rows that aren't empty lie in `spool` from `start` to `end` (bytes); `width` in cells."""

    name: str
    is_hidden: bool
    width: int
    spool: IO[bytes]
    start: int
    end: int


def is_workbook(path: str) -> bool:
    """Say whether a regular file begins as workbooks do; other archives and old documents begin so as well.

    What is read of a pipe is gone from it, so that none is looked at.
    """
    try:
        if not os.path.isfile(path):
            return False
        with open(path, "rb") as file:
            return file.read(len(_OLE)).startswith((_ZIP, _OLE))
    except (OSError, ValueError):
        return False


def is_named_so(path: str) -> bool:
    """Say whether a file is named as workbooks are."""
    return path.lower().endswith(ENDINGS)


class Workbook:
    """A workbook that was read: its `sheets` in their order, until it is closed. Raises `UsageError`."""

    def __init__(self, path: str) -> None:
        if find_spec("python_calamine") is None:
            what = _(
                "workbooks are read with the library {library}; pip install {library} brings it, or save the sheet"
                " as CSV and import that"
            )
            raise UsageError(f"{path}: " + what.format(library=_NEEDS))
        self._spool = TemporaryFile()  # noqa: SIM115
        kind, found = _asked(path, self._spool)
        if kind != "sheets":
            self.close()
            raise UsageError(f"{path}: {_cell_text(kind, found)}")
        self.sheets = [Sheet(name, hidden, width, self._spool, start, end) for name, hidden, width, start, end in found]

    def close(self) -> None:
        """Let the rows go."""
        self._spool.close()


def rows_of(sheet: Sheet) -> Iterator[tuple[int, list[Row]]]:
    """Yield the rows of a sheet, some hundred together, and with them how many bytes of it were read."""
    at = sheet.start
    while at < sheet.end:
        sheet.spool.seek(at)
        rows = marshal.load(sheet.spool)  # noqa: S302 from our own process
        at = sheet.spool.tell()
        yield at - sheet.start, rows


def _cell_text(kind: str, said: str) -> str:
    if kind == "password":
        return _("the workbook has a password; save it without one and import that")
    if kind == "other":
        return _("this is no workbook, or only a part of one; a whole .xlsx, .xls or .ods, or CSV would be right")
    if kind == "spool":
        return _("no room for its rows in the folder of temporary files: {error}").format(error=said)
    if kind == "damaged":
        return _("the workbook is damaged ({error}); open it in a spreadsheet and save it anew").format(error=said)
    return _(
        "the workbook can't be read: it is damaged, or a cell far off the table makes a sheet too large for the memory;"
        " delete what stands beyond the table and save it anew, or save the sheet as CSV"
    )


def _asked(path: str, spool: IO[bytes]) -> tuple[str, Any]:
    """Have the workbook read in a process of its own; return what it says, `""` where it ended without a word."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _be_the_reader(path, spool, writing)
    os.close(writing)
    try:
        with open(reading, "rb") as pipe:
            said = pipe.read()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        with suppress(OSError):  # Whoever started us may let the system take in children that end.
            os.waitpid(child, 0)
    return marshal.loads(said) if said else ("", "")  # noqa: S302 from our own process


# -- the process that reads


def _be_the_reader(path: str, spool: IO[bytes], pipe: int) -> NoReturn:
    """Read the workbook, say what it has, and end; what the library prints as it dies is nobody's."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        _limit()
        said = marshal.dumps(_read(path, spool))
        with open(pipe, "wb") as out:
            out.write(said)
    finally:
        os._exit(0)


def _limit() -> None:
    import resource

    for limit, most in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):  # a lower limit is there already
            resource.setrlimit(limit, (most, most))


def _read(path: str, spool: IO[bytes]) -> tuple[str, Any]:
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, load_workbook

    try:
        with open(path, "rb") as file, load_workbook(file) as book:
            kinds = [
                (one.name, str(one.visible) != "SheetVisibleEnum.Visible", one.typ) for one in book.sheets_metadata
            ]
            found = []
            for name, is_hidden, kind in kinds:
                if kind == SheetTypeEnum.WorkSheet:
                    start = spool.tell()
                    width = _spooled(book.get_sheet_by_name(name), spool)
                    found.append((name, is_hidden, width, start, spool.tell()))
            spool.flush()
            return "sheets", found
    except PasswordError:
        return "password", ""
    except CalamineError as error:
        return ("other" if "Cannot detect" in str(error) else "damaged"), str(error).splitlines()[0][:200]
    except OSError as error:
        return "spool", error.strerror or str(error)


def _spooled(sheet: Any, spool: IO[bytes]) -> int:
    """Write the rows of a sheet that aren't empty; return the width of the widest."""
    waiting: list[Row] = []
    width = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [_cell(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            width = max(width, len(cells))
            waiting.append((number, cells))
            if len(waiting) == _AT_ONCE:
                marshal.dump(waiting, spool)
                waiting.clear()
    if waiting:
        marshal.dump(waiting, spool)
    return width


def _cell(value: object) -> str:
    """Return a value of a cell as text that says the same: a day as 2026-11-24, a number with all its digits."""
    if isinstance(value, str):
        return value.replace("\0", "␀") if "\0" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        is_whole = abs(value) < _WHOLE_BELOW and value == int(value)  # no NaN and no infinity
        return str(int(value)) if is_whole else format(value, ".15g")
    if isinstance(value, datetime):
        rounded = min(value, _LAST) + timedelta(microseconds=500_000)
        at = rounded.hour * 3600 + rounded.minute * 60 + rounded.second
        return f"{rounded:%Y-%m-%d}".rjust(10, "0") + (f" {_clock(at)}" if at else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        return _clock(min(round(seconds), DAY - 1))
    if isinstance(value, timedelta):
        return _clock(round(value.total_seconds()))
    return str(value)


def _clock(seconds: int) -> str:
    """Return a time of day, or what took so long, as `14:30`, with seconds where there are any."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text
