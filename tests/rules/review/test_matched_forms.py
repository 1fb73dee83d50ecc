"""What patterns with `~` came to match in calls."""

from __future__ import annotations

from aduan_cli.rules.review.matched_forms import matched_forms
from compiling import rules_of

CITY = """
[desk]
name = "Desk"
prefix = "D"
timezone = "UTC"
[synonyms]
rusak = ["bolong"]
[units.dlh]
name = "Dinas"
[categories.a]
unit = "dlh"
text = ["jalan .. ~rusak", "~pohon tumbang"]
"""


def test_each_word_that_was_taken_for_a_form_is_counted() -> None:
    """Also one that stands for it, and none that only looks like it."""
    texts = ["Jalan RUSAK, kerusakan parah", "mohon pohonnya, rusak", "bolong", "rusa"]
    assert matched_forms(texts, rules_of(CITY)) == [
        ("pohon", 1, [("pohonnya", 1)]),
        ("rusak", 4, [("rusak", 2), ("kerusakan", 1), ("bolong", 1)]),
    ]


def test_rules_without_such_a_word_say_nothing() -> None:
    assert matched_forms(["rusak"], rules_of(CITY.replace("~", ""))) == []
