"""What `aduan why` does: it tells how a complaint was decided, with the rules that decided. No click here (`plain`)."""

from __future__ import annotations

from collections.abc import Iterable

from aduan_cli.cli import options
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import FORMAT, Argument
from aduan_cli.cli.understood import place, unit_name
from aduan_cli.column_words import head
from aduan_cli.complaint.moves import BY_RULES, is_erased
from aduan_cli.flow.routing.explaining import explain
from aduan_cli.i18n import _
from aduan_cli.model import STEPS
from aduan_cli.render.records import flat
from aduan_cli.render.steps import found_by
from aduan_cli.value_words import label

COLUMNS = (
    "ticket", "unit", "support", "priority", "status", "step", "rule", "because", "held", "code", "failures",
    "by_hand", "returned", "category", "category_words", "kind", "kind_words", "kecamatan", "kelurahan", "place_words",
    "places", "sources", "steps", "revision", "replayed", "today",
)  # fmt: skip

PARAMETERS = (Argument("ticket", "TICKET", alone=True, required=True), FORMAT)
"""What stands on the line, in the order of the help."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.explained import (
        Answered,
        ByHand,
        CodeAnswer,
        Explained,
        ExplainedRule,
        MatchedPart,
        NamedPlace,
        PastFailure,
        PastReturn,
    )
    from aduan_cli.desk_time import Zone


def _words(found: Iterable[MatchedPart], rules: Rules) -> str:
    """Return the caller's words, each once, with the pattern that found them first where it is written otherwise."""
    told: dict[str, str] = {}
    for word in found:
        if "pattern" not in word:
            words = f" {word['wanted']}" if "wanted" in word else ""
            words += f" (“{word['words']}”)" if "words" in word else ""
            told[f"{head(word['condition'], rules['levels'])}: {label(word['condition'], flat(word['value']))}"] = words
        else:
            told.setdefault(f"“{word['words']}”", found_by(word))
    return ", ".join(words + pattern for words, pattern in told.items())


def _rule(rule: ExplainedRule | None) -> str | None:
    if rule is None:
        return None
    where = f"  ({rule['file']}:{rule['line']})" if "file" in rule else _("  (not in the rules that were looked at)")
    return str(rule["id"]) + where + (f"\n{rule['reason']}" if rule.get("reason") else "")


def _with_source(value: str | None, source: str | None, words: str = "") -> str | None:
    """Return a value, where it comes from, and the words that said so."""
    return f"{value}  [{label('source', source or '-')}]{'  ' + words if words else ''}" if value else None


def _category_by(told: Explained, rules: Rules) -> str:
    """Return the words that told the category, or that the hand-off gives it."""
    if (told["rule"] or {}).get("as") and told["sources"].get("category") == "text":
        return _("as the hand-off says")
    return _words(told["category_words"], rules)


def _priority(value: str, source: str | None) -> str | None:
    """Return the priority where it says something; without a source of its own the rules set it."""
    if source in ("given", "import"):
        return f"{label('priority', value)}  [{label('source', source)}]"
    return label("priority", value) if value != "normal" else None


def _code(code: CodeAnswer | None) -> str | None:
    """Return what the unit's code answered, and which code it was."""
    if code is None:
        return None
    from aduan_cli.render.steps import code_answer

    which = "" if code["left_out"] else f"  (sha256 {(code['sha256'] or '?')[:12]})"
    return f"{code['plugin']}{which}  {code_answer(code)}"


def _failures(failures: list[PastFailure], desk: Desk, traces: bool) -> str:
    """Return how the unit's code failed, one line each; with `traces` where, too."""
    from aduan_cli.render.table import short_time

    lines = []
    for one in failures:
        said = " ".join((one["message"] or "-").split())
        lines.append(f"{short_time(one['at'], desk.zone)}  {one['plugin']}, {one['hook']}, {one['kind']}: {said}")
        lines += [f"  {line}" for line in (one["traceback"] or "").splitlines()] if traces else []
    return "\n".join(lines)


def _hand(by_hand: ByHand, zone: Zone) -> str:
    """Return who decided it by hand, when, and why if that was said."""
    from aduan_cli.render.table import short_time

    who = f"{by_hand['actor'] or '?'}, {short_time(by_hand['at'], zone)}"
    return f"{who}: {by_hand['reason']}" if by_hand["reason"] else who


