"""`aduan rules diff`: what two revisions say differently, in terms of rules, or line by line."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.flow.rulebook.changes import RuleDifference, unified
from aduan_cli.i18n import _

COLUMNS = ("file", "subject", "change", "key", "old", "new", "added", "removed", "sentence")


def difference_row(difference: RuleDifference) -> dict[str, object]:
    """Return one change in the order of `COLUMNS`."""
    row = {name: getattr(difference, name) for name in COLUMNS[:-1]}
    return {
        **row,
        "added": list(difference.added),
        "removed": list(difference.removed),
        "sentence": difference.sentence(),
    }


def write_changes(found: list[RuleDifference], several: bool = True) -> None:
    """Print changes for people, each on a line, the file before them where there are several."""
    from aduan_cli.render.rows import write_block

    lines: list[tuple[str, str]] = []
    file = None
    for difference in found:
        if several and difference.file != file:
            file = difference.file
            lines.append(("", file))
        lines.append(("", ("  " if several else "") + difference.sentence()))
    write_block(lines)


@click.command("diff", cls=Command)
@click.argument("a", required=False, metavar="[A]")
@click.argument("b", required=False, metavar="[B]")
@click.option("--lines", is_flag=True, help="A unified diff of the files, line by line.")
@options.format_option
@click.pass_obj
def command(context: Context, /, a: str | None, b: str | None, lines: bool, format_: str | None) -> None:
    """Show what two revisions say differently, in terms of rules, categories and units.

    A and B are revisions (a name or the beginning of one) or `disk`, the files as they stand. Without them:
    what was accepted last against the files on disk.
    """
    from aduan_cli.app.rulebook import DISK, changes, present, readable, texts_named
    from aduan_cli.render.cells import shown
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    desk.leave_changes()
    left, texts, _unread = texts_named(desk, a)
    right, others, _unread = texts_named(desk, b or DISK)
    unread = present(desk).unread if DISK in (left, right) else []
    before, after = readable(texts, unread), readable(others, unread)
    for problem in unread:
        context.warn(str(problem))
    context.page(None if lines else format_)
    if lines:
        click.echo("\t".join(map(shown, unified(before, after, (left, right)).split("\t"))), nl=False)
        return
    found, broken = changes(before, after)
    if format_ in (None, "table"):
        write_changes(found, several=len({difference.file for difference in found}) > 1)
    else:
        write_rows([difference_row(one) for one in found], format_, COLUMNS, ("file", "sentence"))
    for sentence in broken:
        context.warn(sentence)
    if not found and not broken and not unread:
        context.say(_("no difference between {left} and {right}").format(left=left, right=right))
