"""How a desk keeps its files: modes and owners, by its folder; and which files belong to a store.

A desk for a group has a folder that is setgid and writable by the group. On the daily path: `os` and `stat` only.
"""

from __future__ import annotations

import os
import stat

from aduan_cli.record import Record

_SHARED = stat.S_ISGID | stat.S_IWGRP


class Policy(Record):
    """How a desk keeps its files.

    `data` is the mode of what holds calls and of what the desk makes for itself, `rules` that of files that people
    write, `folder` that of folders. `shared`: for all of a group. `group` is that group, or with `owner` whom files
    go to that root makes; None: as it comes.
    """

    shared: bool
    data: int
    rules: int
    folder: int
    owner: int | None
    group: int | None

    def give(self, number: int, mode: int) -> None:
        """Give an open file or folder of the user's its mode and its owners, whatever the umask.

        Where the group can't be given, another one gets no more than everybody.
        """
        found = os.fstat(number)
        owner = found.st_uid if self.owner is None else self.owner
        group = found.st_gid if self.group is None else self.group
        if (owner, group) != (found.st_uid, found.st_gid):
            try:
                os.fchown(number, owner, group)
            except OSError:
                mode = mode & ~0o070 | (mode & 0o007) << 3
        os.fchmod(number, mode)


def policy_of(desk: str | int) -> Policy:
    """Return how a desk keeps its files, by its folder: one for a group is setgid and writable by the group."""
    return policy_from(os.stat(desk))


def is_shared(folder: os.stat_result) -> bool:
    """Say whether a folder is one for a group, given its state."""
    return folder.st_mode & _SHARED == _SHARED


def is_anothers(folder: os.stat_result) -> bool:
    """Say whether a folder is another user's and for no group. Root's and everyone's are left to who set them up."""
    nobodys = 0 in (folder.st_uid, folder.st_gid) or folder.st_mode & stat.S_IWOTH
    return not (nobodys or is_shared(folder) or os.geteuid() in (0, folder.st_uid))


def policy_from(found: os.stat_result) -> Policy:
    """Return how a desk keeps its files, given the state of its folder."""
    shared, root = is_shared(found), os.geteuid() == 0
    return policy_for(shared, found.st_uid if root else None, found.st_gid if root or shared else None)


def policy_for(shared: bool, owner: int | None, group: int | None) -> Policy:
    """Return how a desk keeps its files that is `shared` with a group, or its owner's alone."""
    modes = (0o660, 0o664, 0o2770) if shared else (0o600, 0o644, 0o700)
    return Policy(shared, *modes, owner, group)


NO_FILES = frozenset({"", ":memory:"})
"""Names that SQLite takes for databases of a program's own, which no file has."""


def file_of(path: str) -> str:
    """Return the file that a store's path means as SQLite takes it: of a `file:` URI its path."""
    if not path.startswith("file:"):
        return path
    bare = path[5:].partition("?")[0].partition("#")[0]
    if bare.startswith("//"):
        bare = "/" + bare[2:].partition("/")[2]
    if "%" not in bare:
        return bare
    from urllib.parse import unquote

    return unquote(bare)


def side_files(database: str) -> tuple[str, ...]:
    """Return what SQLite may lay beside a database; it must be kept as that is."""
    return (f"{database}-wal", f"{database}-shm", f"{database}-journal")


def give_name(path: str, name: str) -> list[str]:
    """Give a store's file another name, which nothing has yet; return the new names. Raises `OSError`.

    What lies beside it is called after it: a log of another name is nobody's to SQLite, and the newest steps with it.
    """
    place, number = name, 1
    while any(map(os.path.lexists, (place, *side_files(place)))):
        number += 1
        place = f"{name}-{number}"
    moved = []
    for old, new in zip((path, *side_files(path)), (place, *side_files(place)), strict=True):
        if os.path.lexists(old):
            os.rename(old, new)
            moved.append(new)
    return moved
