"""One complaint as it is stored, of the fields that the table names."""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.complaint.fields import FIELDS, LIST, OBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PLACE_CONTRADICTION = "place-contradiction"
"""A note on a call: the text puts a kelurahan into a kecamatan that it isn't part of."""
SEVERAL_PLACES = "several-places: "
"""What a note begins with that tells a name which the city has in several places: `NAME: WHERE; WHERE`."""

_BLANK = {field.name: () if field.type == LIST else field.default for field in FIELDS} | {"id": 0, "notes": ()}
"""What a complaint is until something is known of it; its objects begin empty, each its own."""


class Complaint:
    """One matter reported by a caller, as it is stored. Its fields are those of `fields.FIELDS`.

    `day` is the local day of `reported_at` as yyyymmdd; `answers`, `fields` and `sources` are dicts, `support`
    and `linked` tuples. `import_key` names the record of an import, `content_hash` tells a changed one.
    `notes` say what the desk should look at (PLACE_CONTRADICTION, SEVERAL_PLACES); they stand in the first event.
    `bounces` counts how often a leading unit gave it back. `merged_into` is the ticket of the incident that it tells
    again, `duplicates` how many are merged into it; since `owed_since` its caller waits to hear what became of it.
    `due_at` is when it was promised to be done, `ended_at` when that clock stopped.
    `held_until` ends its last hold by itself, if it is held still;
    at `escalated_at` somebody was told last that it is late, and `listed` puts it on the desk's list of what is.
    `incident` is the number of the incident that it belongs to; `agreed` has the channels by which the caller may be
    told what becomes of it, each with an address, or none: the caller's phone. `point` is `LAT,LON` (`points`).
    It is what a store read, or what a step makes of it, and never changes. A new one has no `id` and no `number` yet,
    and as its `ticket` the prefix: the store gives them, and returns it with them.
    """

    if TYPE_CHECKING:
        id: int
        notes: tuple[str, ...]
        ticket: str
        day: int
        number: int
        kind: str
        status: str
        category: str | None
        text: str
        answer: str | None
        answers: dict[str, object]
        priority: str
        channel: str | None
        kecamatan: str | None
        kelurahan: str | None
        address: str | None
        unit: str | None
        support: tuple[str, ...]
        rule: str | None
        step: str | None
        revision: str | None
        recorded_unit: str | None
        reported_at: int
        logged_at: int
        shift: str | None
        actor: str | None
        caller_name: str | None
        caller_phone: str | None
        caller_address: str | None
        caller_kecamatan: str | None
        caller_kelurahan: str | None
        linked: tuple[str, ...]
        key: str | None
        fields: dict[str, object]
        sources: dict[str, str]
        source_file: str | None
        source_row: int | None
        version: int
        phone_original: str | None
        import_key: str | None
        content_hash: str | None
        bounces: int | None
        merged_into: str | None
        duplicates: int | None
        owed_since: int | None
        due_at: int | None
        ended_at: int | None
        held_until: int | None
        escalated_at: int | None
        listed: int | None
        incident: int | None
        agreed: dict[str, str]
        point: str | None

    def __init__(self, *values: Mapping[str, Any], **named: Any) -> None:
        """Make one of values by their names; of several the last counts."""
        # All at once: an import makes tens of thousands of them.
        own = self.__dict__
        own.update(_BLANK)
        for name in OBJECTS:
            own[name] = {}
        for part in values:
            own.update(part)
        own.update(named)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a complaint can't be changed; copy_of(complaint, name=value) makes another one")


def copy_of(complaint: Complaint, **changes: Any) -> Complaint:
    """Return a complaint with the same values but for what changes."""
    copy = Complaint.__new__(Complaint)
    copy.__dict__.update(complaint.__dict__)
    copy.__dict__.update(changes)
    return copy
