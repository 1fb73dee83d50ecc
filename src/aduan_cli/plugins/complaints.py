"""What a plugin's code may know of a complaint, as plain data: never who called."""

from __future__ import annotations

from collections.abc import Callable, Collection

from aduan_cli.complaint.complaint import Complaint

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


def complaint_data(complaint: Complaint, iso: Callable[[int], str], fields: Collection[str]) -> dict[str, object]:
    """Return the fields of `hookspecs.Complaint`; `iso` writes a time with the desk's offset.

    Of the columns that an import kept only `fields` are in it, those that the manifest asks for: any other may say
    who called.
    """
    c = complaint
    return {
        "ticket": c.ticket if c.number else None,
        "kind": c.kind,
        "status": c.status,
        "category": c.category,
        "text": c.text,
        "priority": c.priority,
        "unit": c.unit,
        "support": c.support,
        "channel": c.channel,
        "kecamatan": c.kecamatan,
        "kelurahan": c.kelurahan,
        "address": c.address,
        "shift": c.shift,
        "reported_at": iso(c.reported_at),
        "answers": c.answers,
        "fields": {name: c.fields[name] for name in fields if name in c.fields},
    }
