"""The incidents as a port: one thing that many call about, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aduan_cli.complaint.incidents import Incident


class Incidents(Protocol):
    """What many call about. What belongs to an incident is found by its number (`Query`)."""

    def open(self) -> list[Incident]:
        """Return those that have not ended, the first first; it costs what is returned."""

    def all(self) -> list[Incident]:
        """Return all, the newest first."""

    def get(self, number: int) -> Incident | None:
        """Return one."""

    def start(self, incident: Incident, actor: str | None) -> Incident:
        """Begin one, with an event of the desk; return it with its number."""

    def end(self, number: int, actor: str | None, at: int) -> bool:
        """End one, with an event of the desk; False: there is none, or it has ended."""
