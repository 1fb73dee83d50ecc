"""The code of a unit's plugin, found as the rules in force trust it."""

from __future__ import annotations

from aduan_cli.config.safe import Safety
from aduan_cli.plugins.code import Code, find_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def code_of(folder: str, rules: Rules, plugin: str) -> Code | None:
    """Return a plugin's code, or None when it has none. Raises `plugins.code.UnusableError`."""
    return find_code(folder, plugin, rules["installed"], Safety(folder, rules["trust"]).objection)
