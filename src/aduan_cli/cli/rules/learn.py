"""`aduan rules learn`: propose rules from complaints whose unit is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aduan_cli.amounts import calls
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.new_file import print_or_write
from aduan_cli.cli.parameters import FiniteRange
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from aduan_cli.flow.rulebook.learning import Count, Learned


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _remark(learned: Count | None, held: Count | None) -> str:
    """Return support and precision in one line."""
    parts = []
    if learned:
        parts.append(
            _("complaints: {count}, {share} right").format(count=learned.decided, share=_percent(learned.share))
        )
    else:
        parts.append(_("no complaint"))
    if held:
        parts.append(_("held out: {count}, {share}").format(count=held.decided, share=_percent(held.share)))
    return "; ".join(parts)


def _figures(found: Learned) -> list[str]:
    """Return the lines that say how good the rules are, each beside what a plain table would do."""
    from aduan_cli.flow.rulebook.learning import TRIAGE, total

    data, wish = found.tried.data, found.wish
    learned, held = total(found.tried.learned), total(found.tried.held)
    sizes = {"categories": len(data.get("categories", ())), "rules": len(data.get("rule", ()))}
    learned_from = _(
        "categories: {categories}, rules: {rules}; of the first {count}, which they were learned from: {share} right"
    ).format(**sizes, count=learned.decided, share=_percent(learned.share))
    lines = [
        _("inputs: {inputs}; unit: {source}").format(inputs=", ".join(wish.inputs), source=wish.source),
        learned_from,
    ]
    if not held.decided:
        return [*lines, _("no complaint was held out, so nothing says how good they are")]
    lines.append(_("of the last {count}, which were held out:").format(count=held.decided))
    triage = found.tried.held.get(TRIAGE)
    waiting = _percent(triage.decided / held.decided) if triage else _percent(0.0)
    rows = [(_("these rules"), _percent(held.share), _("{share} left in triage").format(share=waiting))]
    rows += [(_table_name(table.inputs), _percent(table.share), "") for table in reversed(found.tables)]
    width = max(len(row[0]) for row in rows)
    lines += [f"  {name:{width}}  {share:>7}  {more}".rstrip() for name, share, more in rows]
    if found.final is not found.tried:
        all_ = total(found.final.learned)
        lines.append(
            _("written, learned again from all {count}: categories: {categories}, rules: {rules}").format(
                categories=len(found.final.data.get("categories", ())),
                rules=len(found.final.data.get("rule", ())),
                count=all_.decided,
            )
        )
    return lines


def _table_name(inputs: tuple[str, ...]) -> str:
    if not inputs:
        return _("the commonest unit of all")
    if len(inputs) == 1:
        return _("the commonest unit by {input}").format(input=inputs[0])
    return _("by {inputs}, else by {input}").format(inputs=" + ".join(inputs), input=inputs[0])


def _left_out(tables: list[str]) -> str:
    sentence = _("not taken over from the present rules.toml: {tables}; copy by hand what still holds")
    return sentence.format(tables=", ".join(tables))


def _text(found: Learned, figures: list[str]) -> str:
    from aduan_cli.flow.rulebook.learning import written

    final = found.final
    keys = [("categories", id_) for id_ in final.data.get("categories", ())]
    keys += [("rule", rule["id"]) for rule in final.data.get("rule", ())]
    remarks = {key: _remark(final.learned.get(key), final.held.get(key)) for key in keys}
    left = [_left_out(found.left_out)] if found.left_out else []
    head = [
        _("Proposed by 'aduan rules learn'. Read it, change it, then put it into force as rules.toml."),
        _("Hand-offs, examples and plugins can't be learned from records; add your own."),
        *left,
        "",
        *figures,
    ]
    return written(final.data, head, remarks)


def _learn_second(context: Context) -> None:
    """Learn the weights of the second unit, and say what they reach."""
    from aduan_cli.app.second_unit import learned

    found = learned(context.desk)
    sentence = _("second-unit.txt: learned from {calls}, {chosen} of which somebody said whose they are")
    context.say(sentence.format(calls=calls(found.calls), chosen=found.chosen))
    reached = found.reached
    if reached.calls:
        sentence = _(
            "of the last {calls} of these, learned without them: the desk is right for {desk}, it or the second for"
            " {either}"
        )
        desk, either = _percent(reached.desk / reached.calls), _percent(reached.either / reached.calls)
        context.say(sentence.format(calls=reached.calls, desk=desk, either=either))


def _inputs(given: str | None) -> tuple[str, ...]:
    from aduan_cli.flow.rulebook.learning import INPUTS

    if given is None:
        return INPUTS
    names = tuple(name.strip() for name in given.split(",") if name.strip())
    if not names:
        raise UsageError(_("--inputs is empty; text,kecamatan or columns of the import would be right"))
    return names


@click.command("learn", cls=Command)
@click.option(
    "--from",
    "source",
    type=click.Choice(["recorded_unit", "unit", "corrections"]),
    default="recorded_unit",
    show_default=True,
    help="Which field says where a complaint belongs, or what officers corrected.",
)
@click.option("--inputs", metavar="NAME,...", help="What to learn from; default: text,kecamatan,kelurahan.")
@click.option(
    "--max-rules", type=click.IntRange(min=1), default=400, show_default=True, help="Most categories and rules."
)
@click.option(
    "--holdout",
    type=FiniteRange(0, 0.9),
    default=0.3,
    show_default=True,
    help="Share of the latest complaints to measure on.",
)
@click.option("--relearn", is_flag=True, help="After measuring, learn again from all complaints.")
@click.option("--since", metavar="TIME", help="Of corrections: only what was corrected from then on.")
@click.option("--until", metavar="TIME", help="Of corrections: only what was corrected before.")
@click.option(
    "--cases", type=click.IntRange(min=1), default=2, show_default=True, help="Corrections that a change must mend."
)
@click.option(
    "--share",
    type=FiniteRange(0, 1),
    default=0.6,
    show_default=True,
    help="Share of what a change moves that must be mended by it.",
)
@click.option("--second", is_flag=True, help="Learn which second unit log and show name beside a decision.")
@click.option("--output", type=FILE_NAME, metavar="FILE", help="Write the rules to this new file instead of stdout.")
@click.pass_obj
def command(
    context: Context,
    /,
    source: str,
    inputs: str | None,
    max_rules: int,
    holdout: float,
    relearn: bool,
    since: str | None,
    until: str | None,
    cases: int,
    share: float,
    second: bool,
    output: str | None,
) -> None:
    """Propose categories and rules from complaints that others decided.

    For a city that starts with its old spreadsheet: import it with a map that names the unit's column, then
    learn. Inputs are text, kind, channel, kecamatan, kelurahan, shift, and columns that the map keeps (NAME or
    fields.NAME). Name only what is known when a call comes in.

    Prints a whole rules.toml; how good it is on the complaints held out is said on stderr. Nothing comes into
    force.

    With --from corrections it proposes changes to the files that are there, each a few words, a negation, a rule or a
    place, with the corrections that it rests on and what else would move; rules backtest takes the draft to try
    it, rules accept to bring it into force.

    With --second it learns, from what the desk decided and what officers chose instead, which other unit the words of a
    call speak for. The weights are written to second-unit.txt in the desk's folder; log and show name a unit by them,
    route TICKET --to 2 takes it, and nothing is decided by them. Remove the file and nothing is named.
    """
    if second:
        _learn_second(context)
        return
    from aduan_cli.app.rulebook import city_in_force
    from aduan_cli.flow.rulebook.learning import Learning, Wish

    if source == "corrections":
        from aduan_cli.cli.rules.learn_corrections import propose

        propose(context, since, until, cases, share, output)
        return
    desk = context.desk
    wish = Wish(source, _inputs(inputs), max_rules, holdout, relearn)
    found = Learning(desk.store, desk.rules, city_in_force(desk), wish).run()
    figures = _figures(found)
    text = _text(found, figures)
    print_or_write(output, text)
    for line in [*figures, *([_left_out(found.left_out)] if found.left_out else [])]:
        context.say(line)
