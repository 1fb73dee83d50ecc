"""A store in a list: the least that has the roles `Steps`, `Cases` and `History` of `ports.py`.

It shows what a further store has to bring, and is the model against which every real store is driven.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from aduan_cli.complaint.assignments import SUPPORT, Assignment
from aduan_cli.complaint.attachments import Attached, files_of
from aduan_cli.complaint.clocks import Run
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import LINKED, MESSAGE_BOUNCED, REPORT_MAILED, UNLINKED
from aduan_cli.complaint.fields import STATUSES, STORED
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.incidents import Incident
from aduan_cli.complaint.messages import DEAD, LEASED, MESSAGE_EVENTS, QUEUED, SENT, WAITING, Message, may_become
from aduan_cli.complaint.moves import FINAL, is_listed, is_unanswered
from aduan_cli.complaint.step import Encoded, Step, brings_words
from aduan_cli.model import PRIORITIES
from aduan_cli.outbox import MINUTE, TOGETHER, UNLIMITED, Posted, Rate, SendResult
from aduan_cli.phones import phone_keys
from aduan_cli.store.common.event_bodies import became, changed, event_body, logged, private_of, version_of
from aduan_cli.store.common.numbers import Numbers
from aduan_cli.store.common.words import contains
from aduan_cli.stored import (
    CHANGED,
    CONFLICT,
    DONE,
    FORGOTTEN,
    KNOWN,
    TAKEN,
    DecisionCount,
    Filed,
    Outcome,
    Query,
    Shared,
)
from aduan_cli.tickets import TicketRef, make_ticket, refuse_misheard

_OF_STORE = {
    "incident",
    "import_key",
    "content_hash",
    "phone_original",
    "version",
    "sources",
    "logged_at",
    "due_at",
    "ended_at",
}
_RANKS: dict[str, Any] = {
    "ticket": lambda case: (case.day, case.number),
    "priority": lambda case: PRIORITIES.index(case.priority),
    "status": lambda case: STATUSES.index(case.status),
}


class NaiveStore:
    """Complaints by their number, with their events and who must act."""

    def __init__(self) -> None:
        self.attend: Callable[[Sequence[Step]], Sequence[Step]] | None = None
        self.encode: Callable[[Complaint], Encoded] | None = None
        self.cases: dict[int, Complaint] = {}
        self.told: list[tuple[int | None, Event]] = []
        self.acting: dict[int, list[Assignment]] = {}
        self.timed: dict[int, dict[str, Run]] = {}
        self.erased: set[int] = set()
        self.outbox = NaiveOutbox(self)
        self.incidents = NaiveIncidents(self)
        self.numbers = Numbers(lambda day: 0)

    # -- steps

    def commit(
        self, steps: Sequence[Step], runs: Sequence[Any] = (), at: int = 0, together: bool = False
    ) -> list[Outcome]:
        """Write steps, each wholly or, where it is a conflict, not at all; new complaints before the others."""
        steps = self.attend(steps) if self.attend else steps
        lost = [outcome for step in steps if together and (outcome := self._refused(step))]
        if lost:
            return lost[:1] * len(steps)
        for step in steps:
            make_ticket("", step.complaint.day, 1)  # raises before anything is written
        done, leading = {}, ""
        for step in [step for step in steps if step.is_new]:
            links = (*step.links, leading) if step.beside else step.links
            outcome = done[id(step)] = self._take(step._replace(links=links))
            leading = leading if step.beside else outcome.ticket
        done |= {id(step): self._change(step) for step in steps if not step.is_new}
        return [done[id(step)] for step in steps]

    def foresee(self, complaints: Sequence[Complaint]) -> list[Outcome]:
        """Return what `commit` would say of these complaints, none of which is another's double."""
        return [self._known(one) or Outcome(one.ticket, TAKEN) for one in complaints]

    def _known(self, given: Complaint) -> Outcome | None:
        for there in self.cases.values():
            if given.number and (there.day, there.number) == (given.day, given.number):
                same = all(getattr(there, name) == getattr(given, name) for name in STORED if name not in _OF_STORE)
                return Outcome(there.ticket, KNOWN if same else CHANGED)
            if given.key and there.key == given.key:
                return Outcome(there.ticket, KNOWN if there.text == given.text or not given.import_key else CHANGED)
        return None

    def _take(self, step: Step) -> Outcome:
        given = step.complaint
        known = self._known(given)
        if known is not None:
            return known
        id_, number, ticket = len(self.cases) + 1, given.number, given.ticket
        if number:
            self.numbers.keep(given.day, number)
        else:
            number = self.numbers.give(given.day)
            ticket = make_ticket(ticket, given.day, number)
        taken = copy_of(given, id=id_, number=number, ticket=ticket)
        self.cases[id_] = copy_of(taken, linked=())
        self.acting[id_] = list(step.assignments.begun)
        self._time(id_, step)
        first = len(self.told) + 1
        self._append(id_, logged(taken, bool(given.number)), private_of(taken))
        self._tell(step, id_)
        self.outbox.queue(step.messages, id_, first, step.at)
        return Outcome(ticket, TAKEN, taken)

    def _change(self, step: Step) -> Outcome:
        refused = self._refused(step)
        if refused is not None:
            return refused
        number = step.complaint.id
        case = self.cases[number]
        self.cases[number] = copy_of(case, **step.changes, version=case.version + bool(step.changes))
        self.acting[number] = list(self._acting(number, step))
        self._time(number, step)
        first = len(self.told) + 1
        self._tell(step, number)
        self.outbox.queue(step.messages, number, first, step.at)
        return Outcome(case.ticket, DONE)

    def _time(self, number: int, step: Step) -> None:
        runs = self.timed[number] = self.timed.get(number, {}) | {run.clock: run for run in step.clocks}
        if "resolve" in runs and self.cases[number].due_at is not None:
            self.cases[number] = copy_of(self.cases[number], ended_at=runs["resolve"].stopped)

    def _refused(self, step: Step) -> Outcome | None:
        case = self.cases.get(step.complaint.id)
        if step.is_new or case is None:
            return None
        if case.id in self.erased and brings_words(step):
            return Outcome(case.ticket, FORGOTTEN)
        if step.changes and case.version != step.complaint.version:
            return Outcome(case.ticket, CONFLICT)
        return None

    def _tell(self, step: Step, number: int) -> None:
        """Append the events of a step, then link what is there, with an event on each side of what is new."""
        mine = self.cases[number]
        for place, (type_, data) in enumerate(step.events):
            body, private = event_body(mine.ticket, step.at, step.actor, type_, data)
            if step.changes and not place:
                changed(body, private, dict(step.changes), mine.version)
            self._append(mine.id, body, private)
        for other in [case.id for case in self.cases.values() if case.ticket in step.links and case.id != number]:
            for here, to in ((number, other), (other, number)):
                case, ticket = self.cases[here], self.cases[to].ticket
                if ticket not in case.linked:
                    self.cases[here] = copy_of(case, linked=tuple(sorted((*case.linked, ticket))))
                    self._append(here, *event_body(case.ticket, step.at, step.actor, LINKED, {"to": ticket}))

        for other in [case.id for case in self.cases.values() if case.ticket in step.unlinks]:
            for here, to in ((number, other), (other, number)):
                case, ticket = self.cases[here], self.cases[to].ticket
                if ticket in case.linked:
                    self.cases[here] = copy_of(case, linked=tuple(one for one in case.linked if one != ticket))
                    self._append(here, *event_body(case.ticket, step.at, step.actor, UNLINKED, {"to": ticket}))
        for case in self.merged(self.cases[number]) if step.along else ():
            assert step.along is not None
            after = self.cases[case.id] = copy_of(case, **step.along.changes, version=case.version + 1)
            body, private = event_body(case.ticket, step.at, step.actor, *step.along.event)
            changed(body, private, dict(step.along.changes), after.version)
            self._append(case.id, body, private)
            self.outbox.queue(step.along.messages.get(case.ticket, ()), case.id, len(self.told), step.at)

    def _append(self, number: int | None, body: dict[str, Any], private: dict[str, Any]) -> None:
        at, actor, type_, data = (body[name] for name in ("at", "actor", "type", "data"))
        made = (*version_of(body, private), became(body) or {})
        self.told.append((number, Event(len(self.told) + 1, at, actor, type_, data, private or None, *made)))

    def _acting(self, number: int, step: Step) -> Iterator[Assignment]:
        renamed = dict(step.assignments.renamed)
        kept = [one for one in self.acting[number] if one[:2] not in step.assignments.ended]
        held = {one[:2] for one in kept}
        states = {one[:2]: one.status for one in step.assignments.moved}
        for one in kept:
            yield Assignment(renamed.get(one.unit, one.unit), one.role, states.get(one[:2], one.status))
        yield from (one for one in step.assignments.begun if one[:2] not in held)

    # -- history

    def events(self, complaint: Complaint) -> list[Event]:
        """Return the complaint's history, oldest first."""
        return [event for number, event in self.told if number == complaint.id]

    def feed(self, after: int = 0, since: int | None = None) -> Iterator[tuple[str, Event]]:
        """Yield ticket and event of what happened to all complaints after an event's number, in their order."""
        for number, event in self.told:
            if number is not None and event.id > after and (since is None or event.at >= since):
                yield self.cases[number].ticket, event

    def attached(self) -> Iterator[tuple[str, Attached]]:
        """Yield ticket and file of all that complaints have which were not erased."""
        for number, event in self.told:
            if number is not None and number not in self.erased:
                yield from ((self.cases[number].ticket, file) for file in files_of([event]))

    def note_event(self, type_: str, actor: str | None, at: int, data: dict[str, Any]) -> None:
        """Append an event that belongs to the desk and to no single complaint."""
        self._append(None, *event_body(None, at, actor, type_, data))

    # -- cases

    def by_key(self, key: str) -> Complaint | None:
        """Return the complaint that was logged under `--key`."""
        return next((case for case in self.cases.values() if case.key == key), None)

    def resolve(self, ref: TicketRef) -> Complaint | None:
        """Return the complaint of a ticket or a short form of one."""
        having = [case for case in self.cases.values() if case.number == ref.number and ref.day in (None, case.day)]
        if not having:
            return None
        found = max(having, key=lambda case: case.day)
        refuse_misheard(ref, found.ticket, found.day)
        return found

    def assignments(self, complaint: Complaint) -> list[Assignment]:
        """Return who must act on a complaint, and how far each unit is; the lead first."""
        return sorted(self.acting[complaint.id], key=lambda one: one.role != "lead")

    def clocks(self, complaint: Complaint) -> list[Run]:
        """Return the clocks of a complaint."""
        return [run for _name, run in sorted(self.timed[complaint.id].items())]

    def find(self, query: Query) -> Iterator[Complaint]:
        """Yield complaints in the query's order."""
        yield from (case for case in self._ordered(query)[: query.limit])

    def nearby(self, at: int, shared: Sequence[Shared]) -> list[Complaint]:
        """Return the complaints nearest to a moment that have something in common."""
        found: dict[int, Complaint] = {}
        for name, value, span, most in shared:
            where = ((name, (value,)),)
            before = Query(where, since=at - span, until=at + 1, limit=most)
            after = Query(where, since=at + 1, until=at + span + 1, limit=most, ascending=True)
            found |= {case.id: case for query in (before, after) for case in self.find(query)}
        return list(found.values())

    def count(self, query: Query) -> int:
        """Return how many complaints fit."""
        return sum(self._fits(case, query) for case in self.cases.values())

    def _ordered(self, query: Query) -> list[Complaint]:
        fitting = [case for case in self.cases.values() if self._fits(case, query)]
        by_time = query.sort == "reported_at"
        fitting.sort(key=lambda case: (case.reported_at, case.id), reverse=not (by_time and query.ascending))
        if by_time:
            return fitting
        rank = _RANKS.get(query.sort, lambda case: getattr(case, query.sort))
        known = [case for case in fitting if rank(case) is not None]
        known.sort(key=rank, reverse=not query.ascending)
        return known + [case for case in fitting if rank(case) is None]

    def search(self, words: str, limit: int | None) -> Iterator[Complaint]:
        """Yield complaints that contain the words, the newest reported first."""
        found = (case for case in self.find(Query()) if contains((case.text, case.answer, case.address), words))
        yield from (case for place, case in enumerate(found) if limit is None or place < limit)

    def search_count(self, words: str) -> int:
        """Return how many complaints contain the words."""
        return len(list(self.search(words, None)))

    def pending(self, limit: int, after: tuple[int, int] | None = None) -> list[Complaint]:
        """Return a page of the complaints that wait in triage, oldest first."""
        waiting = self.find(Query((("status", ("new",)),), ascending=True))
        return [case for case in waiting if after is None or (case.reported_at, case.id) > after][:limit]

    def awaiting_callback(self, limit: int | None) -> Iterator[Complaint]:
        """Yield the complaints whose caller waits to be rung, the longest waiting first."""
        waiting = [(case.owed_since, case.id) for case in self.cases.values() if case.owed_since and case.caller_phone]
        yield from (self.cases[number] for _since, number in sorted(waiting)[:limit])

    def count_awaiting_callback(self) -> int:
        """Return how many callers wait to be rung."""
        return len(list(self.awaiting_callback(None)))

    def merged(self, complaint: Complaint) -> list[Complaint]:
        """Return what is merged into a complaint."""
        return [case for case in self.cases.values() if case.merged_into == complaint.ticket]

    def units(self) -> list[str]:
        """Return the units that lead or help."""
        return sorted({unit for case in self.cases.values() for unit in self._units(case) if unit})

    def states(self, units: Sequence[str]) -> dict[str, int]:
        """Return how many complaints some units lead, by state."""
        return dict(Counter(case.status for case in self.cases.values() if case.unit in units))

    def filed(self) -> list[Filed]:
        """Return where the open complaints are."""
        at = Counter(
            (c.unit, c.category, c.status, c.step) for c in self.cases.values() if c.unit and c.status not in FINAL
        )
        return [Filed(*what, count) for what, count in at.items()]

    def decided(self) -> list[DecisionCount]:
        """Return how many complaints each step and rule decided, by category."""
        by = Counter((case.step, case.rule, case.category) for case in self.cases.values())
        tallies = [DecisionCount(*what, count) for what, count in by.items()]
        return sorted(tallies, key=lambda one: (-one.complaints, one.step or "", one.rule or "", one.category or ""))

    def _units(self, case: Complaint) -> set[str | None]:
        """Return who leads a complaint, and who helps."""
        return {case.unit, *(one.unit for one in self.acting[case.id] if one.role == "support")}

    def _values(self, case: Complaint, name: str) -> set[str | None]:
        if name == "phone":
            return set(phone_keys(case.caller_phone))
        value = getattr(case, name, None)
        return self._units(case) if name == "acting" else {str(value) if name == "incident" else value}

    def _is_due(self, case: Complaint, query: Query) -> bool:
        runs = [run for run in self.clocks(case) if run.clock in query.due and run.stopped is None]
        return any(run.due_at is not None and run.due_at < query.due_before for run in runs)

    def _is_given_back(self, case: Complaint) -> bool:
        return any(one[1:] == (SUPPORT, "returned") for one in self.acting[case.id])

    def _fits(self, case: Complaint, query: Query) -> bool:
        for name, values in query.where:
            if not self._values(case, name) & set(values):
                return False
        if any(self._values(case, name) & set(values) for name, values in query.without):
            return False
        if (query.open_only and case.status in FINAL) or (query.unanswered and not is_unanswered(case)):
            return False
        if query.due and not self._is_due(case, query):
            return False
        since = query.since is None or case.reported_at >= query.since
        until = query.until is None or case.reported_at < query.until
        return (
            since
            and until
            and not (query.bounced and not case.bounces and not self._is_given_back(case))
            and not (query.given_back and not self._is_given_back(case))
            and not (query.escalated and not is_listed(case))
        )


