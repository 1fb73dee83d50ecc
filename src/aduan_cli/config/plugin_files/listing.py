"""What a desk's plugins are by their manifests: those that are enabled, in order, and those that only lie there."""

from __future__ import annotations

import os
from typing import NamedTuple

from aduan_cli.config.plugin_files.plugin_places import enabled, text_of
from aduan_cli.config.rule_files.loader import Loaded
from aduan_cli.config.rule_files.sources import RULES, parsed, plugin_folders
from aduan_cli.model import CODE_FILE, MANIFEST_FILE
from aduan_cli.rules.language.declare import manifest_path

IN_FORCE, LEFT_OUT, SET_ASIDE, NOT_ENABLED = "in_force", "left_out", "set_aside", "not_enabled"
"""States of a plugin. `set_aside` is known by who knows how its code did."""
INSTALLED = "installed"


class Listed(NamedTuple):
    """One plugin. What its manifest doesn't say, or can't say because it can't be read, is None or empty.

    `folder` is the absolute path of its folder, `code` None, `plugin.py` or `installed`.
    """

    name: str
    state: str
    folder: str
    owner: str | None
    unit: str | None
    categories: int | None
    code: str | None
    commands: tuple[str, ...]


def listed(desk: str, loaded: Loaded) -> list[Listed]:
    """Return the plugins that the rules in force enable, in their order, then the other folders by name.

    Where no rules are in force, those that the file on disk enables stand for them: none of them counts.
    """
    names = enabled(loaded.accepted.get(RULES) or text_of(os.path.join(desk, RULES)) or "")
    others = [name for name in plugin_folders(desk) if name not in names]
    return [_listed(desk, loaded, name, name in names) for name in [*names, *others]]


def _listed(desk: str, loaded: Loaded, name: str, is_enabled: bool) -> Listed:
    path = manifest_path(name)
    place = loaded.places.get(path)
    folder = os.path.dirname(place) if place else os.path.join(desk, "plugins", name)
    in_force = loaded.accepted.get(path) if is_enabled else None
    data = parsed(in_force or text_of(os.path.join(folder, MANIFEST_FILE)) or "") or {}
    state = NOT_ENABLED if not is_enabled else LEFT_OUT if path in loaded.left_out or in_force is None else IN_FORCE
    return Listed(
        name,
        state,
        folder,
        _text(_table(data, "plugin").get("owner", _table(data, "unit").get("name"))),
        _text(_table(data, "unit").get("id")),
        len(_table(data, "categories")) if data else None,
        _code(folder, bool(place)),
        tuple(_table(data, "commands")),
    )


def _code(folder: str, installed: bool) -> str | None:
    if installed:
        return INSTALLED
    return CODE_FILE if os.path.lexists(os.path.join(folder, CODE_FILE)) else None


def _table(data: dict[str, object], name: str) -> dict[str, object]:
    table = data.get(name)
    return table if isinstance(table, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
