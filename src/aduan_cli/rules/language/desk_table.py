"""`[desk]`: the call centre itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.problems import Problems
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.files import largest_file
from aduan_cli.rules.language.names import DeclaredNames

if TYPE_CHECKING:
    from aduan_cli.compiled import DeskTable


def desk_of(city: Source, names: DeclaredNames, problems: Problems) -> DeskTable:
    """Return what the city's file says of the desk, with what holds where it says nothing."""
    desk = city.data.get("desk", {})
    made: DeskTable = {
        "name": desk.get("name", "aduan"),
        "prefix": desk.get("prefix", "ADU"),
        "timezone": desk.get("timezone", "UTC"),
        "triage": names.triage,
        "channels": names.channels or ["phone"],
        "largest_file": largest_file(city, problems),
    }
    if "say" in desk:
        made["say"] = desk["say"]
    return made
