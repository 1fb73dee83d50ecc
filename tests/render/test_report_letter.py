"""Reports as a letter: both texts say the same, and no name is markup in either."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.i18n import choose, language
from aduan_cli.render.report_letter import html_letter, plain_letter
from aduan_cli.report_tables import TEXT, ReportColumn, ReportRow, ReportTable
from aduan_cli.unseen import UNSEEN
from reports import JAKARTA, KEPT_SHARE, OPEN, RECEIVED, UNIT, report, reports

WORDS = st.text("abc <>&\"'é", min_size=1, max_size=12).filter(lambda name: name == " ".join(name.split()))


class Letter(HTMLParser):
    """A letter as a program for mails reads it: its tags, its rows of cells, its headings and its paragraphs."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.texts: dict[str, list[str]] = {"h2": [], "p": [], "title": []}
        self.language = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.tags.append(tag)
        self.open.append(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"] or ""
        elif tag == "meta":
            self.open.pop()
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        """End the element that was begun last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data
        elif self.open and self.open[-1] in self.texts:
            self.texts[self.open[-1]][-1] += data


def letter(*tables: ReportTable, levels: dict[str, str] | None = None) -> Letter:
    """Return the letter with these reports, as HTML."""
    made = Letter(html_letter(tables, JAKARTA, levels or {}, language()))
    assert made.open == []
    return made


def plain_rows(table: ReportTable, levels: dict[str, str] | None = None) -> list[list[str]]:
    """Return the cells of the plain text's table, in which columns are two blanks apart; an empty one is none."""
    lines = plain_letter([table], JAKARTA, levels or {}).splitlines()
    shown = lines[1 : 4 + len(table.rows)]
    rule = shown.pop(1)
    spans = [match.span() for match in re.finditer("-+", rule)]
    return [[line[begin:end].strip() for begin, end in spans] for line in shown]


@settings(max_examples=40)
@given(reports(WORDS))
def test_both_texts_have_the_same_cells(table: ReportTable) -> None:
    """Whoever reads the one must not know more than who reads the other."""
    if table.rows:
        assert letter(table).rows == plain_rows(table)
    else:
        assert letter(table).texts["p"] == ["no call came"]


CODED = {
    "weekday": "mon",
    "clock": "resolve",
    "step": "handoff",
    "unit": "triage",
    "kind": "complaint",
}


@pytest.mark.parametrize("column", CODED)
@pytest.mark.parametrize("spoken", ["en", "id"])
def test_a_value_that_has_a_word_has_the_same_in_both_texts(column: str, spoken: str) -> None:
    """Names of weekdays, clocks and steps are told in the user's language, whatever program shows the letter."""
    choose(spoken)
    table = report((ReportColumn(column, TEXT), RECEIVED), (CODED[column], 3), total=(None, 3), name="rules")
    assert letter(table).rows == plain_rows(table)
    assert letter(table).language == spoken


def test_states_of_an_account_are_called_the_same_in_both_texts() -> None:
    choose("id")
    columns = (UNIT, *(ReportColumn(name, TEXT) for name in ("scope", "kind")), *map(ReportColumn, STATUSES))
    numbers = [*range(1, len(STATUSES) + 1)]
    table = report(columns, ("dlh", "unit", None, *numbers), total=(None, None, None, *numbers), name="day", moved={})
    assert letter(table).rows[0] == plain_rows(table)[0]
    assert "menunggu" in letter(table).rows[0]


def test_places_have_the_city_s_own_words_in_both_texts() -> None:
    columns = (ReportColumn("kecamatan", TEXT), ReportColumn("kelurahan", TEXT), RECEIVED)
    table = report(columns, ("Timur", "Margahayu", 3), total=(None, None, 3), name="kelurahan")
    levels = {"kecamatan": "district", "kelurahan": "ward"}
    assert letter(table, levels=levels).rows[0] == ["district", "ward", "received"] == plain_rows(table, levels)[0]


def test_groups_stand_above_their_categories_in_both_texts() -> None:
    columns = (ReportColumn("category", TEXT), ReportColumn("group", TEXT), RECEIVED)
    table = report(columns, ("pju-mati", "jalan", 2), total=(None, None, 2), name="category")
    group = ReportRow(("jalan",), {"category": None, "group": "jalan", "received": 2})
    shown = letter(table._replace(subtotals=(group,))).rows
    assert shown == [["category", "received"], ["jalan", "2"], ["· pju-mati", "2"], ["in all", "2"]]


def test_reports_stand_one_below_the_other_and_the_first_gives_the_title() -> None:
    tables = [
        report((UNIT, RECEIVED), ("dlh", 1), total=(None, 1), name="week", moved={"closed": 2}),
        report((UNIT, RECEIVED), total=(None, 0), name="deadlines"),
    ]
    shown = letter(*tables)
    titles = ["Account of the week 2026-11-23", "What was promised, 2026-11-23"]
    assert (shown.texts["title"], shown.texts["h2"]) == (titles[:1], titles)
    assert shown.texts["p"][0] == "Done in that time: 2 closed"
    assert shown.texts["p"][1].startswith("nothing was promised for any call of that time")
    plain = plain_letter(tables, JAKARTA, {})
    assert [plain.index(title) for title in titles] == sorted(plain.index(title) for title in titles)
    assert "\n\n\n" + titles[1] in plain


@settings(max_examples=40)
@given(reports())
def test_whatever_units_are_called_the_letter_is_made_of_our_own_elements(table: ReportTable) -> None:
    """No script, no picture, no link: a name is text. Nor is there a sign in it that isn't to be seen."""
    document = html_letter([table], JAKARTA, {}, "en")
    assert set(Letter(document).tags) <= {"html", "head", "meta", "title", "body", "h2", "p", "table", "tr", "td", "th"}
    assert "http" not in document
    assert re.search(UNSEEN, document.replace("\n", "")) is None


def test_names_stand_left_and_figures_right() -> None:
    document = html_letter([report((UNIT, RECEIVED, KEPT_SHARE, OPEN), ("dlh", 1, 50.0, 1), total=(None, 1, 50.0, 1))],
                           JAKARTA, {}, "en")  # fmt: skip
    sides = re.findall("text-align:(left|right)", document)
    assert sides == ["left", "right", "right", "right"] * 3


def test_the_plain_text_is_written_in_no_colours_though_the_terminal_has_some(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes out as a mail, whatever the terminal is from which it is sent."""
    from aduan_cli.render import colour

    colour.choose("auto")
    monkeypatch.setenv("COLUMNS", "30")
    text = plain_letter([report((UNIT, RECEIVED), ("dinas-lingkungan-hidup-kota", 1), total=(None, 1))], JAKARTA, {})
    assert "\x1b" not in text
    assert "dinas-lingkungan-hidup-kota         1" in text
