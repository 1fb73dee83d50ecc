"""Looking at a plugin's code, wherever the plugin lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.cli.context import Context
from aduan_cli.config.plugin_files.places import Place
from aduan_cli.config.safe import Safety
from aduan_cli.i18n import _
from aduan_cli.model import CODE_FILE
from aduan_cli.plugins.code import Code, code_in, find_code

if TYPE_CHECKING:
    from aduan_cli.plugins.guard import FailedError


def refuse_loss(context: Context, error: FailedError) -> None:
    """Raise what keeps the desk from storing anything more, when that came of code that failed; name the plugin."""
    if error.lost:
        failure = error.failure
        context.warn(_("plugin '{plugin}': {harm}").format(plugin=failure.plugin, harm=failure.message))
        raise error.lost


def code_at(desk: str, place: Place, trust: list[str]) -> Code | None:
    """Return a plugin's code, or None when it has none. Raises `UnusableError`."""
    if place.package:
        return find_code(desk, place.name, {place.name: place.folder}, Safety(desk, trust).objection)
    if place.in_desk:
        return find_code(desk, place.name, {}, Safety(desk, trust).objection)
    safety = Safety(place.folder, trust)
    return code_in(place.name, place.folder, f"{place.shown}/{CODE_FILE}", lambda: safety.objection(CODE_FILE))
