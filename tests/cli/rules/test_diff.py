"""Changes of rules for people and as data: each on a line, below its file where there are several."""

from __future__ import annotations

import pytest

from aduan_cli.cli.rules.diff import COLUMNS, difference_row, write_changes
from aduan_cli.rules.review.diff import RuleDifference

TO = RuleDifference("rules.toml", "rule 4 'x'", "changed", "to", "bmsda", "dlh")
WORDS = RuleDifference(
    "rules.toml", "category 'sampah'", "changed", "text", added=("bau", "rb\x1b[2J"), removed=("limbah",)
)
GONE = RuleDifference("plugins/dlh/plugin.toml", "rule 'y'", "removed")
Printed = pytest.CaptureFixture[str]


def test_changes_stand_below_their_files(capsys: Printed) -> None:
    write_changes([TO, WORDS, GONE])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith("  ")] == ["rules.toml", "plugins/dlh/plugin.toml"]
    assert lines[1] == "  rule 4 'x': to bmsda → dlh"
    assert lines[-1] == "  rule 'y': removed"


def test_of_one_file_its_name_is_no_news(capsys: Printed) -> None:
    write_changes([TO], several=False)
    assert capsys.readouterr().out == "rule 4 'x': to bmsda → dlh\n"


def test_no_word_of_a_rule_obeys_the_terminal(capsys: Printed) -> None:
    write_changes([WORDS])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "limbah" in out


def test_a_change_as_data_has_the_promised_columns() -> None:
    row = difference_row(WORDS)
    assert tuple(row) == COLUMNS
    assert (row["added"], row["removed"]) == (["bau", "rb\x1b[2J"], ["limbah"])
    assert row["sentence"] == WORDS.sentence()
    assert (difference_row(TO)["old"], difference_row(TO)["new"], difference_row(TO)["added"]) == ("bmsda", "dlh", [])


def test_nothing_changed_prints_nothing(capsys: Printed) -> None:
    write_changes([])
    assert capsys.readouterr().out == ""
