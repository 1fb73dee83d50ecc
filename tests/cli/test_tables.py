"""Every table on a real terminal: no line breaks, and an officer sees at 80 columns what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from reading_desk import NOW, Office

from aduan_cli.render.widths import width
from processes import clean_environment, on_terminal

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


def line(desk: Path, *arguments: str) -> list[str]:
    return ["--desk", str(desk), "--lang", "en", "--now", NOW, *arguments]


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("table", TABLES, ids=" ".join)
def test_no_line_of_any_table_is_wider_than_the_terminal(desk: Path, table: tuple[str, ...], columns: int) -> None:
    """Whatever is in it: units with long names, wide characters, nothing at all."""
    shown, _said = on_terminal(columns, line(desk, *table), desk.parent)
    lines = shown.split("\n")
    assert len(lines) > 2
    assert [text for text in lines if width(text) > columns] == []


def test_a_list_at_eighty_columns(desk: Path) -> None:
    """Urgent, the hour of today's, who has it, what it is about; and each short ticket is one that `show` takes."""
    shown, _said = on_terminal(80, line(desk, "list"), desk.parent)
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
