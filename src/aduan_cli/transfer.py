"""The role of a store that gives a desk away as a whole, and takes one in: the same rows, whatever the store.

`TABLES` is all that a desk keeps, in the order in which rows can be written: none names one of a later table. What a
store makes of it by itself (indexes, words, the last numbers given) is in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from aduan_cli.complaint.fields import STORED
from aduan_cli.record import Record

if TYPE_CHECKING:
    from typing import Any


class DeskTable(Record):
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
    DeskTable("identity", ("store", "secret"), (), ("secret",), single=True),
    DeskTable("revision", ("id", "name", "accepted_at", "actor"), ("id",)),
    DeskTable("file_text", ("hash", "text"), ("hash",)),
    DeskTable("revision_file", ("revision_id", "path", "hash"), ("revision_id", "path")),
    DeskTable("desk", ("folder", "revision"), ("folder",)),
    DeskTable("plugin", _PLUGIN, ("plugin",)),
    DeskTable("ticket_day", ("day", "last"), ("day",)),
    DeskTable("incident", _INCIDENT, ("id",)),
    DeskTable("older_imports", ("last",), (), single=True),
    DeskTable("tick", ("at", "revision", "timing", "after_reported", "after_id"), (), single=True),
    DeskTable("complaint", ("id", *STORED, "open"), ("id",)),
    DeskTable("phone", ("complaint_id", "phone", "reported_at"), ("complaint_id", "phone", "reported_at")),
    DeskTable("link", ("complaint_id", "other_id"), ("complaint_id", "other_id")),
    DeskTable("assignment", _ASSIGNMENT, ("id",)),
    DeskTable("clock", _CLOCK, ("complaint_id", "clock")),
    DeskTable("erased", ("complaint_id", "key"), ("complaint_id",)),
    DeskTable("event", ("id", "complaint_id", "body", "private", "salt", "hash"), ("id",), ("salt", "hash")),
    DeskTable("outbox", _OUTBOX, ("id",)),
)
"""All that a desk keeps. A test holds it to the tables of every store."""

Row = tuple["Any", ...]
"""The values of a row, in the order of its table's columns."""


class Transfer(Protocol):
    """A desk as a whole: given away, and taken in."""

    def rows(self) -> Iterator[tuple[DeskTable, Row]]:
        """Yield all rows, table by table in the order of `TABLES`, each in the order of its key, as at one moment.

        Others go on writing meanwhile; memory doesn't grow. Raises `StoreError` where nothing was ever stored.
        """

    def fill(self, rows: Iterable[tuple[DeskTable, Row]]) -> None:
        """Take in all rows of a desk, in the order in which `rows` yields them; it goes on as that very desk.

        One transaction: what is raised while the rows are taken leaves nothing of them. They are held against the
        events before they count. Raises `NotAllowedError` where something is stored already, and `StoreError` where
        the rows do not fit each other or the events.
        """
