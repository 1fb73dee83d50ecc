"""Values of the command line such that any store can keep them."""

from __future__ import annotations

from typing import Any


def storable_value(value: Any) -> Any:
    """Return a value, or each of several, with its texts as `text.storable` makes them."""
    if isinstance(value, (tuple, list)):
        return type(value)([storable_value(item) for item in value])
    if not isinstance(value, str) or value.isascii():
        return value
    from aduan_cli.text import storable

    return storable(value)
