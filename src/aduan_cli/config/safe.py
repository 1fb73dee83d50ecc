"""Which files may be trusted: nobody but the desk's people can have written them (design section 6).

A file and its folders up to the desk must not be writable by everyone. Their owner, and the group that may write
them, must be the desk folder's owner, the user, root, the user's own group, or be named in `[plugins] trust`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection

from aduan_cli.i18n import _

_MOST_LINKS = 40
"""Links in a chain that the system follows."""


class Safety:
    """Judges the places of one desk; each folder is looked at once. `trust` names users and groups."""

    def __init__(self, desk: str, trust: Collection[str] = ()) -> None:
        self._desk = desk
        self._trust = frozenset(trust)
        self._known: dict[str, str | None] = {}
        self._owners: set[int] = {0}
        self._groups: set[int] = {0}
        if hasattr(os, "getuid"):
            self._owners |= {os.getuid(), os.geteuid()}
            self._groups |= {os.getgid(), os.getegid()}
            try:
                self._owners.add(os.stat(desk).st_uid)
            except OSError:
                pass  # A desk that can't be looked at has no file that can be read either.

    def objection(self, path: str) -> str | None:
        """Return what is wrong with the place of a file, relative to the desk; None when it is safe.

        A link is judged by what it leads to and by the folders of it and of any link between. A file that isn't
        there is safe. An absolute path is one of an installed distribution.
        """
        if not hasattr(os, "getuid"):
            return None
        if os.path.isabs(path):  # of an installed distribution: the file, its package, and what that lies in
            package = os.path.dirname(path)
            return self._place(path) or self._place(package) or self._place(os.path.dirname(package))
        place = self._desk
        for part in ["", *path.split("/")]:
            place = os.path.join(place, part) if part else place
            wrong = self._place(place)
            if wrong is None and place != self._desk:
                wrong = self._link(place)
            if wrong is not None:
                return wrong
        return None

    def _link(self, place: str) -> str | None:
        """Judge each link of a chain of them by the folder that it lies in, and where it leads to in the end."""
        for _step in range(_MOST_LINKS):
            if not os.path.islink(place):
                return None
            target = os.path.join(os.path.dirname(place), os.readlink(place))
            real = os.path.realpath(target)
            wrong = self._place(os.path.dirname(target)) or self._place(os.path.dirname(real)) or self._place(real)
            if wrong is not None:
                return wrong
            place = target
        return None

    def _place(self, place: str) -> str | None:
        if place not in self._known:
            try:
                found = os.stat(place)
            except OSError:
                return None
            self._known[place] = self._judge(place, found)
        return self._known[place]

    def _judge(self, place: str, found: os.stat_result) -> str | None:
        name = os.path.relpath(place, self._desk)
        name = _("the desk's folder") if name == "." else f"'{name}'"
        if found.st_mode & stat.S_IWOTH:
            return _("{place} can be written by everyone; chmod o-w would be right").format(place=name)
        if found.st_uid not in self._owners and not self._trusted_user(found.st_uid):
            return _("{place} belongs to {user}; [plugins] trust doesn't name that user").format(
                place=name, user=_user_name(found.st_uid)
            )
        if found.st_mode & stat.S_IWGRP and found.st_gid not in self._groups:
            group = _group_name(found.st_gid)
            if group not in self._trust:
                return _("{place} can be written by group {group}; [plugins] trust doesn't name that group").format(
                    place=name, group=group
                )
        return None

    def _trusted_user(self, number: int) -> bool:
        return bool(self._trust) and _user_name(number) in self._trust


def _user_name(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group_name(number: int) -> str:
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
