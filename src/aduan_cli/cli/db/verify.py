"""`aduan db verify`: everything that is kept held against what happened."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import ConfigError, StoreError
from aduan_cli.i18n import _, ngettext

COLUMNS = ("where", "what")


@click.command("verify", cls=Command)
@click.option("--quick", is_flag=True, help="The chain of events alone.")
@click.option("--since", metavar="HASH", help="A hash that `db head` printed before: its event must still be there.")
@click.option("--witness", type=FILE_NAME, metavar="FILE", help="What [audit] witness was handed must all be there.")
@options.format_option
@click.pass_obj
def command(context: Context, /, quick: bool, since: str | None, witness: str | None, format_: str | None) -> None:
    """Hold everything that is kept against what happened.

    The chain of events, every complaint, who acts on it and its clocks against its events, numbers without gaps, the
    index of words, the rules' texts and attachments against their hashes. Prints each thing that isn't as it must be;
    then the exit code is 3. --since and --witness also find an end that was cut off.
    """
    from aduan_cli.app.verifying import findings, unnamed
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    found = [one._asdict() for one in findings(desk, quick, since, witness)]
    try:
        places = [] if quick else unnamed(desk)
    except StoreError:
        if not found:
            raise
        places = []  # That something can't be read is among what was found.
    for place in places:
        sentence = _("{place}: no complaint has it; of a call that was not stored, or of somebody who was erased")
        context.warn(sentence.format(place=place))
    if found or format_ is not None:
        write_rows(found, format_ or "table", COLUMNS)
    if found:
        sentence = ngettext("{count} thing is not as it must be", "{count} things are not as they must be", len(found))
        raise ConfigError(sentence.format(count=len(found)))
    context.say(_("everything is as it must be"))
