"""The rules as a person reads them: by step, conditions in words, each with its count."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.render.dot import dot
from aduan_cli.rules.review.outline import Wording, leading_to, open_to, outline
from compiling import rules_of

CITY = """\
[desk]
name = "x"
prefix = "X"
timezone = "UTC"
[units.dlh]
name = "DLH"
[units.bpbd]
name = "BPBD"
[categories.sampah]
unit = "dlh"
text = ["sampah", "bau*", "kotor"]
[categories.banjir]
unit = "bpbd"
[[rule]]
id = "malam"
category = "sampah"
hours = "22:00-05:00"
support = "bpbd"
continue = true
[[rule]]
id = "rawan"
any = [{ category = "banjir", days = ["minggu", "holiday"] }, { not = { fields.tinggi = ">= 50" } },
  { place.kind = ["water", "park"], place.body = "dlh" }]
to = "bpbd"
"""


def compiled() -> dict[str, Any]:
    """Return the compiled desk."""
    return rules_of(CITY)


COUNTS = [("city", "rawan", "banjir", 2), ("city", "rawan", None, 3), ("category", None, "sampah", 7),
          ("manual", None, "banjir", 1), ("city", "gone", None, 4)]  # fmt: skip


def test_each_rule_has_its_count_and_what_no_rule_did_comes_last() -> None:
    """A rule that only adds help has none; decisions of other revisions and by hand are not lost."""
    rows = outline(compiled(), COUNTS)
    assert [(row["step"], row["id"], row["count"]) for row in rows] == [
        ("city", "malam", None),
        ("city", "rawan", 5),
        ("category", "sampah", 7),
        ("category", "banjir", 0),
        ("triage", None, 0),
        ("city", "gone", 4),
        ("manual", None, 1),
    ]


def test_conditions_are_told_in_words() -> None:
    """As they are written, nested ones in brackets, a long list cut where that is asked for."""
    rows = outline(compiled(), [])
    assert [row["when"] for row in rows[:4]] == [
        "category sampah; hours 22:00-05:00",
        "(category banjir; days sun, holiday) | not (fields.tinggi >= 50) | place.kind water, park; place.body dlh",
        "text sampah, bau*, kotor",
        "(given by an officer or an import)",
    ]
    assert Wording(compiled(), 1).of(compiled()["categories"][0][3]) == "text sampah, ... (+2)"
    assert Wording(compiled()).of(None) == "always"


@pytest.mark.parametrize(("unit", "ids"), [("dlh", ["sampah"]), ("bpbd", ["malam", "rawan", "banjir"])])
def test_of_a_unit_what_leads_or_helps(unit: str, ids: list[str]) -> None:
    """Support counts as naming."""
    assert [row["id"] for row in leading_to(outline(compiled(), []), [unit])] == ids


@pytest.mark.parametrize(
    ("category", "ids"), [("sampah", ["malam", "rawan", "sampah"]), ("banjir", ["rawan", "banjir"])]
)
def test_of_a_category_what_it_may_meet(category: str, ids: list[str]) -> None:
    """A rule that rules the category out is left out; one that says nothing of it stays."""
    made = compiled()
    assert [row["id"] for row in open_to(outline(made, []), made, category)] == ids


NAMING = """
[[handoff]]
id = "wabah"
text = "wabah"
category = "banjir"
to = "bpbd"
as = "sampah"
say = "Telepon."
"""


@pytest.mark.parametrize("category", ["sampah", "banjir"])
def test_a_hand_off_is_open_to_what_it_looks_for_and_to_what_it_calls_it(category: str) -> None:
    made = rules_of(CITY + NAMING)
    rows = open_to(outline(made, []), made, category)
    assert next((row["id"], row["as"]) for row in rows) == ("wabah", "sampah")


def test_the_drawing_has_an_arrow_for_each_lead_and_a_dashed_one_for_help() -> None:
    """Names are quoted; a rule and a unit of one name are two nodes."""
    drawn = dot(outline(compiled(), COUNTS))
    assert drawn.startswith("digraph rules {")
    assert '  "city:rawan" -> "to:bpbd";' in drawn
    assert '  "city:malam" -> "to:bpbd" [style=dashed];' in drawn
    assert '"city:rawan" [label="rawan (5)"];' in drawn
    assert dot([{"step": "city", "id": 'a"b', "to": None, "support": [], "count": 0}]).count('a\\"b') == 2
