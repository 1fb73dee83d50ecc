"""The offsets of time zones, as plain data for the rule cache."""

from __future__ import annotations

import os
import time
from functools import lru_cache

from aduan_cli.desk_time import BEFORE_ALL, transitions_of
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _
from aduan_cli.rules.problems import Problems

Transitions = list[list[int]]
_LINK = "/etc/localtime"


@lru_cache(maxsize=8)
def _known(name: str) -> tuple[tuple[int, int], ...] | None:
    try:
        return tuple((epoch, offset) for epoch, offset in transitions_of(name))
    except ConfigError:
        return None


def zone_of(name: str) -> tuple[Transitions, tuple[str, str | None] | None]:
    """Return the transitions of a zone, and None; for an unknown one the system's, what is wrong and right."""
    found = _known(name)
    if found is not None:
        return [list(pair) for pair in found], None
    from zoneinfo import available_timezones

    right = Problems().suggest(name, available_timezones())
    what = _("unknown time zone '{name}'").format(name=name)
    return system_zone()[1], (what, right or _("a name like 'Asia/Jakarta' would be right"))


def system_zone() -> tuple[str, Transitions]:
    """Return the name and the transitions of the system's zone; its present offset when it has no name."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name and os.path.islink(_LINK):
        name = os.path.realpath(_LINK).partition("/zoneinfo/")[2]
    found = _known(name) if name else None
    if found is not None:
        return name, [list(pair) for pair in found]
    offset = time.localtime().tm_gmtoff
    return time.strftime("%Z"), [[BEFORE_ALL, offset]]
