"""Incidents: one thing that many call about. What one takes in, and the steps of what belongs to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import INCIDENT_OVER, JOINED, LEFT
from aduan_cli.complaint.moves import FINAL, OWING
from aduan_cli.complaint.step import Step, changing
from aduan_cli.i18n import _
from aduan_cli.record import Record

EVERY = 300
"""Seconds between two counts that a unit is told, where nothing is said."""
_DECIDE = ("step", "category", "kecamatan", "kelurahan", "kind")
"""Fields by which a complaint is taken in, once it was decided."""


class Incident(Record):
    """One thing that many call about. `id` is its number; 0: the store gives it. No places: the whole city.

    `every`: the seconds between two counts that a unit is told; `rule`: the `[[incident]]` that began it.
    """

    name: str
    categories: tuple[str, ...]
    kecamatan: tuple[str, ...] = ()
    kelurahan: tuple[str, ...] = ()
    rule: str | None = None
    every: int = EVERY
    began_at: int = 0
    ended_at: int | None = None
    id: int = 0

    def covers(self, complaint: Complaint) -> bool:
        """Say whether a complaint is of its kind and place."""
        return (
            complaint.kind == "complaint"
            and complaint.category in self.categories
            and (not self.kecamatan or complaint.kecamatan in self.kecamatan)
            and (not self.kelurahan or complaint.kelurahan in self.kelurahan)
        )

    def overlaps(self, other: Incident) -> bool:
        """Say whether some complaint may be of both kinds and places, as far as their own names say it."""
        places = ((self.kecamatan, other.kecamatan), (self.kelurahan, other.kelurahan))
        kinds = not set(self.categories).isdisjoint(other.categories)
        return kinds and all(not mine or not theirs or not set(mine).isdisjoint(theirs) for mine, theirs in places)

    def takes(self, complaint: Complaint) -> bool:
        """Say whether it takes a complaint in by itself: one that was decided, is open, and came since it began."""
        came = complaint.reported_at if complaint.source_file else complaint.logged_at
        decided = complaint.step is not None and complaint.status not in FINAL
        return decided and came >= self.began_at and self.covers(complaint)


def skipped_for(incident: Incident) -> str:
    """Return why a message about a single complaint doesn't go."""
    sentence = _("incident {number}, {name}: its units are told the count")
    return sentence.format(number=incident.id, name=incident.name)


def join_incident(step: Step, incidents: Iterable[Incident]) -> Step:
    """Return a step that takes its complaint into the first incident of its kind and place; else as it is."""
    if not step.is_new and not any(name in step.changes for name in _DECIDE):
        return step
    after = copy_of(step.complaint, **step.changes)
    found = None if after.incident is not None else next((one for one in incidents if one.takes(after)), None)
    if found is None:
        return step
    events = (*step.events, (JOINED, {"incident": found.id}))
    if step.is_new:
        return step._replace(complaint=copy_of(step.complaint, incident=found.id), events=events)
    return step._replace(changes={**step.changes, "incident": found.id}, events=events)


def joining(complaint: Complaint, incident: Incident, actor: str | None, at: int) -> Step | None:
    """Return the step that takes a complaint into an incident; None: it is in it."""
    if complaint.incident == incident.id:
        return None
    return changing(complaint, {"incident": incident.id}, JOINED, {"incident": incident.id}, actor, at)


def leaving(complaint: Complaint, incident: Incident, actor: str | None, at: int) -> Step | None:
    """Return the step that takes a complaint out of an incident; None: it isn't in it."""
    if complaint.incident != incident.id:
        return None
    return changing(complaint, {"incident": None}, LEFT, {"incident": incident.id}, actor, at)


def ending(complaint: Complaint, incident: Incident, actor: str | None, at: int) -> Step | None:
    """Return the step that lets a caller wait to hear that an incident is over; None: they wait, or were rung.

    Of what is done the caller was to hear already.
    """
    if complaint.status in OWING or complaint.owed_since is not None or complaint.caller_phone is None:
        return None
    return changing(complaint, {"owed_since": at}, INCIDENT_OVER, {"incident": incident.id}, actor, at)
