"""`aduan list --view`: the saved lists of `[views]`."""

from __future__ import annotations

import pytest

from office import RULES, Office

VIEWS = """
[views.antrean]
title = "Yang menunggu"
status = ["new", "routed"]
sort = "category"
columns = ["tiket", "status", "text"]
[views.lainnya]
unit = ["!bmsda", "!DINAS LH"]
[views.jalan]
unit = "DBMSDA"
kelurahan = ["margahayu", "Teluk Pucung"]
open = true
limit = 1
[views.lama]
until = "2026-11-22"
reverse = true
columns = ["text"]
"""
CALLS = ("sampah di Margahayu", "pju mati di Margahayu", "jalan rusak di Teluk Pucung", "jalan rusak di Duren Jaya")


@pytest.fixture
def busy(office: Office) -> Office:
    """A desk with saved lists, and a call a day from the 20th on."""
    office.write_rules(RULES + VIEWS)
    for day, text in enumerate(CALLS, 20):
        office.log(text, "--at", f"2026-11-{day} 08:00")
    return office


def texts(office: Office, *arguments: str) -> list[str]:
    """Return what is listed, in order."""
    return [record["text"] for record in office.run("list", *arguments, "--format", "json").data]


def test_a_view_is_its_filters_order_and_columns(busy: Office) -> None:
    assert [[*row] for row in busy.run("list", "--view", "antrean", "--format", "json").data] == [
        ["ticket", "status", "text"]
    ] * 4
    assert texts(busy, "--view", "antrean") == [CALLS[3], CALLS[2], CALLS[1], CALLS[0]]
    assert texts(busy, "--view", "lama") == [CALLS[0], CALLS[1], CALLS[2]]
    assert busy.run("list", "--view", "antrean", "--count").out == "4\n"


def test_a_view_takes_any_spelling_as_the_line_does_and_its_limit(busy: Office) -> None:
    assert texts(busy, "--view", "JALAN") == [CALLS[2]]
    assert texts(busy, "--view", "jalan", "--limit", "0") == [CALLS[2], CALLS[1]]


def test_what_stands_on_the_line_counts_in_its_place(busy: Office) -> None:
    assert texts(busy, "--view", "jalan", "--kelurahan", "duren jaya") == [CALLS[3]]
    assert busy.run("list", "--view", "antrean", "--columns", "kelurahan", "--format", "csv").out.splitlines() == [
        "kelurahan", "Duren Jaya", "Teluk Pucung", "Margahayu", "Margahayu",
    ]  # fmt: skip
    assert texts(busy, "--view", "lama", "--sort", "reported_at") == [CALLS[2], CALLS[1], CALLS[0]]


def test_a_view_leaves_out_what_stands_behind_an_exclamation_mark(busy: Office) -> None:
    assert texts(busy, "--view", "lainnya") == []
    busy.log("pohon tumbang")
    assert texts(busy, "--view", "lainnya") == ["pohon tumbang"]


def test_views_are_listed_with_what_they_stand_for(busy: Office) -> None:
    assert busy.run("list", "--views", "--format", "json").data[0] == {
        "name": "antrean",
        "title": "Yang menunggu",
        "options": "--status new,routed --sort category --columns tiket,status,text",
    }
    assert "--unit DBMSDA --kelurahan 'margahayu,Teluk Pucung' --open --limit 1" in busy.run("list", "--views").out


def test_an_unknown_view_is_named_with_the_nearest(busy: Office) -> None:
    ran = busy.run("list", "--view", "antren")
    assert (ran.code, ran.err) == (2, "error: unknown view 'antren'; did you mean 'antrean'?\n")
    assert busy.run("--lang", "id", "list", "--view", "xyz").err.startswith("kesalahan: daftar 'xyz' tidak dikenal; ")


def test_a_desk_without_views_says_how_one_is_made(office: Office) -> None:
    assert office.run("list", "--view", "antrean").code == 2
    for option in (("--view", "x"), ("--views",)):
        assert "there are no saved lists; [views.NAME] in rules.toml makes one" in office.run("list", *option).err


def test_a_broken_view_leaves_the_last_accepted_ones(busy: Office) -> None:
    """Told with file and line, like everything in a rule file."""
    busy.write_rules(RULES + VIEWS.replace("DBMSDA", "DBMSAD"))
    ran = busy.run("list", "--view", "jalan", "--limit", "0", "--format", "json")
    assert (ran.code, [record["text"] for record in ran.data]) == (0, [CALLS[2], CALLS[1]])
    assert "views.jalan.unit: unknown unit 'DBMSAD'; did you mean 'bmsda'?" in ran.err
    assert busy.run("rules", "check").code == 3
