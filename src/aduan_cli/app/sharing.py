"""What `aduan desk share` and `own` do, and `init` for a group: files first, then the rules that trust the group."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.accounts import user_name
from aduan_cli.complaint.events import DESK_OWNED, DESK_SHARED
from aduan_cli.config import sharing
from aduan_cli.config.locking import changing_files
from aduan_cli.errors import NotAllowedError
from aduan_cli.files import replace
from aduan_cli.i18n import _
from aduan_cli.model import RULES_FILE, STORE_FILE
from aduan_cli.modes import Policy, file_of

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.config.rule_files.loader import Loaded


class SharingPlan(NamedTuple):
    """Whose a desk is to be: the group's (None: its owner's alone), and its `rules.toml` as it is and is to be."""

    group: str | None
    policy: Policy
    old: str
    new: str


class SharedFiles(NamedTuple):
    """What came of the files; `anew`: they were not accepted already."""

    loaded: Loaded
    anew: bool


def to_share(desk: Desk, group: str) -> SharingPlan:
    """Return how a desk becomes a group's. Raises `NotAllowedError` or `UsageError` where that can't be."""
    folder = desk.folder
    sharing.check_right(folder)
    policy = sharing.shared_with(sharing.group_named(group))
    before = sharing.group_of(folder)
    no_longer = before if before != group else None
    return SharingPlan(group, policy, *sharing.trusting_text(folder, trusted=group, no_longer=no_longer))


def to_own(desk: Desk) -> SharingPlan:
    """Return how a desk becomes its owner's alone. Raises `NotAllowedError`."""
    folder = desk.folder
    sharing.check_right(folder)
    texts = sharing.trusting_text(folder, no_longer=sharing.group_of(folder))
    return SharingPlan(None, sharing.owners_alone(folder), *texts)


def rearrange(desk: Desk, plan: SharingPlan, dry_run: bool) -> sharing.Changed:
    """Bring the files of a desk to its policy; return a sentence for each that was changed, or had to be left.

    Raises `NotAllowedError` where some are others' that the user can't change; nothing is changed then.
    """
    foreign = sharing.out_of_reach(desk.folder, plan.policy)
    store = os.path.join(desk.folder, STORE_FILE) if desk.address else os.path.abspath(file_of(desk.store_path))
    elsewhere = store != os.path.join(desk.folder, STORE_FILE)
    if sharing.is_closed(store):
        foreign.setdefault(store if elsewhere else STORE_FILE, os.stat(store).st_uid)
    if foreign:
        sentence = _("you can't change what others own: {files}; nothing was changed; root can do it: {command}")
        files = ", ".join(f"{name} ({user_name(owner)})" for name, owner in foreign.items())
        line = ["aduan", "--desk", desk.folder, *(("--store", store) if elsewhere else ()), "desk"]
        line += ["share", plan.group] if plan.group else ["own"]
        raise NotAllowedError(sentence.format(files=files, command=shlex.join(line)))
    return sharing.rearrange(desk.folder, plan.policy, dry_run)


def accept(desk: Desk, group: str | None, text: str | None = None) -> SharedFiles:
    """Accept the files as they stand, by hand, so that trust can begin; with another text of `rules.toml` first."""
    if text is not None:
        with changing_files(desk.folder):
            replace(os.path.join(desk.folder, RULES_FILE), text.encode())
    before = desk.store.last_revision()
    loaded = desk.accept(trusting=[group] if group else [])
    desk.store.note_event(DESK_SHARED if group else DESK_OWNED, desk.actor, desk.clock(), {"group": group})
    return SharedFiles(loaded, loaded.revision is not None and loaded.revision != before)


def kept_out(desk: Desk, group: str) -> list[str]:
    """Return what outside a desk keeps its group from it: a folder above, or a store elsewhere; a sentence each."""
    sentences = []
    closed = sharing.closed_above(desk.folder, group)
    if closed is not None:
        sentence = _("{folder} keeps group {group} out; chmod o+x {quoted}, or another place, would be right")
        sentences.append(sentence.format(folder=closed, group=group, quoted=shlex.quote(closed)))
    store = None if desk.address else sharing.store_elsewhere(desk.folder, desk.store_path, group)
    if store is not None:
        sentence = _("the data lie in {folder}, which isn't the group's; right would be: {command}")
        given = [shlex.join(line) for line in (["chgrp", group, store], ["chmod", "g+rwxs", store])]
        sentences.append(sentence.format(folder=store, command=" && ".join(given)))
    return sentences


def begin_anew(desk: Desk, reason: str) -> list[str]:
    """Go on without the data that were lost; see `Upkeep.begin_anew`."""
    with changing_files(desk.folder):
        return desk.store.begin_anew(reason, desk.actor, desk.clock())


def begin(folder: str, empty: bool, group: str | None) -> list[str]:
    """Make a desk in a folder; return the files made, relative to it. Raises `UsageError`."""
    from aduan_cli.config.starter import init_desk

    return init_desk(folder, empty, group)
