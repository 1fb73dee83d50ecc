"""`aduan unit`."""

from __future__ import annotations

import csv
import io

import pytest

from office import Office

KEYS = ["id", "name", "parent", "owner", "outside", "aliases", "contact", "referral", "categories", "crews"]


def test_list_has_units_crews_offices_and_outside_bodies(office: Office) -> None:
    """Every unit that a decision can name is there once, with all keys in order."""
    rows = office.run("unit", "list", "--format", "json").data
    assert all(list(row) == KEYS for row in rows)
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert set(ids) == {
        "dlh", "disdamkar", "kecamatan", "kecamatan-bekasi-timur", "kecamatan-bekasi-utara", "bmsda", "bmsda-pju",
        "bmsda-jalan", "pln",
    }  # fmt: skip
    by_id = {row["id"]: row for row in rows}
    assert by_id["bmsda-pju"]["parent"] == "bmsda"
    assert by_id["bmsda-pju"]["owner"] == "bmsda"
    assert by_id["bmsda-pju"]["categories"] == ["pju-mati"]
    assert by_id["bmsda"]["crews"] == ["bmsda-pju", "bmsda-jalan"]
    assert by_id["pln"]["outside"] is True
    assert by_id["pln"]["referral"] == "Hubungi PLN di 123."


@pytest.mark.parametrize("name", ["dlh", "DLH", "DINAS LH", "dinas-lh", "Dinas Lingkungan Hidup"])
def test_show_takes_any_spelling(office: Office, name: str) -> None:
    """The id, an alias and the full name, in any case and with any separators, show the same unit."""
    row = office.run("unit", "show", name, "--format", "json").data
    assert (row["id"], row["contact"], row["categories"]) == ("dlh", "1500444", ["sampah"])


def test_show_of_an_outside_body(office: Office) -> None:
    """An outside body is shown with what the caller is told."""
    out = office.run("unit", "show", "PLN UP3").out
    assert "Hubungi PLN di 123." in out
    assert "listrik" in out


def test_show_counts_the_calls_of_a_unit_and_its_crews_by_state(office: Office) -> None:
    """In the order of a complaint's life; in words where people read it, and nothing where there are none."""
    assert office.run("unit", "show", "bmsda", "--format", "json").data["calls"] == {}
    assert "Calls" not in office.run("unit", "show", "bmsda").out
    first = office.log("pju mati")
    office.log("jalan rusak")
    office.log("sampah")
    assert office.run("ack", first).code == 0
    assert office.run("unit", "show", "DBMSDA", "--format", "json").data["calls"] == {"routed": 1, "acknowledged": 1}
    assert office.run("unit", "show", "bmsda-pju", "--format", "json").data["calls"] == {"acknowledged": 1}
    shown = office.run("--lang", "id", "unit", "show", "bmsda").out
    assert shown.splitlines()[-1].split(maxsplit=1) == ["Panggilan", "menunggu 1, diterima 1"]


def test_unknown_unit_exits_4(office: Office) -> None:
    """A unit that isn't there exits 4 and names the nearest; triage is told to be no unit."""
    ran = office.run("unit", "show", "bmsad")
    assert (ran.code, ran.out) == (4, "")
    assert "did you mean 'bmsda'?" in ran.err
    assert office.run("unit", "show", "triage").code == 4


def test_formats(office: Office) -> None:
    """CSV has every column, lists joined by `;`; the table the ones that fit a line; show of one is an object."""
    rows = list(csv.DictReader(io.StringIO(office.run("unit", "list", "--format", "csv").out)))
    assert list(rows[0]) == KEYS
    assert next(row for row in rows if row["id"] == "bmsda")["crews"] == "bmsda-pju;bmsda-jalan"
    assert office.run("unit", "list").out.splitlines()[0].split() == ["id", "name", "parent", "contact", "categories"]
    assert len(office.run("unit", "list", "--format", "jsonl").out.splitlines()) == 9
    assert office.run("unit", "list", "--format", "md").out.startswith("| id")


def test_needs_no_data_and_global_options_stand_anywhere(office: Office) -> None:
    """The units are shown without a database, which isn't made; --desk may stand at any of the three places."""
    desk = str(office.folder)
    for arguments in (
        ["--desk", desk, "unit", "list"],
        ["unit", "--desk", desk, "list"],
        ["unit", "list", "--desk", desk],
    ):
        assert "bmsda-pju" in office.run(*arguments).out
    assert not office.file.exists()


def test_as_a_process(office: Office) -> None:
    """The installed command lists and shows units, and its group has help."""
    assert "bmsda-pju" in office.spawn("unit", "list").out
    assert office.spawn("unit", "show", "dbmsda", "--format", "json").data["id"] == "bmsda"
    helped = office.spawn("unit", "--help")
    assert helped.code == 0
    assert "show" in helped.out
