"""The driver, as every command waits for it: without what it loads and a desk doesn't need.

psycopg2 asks for Python's own `ssl` so that two users of one OpenSSL older than 1.1 don't both set up its locks. None
that a Python from 3.10 on runs with is so old; where `ssl` is missing the driver leaves it at that, and TLS is libpq's.
Of `decimal` and `_range` it only needs types, to know values that are sent; a desk sends none. A decimal that is
read is one all the same: the driver looks for the type again then.
"""

from __future__ import annotations

import sys

_NOTHING = {"ssl": (), "decimal": ("Decimal",), "psycopg2._range": ("Range",)}
"""What is left out, and which of its types something has to stand for while the driver is loaded."""


def _stand_in(name: str, types: tuple[str, ...]) -> object:
    """Return what stands for a module: nothing, or types of which there is no value."""
    if not types:
        return None
    module = type(sys)(name)
    vars(module).update({each: type(each, (), {}) for each in types})
    return module


_left_out = [name for name in _NOTHING if name not in sys.modules and "psycopg2" not in sys.modules]
for _name in _left_out:
    sys.modules[_name] = _stand_in(_name, _NOTHING[_name])  # type: ignore[assignment]
try:
    from psycopg2 import DatabaseError, Error, InterfaceError, OperationalError, ProgrammingError, connect, extensions
finally:
    for _name in _left_out:
        del sys.modules[_name]

__all__ = (
    "DatabaseError",
    "Error",
    "InterfaceError",
    "OperationalError",
    "ProgrammingError",
    "connect",
    "extensions",
)
