"""Platforms in what a caller says."""

from __future__ import annotations

import re

from aduan_cli.hookspecs import Complaint

LAST = 12
"""The highest number that a platform has."""
_PLATFORM = re.compile(r"\bperon\s+(?:nomor\s+|no\.?\s*)?([0-9]{1,3})\b", re.IGNORECASE)


def platform_of(complaint: Complaint) -> int | None:
    """Return the platform that the officer asked for, or that the caller named."""
    answer = complaint.answers.get("peron")
    if isinstance(answer, int) and answer > 0:
        return answer
    found = _PLATFORM.search(complaint.text)
    return int(found[1]) if found else None
