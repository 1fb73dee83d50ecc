"""A plugin's own commands: its code loaded into this process, unguarded, for somebody asked for it by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from aduan_cli import hookspecs
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.plugins.code import Code
from aduan_cli.plugins.complaints import complaint_data
from aduan_cli.plugins.hook_results import argument
from aduan_cli.plugins.hooks import hooks_of
from aduan_cli.plugins.loading import load

Find = Callable[[Sequence[tuple[str, tuple[str, ...]]]], Iterator[Complaint]]
"""Finds complaints by (filter, values), newest first."""


class CommandDesk:
    """A `hookspecs.CommandDesk`."""

    def __init__(
        self,
        plugin: str,
        folder: str,
        actor: str,
        categories: Sequence[str],
        find: Find,
        iso: Callable[[int], str],
        fields: Sequence[str],
    ) -> None:
        self.plugin, self.folder, self.actor = plugin, folder, actor
        self._categories, self._find, self._iso, self._fields = tuple(categories), find, iso, fields

    def complaints(self, *, status: str | None = None, category: str | None = None) -> Iterator[hookspecs.Complaint]:
        """Yield the complaints of the plugin's own categories, newest first."""
        wanted = tuple(name for name in self._categories if category in (None, name))
        if not wanted:
            return
        where = [("category", wanted), *([("status", (status,))] if status else [])]
        for complaint in self._find(where):
            yield argument("route", complaint_data(complaint, self._iso, self._fields))["complaint"]


def commands_of(code: Code) -> list[object]:
    """Return the click commands that a plugin's code brings; whatever it raises is raised."""
    hooks = hooks_of(load(code), code.plugin)
    return list(hooks["commands"]() or ()) if "commands" in hooks else []
