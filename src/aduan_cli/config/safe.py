"""Which files may be trusted: nobody but the desk's people can have written them.

A file and its folders up to the desk must not be writable by everyone. Their owner must be the desk folder's owner,
the user or root, the group that may write them one of the user's or root's; or either is named in `[plugins] trust`.
While no accepted text says whom to trust, a folder that its owner made a group's says so itself.
Members of a trusted group, and of the user's that the desk's folder is for, may own files as well: whoever edits one
becomes its owner.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection

from aduan_cli.accounts import group_name, group_number, is_member, own_groups, user_name
from aduan_cli.i18n import _
from aduan_cli.model import Objection
from aduan_cli.modes import is_shared

_MOST_LINKS = 40
"""Links in a chain that the system follows."""


class Safety:
    """Judges the places of one desk; each folder is looked at once. `trust` names users and groups.

    With `anybody` nothing counts as safe only because of who asks. With `by_folder` the group is trusted that the
    desk's folder is for (`modes.policy_of`).
    """

    def __init__(self, desk: str, trust: Collection[str] = (), anybody: bool = False, by_folder: bool = False) -> None:
        self._desk = desk
        self._by_folder = by_folder
        self._trust = frozenset(trust)
        self._known: dict[str, Objection | None] = {}
        self._owners: set[int] = {0}
        self._groups: set[int] = {0}
        self._people: set[int] = set()
        """Groups whose members may own files."""
        if hasattr(os, "getuid"):
            if not anybody:
                self._owners |= {os.getuid(), os.geteuid()}
                self._groups |= own_groups()
            self._people |= {number for name in self._trust if (number := group_number(name)) is not None}
            self._look_at_desk()

    def _look_at_desk(self) -> None:
        try:
            found = os.stat(self._desk)
        except OSError:
            return  # A desk that can't be looked at has no file that can be read either.
        self._owners.add(found.st_uid)
        if self._by_folder and is_shared(found):
            self._groups.add(found.st_gid)
        if found.st_mode & stat.S_IWGRP and found.st_gid and found.st_gid in self._groups:
            self._people.add(found.st_gid)

    def objection(self, path: str) -> Objection | None:
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

    def _link(self, place: str) -> Objection | None:
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

    def _place(self, place: str) -> Objection | None:
        if place not in self._known:
            try:
                found = os.stat(place)
            except OSError:
                return None
            self._known[place] = self._judge(place, found)
        return self._known[place]

    def _judge(self, place: str, found: os.stat_result) -> Objection | None:
        name = os.path.relpath(place, self._desk)
        name = _("the desk's folder") if name == "." else f"'{name}'"
        if found.st_mode & stat.S_IWOTH:
            sentence = _("{place} can be written by everyone; chmod o-w would be right").format(place=name)
            return Objection(sentence, f"everyone {place}", personal=False)
        if found.st_uid not in self._owners and not self._is_trusted(found.st_uid):
            user = user_name(found.st_uid)
            sentence = _("{place} belongs to {user}; [plugins] trust doesn't name that user").format(
                place=name, user=user
            )
            return Objection(sentence, f"user {user}", personal=True)
        if found.st_mode & stat.S_IWGRP and found.st_gid not in self._groups:
            group = group_name(found.st_gid)
            if group not in self._trust:
                what = _("{place} can be written by group {group}; [plugins] trust doesn't name that group")
                cure = _("where it should, the owner of the desk says: {command}")
                from shlex import quote

                command = f"aduan desk share {quote(group)}"
                sentence = f"{what}; {cure}".format(place=name, group=group, command=command)
                return Objection(sentence, f"group {group}", personal=True)
        return None

    def _is_trusted(self, user: int) -> bool:
        if self._trust and user_name(user) in self._trust:
            return True
        return any(is_member(user, group) for group in self._people)
