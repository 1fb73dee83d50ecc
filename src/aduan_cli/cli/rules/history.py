"""`aduan rules history`: which rules came into force, when, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.row_limits import most_rows
from aduan_cli.i18n import _
from aduan_cli.stored import Acceptance

COLUMNS = (
    "revision", "accepted_at", "actor", "before", "files", "in_force", "noticed_by", "written", "desk",
)  # fmt: skip
_TABLE = ("revision", "accepted_at", "actor", "written", "files")


def acceptance_row(acceptance: Acceptance, moment: Callable[[int], str], in_force: bool) -> dict[str, object]:
    """Return one acceptance in the order of `COLUMNS`; `files` are those that differ from the one before.

    `noticed_by`: whose command happened to come next; None: it was accepted on purpose. `written`: whose each of the
    files is, and when it was last written.
    """
    return {
        "revision": acceptance.revision,
        "accepted_at": moment(acceptance.at),
        "actor": acceptance.actor,
        "before": acceptance.before,
        "files": list(acceptance.files),
        "in_force": in_force,
        "noticed_by": acceptance.actor if acceptance.noticed else None,
        "written": [{**one._asdict(), "modified_at": moment(one.modified_at)} for one in acceptance.written],
        "desk": acceptance.desk,
    }


def _for_people(row: dict[str, Any]) -> dict[str, object]:
    """Return a row as a table shows it: who noticed it or accepted it, and the last time that each owner wrote."""
    owners: dict[str, str] = {}
    for one in row["written"]:
        owners[one["owner"]] = max(owners.get(one["owner"], ""), one["modified_at"])
    by = _("noticed by {actor}").format(actor=row["noticed_by"]) if row["noticed_by"] else row["actor"]
    return {**row, "actor": by, "written": [f"{owner} {at}" for owner, at in owners.items()]}


@click.command("history", cls=Command)
@options.limit_option
@options.format_option
@click.pass_obj
def command(context: Context, /, limit: int | None, format_: str | None) -> None:
    """List the revisions of the rules, the last accepted first.

    Each with when and by whom it was accepted, the files that differ from the one before, and whose these were and when
    they were written, as far as the system tells: who gave the next command may only have noticed the change. One that
    was restored stands there twice. Where several desks share a store, each says whose it is.
    """
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows
    from aduan_cli.render.table import short_time

    desk = context.desk
    desk.leave_changes()
    told, most = desk.store.acceptances(), most_rows(limit, format_)
    zone, table = desk.zone, format_ in (None, "table", "md")
    last = desk.store.last_revision()  # The newest of all may be another desk's that has its calls here too.
    in_force = next((number for number, one in enumerate(told) if one.revision == last), None)
    rows = [
        acceptance_row(one, lambda at: short_time(at, zone) if table else zone.iso(at), number == in_force)
        for number, one in enumerate(told[:most])
    ]
    several = len({one.desk for one in told if one.desk}) > 1
    shown = [_for_people(row) for row in rows] if table else rows
    layout = Layout(text="files", lines=3)
    context.page(format_)
    write_rows(
        shown, format_ or "table", COLUMNS, (*_TABLE[:-1], "desk", "files") if several else _TABLE, layout=layout
    )
    if most and len(told) > most:
        context.tell(_("{count} more; --limit 0 shows all").format(count=len(told) - most))
