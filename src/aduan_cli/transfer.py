"""The role of a store that gives a desk away as a whole, and takes one in: the same rows, whatever the store.

`TABLES` is all that a desk keeps, in the order in which rows can be written: none names one of a later table. What a
store makes of it by itself (indexes, words, the last numbers given) is in none of them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING, Protocol

from aduan_cli.complaint.fields import STORED
from aduan_cli.record import Record

if TYPE_CHECKING:
    from typing import Any


class KeptTable(Record):
    """A table that every store has: its name, its columns, and those by which its rows are told apart and ordered.

    Values are integers, texts, floats, None, and bytes in the columns that `bytes` names. `single`: it has one row at
    most, and no key.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    bytes: tuple[str, ...] = ()
    single: bool = False


_OUTBOX = (
    "id", "event_id", "complaint_id", "event", "notifier", "unit", "state", "attempts", "at", "next_at", "error",
    "message_id", "repeated", "batch", "letter", "tried_at",
)  # fmt: skip
_ASSIGNMENT = (
    "id", "complaint_id", "unit", "role", "status", "assigned_at", "acknowledged_at", "ended_at", "result",
    "reported_at", "complaint_status",
)  # fmt: skip
_PLUGIN = (
    "plugin", "calls", "failures", "in_row", "seconds", "slowest", "failure", "failed_at", "set_aside_at",
    "set_aside_why",
)  # fmt: skip
_INCIDENT = ("id", "name", "categories", "kecamatan", "kelurahan", "rule", "every", "began_at", "ended_at")
_CLOCK = ("complaint_id", "clock", "unit", "since", "pauses", "stopped_at", "due_at", "escalate_at")

TABLES = (
    KeptTable("identity", ("store", "secret"), (), ("secret",), single=True),
    KeptTable("revision", ("id", "name", "accepted_at", "actor"), ("id",)),
    KeptTable("file_text", ("hash", "text"), ("hash",)),
    KeptTable("revision_file", ("revision_id", "path", "hash"), ("revision_id", "path")),
    KeptTable("desk", ("folder", "revision"), ("folder",)),
    KeptTable("plugin", _PLUGIN, ("plugin",)),
    KeptTable("ticket_day", ("day", "last"), ("day",)),
    KeptTable("incident", _INCIDENT, ("id",)),
    KeptTable("older_imports", ("last",), (), single=True),
    KeptTable("tick", ("at", "revision", "timing", "after_reported", "after_id"), (), single=True),
    KeptTable("complaint", ("id", *STORED, "open"), ("id",)),
    KeptTable("phone", ("complaint_id", "phone", "reported_at"), ("complaint_id", "phone", "reported_at")),
    KeptTable("link", ("complaint_id", "other_id"), ("complaint_id", "other_id")),
    KeptTable("assignment", _ASSIGNMENT, ("id",)),
    KeptTable("clock", _CLOCK, ("complaint_id", "clock")),
    KeptTable("erased", ("complaint_id", "key"), ("complaint_id",)),
    KeptTable("event", ("id", "complaint_id", "body", "private", "salt", "hash"), ("id",), ("salt", "hash")),
    KeptTable("outbox", _OUTBOX, ("id",)),
)
"""All that a desk keeps. A test holds it to the tables of every store."""

Row = tuple["Any", ...]
"""The values of a row, in the order of its table's columns."""


class Changes(Record):
    """Rows of one table in which a store is not what another one is: those to be added, written anew, and removed.

    `new` and `changed` are whole rows, as the other one has them; `gone` are rows that the other one hasn't.
    """

    table: KeptTable
    new: list[Row]
    changed: list[Row]
    gone: list[Row]


class Closed(Record):
    """A store that takes no steps: its desk went to another place (`arriving` is False), or comes from one and isn't
    whole yet. `place` may be shown."""

    arriving: bool
    place: str


class Transfer(Protocol):
    """A desk as a whole: given away, and taken in."""

    def rows(self) -> Generator[tuple[KeptTable, Row], None, None]:
        """Yield all rows, table by table in the order of `TABLES`, each in the order of its key, as at one moment.

        Others go on writing meanwhile; memory doesn't grow. Raises `StoreError` where nothing was ever stored.
        """

    def fill(self, rows: Iterable[tuple[KeptTable, Row]]) -> None:
        """Take in all rows of a desk, in the order in which `rows` yields them; it goes on as that very desk.

        One transaction: what is raised while the rows are taken leaves nothing of them. They are held against the
        events before they count. Raises `NotAllowedError` where something is stored already, and `StoreError` where
        the rows do not fit each other or the events.
        """

    def closed(self) -> Closed | None:
        """Return why the store takes no steps; None: it does."""

    def close(self, place: str) -> None:
        """Take no more steps, from now on and whoever sends them: the desk goes to `place`.

        What was being written is written before; each later step raises `StoreError` with the place.
        """

    def receive(self, place: str) -> None:
        """Be ready for a desk that comes from `place`, and take no steps until `open`; again where it is so already.

        Raises `NotAllowedError` where something is stored that isn't such a desk.
        """

    def change(self, changes: Changes) -> None:
        """Make some rows what they are in the other store, in one transaction. Raises `NotAllowedError` where the store
        is not ready for a desk: somebody has opened it."""

    def open(self) -> None:
        """Take steps (again): the desk is here."""
