"""What is published of the desk for other programs, as the city's file has it; the groups of categories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.privacy import days

if TYPE_CHECKING:
    from aduan_cli.compiled_beside import Open311

_WITHIN = "90d"


def open311_of(sources: Iterable[Source], city: Source, names: DeclaredNames) -> Open311:
    """Return what `[open311]` says, and the group of each category that has one. What it names must be declared."""
    table: dict[str, Any] = city.data.get("open311", {})
    at = ("open311",)
    categories = [
        name for name in table.get("categories", []) if name and names.category(name, city.file, (*at, "categories"))
    ]
    services = {
        code: name
        for code, name in table.get("services", {}).items()
        if names.category(name, city.file, (*at, "services", code))
    }
    tables = [source.data.get("categories", {}) for source in sources]
    groups = {name: one["group"] for each in tables for name, one in each.items() if "group" in one}
    texts = {name: str(table.get(name, "")) for name in ("url", "contact", "key_service", "jurisdiction")}
    publish = [what for what in table.get("publish", []) if what]
    return {
        "categories": categories,
        "publish": publish,
        "within": days(table.get("within", _WITHIN)),
        "url": texts["url"],
        "contact": texts["contact"],
        "key_service": texts["key_service"],
        "jurisdiction": texts["jurisdiction"],
        "services": services,
        "groups": groups,
    }
