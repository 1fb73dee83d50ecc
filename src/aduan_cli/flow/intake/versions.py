"""A record that is there already and differs: what differs, and how it takes the place of what is stored.

Replacing is a change with an event. What is at work stays at work and what is done stays done: a status of a file moves
a complaint forward only, and the decision is made anew by hand alone (`route`). A record of our own exports says in
which version its complaint was: what changed here since stays, so that an export of this desk brought in again changes
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import REPLACED, REPORTED_BACK
from aduan_cli.complaint.fields import STORED
from aduan_cli.complaint.history import EventDraft
from aduan_cli.complaint.identity import same
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.step import Step, changing
from aduan_cli.desk_time import Zone
from aduan_cli.errors import NotFoundError
from aduan_cli.flow.intake.entries import Entry
from aduan_cli.phones import eaten_numbers
from aduan_cli.ports import Store
from aduan_cli.stored import DONE
from aduan_cli.tickets import parse_ticket

_ATTEMPTS = 3
_SAID = ("text", "answer", "recorded_unit", "answers", "fields", "caller_name", "caller_phone", "caller_address")
"""What comes from a file alone, so that it differs wherever the file says something else."""
_MAYBE = (
    "kind",
    "priority",
    "category",
    "channel",
    "kecamatan",
    "kelurahan",
    "address",
    "point",
    "reported_at",
    "agreed",
)
"""What counts only where the file says it (`sources`): else it was read from the text, or is a default."""
_NOT_COMPARED = frozenset(
    ("ticket", "day", "number", "status", "import_key", "content_hash", "phone_original", "sources", "due_at",
     "incident", "source_file", "source_row", "version")
)  # fmt: skip
_OWN = tuple(name for name in STORED if name not in _NOT_COMPARED)
"""What of our own exports is compared: all that the desk keeps, but who it is and what the store makes."""
_DAY = 86_400
_FORWARD = ("new", "routed", "acknowledged", "in_progress")


class RecordDifference:
    """How a record differs from its complaint: the columns that would change, and the names of all that differs.

    `stays`: the status is not taken over, because the complaint is further on, or done. `is_erased`: its wording was
    erased, so that no version of it is taken nor kept. `since` are fields that changed since the record was written.
    """

    __slots__ = ("columns", "is_erased", "names", "stays", "stored")

    def __init__(self, stored: Complaint, entry: Entry, since: Collection[str] = ()) -> None:
        self.stored = stored
        self.is_erased = not stored.text  # no call is without words otherwise
        self.columns = {name: value for name, value in _columns(stored, entry).items() if name not in since}
        self.names = [name.replace("caller_", "caller.") for name in self.columns]
        self.stays = False
        said = entry.status
        if said and said != stored.status and "status" not in since:
            if _moves(stored.status, said):
                self.columns["status"] = said
                self.names.append("status")
            elif entry.identity is None or (_is_done(stored.status) and not _is_done(said)):
                self.stays = True
                self.names.append("status")
        if "reported_at" in self.columns and entry.complaint is not None:
            self.columns["shift"] = entry.complaint.shift
        if "caller_phone" in self.columns and entry.complaint is not None:
            self.columns["phone_original"] = entry.complaint.phone_original

    def is_another_call(self, entry: Entry, zone: Zone) -> bool:
        """Say whether a record only has the key of this complaint; docs/import.md has the table.

        Names, phones and words come back each month. Taking a call twice is told and can be mended; a call that
        another one overwrote is gone. What neither says agrees with nothing.
        """
        given, stored = entry.complaint, self.stored
        if entry.identity is None or given is None or (given.key and given.key == stored.key):
            return False
        moved = given.reported_at - stored.reported_at if "reported_at" in self.columns else 0
        is_timed = given.sources.get("reported_at") == "import" and all(
            (c.reported_at + zone.offset(c.reported_at)) % _DAY for c in (given, stored)
        )
        if not entry.is_numbered:
            return "text" in self.columns or ((bool(moved) or not is_timed) and not self._is_of_caller())
        if not moved:
            return False
        if zone.day(given.reported_at) == zone.day(stored.reported_at):
            return "text" in self.columns and is_timed
        return "text" in self.columns or not is_timed or moved % _DAY != 0 or self._is_of_another()

    def _is_of_another(self) -> bool:
        """Say whether name or phone differ."""
        return not {"caller_name", "caller_phone"}.isdisjoint(self.columns)

    def _is_of_caller(self) -> bool:
        """Say whether name and phone agree, and at least one is said."""
        return not self._is_of_another() and bool(self.stored.caller_name or self.stored.caller_phone)


def _columns(stored: Complaint, entry: Entry) -> dict[str, object]:
    given = entry.complaint
    assert given is not None
    names = _OWN if entry.identity is None else _SAID
    columns = {n: v for n in names if not same(v := getattr(given, n), getattr(stored, n))}
    if entry.identity is not None:
        said = [name for name in _MAYBE if given.sources.get(name) == "import"]
        columns |= {n: v for n in said if not same(v := getattr(given, n), getattr(stored, n))}
        if given.phone_original and not given.caller_phone:
            _leave_phone(columns, given, stored)
    return columns


def _leave_phone(columns: dict[str, object], given: Complaint, stored: Complaint) -> None:
    """Let what a spreadsheet left of a phone say nothing: it never takes the place of one that is known."""
    columns.pop("caller_phone", None)
    kept = {n: stored.fields.get(n, v) if eaten_numbers(str(v)) else v for n, v in given.fields.items()}
    said, known = ({n: v for n, v in f.items() if not eaten_numbers(str(v))} for f in (kept, stored.fields))
    if same(said, known):
        columns.pop("fields", None)
    elif "fields" in columns:
        columns["fields"] = kept


def _is_done(status: str) -> bool:
    return status in FINAL or status == "resolved"


def _moves(before: str, said: str) -> bool:
    """Say whether a status of a file moves a complaint: forward, to what is done, and never out of it."""
    if before in FINAL or (before == "resolved" and said != "closed"):
        return False
    if _is_done(said):
        return True
    # What is in triage is nobody's yet.
    return before in _FORWARD[1:] and said in _FORWARD and _FORWARD.index(said) > _FORWARD.index(before)


class Versions:
    """Looks up and replaces complaints of which a file has another version."""

    def __init__(self, store: Store, actor: str, now: int) -> None:
        self._store, self._actor, self._now = store, actor, now

    def difference(self, ticket: str, entry: Entry) -> RecordDifference | None:
        """Return how a record differs from the complaint with a ticket; None when there is none such."""
        try:
            stored = self._store.resolve(parse_ticket(ticket))
        except NotFoundError:
            return None
        return RecordDifference(stored, entry, self._changed_since(stored, entry)) if stored else None

    def _changed_since(self, stored: Complaint, entry: Entry) -> set[str]:
        """Return the fields of a complaint that changed since a record of our own exports was written."""
        given = entry.complaint
        if entry.identity is not None or given is None or given.version >= stored.version:
            return set()
        later = [event for event in self._store.events(stored) if (event.version or 0) > given.version]
        return {name for event in later for name in event.changed}

    def replace(self, ticket: str, entry: Entry) -> RecordDifference | None:
        """Put a record in the place of what is stored.

        None: others keep changing the complaint, or it is gone, or erased.
        """
        for _attempt in range(_ATTEMPTS):
            found = self.difference(ticket, entry)
            if found is None or found.is_erased:
                return None
            if self._store.commit([self._step(found, entry)])[0].state == DONE:
                return found
        return None

    def _step(self, found: RecordDifference, entry: Entry) -> Step:
        columns = dict(found.columns)
        if entry.identity is not None and entry.complaint is not None:
            columns["content_hash"] = entry.content_hash or entry.identity.content.hex()
        data: dict[str, object] = {"fields": found.names, "source_file": entry.origin[0], "source_row": entry.origin[1]}
        if "status" in columns:
            data["status"] = columns["status"]
        if found.stays:
            data["stays"] = found.stored.status
        step = changing(found.stored, columns, REPLACED, data, self._actor, self._now)
        told = entry.reported_back
        return step if self._is_recorded(found.stored, told) else step._replace(events=(*step.events, *told))

    def _is_recorded(self, stored: Complaint, told: Sequence[EventDraft]) -> bool:
        """Say whether the history has already what a record says that a unit did."""
        events = (event for event in reversed(self._store.events(stored)) if event.type == REPORTED_BACK)
        last = next(((event.type, {**event.data, **(event.private or {})}) for event in events), None)
        return not told or told[0] == last
