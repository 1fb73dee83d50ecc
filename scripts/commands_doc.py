"""Writes docs/commands.md from the commands' own help, or says that it is out of step: `write` or `check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from aduan_cli import i18n
from aduan_cli.cli.context import Context
from aduan_cli.cli.root import root_group
from docs_page import DOCS, write_or_check

PAGE = DOCS / "commands.md"
WIDTH = 96
HEAD = """\
# Commands

What `aduan COMMAND --help` says, for every command. This page is generated: `make docs` writes it, a test holds it
to the commands.

Options of the first section work everywhere, before a command's name or after it. Each has a twin in the
environment: `ADUAN_DESK`, `ADUAN_STORE`, `ADUAN_ACTOR`, `ADUAN_LANG`, `ADUAN_NO_PLUGINS`.
"""


def helps() -> Iterator[tuple[str, str]]:
    """Yield (name as typed, help page in English) of every command, the root first."""
    i18n.choose("en")
    root = root_group()
    yield from _helps(root, click.Context(root, info_name="aduan", obj=Context(), terminal_width=WIDTH))


def _helps(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    # The root's settings cap the width for terminals; the page has its own.
    context.max_content_width = WIDTH
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _helps(child, click.Context(child, info_name=name, parent=context))


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for name, text in helps():
        body = "\n".join(line.rstrip() for line in text.splitlines())
        parts.append(f"## {name}\n\n```text\n{body}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, sys.argv[1:]))
