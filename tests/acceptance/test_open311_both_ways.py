"""A real log goes out as Open311 and comes back into an empty desk: nothing that the standard says is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.config.rule_files.loader import load
from aduan_cli.georeport import read_answer

DATA = os.environ.get("ADUAN_TEST_DATA")
NOW = "2025-12-31 12:00"
SAME = ("service_code", "status", "requested_datetime", "description", "address", "lat", "long")
"""What the other desk must say of a request as this one does."""


def aduan(desk: Path, *more: str) -> str:
    """Run a command at a desk; return what it printed."""
    line = [sys.executable, "-m", "aduan_cli", "--desk", str(desk), "--lang", "en", "--now", NOW, "--no-plugins", *more]
    return subprocess.run(line, check=True, capture_output=True, encoding="utf-8").stdout


def published(desk: Path) -> dict[str, dict[str, Any]]:
    """Publish all of a desk; return its requests by their ids, of all its days."""
    aduan(desk, "open311", "publish", str(desk / "web"))
    days = (desk / "web" / "days").glob("*.xml")
    return {one["service_request_id"]: one for day in days for one in read_answer(day.read_bytes()).records}


@pytest.mark.slow
@pytest.mark.skipif(not DATA, reason="ADUAN_TEST_DATA does not name the folder with the city's log")
def test_the_citys_log_comes_back_as_it_went_out(tmp_path: Path) -> None:
    desks = []
    for name in ("kota", "kosong"):
        desk = tmp_path / name
        aduan(tmp_path, "init", str(desk))
        rules = (desk / "rules.toml").read_text("utf-8")
        categories = [entry[0] for entry in load(str(desk)).rules["categories"]]
        table = f'\n[open311]\ncategories = {json.dumps(categories)}\npublish = ["description", "address", "point"]\n'
        (desk / "rules.toml").write_text(f'{rules}{table}within = "3650d"\n', "utf-8")
        desks.append(desk)
    here, there = desks
    aduan(here, "-q", "import", "--map", "bekasi-1500444", str(Path(str(DATA)) / "bekasi_calls_dev.csv"))
    out = published(here)
    assert len(out) > 50, len(out)
    for day in sorted((here / "web" / "days").glob("*.json")):
        aduan(there, "-q", "open311", "pull", str(day), "--endpoint", "kota")
    rows = json.loads(aduan(there, "list", "--format", "json", "--limit", "0"))
    assert {row["fields"]["service_request_id"] for row in rows} == set(out)
    assert len(rows) == len(out)
    back = published(there)
    ids = {row["ticket"]: row["fields"]["service_request_id"] for row in rows}
    assert {ids[ticket] for ticket in back} == set(out)
    for ticket, one in back.items():
        went = out[ids[ticket]]
        assert {name: one[name] for name in SAME} == {name: went[name] for name in SAME}
