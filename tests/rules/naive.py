"""A second, naive reading of the rules, for tests only: it walks the files as people write them.

It knows no compiled form, no index and no pattern numbers, and understands what `generated.py` makes.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
RANK = ["low", "normal", "high", "emergency"]


class Call(NamedTuple):
    """A call as it was logged."""

    text: str
    facts: dict[str, Any]
    minute: int
    weekday: int
    holiday: bool
    values: dict[str, dict[str, Any]]


def found(pattern: str, text: str) -> bool:
    tokens, wanted = re.findall("[a-z0-9]+", text), pattern.replace(" ", "")
    spans = ["".join(tokens[i:j]) for i in range(len(tokens)) for j in range(i + 1, len(tokens) + 1)]
    return any(span.startswith(wanted[:-1]) if wanted[-1] == "*" else span == wanted for span in spans)


def compared(given: Any, wanted: Any) -> bool:
    if given is None:
        return False
    operator = re.match("(>=|<=|!=|>|<) ?([0-9]+)$", wanted) if isinstance(wanted, str) else None
    if operator is None:
        return any(
            given == w or str(given).lower() == str(w).lower()
            for w in (wanted if isinstance(wanted, list) else [wanted])
        )
    try:
        return bool(eval(f"{float(given)} {operator[1]} {operator[2]}"))
    except ValueError:
        return False


def one(key: str, wanted: Any, call: Call) -> bool:
    items = wanted if isinstance(wanted, list) else [wanted]
    if key in ("text", "text_all", "text_not"):
        here = [found(pattern, call.text) for pattern in items]
        return {"text": any(here), "text_all": all(here), "text_not": not any(here)}[key]
    if key in ("any", "all"):
        return (any if key == "any" else all)(holds(item, call) for item in items)
    if key == "not":
        return not holds(wanted, call)
    if key in ("answers", "fields"):
        return all(compared(call.values[key].get(name), value) for name, value in wanted.items())
    if key == "days":
        return DAYS[call.weekday] in items or (call.holiday and "holiday" in items)
    if key == "hours":
        ends = [[int(clock[:2]) * 60 + int(clock[3:]) for clock in span.split("-")] for span in items]
        return any(a <= call.minute < b if a < b else call.minute >= a or call.minute < b for a, b in ends)
    return call.facts.get(key) in items


def holds(table: dict[str, Any], call: Call, sets: tuple[str, ...] = ()) -> bool:
    left_out = {"id", "to", "support", "continue", "say", "unit", *sets}
    return all(one(key, wanted, call) for key, wanted in table.items() if key not in left_out)


def decide(city: dict[str, Any], manifests: dict[str, Any], call: Call) -> tuple[Any, ...]:
    """Return (category, unit, step, rule, support, priority, trace) of a call that is logged without category."""
    everything = {name: (table, None) for name, table in city["categories"].items()}
    for plugin, manifest in manifests.items():
        everything |= {name: (table, plugin) for name, table in manifest["categories"].items()}
    call.facts["category"] = None
    for name, (table, _plugin) in everything.items():
        if len(table) > 1 and holds(table, call):  # one key: the unit alone, it is never found from a text
            call.facts["category"] = name
            break
    category = call.facts["category"]
    plugin = everything[category][1] if category else None
    steps = [("handoff", city["handoff"]), ("city", city["rule"])]
    steps += [("unit", manifests[plugin]["rule"])] if plugin else []
    trace: list[tuple[str, str | None, bool]] = []
    support: list[str] = []
    priorities: list[str] = []
    for step, rules in steps:
        for rule in rules:
            held = holds(rule, call, ("priority",))
            trace.append((step, rule["id"], held))
            if not held:
                continue
            support += [unit for unit in rule.get("support", []) if unit not in support]
            priorities += [rule["priority"]] if "priority" in rule else ["emergency"] if step == "handoff" else []
            if rule.get("continue"):
                continue
            if "to" in rule:
                return (category, *made(rule["to"], step, rule["id"], support, priorities), trace)
            break
    trace.append(("category", category, True) if category else ("triage", None, True))
    if category:
        return (category, *made(everything[category][0]["unit"], "category", None, support, priorities), trace)
    return (None, *made("triage", "triage", None, support, priorities), trace)


def made(unit: str, step: str, rule: str | None, support: list[str], priorities: list[str]) -> tuple[Any, ...]:
    highest = max(priorities, key=RANK.index, default=None)
    return unit, step, rule, tuple(name for name in support if name != unit), highest
