"""The one table of a complaint's fields: every other list of them comes from it.

A field that is added here is a column of the store (from the schema that `since` names), a field of JSON and CSV, of
our own exports taken back, and of the events that tell what a complaint was and became.
"""

from __future__ import annotations

from aduan_cli.model import KINDS, PRIORITIES
from aduan_cli.record import TupleRecord

TEXT, INTEGER, TIME, LIST, OBJECT = "text", "integer", "time", "list", "object"
"""Types of fields. A time is whole seconds since 1970 in UTC; a list is a tuple of texts; an object is a dict."""
DATA, ITSELF, NOWHERE = "data", "itself", "nowhere"
"""Where the first event of a complaint says a field."""

SOURCES = ("given", "text", "gazetteer", "point", "default", "import")
STATUSES = (
    "new",
    "routed",
    "acknowledged",
    "in_progress",
    "on_hold",
    "returned",
    "resolved",
    "closed",
    "referred",
    "rejected",
    "answered",
)


class Field(TupleRecord):
    """One field of a complaint. What is not said of it here is so: an optional text, no one's wording, told to all."""

    name: str
    type: str = TEXT
    default: str | int | None = None
    """What it is until something is known; None: absent. Lists and objects begin empty."""
    values: tuple[str, ...] = ()
    """The only values that it can have; none: any."""
    private: bool = False
    """Wording, or what belongs to a person: it may have to be erased, so the chain of events has a digest of it."""
    event: str = DATA
    """Where the first event says it: in its `data` (or beside it, where it is private), as a part of the event itself,
    or nowhere: how a value came to be, and what tells one record of an import from another."""
    json: str | None = ""
    """Its name in a record; empty: the same; None: no record has it. After a dot the name inside an object."""
    stored: bool = True
    """Whether it is a column of its own."""
    since: int = 1
    """The schema that it came with. One that comes later must be allowed to be absent."""

    @property
    def is_number(self) -> bool:
        """Whether it is kept as a number."""
        return self.type in (INTEGER, TIME)


FIELDS = (
    Field("ticket", default="", event=ITSELF),
    Field("day", INTEGER, 0, event=ITSELF, json=None),
    Field("number", INTEGER, 0, event=ITSELF, json=None),
    Field("kind", default="complaint", values=KINDS),
    Field("status", default="new", values=STATUSES),
    Field("category"),
    Field("text", default="", private=True),
    Field("answer", private=True),
    Field("answers", OBJECT, private=True),
    Field("priority", default="normal", values=PRIORITIES),
    Field("channel"),
    Field("kecamatan"),
    Field("kelurahan"),
    Field("address", private=True),
    Field("unit"),
    Field("support", LIST),
    Field("rule"),
    Field("step"),
    Field("revision"),
    Field("recorded_unit"),
    Field("reported_at", TIME, 0),
    Field("logged_at", TIME, 0, event=ITSELF),
    Field("shift"),
    Field("actor", event=ITSELF),
    Field("caller_name", private=True, json="caller.name"),
    Field("caller_phone", private=True, json="caller.phone"),
    Field("caller_address", private=True, json="caller.address"),
    Field("caller_kecamatan", private=True, json="caller.kecamatan"),
    Field("caller_kelurahan", private=True, json="caller.kelurahan"),
    Field("linked", LIST, event=NOWHERE, stored=False),
    Field("key", private=True),
    Field("fields", OBJECT, private=True),
    Field("sources", OBJECT, event=NOWHERE),
    Field("source_file"),
    Field("source_row", INTEGER),
    Field("version", INTEGER, 1, event=ITSELF),
    Field("phone_original", private=True, json=None),
    Field("import_key", event=NOWHERE, json=None),
    Field("content_hash", event=NOWHERE, json=None),
    Field("bounces", INTEGER, json=None, since=8),
    Field("merged_into", json=None, since=12),
    Field("duplicates", INTEGER, json=None, since=12),
    Field("owed_since", TIME, json=None, since=12),
    Field("due_at", TIME, event=NOWHERE, since=13),
    Field("ended_at", TIME, event=NOWHERE, json=None, stored=False),
    Field("held_until", TIME, json=None, since=14),
    Field("escalated_at", TIME, json=None, since=14),
    Field("listed", INTEGER, json=None, since=14),
    Field("incident", INTEGER, since=17),
    Field("agreed", OBJECT, private=True, since=17),
    Field("point", private=True, since=18),
)
"""In the order that JSON promises, the store's own ones beside those that they belong to."""

STORED = tuple(field.name for field in FIELDS if field.stored)
"""What a store keeps of a complaint."""
OBJECTS = tuple(field.name for field in FIELDS if field.type == OBJECT)
LISTS = tuple(field.name for field in FIELDS if field.type == LIST)
UNSAID = frozenset(field.name for field in FIELDS if field.stored and field.event == NOWHERE)
"""Stored fields that no event says."""
TIMES = tuple(field.name for field in FIELDS if field.type == TIME and field.json is not None)
"""Times that a record has."""
STRUCTURED = frozenset(field.name for field in FIELDS if field.stored and field.type in (LIST, OBJECT))
"""Stored fields that are no plain values."""
PRIVATE = tuple(sorted(field.name for field in FIELDS if field.private))
"""What may have to be erased: wording, and what belongs to a person."""
TOLD = tuple(sorted(field.name for field in FIELDS if field.event == DATA and not field.private))
"""What the first event of a complaint says of it; both in the order of the alphabet, in which the chain writes."""
CALLER = "caller."
CALLER_FIELDS = tuple(f.json.removeprefix(CALLER) for f in FIELDS if f.json and f.json.startswith(CALLER))
"""What a record has in its object `caller`."""


def _records() -> tuple[str, ...]:
    names = (field.json or field.name for field in FIELDS if field.json is not None)
    return tuple(dict.fromkeys(name.partition(".")[0] for name in names))


LATE = "late"
"""What a record says, too: whether it was not done by `due_at`. It goes by the clock of who asks: nobody keeps it."""
KEPT_FIELDS = _records()
AFTER_LATE = ("incident", "agreed", "point")
"""Fields that came to records after that; what comes next does, too."""
COMPLAINT_FIELDS = (*(name for name in KEPT_FIELDS if name not in AFTER_LATE), LATE, *AFTER_LATE)
"""The fields of a complaint in JSON, in the order that is promised (`schema/complaint.schema.json`)."""
CALLER_COLUMNS = tuple(f"{CALLER}{name}" for name in CALLER_FIELDS)
COLUMNS = tuple(column for name in COMPLAINT_FIELDS for column in (CALLER_COLUMNS if name == "caller" else (name,)))
"""The columns of CSV and TSV: the fields of a record, the caller's one by one."""
MORE_COLUMNS = ("place", "caller")
"""Further columns that may be asked for: `Kelurahan, Kecamatan`, and the caller as one object."""
