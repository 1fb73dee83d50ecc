"""Writes a manual page (man, section 1) for every command into a folder, from what `--help` is made of.

They say what docs/commands.md says: usage, what it does, arguments and options, examples, and where the rest is told.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click

from aduan_cli import __version__, i18n
from aduan_cli.cli.context import Context
from aduan_cli.cli.examples import examples
from aduan_cli.cli.groups import names_of
from aduan_cli.cli.root import root_group

EXIT_CODES = (
    ("0", "done, warnings included"),
    ("1", "a bug"),
    ("2", "a mistake on the line"),
    ("3", "invalid rules or configuration, or something wants attention"),
    ("4", "not found"),
    ("5", "not allowed in this state"),
    ("6", "done, but some items or a plugin failed"),
    ("7", "the store is not available"),
    ("130", "Ctrl-C"),
)


def pages() -> Iterator[tuple[str, str]]:
    """Yield (name of the file, text in roff) of every command's page, the program's first."""
    i18n.choose("en")
    root = root_group()
    yield from _pages(root, click.Context(root, info_name="aduan", obj=Context()))


def _pages(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    inner: list[tuple[str, click.Command]] = []
    if isinstance(command, click.Group):
        found = ((name, command.get_command(context, name)) for name in command.list_commands(context))
        inner = [(name, child) for name, child in found if child is not None]
    yield f"{page_name(context)}.1", "\n".join(_page(command, context, inner)) + "\n"
    for name, child in inner:
        yield from _pages(child, click.Context(child, info_name=name, parent=context))


def page_name(context: click.Context) -> str:
    """Return what the page of a command is called: `aduan-db-backup`."""
    return "-".join(["aduan", *names_of(context).split()])


def _page(command: click.Command, context: click.Context, inner: list[tuple[str, click.Command]]) -> Iterator[str]:
    first, *rest = cleandoc(command.help or "").split("\n\n")
    yield f'.TH "{page_name(context).upper()}" "1" "{_day()}" "aduan {__version__}" "aduan"'
    yield ".ad l"  # A long word can't fill a line to its end.
    yield ".SH NAME"
    yield f"{page_name(context)} \\- {_text(first).rstrip('.')}"
    yield ".SH SYNOPSIS"
    yield f".B {_text(' '.join(['aduan', *names_of(context).split()]))}"
    yield _text(" ".join(command.collect_usage_pieces(context)))
    if rest:
        yield ".SH DESCRIPTION"
        yield "\n.PP\n".join(map(_text, rest))
    if inner:
        yield ".SH COMMANDS"
        for name, child in inner:
            yield from _item(f"\\fB{_text(name)}\\fR", cleandoc(child.help or "").split("\n\n")[0])
    yield ".SH OPTIONS"
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            record = option.get_help_record(context)
            if record is not None:
                yield from _item(f"\\fB{_text(record[0])}\\fR", record[1])
    shown = examples(names_of(context))
    if shown:
        yield ".SH EXAMPLES"
        for number, line in enumerate(shown):
            yield from ((".PP",) if number else ())
            yield from (".nf", _text(line), ".fi")
    yield from _end(context, inner)


def _end(context: click.Context, inner: list[tuple[str, click.Command]]) -> Iterator[str]:
    yield ".SH EXIT STATUS"
    for code, meaning in EXIT_CODES:
        yield from _item(f"\\fB{code}\\fR", meaning)
    above = [page_name(context.parent)] if context.parent is not None else []
    others = [*above, *(f"{page_name(context)}-{name}" for name, _child in inner)]
    if others:
        yield ".SH SEE ALSO"
        yield ",\n".join(f"\\fB{_text(one)}\\fR(1)" for one in others)


def _day() -> str:
    """Return the day that the pages are of: of the source where whoever builds says so, or else today."""
    at = os.environ.get("SOURCE_DATE_EPOCH")
    now = time.time() if at is None else int(at)
    return time.strftime("%Y-%m-%d", time.gmtime(now))


def _item(head: str, text: str) -> Iterator[str]:
    yield from (".TP", head, _text(text))


def _text(text: str) -> str:
    """Return words for roff: nothing of it is a command, dashes are those that are typed."""
    words = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    words = words.replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    return f"\\&{words}" if words.startswith((".", "'")) else words


def write(folder: Path) -> int:
    """Write the pages into a folder, which is made where it lacks; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, text in pages():
        (folder / name).write_text(text, encoding="utf-8")
        count += 1
    return count


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("which folder? scripts/man_pages.py share/man/man1")
    print(f"{write(Path(sys.argv[1]))} pages")
