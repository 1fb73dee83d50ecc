"""The driver, as every command waits for it: without Python's own `ssl`, which it would load and doesn't need.

psycopg2 asks for that module so that two users of one OpenSSL older than 1.1 don't both set up its locks. None that
a Python from 3.10 on runs with is so old; where `ssl` is missing the driver leaves it at that, and TLS is libpq's.
"""

from __future__ import annotations

import sys

_LEFT_OUT = "ssl"

_is_left_out = _LEFT_OUT not in sys.modules
if _is_left_out:
    sys.modules[_LEFT_OUT] = None  # type: ignore[assignment]
try:
    from psycopg2 import DatabaseError, Error, InterfaceError, OperationalError, ProgrammingError, connect, extensions
finally:
    if _is_left_out:
        del sys.modules[_LEFT_OUT]

__all__ = (
    "DatabaseError",
    "Error",
    "InterfaceError",
    "OperationalError",
    "ProgrammingError",
    "connect",
    "extensions",
)
