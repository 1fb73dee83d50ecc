"""An incident as every store keeps it: its row, and the events of the desk that tell of it."""

from __future__ import annotations

from json import dumps, loads
from typing import Any

from aduan_cli.complaint.incidents import Incident


def incident_of(row: tuple[Any, ...]) -> Incident:
    """Return the incident of a row: what `values_of` has, when it ended, and its number."""
    categories, kecamatan, kelurahan = (tuple(loads(one)) for one in row[1:4])
    return Incident(row[0], categories, kecamatan, kelurahan, *row[4:])


def values_of(incident: Incident) -> tuple[object, ...]:
    """Return name, categories, kecamatan, kelurahan, rule, every and beginning, as a row has them."""
    lists = (incident.categories, incident.kecamatan, incident.kelurahan)
    return (incident.name, *map(dumps, lists), incident.rule, incident.every, incident.began_at)


def start_event_data(incident: Incident, number: int) -> dict[str, object]:
    """Return what the event says that begins one."""
    return {
        "incident": number,
        "name": incident.name,
        "category": list(incident.categories),
        "kecamatan": list(incident.kecamatan),
        "kelurahan": list(incident.kelurahan),
        "rule": incident.rule,
        "every": incident.every,
    }
