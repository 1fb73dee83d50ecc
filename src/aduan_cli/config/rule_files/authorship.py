"""Who has a desk's rule files, and when they were last written, as far as the system tells.

Whoever owns a file need not have written it, and a copy has another time; it is more than the name of whoever happened
to give the next command.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from aduan_cli.accounts import user_name
from aduan_cli.storable import storable
from aduan_cli.stored import Written


def written(desk: str, paths: Iterable[str], places: Mapping[str, str]) -> list[Written]:
    """Return owner and time of each file that is there; `places` says where those lie that aren't in the desk."""
    found = []
    for path in paths:
        try:
            state = os.stat(os.path.join(desk, places.get(path, path)))
        except (OSError, ValueError):
            continue
        found.append(Written(path, storable(user_name(state.st_uid)), int(state.st_mtime)))
    return found
