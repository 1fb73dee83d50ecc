"""Values of the command line, such that any store can keep them."""

from __future__ import annotations

from aduan_cli.desk_names import unknown as unknown
from aduan_cli.desk_names import unknown_word as unknown_word
from aduan_cli.storable import storable


def storable_value(value: object) -> object:
    """Return a value, or each of several, with its texts as `storable` makes them."""
    if isinstance(value, (tuple, list)):
        return type(value)([storable_value(item) for item in value])
    return storable(value) if isinstance(value, str) else value
