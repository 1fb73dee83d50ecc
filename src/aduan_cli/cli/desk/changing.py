"""What `desk share` and `desk own` do, and say: files first, then the rules that trust, accepted at once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aduan_cli.cli.context import Context
from aduan_cli.complaint.events import DESK_OWNED, DESK_SHARED
from aduan_cli.config import sharing
from aduan_cli.config.desk_folder import RULES
from aduan_cli.config.locking import changing_files
from aduan_cli.errors import ConfigError, PartialError
from aduan_cli.files import Policy, replace
from aduan_cli.i18n import _, ngettext
from aduan_cli.rules.language.problems import one_for_each_cause

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk


def change(context: Context, policy: Policy, texts: tuple[str, str], dry_run: bool, group: str | None) -> None:
    """Bring a desk to a policy. `texts` are those of `rules.toml`: as it is, and as it is to be.

    Raises `PartialError` when files of others had to be left, `ConfigError` when some aren't in force then.
    """
    desk = context.desk
    desk.leave_changes()
    old, new = texts
    found = sharing.rearrange(desk.folder, policy, dry_run)
    sentences = [*found.done]
    if new != old:
        names = _("{group} is trusted") if group else _("the group is trusted no longer")
        sentences.append(f"{RULES}: [plugins] trust: " + names.format(group=group))
    for sentence in sentences:
        context.say(sentence)
    if not sentences and not found.left:
        context.say(_("nothing to change: the desk is that already"))
    for sentence in found.left:
        context.warn(sentence)
    if not dry_run:
        accept(context, new if new != old else None, group)
    if found.left:
        count = len(found.left)
        raise PartialError(
            ngettext("{count} file is left as it was", "{count} files are left as they were", count).format(count=count)
        )


def accept(context: Context, new: str | None, group: str | None) -> None:
    """Write the rules where they changed, and accept the files as they stand: by hand, so that trust can begin."""
    desk: Desk = context.desk
    if new is not None:
        with changing_files(desk.folder):
            replace(os.path.join(desk.folder, RULES), new.encode())
    before = desk.store.last_revision()
    loaded = desk.accept(trusting=[group] if group else [])
    desk.store.note_event(DESK_SHARED if group else DESK_OWNED, desk.actor, desk.clock(), {"group": group})
    if loaded.revision is not None and loaded.revision != before:
        context.say(_("accepted: revision {name}").format(name=loaded.revision))
    if loaded.left_out:
        wrong = one_for_each_cause(problem for problems in loaded.left_out.values() for problem in problems)
        count = len(loaded.left_out)
        sentence = ngettext("{count} file is not in force", "{count} files are not in force", count)
        raise ConfigError(sentence.format(count=count), tuple(map(str, wrong)))


def warn_of_places(context: Context, folder: str, group: str) -> None:
    """Say what outside the desk keeps the group from it: a folder above, or a store elsewhere."""
    closed = sharing.closed_above(folder, group)
    if closed is not None:
        sentence = _("{folder} keeps group {group} out; chmod o+x {folder}, or another place, would be right")
        context.warn(sentence.format(folder=closed, group=group))
    store = sharing.store_elsewhere(folder, context.desk.store_path, group)
    if store is not None:
        sentence = _("the data lie in {folder}, which isn't the group's; chgrp {group} and chmod g+rwxs would be right")
        context.warn(sentence.format(folder=store, group=group))
