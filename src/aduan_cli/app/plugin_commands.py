"""The commands that plugins bring: named by their manifests, loaded into this process when somebody asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aduan_cli.errors import ConfigError
from aduan_cli.stored import Query

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.plugins.commands import CommandDesk


def command_names(desk: Desk, plugin: str) -> dict[str, str]:
    """Return the commands that a plugin's manifest names, with their lines of help; none with --no-plugins."""
    return desk.rules["commands"].get(plugin, {}) if desk.plugins else {}


def commands(desk: Desk, plugin: str) -> list[object]:
    """Return the click commands of a plugin's code, loaded into this process. What it raises is raised."""
    from aduan_cli.app.plugin_code import code_of
    from aduan_cli.plugins.code import UnusableError
    from aduan_cli.plugins.commands import commands_of

    try:
        code = code_of(desk.folder, desk.rules, plugin)
    except UnusableError as error:
        raise ConfigError(str(error)) from error
    return commands_of(code) if code else []


def command_desk(desk: Desk, plugin: str) -> CommandDesk:
    """Return what a plugin's own command may know of the desk."""
    from aduan_cli.plugins.commands import CommandDesk

    rules = desk.rules
    own = [entry[0] for entry in rules["categories"] if entry[2] == plugin]

    def find(where: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[Complaint]:
        yield from desk.store.find(Query(tuple(where)))
        desk.store.close()  # While code runs the store is at rest.

    return CommandDesk(plugin, desk.folder, desk.actor, own, find, desk.zone.iso, rules["fields"].get(plugin, ()))
