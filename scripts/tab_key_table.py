"""Writes cli/tab_key.json, by which the Tab key is answered without click, from the commands: `write` or `check`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from aduan_cli import i18n
from aduan_cli.cli.completing import offered_for
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import EVERYWHERE
from aduan_cli.cli.groups import ListingGroup, names_of
from aduan_cli.cli.info import InfoGroup
from aduan_cli.cli.root import root_group
from aduan_cli.cli.tab_line import TABLE
from docs_page import write_or_check

PAGE = Path(TABLE)
_ELSEWHERE = {one.name for one in EVERYWHERE}


def page() -> str:
    """Return the table: a command a line."""
    i18n.choose("en")
    root = root_group()
    lines = (
        f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}"
        for name, entry in _entries(root, click.Context(root, info_name="aduan", obj=Context()))
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _entries(command: click.Command, context: click.Context) -> Iterator[tuple[str, dict[str, Any]]]:
    inner = command.help_lines() if isinstance(command, ListingGroup) else {}
    own = [one for one in command.get_params(context) if one.name != "help" and not _is_of_everywhere(one)]
    yield (
        names_of(context),
        {
            "options": [_declared(command, one) for one in own if isinstance(one, click.Option)],
            "arguments": [_declared(command, one) for one in own if isinstance(one, click.Argument)],
            "inner": inner,
            "asks": isinstance(command, InfoGroup),
        },
    )
    for name in inner:
        child = command.get_command(context, name)
        yield from _entries(child, click.Context(child, info_name=name, parent=context))


def _is_of_everywhere(parameter: click.Parameter) -> bool:
    """Say whether it is the option of everywhere, not one of the command's own by its name."""
    return parameter.name in _ELSEWHERE and not parameter.expose_value


def _declared(command: click.Command, parameter: click.Parameter) -> dict[str, Any]:
    """Return what the table says of a parameter; what is usual is left out."""
    assert parameter.nargs in (1, -1), parameter
    found: dict[str, Any] = {"name": parameter.name}
    if isinstance(parameter, click.Option):
        unknown = parameter.secondary_opts or parameter.count or parameter.hidden
        assert not unknown, parameter
        bare = str(parameter.flag_value) if parameter._flag_needs_value else None
        found |= {"names": parameter.opts, "about": parameter.help, "bare": bare}
        found |= {"many": parameter.multiple, "flag": parameter.is_flag}
    else:
        found["many"] = parameter.nargs == -1
    return {name: value for name, value in {**found, "offered": offered_for(command, parameter)}.items() if value}


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, sys.argv[1:]))
