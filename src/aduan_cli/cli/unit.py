"""`aduan unit`: the units, and what each acts on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.groups import ListingGroup
from aduan_cli.i18n import _
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

COLUMNS = ("id", "name", "parent", "owner", "outside", "aliases", "contact", "referral", "categories", "crews")
SHOWN = (*COLUMNS, "calls", "contacts", "hours")
_TABLE = ("id", "name", "parent", "contact", "categories")


def unit_row(rules: Rules, id_: str) -> dict[str, Any]:
    """Return what is known of a unit or an outside body, in the order of `COLUMNS`."""
    outside = id_ in rules["outside"]
    entry = rules["outside"][id_] if outside else rules["units"][id_]
    return {
        "id": id_,
        "name": entry["name"],
        "parent": entry.get("parent"),
        "owner": entry.get("owner"),
        "outside": outside,
        "aliases": list(entry["aliases"]),
        "contact": entry.get("contact"),
        "referral": entry.get("referral"),
        "categories": [category[0] for category in rules["categories"] if category[1] == id_],
        "crews": [name for name, other in rules["units"].items() if other["parent"] == id_],
    }


class Units(Command, ListingGroup):
    """The group: its commands, and the global options before their names."""


command = Units("unit", help="The units, and what each acts on.")


@command.command("list", cls=Command)
@options.format_option
@click.pass_obj
def list_(context: Context, /, format_: str | None) -> None:
    """List the units, the crews after their unit, then the outside bodies."""
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    rules = context.desk.rules
    rows = [unit_row(rules, id_) for id_ in [*rules["units"], *rules["outside"]]]
    context.page(format_)
    write_rows(
        rows,
        format_ or "table",
        COLUMNS,
        _TABLE,
        layout=Layout(("parent",), "categories", least={"name": 40, "categories": 40}),
    )


@command.command("show", cls=Command)
@click.argument("unit", metavar="UNIT")
@options.format_option
@click.pass_obj
def show(context: Context, /, unit: str, format_: str | None) -> None:
    """Show one unit or outside body, and how many calls it and its crews have, by state.

    UNIT is its id, its name or any alias.
    """
    from aduan_cli.complaint.fields import STATUSES
    from aduan_cli.complaint.former_units import filed_under
    from aduan_cli.errors import NotFoundError, UsageError
    from aduan_cli.render.rows import write_block, write_rows

    rules = context.desk.rules
    try:
        id_ = options.Names(rules).unit(unit)
    except UsageError as error:
        raise NotFoundError(str(error)) from error
    if id_ not in rules["units"] and id_ not in rules["outside"]:
        raise NotFoundError(_("{unit} is the desk's own queue and no unit").format(unit=id_))
    desk = context.desk
    counts = desk.store.states(filed_under(rules, id_, desk.store.units()))
    calls = {status: counts[status] for status in STATUSES if status in counts}
    entry = rules["units"].get(id_) or rules["outside"][id_]
    told_callers = {"contacts": entry.get("contacts", []), "hours": entry.get("hours")}
    row = {**unit_row(rules, id_), "calls": calls, **told_callers}
    if format_ not in (None, "table"):
        write_rows([row], format_, SHOWN, one=True)
        return
    labels = {
        "id": _("Unit"), "name": _("Name"), "parent": _("Part of"), "owner": _("Plugin"),
        "aliases": _("Aliases"), "contact": _("Contact"), "contacts": _("For callers"), "hours": _("Hours"),
        "referral": _("Tell the caller"),
        "categories": _("Categories"), "crews": _("Crews"),
    }  # fmt: skip
    lines = [
        (label, ", ".join(row[name]) if isinstance(row[name], list) else row[name]) for name, label in labels.items()
    ]
    told = ", ".join(f"{label('status', status)} {count}" for status, count in calls.items())
    write_block([*lines, (_("Calls"), told or None)])
