"""Plugins that are installed distributions: found by their entry points (group `aduan`), never imported.

An entry point `NAME = "package"` says that `package` has a `plugin.toml` beside its `__init__.py`. What was found is
kept in `.aduan/installed.json`, so that nothing is looked for twice; `aduan plugin discover` looks anew.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, NamedTuple

from aduan_cli.files import read, sealed, unsealed, write
from aduan_cli.model import MANIFEST_FILE

GROUP = "aduan"
FORMAT = 2
KEPT = ".aduan/installed.json"


class Installed(NamedTuple):
    """One installed plugin. `folder` is that of its package; `distribution` and `version` are where it came with."""

    name: str
    package: str
    folder: str
    distribution: str
    version: str


def known(desk: str) -> dict[str, Installed]:
    """Return what was found last, by the plugins' names; looked for when it never was, or by another Python."""
    found = remembered(desk)
    return refresh(desk) if found is None else found


def remembered(desk: str) -> dict[str, Installed] | None:
    """Return what was found last; None when nothing was ever looked for, or by another Python."""
    try:
        kept = json.loads(unsealed(read(desk, KEPT)))
        if kept["format"] == FORMAT and kept["python"] == sys.prefix:
            return {name: Installed(**found) for name, found in kept["found"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return None


def refresh(desk: str) -> dict[str, Installed]:
    """Look for installed plugins, and keep what was found; a desk that can't be written does without."""
    found = {one.name: one for one in _discover()}
    kept = {"format": FORMAT, "python": sys.prefix, "found": {name: one._asdict() for name, one in found.items()}}
    try:
        write(desk, KEPT, sealed(json.dumps(kept).encode()))
    except OSError:
        pass
    return found


def _discover() -> list[Installed]:
    from importlib.metadata import entry_points

    found = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        folder = _folder(entry.value)
        distribution: Any = entry.dist
        if folder and os.path.isfile(os.path.join(folder, MANIFEST_FILE)):
            found.append(Installed(entry.name, entry.value, folder, distribution.name, distribution.version))
    return found


def _folder(package: str) -> str | None:
    """Return the folder of a package, without importing it: only what finds it is asked.

    One inside another package is none: finding it would import the outer one.
    """
    from importlib.util import find_spec

    if not package.isidentifier():
        return None
    try:
        spec = find_spec(package)
    except (ImportError, ValueError, AttributeError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return os.path.abspath(places[0]) if places else None
