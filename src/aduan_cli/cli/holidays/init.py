"""`aduan holidays init`: a file of holidays, from what the library `holidays` knows, for a person to check."""

from __future__ import annotations

import os
import sys

import click

from aduan_cli.amounts import days
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.new_file import write_new
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

FILE = "libur.toml"
_FIRST, _LAST, _MOST = 1900, 2200, 20
"""Years that may be asked for, and how many of them at once."""


@click.command("init", cls=Command)
@click.argument("place", metavar="COUNTRY")
@click.option("--years", required=True, metavar="YEAR,...", help="Which years: 2026,2027.")
@click.option("--output", type=FILE_NAME, metavar="FILE", help="Where to; - prints it. Else libur.toml of the desk.")
@click.pass_obj
def command(context: Context, /, place: str, years: str, output: str | None) -> None:
    """Write the holidays of a country to a file, for a person to check.

    COUNTRY is a code as in ID, with a part of it as in US-MA. Joint leave (cuti bersama) is marked, so that a calendar
    may be open on it. Nothing that is there is overwritten, and nothing counts before [holidays] in rules.toml names
    the file. Needs the library holidays: pip install holidays.
    """
    from aduan_cli.app.holiday_draft import drafted

    wanted = _years(years)
    draft = drafted(place.strip().upper(), wanted)
    if output == "-":
        sys.stdout.write(draft.text)
        return
    path = os.path.join(context.desk.folder, FILE) if output is None else output
    write_new(path, draft.text)
    sentence = _("made: {path}, {days}, of which {joint} of joint leave")
    context.say(sentence.format(path=path, days=days(draft.days), joint=draft.joint_leave))
    sentence = _('look through it; then [holidays] file = "{file}" in rules.toml brings it into force')
    context.say(sentence.format(file=os.path.basename(path)))


def _years(text: str) -> list[int]:
    """Return the years of a list with commas, ascending. Raises `UsageError`."""
    found = {int(year) for year in text.split(",") if year.strip().isascii() and year.strip().isdigit()}
    if not found or len(found) != len(text.split(",")) or min(found) < _FIRST or max(found) > _LAST:
        raise UsageError(_("--years {text}: years as in 2026,2027 would be right").format(text=text))
    if len(found) > _MOST:
        raise UsageError(_("--years {text}: at most {most} of them").format(text=text, most=_MOST))
    return sorted(found)
