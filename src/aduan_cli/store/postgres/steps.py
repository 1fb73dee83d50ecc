"""Steps as the JSON that the database's own functions take, and what those say came of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json import dumps

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import LINKED, UNLINKED
from aduan_cli.complaint.fields import STRUCTURED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.step import Step, brings_words
from aduan_cli.phones import phone_keys
from aduan_cli.store.common.chain import sealed
from aduan_cli.store.common.event_bodies import changed, event_body, logged, private_of
from aduan_cli.store.common.rows import COLUMNS, encode, row_of
from aduan_cli.store.postgres.texts import kept
from aduan_cli.store.postgres.wording import TEXTS, columns_of
from aduan_cli.stored import TAKEN, Outcome
from aduan_cli.tickets import make_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.messages import Message

    Json = dict[str, Any]

_MARK = os.urandom(12).hex()
"""What stands in a body where the database puts a ticket or a version."""
_OTHER = os.urandom(12).hex()
_LEFT_OUT = frozenset({"id", "ticket", "number", "import_key", "content_hash"})
"""What of a row the database says itself."""


def payload(steps: Sequence[Step]) -> str:
    """Return steps as JSON. Raises `UsageError` for a day that no ticket can say."""
    return dumps([new_step_json(step) if step.is_new else _changing(step) for step in steps], ensure_ascii=False)


def records(complaints: Sequence[Complaint]) -> str:
    """Return complaints as JSON, for the question whether they are there."""
    return dumps([_names(one) | {"row": _row(one)} for one in complaints], ensure_ascii=False)


def outcomes(steps: Sequence[Step], came: Sequence[Mapping[str, Any]]) -> list[Outcome]:
    """Return what became of steps, new complaints as they are stored."""
    found = []
    for step, one in zip(steps, came, strict=True):
        stored = None
        if one["state"] == TAKEN:
            stored = copy_of(step.complaint, id=one["id"], number=one["number"], ticket=one["ticket"])
        found.append(Outcome(one["ticket"], one["state"], stored))
    return found


def _names(complaint: Complaint) -> Json:
    return {
        "ticket": complaint.ticket,
        "day": complaint.day,
        "number": complaint.number,
        "import_key": complaint.import_key,
        "content_hash": complaint.content_hash if complaint.import_key else None,
    }


def _row(complaint: Complaint) -> Json:
    row = {name: kept(value) for name, value in zip(COLUMNS, row_of(complaint), strict=True) if name not in _LEFT_OUT}
    if complaint.number:  # It is compared with what is there.
        row["ticket"] = complaint.ticket
    return row | _words(complaint)


def _words(complaint: Complaint) -> Json:
    return columns_of([getattr(complaint, name) for name in TEXTS])


def new_step_json(step: Step) -> Json:
    """Return the step of a new complaint. Raises `UsageError` for a day that no ticket can say."""
    complaint = step.complaint
    if not complaint.number:
        make_ticket("", complaint.day, 1)
    body = logged(complaint, bool(complaint.number))
    body["ticket"] = _MARK
    said = [_event(body, private_of(complaint))]
    said += [_event(*event_body(_MARK, step.at, step.actor, type_, data)) for type_, data in step.events]
    phones = phone_keys(complaint.caller_phone) if complaint.caller_phone else ()
    return _lean(
        _names(complaint)
        | {
            "row": _row(complaint),
            "at": step.at,
            "beside": step.beside,
            "events": [[*_halves(text, _MARK), private, salt] for text, private, salt in said],
            "links": [*map(kept, step.links)],  # as a file says them
            "phones": list(phones),
        }
        | _links(step, also=step.beside)
        | _after(step)
    )


def _changing(step: Step) -> Json:
    """Return the step of a complaint that is there."""
    complaint = step.complaint
    found: Json = {
        "id": complaint.id,
        "ticket": complaint.ticket,
        "day": complaint.day,
        "number": complaint.number,
        "version": complaint.version,
        "at": step.at,
        "brings_words": brings_words(step),
        "events": [list(event) for event in _events(step)],
    }
    if step.links or step.unlinks:
        found |= {"links": list(step.links), "unlinks": list(step.unlinks)}
    if step.changes:
        found |= _changes(complaint, step.changes)
    if step.along is not None:
        found["along"] = _along(step)
    return _lean(found | _links(step) | _after(step))


def _events(step: Step) -> Iterator[tuple[str, str | None, str | None]]:
    for number, (type_, data) in enumerate(step.events):
        body, private = event_body(step.complaint.ticket, step.at, step.actor, type_, data)
        if step.changes and not number:
            changed(body, private, dict(step.changes), step.complaint.version + 1, step.assignments.renamed)
        yield _event(body, private)


def _changes(complaint: Complaint, changes: Mapping[str, Any]) -> Json:
    """Return the columns that a step changes, and what hangs on them."""
    after = copy_of(complaint, **changes)
    columns = _columns(changes)
    if not changes.keys().isdisjoint(TEXTS):
        columns |= _words(after)
    if "status" in changes:
        columns["open"] = 0 if after.status in FINAL else 1
    found: Json = {"columns": columns}
    if "caller_phone" in changes or "reported_at" in changes:
        phones = phone_keys(after.caller_phone) if after.caller_phone else ()
        found |= {"phones": [*phones], "reported_at": after.reported_at}
    return found


def _columns(changes: Mapping[str, Any]) -> Json:
    return {
        name: kept((encode(value) if value else None) if name in STRUCTURED else value)
        for name, value in changes.items()
    }


def _along(step: Step) -> Json:
    """Return what is done to what is merged into a complaint: the database knows which those are."""
    assert step.along is not None
    (type_, data), columns = step.along.event, dict(step.along.changes)
    body, private = event_body(_MARK, step.at, step.actor, type_, data)
    changed(body, private, columns, 0)
    body["version"] = _OTHER
    text, kept_beside, salt = _event(body, private)
    before, rest = _halves(text, _MARK)
    between, _sign, after = rest.partition(f'"{_OTHER}"')
    found = {"columns": _columns(columns), "said": [before, between, after], "private": kept_beside, "salt": salt}
    if step.along.messages:
        found["messages"] = {ticket: _messages(messages) for ticket, messages in step.along.messages.items()}
    return found


def _messages(messages: Iterable[Message]) -> list[list[Any]]:
    return [[one.place, one.event, one.notifier, one.unit, one.wait, one.batch, kept(one.skipped)] for one in messages]


def _links(step: Step, also: bool = False) -> Json:
    """Return the bodies of the events that tell of links, with two gaps: the other's ticket, and the own one."""
    types = [(LINKED, bool(step.links) or also), (UNLINKED, bool(step.unlinks))]
    found: Json = {}
    for type_, is_wanted in types:
        if is_wanted:
            body, _none = event_body(_MARK, step.at, step.actor, type_, {"to": _OTHER})
            text, _private, _salt = _event(body, {})
            first, rest = _halves(text, _OTHER)
            found[type_] = [first, *_halves(rest, _MARK)]
    return found