def _returned(one: PastReturn, zone: Zone) -> str:
    """Return when which unit gave it back, why, and which decision had sent it there."""
    from aduan_cli.render.table import short_time

    back = f" → {one['to']}" if one["to"] else ""
    reason = f": {one['reason']}" if one["reason"] else ""
    by = one["category"] if one["step"] == "category" else one["rule"]
    sent = " ".join(part for part in (label("step", one["step"] or "-"), by) if part)
    told = f"{short_time(one['at'], zone)}  {one['unit'] or '-'}{back}{reason}"
    return _("{told}  (sent by {rule})").format(told=told, rule=sent)


def _place_line(one: NamedPlace) -> str:
    """Return a place of the city's files: the caller's words, what it is, where it lies, whose it is, which line."""
    where = place(", ".join(one["kecamatan"]), one["kelurahan"], None)
    known = ", ".join(filter(None, (one["kind"], where, one["body"])))
    line = f"“{one['words']}”  {one['name']}: {known}  ({one['file']}:{one['line']})"
    if one["namesakes"]:
        line += "  " + _("there are several of this name, so it gives no place unless the text says which")
    return line


def _lines(told: Explained, rules: Rules, desk: Desk, verbose: bool = False) -> list[tuple[str, str | None]]:

    sources, by_hand = told["sources"], told["by_hand"]
    others = [rule for rule in told["held"] if rule["id"] != (told["rule"] or {}).get("id")]
    place_source = sources.get("kelurahan") or sources.get("kecamatan")
    return [
        (_("Ticket"), told["ticket"]),
        (_("Unit"), unit_name(rules, told["unit"])),
        (_("Support"), ", ".join(unit_name(rules, unit) for unit in told["support"])),
        (_("Step"), f"{label('step', told['step'] or '-')}: {_step(told['step'])}"),
        (
            _("By hand"),
            by_hand and _hand(by_hand, desk.zone),
        ),
        (_("Came back"), "\n".join(_returned(one, desk.zone) for one in told["returned"])),
        (_("Rule"), _rule(told["rule"])),
        (_("Because"), _words(told["because"], rules)),
        (_("Also held"), "\n".join(filter(None, map(_rule, others)))),
        (_("Code"), _code(told["code"])),
        (_("Code failed"), _failures(told["failures"], desk, verbose)),
        (
            _("Category"),
            _with_source(told["category"], sources.get("category"), _category_by(told, rules)),
        ),
        (_("Kind"), _with_source(label("kind", told["kind"]), sources.get("kind"), _words(told["kind_words"], rules))),
        (
            _("Place"),
            _with_source(
                place(told["kecamatan"], told["kelurahan"], None),
                place_source,
                ", ".join(f"“{words}”" for words in told["place_words"]),
            ),
        ),
        (_("Places"), "\n".join(map(_place_line, told["places"]))),
        (_("Priority"), _priority(told["priority"], sources.get("priority"))),
        (_("Revision"), told["revision"]),
        *_replays(told, rules),
    ]


def _answer_lines(told: Explained, rules: Rules, desk: Desk) -> list[tuple[str, str | None]]:
    """Return the answer in short: who has it and what decided that, by which words of the call, by which line.

    Where a unit gave it back, today's rules would decide otherwise, or the unit's code failed, that is said as well.
    """
    units = " + ".join((unit_name(rules, told["unit"]), *told["support"]))
    decided, by_hand = _step(told["step"]), told["by_hand"]
    if by_hand:
        decided += f" ({_hand(by_hand, desk.zone)})"
    failed = told["failures"] and _failures(told["failures"], desk, traces=False)
    today = [line for line in _replays(told, rules) if told["today"] is None or not told["today"]["same"]]
    return [
        (_("Unit"), f"{units}: {decided}"),
        (_("Came back"), "\n".join(_returned(one, desk.zone) for one in told["returned"]) or None),
        (_("Because"), _because(told, rules)),
        (_("Rule"), None if by_hand else _rule(told["rule"]) or _place_of_category(told)),
        (_("Code"), _code(told["code"]) if told["code"] and told["code"]["left_out"] else None),
        (_("Code failed"), failed or None),
        *today,
    ]


def _because(told: Explained, rules: Rules) -> str | None:
    """Return the words of the call that decided; of a value that a person gave, that."""
    if told["by_hand"]:
        return None
    if told["step"] == "code":
        return _code(told["code"])
    words = told["because"] if told["rule"] else []
    if not any(
        "pattern" in word for word in words
    ):  # It is the category that the rule asks for, or the decision itself.
        words = [*told["category_words"], *words]
    given = [name for name in ("category", "priority") if told["sources"].get(name) in ("given", "import")]
    values = {"category": told["category"] or "-", "priority": told["priority"]}
    parts = [f"{head(name)}: {label(name, values[name])}  [{label('source', told['sources'][name])}]" for name in given]
    return ", ".join(filter(None, (_words(words, rules), *parts))) or None


