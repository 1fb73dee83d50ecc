"""Rules as a drawing for Graphviz."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.dot import dot

NAMES = st.text(st.sampled_from('ab-"\\ ->;{}[]\n:é'), min_size=1, max_size=6)
ROWS = st.fixed_dictionaries(
    {
        "step": st.sampled_from(["city", "unit", "category"]),
        "id": NAMES | st.none(),
        "to": NAMES | st.none(),
        "support": st.lists(NAMES, max_size=2),
        "count": st.integers(0, 9),
    }
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


def row(step: str, id_: str | None, to: str | None, *support: str, count: int = 0) -> dict[str, Any]:
    return {"step": step, "id": id_, "to": to, "support": list(support), "count": count}


def test_each_step_is_a_box_of_its_rules_with_arrows_to_units() -> None:
    """Who leads gets a whole arrow, who only helps a broken one; a category says how many examples it has."""
    drawn = dot(
        [row("city", "got", "dlh", "bpbd"), row("category", "banjir", "bpbd", count=3), row("triage", None, "t")]
    )
    assert drawn.splitlines() == [
        "digraph rules {", "  rankdir=LR;", "  node [shape=box];",
        '  subgraph "cluster_city" {', '    label="city";', '    "city:got" [label="got"];', "  }",
        '  subgraph "cluster_category" {', '    label="category";',
        '    "category:banjir" [label="banjir (3)"];', "  }",
        '  subgraph "cluster_triage" {', '    label="triage";', '    "triage:" [label="triage"];', "  }",
        '  "to:bpbd" [label="bpbd", shape=ellipse];', '  "to:dlh" [label="dlh", shape=ellipse];',
        '  "to:t" [label="t", shape=ellipse];',
        '  "city:got" -> "to:dlh";', '  "city:got" -> "to:bpbd" [style=dashed];',
        '  "category:banjir" -> "to:bpbd";', '  "triage:" -> "to:t";',
        "}",
    ]  # fmt: skip


def test_a_rule_that_only_goes_on_has_no_arrow() -> None:
    """Nor is there a unit that nobody sends anything to."""
    drawn = dot([row("city", "sekolah", None)])
    assert "->" not in drawn
    assert "ellipse" not in drawn


@given(st.lists(ROWS, max_size=6))
def test_whatever_names_hold_they_stay_inside_their_quotes(rows: list[dict[str, Any]]) -> None:
    """Without what is quoted, only our own words and signs are left, so that a name draws nothing of its own."""
    drawn = dot(rows)
    bare = _QUOTED.sub("Q", drawn)
    assert '"' not in bare
    assert set(re.findall(r"\w+", bare)) <= {
        "digraph", "rules", "rankdir", "LR", "node", "shape", "box", "subgraph", "Q", "label", "ellipse", "style",
        "dashed",
    }  # fmt: skip
    assert bare.count("{") == bare.count("}") == 1 + len({one["step"] for one in rows})
    arrows = sum((one["to"] is not None) + len(one["support"]) for one in rows)
    assert bare.count("->") == arrows
    units = {unit for one in rows for unit in (one["to"], *one["support"]) if unit}
    assert bare.count("ellipse") == len(units)
