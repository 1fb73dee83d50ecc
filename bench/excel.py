"""Workbooks in and out, 58,119 records of Boston 311, beside openpyxl's bare read and write of the same cells.

Usage: `python bench/excel.py`. Seconds of processors, of all processes of a command: a machine's other work counts for
nothing. What each stands beside does nothing but read the cells, or write them. The bars are in README.md beside this.
"""

from __future__ import annotations

import csv
import gzip
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import BIN, ROOT, environment, machine

FILE = "boston_311_2015_h1.csv.gz"
EXAMPLE = ROOT / "examples" / "boston"
NOW = "2015-07-01 12:00"
READ, LISTED = 0.5, 2.0
"""Bars: our rows against those of openpyxl, `list --format xlsx` against a bare write."""
BARE_READ = """
import openpyxl, sys
rows = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True)
print(sum(1 for _row in rows))
"""
BARE_WRITE = """
import openpyxl, sys
from aduan_cli.formats.workbook import Workbook, rows_of
book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet()
read = Workbook(sys.argv[1])
for _done, rows in rows_of(read.sheets[0]):
    for _number, cells in rows:
        sheet.append(cells)
read.close()
book.save(sys.argv[2])
"""
OUR_READ = """
import sys
from aduan_cli.formats.workbook import Workbook, rows_of
book = Workbook(sys.argv[1])
print(sum(len(rows) for _done, rows in rows_of(book.sheets[0])))
book.close()
"""


def seconds(line: list[str], folder: Path, out: Path | None = None) -> float:
    """Run a command; return the seconds of processors that it and its children took. Raises `CalledProcessError`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (out or Path(os.devnull)).open("wb") as stdout:
        done = subprocess.run(line, cwd=folder, env=environment(), stdout=stdout, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def python(code: str, *arguments: Path) -> list[str]:
    """Return a line that runs code."""
    return [sys.executable, "-c", code, *map(str, arguments)]


def aduan(desk: Path, *arguments: str) -> list[str]:
    """Return a line of ours."""
    return [str(BIN / "aduan"), "--desk", str(desk), "--now", NOW, "-q", *arguments]


def as_workbook(source: Path, path: Path) -> None:
    """Write a CSV file as a workbook of texts."""
    import xlsxwriter

    with (
        gzip.open(source, "rt", encoding="utf-8", newline="") as file,
        xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet("Boston")
        for number, row in enumerate(csv.reader(file)):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell)


def main() -> int:
    """Measure, print; 1 where a bar is missed."""
    data = os.environ.get("ADUAN_TEST_DATA")
    if not data:
        print("ADUAN_TEST_DATA names no folder of test data")
        return 0
    source = Path(data) / FILE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book, plain, out = folder / "boston.xlsx", folder / "boston.csv", folder / "out.xlsx"
        as_workbook(source, book)
        with gzip.open(source, "rb") as packed, plain.open("wb") as file:
            shutil.copyfileobj(packed, file)
        for desk in ("of-book", "of-csv"):
            shutil.copytree(EXAMPLE, folder / desk)
        of_book, of_csv = (
            aduan(folder / desk, "import", "--map", "boston-311", str(path))
            for desk, path in (("of-book", book), ("of-csv", plain))
        )
        listed = aduan(folder / "of-book", "list", "--format", "xlsx", "--limit", "0")
        pairs = (
            ("read", seconds(python(OUR_READ, book), folder), seconds(python(BARE_READ, book), folder), READ),
            ("import", seconds(of_book, folder), seconds(of_csv, folder), None),
            (
                "list",
                seconds(listed, folder, out),
                seconds(python(BARE_WRITE, out, folder / "bare.xlsx"), folder),
                LISTED,
            ),
        )
    print(machine())
    for what, ours, bare, bar in pairs:
        print(f"  {what:8} {ours:6.1f} s beside {bare:6.1f} s: {ours / bare:.2f}" + (f" (bar {bar})" if bar else ""))
    return int(any(bar and ours > bar * bare for _what, ours, bare, bar in pairs))


if __name__ == "__main__":
    sys.exit(main())
