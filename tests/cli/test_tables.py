"""Every table on a real terminal: no line breaks, and an officer sees at 80 columns what to do."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.cli.entry import run
from aduan_cli.i18n import choose
from aduan_cli.render import colour
from aduan_cli.render.widths import width
from office import NOW, Office
from processes import clean_environment
from terminal import Terminal
from thorough import examples

pytestmark = pytest.mark.of_file  # One desk is made for all, and its file copied.

LONG = """
[units.dinas-kependudukan-pencatatan-sipil]
name = "Dinas Kependudukan dan Pencatatan Sipil Kota yang Namanya Panjang Sekali"
contact = "021-80000000 (jam kerja), 021-80000001"
[categories.surat-keterangan-pindah-penduduk]
unit = "dinas-kependudukan-pencatatan-sipil"
text = ["pindah penduduk", "surat keterangan"]
"""
TABLES = (
    ("list",), ("search", "jalan"), ("unit", "list"), ("plugin", "list"), ("plugin", "doctor"), ("rules", "show"),
    ("rules", "history"), ("route", "1", "2", "--dry-run"), ("route", "--text", "lampu jalan mati"),
)  # fmt: skip
MORE = (
    ("list", "--columns", "ticket,text,place,caller.name,reported_at,sources"), ("plugin", "discover"),
    ("rules", "test", "--format", "table"), ("rules", "test", "--coverage"), ("rules", "backtest", "--each"),
    ("rules", "backtest"), ("rules", "diff", "--format", "table"), ("rules", "check", "--format", "table"),
    ("show", "1"), ("why", "1"), ("unit", "show", "dlh"),
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk with calls in Indonesian, Chinese and emoji, of today, yesterday and last year."""

    class Nothing:
        def readouterr(self) -> None: ...

    folder = tmp_path_factory.mktemp("meja")
    office = Office(folder, Nothing())
    rules = (office.folder / "rules.toml").read_text(encoding="utf-8")
    office.write_rules(rules.replace("[categories.sampah]", LONG + "[categories.sampah]"))
    for text, more in (
        ("Melaporkan kebakaran 🚒🔥 di Jl. Mawar RT 04 RW 11 Kel. Margahayu, api sudah besar", ()),
        ("Melaporkan jalan berlubang dalam sekali di depan SDN 3 Kel. Duren Jaya", ("--at", "2026-11-22 03:00")),
        ("Melaporkan jalan rusak 路灯坏了，很黑 depan Pasar Baru Kel. Teluk Pucung", ("--at", "2025-11-22 03:00")),
        ("pindah penduduk e\u0301 👨\u200d👩\u200d👧 surat jalan keterangan di sekolah", ()),
    ):
        assert office.spawn("log", text, *more).code == 0
    return office.folder


