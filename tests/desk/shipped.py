"""The shipped rules at work: what they make of a sentence."""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.loader import Loaded
from aduan_cli.model import Decision

WEDNESDAY_MORNING = 1_749_610_800
"""2025-06-11 10:00 in Bekasi."""


class Desk:
    """The shipped rules, and what they make of a sentence."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.rules = loaded.rules
        self.router = Router(loaded.rules, None)
        self._taken: dict[str, tuple[Complaint, Decision]] = {}

    def take(self, text: str) -> tuple[Complaint, Decision]:
        """Return the call as understood from its text alone, and the decision about it. Each text is decided once."""
        if text not in self._taken:
            report = Report(text=text, reported_at=WEDNESDAY_MORNING)
            decided = decide(read(report, self.router), self.router)
            self._taken[text] = decided.complaint, decided.decision
        return self._taken[text]

    def office(self, unit: str) -> str:
        """Return the unit itself for a crew or an area office, else the id as it is."""
        entry = self.rules["units"].get(unit)
        return str(entry["parent"]) if entry and entry["parent"] else unit
