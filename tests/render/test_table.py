"""Tables for people."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.desk_time import Zone
from aduan_cli.render import calls
from aduan_cli.render.calls import short_ticket, write_complaints
from aduan_cli.render.rows import write_block, write_rows
from aduan_cli.render.table import in_markdown, write_table
from aduan_cli.render.widths import cut, folded, terminal_width, width
from screens import Screen

JAKARTA = Zone([[-(2**62), 7 * 3600]])


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that makes a terminal of a width."""

    def make(columns: int) -> Screen:
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", str(columns))
        return Screen()

    return make


def call(**given: Any) -> Complaint:
    """Return an invented complaint with a long text."""
    usual = {
        "ticket": "UJI-261123-0001-2",
        "unit": "bmsda-pju",
        "status": "acknowledged",
        "text": "lampu jalan mati sejak kemarin malam di depan pasar dekat sekolah " * 3,
        "kecamatan": "Bekasi Utara",
        "kelurahan": "Teluk Pucung",
        "category": "pju-mati",
    }
    return Complaint(usual, given)


@given(st.text(), st.integers(1, 30))
def test_cut_fits(text: str, most: int) -> None:
    """What is cut takes at most the columns it may, and what fits is left alone."""
    assert width(cut(text, most)) <= most
    assert width(text) > most or cut(text, most) == text


def test_width_counts_what_a_terminal_shows() -> None:
    """Chinese and emoji take two columns, combining marks none."""
    assert [width(text) for text in ("abc", "你好", "e\u0301", "🚒", "｡")] == [3, 4, 1, 2, 1]


NOW = JAKARTA.epoch(2026, 11, 24, 15)
"""Tuesday afternoon; the ticket of `call` is of the day before."""


