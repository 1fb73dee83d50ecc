"""What the flow computed and a store is to write."""

from __future__ import annotations

from typing import Any

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.record import Record


class Change(Record):
    """A change of one complaint: columns with their new values, and the event that tells it.

    `renames`: its units have new ids alone, so that who acts is the same.
    """

    complaint: Complaint
    columns: dict[str, Any]
    type: str
    actor: str | None
    at: int
    data: dict[str, Any]
    renames: bool = False
