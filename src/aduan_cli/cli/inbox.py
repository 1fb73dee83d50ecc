"""`aduan inbox`: what units write back."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

import click

from aduan_cli import errors
from aduan_cli.app.inbox import REFUSED, Came, How, dismiss, refused, sentence, take_in
from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import UsageError
from aduan_cli.formats.incoming import FORMATS
from aduan_cli.i18n import _
from aduan_cli.value_words import label

COLUMNS = ("source", "state", "ticket", "unit", "move", "why", "place")
LYING = ("name", "source", "why", "path")


@click.command("inbox", cls=Command)
@click.argument("places", nargs=-1, type=FILE_NAME, metavar="[FILE|FOLDER]...")
@click.option("--as", "as_", type=click.Choice(FORMATS), help="What it is, where its name doesn't say.")
@click.option("--unit", metavar="UNIT", help="Whose it is; of a mail, whoever sent it.")
@click.option("--encoding", metavar="NAME", help="The encoding of a file of moves, when it isn't found out.")
@click.option("--dry-run", is_flag=True, help="Store nothing; say what would become of it.")
@click.option("--waiting", is_flag=True, help="List what lies in the quarantine, and why.")
@click.option("--settle", "settled", multiple=True, metavar="NAME", help="It was dealt with by hand; again: that, too.")
@options.format_option
@click.pass_obj
def command(
    context: Context,
    /,
    places: tuple[str, ...],
    as_: str | None,
    unit: str | None,
    encoding: str | None,
    dry_run: bool,
    waiting: bool,
    settled: tuple[str, ...],
    format_: str | None,
) -> int:
    """Take what units write back; - reads stdin.

    Files of moves (CSV, JSONL), mails (.eml, mbox, Maildir), folders of these. Each record or mail moves its complaint
    in the unit's name, and only once, however often it comes. What can't be taken lies in quarantine/inbox with the
    reason, until it is given again from there, mended, or settled by --settle NAME. Silent when all is well, a line on
    stderr for each that can't be taken (exit 6).
    """
    desk = context.desk
    if sum((bool(places), waiting, bool(settled))) != 1:
        raise UsageError(_("a file or folder, --waiting, or --settle NAME: one of them is needed"))
    if settled:
        dismiss(desk, settled)
        return errors.DONE
    if waiting:
        _write((one._asdict() for one in refused(desk)), format_ or "table", LYING)
        return errors.DONE
    if unit is not None:
        unit = options.Names(desk.rules).unit(unit)
    told: list[str] = []
    how = How(as_, encoding, unit, dry_run)
    came = _print_failures(context, take_in(desk, places, how, context.say, told.append), told)
    if format_ is not None:
        _write((one._asdict() for one in came), format_, COLUMNS)
    _conclude(context, came)
    failed = told or any(one.state == REFUSED for one in came) or desk.many_calls().failed
    return errors.PARTIAL if failed else errors.DONE


def _print_failures(context: Context, came: Iterable[Came], told: list[str]) -> list[Came]:
    """Tell of each that can't be taken, as soon as it lies in the quarantine; then what else failed."""
    found = []
    for one in came:
        found.append(one)
        if one.state == REFUSED:
            context.tell(sentence(one))
    for failed in told:
        context.tell(failed)
    return found


def _conclude(context: Context, came: list[Came]) -> None:
    """Say to somebody who looks how many became what."""
    if not (context.verbose or sys.stderr.isatty()):
        return
    counts = Counter(one.state for one in came)
    parts = [f"{count} {label('came', state)}" for state, count in counts.items()]
    context.say(" · ".join(parts) or _("nothing came"))


def _write(rows: Iterator[dict[str, object]], format_: str, columns: tuple[str, ...]) -> None:
    from aduan_cli.render.records import FOR_PEOPLE
    from aduan_cli.render.rows import write_rows

    found = list(rows)
    if format_ in FOR_PEOPLE:
        found = [{**row, "state": label("came", str(row["state"]))} if "state" in row else row for row in found]
    write_rows(found, format_, columns)
