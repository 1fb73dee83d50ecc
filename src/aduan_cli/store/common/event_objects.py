"""What stands in an event's row, read as the JSON object that it is."""

from __future__ import annotations

from json import loads
from json.decoder import JSONDecoder

from aduan_cli.errors import StoreError
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NEEDED = {"actor", "at", "data", "type"}
_scan: Any = JSONDecoder().scan_once  # type: ignore[attr-defined, unused-ignore]


def object_of(text: str | None) -> dict[str, Any] | None:
    """Return a JSON object; None when there is none, or none that can be read: the chain says so."""
    if not text:
        return None
    try:
        value, end = _scan(text, 0) if text[0] == "{" else (None, 0)
        if end != len(text):  # Something stands around it.
            value = loads(text)
    except (ValueError, RecursionError, StopIteration):
        return None
    return value if isinstance(value, dict) else None


def event_object(number: int | None, body: str) -> dict[str, Any]:
    """Return what an event says. Raises `StoreError` where that can't be read any more."""
    said = object_of(body)
    if said is None or not said.keys() >= _NEEDED or not isinstance(said["data"], dict):
        raise _unreadable(number)
    return said


def time_in(number: int | None, body: str) -> int:
    """Return the time of an event. Raises `StoreError` where it can't be read any more."""
    at = (object_of(body) or {}).get("at")
    if not isinstance(at, int):
        raise _unreadable(number)
    return at


def beside(number: int, private: str | None) -> dict[str, Any] | None:
    """Return what lies beside an event; None: nothing does. Raises `StoreError` where that can't be read any more."""
    found = object_of(private)
    if found is None and private:
        raise _unreadable(number)
    return found


def _unreadable(number: int | None) -> StoreError:
    sentence = _("event {number} can't be read: it is damaged, or was changed; aduan db verify names all that is wrong")
    return StoreError(sentence.format(number="?" if number is None else number))
