"""Labelled lines below each other: values that a terminal can't hold beside their label, and what is left out."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.rows import write_block, write_rows
from screens import screen, written

LABELS = ("Ticket", "Decided by", "Text")


def block(*lines: tuple[str, object], columns: int = 0, colours: dict[str, str] | None = None) -> list[str]:
    if not columns:
        out = io.StringIO()
        write_block(lines, out, colours)
        return out.getvalue().splitlines()
    with screen(columns, colours=colours is not None) as shown:
        write_block(lines, shown, colours)
    return shown.getvalue().splitlines()


def test_what_is_absent_is_left_out_and_what_is_zero_is_not() -> None:
    """Nothing, no text, no list and no object have no line; a number has, be it 0."""
    lines = [("A", None), ("B", ""), ("C", []), ("D", {}), ("E", ()), ("F", 0), ("G", False), ("H", ["x", "y"])]
    assert block(*lines) == ["F  0", "G  false", "H  x;y"]


def test_nothing_at_all_prints_nothing() -> None:
    """No margin, no empty line."""
    assert block() == block(("A", None)) == []


def test_a_long_value_goes_on_below_where_it_began() -> None:
    """In a terminal between words, its own lines kept apart and their indents with them."""
    lines = block(("Text", "lampu jalan mati di depan pasar\n  lalu padam semua"), columns=30)
    assert lines == ["Text  lampu jalan mati di", "      depan pasar", "        lalu padam semua"]


def test_a_heading_goes_on_further_in() -> None:
    """So that what goes on is not taken for another one."""
    assert block(("", "kata kata kata kata kata kata"), columns=20) == ["kata kata kata", "  kata kata kata"]


def test_beside_a_long_label_there_may_be_no_room() -> None:
    """Then values stand below their labels, all in the same way."""
    lines = block(("Caller's address", "Jl. Mawar 12 Margahayu"), ("Unit", "dlh"), columns=24)
    assert lines == ["Caller's address", "  Jl. Mawar 12 Margahayu", "Unit", "  dlh"]


def test_control_characters_of_a_value_are_shown_escaped() -> None:
    """Nothing that a caller said makes a terminal act."""
    assert block(("Text", "a\x1b[2Jb\rc")) == ["Text  a\\x1b[2Jb\\x0dc"]


def test_colours_are_those_of_values_line_by_line() -> None:
    """The label has none; a value of two lines is coloured twice, so that no colour reaches what follows."""
    lines = block(("Status", "routed\nsejak"), ("Unit", "dlh"), columns=60, colours={"Status": "33"})
    assert lines == ["Status  \x1b[33mrouted\x1b[0m", "        \x1b[33msejak\x1b[0m", "Unit    dlh"]


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.text(min_size=1)), min_size=1, max_size=4), st.integers(4, 15))
def test_a_terminal_below_sixteen_columns_gets_the_words_unfolded(lines: list[tuple[str, str]], columns: int) -> None:
    """What can't be folded sensibly is left to the terminal; no line is lost."""
    shown = block(*lines, columns=columns)
    labels = [line for line in shown if line in LABELS]
    assert len(labels) >= len(lines)


@given(
    st.lists(st.tuples(st.sampled_from(["", *LABELS]), st.text(st.sampled_from("ab \n你"), min_size=1)), max_size=4),
    st.integers(24, 60),
)
def test_the_letters_of_all_values_are_there_in_their_order(lines: list[tuple[str, str]], columns: int) -> None:
    """Folding takes white space and nothing else, and every line fits."""
    with screen(columns) as out:
        write_block(lines, out)
    if out.getvalue():
        written(columns, out.getvalue())
    told = "".join("".join(f"{label}{value}".split()) for label, value in lines)
    assert "".join(out.getvalue().split()) == told


def test_rows_say_how_many_there_were_in_every_format() -> None:
    """Also where there were none: a header in CSV and TSV, an empty list in JSON, nothing for people."""
    empty = {"json": "[]\n", "jsonl": "", "csv": "id,n\n", "tsv": "id\tn\n", "table": "", "md": ""}
    for format_, text in empty.items():
        out = io.StringIO(newline="")
        assert write_rows([], format_, ("id", "n"), stream=out) == 0
        assert out.getvalue() == text
        assert write_rows([{"id": "a", "n": 1}, {"id": "b", "n": None}], format_, ("id", "n"), stream=out) == 2


def test_one_row_is_an_object_where_one_was_asked_for() -> None:
    """Only in JSON is there a difference to an array of one."""
    row = {"id": "a", "list": [1, "x"], "more": {"k": True}}
    out = io.StringIO()
    write_rows([row], "json", ("id",), one=True, stream=out)
    assert out.getvalue() == '{"id": "a", "list": [1, "x"], "more": {"k": true}}\n'
    out = io.StringIO()
    write_rows([row], "table", ("id", "list", "more"), stream=out)
    assert out.getvalue().splitlines()[2] == 'a   [1, "x"]  {"k": true}'
