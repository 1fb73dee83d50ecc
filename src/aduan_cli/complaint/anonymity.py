"""What of a call belongs to its caller, and goes when callers are made anonymous; the wording stays. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ANONYMISED
from aduan_cli.complaint.step import Step, changing
from aduan_cli.masking import mask_phones

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CALLER = ("caller_name", "caller_phone", "phone_original", "caller_address", "agreed", "fields")
"""Fields that belong to the caller: `fields` too, for nobody knows what the columns are that an import kept."""
_BEFORE = "before"
"""Where an event that corrects says what was there before."""


def is_anonymous(complaint: Complaint) -> bool:
    """Say whether nothing of a call as it is now belongs to its caller."""
    return not any(getattr(complaint, name) for name in CALLER) and not _tells_phone(complaint.key)


def _tells_phone(key: object) -> bool:
    """Say whether what a call was logged under has a phone in it."""
    return isinstance(key, str) and mask_phones(key) != key


def anonymising(
    complaint: Complaint, kept: Mapping[int, str], reason: str | None, actor: str | None, at: int
) -> Step | None:
    """Return the step that makes a call's caller anonymous; None where they are. `kept`: by the numbers of its events
    that say something of the caller the digest of what is still said beside each then."""
    if is_anonymous(complaint) and not kept:
        return None
    gone = [name for name in CALLER if getattr(complaint, name)]
    gone += ["key"] if _tells_phone(complaint.key) else []
    data: dict[str, object] = {"kept": {str(number): digest for number, digest in kept.items()}}
    if reason:
        data["why"] = reason
    return changing(complaint, {**dict.fromkeys(gone), "content_hash": None}, ANONYMISED, data, actor, at)


def tells_caller(private: Mapping[str, Any] | None) -> bool:
    """Say whether something of the caller stands beside an event: also what was corrected away since."""
    if not private:
        return False
    gone = any(private.get(name) for name in CALLER) or _tells_phone(private.get("key"))
    return gone or (isinstance(private.get(_BEFORE), dict) and tells_caller(private[_BEFORE]))


def without_caller(private: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands beside an event without what belongs to the caller."""
    left = {name: value for name, value in private.items() if name not in CALLER and not _is_telling_key(name, value)}
    if isinstance(left.get(_BEFORE), dict):
        left[_BEFORE] = without_caller(left[_BEFORE])
        if not left[_BEFORE]:
            del left[_BEFORE]
    return left


def _is_telling_key(name: str, value: object) -> bool:
    return name == "key" and _tells_phone(value)
