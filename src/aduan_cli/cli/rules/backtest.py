"""`aduan rules backtest`: what other rules would have done to the complaints that are stored."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.parameters import FiniteRange
from aduan_cli.complaint.replaying import BacktestReport
from aduan_cli.errors import ConfigError, UsageError
from aduan_cli.flow.rulebook.backtest import comparing, replay, report
from aduan_cli.i18n import _
from aduan_cli.stored import Query

MOVE_COLUMNS = ("from", "to", "count", "held", "samples")
WORST = 10
"""Rules that the table shows; JSON has them all."""


@click.command("backtest", cls=Command)
@click.argument("file", required=False, type=FILE_NAME, metavar="[FILE]")
@click.option("--revision", metavar="REV", help="Test an accepted revision.")
@click.option("--since", metavar="TIME", help="Only what was reported from then on: 30d, 2026-01-01.")
@click.option("--until", metavar="TIME", help="Only what was reported before.")
@click.option(
    "--against",
    type=click.Choice(["current", "recorded"]),
    help="Moves are from where route finds it (the default), or from the recorded unit.",
)
@click.option("--limit-samples", type=click.IntRange(min=0), default=3, show_default=True, help="Samples of each move.")
@click.option("--fail-below", type=FiniteRange(0, 100), metavar="PERCENT", help="Exit 3 when less agrees.")
@options.format_option
@click.pass_obj
def command(
    context: Context,
    /,
    file: str | None,
    revision: str | None,
    since: str | None,
    until: str | None,
    against: str | None,
    limit_samples: int,
    fail_below: float | None,
    format_: str | None,
) -> None:
    """Replay stored complaints under other rules; nothing is stored or accepted.

    Tested are the files on disk, or FILE in the place of rules.toml (or of the manifest that it is), or a revision.
    Says how many complaints would go to another unit, and how many agree with the recorded unit before and after. The
    moves are those that `route` would then make; what it may not move (at work, done, decided by hand) is held, and
    what it would move by the rules in force already is due: both are counted apart. --fail-below looks at the
    agreement with recorded units where there are some (or with --against recorded), else at the share that does not
    move.
    """
    from aduan_cli.app.rulebook import to_compare

    if file is not None and revision is not None:
        raise UsageError(_("FILE or --revision, not both"))
    desk = context.desk
    desk.leave_changes()
    from_, to = options.between(desk, since, until)
    query = Query(since=from_, until=to, ascending=False)
    current, tested, name = to_compare(desk, file, revision)
    comparison = comparing(current, tested, against or "current", limit_samples)
    replay(desk.store, query, current, tested, comparison, desk.code.exists)
    told = report(comparison, name, current.revision, against or "current")
    _write(told, format_)
    if fail_below is not None:
        _judge(told, against, fail_below)


def _write(told: BacktestReport, format_: str | None) -> None:
    from aduan_cli.render.rows import write_rows

    if format_ in ("json", "jsonl"):
        write_rows([told], format_, tuple(told), one=True)
    elif format_ in ("csv", "tsv"):
        rows = [{**move, "samples": [sample["ticket"] for sample in move["samples"]]} for move in told["matrix"]]
        write_rows(rows, format_, MOVE_COLUMNS)
    else:
        from aduan_cli.render.backtest import write_report

        write_report(told, format_ or "table", WORST)


def _judge(told: BacktestReport, against: str | None, least: float) -> None:
    """Raise `ConfigError` when less agrees than was asked for."""
    by_record = against == "recorded" or (against is None and told["recorded"] > 0)
    share = told["agreement_after"] if by_record else told["stays"]
    if share is None:
        what = _("nothing to compare: no complaint has a recorded unit") if by_record else _("nothing to compare")
        raise ConfigError(what)
    if share < least:
        what = _("agreement with recorded units") if by_record else _("complaints that stay where they are")
        raise ConfigError(_("{what}: {share:.2f} %, less than {least:g} %").format(what=what, share=share, least=least))
