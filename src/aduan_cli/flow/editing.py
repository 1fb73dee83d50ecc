"""Correcting what was typed of a call: its wording, its answer, the caller. What it was before stays in the history."""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ANSWERS_ADDED, EDITED, NOTED
from aduan_cli.complaint.step import Step, changing, noting
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.phones import normalise_phone
from aduan_cli.ports import Store
from aduan_cli.storable import storable
from aduan_cli.stored import check_written

FIELDS = ("text", "answer", "channel", "caller_name", "caller_phone", "caller_address")
"""What can be corrected so. How a call was understood is corrected by deciding it anew."""
DECISIVE = frozenset({"text", "channel"})
"""Those by which rules decide."""


def changes_of(complaint: Complaint, given: Mapping[str, str]) -> dict[str, str | None]:
    """Return the fields that differ from what was given, with their new values; all but text and channel may be empty.

    Raises `UsageError` for a text without words.
    """
    values: dict[str, str | None] = {name: storable(value).strip() or None for name, value in given.items()}
    if "text" in values and values["text"] is None:
        raise UsageError(_("there is no text; say in a sentence what the call is about"))
    if "channel" in values and values["channel"] is None:
        raise UsageError(_("--{option} is empty; leave it out, or give a value").format(option="channel"))
    original = values.get("caller_phone")
    if original is not None:
        values["caller_phone"] = normalise_phone(original)
    changed = {name: value for name, value in values.items() if value != getattr(complaint, name)}
    if "caller_phone" in changed:
        changed["phone_original"] = original
    return changed


def edit(store: Store, complaint: Complaint, given: Mapping[str, str], actor: str | None, at: int) -> tuple[str, ...]:
    """Correct a complaint; return the fields that changed, none where it says so already.

    Raises `NotAllowedError` for one that was erased, or that somebody else changed since it was read.
    """
    changes = changes_of(complaint, given)
    fields = tuple(name for name in changes if name in FIELDS)
    if not fields:
        return ()
    before = {name: getattr(complaint, name) for name in fields if getattr(complaint, name)}
    _commit(store, changing(complaint, changes, EDITED, {"fields": list(fields), "before": before}, actor, at))
    return fields


def set_answers(
    store: Store, complaint: Complaint, answers: Mapping[str, object], actor: str | None, at: int
) -> tuple[str, ...]:
    """Add answers, in the form that their questions ask for; return the questions whose answer is another one now.

    Raises `NotAllowedError` as `edit` does.
    """
    questions = tuple(name for name, value in answers.items() if complaint.answers.get(name) != value)
    if questions:
        changes = {"answers": {**complaint.answers, **answers}}
        _commit(store, changing(complaint, changes, ANSWERS_ADDED, {"questions": list(questions)}, actor, at))
    return questions


def note(store: Store, complaint: Complaint, words: str, actor: str | None, at: int) -> None:
    """Note something on a complaint. Raises `NotAllowedError` for one that was erased."""
    _commit(store, noting(complaint, ((NOTED, {"notes": [words]}),), actor, at))


def _commit(store: Store, step: Step) -> None:
    (outcome,) = store.commit([step])
    check_written(outcome)
