"""`aduan rules restore`: write the files of a revision back."""

from __future__ import annotations

import click

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.rules.diff import write_changes
from aduan_cli.errors import ConfigError
from aduan_cli.flow.rulebook.revisions import files_named, revision_named
from aduan_cli.i18n import _


@click.command("restore", cls=Command)
@click.argument("revision", metavar="REV")
@click.argument("files", nargs=-1, type=FILE_NAME, metavar="[FILE]...")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
@click.pass_obj
def command(context: Context, /, revision: str, files: tuple[str, ...], dry_run: bool) -> None:
    """Write the files of revision REV back, all of them or those named.

    The present files are copied to a folder of .aduan/replaced/ before. The restored ones then come into
    force like any changed file: at once, or by `aduan rules accept` where accepting is manual.
    """
    desk = context.desk
    desk.leave_changes()
    name = revision_named(desk.store, revision)
    texts = files_named(desk.store, name, files)
    _show(context, texts)
    if dry_run:
        return
    _restore(context, name, texts)


def _show(context: Context, texts: dict[str, str]) -> None:
    """Print what the files will say otherwise than they do now, as far as they can be read."""
    from aduan_cli.app.rulebook import changes, present, readable

    _disk, now, unread = present(context.desk)
    found, _broken = changes({path: text for path, text in now.items() if path in texts}, readable(texts, unread))
    write_changes(found)
    for problem in unread:
        if problem.file in texts:
            context.warn(str(problem))


def _restore(context: Context, name: str, texts: dict[str, str]) -> None:
    from aduan_cli.app.rulebook import restore

    desk = context.desk
    files, copies = restore(desk, texts, name)
    if not files:
        context.say(_("the files say already what revision {name} says").format(name=name))
        return
    context.say(_("restored from revision {name}: {files}").format(name=name, files=", ".join(files)))
    if copies:
        context.say(_("what they were before: {folder}").format(folder=copies))
    loaded = desk.notice_changes()
    if loaded.postponed:
        context.say(_("they wait for: {command}").format(command="aduan rules accept"))
        return
    wrong = {path: problems for path, problems in loaded.left_out.items() if path in files}
    if wrong:
        raise ConfigError(
            _("restored, but not in force: {files}").format(files=", ".join(wrong)),
            tuple(str(problem) for problems in wrong.values() for problem in problems),
        )
