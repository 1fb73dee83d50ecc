"""The Boston example: its rules are what its script makes of the city's cases."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from aduan_cli.config.loader import load

BOSTON = Path(__file__).parents[2] / "examples" / "boston"
DATA = os.environ.get("ADUAN_TEST_DATA")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("make_rules", BOSTON / "make_rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_rules_have_no_problem(tmp_path: Path) -> None:
    """Units, categories and zone are as the program wants them."""
    (tmp_path / "rules.toml").write_bytes((BOSTON / "rules.toml").read_bytes())
    loaded = load(str(tmp_path))
    assert loaded.problems == []
    assert loaded.rules["desk"]["timezone"] == "America/New_York"


def test_a_type_goes_to_its_commonest_queue_and_longer_types_stand_first(script: ModuleType) -> None:
    """Of equals the first in the alphabet, so that the file is the same each time."""
    pairs = [
        ("Tree", "B_x"),
        ("Tree", "A y (z)"),
        ("Tree", "A y (z)"),
        ("Tree Emergencies", "C"),
        ("Tree Emergencies", "B_x"),
    ]
    queues, commonest = script.commonest_queues({"TYPE": name, "QUEUE": queue} for name, queue in pairs)
    assert queues == ["A y (z)", "B_x", "C"]
    assert commonest == {"Tree": "A y (z)", "Tree Emergencies": "B_x"}
    text = script.rules_of({"TYPE": name, "QUEUE": queue} for name, queue in pairs)
    assert '[categories.tree]\nunit = "a-y-z"' in text
    assert text.index("[categories.tree-emergencies]") < text.index("[categories.tree]")


@pytest.mark.skipif(not DATA, reason="ADUAN_TEST_DATA does not name the folder with Boston's cases")
def test_the_committed_rules_are_what_the_script_prints(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has changed them by hand."""
    script.main()
    assert capsys.readouterr().out == (BOSTON / "rules.toml").read_text(encoding="utf-8")
