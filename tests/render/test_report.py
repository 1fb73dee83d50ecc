"""Reports as they are printed: the same figures for people and for programs, nothing said that isn't known."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import redirect_stdout
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.i18n import choose
from aduan_cli.render.report import BEFORE, SPARE, cells_of, sentences_of, total_of, write_report_table
from aduan_cli.report_tables import TEXT, ReportColumn, ReportRow, ReportTable
from aduan_cli.unseen import UNSEEN
from reports import (
    FIRST,
    JAKARTA,
    KEPT_SHARE,
    MEDIAN,
    MIDNIGHT,
    OF_ALL_TYPES,
    OPEN,
    PER_1000,
    RECEIVED,
    UNIT,
    report,
    reports,
)

CATEGORY, GROUP = ReportColumn("category", TEXT), ReportColumn("group", TEXT)
WARD = (ReportColumn("kecamatan", TEXT), ReportColumn("kelurahan", TEXT), RECEIVED)


def printed(
    table: ReportTable, format_: str = "table", explain: bool = False, levels: dict[str, str] | None = None
) -> str:
    """Return what is printed."""
    out = io.StringIO(newline="")
    with redirect_stdout(out):
        write_report_table(table, format_, JAKARTA, levels or {}, explain)
    return out.getvalue()


def cell(column: ReportColumn, value: Any, before: Any = "none asked") -> Any:
    """Return the cell of a figure beside one of the period before."""
    asked = before != "none asked"
    row = ReportRow(("dlh",), {column.name: value}, {column.name: before} if asked else None)
    (made,) = cells_of(row, (column,), JAKARTA)
    return made


# -- a figure beside that of the period before


@pytest.mark.parametrize(
    ("column", "now", "before", "said"),
    [
        (RECEIVED, 3, 1, "3 (+2)"),
        (RECEIVED, 1, 3, "1 (-2)"),
        (RECEIVED, 3, 3, "3 (=)"),
        (RECEIVED, 0, 0, "0 (=)"),
        (RECEIVED, 0, 12, "0 (-12)"),
        (KEPT_SHARE, 90.0, 89.5, "90 % (+0.5)"),
        (KEPT_SHARE, 50.0, 100.0, "50 % (-50)"),
        (KEPT_SHARE, 33.3, 33.3, "33.3 % (=)"),
        (PER_1000, 1.1, 0.8, "1.1 (+0.3)"),
        (PER_1000, 0.3, 0.0, "0.3 (+0.3)"),
    ],
)
def test_the_change_stands_in_brackets(column: ReportColumn, now: Any, before: Any, said: str) -> None:
    assert cell(column, now, before) == said


@pytest.mark.parametrize("column", [KEPT_SHARE, PER_1000], ids=lambda column: column.name)
def test_what_is_not_known_now_or_was_not_before_has_no_change(column: ReportColumn) -> None:
    """Where nothing was promised no share was kept: to say that it fell by 80 would blame a unit for nothing."""
    assert cell(column, None, 80.0) == ""
    assert cell(column, 80.0, None) == cell(column, 80.0)
    assert cell(column, None, None) == ""


@pytest.mark.parametrize("column", [MEDIAN, FIRST], ids=lambda column: column.name)
def test_lengths_of_time_and_moments_are_told_without_a_change(column: ReportColumn) -> None:
    assert cell(column, MIDNIGHT, 60) == cell(column, MIDNIGHT)


def test_without_a_period_before_no_brackets() -> None:
    assert cell(RECEIVED, 3) == "3"
    assert cell(UNIT, "dlh", "dlh") == "dlh"
    assert cell(UNIT, None) == "-"


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_change_added_to_what_was_is_what_is(now: int, before: int) -> None:
    figure, change = cell(RECEIVED, now, before).split(" ")
    told = change.strip("()")
    assert int(figure) == before + (0 if told == "=" else int(told))
    assert told == "=" or told[0] in "+-"


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_change_of_shares_is_as_exact_as_they_are(now: int, before: int) -> None:
    """Tenths of a per cent subtract to things like 0.30000000000000004."""
    told = cell(KEPT_SHARE, now / 10, before / 10).partition("(")[2].strip(")")
    assert (told == "=") is (now == before)
    assert now - before == (0 if told == "=" else round(float(told) * 10))
    assert len(told.partition(".")[2]) <= 1


def test_the_last_line_is_called_so_and_names_nothing_else() -> None:
    columns = (CATEGORY, GROUP, RECEIVED, KEPT_SHARE)
    row = ReportRow((), {"category": None, "group": None, "received": 7, "kept_share": None})
    assert total_of(row, columns, JAKARTA) == ["in all", "", "7", ""]


# -- data


@settings(max_examples=30)
@given(reports())
def test_csv_and_json_have_the_same_figures(table: ReportTable) -> None:
    """A line for each row and one for all, in one order; each figure with that of the period before behind it."""
    whole = json.loads(printed(table, "json"))
    rows = list(csv.reader(io.StringIO(printed(table, "csv"), newline="")))
    names = [
        name
        for column in OF_ALL_TYPES
        for name in ([column.name] if column == UNIT or table.before is None else [column.name, column.name + BEFORE])
    ]
    assert rows[0] == names
    lines = [*whole["rows"], whole["total"]]
    assert [list(line) for line in lines] == [names] * len(lines)
    told = [["" if line[name] is None else str(line[name]) for name in names[1:]] for line in lines]
    assert [row[1:] for row in rows[1:]] == told
    assert [line["unit"] for line in whole["rows"]] == [row.key[0] for row in table.rows]


@settings(max_examples=30)
@given(reports())
def test_a_moment_in_data_is_one_of_the_desk_s_clock(table: ReportTable) -> None:
    whole = json.loads(printed(table, "json"))
    for line, row in zip(whole["rows"], table.rows, strict=True):
        moment = row.values["first"]
        assert line["first"] == (None if moment is None else JAKARTA.iso(moment))
        assert line["first"] is None or line["first"].endswith("+07:00")


def test_json_says_of_which_time_it_is_and_of_which_the_period_before() -> None:
    alone = json.loads(printed(report((UNIT, RECEIVED), ("dlh", 1), total=(None, 1)), "json"))
    assert (alone["report"], alone["since"], alone["until"], alone["before"]) == (
        "unit", "2026-11-23T00:00:00+07:00", "2026-11-24T00:00:00+07:00", None,
    )  # fmt: skip
    both = report((UNIT, RECEIVED), ("dlh", 1), total=(None, 1), before=[("dlh", 4), (None, 4)])
    told = json.loads(printed(both, "json"))
    assert told["before"] == {"since": "2026-11-22T00:00:00+07:00", "until": "2026-11-23T00:00:00+07:00"}
    assert told["rows"] == [{"unit": "dlh", "received": 1, "received_before": 4}]
    assert told["total"] == {"unit": None, "received": 1, "received_before": 4}
    assert "explained" not in told


def test_json_has_what_else_is_known_and_every_move_that_could_have_been_made() -> None:
    table = report((UNIT, RECEIVED), total=(None, 0), name="week", moved={"closed": 2, "revealed": 9}, imported=3)
    told = json.loads(printed(table, "json"))
    assert (told["imported"], told["moved"]["closed"], told["moved"]["reopened"]) == (3, 2, 0)
    assert "revealed" not in told["moved"]


def test_groups_are_data_of_their_own_with_no_category() -> None:
    columns = (CATEGORY, GROUP, RECEIVED)
    table = report(columns, ("pju-mati", "jalan", 2), ("sampah", None, 1), total=(None, None, 3), name="category")
    groups = (
        ReportRow(("jalan",), {"category": None, "group": "jalan", "received": 2}),
        ReportRow((None,), {"category": None, "group": None, "received": 1}),
    )
    told = json.loads(printed(table._replace(subtotals=groups), "json"))
    assert told["groups"] == [{"group": "jalan", "received": 2}, {"group": None, "received": 1}]
    assert [row["group"] for row in told["rows"]] == ["jalan", None]
    assert "groups" not in json.loads(printed(report((UNIT, RECEIVED), total=(None, 0)), "json"))


def test_data_say_what_each_figure_counts_only_where_that_was_asked() -> None:
    table = report((UNIT, RECEIVED, KEPT_SHARE), ("dlh", 1, None), total=(None, 1, None))
    told = json.loads(printed(table, "json", explain=True))["explained"]
    assert list(told) == ["received", "kept_share"]


# -- for people


def lines_of(text: str) -> list[list[str]]:
    """Return the cells of each line of a table, which stand at least two blanks apart."""
    return [re.split(r" {2,}", line.strip()) for line in text.splitlines()]


def test_figures_that_nobody_has_have_no_column_for_people_and_one_in_data() -> None:
    table = report((UNIT, RECEIVED, OPEN, KEPT_SHARE), ("dlh", 2, 0, None), total=(None, 2, 0, None))
    assert lines_of(printed(table))[1] == ["unit", "received"]
    assert set(json.loads(printed(table, "json"))["total"]) == {"unit", "received", "open", "kept_share"}


def test_numbers_stand_below_each_other_by_their_last_digit() -> None:
    lines = printed(report((UNIT, RECEIVED), ("dlh", 7), ("bmsda", 1234), total=(None, 1241))).splitlines()
    assert {len(line) for line in lines[1:]} == {len(lines[1])}
    assert [line.split()[-1] for line in lines[3:]] == ["7", "1234", "1241"]


@settings(max_examples=30)
@given(reports())
def test_no_name_can_break_a_table_or_write_to_the_terminal(table: ReportTable) -> None:
    """A unit may be called anything; each row stays on its line, with nothing of it read as a control."""
    text = printed(table)
    assert re.search(UNSEEN, text.replace("\n", "")) is None
    if table.rows:
        assert len(text.splitlines()) == 1 + 2 + len(table.rows) + 1


@settings(max_examples=30)
@given(reports())
def test_markdown_has_a_row_for_each_and_no_cell_ends_early(table: ReportTable) -> None:
    lines = printed(table, "md").splitlines()
    assert lines[0].startswith("# Calls by unit, 2026-11-23")
    if not table.rows:
        assert lines[2] == "no call came"
        return
    shown = [line for line in lines if line.startswith("|")]
    assert len(shown) == 2 + len(table.rows) + 1
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in shown} == {shown[0].count("|")}


def test_a_city_s_own_words_stand_above_its_places() -> None:
    table = report(WARD, ("Bekasi Timur", "Margahayu", 3), total=(None, None, 3), name="kelurahan")
    assert lines_of(printed(table, levels={"kecamatan": "district", "kelurahan": "ward"}))[1][:2] == [
        "district",
        "ward",
    ]
    assert lines_of(printed(table))[1][:2] == ["kecamatan", "kelurahan"]


def test_a_group_stands_above_its_categories_and_in_no_column() -> None:
    columns = (CATEGORY, GROUP, RECEIVED)
    table = report(
        columns,
        ("pju-mati", "jalan", 2),
        (None, "jalan", 1),
        ("sampah", None, 4),
        total=(None, None, 7),
        name="category",
    )
    groups = (
        ReportRow(("jalan",), {"category": None, "group": "jalan", "received": 3}),
        ReportRow((None,), {"category": None, "group": None, "received": 4}),
    )
    shown = lines_of(printed(table._replace(subtotals=groups)))[3:]
    assert shown == [
        ["jalan", "3"], ["· pju-mati", "2"], ["· -", "1"], ["without a group", "4"], ["· sampah", "4"], ["in all", "7"],
    ]  # fmt: skip


def test_values_that_have_a_word_have_it_in_the_user_s_language() -> None:
    columns = (ReportColumn("day", TEXT), ReportColumn("weekday", TEXT), RECEIVED)
    table = report(columns, ("2026-11-23", "mon", 1), total=(None, None, 1), name="week")
    choose("id")
    assert "sen" in printed(table)
    assert "mon" not in printed(table)
    assert json.loads(printed(table, "json"))["rows"][0]["weekday"] == "mon"
    assert "mon" in printed(table, "csv")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("unit", "no call came"),
        ("week", "no call came"),
        ("callers", "nobody called twice"),
        ("deadlines", "nothing was promised for any call of that time; [deadlines] of rules.toml does"),
    ],
)
def test_a_report_without_rows_says_so_in_a_sentence(name: str, says: str) -> None:
    text = printed(report((UNIT, RECEIVED), total=(None, 0), name=name))
    assert text.splitlines()[1:] == [says]


def test_sentences_below_a_report_stand_one_to_a_line_and_in_markdown_as_a_list() -> None:
    table = report((UNIT, RECEIVED), ("dlh", 1), total=(None, 1), name="month", moved={"logged": 1}, imported=4)
    told = [
        "Done in that time: 1 logged",
        "Of the calls 4 came by an import: what was done with them before that is not counted there",
    ]
    assert sentences_of(table) == told
    assert printed(table).splitlines()[-3:] == ["", *told]
    assert printed(table, "md").splitlines()[-3:] == ["", *(f"- {one}" for one in told)]
    assert sentences_of(report((UNIT, RECEIVED), total=(None, 1), imported=0)) == []


def test_an_explanation_is_of_the_columns_that_are_shown() -> None:
    table = report((UNIT, RECEIVED, OPEN), ("dlh", 1, 0), total=(None, 1, 0))
    text = printed(table, explain=True)
    assert "aduan list --since 2026-11-23 --until 2026-11-23 --limit 0" in text
    assert "those not over now" not in text
    assert "- **received**: calls reported in that time" in printed(table, "md", explain=True)


def test_the_columns_that_go_first_are_those_of_some_report() -> None:
    """A name in the list that no report has would be spared for nothing, one given twice hides a slip."""
    from aduan_cli.render.report_words import explanations

    assert len(set(SPARE)) == len(SPARE)
    assert set(SPARE) - {"weekday"} <= set(explanations())


class NarrowTerminal(io.StringIO):
    """A terminal, as far as it is asked whether it is one."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


