"""`aduan report html`: the site says what the reports say, of no person, without a script; each of its links leads."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from office import Office

NAME, PHONE, HOME, WORDS = "Suprihatin", "0812-5550-0101", "Perumahan Rahasia blok Q9", "berserakan"
AT_END = "2026-11-25 08:00"
MORE = """
[deadlines]
resolve = "1d"
[kelurahan]
"Margahayu" = { inhabitants = 2000 }
"""
CALLER = ("--phone", PHONE, "--name", NAME, "--caller-address", HOME)
CALLS = (
    ("2026-11-16 08:00", f"Melaporkan sampah {WORDS} di Kel. Margahayu, hubungi {PHONE}", *CALLER),
    ("2026-11-17 15:00", "Melaporkan sampah di Kel. Duren Jaya", *CALLER),
    ("2026-11-22 23:50", "Melaporkan sampah di pasar"),
    ("2026-11-23 08:00", f"Melaporkan sampah di Kel. Margahayu bu {NAME}", "--address", HOME),
    ("2026-11-23 08:10", "Menanyakan ktp", "--answer", f"baik bu {NAME}"),
    ("2026-11-23 08:20", "Melaporkan kebakaran di Teluk Pucung"),
    ("2026-11-23 08:30", "Melaporkan listrik padam"),
    ("2026-11-23 08:40", "Melaporkan sesuatu yang aneh"),
)
DONE = (
    f"resolve 261116-1 --result 'Diangkut oleh {NAME}' --now '2026-11-16 18:00'",
    "close 261116-1 --by desk --now '2026-11-17 09:00'",
    "reject 261122-1 --reason hoax --now '2026-11-23 07:00'",
)
VOID = {"meta", "link", "br", "img"}


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with calls of two weeks, and what was done with them."""
    fresh_office.write_rules(MORE + (fresh_office.folder / "rules.toml").read_text(encoding="utf-8"))
    for at, *words in CALLS:
        assert fresh_office.run("log", *words, "--now", at, "--actor", "Dewi Petugas").code == 0
    for line in DONE:
        assert fresh_office.run(*shlex.split(line), "--actor", "Dewi Petugas").code == 0, line
    return fresh_office


class Page(HTMLParser):
    """What a page has: its elements that were left open (none), links, headings, ids, tables, and its language."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.tables: list[list[list[str]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if (self.open and self.open[-1] in ("td", "th")) or ("a" in self.open[-1:] and {"td", "th"} & set(self.open)):
            self.tables[-1][-1][-1] += data

    def of(self, name: str) -> list[str]:
        """Return the values of an attribute."""
        return [str(attributes[name]) for _tag, attributes in self.tags if attributes.get(name) is not None]


def make(office: Office, *more: str, folder: str = "web") -> Path:
    place = office.folder / folder
    done = office.run("report", "html", str(place), *more, "--now", AT_END)
    assert done.code == 0, done.err
    return place


def pages(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.html")}


def state_of(folder: Path) -> dict[str, int]:
    """Return each file's number on the disk: a file that is written anew has another one."""
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*") if path.suffix == ".html"}


def report(office: Office, *words: str) -> Any:
    return office.run("report", *words, "--format", "json", "--now", AT_END).data


def rows_of(folder: Path, name: str, table: int = 0) -> list[dict[str, str]]:
    heads, *rows = Page((folder / name).read_text("utf-8")).tables[table]
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.parametrize(("name", "file"), [("unit", "units"), ("category", "categories"), ("kelurahan", "places")])
def test_its_figures_are_those_of_the_reports(office: Office, name: str, file: str) -> None:
    told = report(office, name)
    rows = rows_of(make(office), f"{file}.html")
    figures = [key for key in ("received", "complaints", "open", "late") if key in told["total"]]
    wanted = [[str(row[key]) for key in figures] for row in told["rows"] if row["received"] or row.get("residents")]
    shown = [[row[key.capitalize()] for key in figures] for row in rows]
    assert sorted(shown[:-1]) == sorted(wanted)
    assert shown[-1] == [str(told["total"][key]) for key in figures]
    assert rows[-1]["Received"] == "8"


def test_weeks_hours_and_promises_are_those_of_the_reports(office: Office) -> None:
    folder = make(office)
    weeks, hours = rows_of(folder, "index.html", 0), rows_of(folder, "index.html", 1)
    assert [(row["Week"], row["Received"]) for row in weeks[-3:-1]] == [("2026-11-16", "3"), ("2026-11-23", "5")]
    assert [row["Received"] for row in hours if row["Hour"] == "08:00"] == ["6"]
    assert [row["Mon"] for row in hours if row["Hour"] == "08:00"] == ["6"]
    told = report(office, "deadlines")
    rows = rows_of(folder, "promises.html")
    assert [row["Promised"] for row in rows] == [str(row["promised"]) for row in (*told["rows"], told["total"])]


