"""A desk for a group, or for its owner alone: its files brought to what the one policy (`files.py`) asks for.

Only what belongs to the desk is touched. Nothing that others can write leads root elsewhere: no link is followed, and
a file with a second name is left alone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from aduan_cli.accounts import group_name, group_number, own_groups, primary_group, user_name
from aduan_cli.config.desk_folder import RULES
from aduan_cli.config.plugin_files.plugin_places import text_of
from aduan_cli.config.plugin_files.plugins_table import with_trust, without_trust
from aduan_cli.config.rule_files.sources import wanted_by
from aduan_cli.errors import ConfigError, NotAllowedError, UsageError
from aduan_cli.files import put
from aduan_cli.i18n import _
from aduan_cli.kept_out import unreadable
from aduan_cli.model import STORE_FILE
from aduan_cli.modes import Policy, policy_for, policy_of, side_files

_OWN = (".aduan", "quarantine", "attachments")
"""Folders of what the desk makes, calls among it."""
_WRITTEN = ("plugins", "places", "maps", "examples")
"""Folders of what people write."""
_LOOK = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC


class DeskEntry(NamedTuple):
    """A file or folder of the desk: its path there, the open folder that it lies in, its name, and whose kind it is."""

    path: str
    folder: int
    name: str
    own: bool


class Changed(NamedTuple):
    """What became of a desk's files: a sentence for each that is changed, and for each that had to be left."""

    done: list[str]
    left: list[str]


def group_named(name: str) -> int:
    """Return the number of a group whose desk the user can make. Raises `UsageError`, `NotAllowedError`."""
    number = group_number(name)
    if number is None:
        raise UsageError(_("no group '{group}' on this machine; groupadd makes one").format(group=name))
    if os.geteuid() != 0 and number not in own_groups():
        sentence = _("you are not in group {group}; join it and sign in anew, or let root do this")
        raise NotAllowedError(sentence.format(group=name))
    return number


def check_right(desk: str) -> None:
    """Raise `NotAllowedError` unless the user may say whose the desk is: its folder's owner, or root."""
    owner = os.stat(desk).st_uid
    if os.geteuid() not in (0, owner):
        sentence = _("the desk belongs to {owner}; only {owner} or root can say whose it is")
        if owner == 0:
            sentence = _("the desk belongs to {owner}; only {owner} can say whose it is")
        raise NotAllowedError(sentence.format(owner=user_name(owner)))


