"""What `route` and `edit` are told of a call that was understood wrong: its options, and what changed, in a line."""

from __future__ import annotations

from aduan_cli.cli.declared import WORD, Option
from aduan_cli.cli.options import Names
from aduan_cli.cli.redecision_notices import say_it_was_overruled, say_where_it_stays
from aduan_cli.cli.understood import unit_name
from aduan_cli.column_words import head
from aduan_cli.complaint.moves import shown_status
from aduan_cli.complaint.redecided import Redecided
from aduan_cli.flow.routing.mending import FIELDS, otherwise
from aduan_cli.i18n import _
from aduan_cli.model import KINDS, PRIORITIES
from aduan_cli.storable import storable
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.cli.context import Context
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.complaint import Complaint

_TOLD = ("unit", "status", *FIELDS)


OPTIONS = (
    Option(("--kind",), "Correct what kind of call it is.", WORD, words=KINDS),
    Option(("-c", "--category"), "Correct what it is about.", metavar="NAME"),
    Option(("-p", "--priority"), "Correct how urgent it is.", WORD, words=PRIORITIES),
    Option(("--kecamatan",), "Correct the district of the incident; '' takes it away, and the ward.", metavar="NAME"),
    Option(("--kelurahan",), "Correct the ward of the incident; '' takes it away.", metavar="NAME"),
    Option(("--address",), "Correct the street of the incident; '' takes it away.", metavar="TEXT"),
)
"""An option for each of the fields that can be mended."""


def corrected_values(rules: Rules, values: dict[str, str | None]) -> dict[str, str | None]:
    """Return what was given of `FIELDS`, as the desk writes it; None: it is taken away.

    Raises `UsageError` for what the desk doesn't know.
    """
    names = Names(rules)
    found = {
        "kind": values["kind"],
        "category": names.category(values["category"]),
        "priority": values["priority"],
        "kecamatan": names.kecamatan((values["kecamatan"] or "").strip() or None),
        "kelurahan": names.kelurahan((values["kelurahan"] or "").strip() or None),
        "address": storable(values["address"] or "").strip() or None,
    }
    return {name: value for name, value in found.items() if values[name] is not None}


def corrected_row(redecided: Redecided) -> dict[str, dict[str, str | None]]:
    """Return what was mended: field → what it was, and what it is."""
    return {name: {"from": old, "to": new} for name, (old, new) in redecided.corrected.items()}


def _shown(complaint: Complaint, name: str) -> str:
    """Return a field's value as people are told it, `-` where there is none."""
    return str((shown_status(complaint) if name == "status" else getattr(complaint, name)) or "-")


def tell(context: Context, redecided: Redecided, dry_run: bool) -> None:
    """Say what was mended and what came of it, old → new."""
    if not redecided.corrected:
        return
    from aduan_cli.render.cells import shown_in_line

    before, after = redecided.before, redecided.after
    levels = context.desk.rules["levels"]
    parts = []
    for name in _TOLD:
        old, new = (_shown(complaint, name) for complaint in (before, after))
        if old != new:
            parts.append(f"{head(name, levels)} {label(name, old)} → {label(name, new)}")
        elif name in redecided.corrected:
            parts.append(f"{head(name, levels)} {label(name, new)}")
    context.say(shown_in_line(f"{after.ticket}: {'; '.join(parts)}"))
    if {"category", "priority"} <= redecided.corrected.keys():
        say_it_was_overruled(context, after)
    if after.status == "answered" != before.status:
        closed = _("{ticket} is closed as {kind}: nobody acts on it any more")
        if dry_run:
            closed = _("{ticket} would be closed as {kind}: nobody would act on it any more")
        context.say(closed.format(ticket=after.ticket, kind=label("kind", after.kind)))
    if not dry_run and redecided.is_called_off and after.status not in ("closed", "rejected"):
        sentence = _("{ticket} had gone by voice to {unit}: tell the crew that it is no emergency")
        context.tell(sentence.format(ticket=after.ticket, unit=unit_name(context.desk.rules, before.unit)))
    other = otherwise(redecided, context.desk.router)
    if other is not None:
        say_where_it_stays(context, after, other)