def _after(step: Step) -> Json:
    """Return what hangs on a complaint: who acts, its clocks, whom its events tell."""
    parts = {name: [list(one) for one in rows] for name, rows in step.assignments._asdict().items() if rows}
    return {
        "parts": parts,
        "messages": _messages(step.messages),
        "clocks": [
            {
                "clock": run.clock,
                "unit": run.unit,
                "since": run.since,
                "pauses": encode(run.pauses) if run.pauses else None,
                "stopped_at": run.stopped,
                "due_at": run.due_at,
                "escalate_at": run.escalate_at,
            }
            for run in step.clocks
        ],
    }


_OPTIONAL = ("parts", "messages", "clocks")


def _lean(found: Json) -> Json:
    """Leave out what is empty, so that nothing is looked for there."""
    for name in _OPTIONAL:
        if not found[name]:
            del found[name]
    return found


def _event(body: dict[str, object], private: dict[str, object]) -> tuple[str, str | None, str | None]:
    """Return the body of an event as it is kept, what stands beside it, and the salt of that in hex."""
    salt = os.urandom(16) if private else None
    text, beside = sealed(body, private, salt or b"")
    return text, beside, salt.hex() if salt else None


def _halves(text: str, mark: str) -> tuple[str, str]:
    before, _mark, after = text.partition(mark)
    return before, after
