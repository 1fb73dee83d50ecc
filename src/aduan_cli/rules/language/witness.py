"""To whom the newest hash is handed: `[audit]` of the city's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.shape import One

if TYPE_CHECKING:
    from aduan_cli.compiled_beside import Audit


def audit_of(city: Source) -> Audit:
    """Return the file, or the program and its arguments, that the newest hash is handed to; nothing: nobody."""
    given = city.data.get("audit", {}).get("witness")
    if not given:
        return {}
    return {"file": given[0]} if isinstance(given, One) else {"run": [word for word in given if word]}
