"""What can be typed next on lines that are click's to read; `tab_line` answers the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from click.shell_completion import ShellComplete

from aduan_cli.cli.completing import complete_values
from aduan_cli.cli.root import root_group
from aduan_cli.i18n import bind_click

if TYPE_CHECKING:
    from aduan_cli.cli.context import Context
    from aduan_cli.cli.tab_line import Item


def offered_by_click(words: Sequence[str], typed: str, context: Context) -> list[Item]:
    """Return what can stand where `typed` is, behind some words."""
    bind_click()
    root = root_group()
    complete_values(root)
    found = ShellComplete(root, {"obj": context}, "aduan", "").get_completions(list(words), typed)
    # Of `--name=value` click tells the value alone.
    before = typed[: typed.index("=") + 1] if typed[:1] == "-" and "=" in typed else ""
    return [(one.type, before + one.value, one.help) for one in found]