@pytest.mark.parametrize("more", [(), ("--public",)])
@pytest.mark.parametrize("language", ["en", "id"])
def test_no_page_says_anything_of_a_person(office: Office, more: tuple[str, ...], language: str) -> None:
    """Neither phone, name, home nor words of a caller, nor an answer, nor an officer's name is in any byte."""
    folder = make(office, "--lang", language, *more)
    said = "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()).casefold()
    secret = [
        NAME,
        PHONE,
        PHONE.replace("-", ""),
        "55500101",
        "Rahasia",
        "Q9",
        WORDS,
        "Petugas",
        "Dewi",
        "UJI-2611",
        "hubungi",
        "Diangkut",
    ]
    assert [one for one in secret if one.casefold() in said] == []


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_page_is_whole_and_can_be_read_by_all(office: Office, language: str) -> None:
    folder = make(office, "--lang", language)
    assert len(pages(folder)) > 12
    for name, text in pages(folder).items():
        page = Page(text)
        tags = [tag for tag, _attributes in page.tags]
        assert tags.count("h1") == 1
        assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
        assert page.of("lang") == [language]
        assert len(set(page.of("id"))) == len(page.of("id")), name
        assert {"script", "style", "iframe", "object"}.isdisjoint(tags)
        assert not any(attribute.startswith("on") for _tag, attributes in page.tags for attribute in attributes)
        assert "http:" not in text
        assert "https:" not in text
        for said in page.of("aria-labelledby"):
            assert set(said.split()) <= set(page.of("id"))
        charts = tags.count("svg")
        assert (tags.count("desc"), tags.count("title")) >= (charts, charts + 1)
        assert tags.count("caption") == tags.count("table")
        for link in page.of("href"):
            assert (folder / name).parent.joinpath(link.partition("#")[0] or ".").exists(), (name, link)


def test_a_second_run_writes_what_changed_and_nothing_else(office: Office) -> None:
    folder = make(office)
    before = state_of(folder)
    assert office.run("report", "html", str(folder), "--now", AT_END).err.endswith("0 files written, 0 removed\n")
    assert state_of(folder) == before
    office.run("log", "Melaporkan listrik padam", "--now", "2026-11-24 09:00")
    after = state_of(make(office))
    written = {name for name in after if after[name] != before.get(name)}
    assert {"index.html", "units.html", "unit/pln.html", "category/listrik.html"} <= written
    assert {"unit/dlh.html", "category/sampah.html", "about.html"}.isdisjoint(written)


def test_pages_that_are_no_more_go_and_what_is_not_ours_stays(office: Office) -> None:
    folder = make(office)
    (folder / "unit" / "notes.html").write_text("mine")
    assert (folder / "category" / "kebakaran.html").exists()
    make(office, "--until", "2026-11-20")
    assert not (folder / "category" / "kebakaran.html").exists()
    assert (folder / "unit" / "notes.html").read_text() == "mine"


def test_a_folder_with_other_pages_is_left_as_it_is(office: Office) -> None:
    (office.folder / "web").mkdir()
    (office.folder / "web" / "index.html").write_text("mine")
    done = office.run("report", "html", str(office.folder / "web"))
    assert (done.code, (office.folder / "web" / "index.html").read_text()) == (2, "mine")
    assert "aren't this desk's" in done.err


def test_without_the_library_it_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr("aduan_cli.render.site.charts.find_spec", lambda name: None if name == "svg" else found(name))
    done = office.run("report", "html", str(office.folder / "web"))
    assert (done.code, "pip install svg.py" in done.err, (office.folder / "web").exists()) == (2, True, False)


