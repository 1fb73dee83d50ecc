"""`aduan deadlines learn`: which targets another system must have had, by its due times; TOML to read and edit."""

from __future__ import annotations

import sys

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.deadlines.backtest import no_times, period
from aduan_cli.errors import UsageError
from aduan_cli.flow.deadlines import HELD_OUT, Times, as_toml, learned
from aduan_cli.i18n import _


@click.command("learn", cls=Command)
@click.option("--against", required=True, metavar="COLUMN", help="The kept column in which the due times stand.")
@click.option("--since", metavar="TIME", help="Only what was reported from then on: 30d, 2026-01-01.")
@click.option("--until", metavar="TIME", help="Only what was reported before.")
@click.pass_obj
def command(context: Context, /, against: str, since: str | None, until: str | None) -> None:
    """Propose a target for each category, by the due times that another system gave its complaints.

    Tried are working days, days and hours on each calendar of rules.toml, and round the clock. Printed is TOML with how
    many of its due times each target explains within five minutes: to read, change, and put into rules.toml.
    """
    from aduan_cli.app.importing import date_formats

    desk = context.desk
    times = Times(date_formats(desk), desk.zone)
    votes = learned(desk.store, period(context, since, until), desk.rules, desk.zone, times, against)
    if not votes.cases:
        raise UsageError(no_times(against, times))
    head = [
        _("Proposed by '{command}'. Read it, change it, then put it into {file}.").format(
            command=f"aduan deadlines learn --against {against}", file="rules.toml"
        )
    ]
    proposals = list(votes.proposals())
    sentence = _("due times: {cases}; within five minutes of them: {right} ({share:.2f} %)")
    right = sum(one.right for one in proposals)
    head.append(sentence.format(cases=votes.cases, right=right, share=100 * right / votes.cases))
    if votes.held_out:
        sentence = _("of the last {percent} %, by what the others say: {right} of {cases} ({share:.2f} %)")
        held = votes.right_of_held_out()
        share = 100 * held / votes.held_out
        head.append(sentence.format(percent=HELD_OUT, right=held, cases=votes.held_out, share=share))
    sys.stdout.write(as_toml(head, proposals, desk.rules))
