"""`aduan rules history`: which rules came into force, when, and by whom."""

from __future__ import annotations

from typing import Any

import click

from aduan_cli.cli import options
from aduan_cli.cli.limits import most_rows
from aduan_cli.cli.root import Command, Context
from aduan_cli.i18n import _
from aduan_cli.ports import Acceptance

COLUMNS = ("revision", "accepted_at", "actor", "before", "files", "in_force")
_TABLE = ("revision", "accepted_at", "actor", "files")


def acceptance_row(acceptance: Acceptance, at: str, in_force: bool) -> dict[str, Any]:
    """Return one acceptance in the order of `COLUMNS`; `files` are those that differ from the one before."""
    return {
        "revision": acceptance.revision,
        "accepted_at": at,
        "actor": acceptance.actor,
        "before": acceptance.before,
        "files": list(acceptance.files),
        "in_force": in_force,
    }


@click.command("history", cls=Command)
@options.limit_option
@options.format_option
@click.pass_obj
def command(context: Context, /, limit: int | None, format_: str | None) -> None:
    """List the revisions of the rules, the last accepted first.

    Each with when and by whom it was accepted, and the files that differ from the one before. A revision that
    was restored stands there twice.
    """
    from aduan_cli.render.rows import write_rows
    from aduan_cli.render.table import short_time

    desk = context.desk
    desk.leave_changes()
    told, most = desk.store.acceptances(), most_rows(limit, format_)
    zone, table = desk.zone, format_ in (None, "table", "md")
    last = desk.store.last_revision()  # The newest of all may be another desk's that has its calls here too.
    in_force = next((number for number, one in enumerate(told) if one.revision == last), None)
    rows = [
        acceptance_row(one, short_time(one.at, zone) if table else zone.iso(one.at), number == in_force)
        for number, one in enumerate(told[:most])
    ]
    write_rows(rows, format_ or "table", COLUMNS, _TABLE)
    if most and len(told) > most:
        context.tell(_("{count} more; --limit 0 shows all").format(count=len(told) - most))