@settings(max_examples=30)
@given(reports(st.text("abc dé", min_size=1, max_size=30)), st.integers(24, 90))
def test_no_line_of_a_report_is_wider_than_its_terminal(table: ReportTable, columns: int) -> None:
    out = NarrowTerminal()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setenv("COLUMNS", str(columns))
        patch.setenv("NO_COLOR", "1")
        write_report_table(table, "table", JAKARTA, {}, explain=True)
    longest = max((len(word) for word in out.getvalue().split()), default=0)
    assert all(len(line) <= max(columns, longest) for line in out.getvalue().splitlines())


def test_in_a_narrow_terminal_the_names_of_what_is_told_of_stay() -> None:
    """Figures that a report can spare go, one by one; who and how many are told in any."""
    rest = tuple(map(ReportColumn, ("information", "feedback", "answered", "referred", "rejected", "open", "late")))
    table = report((UNIT, RECEIVED, *rest), ("dlh", *range(1, 9)), total=(None, *range(1, 9)))
    out = NarrowTerminal()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setenv("COLUMNS", "40")
        patch.setenv("NO_COLOR", "1")
        write_report_table(table, "table", JAKARTA, {}, explain=False)
    head = next(line for line in out.getvalue().splitlines() if line.startswith("unit"))
    assert head.split()[:2] == ["unit", "received"]
    assert "open" in head
    assert "answered" not in head
    assert all(len(line) <= 40 for line in out.getvalue().splitlines())
