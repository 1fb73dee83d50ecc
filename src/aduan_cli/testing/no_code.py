"""A desk whose units have no code: what the flow is given where a test is about something else."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.model import Consulted
from aduan_cli.stored import PluginRun


class NoCode:
    """A `ports.UnitCode` that never has any code to ask."""

    def exists(self, plugin: str) -> bool:
        """Say that there is none."""
        return False

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        """Say that a plugin has no code."""
        return False

    def left_out(self, plugin: str) -> str | None:
        """Say that there is none to leave out."""
        return None

    def ask(
        self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: tuple[str, int, str | None] | None = None
    ) -> Consulted:
        """Return that nothing was said."""
        return Consulted(plugin, None)

    def runs(self) -> list[PluginRun]:
        """Return nothing: no code ran."""
        return []
