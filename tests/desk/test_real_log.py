"""The real call log, scored by the script that came with it (docs/decisions/0002-word-lists.md has the figures)."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

from shipped import Desk


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
