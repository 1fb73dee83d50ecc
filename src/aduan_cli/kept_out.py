"""Who is kept out of a desk's file, whose it is, and what would help: one sentence for the store and for the rules."""

from __future__ import annotations

import os
import stat

from aduan_cli.accounts import group_name, own_groups, user_name
from aduan_cli.i18n import _
from aduan_cli.modes import policy_of


def cure(folder: str, owner: int) -> str:
    """Return what opens a file to the user, as it can be typed: given the desk's folder, and whose the file is."""
    from shlex import quote

    inside = os.stat(folder)
    if not policy_of(folder).shared:
        sentence = _("{owner} can share the desk with a group: aduan --desk {folder} desk share GROUP")
        able = inside.st_uid if owner == inside.st_uid else 0  # Only root gives away what is somebody else's.
        return sentence.format(owner=user_name(able), folder=quote(folder))
    group = group_name(inside.st_gid)
    if os.geteuid() != 0 and inside.st_gid not in own_groups():
        sentence = _("you are not in group {group}, whose desk it is; root can add you, and you sign in anew")
        return sentence.format(group=group)
    sentence = _("the next command of {owner} there mends it, or root: aduan --desk {folder} desk share {group}")
    return sentence.format(owner=user_name(owner), folder=quote(folder), group=quote(group))


def unreadable(desk: str, path: str) -> tuple[str, str] | None:
    """Return why the user may not read a file of somebody else's, and what would help; None: that is not the reason.

    `path` is the file's, in the desk; a folder on the way, the desk's own too, may keep the user out as well.
    """
    place = os.path.join(desk, path)
    while len(place) >= len(desk):
        try:
            found = os.stat(place)
        except OSError:
            place = os.path.dirname(place)
            continue
        needed = os.R_OK | os.X_OK if stat.S_ISDIR(found.st_mode) else os.R_OK
        if os.access(place, needed) or found.st_uid == os.geteuid():
            return None
        what = _("it belongs to {owner} ({mode}) and keeps you out")
        if place != os.path.join(desk, path):
            what = _("its folder belongs to {owner} ({mode}) and keeps you out")
        mode = stat.filemode(found.st_mode)
        return what.format(owner=user_name(found.st_uid), mode=mode), cure(desk, found.st_uid)
    return None