def open_to_group(desk: str, group: str) -> None:
    """Make a folder a group's, so that whatever is made in it is the group's as well."""
    check_right(desk)
    number = os.open(desk, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        policy = policy_for(True, None, group_named(group))
        policy.give(number, _mode(os.fstat(number), policy, own=False))
    finally:
        os.close(number)


def shared_with(group: int) -> Policy:
    """Return the policy of a desk that is to be a group's."""
    return policy_for(True, None, group)


def owners_alone(desk: str) -> Policy:
    """Return the policy of a desk that is to be its owner's alone."""
    found = os.stat(desk)
    group = primary_group(found.st_uid)
    return policy_for(False, found.st_uid, found.st_gid if group is None else group)


def group_of(desk: str) -> str | None:
    """Return the group that a desk is for; None when it is its owner's alone."""
    return group_name(os.stat(desk).st_gid) if policy_of(desk).shared else None


def out_of_reach(desk: str, policy: Policy) -> dict[str, int]:
    """Return what of a desk's files a policy asks to change and the user can't: names in the desk, and their owners."""
    found: dict[str, int] = {}
    for entry in _entries(desk):
        try:
            state = os.stat(entry.name, dir_fd=entry.folder, follow_symlinks=False)
        except FileNotFoundError:
            continue
        if _is_out_of_reach(entry, state, policy):
            found.setdefault(entry.path.partition("/")[0], state.st_uid)
    return found


def is_closed(file: str) -> bool:
    """Say whether a file is there, somebody else's, and the user can't write it."""
    return os.path.exists(file) and not os.access(file, os.W_OK) and os.stat(file).st_uid != os.geteuid()


def _is_out_of_reach(entry: DeskEntry, found: os.stat_result, policy: Policy) -> bool:
    if os.geteuid() in (0, found.st_uid) or not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        return False
    if not _difference(found, _mode(found, policy, entry.own), policy):
        return False
    return not _is_replaceable(entry, found)


def rearrange(desk: str, policy: Policy, dry_run: bool = False) -> Changed:
    """Give every file of a desk the mode, group and owner that a policy asks for; with `dry_run` only say so."""
    changed = Changed([], [])
    owner = os.stat(desk).st_uid
    for entry in _entries(desk):
        try:
            found = os.stat(entry.name, dir_fd=entry.folder, follow_symlinks=False)
            _change(entry, found, _with_owner(policy, found, owner), dry_run, changed)
        except FileNotFoundError:
            continue
        except OSError as error:
            why = unreadable(desk, entry.path) if isinstance(error, PermissionError) else None
            changed.left.append(f"{entry.path}: " + (f"{why[0]}; {why[1]}" if why else str(error.strerror)))
    return changed


def _with_owner(policy: Policy, found: os.stat_result, owner: int) -> Policy:
    """Let what root left behind go to the desk's owner."""
    return policy._replace(owner=owner) if os.geteuid() == 0 and found.st_uid == 0 else policy


def _change(entry: DeskEntry, found: os.stat_result, policy: Policy, dry_run: bool, changed: Changed) -> None:
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        return
    mode = _mode(found, policy, entry.own)
    sentence = _difference(found, mode, policy)
    if not sentence:
        return
    if os.geteuid() not in (0, found.st_uid):
        _take_over(entry, found, mode, policy._replace(owner=os.geteuid()), dry_run, changed)
        return
    if stat.S_ISREG(found.st_mode) and found.st_nlink > 1:
        changed.left.append(_("{path} has a second name elsewhere; it is left as it is").format(path=entry.path))
        return
    if not dry_run:
        number = os.open(entry.name, _LOOK, dir_fd=entry.folder)
        try:
            if os.path.samestat(os.fstat(number), found):
                policy.give(number, mode)
        finally:
            os.close(number)
    changed.done.append(f"{entry.path}: {sentence}")


def _take_over(
    entry: DeskEntry, found: os.stat_result, mode: int, policy: Policy, dry_run: bool, changed: Changed
) -> None:
    """Put a copy of the user's in the place of a file that is somebody else's; what SQLite works on is left."""
    if not _is_replaceable(entry, found):
        what = _("{path} belongs to {owner}; root can change it").format(path=entry.path, owner=user_name(found.st_uid))
        changed.left.append(what)
        return
    if not dry_run:
        number = os.open(entry.name, _LOOK, dir_fd=entry.folder)
        with os.fdopen(number, "rb") as file:
            data = file.read()
        put(entry.folder, entry.name, data, lambda new: policy.give(new, mode), durable=True)
    changed.done.append(f"{entry.path}: {_difference(found, mode, policy)}")


def _is_replaceable(entry: DeskEntry, found: os.stat_result) -> bool:
    """Say whether a copy of the user's can take the place of a file that is somebody else's."""
    if not stat.S_ISREG(found.st_mode) or entry.name in (STORE_FILE, *side_files(STORE_FILE)):
        return False
    above = os.fstat(entry.folder)
    mine = above.st_uid == os.geteuid()
    writable = mine or os.access(".", os.W_OK | os.X_OK, dir_fd=entry.folder)
    kept = above.st_mode & stat.S_ISVTX and not mine
    return writable and not kept and os.access(entry.name, os.R_OK, dir_fd=entry.folder)


def _mode(found: os.stat_result, policy: Policy, own: bool) -> int:
    """Return the mode that fits: of the desk's own exactly the policy's; of what people write, who may write it."""
    mode, is_folder = stat.S_IMODE(found.st_mode), stat.S_ISDIR(found.st_mode)
    if own:
        return policy.folder if is_folder else policy.data
    if policy.shared:
        return (mode | (0o2770 if is_folder else 0o660)) & ~stat.S_IWOTH
    return (mode | (0o700 if is_folder else 0o600)) & ~(stat.S_ISGID | stat.S_IWGRP | stat.S_IWOTH)


def _difference(found: os.stat_result, mode: int, policy: Policy) -> str:
    old, group, owner = stat.S_IMODE(found.st_mode), policy.group, policy.owner
    parts = []
    if old != mode:
        parts.append(_("mode {old} → {new}").format(old=f"{old:04o}", new=f"{mode:04o}"))
    if group is not None and group != found.st_gid:
        parts.append(_("group {old} → {new}").format(old=group_name(found.st_gid), new=group_name(group)))
    if owner is not None and owner != found.st_uid:
        parts.append(_("owner {old} → {new}").format(old=user_name(found.st_uid), new=user_name(owner)))
    return ", ".join(parts)


# -- whom the rules trust


def trusting_text(desk: str, trusted: str | None = None, no_longer: str | None = None) -> tuple[str, str]:
    """Return the text of `rules.toml` as it is, and as it is with another group trusted. Raises `ConfigError`."""
    text = text_of(os.path.join(desk, RULES))
    if text is None:
        why = unreadable(desk, RULES)
        raise ConfigError(_("{file} can't be read").format(file=RULES) + (f": {why[0]}; {why[1]}" if why else ""))
    new = with_trust(text, trusted) if trusted else text
    return text, without_trust(new, no_longer) if no_longer else new


# -- what belongs to a desk


def _entries(desk: str) -> Iterator[DeskEntry]:
    number = os.open(desk, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield DeskEntry(".", number, ".", False)
        named = [path for path in wanted_by(text_of(os.path.join(desk, RULES))) if "/" not in path]
        for name in (RULES, *named):
            yield DeskEntry(name, number, name, False)
        for name in (STORE_FILE, *side_files(STORE_FILE)):
            yield DeskEntry(name, number, name, True)
        for name in (*_WRITTEN, *_OWN):
            yield from _tree(number, name, name in _OWN)
    finally:
        os.close(number)


def _tree(desk: int, name: str, own: bool) -> Iterator[DeskEntry]:
    """Yield a folder and all in it, the outer before the inner; a link is no folder, a closed one has nothing."""
    try:
        if not stat.S_ISDIR(os.stat(name, dir_fd=desk, follow_symlinks=False).st_mode):
            return
    except OSError:
        return
    yield DeskEntry(name, desk, name, own)
    if not os.access(name, os.R_OK | os.X_OK, dir_fd=desk):
        return
    for place, folders, files, number in os.fwalk(name, dir_fd=desk, follow_symlinks=False):
        folders.sort()
        for inner in sorted([*folders, *files]):
            yield DeskEntry(os.path.join(place, inner), number, inner, own)


def closed_above(desk: str, group: str) -> str | None:
    """Return the nearest folder above a desk that keeps a group out; None when none does."""
    number, place = group_number(group), os.path.dirname(os.path.realpath(desk))
    while True:
        found = os.stat(place)
        if not (found.st_mode & stat.S_IXOTH or (found.st_mode & stat.S_IXGRP and found.st_gid == number)):
            return place
        if place == os.path.dirname(place):
            return None
        place = os.path.dirname(place)


def store_elsewhere(desk: str, path: str, group: str) -> str | None:
    """Return the folder of a store that lies outside the desk and isn't the group's; None when all is well."""
    folder = os.path.dirname(os.path.abspath(path))
    if path.startswith("file:") or os.path.realpath(folder) == os.path.realpath(desk) or not os.path.isdir(folder):
        return None
    return None if group_of(folder) == group else folder
