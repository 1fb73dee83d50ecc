"""The offsets of time zones, as plain data for the rule cache."""

from __future__ import annotations

import os
import time
from functools import lru_cache

from aduan_cli.desk_time import BEFORE_ALL, transitions_of
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _

Transitions = list[list[int]]
_LINK = "/etc/localtime"
_REGIONS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
_SHORT = {
    "wib": "Asia/Jakarta", "gmt+7": "Asia/Jakarta", "utc+7": "Asia/Jakarta", "indonesia": "Asia/Jakarta",
    "wita": "Asia/Makassar", "wit": "Asia/Jayapura", "sgt": "Asia/Singapore", "myt": "Asia/Kuala_Lumpur",
    "pht": "Asia/Manila", "ict": "Asia/Bangkok", "ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "kst": "Asia/Seoul",
    "hkt": "Asia/Hong_Kong", "aest": "Australia/Sydney", "acst": "Australia/Adelaide", "awst": "Australia/Perth",
    "nzst": "Pacific/Auckland", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "mdt": "America/Denver", "cst": "America/Chicago", "cdt": "America/Chicago", "edt": "America/New_York",
    "et": "America/New_York", "akst": "America/Anchorage", "brt": "America/Sao_Paulo", "bst": "Europe/London",
    "cest": "Europe/Berlin", "eest": "Europe/Athens", "msk": "Europe/Moscow", "eat": "Africa/Nairobi",
    "wat": "Africa/Lagos", "sast": "Africa/Johannesburg",
}  # fmt: skip
"""What people call a zone → its name. Abbreviations that are names of zones themselves (EST, CET) never get here."""


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
    what = _("unknown time zone '{name}'").format(name=name)
    near = _meant(name)
    if near:
        return system_zone()[1], (what, _("did you mean '{name}'?").format(name=near))
    return system_zone()[1], (what, _("a name like 'Asia/Jakarta' would be right"))


def _meant(name: str) -> str | None:
    """Return the zone that an abbreviation, a city or a misspelt name most likely means: always one of a place."""
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    wanted = name.strip().casefold().replace(" ", "_")
    if wanted in _SHORT:
        return _SHORT[wanted]
    by_name = {zone.casefold(): zone for zone in sorted(available_timezones()) if zone.split("/")[0] in _REGIONS}
    cities = {zone.rpartition("/")[2]: zone for zone in by_name}
    for known, given in ((by_name, wanted), (cities, wanted.rpartition("/")[2])):
        near = get_close_matches(given, known, n=1, cutoff=0.8) if len(given) > 3 else []
        if near:
            found = known[near[0]]
            return by_name.get(found, found)
    return None


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
