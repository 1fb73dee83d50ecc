"""Where the desk is: named, the nearest folder upward that is one, or the user's own."""

from __future__ import annotations

import os
import stat

from aduan_cli.errors import NotFoundError, StoreError
from aduan_cli.i18n import _
from aduan_cli.kept_out import unreadable
from aduan_cli.model import RULES_FILE, STORE_FILE

RULES = RULES_FILE
_SIGNS = (RULES, STORE_FILE, ".aduan")
"""What a desk's folder is known by."""


def own_folder() -> str:
    """Return the user's own desk folder: what counts when no folder upward is a desk."""
    data = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return os.path.join(data, "aduan")


def find_desk(given: str | None) -> str:
    """Return the desk's folder. Raises `NotFoundError` with what to do when there is none.

    `StoreError` when a folder can't be looked at: it may be the desk, so that no outer one is taken for it.
    """
    if given:
        if not _is_folder(given):
            raise NotFoundError(_("{path}: no such folder; --desk names a desk's folder").format(path=given))
        return os.path.abspath(given)
    folder = _present_folder()
    while not _is_desk(folder):
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    else:
        return folder
    own = own_folder()
    if os.path.isdir(own):
        return own
    raise NotFoundError(_("no desk here: no rules.toml in this folder or above; make one with: aduan init my-desk"))


def _present_folder() -> str:
    try:
        return os.getcwd()
    except OSError as error:
        raise NotFoundError(_("this folder is gone: {reason}").format(reason=error.strerror)) from error


def _is_desk(folder: str) -> bool:
    """Say whether a folder is a desk: one whose rules.toml is just being saved is still known by what else it has."""
    return any(_stat_of(os.path.join(folder, sign)) for sign in _SIGNS)


def _is_folder(path: str) -> bool:
    found = _stat_of(path)
    return found is not None and stat.S_ISDIR(found.st_mode)


def _stat_of(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        why = unreadable(*os.path.split(path)) if isinstance(error, PermissionError) else None
        reason = "; ".join(why) if why else _("it can't be read: {reason}").format(reason=error.strerror)
        raise StoreError(f"{path}: {reason}") from error
