"""What is told of moves: a line for each complaint, what the officer has to do or say, and what failed."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from aduan_cli import errors
from aduan_cli.cli import observing
from aduan_cli.cli.context import Context
from aduan_cli.cli.understood import referral, unit_name
from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.moves import LIFE
from aduan_cli.errors import AduanError
from aduan_cli.flow.lifecycle import Moved
from aduan_cli.i18n import _, ngettext
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

COLUMNS = ("ticket", "move", "changed", "unit", "role", "was", "status", "version")


def row(moved: Moved) -> dict[str, object]:
    """Return what became of a complaint in the order of `COLUMNS`: the assignment that was moved, before and after."""
    return {
        "ticket": moved.complaint.ticket,
        "move": moved.verb,
        "changed": moved.changed,
        "unit": moved.now.unit,
        "role": moved.now.role,
        "was": moved.was.status,
        "status": moved.now.status,
        "version": moved.complaint.version,
    }


def line(rules: Rules, moved: Moved) -> str:
    """Return what a complaint is now, on one line."""
    status, was = label("status", moved.now.status), label("status", moved.was.status)
    if moved.verb == "assign" and moved.now.role == SUPPORT:
        status = _("helps")
    elif moved.changed and was != status:
        status = f"{was} → {status}"
    if not moved.changed:
        status = _("{status} already; nothing changed").format(status=status)
    return f"{moved.complaint.ticket}: {status} · {unit_name(rules, moved.now.unit)}"


def show(context: Context, moved: Sequence[Moved], format_: str | None) -> None:
    """Print what became of complaints, and say what is to be done or told about them."""
    if format_ is None:
        from aduan_cli.render.cells import shown_in_line
        from aduan_cli.render.widths import wrapped

        for one in moved:
            sys.stdout.write(wrapped(shown_in_line(line(context.desk.rules, one)), sys.stdout) + "\n")
    else:
        from aduan_cli.render.rows import write_rows

        write_rows([row(one) for one in moved], format_, COLUMNS)
    for one in moved:
        _tell(context, one)


def _tell(context: Context, moved: Moved) -> None:
    """Say what the officer has to know: who still works on it, and what the caller is told."""
    ticket = moved.complaint.ticket
    if moved.verb in ("resolve", "close") and moved.open_support and moved.now.role != SUPPORT:
        helping = ", ".join(f"{one.unit} ({label('status', one.status)})" for one in moved.open_support)
        sentence = _("{ticket}: not done yet: {units}")
        context.say(sentence.format(ticket=ticket, units=helping))
    outside = referral(context.desk.rules, moved.now.unit) if moved.verb == "refer" else None
    if outside:
        context.say(outside)


def observed(context: Context, moved: Sequence[Moved]) -> None:
    """Tell the units' observers what was moved."""
    changed = [one for one in moved if one.changed]
    if changed:
        observing.observed(context, [one.complaint for one in changed], LIFE[changed[0].verb].event)


def ended(context: Context, failures: Sequence[tuple[str, AduanError]], count: int) -> int:
    """Return the exit code, once what failed was told. Raises `PartialError` where some did."""
    for _ticket, error in failures:
        context.tell(_("error: {sentence}").format(sentence=error))
    if failures:
        names = ", ".join(ticket for ticket, _error in failures)
        sentence = ngettext(
            "{failed} of {count} was not moved: {tickets}",
            "{failed} of {count} were not moved: {tickets}",
            len(failures),
        )
        raise errors.PartialError(sentence.format(failed=len(failures), count=count, tickets=names))
    return errors.PARTIAL if context.desk.code.failed else errors.DONE
