"""On the screen an Indonesian officer reads Indonesian; what programs read is the same in every language."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from aduan_cli.cli.root import COMMANDS
from aduan_cli.column_words import COLUMNS
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.model import PRIORITIES, STEPS
from aduan_cli.value_words import INDONESIAN
from office import Office

SAID = "Melaporkan kebakaran di Kel. Margahayu"
ENGLISH = {*STATUSES, *PRIORITIES, "complaint", "information", "handoff", "logged", "given", "phone", "in_force"}


@pytest.fixture
def office(office: Office) -> Office:
    office.log(SAID)
    office.log("menanyakan ktp")
    office.log("melaporkan jalan rusak", "-p", "high", "--channel", "telepon")
    return office


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("list",), ["tiket", "status", "prioritas", "isi", "menunggu", "dijawab", "!! darurat", "! tinggi"]),
        (("list", "--format", "md"), ["tiket", "menunggu", "!! darurat"]),
        (
            ("list", "--columns", "kind,step,channel"),
            ["jenis", "langkah", "saluran", "pengaduan", "sambungan", "telepon"],
        ),
        (("search", "kebakaran"), ["tiket", "isi", "menunggu"]),
        (("show", "1"), ["menunggu", "darurat", "pengaduan", "telepon", "sambungan · api", "dicatat  sari"]),
        (
            ("why", "1", "-v"),
            ["Langkah", "sambungan: darurat yang", "jenis: pengaduan", "pengaduan  [isi]", "1. sambungan"],
        ),
        (("why", "1"), ["Unit", "darurat yang langsung", "jenis: pengaduan", "Aturan", "rules.toml:"]),
        (("why", "3"), ["unit dari kategorinya", "kategori jalan-rusak  (plugins/bmsda/plugin.toml:"]),
        (("why", "3", "-v"), ["kategori: unit dari kategorinya", "tinggi  [diberikan]"]),
        (("rules", "show"), ["langkah", "jumlah", "bila", "sambungan"]),
        (("rules", "history"), ["revisi", "diterima", "petugas", "file"]),
        (("route", "1", "--dry-run"), ["semula", "menunggu", "langkah", "aturan", "sambungan"]),
        (("route", "--text", SAID), ["jenis", "prioritas", "pengaduan", "darurat"]),
        (("rules", "test", "--text", SAID), ["jenis", "pengaduan", "darurat", "langkah", "sambungan"]),
        (("unit", "list"), ["nama", "induk", "kontak", "kategori"]),
        (("plugin", "list"), ["keadaan", "berlaku", "pemilik"]),
        (("plugin", "doctor"), ["keadaan", "berlaku", "panggilan", "beruntun"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_what_is_shown_is_indonesian(office: Office, command: tuple[str, ...], words: list[str]) -> None:
    """Heads, labels and values; no English value is left."""
    out = office.run(*command, "--lang", "id").out
    assert [word for word in words if word not in out] == []
    rest = re.sub(r"(\[[x ]\]|kind|text|not) .*", "", out)  # conditions are quoted as the files write them
    assert sorted(ENGLISH & set(re.findall(r"[a-z_]+", rest))) == []


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "tsv"])
@pytest.mark.parametrize(
    "command", [("list",), ("why", "1"), ("rules", "show"), ("unit", "list"), ("plugin", "list")], ids=" ".join
)
def test_what_programs_read_is_the_same_in_both_languages(
    office: Office, command: tuple[str, ...], format_: str
) -> None:
    told = [office.run(*command, "--format", format_, "--lang", language).out for language in ("en", "id")]
    assert told[0] == told[1]


def test_columns_are_asked_for_by_the_names_that_the_screen_shows(office: Office) -> None:
    """In either language, whichever is spoken; and by the field's own name always."""
    wanted = office.run("list", "--columns", "ticket,text,caller.name,reported_at").out
    assert office.run("list", "--columns", "Tiket,isi,penelepon.nama,dilaporkan").out == wanted
    assert office.run("list", "--sort", "prioritas").out == office.run("list", "--sort", "priority").out
    assert office.run("list", "--format", "json", "--columns", "tiket,jenis").data[0].keys() == {"ticket", "kind"}
    refused = office.run("list", "--columns", "tikt", "--lang", "id")
    assert (refused.code, "maksudnya 'tiket'" in refused.err) == (2, True)


def test_what_the_officer_reads_after_a_call_is_indonesian(office: Office) -> None:
    said = office.run("log", SAID, "--lang", "id").err
    assert "pengaduan/kebakaran · darurat" in said


def test_every_column_of_every_table_has_an_indonesian_head() -> None:
    """And no two columns of one table have the same."""
    tables = []
    for module, _help in COMMANDS.values():
        found = importlib.import_module(f"aduan_cli.cli.{module}")
        folder = Path(found.__file__ or "").parent
        files = (
            folder.glob("*.py")
            if (folder / "__init__.py") == Path(found.__file__ or "")
            else [Path(found.__file__ or "")]
        )
        for file in files:
            name = f"aduan_cli.cli.{module}" + (
                f".{file.stem}" if file.stem != found.__name__.rpartition(".")[2] else ""
            )
            one = importlib.import_module(name.removesuffix(".__init__"))
            tables += [value for key, value in vars(one).items() if key.endswith("_TABLE")]
    assert len(tables) >= 8
    for table in tables:
        heads = [COLUMNS.get(column, column) for column in table]
        # The levels of places are as the desk calls them.
        assert [column for column in table if column not in {*COLUMNS, "!", "kecamatan", "kelurahan"}] == []
        assert len(set(heads)) == len(heads)
    assert set(INDONESIAN["step"]) == set(STEPS)


def test_sentences_are_indonesian_too(office: Office) -> None:
    """A state, a kind or a field within a sentence is what the tables call it."""
    office.log("menanyakan sesuatu", "--kind", "information")
    told = [
        office.run(*command, "--lang", "id").err
        for command in (
            ("route", "4"),
            ("route", "2", "--priority", "high"),
            ("route", "3", "--kind", "information"),
            ("route", "3", "--kind", "information", "--reason", "hanya bertanya"),
            ("route", "3", "--to", "dlh", "--kind", "information", "--reason", "x"),
            ("list", "--status", "menungu"),
            ("list", "--kind", "aduann"),
            ("log", "sampah", "-p", "gawat"),
            ("list", "-v", "--sort", "reported_at"),
        )
    ]
    assert all(told), told
    assert sorted({*ENGLISH, "reported_at", "answered"} & set(re.findall(r"[a-z_]+", " ".join(told)))) == [], told
    assert "berstatus dijawab" in told[0]
    assert "maksudnya 'menunggu'" in told[5]


def test_what_an_import_tells_is_indonesian_too(office: Office) -> None:
    """Which fields of a record differ, and the state that stays."""
    record = office.run("list", "--limit", "1", "--reveal", "--format", "jsonl").out
    path = office.folder / "lagi.jsonl"
    path.write_text(record.replace("jalan rusak", "jalan amblas").replace('"high"', '"low"'), encoding="utf-8")
    told = office.run("import", str(path), "--lang", "id").err
    assert "(isi, prioritas)" in told
    path.write_text(record.replace('"unit": "', '"unit": null, "bukan": "'), encoding="utf-8")
    told = office.run("import", str(path), "--lang", "id").err
    assert "status" in told
    assert "routed" not in told
