"""Values of the command line: such that any store can keep them, and what is said of one that isn't known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.storable import storable


def storable_value(value: Any) -> Any:
    """Return a value, or each of several, with its texts as `storable` makes them."""
    if isinstance(value, (tuple, list)):
        return type(value)([storable_value(item) for item in value])
    return storable(value) if isinstance(value, str) else value


def unknown(what: str, given: str, known: Iterable[str]) -> UsageError:
    """Return the error for a name that isn't known, with the nearest one that is."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(given.lower(), names, 1, 0.6) or get_close_matches(given, names, 1, 0.6)
    hint = (
        _("did you mean '{near}'?").format(near=near[0])
        if near
        else _("known: {names}").format(names=", ".join(names[:12]) + (", ..." if len(names) > 12 else ""))
    )
    return UsageError(_("unknown {what} '{given}'; {hint}").format(what=what, given=given, hint=hint))
