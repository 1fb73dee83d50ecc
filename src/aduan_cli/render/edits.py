"""What was corrected of a call, or answered anew: before and after, what belongs to a caller masked."""

from __future__ import annotations

from aduan_cli.column_words import head
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.history import Event
from aduan_cli.desk_time import Zone
from aduan_cli.masking import mask_address, mask_name, mask_phones
from aduan_cli.phones import mask_phone
from aduan_cli.render.table import short_time
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from aduan_cli.complaint.complaint import Complaint

_WORDS = ("text", "answer")


def gist_of_edit(event: Event, zone: Zone) -> str:
    """Return what was corrected, old → new; of what went meanwhile only which fields those were."""
    told = event.private or {}
    before, after = told.get("before") or {}, {**event.became, **told}
    return "; ".join(
        f"{_head(name)} {_shown_value(name, before.get(name), zone)} → {_shown_value(name, after.get(name), zone)}"
        if name in before or name in after
        else _head(name)
        for name in event.data.get("fields", ())
    )


def changes_in_line(before: Complaint, after: Complaint, names: Iterable[str], zone: Zone) -> str:
    """Return fields that were corrected, old → new, but for words of the call, which are too long for a line."""
    return "; ".join(
        f"{_head(name)} {_shown_value(name, getattr(before, name), zone)}"
        f" → {_shown_value(name, getattr(after, name), zone)}"
        for name in names
        if name not in _WORDS
    )


def corrected(event: Event, zone: Zone) -> dict[str, list[object]]:
    """Return what was corrected that may never have to be erased, each [old, new], moments as times of the desk."""
    before = (event.private or {}).get("before") or {}
    return {
        name: [_plain(name, before.get(name), zone), _plain(name, event.became[name], zone)]
        for name in event.data.get("fields", ())
        if name not in PRIVATE and name in event.became
    }


def gist_of_answers(event: Event) -> str:
    """Return which questions were answered, and how: old → new where there was an answer; erased: which they were."""
    told = event.private or {}
    before, after = told.get("before") or {}, told.get("answers") or {}
    return ", ".join(_answer(name, before.get(name), after.get(name)) for name in event.data["questions"])


def answered_anew(before: Complaint, after: Complaint, questions: Iterable[str]) -> str:
    """Return the answers that took the place of others, old → new."""
    return ", ".join(
        _answer(one, before.answers[one], after.answers.get(one)) for one in questions if one in before.answers
    )


def _answer(question: str, before: object, after: object) -> str:
    if after is None:
        return question
    old = "" if before is None else f"{_words(before)} → "
    return f"{question} = {old}{_words(after)}"


def _words(answer: object) -> str:
    from aduan_cli.render.records import encode

    masked = mask_phones(answer)
    return masked if isinstance(masked, str) else encode(masked)


def _head(name: str) -> str:
    return head(f"caller.{name[7:]}" if name.startswith("caller_") else name)


def _plain(name: str, value: object, zone: Zone) -> object:
    return zone.iso(value) if name == "reported_at" and isinstance(value, int) else value


def _shown_value(name: str, value: Any, zone: Zone) -> str:
    """Return a value as people read it; `-` for none."""
    if not value:
        return "-"
    if name == "agreed":
        return ", ".join(f"{way} {mask_address(place or None) or ''}".rstrip() for way, place in value.items())
    if name == "reported_at":
        return short_time(value, zone)
    masks = {"caller_name": mask_name, "caller_phone": mask_phone, "caller_address": mask_address}
    return str(masks[name](value)) if name in masks else label(name, value) if name == "channel" else str(value)
