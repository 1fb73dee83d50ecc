"""Where the desk is: named, the nearest folder upward that has rules, or the user's own."""

from __future__ import annotations

import os

from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _

RULES = "rules.toml"


def own_folder() -> str:
    """Return the user's own desk folder: what counts when no folder upward has a `rules.toml`."""
    data = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return os.path.join(data, "aduan")


def find_desk(given: str | None) -> str:
    """Return the desk's folder. Raises `NotFoundError` with what to do when there is none."""
    if given:
        if not os.path.isdir(given):
            raise NotFoundError(_("{path}: no such folder; --desk names a desk's folder").format(path=given))
        return os.path.abspath(given)
    folder = os.getcwd()
    while True:
        if os.path.isfile(os.path.join(folder, RULES)):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    own = own_folder()
    if os.path.isdir(own):
        return own
    raise NotFoundError(_("no desk here: no rules.toml in this folder or above; make one with: aduan init my-desk"))
