"""Where plugins lie: in the desk's `plugins/`, in an installed distribution, or in any folder that somebody names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from aduan_cli.config.plugin_files.installed import known, refresh
from aduan_cli.config.rule_files.in_force import gone, lost
from aduan_cli.config.rule_files.sources import LARGEST, RULES, decoded, parsed, plugin_folders
from aduan_cli.errors import NotFoundError
from aduan_cli.files import read_regular
from aduan_cli.i18n import _
from aduan_cli.model import CODE_FILE, MANIFEST_FILE, PACKAGE_FILE
from aduan_cli.nearness import did_you_mean
from aduan_cli.problems import Problem
from aduan_cli.rules.language.declare import manifest_path
from aduan_cli.rules.language.values import SHAPES, SLUG


class PluginPlace(NamedTuple):
    """Where a plugin lies.

    `folder` is the absolute path of the folder with its manifest; `shown` is how sentences name it. `package`: it is
    a distribution's, its code in `__init__.py`. `in_desk`: it counts as soon as `rules.toml` enables it.
    """

    name: str
    folder: str
    shown: str
    package: bool = False
    in_desk: bool = True


def enabled(text: str) -> list[str]:
    """Return the plugins that a text of `rules.toml` enables, each once, in order; none where it can't be read."""
    plugins = (parsed(text) or {}).get("plugins")
    names = plugins.get("enable") if isinstance(plugins, dict) else None
    return list(dict.fromkeys(n for n in names if isinstance(n, str))) if isinstance(names, list) else []


def text_of(path: str) -> str | None:
    """Return the text of a file; None when it can't be read as one."""
    try:
        text = decoded(path, read_regular(path, LARGEST))
    except OSError:
        return None
    return None if isinstance(text, Problem) else text


def place_named(desk: str, name: str) -> PluginPlace | None:
    """Return where the plugin of a name lies that a desk has, enabled or not: its folder comes before one installed."""
    if not re.fullmatch(SLUG, name):
        return None
    folder = os.path.join(desk, "plugins", name)
    if os.path.isdir(folder):
        return PluginPlace(name, folder, f"plugins/{name}")
    found = known(desk).get(name) or refresh(desk).get(name)
    return PluginPlace(name, found.folder, found.folder, package=True) if found else None


def locate_plugin(desk: str, given: str) -> PluginPlace:
    """Return where a plugin lies, given its name or its folder, with a manifest in it. Raises `NotFoundError`."""
    found = place_named(desk, given)
    if found:
        return _with_manifest(found)
    path = os.path.abspath(given)
    if os.path.isdir(path):
        parent, name = os.path.split(os.path.realpath(path))
        if parent == os.path.realpath(os.path.join(desk, "plugins")):
            if not re.fullmatch(SLUG, name):
                raise NotFoundError(not_a_name(name))
            return _with_manifest(PluginPlace(name, os.path.join(desk, "plugins", name), f"plugins/{name}"))
        return _outside(path, given)
    names = enabled(text_of(os.path.join(desk, RULES)) or "")
    if given in names:
        path = manifest_path(given)
        raise NotFoundError(str(gone(path) if os.path.isdir(os.path.join(desk, "plugins")) else lost(path)))
    raise missing(given, [*plugin_folders(desk), *names])


def missing(name: str, known_names: Iterable[str]) -> NotFoundError:
    """Return the error for a plugin that is nowhere, with the nearest that is there, or what names are like."""
    names = sorted(set(known_names) - {name})
    hint = did_you_mean(name, names)
    if not hint and not re.fullmatch(SLUG, name):
        return NotFoundError(not_a_name(name))
    hint = hint or _("aduan plugin list and aduan plugin discover show those that there are")
    return NotFoundError(_("no plugin '{name}'; {hint}").format(name=name, hint=hint))


def not_a_name(name: str) -> str:
    """Return the sentence for what can be no plugin's name, whatever lies there."""
    return _("'{name}' is no plugin's name; {right}").format(name=name, right=_(SHAPES["slug"].right))


def misnamed(desk: str) -> list[str]:
    """Return the folders in a desk's `plugins/` that have a manifest and a name that no plugin can have."""
    try:
        folders = sorted(entry.name for entry in os.scandir(os.path.join(desk, "plugins")) if entry.is_dir())
    except OSError:
        return []
    others = [name for name in folders if not re.fullmatch(SLUG, name)]
    return [name for name in others if os.path.isfile(os.path.join(desk, "plugins", name, MANIFEST_FILE))]


def _with_manifest(place: PluginPlace) -> PluginPlace:
    if not os.path.lexists(os.path.join(place.folder, MANIFEST_FILE)):
        raise NotFoundError(_("{folder}: there is no {file} in it").format(folder=place.shown, file=MANIFEST_FILE))
    return place


def _outside(path: str, given: str) -> PluginPlace:
    """Return a folder that lies in no desk: a plugin's own, or a distribution's with one package in it."""
    holds = _holding_manifest(path)
    if holds is None:
        raise NotFoundError(_("{folder}: there is no {file} in it").format(folder=given, file=MANIFEST_FILE))
    shown = os.path.normpath(os.path.join(given, os.path.relpath(holds, path)))
    package = not os.path.exists(os.path.join(holds, CODE_FILE)) and os.path.exists(os.path.join(holds, PACKAGE_FILE))
    return PluginPlace(_own_name(holds), holds, shown, package, in_desk=False)


def _holding_manifest(path: str) -> str | None:
    candidates = [path]
    for inner in ("src", "."):
        folder = os.path.normpath(os.path.join(path, inner))
        if os.path.isdir(folder) and os.path.exists(os.path.join(path, "pyproject.toml")):
            candidates += sorted(entry.path for entry in os.scandir(folder) if entry.is_dir())
    return next((folder for folder in candidates if os.path.isfile(os.path.join(folder, MANIFEST_FILE))), None)


def _own_name(folder: str) -> str:
    """Return the name that a manifest gives itself, else the folder's."""
    plugin = (parsed(text_of(os.path.join(folder, MANIFEST_FILE)) or "") or {}).get("plugin")
    name = plugin.get("name") if isinstance(plugin, dict) else None
    if isinstance(name, str) and re.fullmatch(SLUG, name):
        return name
    return os.path.basename(folder).lower().replace("_", "-")
