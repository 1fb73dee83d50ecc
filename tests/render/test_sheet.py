"""A file for Excel: nothing is run, nothing is made a number of, and times are times."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.i18n import choose
from aduan_cli.render.sheet import write_sheet

TEXT = st.text(st.sampled_from("=+-@'\"09aE .,:;/()*\t\r\n％＝é"), max_size=20) | st.text()


def written(columns: list[str], *rows: list[object]) -> str:
    out = io.StringIO(newline="")
    assert write_sheet(columns, rows, stream=out) == len(rows)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("0812345678", '="0812345678"'),
        ("+62812*****678;021-88*", '="+62812*****678;021-88*"'),
        ("123456e12345", '="123456e12345"'),
        ("3 mei", '="3 mei"'),
        ("Mei 2026", '="Mei 2026"'),
        ("1/2", '="1/2"'),
        ("14:05", '="14:05"'),
        ("-5", '="-5"'),
        ("TRUE", '="TRUE"'),
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("+62+cmd|' /C calc'!A0", "'+62+cmd|' /C calc'!A0"),
        ("-1+HYPERLINK(A1)", "'-1+HYPERLINK(A1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ('="0812"', '\'="0812"'),
        ("BKS-261123-0042-7", "BKS-261123-0042-7"),
        ("lampu mati", "lampu mati"),
        (["dlh", "bmsda"], "dlh, bmsda"),
        (None, ""),
        (7, "7"),
    ],
)
def test_a_cell_is_what_it_was(value: object, cell: str) -> None:
    (row,) = list(csv.reader(io.StringIO(written(["text"], [value])[1:], newline=""), delimiter=";"))[1:]
    assert row == [cell]


def test_the_file_is_as_excel_in_indonesia_reads_it() -> None:
    """Byte order mark, semicolons, CR LF, dates with the day first, heads and values in the language."""
    choose("id")
    row = ["BKS-261123-0042-7", "routed", "2026-11-23T14:05:33+07:00", "a;b\nc"]
    assert written(["ticket", "status", "reported_at", "text"], row) == (
        '\ufefftiket;status;dilaporkan;isi\r\nBKS-261123-0042-7;menunggu;23/11/2026 14:05;"a;b\nc"\r\n'
    )


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_no_cell_is_run_and_no_row_is_broken(rows: list[tuple[str, str]]) -> None:
    """A cell begins with what a spreadsheet runs only where it is our own quoted text, with no quote in it."""
    told = list(csv.reader(io.StringIO(written(["text", "address"], *map(list, rows))[1:], newline=""), delimiter=";"))
    assert len(told) == len(rows) + 1
    for row in told[1:]:
        assert len(row) == 2
        for cell in row:
            assert cell[:1] not in "=+-@\t\r\n＝＋－＠" or cell == "" or re.fullmatch(r'="[^"\x00-\x1f]*"', cell)
