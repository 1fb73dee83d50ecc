"""What `aduan merge` and `aduan unmerge` do: calls of one incident, joined and parted. No click here (`plain`)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from aduan_cli import errors
from aduan_cli.cli import keyboard, observing
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import DRY_RUN, FLAG, FORMAT, Argument, Option
from aduan_cli.cli.missing import ask
from aduan_cli.cli.understood import unit_name
from aduan_cli.complaint.events import MERGED, UNMERGED
from aduan_cli.errors import UsageError
from aduan_cli.flow.merging import Joined, Merging, waiting
from aduan_cli.i18n import _, ngettext
from aduan_cli.value_words import label

_TICKETS = Argument("tickets", "TICKET...", required=True)
_OF_MERGE = (
    _TICKETS,
    Option(("--into",), "The call that goes on: the incident.", metavar="TICKET"),
    Option(("-y", "--yes"), "Don't ask whether the plan is right.", FLAG),
    DRY_RUN,
    FORMAT,
)
_OF_UNMERGE = (_TICKETS, DRY_RUN, FORMAT)
"""What stands on the lines, in the order of the help."""
COLUMNS = ("ticket", "move", "changed", "into", "was", "status", "version")


def _merging(context: Context, dry_run: bool) -> Merging:
    """Return what merges complaints of the desk."""
    desk = context.desk
    return Merging(desk.store, desk.rules, desk.revision, desk.actor, desk.clock(), dry_run)


def _line(joined: Joined) -> str:
    """Return what a complaint is now, on one line."""
    ticket, incident = joined.after.ticket, joined.incident.ticket
    was, status = label("status", joined.before.status), label("status", joined.after.status)
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


def _plan(context: Context, joined: Sequence[Joined]) -> None:
    """Say what a merge would do: which call is the incident, which are merged into it, who is rung in the end."""
    from aduan_cli.render.cells import shown_in_line
    from aduan_cli.render.widths import wrapped

    def tell(sentence: str) -> None:
        context.say(wrapped(shown_in_line(sentence), sys.stderr))

    incident = joined[0].incident
    unit = unit_name(context.desk.rules, incident.unit)
    states = f"{label('status', incident.status)} · {unit} · {incident.text}"
    tell(_("incident {ticket}: {call}").format(ticket=incident.ticket, call=states))
    for one in joined:
        tell(f"{_line(one)} · {one.before.text}")
    count, is_done = waiting(context.desk.store, joined)
    if is_done:
        sentence = ngettext("{count} caller waits to be rung back", "{count} callers wait to be rung back", count)
    else:
        sentence = ngettext(
            "{count} caller is rung back once {ticket} is done",
            "{count} callers are rung back once {ticket} is done",
            count,
        )
    tell(sentence.format(count=count, ticket=incident.ticket))


def _show(move: str, joined: Sequence[Joined], format_: str | None) -> None:
    """Print what became of complaints."""
    if format_ is None:
        from aduan_cli.render.cells import shown_in_line
        from aduan_cli.render.widths import wrapped

        for one in joined:
            sys.stdout.write(wrapped(shown_in_line(_line(one)), sys.stdout) + "\n")
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


def _observed(context: Context, joined: Sequence[Joined], type_: str) -> int:
    """Tell the units' observers, and return the exit code."""
    observing.observed(context, [one.after for one in joined if one.changed], type_)
    return errors.PARTIAL if context.desk.code.failed else errors.DONE


def merge_complaints(
    context: Context, /, tickets: tuple[str, ...], into: str | None, yes: bool, dry_run: bool, format_: str | None
) -> int:
    """Say that calls tell of one incident.

    Each of TICKET is rejected as a duplicate and linked with the one that goes on. Its caller stays, and is rung back
    once that is done. The plan is shown first; all of it is done, or nothing. aduan unmerge brings it back.
    """
    into = ask(context, _("Into which ticket?")) if into is None else into
    if into is None:
        raise UsageError(_("--into is missing: the ticket of the call that goes on"))
    would = _merging(context, dry_run=True).merge(tickets, into)
    if any(one.changed for one in would):
        _plan(context, would)
        if not (yes or dry_run):
            keyboard.be_sure(_("Merge them?"), _("nothing was merged"))
    joined = would if dry_run else _merging(context, dry_run=False).merge(tickets, into)
    _show("merge", joined, format_)
    return errors.DONE if dry_run else _observed(context, joined, MERGED)


def unmerge_complaints(context: Context, /, tickets: tuple[str, ...], dry_run: bool, format_: str | None) -> int:
    """Take calls out of the incident that they were merged into.

    Each is again what it was: its state, its unit, how far each unit that helps is. What was noted on it meanwhile
    stays in its history.
    """
    joined = _merging(context, dry_run).unmerge(tickets)
    _show("unmerge", joined, format_)
    return errors.DONE if dry_run else _observed(context, joined, UNMERGED)


LINES: dict[str, tuple[Callable[..., int], tuple[Argument | Option, ...]]] = {
    "merge": (merge_complaints, _OF_MERGE),
    "unmerge": (unmerge_complaints, _OF_UNMERGE),
}