class Wide(io.StringIO):
    """A terminal as wide as COLUMNS says."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_columns_that_are_named_are_all_shown(desk: Path, columns: int) -> None:
    """Whatever the width, and be there nothing in them: as heads, or beside each value."""
    named = ["ticket", "category", "status", "place", "channel", "answer", "kecamatan", "caller.address", "text"]
    shown = shown_by(desk, columns, "list", "--columns", ",".join(named))
    found = {word for line in shown for word in line.split()}
    assert [name for name in named if name not in found] == []


def shown_by(desk: Path, columns: int, *arguments: str) -> list[str]:
    """Return the lines that a command shows in a terminal of so many columns, run in this process."""
    out = Wide()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        patch.setattr(sys, "stdout", out)
        with pytest.raises(SystemExit):
            run(line(desk, *arguments))
    choose(None)
    colour.choose("auto")
    return out.getvalue().split("\n")


def line(desk: Path, *arguments: str) -> list[str]:
    return ["--desk", str(desk), "--lang", "en", "--now", NOW, *arguments]


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("table", TABLES, ids=" ".join)
def test_no_line_of_any_table_is_wider_than_the_terminal(desk: Path, table: tuple[str, ...], columns: int) -> None:
    """Whatever is in it: units with long names, wide characters, nothing at all."""
    shown = Terminal(desk, *line(desk, *table), on=("stdout",), size=(24, columns)).end(60)[2]
    lines = shown.split("\n")
    assert len(lines) > 2
    assert [text for text in lines if width(text) > columns] == []


@pytest.mark.slow
@settings(max_examples=examples(8))
@given(
    st.integers(40, 200),
    st.sampled_from([("--lang", "en"), ("--lang", "id")]),
    st.sampled_from([("--color", "never"), ("--color", "always")]),
)
@pytest.mark.parametrize("table", TABLES + MORE, ids=" ".join)
def test_every_table_fits_at_every_width(
    desk: Path, table: tuple[str, ...], columns: int, language: tuple[str, str], coloured: tuple[str, str]
) -> None:
    """In both languages; colours take no room, and nothing but them is different."""
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", text) for text in shown_by(desk, columns, *table, *language, *coloured)]
    assert [text for text in lines if width(text) > columns] == []
    assert lines == shown_by(desk, columns, *table, *language, "--color", "never")


def test_a_table_says_in_eighty_columns_what_it_is_for(desk: Path) -> None:
    """Ids are whole, and who looks up how a rule reads finds its words: a text stands below where there is no room."""
    units = shown_by(desk, 80, "unit", "list")
    assert (units[0].split(), units[1]) == (["id", "name", "contact"], "    categories")
    assert any(text.startswith("dinas-kependudukan-pencatatan-sipil  Dinas Kependudukan") for text in units)
    assert "    surat-keterangan-pindah-penduduk" in units
    rules = shown_by(desk, 80, "rules", "show")
    at = next(number for number, text in enumerate(rules) if "surat-keterangan-pindah-penduduk" in text)
    assert rules[at + 1] == "    text pindah penduduk, surat keterangan"
    doctor = shown_by(desk, 80, "plugin", "doctor")
    assert doctor[0].split() == ["name", "state", "calls", "failures", "in_row"]


def test_no_word_is_broken_where_the_text_has_more_of_them(desk: Path) -> None:
    """A cell is cut between words."""
    texts = [text for text in shown_by(desk, 80, "list") if text.endswith("…")]
    assert texts
    for text in texts:
        last = text[:-1].split()[-1]
        assert (
            f" {last} "
            in "Melaporkan kebakaran 🚒🔥 di Jl. Mawar RT 04 RW 11 Kel. jalan berlubang dalam sekali di depan SDN 3 "
            "rusak 路灯坏了，很黑 Pasar Baru Teluk Pucung pindah penduduk surat jalan "
        )


def test_a_search_shows_the_words_that_it_found(desk: Path) -> None:
    """However far behind they stand, in each width; with what stands before them, not only the words alone."""
    for columns in (40, 60, 80, 120, 159):
        assert any("Pucung" in text for text in shown_by(desk, columns, "search", "pucung"))
        assert any("SDN 3" in text for text in shown_by(desk, columns, "search", '"sdn 3"'))
        assert any("Margahayu" in text for text in shown_by(desk, columns, "search", "margah*"))


def test_a_list_at_eighty_columns(desk: Path) -> None:
    """Urgent, the hour of today's, who has it, what it is about; and each short ticket is one that `show` takes."""
    shown = Terminal(desk, *line(desk, "list"), on=("stdout",), size=(24, 80)).end(60)[2]
    head, _rule, *rows = shown.rstrip("\n").split("\n")
    assert head.split() == ["ticket", "at", "!", "status", "unit", "text"]
    by_ticket = {row.split()[0]: row for row in rows}
    fire = next(row for row in rows if "🚒" in row)
    assert fire.split()[1:5] == ["14:05", "!!", "routed", "disdamkar"]
    assert "kebakaran 🚒🔥 di Jl. Mawar" in fire
    for ticket in by_ticket:
        shown = [sys.executable, "-m", "aduan_cli", *line(desk, "show", ticket)]
        assert subprocess.run(shown, env=clean_environment(desk.parent), stdout=subprocess.DEVNULL).returncode == 0


def test_a_file_gets_the_values_whole(desk: Path) -> None:
    """What a script reads is not made to fit anything, whatever COLUMNS says."""
    command = [sys.executable, "-m", "aduan_cli", *line(desk, "list")]
    environment = {**clean_environment(desk.parent), "COLUMNS": "40"}
    out = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout.decode()
    assert "UJI-261122-0001" in out
    assert "2025-11-22 03:00" in out
    assert "!! emergency" in out
    assert "di depan SDN 3 Kel. Duren Jaya" in out
    assert "…" not in out
