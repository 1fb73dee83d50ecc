"""`aduan rules accept`: bring changed files into force."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.rules.diff import COLUMNS, difference_row, write_changes
from aduan_cli.errors import ConfigError, UsageError
from aduan_cli.i18n import _, ngettext
from aduan_cli.problems import one_for_each_cause


@click.command("accept", cls=Command)
@click.argument("draft", required=False, type=FILE_NAME, metavar="[DRAFT]")
@click.option("--dry-run", is_flag=True, help="Accept nothing; show what would be accepted.")
@options.format_option
@click.pass_obj
def command(context: Context, /, draft: str | None, dry_run: bool, format_: str | None) -> None:
    """Bring the files on disk into force, and show what that changes.

    The files are checked with their own examples. What passes is accepted, under your name; what does not
    stays out, with its last accepted text in force, and the command exits 3. Where rules.toml says
    `[rules] accept = "manual"`, this is the only way into force.

    With DRAFT, which rules learn --from corrections wrote, its changes are first added to the files on disk, each
    after a copy of it; rules backtest DRAFT says before what would move.
    """
    from aduan_cli.app.rulebook import changes
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    desk.leave_changes()
    if draft is not None:
        _add(context, draft, dry_run)
    before = desk.rule_files.accepted_texts()
    loaded = desk.accept(dry_run)
    found, _broken = changes(before, loaded.accepted)
    if format_ not in (None, "table"):
        write_rows([difference_row(one) for one in found], format_, COLUMNS, ("file", "sentence"))
    elif before:
        write_changes(found)
    for problem in loaded.problems:
        if problem.severity == "warning":
            context.warn(str(problem))
    _tell(context, loaded.revision, loaded.accepted != before, dry_run)
    for sentence in desk.rule_files.left_by(loaded):
        context.warn(sentence)
    if loaded.left_out:
        wrong = one_for_each_cause(problem for problems in loaded.left_out.values() for problem in problems)
        count = len(loaded.left_out)
        sentence = ngettext("{count} file is not in force", "{count} files are not in force", count)
        raise ConfigError(sentence.format(count=count), tuple(map(str, wrong)))


def _add(context: Context, draft: str, dry_run: bool) -> None:
    """Add the changes of a draft to the files on disk."""
    from aduan_cli.app.rulebook import text_of, write_draft

    if dry_run:
        raise UsageError(_("DRAFT or --dry-run, not both; aduan rules backtest DRAFT shows what it would move"))
    for path in write_draft(context.desk, text_of(draft), draft):
        context.say(_("{path}: changed as {draft} says").format(path=path, draft=draft))


def _tell(context: Context, revision: str | None, changed: bool, dry_run: bool) -> None:
    if revision is None:
        return
    if not changed:
        context.say(_("nothing to accept: revision {name} is in force").format(name=revision))
    elif dry_run:
        context.say(_("would be accepted: revision {name}").format(name=revision))
    else:
        context.say(_("accepted: revision {name}").format(name=revision))