class NaiveIncidents:
    """Incidents in a list."""

    def __init__(self, store: NaiveStore) -> None:
        self._store = store
        self._rows: list[Incident] = []

    def open(self) -> list[Incident]:
        """Return those that have not ended, the first first."""
        return [one for one in self._rows if one.ended_at is None]

    def all(self) -> list[Incident]:
        """Return all, the newest first."""
        return self._rows[::-1]

    def get(self, number: int) -> Incident | None:
        """Return one."""
        return self._rows[number - 1] if 0 < number <= len(self._rows) else None

    def start(self, incident: Incident, actor: str | None) -> Incident:
        """Begin one, with an event of the desk."""
        self._rows.append(incident._replace(id=len(self._rows) + 1))
        self._store.note_event("incident_started", actor, incident.began_at, {"incident": len(self._rows)})
        return self._rows[-1]

    def end(self, number: int, actor: str | None, at: int) -> bool:
        """End one, with an event of the desk."""
        one = self.get(number)
        if one is None or one.ended_at is not None:
            return False
        self._rows[number - 1] = one._replace(ended_at=at)
        self._store.note_event("incident_ended", actor, at, {"incident": number})
        return True


class NaiveOutbox:
    """Messages in a list."""

    def __init__(self, store: NaiveStore) -> None:
        self._store = store
        self._rows: list[Posted] = []

    def queue(self, messages: Sequence[Message], case: int, first: int, at: int) -> None:
        """Queue what events tell, the first of which has a number."""
        for one in messages:
            event, ticket = first + one.place, self._store.cases[case].ticket
            names = (one.event, event, one.notifier, one.unit)
            number = len(self._rows) + 1
            due = at + one.wait
            how = (QUEUED, 0, at, due, None) if one.skipped is None else ("skipped", 0, at, None, one.skipped)
            row = Posted(number, ticket, *names, *how, f"{event}{one[1:3]}", False, one.batch)
            self._rows.append(row)

    def _put(self, row: Posted) -> None:
        self._rows[row.id - 1] = row

    def _due(self, now: int) -> list[Posted]:
        going = [row for row in self._rows if row.state in WAITING and (row.next_at or 0) <= now]
        return sorted(going, key=lambda row: (row.next_at, row.id))

    def lease(
        self,
        notifier: str,
        now: int,
        until: int,
        limit: int,
        settled: Sequence[SendResult] = (),
        rate: Rate = UNLIMITED,
    ) -> list[Posted]:
        """Write down what became of messages, and lease some that are due over a channel."""
        for one in settled:
            row = self._rows[one.id - 1]
            if (row.state, row.attempts) == (LEASED, one.attempts):
                doubtful = row.repeated or one.doubtful
                self._put(row._replace(state=one.state, next_at=one.next_at, error=one.error, repeated=doubtful))
        leased: list[Posted] = []
        for _letter in range(self._room(notifier, now, limit, rate)):
            due = next((row for row in self._due(now) if row.notifier == notifier), None)
            for row in [] if due is None else self.together(due.id):
                if row.state not in WAITING or (row.state == LEASED and (row.next_at or 0) > now):
                    continue
                repeated, attempts = row.repeated or row.state == LEASED, row.attempts + 1
                after = {"next_at": until, "letter": due and (due.letter or due.message_id), "tried_at": now}
                leased.append(row._replace(state=LEASED, attempts=attempts, repeated=repeated, **after))
                self._put(leased[-1])
        return leased

    def _room(self, notifier: str, now: int, limit: int, rate: Rate) -> int:
        mine = [row for row in self._rows if row.notifier == notifier]
        held = {row.letter for row in mine if row.state == LEASED and (row.next_at or 0) > now}
        tried = {row.letter for row in mine if row.tried_at is not None and now - MINUTE < row.tried_at <= now}
        room = [most - len(of) for most, of in zip(rate, (held, tried), strict=True) if most is not None]
        return min([limit, *room])

    def together(self, number: int) -> list[Posted]:
        """Return the messages of the letter of which one is known, that too."""
        one = self.message(number)
        if one is None:
            return []
        if one.letter is not None:
            return [row for row in self._rows if row.letter == one.letter]
        if one.batch is None or one.next_at is None:
            return [one]
        to = (one.notifier, one.unit, one.batch, None)
        waiting = [row for row in self._rows if (row.notifier, row.unit, row.batch, row.letter) == to and row.next_at]
        return waiting[:TOGETHER]

    def due(self, now: int) -> dict[str, int]:
        """Return how many messages are due, by channel."""
        return dict(Counter(row.notifier for row in self._due(now)))

    def was_mailed(self, letter: str) -> bool:
        """Say whether a report went under an id."""
        told = [event for _case, event in self._store.told if event.type == REPORT_MAILED]
        return any(event.data["letter"] == letter for event in told)

    def posted(self, states: Sequence[str] = (), complaint: Complaint | None = None) -> Iterator[Posted]:
        """Yield messages, the newest first."""
        for row in reversed(self._rows):
            if (not states or row.state in states) and (complaint is None or row.ticket == complaint.ticket):
                yield row

    def message(self, number: int) -> Posted | None:
        """Return one message."""
        return self._rows[number - 1] if 0 < number <= len(self._rows) else None

    def bounced(self, number: int, received: str, why: str, wholly: bool, actor: str | None, at: int) -> None:
        """Write down that a message came back, with an event."""
        row = self._rows[number - 1]
        if row.state == SENT:
            self._put(row._replace(state=DEAD if wholly else SENT, error=why))
        names = {"event": row.event, "notifier": row.notifier, "unit": row.unit}
        case = next(case for case in self._store.cases.values() if case.ticket == row.ticket)
        data = {"message": number, **names, "received": received}
        self._store._append(case.id, *event_body(row.ticket, at, actor, MESSAGE_BOUNCED, data))

    def sent_as(self, id_: str) -> list[Posted]:
        """Return the messages that went under an id."""
        return [row for row in self._rows if row.letter == id_]

    def set_message(self, number: int, state: str, actor: str | None, at: int, why: str | None = None) -> bool:
        """Let a message go again at once, or never, with an event that says who."""
        row = self.message(number)
        if row is None or (row.state == LEASED and (row.next_at or 0) > at) or not may_become(row.state, state):
            return False
        apart = state == QUEUED and any(other.state == "sent" and other.id != number for other in self.together(number))
        letter = row.message_id if apart else row.letter
        self._put(
            row._replace(state=state, next_at=at if state == QUEUED else None, letter=letter, error=why or row.error)
        )
        data = {"message": number, "event": row.event, "notifier": row.notifier, "unit": row.unit}
        case = next(case for case in self._store.cases.values() if case.ticket == row.ticket)
        self._store._append(case.id, *event_body(row.ticket, at, actor, MESSAGE_EVENTS[state], data))
        return True
