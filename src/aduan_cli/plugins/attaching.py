"""What the databases of unit code may attach: nothing that is refused to the code. Loaded where it loads SQLite.

SQLite opens what is attached by itself, and Python tells no auditor of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from aduan_cli.modes import NO_FILES, file_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_OK, _DENY, _ATTACH = 0, 1, 24
"""Of SQLite's authorizers (sqlite3.h); `VACUUM INTO` asks for the same."""
_judged: list[bool] = []
"""Whether it is done, or being done: importing SQLite is told by an event as well."""


def judge_attached(is_refused: Callable[[str], bool]) -> None:
    """Have every connection that the code makes judge the names of what is attached.

    SQLite tells a name only where it stands in the statement; one that it doesn't tell is refused, too.
    """
    if _judged:
        return
    _judged.append(True)
    import _sqlite3

    def authorize(action: int, name: str | None, *_more: object) -> int:
        if action != _ATTACH or name in NO_FILES:
            return _OK
        return _DENY if name is None or is_refused(file_of(name)) else _OK

    def connect(*arguments: Any, **more: Any) -> Any:
        connection = plain(*arguments, **more)
        connection.set_authorizer(authorize)
        return connection

    plain: Any = _sqlite3.connect
    for name in ("_sqlite3", "sqlite3.dbapi2", "sqlite3"):
        if name in sys.modules:
            sys.modules[name].connect = connect  # type: ignore[attr-defined]
