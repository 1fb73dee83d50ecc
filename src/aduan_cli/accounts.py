"""The machine's users and groups, by number and by name."""

from __future__ import annotations

import os


def user_name(number: int) -> str:
    """Return the login name of a user; the number where it has none."""
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def group_name(number: int) -> str:
    """Return the name of a group; the number where it has none."""
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def group_number(name: str) -> int | None:
    """Return the number of a group; None when the machine doesn't know it."""
    import grp

    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        return None


def primary_group(user: int) -> int | None:
    """Return the first group of a user; None when the machine doesn't know the user."""
    import pwd

    try:
        return pwd.getpwuid(user).pw_gid
    except KeyError:
        return None


def own_groups() -> frozenset[int]:
    """Return the groups of the user, the supplementary ones among them."""
    return frozenset((os.getgid(), os.getegid(), *os.getgroups()))


def is_member(user: int, group: int) -> bool:
    """Say whether a user belongs to a group, by what the machine knows of both."""
    import grp
    import pwd

    try:
        known = pwd.getpwuid(user)
        return known.pw_gid == group or known.pw_name in grp.getgrgid(group).gr_mem
    except KeyError:
        return False
