"""`aduan whoami`: who is at the desk, and signing in on this terminal."""

from __future__ import annotations

from time import time

import click

from aduan_cli.app.actor import LOGIN, OPTION, SIGNED_IN
from aduan_cli.app.signing_in import LONGEST
from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.desk_time import shift_end
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

COLUMNS = ("actor", "by", "since", "until", "shift")


@click.command("whoami", cls=Command)
@click.option("--as", "name", metavar="NAME", help="Sign in on this terminal, until the shift ends.")
@click.option("--out", is_flag=True, help="Sign out on this terminal.")
@options.format_option
@click.pass_obj
def command(context: Context, /, name: str | None, out: bool, format_: str | None) -> None:
    """Say who is at the desk: in whose name calls are logged and moved.

    Several officers share a terminal: each signs in by --as NAME, for this terminal and the rest of the shift.
    --actor and ADUAN_ACTOR win over it; without it the login name counts.
    """
    desk = context.desk
    if name is not None and out:
        raise UsageError(_("--as or --out, not both"))
    if name is not None:
        words = " ".join(name.split())
        if not words:
            raise UsageError(_("--{option} is empty; leave it out, or give a value").format(option="as"))
        now = int(time())
        shift, until = shift_end(now, desk.rules["shifts"], desk.zone) or (None, now + LONGEST)
        desk.at_desk.sign_in(words, until, shift)
    if out:
        desk.at_desk.sign_out()
    officer = desk.at_desk.officer
    row: dict[str, str | None] = {"actor": desk.actor, "by": desk.at_desk.by, **dict.fromkeys(COLUMNS[2:])}
    if officer is not None:
        row |= {"since": desk.zone.iso(officer.since), "until": desk.zone.iso(officer.until), "shift": officer.shift}
    if format_ is None:
        from aduan_cli.render.cells import shown_in_line

        click.echo(shown_in_line(_line(row)))
    else:
        from aduan_cli.render.rows import write_rows

        write_rows([row], format_, COLUMNS)


def _line(row: dict[str, str | None]) -> str:
    """Return who it is, on one line."""
    sentence = {
        SIGNED_IN: _("{actor} · signed in on this terminal since {since}, until {until}"),
        OPTION: _("{actor} · by --actor or ADUAN_ACTOR"),
        LOGIN: _("{actor} · the login name; aduan whoami --as NAME signs somebody in"),
    }[str(row["by"])]
    shift = f" · {row['shift']}" if row["shift"] else ""
    times = {name: (row[name] or "")[11:16] for name in ("since", "until")}
    return sentence.format(actor=row["actor"], **times) + shift
