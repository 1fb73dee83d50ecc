"""The steps of a decision as a tree that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aduan_cli.column_words import NO_LEVELS, head
from aduan_cli.i18n import _, ngettext
from aduan_cli.model import NO_PLUGINS, NOT_TRUSTED, SET_ASIDE
from aduan_cli.render.records import flat
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.explained import ExplainedStep, MatchedPart, Node, RuleSeen

HELD, NOT_HELD = "[x]", "[ ]"
MOST_WANTED = 6
"""Values of a condition that failed that are shown; the rest is counted."""


def step_lines(
    steps: list[ExplainedStep], names: dict[str, str], everything: bool = False, levels: Mapping[str, str] = NO_LEVELS
) -> list[str]:
    """Return the lines of the tree. Rules of which nothing fits are counted, unless `everything` is wanted.

    `names` says what each step is called, `levels` what the city calls the levels of places.
    """
    lines: list[str] = []
    for number, step in enumerate(steps, 1):
        mark = HELD if step["decided"] else NOT_HELD
        title = f"{mark} {number}. {label('step', step['step'])}: {names.get(step['step'], '')}".rstrip(": ")
        if not step["reached"]:
            lines.append(title + "  " + _("(not reached)"))
            continue
        if step["step"] in ("category", "triage"):
            lines.append(title + (f"  {step['category']} → {step['unit']}" if "category" in step else ""))
            lines += ["    " + line for line in _tree(_in_words(step.get("when"), levels))]
            continue
        if step["step"] == "code":
            lines.append(f"{title}  {step['plugin']} {code_answer(step)}")
            continue
        lines.append(title + "  " + _count(step))
        for rule in step["rules"]:
            if everything or rule["held"] or _fits_partly(rule["when"]):
                lines.append("    " + _rule_line(rule))
                lines += ["        " + line for line in _tree(_in_words(rule["when"], levels))]
    return lines


def _in_words(node: Node | None, levels: Mapping[str, str]) -> Node | None:
    """Return a condition with the city's words for the levels of places."""
    return node if node is None or not levels else _worded(node, levels)


def _worded(node: Node, levels: Mapping[str, str]) -> Node:
    told: Node = {**node, "condition": levels.get(node["condition"], node["condition"])}
    if "parts" in node:
        told["parts"] = [_worded(part, levels) for part in node["parts"]]
    return told


def code_answer(code: Mapping[str, Any]) -> str:
    """Return what a unit's code answered, with its reason: `→ bmsda-pju + bpbd, high: ...`."""
    if code["left_out"]:
        why = {
            NO_PLUGINS: _("was not asked: --no-plugins"),
            SET_ASIDE: _("was not asked: it was set aside"),
            NOT_TRUSTED: _("was not asked: whoever took the call didn't trust its place"),
        }
        return why.get(code["left_out"], "-")
    answer = code["answer"]
    if not answer:
        return _("adds nothing, so the unit's manifest decides")
    told = f"→ {' + '.join([answer['unit'], *answer['support']])}"
    told += f", {label('priority', answer['priority'])}" if answer["priority"] else ""
    return told + (f": {' '.join(code['reason'].split())}" if code.get("reason") else "")


def _count(step: ExplainedStep) -> str:
    rules = step["rules"]
    held = sum(rule["held"] for rule in rules)
    looked_at = ngettext("{count} rule looked at", "{count} rules looked at", len(rules)).format(count=len(rules))
    told = looked_at + ", " + _("{held} held").format(held=held)
    return f"({told})"


def _rule_line(rule: RuleSeen) -> str:
    actions = [f"→ {rule['to']}"] if rule["to"] and not rule["continue"] else []
    actions += [f"{head('category')}: {rule['as']}"] if rule["as"] else []
    actions += [f"+ {unit}" for unit in rule["support"]]
    actions += [label("priority", rule["priority"])] if rule["priority"] else []
    where = f"({rule['file']}:{rule['line']})"
    return f"{HELD if rule['held'] else NOT_HELD} {rule['id']} {where}  {' '.join(actions)}".rstrip()


def _fits_partly(node: Node | None) -> bool:
    """Say whether a rule that does not hold came near: one of its words or its category is there."""
    if node is None:
        return False
    if "parts" in node and node["condition"] != "not":
        return any(map(_fits_partly, node["parts"]))
    return bool(node["held"]) and node["condition"] in ("text", "text_all", "category")


def _tree(node: Node | None) -> Iterator[str]:
    """Yield the lines of a condition; the parts of an outermost `all` stand by themselves."""
    if node is None:
        yield f"{HELD} " + _("always")
    elif node["condition"] == "all":
        for part in node["parts"]:
            yield from _node(part)
    else:
        yield from _node(node)


def _node(node: Node) -> Iterator[str]:
    mark = HELD if node["held"] else NOT_HELD
    if "parts" in node:
        yield f"{mark} {node['condition']}"
        for part in node["parts"]:
            for line in _node(part):
                yield "    " + line
        return
    yield f"{mark} {node['condition']}: {_saw(node)}"


def _saw(node: Node) -> str:
    """Return what a condition saw, and where it failed what it wanted."""
    if "words" in node:
        words = ", ".join(dict.fromkeys(_word(word) for word in node["words"]))
        if node["condition"] == "text_not":
            return words or _("none of {wanted}").format(wanted=_wanted(node["wanted"]))
        if node["condition"] == "text_all" and not node["held"]:
            found = {word["pattern"] for word in node["words"]}
            missing = [pattern for pattern in node["wanted"] if pattern not in found]
            return (f"{words}; " if words else "") + _("without {wanted}").format(wanted=_wanted(missing))
        return words or _("none of {wanted}").format(wanted=_wanted(node["wanted"]))
    value = "-" if node["value"] is None else flat(node["value"])
    value += f" (“{node['said']}”)" if "said" in node else ""
    return value if node["held"] else _("{value}, not {wanted}").format(value=value, wanted=_wanted(node["wanted"]))


def _word(word: MatchedPart) -> str:
    return f"“{word['words']}”{found_by(word)}"


def found_by(word: MatchedPart) -> str:
    """Return what found a word of the caller, in brackets: the pattern where it is written otherwise, and its list."""
    same = word["pattern"].casefold() == word["words"]
    by = ["" if same else word["pattern"], f"@{word['list']}" if "list" in word else ""]
    return f" ({', '.join(filter(None, by))})" if any(by) else ""


def _wanted(values: Sequence[object]) -> str:
    shown = ", ".join(str(value) for value in values[:MOST_WANTED])
    return shown + (f", … ({len(values)})" if len(values) > MOST_WANTED else "")
