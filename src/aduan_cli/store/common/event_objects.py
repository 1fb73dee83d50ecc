"""What stands in an event's row, read as the JSON object that it is."""

from __future__ import annotations

from json import loads
from json.decoder import JSONDecoder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_scan: Any = JSONDecoder().scan_once  # type: ignore[attr-defined, unused-ignore]


def object_of(text: str | None) -> dict[str, Any] | None:
    """Return a JSON object; None when there is none, or none that can be read: the chain says so."""
    if not text:
        return None
    try:
        value, end = _scan(text, 0) if text[0] == "{" else (None, 0)
        if end != len(text):  # Something stands around it.
            value = loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
