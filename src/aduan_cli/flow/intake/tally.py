"""What became of the records of an import."""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint


class Tally:
    """What became of the records, over all files of one command."""

    def __init__(self) -> None:
        self.read = self.taken = self.known = self.changed = self.quarantined = self.empty = 0
        self.replaced = self.apart = self.passed = self.mended = 0
        self.open, self.open_since = 0, 0
        self.recorded = self.agreed = 0
        self.unfit = 0
        self.quarantines: list[str] = []
        self.emergencies = 0
        self.urgent: list[Complaint] = []
        """The first open emergencies, which are named one by one."""
