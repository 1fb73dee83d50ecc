"""Rules as a drawing for Graphviz: each rule and category an arrow to the unit that leads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def dot(rows: Iterable[dict[str, Any]]) -> str:
    """Return a `digraph` of rows as `rules.outline.outline` makes them, one box for the rules of each step."""
    by_step: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_step.setdefault(str(row["step"]), []).append(row)
    lines = ["digraph rules {", "  rankdir=LR;", "  node [shape=box];"]
    arrows = []
    for step, found in by_step.items():
        lines += [f"  subgraph {_quoted('cluster_' + step)} {{", f"    label={_quoted(step)};"]
        for row in found:
            name = f"{step}:{row['id'] or ''}"
            label = str(row["id"] or step) + (f" ({row['count']})" if row["count"] else "")
            lines.append(f"    {_quoted(name)} [label={_quoted(label)}];")
            if row["to"]:
                arrows.append(f"  {_quoted(name)} -> {_quoted('to:' + row['to'])};")
            arrows += [f"  {_quoted(name)} -> {_quoted('to:' + unit)} [style=dashed];" for unit in row["support"]]
        lines.append("  }")
    units = sorted(
        {unit for found in by_step.values() for row in found for unit in (row["to"], *row["support"]) if unit}
    )
    lines += [f"  {_quoted('to:' + unit)} [label={_quoted(unit)}, shape=ellipse];" for unit in units]
    return "\n".join([*lines, *arrows, "}"])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
