"""Reading a plugin's code to look at it, wherever the plugin lies."""

from __future__ import annotations

from aduan_cli.config.plugin_places import Place
from aduan_cli.config.safe import Safety
from aduan_cli.model import CODE_FILE
from aduan_cli.plugins.code import Code, code_in, find_code


def code_at(desk: str, place: Place, trust: list[str]) -> Code | None:
    """Return a plugin's code, or None when it has none. Raises `UnusableError`."""
    if place.package:
        return find_code(desk, place.name, {place.name: place.folder}, Safety(desk, trust).objection)
    if place.in_desk:
        return find_code(desk, place.name, {}, Safety(desk, trust).objection)
    safety = Safety(place.folder, trust)
    return code_in(place.name, place.folder, f"{place.shown}/{CODE_FILE}", lambda: safety.objection(CODE_FILE))
