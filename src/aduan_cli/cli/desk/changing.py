"""What `desk share` and `desk own` say: files first, then the rules that trust, accepted at once."""

from __future__ import annotations

from aduan_cli.app import sharing
from aduan_cli.cli.context import Context
from aduan_cli.errors import ConfigError, PartialError
from aduan_cli.i18n import _, ngettext
from aduan_cli.model import RULES_FILE
from aduan_cli.problems import one_for_each_cause


def change(context: Context, plan: sharing.SharingPlan, dry_run: bool) -> None:
    """Bring a desk to a plan.

    Raises `NotAllowedError` before anything is changed where files are others', `PartialError` when some had to be
    left, `ConfigError` when some aren't in force then.
    """
    desk, group = context.desk, plan.group
    desk.leave_changes()
    found = sharing.rearrange(desk, plan, dry_run)
    for sentence in found.done:
        context.say(sentence)
    if not found.done and not found.left and plan.new == plan.old:
        context.say(_("nothing to change: the desk is that already"))
    for sentence in found.left:
        context.warn(sentence)
    names = _("{group} is trusted") if group else _("the group is trusted no longer")
    trust = f"{RULES_FILE}: [plugins] trust: " + names.format(group=group)
    if not dry_run:
        accept(context, group, plan.new if plan.new != plan.old else None, trust)
    elif plan.new != plan.old:
        context.say(trust)
    if found.left:
        count = len(found.left)
        raise PartialError(
            ngettext("{count} file is left as it was", "{count} files are left as they were", count).format(count=count)
        )


def accept(context: Context, group: str | None, text: str | None = None, written: str = "") -> None:
    """Write the rules where they changed, say so (`written`), and accept the files as they stand.

    Raises `ConfigError`.
    """
    loaded, anew = sharing.accept(context.desk, group, text)
    if text is not None and written:
        context.say(written)
    if anew:
        context.say(_("accepted: revision {name}").format(name=loaded.revision))
    if loaded.left_out:
        wrong = one_for_each_cause(problem for problems in loaded.left_out.values() for problem in problems)
        count = len(loaded.left_out)
        sentence = ngettext("{count} file is not in force", "{count} files are not in force", count)
        raise ConfigError(sentence.format(count=count), tuple(map(str, wrong)))
