"""The city's own desk: however the name of a question is written, its answer makes the same emergency."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Aduan = Callable[..., "subprocess.CompletedProcess[str]"]
FLOOD = "melaporkan banjir di Perumahan Anggrek, Kec. Jatiasih"
SPELLINGS = ["tinggi-air", "TINGGI-AIR", "tinggi_air", "Tinggi Air", "TINGGI_AIR"]
MAP = """\
key = ["no"]
[columns]
text = "isi"
reported_at = "tgl"
[answers]
"{question}" = "{column}"
[dates]
formats = ["%Y-%m-%d %H:%M"]
"""


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


@pytest.fixture
def city(aduan: Aduan, tmp_path: Path) -> Path:
    folder = tmp_path / "bekasi"
    assert aduan("init", str(folder)).returncode == 0
    return folder


def decided(call: dict[str, Any]) -> tuple[Any, ...]:
    return call["category"], call["unit"], call["priority"], call["step"], call["answers"]


@pytest.mark.slow
def test_the_name_of_a_question_may_be_written_anyhow(aduan: Aduan, city: Path) -> None:
    """Water to the waist is an emergency, whether the officer types `TINGGI-AIR` or `tinggi_air`."""
    made = {}
    for name in SPELLINGS:
        done = aduan("--desk", str(city), "log", FLOOD, "--detail", f"{name}=pinggang", "--format", "json")
        made[name] = decided(json.loads(done.stdout))
    assert made == dict.fromkeys(SPELLINGS, ("banjir", *made["tinggi-air"][1:]))
    assert made["tinggi-air"][2:] == ("emergency", made["tinggi-air"][3], {"tinggi-air": "pinggang"})
    calm = json.loads(aduan("--desk", str(city), "log", FLOOD, "--format", "json").stdout)
    assert calm["priority"] != "emergency", "it is the answer that makes it one"


def test_a_column_of_a_sheet_may_be_named_anyhow(aduan: Aduan, city: Path) -> None:
    """The same through a map, whatever it calls the question and the sheet its column."""
    (city / "maps").mkdir(exist_ok=True)
    for number, name in enumerate(SPELLINGS):
        (city / "maps" / "uji.toml").write_text(MAP.format(question=name, column=name.upper()), encoding="utf-8")
        sheet = city / f"{number}.csv"
        sheet.write_text(f'no,tgl,isi,{name}\n{number},2024-03-01 08:0{number},"{FLOOD}",Pinggang\n', encoding="utf-8")
        done = aduan("--desk", str(city), "import", str(sheet), "--map", "uji")
        assert done.returncode == 0, done.stderr
    calls = json.loads(aduan("--desk", str(city), "list", "--format", "json").stdout)
    assert len(calls) == len(SPELLINGS)
    for call in calls:
        assert (call["priority"], call["answers"]) == ("emergency", {"tinggi-air": "pinggang"})
