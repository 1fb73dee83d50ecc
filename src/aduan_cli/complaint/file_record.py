"""One record of a file, as a source gives it: what it says of a call, before that is understood or decided."""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.identity import Identity
from aduan_cli.complaint.report import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CALL, REJECTED, EMPTY, NO_CALL = "call", "rejected", "empty", "no call"
"""What a record is: a call; one that can't be taken; a row without a word; a total, a signature, a head once more."""


class FileRecord:
    """A record with the row it came from (`origin`: file and row, of a mended one those of its first import).

    `cells` go to the quarantine with it, `sheet_row` is the row as a spreadsheet counts, 0 where there is none.
    A call has its `report`, what the file says, and the `identity` that tells it from others; `status` is the state
    that it says. A record of our own exports has its `complaint` instead, which is taken as it stands, and so has a
    report that was decided, perhaps with what the store `encoded` of it.
    `version_of` is the ticket of which it is another version, as its quarantine says;
    `is_numbered` means that its key has more than day and time; `before` is the identity of older versions.
    `done` is what it says that a unit did, as an event has it: `result` in words, `took` in seconds, or `took_text`.
    A row of a quarantine has the `reason` that still stands there. What is rejected has its own, an identity where it
    counts among equals, and `marks`: what it says beyond doubt.
    """

    __slots__ = (
        "before", "cells", "complaint", "done", "encoded", "identity", "is_mended", "is_numbered", "marks", "origin",
        "reason", "report", "sheet_row", "state", "status", "version_of",
    )  # fmt: skip

    def __init__(self, state: str, cells: list[str]) -> None:
        self.state = state
        self.cells = cells
        self.report: Report | None = None
        self.complaint: Complaint | None = None
        self.encoded: tuple[Any, ...] | None = None
        self.status = ""
        self.identity: Identity | None = None
        self.before: Identity | None = None
        self.is_numbered = True
        self.is_mended = False
        self.version_of: str | None = None
        self.origin = ("", 0)
        self.sheet_row = 0
        self.reason = ""
        self.marks: dict[str, str] = {}
        self.done: dict[str, str | int] = {}
