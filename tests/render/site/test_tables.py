"""Tables of pages: what stands in a terminal stands there too, each name with its page where there is one."""

from __future__ import annotations

from hypothesis import given, settings

from aduan_cli.render.report import cells_of, total_of
from aduan_cli.render.report_cells import seen
from aduan_cli.render.site.tables import Cell, PageTable, page_table
from aduan_cli.render.site.words import Key, SiteNames
from aduan_cli.report_tables import TEXT, ReportColumn, ReportTable
from reports import JAKARTA, KEPT_SHARE, OPEN, RECEIVED, UNIT, report, reports

NAMES = SiteNames("Meja", {"dlh": "Dinas LH"}, {"sampah": "Sampah"}, {"kecamatan": "district"})
DISTRICT, WARD = ReportColumn("kecamatan", TEXT), ReportColumn("kelurahan", TEXT)
NAMELESS = SiteNames("", {}, {}, {})


def nowhere(sort: str, key: Key) -> None:
    """There is no page."""


def shown(table: ReportTable, *there: tuple[str, Key], with_total: bool = True) -> PageTable:
    """Return a report as a table, where these pages are there."""

    def leads(sort: str, key: Key) -> str | None:
        return f"{sort}/{'+'.join(map(str, key))}" if (sort, key) in there else None

    return page_table(table, "Judul", NAMES, JAKARTA, leads, with_total)


def texts(cells: tuple[Cell, ...] | None) -> list[str]:
    """Return what stands in a line."""
    return [cell.text for cell in cells or ()]


@settings(max_examples=40)
@given(reports())
def test_a_page_has_the_columns_and_figures_of_the_terminal(table: ReportTable) -> None:
    """Whoever reads the site reads what `aduan report` prints, without the period before."""
    alone = table._replace(rows=tuple(row._replace(before=None) for row in table.rows),
                           total=table.total._replace(before=None))  # fmt: skip
    made = page_table(alone, "", NAMELESS, JAKARTA, nowhere)
    printed = seen(alone)
    assert [texts(row)[1:] for row in made.rows] == [
        cells_of(row, printed.columns, JAKARTA)[1:] for row in printed.rows
    ]
    assert texts(made.total) == total_of(printed.total, printed.columns, JAKARTA)
    assert {len(row) for row in (made.heads, *made.rows)} == {len(printed.columns)}
    assert [cell.number for cell in made.heads] == [column.type != TEXT for column in printed.columns]
    assert all(cell.number == head.number for row in made.rows for cell, head in zip(row, made.heads, strict=True))


def test_a_name_leads_to_its_page_and_one_without_a_page_nowhere() -> None:
    table = report((UNIT, RECEIVED), ("dlh", 2), ("bmsda", 1), (None, 1), total=(None, 4))
    made = shown(table, ("unit", ("dlh",)), ("unit", (None,)))
    assert [row[0] for row in made.rows] == [
        Cell("Dinas LH", "unit/dlh"),
        Cell("bmsda", None),
        Cell("no unit", None),
    ]
    assert all(cell.href is None for row in made.rows for cell in row[1:])


def test_a_place_leads_to_that_of_its_district() -> None:
    """Two kelurahan of one name in two kecamatan have each a page; a kecamatan has none."""
    table = report((DISTRICT, WARD, RECEIVED), ("A", "Jaya", 2), ("B", "Jaya", 1), total=(None, None, 3))
    rows = [row._replace(key=(row.values["kecamatan"], row.values["kelurahan"])) for row in table.rows]
    made = shown(table._replace(rows=tuple(rows)), ("kelurahan", ("B", "Jaya")), ("kelurahan", ("Jaya",)))
    assert [[cell.href for cell in row] for row in made.rows] == [[None, None, None], [None, "kelurahan/B+Jaya", None]]
    assert texts(made.heads) == ["District", "Kelurahan", "Received"]


def test_the_last_line_names_only_what_is_the_same_in_all() -> None:
    table = report((UNIT, ReportColumn("clock", TEXT), RECEIVED), ("dlh", "resolve", 2), total=(None, "resolve", 2))
    assert texts(shown(table).total) == ["in all", "resolve", "2"]
    assert texts(shown(report((UNIT, WARD, RECEIVED), ("dlh", "A", 2), total=(None, None, 2))).total) == [
        "in all",
        "",
        "2",
    ]
    assert shown(table, with_total=False).total is None


def test_what_nobody_has_has_no_column_and_a_place_of_nothing_no_line() -> None:
    table = report(
        (WARD, RECEIVED, OPEN, KEPT_SHARE),
        ("A", 0, 0, None),
        ("B", 1, 0, None),
        total=(None, 1, 0, None),
        never_call={},
    )
    made = shown(table)
    assert texts(made.heads) == ["Kelurahan", "Received"]
    assert [texts(row) for row in made.rows] == [["B", "1"]]
