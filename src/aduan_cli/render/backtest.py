"""A backtest for people: the figures, who would get what from whom, and the rules that are wrong most often."""

from __future__ import annotations

import sys
from typing import TextIO

from aduan_cli.complaint.replaying import BacktestReport, Move, RuleFigures
from aduan_cli.i18n import _, ngettext
from aduan_cli.render.rows import write_block
from aduan_cli.render.table import write_table, write_text


def write_report(told: BacktestReport, format_: str, worst: int, stream: TextIO | None = None) -> None:
    """Print a backtest as a table (`table`, `md`). `worst` is how many rules to show."""
    out = stream or sys.stdout
    write_block(_figures(told), out)
    if told["matrix"]:
        title = _("Moves") if told["against"] == "current" else _("Recorded elsewhere")
        write_text(out, f"\n{title}\n")
        write_table(
            ("from", "to", "count", "held", "samples"),
            [_move(move) for move in told["matrix"]],
            format_,
            out,
        )
        for move in told["matrix"]:
            for sample in move["samples"]:
                line = f"{sample['ticket']}  {move['from']} → {move['to']} ({sample['rule'] or '-'})"
                write_block([("", f"  {line}  {sample['text']}")], out)
    rules = [rule for rule in told["rules"] if rule["moved"] or rule["recorded"] > rule["agree"]][:worst]
    if rules:
        write_text(out, "\n" + _("Worst rules first") + "\n")
        header = ("step", "rule", "decided", "moved", "agreement", _("recorded instead"))
        write_table(header, [_rule(rule) for rule in rules], format_, out)


def _figures(told: BacktestReport) -> list[tuple[str, object]]:
    moved = f"{told['moved']}  ({_share(told['moved'], told['complaints'])})"
    if told["held"]:
        held = ngettext(
            "of these {count} is held: at work, done, or decided by hand; route leaves it",
            "of these {count} are held: at work, done, or decided by hand; route leaves them",
            told["held"],
        )
        moved += "\n" + held.format(count=told["held"])
    if told["due"]:
        due = ngettext(
            "{count} more is due by the rules in force already: route moves it today",
            "{count} more are due by the rules in force already: route moves them today",
            told["due"],
        )
        moved += "\n" + due.format(count=told["due"])
    figures: list[tuple[str, object]] = [
        (_("Tested"), told["tested"]),
        (_("In force"), told["in_force"]),
        (_("Complaints"), str(told["complaints"])),
        (_("Erased, left out"), str(told["skipped"]) if told["skipped"] else None),
        (_("Would move"), moved),
    ]
    if told["recorded"]:
        agreement = _("{before:.2f} % before, {after:.2f} % after, of {recorded}").format(
            before=told["agreement_before"], after=told["agreement_after"], recorded=told["recorded"]
        )
        figures.append((_("Agree with the record"), agreement))
    return figures


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"


def _move(move: Move) -> list[str]:
    held = str(move["held"] or "")
    return [
        move["from"],
        move["to"],
        str(move["count"]),
        held,
        ", ".join(sample["ticket"] for sample in move["samples"]),
    ]


def _rule(rule: RuleFigures) -> list[str]:
    agreement = f"{rule['agree']}/{rule['recorded']}" if rule["recorded"] else ""
    wrong = ", ".join(f"{unit} {count}" for unit, count in rule["wrong"].items())
    return [rule["step"], rule["rule"] or "-", str(rule["decided"]), str(rule["moved"]), agreement, wrong]