def test_a_map_shows_the_places_that_it_has(office: Office) -> None:
    ring = [[107.0, -6.2], [107.1, -6.2], [107.1, -6.3], [107.0, -6.2]]
    feature = {
        "type": "Feature",
        "properties": {"kelurahan": "Margahayu", "kecamatan": "Bekasi Timur"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    (office.folder / "maps").mkdir()
    whole = {"type": "FeatureCollection", "features": [feature]}
    (office.folder / "maps" / "kelurahan.geojson").write_text(json.dumps(whole))
    text = (make(office) / "places.html").read_text("utf-8")
    assert text.count('class="area h6"') == 1
    assert "<title>Margahayu, Bekasi Timur: 2</title>" in text
    assert 'd="M 0.0 0.0 L 480.0 0.0 L 480.0 482.9 L 0.0 0.0 Z' in text


def test_what_a_desk_calls_things_is_no_markup(office: Office) -> None:
    text = (office.folder / "rules.toml").read_text(encoding="utf-8")
    office.write_rules(text.replace('name = "Dinas Lingkungan Hidup"', 'name = "Dinas <b>& \\"Hidup\\""'))
    folder = make(office)
    for name, said in pages(folder).items():
        Page(said)
        assert "<b>" not in said, name
    assert "Dinas &lt;b&gt;&amp; " in (folder / "units.html").read_text("utf-8")


def test_for_citizens_no_line_says_from_where_nobody_calls(office: Office) -> None:
    time = ("--since", "2026-11-23", "--until", "2026-11-23")
    assert "Duren Jaya" in pages(make(office, *time))["places.html"]
    folder = make(office, *time, "--public")
    assert "Duren Jaya" not in pages(folder)["places.html"]
    assert [row for row in rows_of(folder, "places.html") if row["Received"] == "0"] == []
    assert "Margahayu" in pages(folder)["places.html"]


def test_for_citizens_categories_are_named_that_are_published(office: Office) -> None:
    text = (office.folder / "rules.toml").read_text(encoding="utf-8")
    office.write_rules(text + '\n[open311]\ncategories = ["sampah"]\n')
    folder = make(office, "--public")
    assert {name for name in pages(folder) if name.startswith("category/")} == {"category/sampah.html"}
    said = "".join(pages(folder).values())
    assert [word for word in ("listrik", "kebakaran/", "Rejected", "Residents", "By shift") if word in said] == []
    rows = rows_of(folder, "categories.html")
    assert {row["Category"]: row["Received"] for row in rows} == {
        "sampah": "4",
        "all others together": "4",
        "in all": "8",
    }


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 has it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    least, most = sorted((light(one), light(other)))
    return (most + 0.05) / (least + 0.05)


def test_every_colour_stands_out_enough_light_and_dark(office: Office) -> None:
    """Words by 4.5 as WCAG 2 asks, bars by 3; the pale columns have the full ones in front of them and a table."""
    css = (make(office) / "style.css").read_text("utf-8")
    schemes = re.findall(r":root \{([^}]*)\}", css)
    assert len(schemes) == 3
    for scheme in schemes[:2]:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", scheme))
        for words in ("ink", "dim", "link"):
            assert contrast(colours[words], colours["paper"]) >= 4.5, words
            assert contrast(colours[words], colours["soft"]) >= 4.5, words
        for bar in ("s0", "s1", "s2", "c1"):
            assert contrast(colours[bar], colours["paper"]) >= 3, bar


CHANGES = (
    (AT_END, "ack 261117-1"),
    (AT_END, "log 'Melaporkan sampah di Kel. Margahayu'"),
    (AT_END, "edit 261117-1 --category listrik --reason salah"),
    (AT_END, "reopen 261116-1 --reason belum"),
    (AT_END, "reject 261123-1 --reason hoax"),
    ("2026-12-05 08:00", "whoami"),
    ("2026-12-05 09:00", "person erase 0812-5550-0101 --reason surat --yes"),
    ("2026-12-06 09:00", "merge 261123-3 --into 261123-5 --yes"),
)


@pytest.mark.slow
def test_running_on_is_the_same_as_making_it_anew(office: Office) -> None:
    """After every kind of change, and when promises are over, what was remembered gives what a fresh count gives."""
    between = ("--since", "2026-10-12", "--until", "2026-12-13")
    web = office.folder / "web"
    assert office.run("report", "html", str(web), *between, "--now", AT_END).code == 0
    for number, (now, line) in enumerate(CHANGES):
        done = office.run(*shlex.split(line), "--now", now)
        assert done.code == 0, (line, done.err)
        fresh = office.folder / f"fresh-{number}"
        assert office.run("report", "html", str(web), *between, "--now", now).code == 0
        assert office.run("-q", "report", "html", str(fresh), *between, "--now", now, "--anew").code == 0
        assert pages(web) == pages(fresh), line


@pytest.mark.slow
def test_what_is_remembered_is_of_this_time_and_may_be_lost_or_damaged(office: Office) -> None:
    """Another time has its own sums, a going back in time counts anew, and a damaged file is no harm."""
    first = pages(make(office, "--since", "2026-10-12"))
    make(office, "--since", "2026-11-02", folder="other")
    assert pages(make(office, "--since", "2026-10-12", folder="again")) == first
    for path in sorted((office.folder / ".aduan" / "figures").iterdir()):
        path.write_bytes(path.read_bytes()[:-3])
        assert pages(make(office, "--since", "2026-10-12", folder=f"after-{path.stem}")) == first


def test_a_bar_stands_for_something_and_where_there_is_nothing_a_sentence_says_so(office: Office) -> None:
    """No line of zeros, no figure that is nothing in every line; nothing of files that a reader doesn't know."""
    for line in ("reject 261117-1 --reason hoax", "reject 261123-1 --reason hoax", "reject 261123-3 --reason hoax"):
        office.run(*shlex.split(line), "--now", AT_END)
    folder = make(office, "--since", "2026-11-20", "--until", "2026-11-20")
    promises = (folder / "promises.html").read_text("utf-8")
    assert "Nothing that came in that time is open or late." in promises
    assert "Nothing was promised for calls of that time." in promises
    assert "rules.toml" not in promises
    for text in pages(make(office, folder="all")).values():
        for chart in re.findall(r"<figure>.*?</figure>", text, re.S):
            if 'id="chart-kept-t"' in chart:
                continue  # That nothing was done in time is something.
            bars = re.findall(r'class="label".*?(?=class="label"|</figure>)', chart, re.S)
            assert all("<rect" in bar for bar in bars)
            assert ">0</text>" not in "".join(bars)
