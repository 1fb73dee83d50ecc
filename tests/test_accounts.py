"""The machine's users and groups, by number and by name."""

from __future__ import annotations

import grp
import os
import pwd

import pytest

from aduan_cli import accounts
from people import People

NOBODY = 54_321
"""A number that no user and no group of the test machine has."""


def test_numbers_and_names_belong_together() -> None:
    """What the machine knows by name is named so; what it doesn't is its number, and no member of anything."""
    me, group = pwd.getpwuid(os.getuid()), grp.getgrgid(os.getgid())
    assert accounts.user_name(me.pw_uid) == me.pw_name
    assert accounts.group_name(group.gr_gid) == group.gr_name
    assert accounts.group_number(group.gr_name) == group.gr_gid
    assert accounts.primary_group(me.pw_uid) == me.pw_gid
    assert accounts.is_member(me.pw_uid, me.pw_gid)
    assert accounts.user_name(NOBODY) == accounts.group_name(NOBODY) == str(NOBODY)
    assert accounts.group_number("no such group") is accounts.primary_group(NOBODY) is None
    assert not accounts.is_member(NOBODY, NOBODY)


@pytest.mark.slow
def test_members_of_a_group_are_known(people: People) -> None:
    """By the group's own list, not only by the first group of a user."""
    (number,) = people.sari.groups
    assert [accounts.is_member(one.uid, number) for one in (people.sari, people.rina, people.stranger)] == [
        True, True, False,
    ]  # fmt: skip
