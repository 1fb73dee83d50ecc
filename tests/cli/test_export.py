"""`aduan export`: complaints whole, for another desk or program."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from office import Office


@pytest.fixture
def filled(office: Office) -> Office:
    """A desk with three calls, the newest of them logged first."""
    office.log("Melaporkan pju mati di Kel. Teluk Pucung", "--at", "2026-11-21 15:00")
    office.log("Melaporkan sampah di Kel. Margahayu", "--at", "2026-11-20 08:00", "--phone", "0812 0000 0001")
    office.log("menanyakan syarat ktp Kec. Bekasi Timur", "--at", "2026-11-19 09:00", "--name", "Siti")
    return office


def exported(office: Office, *words: str) -> list[dict[str, Any]]:
    ran = office.run("export", *words)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_all_complaints_are_written_the_oldest_first(filled: Office) -> None:
    times = [one["reported_at"][:10] for one in exported(filled)]
    assert times == ["2026-11-19", "2026-11-20", "2026-11-21"]
    assert [one["reported_at"][:10] for one in exported(filled, "--reverse")] == times[::-1]
    assert exported(filled) == filled.run("list", "--format", "json", "--reverse", "--limit", "0").data


def test_the_filters_of_list_choose_and_another_format_is_taken(filled: Office) -> None:
    assert [one["unit"] for one in exported(filled, "--unit", "dlh")] == ["dlh"]
    assert [one["category"] for one in exported(filled, "--sort", "category")] == ["ktp", "pju-mati", "sampah"]
    ran = filled.run("export", "--format", "csv", "--columns", "ticket,caller.phone", "--unit", "dlh")
    assert ran.out.splitlines()[0] == "ticket,caller.phone"
    assert len(ran.out.splitlines()) == 2
    assert filled.run("export", "--unit", "dlh").err.splitlines()[-1] == "1 complaint was written"
    assert filled.run("export", "--kelurahan", "duren jaya").out == ""
    assert filled.run("export", "--unit", "tidak-ada").code == 2


def test_masked_callers_are_not_taken_back_but_whole_ones_are_and_asking_is_recorded(
    filled: Office, tmp_path: Path
) -> None:
    assert exported(filled)[1]["caller"]["phone"] == "+6281******001"
    assert filled.rows("SELECT body FROM event WHERE body LIKE '%revealed%'") == []
    whole = exported(filled, "--reveal")
    assert [one["caller"]["name"] for one in whole] == ["Siti", None, None]
    ((body,),) = filled.rows("SELECT body FROM event WHERE body LIKE '%revealed%'")
    assert json.loads(body)["data"] == {"command": "export", "count": 3, "format": "jsonl", "where": {}}
    file = tmp_path / "semua.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in whole), encoding="utf-8")
    other = tmp_path / "lain"
    copytree(filled.folder, other, ignore=lambda _folder, names: [one for one in names if "aduan" in one])
    taken = filled.run("--desk", str(other), "import", str(file))
    assert taken.code == 0, taken.err
    kept = ("ticket", "text", "caller", "status", "unit", "reported_at", "kelurahan")
    again = map(json.loads, filled.run("--desk", str(other), "export", "--reveal").out.splitlines())
    assert [[one[name] for name in kept] for one in again] == [[one[name] for name in kept] for one in whole]