def _place_of_category(told: Explained) -> str | None:
    """Return the category that decided, with its file and line."""
    for step in told["steps"]:
        if step["decided"] and "file" in step and "category" in step:
            return f"{head('category')} {step['category']}  ({step['file']}:{step['line']})"
    return None


def _step(step: str | None) -> str:
    """Return what a step is, in a few words."""
    return {
        "handoff": _("an emergency that goes by voice at once"),
        "city": _("a rule of the city"),
        "unit": _("a rule of the unit"),
        "code": _("the unit's own code"),
        "category": _("the unit of the category"),
        "triage": _("nothing claimed it"),
        "manual": _("decided by hand"),
    }.get(step or "", _("not decided yet"))


def _replays(told: Explained, rules: Rules) -> list[tuple[str, str]]:
    """Say whether the revision that decided is kept, and what it and today's rules answer."""
    replayed, today = told["replayed"], told["today"]
    if today is None:
        return [(_("Replayed"), _("its words were erased, so no rules can say anything of it"))]
    lines = []
    if told["revision"] != replayed["revision"]:
        lines.append((_("Replayed"), _("the revision that decided is not kept; explained by today's rules")))
    elif not replayed["same"] and told["step"] != "manual":
        lines.append((_("Replayed"), _answer(_("the same rules now say {answer}"), replayed, rules)))
    same = _("the same") if today["same"] else _answer("{answer}", today, rules)
    if told["code"] and told["code"]["left_out"] and told["status"] in BY_RULES:
        same += "; " + _("what its code says: aduan route {ticket} --dry-run").format(ticket=told["ticket"])
    lines.append((_("Today's rules say"), same))
    return lines


def _answer(sentence: str, answer: Answered, rules: Rules) -> str:
    parts = [unit_name(rules, answer["unit"]), *answer["support"]]
    how = ", ".join(part for part in (label("step", answer["step"] or ""), answer["rule"], answer["category"]) if part)
    return sentence.format(answer=f"{' + '.join(parts)} ({how})")


def _row(told: Explained, zone: Zone) -> dict[str, object]:
    """Return what is told with its times in the desk's zone."""
    by_hand = told["by_hand"] and {**told["by_hand"], "at": zone.iso(told["by_hand"]["at"])}
    return {
        **told,
        "by_hand": by_hand,
        "returned": [{**one, "at": zone.iso(one["at"])} for one in told["returned"]],
        "failures": [{**failure, "at": zone.iso(failure["at"])} for failure in told["failures"]],
    }


def explain_decision(context: Context, /, ticket: str, format_: str | None) -> None:
    """Explain how a complaint was decided: by what, by which of the caller's words, by which line of which file.

    It is replayed with the rules that decided then, and held against today's. -v shows all of it: kind, category and
    place with their words, the revision, what the unit's code answered then, where it failed, and the steps, each rule
    and each of its conditions with what it saw.
    """
    from aduan_cli.app.explaining import engines
    from aduan_cli.render.rows import write_block, write_rows

    desk = context.desk
    complaint = options.ticket(desk, ticket)
    in_short = format_ in (None, "table") and not context.verbose
    told = explain(complaint, *engines(desk, complaint.revision), desk.store.events(complaint), in_short)
    if is_erased(complaint) and format_ in (None, "table", "md"):
        told["today"], told["steps"] = None, []
    context.page(format_)
    if in_short:
        write_block(_answer_lines(told, desk.rules, desk))
        context.say(_("all of it: aduan why {ticket} -v").format(ticket=complaint.ticket))
    elif format_ in (None, "table"):
        from aduan_cli.render.steps import step_lines

        tree = step_lines(told["steps"], {step: _step(step) for step in STEPS}, True, desk.rules["levels"])
        heading = [("", "\n" + _("Steps"))] if tree else []
        write_block([*_lines(told, desk.rules, desk, True), *heading, *(("", "  " + line) for line in tree)])
    elif format_ == "md":
        from aduan_cli.render.table import write_table

        write_table(("", _("Why")), [line for line in _lines(told, desk.rules, desk) if line[1]], format_)
    else:
        write_rows([_row(told, desk.zone)], format_, COLUMNS, one=True)


LINES = {"why": (explain_decision, PARAMETERS)}
