"""The life of a complaint: each move is computed whole and committed, each complaint in a transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.complaint.assignments import SUPPORT, Assignment
from aduan_cli.complaint.attachments import has_proof
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import ASSIGNED, RETURNED, ROUTED
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.moves import LIFE, forgotten, is_erased, is_legal
from aduan_cli.complaint.moving import (
    AskedMove,
    Case,
    check_emergency,
    check_legal,
    check_proof,
    crew_of,
    is_done,
    part_of,
    received_as,
    received_late,
    step_of_move,
    with_files,
)
from aduan_cli.complaint.step import Step, brings_words
from aduan_cli.errors import NotAllowedError
from aduan_cli.i18n import _
from aduan_cli.record import Record
from aduan_cli.stored import CONFLICT, check_written
from aduan_cli.tickets import TicketRef, not_found, parse_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.ports import Store

_TRIES = 20
"""Times that a move is computed anew because somebody else changed the complaint meanwhile."""


class Moved(Record):
    """What became of one complaint: as it was, its assignment that was moved before and after."""

    complaint: Complaint
    """As it is now."""
    verb: str
    was: Assignment
    now: Assignment
    changed: bool
    open_support: tuple[Assignment, ...] = ()
    """Units that help and are not done."""
    kept: bool = False
    """Whether a unit's word was kept in the history, though it moved nothing any more."""


class Moving:
    """Moves complaints of a store, by one actor at one time, under the rules in force."""

    def __init__(
        self, store: Store, rules: Rules, revision: str | None, actor: str | None, at: int, dry_run: bool
    ) -> None:
        self._store, self._rules, self._revision = store, rules, revision
        self._actor, self._at, self._dry_run = actor, at, dry_run

    def move(self, ticket: str, asked: AskedMove, if_version: int | None = None) -> Moved:
        """Move one complaint; what was done already changes nothing. A conflict is answered by computing it anew.

        Raises `NotFoundError` without such a ticket, `NotAllowedError` where its state doesn't allow it, it is no
        longer in the version `if_version`, or was erased and the move says something in words.
        """
        ref: TicketRef = parse_ticket(ticket)
        tries = 0
        while True:
            tries += 1
            case = self._case(ref, ticket)
            ref = parse_ticket(case.complaint.ticket)  # The newest of a number may be another one in a moment.
            wish = self._meant(case, asked)
            check_emergency(case, wish)
            part = part_of(case, wish)
            step = self._step(case, wish, part, if_version)
            if step is None:
                return _moved(case.complaint, wish, part, part.status, case.acting, changed=False)
            if is_erased(case.complaint) and brings_words(step):
                raise forgotten(case.complaint.ticket)
            if self._dry_run:
                break
            (outcome,) = self._store.commit([step])
            if outcome.state != CONFLICT or tries == _TRIES:
                check_written(outcome)
                break
        if not step.changes:
            return _moved(case.complaint, wish, part, part.status, case.acting, changed=False)._replace(kept=True)
        return _made(case, wish, part, step)

    def _case(self, ref: TicketRef, ticket: str) -> Case:
        complaint = self._store.resolve(ref)
        if complaint is None:
            raise not_found(ticket)
        # After the complaint: what changed in between is a conflict of versions.
        return Case(complaint, self._store.assignments(complaint), self._rules, self._revision)

    def _step(self, case: Case, asked: AskedMove, part: Assignment, if_version: int | None) -> Step | None:
        complaint = case.complaint
        legal = is_legal(asked.verb, part.status, complaint.merged_into is not None)
        if "received" in asked.says:
            if received_as(self._store.events(complaint), str(asked.says["received"])):
                return None
            late = None if legal else received_late(case, asked, part, self._actor, self._at)
            if late is not None:
                return with_files(late, asked.files)
        if not legal and is_done(asked, part, self._store.events(complaint)):
            return None
        step = None
        if legal:
            step = step_of_move(case, asked, part, self._actor, self._at)
            if step is None:
                return None
        if if_version is not None and complaint.version != if_version:
            sentence = _("{ticket}: somebody else was faster: it is in version {now}, not {version}; look at it again")
            raise NotAllowedError(sentence.format(ticket=complaint.ticket, now=complaint.version, version=if_version))
        check_legal(case, asked, part)
        check_proof(case, asked, part, lambda: has_proof(self._store.events(complaint)))
        return step and with_files(step, asked.files)

    def _meant(self, case: Case, asked: AskedMove) -> AskedMove:
        """Return the wish with the crew that is meant, or with the unit that the last return named."""
        if asked.crew and asked.to is not None:
            return asked._replace(to=crew_of(case, asked.to))
        if asked.verb == "assign" and asked.to is None:
            return asked._replace(to=_named(self._store.events(case.complaint)))
        return asked


def _named(events: Sequence[Event]) -> str | None:
    """Return the unit that was named when a complaint came back last; None: none was, or it was sent on since."""
    for event in reversed(events):
        if event.type in (RETURNED, ASSIGNED, ROUTED) and event.data.get("role") != SUPPORT:
            to: str | None = event.data.get("to") if event.type == RETURNED else None
            return to
    return None


def _made(case: Case, asked: AskedMove, part: Assignment, step: Step) -> Moved:
    """Return what a step made of a complaint."""
    after = copy_of(case.complaint, **step.changes, version=case.complaint.version + 1)
    acting = {one[:2]: one for one in (*case.acting, *step.assignments.begun, *step.assignments.moved)}
    left = [one for place, one in acting.items() if place not in step.assignments.ended]
    status = LIFE[asked.verb].after[0] if part.role == SUPPORT else after.status
    return _moved(after, asked, part, status, left, changed=True)


def _moved(
    complaint: Complaint, asked: AskedMove, part: Assignment, status: str, acting: Sequence[Assignment], changed: bool
) -> Moved:
    if asked.role == SUPPORT:
        part, status = Assignment(str(asked.to), SUPPORT, ""), "routed"
    unit = part.unit if part.role == SUPPORT else complaint.unit or part.unit
    helping = tuple(one for one in acting if one.role == SUPPORT and one.status not in ("resolved", "returned"))
    return Moved(complaint, asked.verb, part, Assignment(unit, part.role, status), changed, helping)
