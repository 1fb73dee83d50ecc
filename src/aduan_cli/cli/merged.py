"""What merging and taking out again has in common on the screen: the plan, the rows, who is told."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from aduan_cli import errors
from aduan_cli.cli import observing
from aduan_cli.cli.context import Context
from aduan_cli.cli.understood import unit_name
from aduan_cli.flow.merging import Joined, Merging
from aduan_cli.i18n import _, ngettext
from aduan_cli.value_words import said

COLUMNS = ("ticket", "move", "changed", "into", "was", "status", "version")


def merging(context: Context, dry_run: bool) -> Merging:
    """Return what merges complaints of the desk."""
    desk = context.desk
    return Merging(desk.store, desk.rules, desk.revision, desk.actor, desk.clock(), dry_run)


def line(joined: Joined) -> str:
    """Return what a complaint is now, on one line."""
    ticket, incident = joined.after.ticket, joined.incident.ticket
    was, status = said("status", joined.before.status), said("status", joined.after.status)
    if not joined.changed:
        if joined.after.merged_into:
            return _("{ticket}: merged into {incident} already; nothing changed").format(
                ticket=ticket, incident=incident
            )
        return _("{ticket}: {status}, merged into none already; nothing changed").format(ticket=ticket, status=status)
    sentence = _("{ticket}: {was} → {status} · merged into {incident}")
    if not joined.after.merged_into:
        sentence = _("{ticket}: {was} → {status} · no longer merged into {incident}")
    return sentence.format(ticket=ticket, was=was, status=status, incident=incident)


def plan(context: Context, joined: Sequence[Joined]) -> None:
    """Say what a merge would do: which call is the incident, which are merged into it, who is rung in the end."""
    from aduan_cli.render.cells import shown_in_line
    from aduan_cli.render.widths import wrapped

    def tell(sentence: str) -> None:
        context.say(wrapped(shown_in_line(sentence), sys.stderr))

    incident = joined[0].incident
    unit = unit_name(context.desk.rules, incident.unit)
    states = f"{said('status', incident.status)} · {unit} · {incident.text}"
    tell(_("incident {ticket}: {call}").format(ticket=incident.ticket, call=states))
    for one in joined:
        tell(f"{line(one)} · {one.before.text}")
    count = (incident.duplicates or 0) + 1
    sentence = ngettext(
        "{count} caller is rung back once {ticket} is done",
        "{count} callers are rung back once {ticket} is done",
        count,
    )
    tell(sentence.format(count=count, ticket=incident.ticket))


def show(context: Context, move: str, joined: Sequence[Joined], format_: str | None) -> None:
    """Print what became of complaints."""
    if format_ is None:
        from aduan_cli.render.cells import shown_in_line
        from aduan_cli.render.widths import wrapped

        for one in joined:
            click.echo(wrapped(shown_in_line(line(one)), sys.stdout))
        return
    from aduan_cli.render.rows import write_rows

    rows = [
        {
            "ticket": one.after.ticket,
            "move": move,
            "changed": one.changed,
            "into": one.after.merged_into,
            "was": one.before.status,
            "status": one.after.status,
            "version": one.after.version,
        }
        for one in joined
    ]
    write_rows(rows, format_, COLUMNS)


def observed(context: Context, joined: Sequence[Joined], type_: str) -> int:
    """Tell the units' observers, and return the exit code."""
    observing.observed(context, [one.after for one in joined if one.changed], type_)
    return errors.PARTIAL if context.desk.code.failed else errors.DONE
