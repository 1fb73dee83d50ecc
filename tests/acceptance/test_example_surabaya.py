"""The Surabaya example: a desk that knows nothing yet, and the map of its table."""

from __future__ import annotations

from pathlib import Path

from aduan_cli.config.maps import load_map
from aduan_cli.config.rule_files.loader import load

SURABAYA = Path(__file__).parents[2] / "examples" / "surabaya"


def test_the_rules_have_no_problem_and_know_nothing(tmp_path: Path) -> None:
    """It is where learning starts: no unit, no category, no rule."""
    (tmp_path / "rules.toml").write_bytes((SURABAYA / "rules.toml").read_bytes())
    loaded = load(str(tmp_path))
    assert loaded.problems == []
    assert [loaded.rules[name] for name in ("units", "categories", "city")] == [{}, [], []]


def test_the_map_keeps_topic_and_place_and_hides_the_agency() -> None:
    """Rules may look at the first; the second is what they are learned for."""
    made = load_map("surabaya", str(SURABAYA))
    assert made.unit == "agency"
    assert sorted(made.fields) == ["kecamatan", "kelurahan", "topic"]
