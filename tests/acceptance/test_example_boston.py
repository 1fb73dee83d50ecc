"""The Boston example: its rules were learned from the city's cases, and nobody has changed them by hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aduan_cli.config.rule_files.loader import load

BOSTON = Path(__file__).parents[2] / "examples" / "boston"
DATA = os.environ.get("ADUAN_TEST_DATA")
INPUTS = "TYPE,REASON,neighborhood,pwd_district,Source,Location"


def desk(folder: Path) -> Path:
    """Return a desk with the example's files."""
    (folder / "maps").mkdir()
    for name in ("rules.toml", "maps/boston-311.toml"):
        (folder / name).write_bytes((BOSTON / name).read_bytes())
    return folder


def test_the_rules_have_no_problem(tmp_path: Path) -> None:
    """Units, categories, rules and zone are as the program wants them, and few enough to read."""
    loaded = load(str(desk(tmp_path)))
    assert loaded.problems == []
    assert loaded.rules["desk"]["timezone"] == "America/New_York"
    assert len(loaded.rules["categories"]) + len(loaded.rules["city"]) <= 400


@pytest.mark.slow
@pytest.mark.skipif(not DATA, reason="ADUAN_TEST_DATA does not name the folder with Boston's cases")
def test_the_rules_are_what_learning_from_the_cases_gives(tmp_path: Path) -> None:
    """Learned again they are the same file; held out, they do at least as well as the table of type and district."""
    command = [sys.executable, "-m", "aduan_cli", "--desk", str(desk(tmp_path)), "--lang", "en"]
    cases = str(Path(DATA or "") / "boston_311_2015_h1.csv.gz")
    subprocess.run([*command, "-q", "import", "--map", "boston-311", cases], check=True)
    learn = [*command, "rules", "learn", "--inputs", INPUTS, "--relearn"]
    ran = subprocess.run(learn, check=True, capture_output=True, encoding="utf-8")
    assert ran.stdout == (BOSTON / "rules.toml").read_text(encoding="utf-8")
    shares = {name: float(share) for name, share in re.findall(r"^  (.+?) {2,}([0-9.]+) %", ran.stderr, re.MULTILINE)}
    table = shares["by fields.TYPE + fields.pwd_district, else by fields.TYPE"]
    assert shares["these rules"] >= 85.6
    assert shares["these rules"] >= table > shares["the commonest unit by fields.TYPE"]
