"""The real call log, scored by the script that came with it (docs/decisions/0002-word-lists.md has the figures)."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

from shipped import Desk

from aduan_cli.formats.durations import seconds_of
from office import Office


def shares(report: str) -> dict[str, float]:
    """Return the share of right answers of each figure that the script prints: `unit 1/2 = 0.500`."""
    return {name: float(share) for name, share in re.findall(r"(\w+) \d+/\d+ = ([0-9.]+)", report)}


def test_the_desk_is_right_about_the_real_calls(bekasi: Desk, data: Path) -> None:
    with (data / "bekasi_calls_dev.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["PERMASALAHAN"] for row in csv.DictReader(file)]
    calls = []
    for number, text in enumerate(texts, 1):
        complaint, decision = bekasi.take(text)
        known = {name: getattr(complaint, name) for name in ("kind", "category", "kecamatan", "kelurahan")}
        calls.append({**known, "source_row": number, "unit": decision.unit, "support": list(decision.support)})
    script = [sys.executable, str(data / "score_bekasi.py")]
    ran = subprocess.run(script, input=json.dumps(calls), capture_output=True, encoding="utf-8", check=True)
    right = shares(ran.stdout)
    assert right["unit"] >= 0.92
    assert right["complaints"] >= 0.90
    assert right["kind"] >= 0.95
    assert right["place"] >= 0.95


def test_the_whole_real_log_is_taken_with_what_the_units_did(office: Office, data: Path) -> None:
    """Nothing is put into quarantine, and every time that stands there is understood."""
    log = data / "bekasi_calls_dev.csv"
    assert office.run("import", str(log), "--map", "bekasi-1500444").code == 0
    assert not (office.folder / "quarantine").exists()
    with log.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    said = {
        name: [cell for row in rows if (cell := row[name].strip()) not in ("", "-")]
        for name in ("TINDAK LANJUT", "JAM_TL")
    }
    fed = office.run("history", "--after", "0", "--format", "json").data
    told = [row["data"] for row in fed if row["type"] == "reported_back"]
    assert [one["result"] for one in told if "result" in one] == said["TINDAK LANJUT"]
    assert [one["took"] for one in told if "took" in one] == [seconds_of(cell) for cell in said["JAM_TL"]]
    assert not [one for one in told if "took_text" in one]