@pytest.mark.parametrize("columns", [110, 120, 200])
def test_a_list_fits_the_terminal_and_keeps_tickets_whole(terminal: Any, columns: int) -> None:
    """At each usual width no line is longer than the terminal, and ticket, time and state are never cut."""
    out = terminal(columns)
    many = [call(), call(unit="kecamatan-bekasi-utara", text="你好" * 80, priority="emergency")]
    write_complaints(many, "table", JAKARTA, NOW, stream=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    assert max(map(width, lines)) <= columns
    assert all("UJI-261123-0001-2" in line and "acknowledged" in line for line in lines[2:])
    assert ("!! emergency" if columns == 200 else " !! ") in lines[3]


def test_eighty_columns_say_what_an_officer_needs(terminal: Any) -> None:
    """Short tickets, the hour of today's calls, a sign for what is urgent, and more than a third of a line of text."""
    at = JAKARTA.epoch(2026, 11, 24, 14, 5)
    long = "bekasi-utara-kecamatan-dengan-nama-panjang"
    many = [
        call(ticket="UJI-261124-0042-7", reported_at=at, priority="emergency", unit=long),
        call(reported_at=at - 86_400, priority="high"),
        call(ticket="UJI-251231-0007-1", reported_at=at - 400 * 86_400),
    ]
    out = terminal(80)
    write_complaints(many, "table", JAKARTA, NOW, stream=out)
    head, _rule, today, older, last_year = out.getvalue().splitlines()
    assert head.split() == ["ticket", "at", "!", "status", "unit", "text"]
    assert max(map(width, out.getvalue().splitlines())) <= 80
    assert today.split()[:4] == ["0042-7", "14:05", "!!", "acknowledged"]
    assert older.split()[:4] == ["261123-0001", "14:05", "!", "acknowledged"]
    assert last_year.split()[:3] == ["251231-0007", "14:05", "acknowledged"]
    out = terminal(80)
    write_complaints(many[:1], "table", JAKARTA, NOW, stream=out)
    assert len(out.getvalue().splitlines()[1].split()[-1]) >= 30


@given(st.integers(20260101, 20261231), st.integers(1, 20_000))
def test_a_short_ticket_is_one_that_commands_take(today: int, number: int) -> None:
    """Whatever is shown for a ticket is read as its day and number; today's with its check digit."""
    from aduan_cli.tickets import check_digit, make_ticket, parse_ticket

    for day in (20260704, today):
        if not 1 <= today % 100 <= 28:
            continue
        ref = parse_ticket(short_ticket(make_ticket("UJI", day, number), today))
        assert ref.number == number
        assert (ref.day, ref.check) == ((None, check_digit(day, number)) if day == today else (day, None))


WORDS = st.text(st.sampled_from("abcdefgh jl.→·é你🚒e\u0301👨\u200d👩\u200d👧❤\ufe0f🇮🇩ｶﾞ"), max_size=60) | st.text(
    max_size=30
)
NAMES = st.sampled_from(
    ["ticket", "id", "status", "unit", "name", "categories", "recorded instead", "text", "kelurahan"]
)


def test_a_column_without_values_takes_no_room(terminal: Any) -> None:
    """Where it would cost others theirs; a table of nothing but empty cells still fits."""
    out = terminal(40)
    write_table(["id", "name", "contact"], [["dlh", "Dinas Lingkungan Hidup Kota", ""]], "table", out)
    assert out.getvalue().splitlines()[2] == "dlh  Dinas Lingkungan Hidup Kota"
    out = terminal(12)
    assert write_table(["recorded instead", "id"], [["", ""], ["", ""]], "table", out) == 2
    assert max(map(width, out.getvalue().splitlines()), default=0) <= 12


@given(st.data(), st.integers(12, 140))
def test_no_line_is_wider_than_the_terminal(data: st.DataObject, columns: int) -> None:
    """Whatever rows and columns: as a table or, where that can't be, as blocks, every line fits; nothing is lost."""
    header = data.draw(st.lists(NAMES, min_size=1, max_size=8, unique=True))
    rows = data.draw(st.lists(st.tuples(*(WORDS for _name in header)), min_size=1, max_size=4))
    out = Screen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        assert write_table(header, rows, "table", out) == len(rows)
    assert max(map(width, out.getvalue().split("\n"))) <= columns


@given(st.text(max_size=80), st.integers(2, 20))
def test_a_folded_text_keeps_all_of_its_words(text: str, most: int) -> None:
    """Every line fits, and but for spaces nothing goes."""
    lines = folded(text, most)
    assert max(map(width, lines)) <= most
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_columns_stand_below_each_other_with_wide_characters() -> None:
    """The last column begins at the same place in every line, whatever stands before it."""
    out = io.StringIO()
    rows = [["abc", "X"], ["你好", "X"], ["e\u0301e\u0301", "X"], ["🚒", "X"], ["\U000f0000", "X"]]
    write_table(["name", "end"], rows, "table", out)
    lines = out.getvalue().splitlines()
    assert {width(line[: line.index("X")]) for line in lines[2:]} == {6}
    assert [line.split()[0] for line in lines[2:]] == [row[0] for row in rows]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_text_is_one_line_of_a_table(rows: list[list[str]]) -> None:
    """Whatever the cells hold, a table has one line for each row besides the header, in both styles."""
    for format_ in ("table", "md"):
        out = io.StringIO()
        write_table(["one", "two"], rows, format_, out)
        assert len(out.getvalue().split("\n")) == len(rows) + 3


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_markdown_has_no_more_columns_than_its_header(cells: list[str]) -> None:
    """A pipe in a cell never makes a column."""
    out = io.StringIO()
    write_table([str(number) for number in range(len(cells))], [cells], "md", out)
    row = out.getvalue().splitlines()[2].replace("\\\\", "").replace("\\|", "")
    assert row.count("|") == len(cells) + 1


def read_as_markdown(cell: str) -> str:
    """Return what a reader of Markdown shows of a text in which no sign is at work; fails where one is."""
    told = re.sub(r"\\[!-/:-@\[-`{-~]|&\w+;", "", cell)
    assert not re.search(r"[|`*~\[<]|(?<!\w)_\w|\w_(?!\w)", told), told
    return re.sub(r"\\([!-/:-@\[-`{-~])|(&\w+;)", lambda found: found[1] or html.unescape(found[2]), cell)


@example("1__")
@given(st.text(st.sampled_from("ab_*~`[]()!<>&;|\\#1lt é"), max_size=20) | st.text(max_size=20))
def test_a_reader_of_markdown_shows_what_was_said_and_nothing_of_its_own(text: str) -> None:
    """No link, picture, emphasis, code, entity or tag comes of a caller's words."""
    assert read_as_markdown(in_markdown(text)) == text


def test_a_picture_in_a_callers_words_is_not_fetched() -> None:
    """Names of values, which have underscores within, stay as they are."""
    out = io.StringIO()
    write_table(
        ["text", "status"], [["![x](http://lain.example/x.png) [klik](http://lain.example)", "in_progress"]], "md", out
    )
    row = out.getvalue().splitlines()[2]
    assert "\\[x\\](http" in row
    assert "\\[klik\\](http" in row
    assert "in_progress" in row


def test_numbers_are_left_as_they_are_written() -> None:
    """A key like 007 or 1e5 is no number to be reformatted."""
    out = io.StringIO()
    write_table(["key"], [["007"], ["1e5"], ["1.50"]], "table", out)
    assert out.getvalue().split() == ["key", "----", "007", "1e5", "1.50"]


def test_rows_beyond_one_batch_go_on_below_one_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of several batches has one header, and every row."""
    monkeypatch.setattr(calls, "BATCH", 3)
    out = io.StringIO()
    assert write_complaints([call() for _number in range(8)], "md", JAKARTA, NOW, stream=out) == 8
    lines = out.getvalue().splitlines()
    assert len(lines) == 10
    assert sum("ticket" in line for line in lines) == 1


def test_priority_has_a_column_only_where_one_is_not_normal() -> None:
    """Normal priorities need no column; an emergency is marked."""
    out = io.StringIO()
    write_complaints([call()], "table", JAKARTA, NOW, stream=out)
    assert "priority" not in out.getvalue()
    write_complaints([call(), call(priority="emergency")], "table", JAKARTA, NOW, stream=out)
    assert "priority" in out.getvalue()
    assert "! emergency" in out.getvalue()
    assert "normal" not in out.getvalue()


def test_no_terminal_no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS counts in a terminal only; a file gets the text whole up to a fair length."""
    monkeypatch.setenv("COLUMNS", "40")
    assert terminal_width(io.StringIO()) is None
    assert terminal_width(Screen()) == 40
    out = io.StringIO()
    write_complaints([call()], "table", JAKARTA, NOW, stream=out)
    assert "dekat sekolah lampu" in out.getvalue()


def test_a_terminal_that_lacks_a_character_gets_it_escaped() -> None:
    """A table on a terminal of ASCII is printed whole, what it lacks as an escape."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    write_table(["a"], [["é"]], "table", out)
    out.flush()
    assert raw.getvalue().decode("ascii").splitlines()[2] == "\\xe9"


@given(
    st.lists(st.tuples(st.sampled_from(["", "Text", "Caller's address"]), WORDS | st.text(max_size=200)), max_size=5),
    st.integers(40, 120),
)
def test_no_line_of_a_block_is_wider_than_the_terminal(lines: list[tuple[str, str]], columns: int) -> None:
    """Long values go on below where they began, and no value begins a line of its own at the margin."""
    out = Screen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        write_block(lines, out)
    shown = out.getvalue().split("\n")
    assert max(map(width, shown)) <= columns
    if lines and all(label for label, _value in lines):
        assert all(line.startswith((" ", "Text ", "Caller's address ")) for line in shown if line)


def test_what_all_texts_begin_with_is_left_out() -> None:
    """The caller asks, the caller reports: that is left out; the subject of a text, and a short text, never is."""
    asked = [f"Penelepon menanyakan nomor telepon kantor {n}" for n in range(4)]
    told = ["penelepon melaporkan pohon tumbang di Jl. Mawar", "pju mati", "pju mati depan pasar baru dekat halte"]
    assert calls.gists(asked + told) == [
        *(f"…nomor telepon kantor {n}" for n in range(4)),
        "…melaporkan pohon tumbang di Jl. Mawar",
        *told[1:],
    ]
    assert calls.gists(told) == told
    assert calls.gists(["", "a", "a b"] * 9) == ["", "a", "a b"] * 9


def test_block_indents_further_lines_and_leaves_out_what_is_absent() -> None:
    """A value of several lines stays beside its label, so that no caller can fake a line of ours."""
    out = io.StringIO()
    write_block([("Text", "satu\nStatus  closed"), ("Nama", None), ("", "Judul"), ("Unit", "dlh")], out)
    assert out.getvalue() == "Text  satu\n      Status  closed\nJudul\nUnit  dlh\n"


def test_rows_in_every_format() -> None:
    """Rows that are no complaints are printed in the same formats, lists joined."""
    rows = [{"id": "dlh", "names": ["a", "b"], "more": None}]
    expected = {
        "json": '[{"id": "dlh", "names": ["a", "b"], "more": null}]\n',
        "jsonl": '{"id": "dlh", "names": ["a", "b"], "more": null}\n',
        "csv": "id,names,more\ndlh,a;b,\n",
        "tsv": "id\tnames\tmore\ndlh\ta;b\t\n",
        "table": "id   names\n---  -----\ndlh  a, b\n",
    }
    for format_, text in expected.items():
        out = io.StringIO(newline="")
        assert write_rows(rows, format_, ("id", "names", "more"), ("id", "names"), stream=out) == 1
        assert out.getvalue() == text
