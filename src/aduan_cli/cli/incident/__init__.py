"""`aduan incident ...`: one thing that many call about; each command in a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.groups import Lazy
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.incidents import Incident
    from aduan_cli.flow.incidents import Gathering

COMMANDS = {
    "start": ("start", "Begin an incident."),
    "list": ("list_", "Which incidents there are, and were."),
    "show": ("show", "One incident, with what belongs to it."),
    "end": ("end", "It is over: its callers are to be rung."),
    "add": ("add", "Take complaints into an incident."),
    "remove": ("remove", "Take complaints out of an incident."),
}
"""Each command: its module in this package, and its line in the help."""
COLUMNS = ("id", "name", "category", "kecamatan", "kelurahan", "rule", "began_at", "ended_at", "count", "open")


class IncidentGroup(Command, Lazy):
    """What many call about."""


@click.command("incident", cls=IncidentGroup, package=__name__, table=COMMANDS)
def command() -> None:
    """One thing that many call about: a flood, a burst main.

    An open incident takes in new complaints of its kind and place. Its units are told how many called instead of each
    call, and when it is over all its callers are on the list of those to ring back.
    """


def gathering(desk: Desk) -> Gathering:
    """Return what changes incidents of a desk."""
    from aduan_cli.flow.incidents import Gathering

    return Gathering(desk.store, desk.actor, desk.clock())


def get_incident(desk: Desk, number: int) -> Incident:
    """Return an incident. Raises `NotFoundError`."""
    incident = desk.store.incidents.get(number)
    if incident is None:
        raise NotFoundError(_("no incident {number}; aduan incident list shows them").format(number=number))
    return incident


def row_of(context: Context, incident: Incident, people: bool) -> dict[str, Any]:
    """Return an incident as a row, for people in their words."""
    from aduan_cli.flow.incidents import members
    from aduan_cli.render.table import short_time

    desk = context.desk
    query = members(incident.id)
    when = short_time if people else (lambda at, zone: zone.iso(at))
    lists = {"category": incident.categories, "kecamatan": incident.kecamatan, "kelurahan": incident.kelurahan}
    return {
        "id": incident.id,
        "name": incident.name,
        **{name: ", ".join(values) if people else list(values) for name, values in lists.items()},
        "rule": incident.rule,
        "began_at": when(incident.began_at, desk.zone),
        "ended_at": None if incident.ended_at is None else when(incident.ended_at, desk.zone),
        "count": desk.store.count(query),
        "open": desk.store.count(query._replace(open_only=True)),
    }
