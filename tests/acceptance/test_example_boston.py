"""The Boston example: its rules were learned from the city's cases, and nobody has changed them by hand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aduan_cli.config.rule_files.loader import load

BOSTON = Path(__file__).parents[2] / "examples" / "boston"
DATA = os.environ.get("ADUAN_TEST_DATA")
PARTS = (BOSTON / "rules.toml").read_text(encoding="utf-8").partition("\n# Deadlines, below the rules")
INPUTS = "TYPE,REASON,neighborhood,pwd_district,Source,Location"


def desk(folder: Path) -> Path:
    """Return a desk with the example's files."""
    (folder / "maps").mkdir()
    for name in ("rules.toml", "holidays.csv", "maps/boston-311.toml"):
        (folder / name).write_bytes((BOSTON / name).read_bytes())
    return folder


def test_the_rules_have_no_problem(tmp_path: Path) -> None:
    """Units, categories, rules and zone are as the program wants them, and few enough to read."""
    loaded = load(str(desk(tmp_path)))
    assert loaded.problems == []
    assert loaded.rules["desk"]["timezone"] == "America/New_York"
    assert len(loaded.rules["categories"]) + len(loaded.rules["city"]) <= 400


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return how `aduan` is called on a desk that has the city's cases."""
    if not DATA:
        pytest.skip("ADUAN_TEST_DATA does not name the folder with Boston's cases")
    folder = desk(tmp_path_factory.mktemp("boston"))
    command = [sys.executable, "-m", "aduan_cli", "--desk", str(folder), "--lang", "en"]
    file = str(Path(DATA) / "boston_311_2015_h1.csv.gz")
    subprocess.run([*command, "-q", "import", "--map", "boston-311", file], check=True)
    return command


@pytest.mark.slow
def test_the_rules_are_what_learning_from_the_cases_gives(cases: list[str]) -> None:
    """Learned again they are the same file, but that each category keeps what was promised of it; held out, they do at
    least as well as the table of type and district."""
    learn = [*cases, "rules", "learn", "--inputs", INPUTS, "--relearn"]
    ran = subprocess.run(learn, check=True, capture_output=True, encoding="utf-8")
    lines = ran.stdout.splitlines(keepends=True)
    assert "".join(line for line in lines if not line.startswith("deadlines.")) == PARTS[0]
    promised = len(re.findall(r"^\[categories[.].*[.]deadlines\]$", PARTS[2], re.MULTILINE))
    assert sum(line.startswith("deadlines.resolve = ") for line in lines) == promised > 100
    shares = {name: float(share) for name, share in re.findall(r"^  (.+?) {2,}([0-9.]+) %", ran.stderr, re.MULTILINE)}
    table = shares["by fields.TYPE + fields.pwd_district, else by fields.TYPE"]
    assert shares["these rules"] >= 85.6
    assert shares["these rules"] >= table > shares["the commonest unit by fields.TYPE"]


@pytest.mark.slow
def test_the_deadlines_are_what_learning_from_the_citys_due_times_gives(cases: list[str]) -> None:
    """Learned again they are the same; 93.4 % of the due times are the city's, of those held out no fewer."""
    learn = [*cases, "deadlines", "learn", "--against", "TARGET_DT"]
    ran = subprocess.run(learn, check=True, capture_output=True, encoding="utf-8")
    assert PARTS[2].endswith("\n\n" + ran.stdout)
    held_out = re.search(r"# of the last 30 %.*\(([0-9.]+) %\)", ran.stdout)
    assert held_out
    assert float(held_out[1]) >= 93.4
    backtest = [*cases, "deadlines", "backtest", "--against", "TARGET_DT", "--format", "jsonl"]
    ran = subprocess.run(backtest, check=True, capture_output=True, encoding="utf-8")
    *groups, whole = map(json.loads, ran.stdout.splitlines())
    assert (whole["complaints"], whole["compared"]) == (58_119, 43_592)
    assert whole["within"] / whole["compared"] >= 0.934
    for name in ("complaints", "kept", "late", "compared", "within"):
        assert sum(group[name] for group in groups) == whole[name]
