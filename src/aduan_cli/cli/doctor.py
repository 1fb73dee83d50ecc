"""`aduan doctor`: everything about this desk that wants attention, on one screen."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _, ngettext
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.checkup import Checkup

COLUMNS = ("check", "state", "what", "cure")
_TABLE = ("!", "check", "what")


@click.command("doctor", cls=Command)
@options.format_option
@click.pass_obj
def command(context: Context, /, format_: str | None) -> None:
    """Look at everything about this desk that may want attention.

    The store, calls that wait, rules, plugins, cron, messages, backups, the disk and who may read the files: one line
    each, with the command that cures it. Nothing is changed. Exit code 3 when anything wants attention or couldn't be
    asked; with -q only that is printed, and nothing at a desk that is well, for cron.
    """
    from aduan_cli.app.checkup import OK, findings
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    found = list(findings(desk))
    ill = [one for one in found if one.state != OK]
    shown = ill if context.quiet else found
    people = format_ in (None, "table", "md")
    if shown or not context.quiet:
        rows = [_for_people(one) if people else one._asdict() for one in shown]
        write_rows(rows, format_ or "table", COLUMNS, _TABLE if people else None, layout=Layout((), "what", lines=3))
    if ill:
        count = len(ill)
        sentence = ngettext("{count} thing wants attention", "{count} things want attention", count)
        raise ConfigError(sentence.format(count=count))
    context.say(_("all is well"))


def _for_people(one: Checkup) -> dict[str, object]:
    """Return what a person reads: a mark at what wants attention, and what cures it beside what is so."""
    from aduan_cli.app.checkup import ATTENTION, UNKNOWN

    mark = {ATTENTION: "!", UNKNOWN: "?"}.get(one.state, "")
    return {"!": mark, "check": label("check", one.check), "what": " → ".join(filter(None, (one.what, one.cure)))}
