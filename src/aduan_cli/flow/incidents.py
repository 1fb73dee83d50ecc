"""Incidents: begun by a person or by a rule, ended by a person or when nobody calls any more; what belongs to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from aduan_cli.complaint import incidents as steps
from aduan_cli.complaint.incidents import Incident, skipped_for
from aduan_cli.complaint.messages import QUEUED, ROUTED, SKIPPED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.due import Bounds, Done, Work
from aduan_cli.stored import Query
from aduan_cli.tickets import parse_ticket

if TYPE_CHECKING:
    from aduan_cli.compiled import IncidentRule, Rules
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.step import Step
    from aduan_cli.ports import Store

WATCH = "incident"
_LATE = 600
"""Seconds that a call may be reported before it is stored, where it is looked whether any came."""


def members(number: int) -> Query:
    """Return the query of what belongs to an incident."""
    return Query((("incident", (str(number),)),))


class Gathering:
    """Begins incidents, takes complaints in and out, and ends incidents; by one actor at one time."""

    def __init__(self, store: Store, actor: str | None, at: int) -> None:
        self._store, self._actor, self._at = store, actor, at

    def begin(self, incident: Incident, found: Sequence[Complaint] = ()) -> Incident:
        """Begin an incident with what was found of it already; return it with its number."""
        begun = self._store.incidents.start(incident._replace(began_at=self._at), self._actor)
        self.take_in(begun, found)
        return begun

    def since(self, incident: Incident, since: int) -> list[Complaint]:
        """Return what is open of an incident's kind and place and was reported since a time, in none yet."""
        query = Query((("category", incident.categories),), open_only=True, since=since, ascending=True)
        return [one for one in self._store.find(query) if one.incident is None and incident.covers(one)]

    def take_in(self, incident: Incident, complaints: Sequence[Complaint]) -> int:
        """Take complaints into an incident; return how many it had not. What waits to be told of each is skipped."""
        done = self._each(complaints, lambda one: steps.joining(one, incident, self._actor, self._at))
        if incident.ended_at is None:
            for complaint in complaints:
                self._inhibit(complaint, incident)
        return done

    def take_out(self, incident: Incident, complaints: Sequence[Complaint]) -> int:
        """Take complaints out of an incident; return how many it had."""
        return self._each(complaints, lambda one: steps.leaving(one, incident, self._actor, self._at))

    def end(self, incident: Incident) -> int | None:
        """End an incident; return how many callers are to be rung now. None: it had ended."""
        if not self._store.incidents.end(incident.id, self._actor, self._at):
            return None
        found = list(self._store.find(members(incident.id)._replace(ascending=True)))
        return self._each(found, lambda one: steps.ending(one, incident, self._actor, self._at))

    def _each(self, complaints: Sequence[Complaint], step_of: Callable[[Complaint], Step | None]) -> int:
        work = Work(self._store.commit, Bounds())
        work.page(complaints, step_of, lambda ticket: self._store.resolve(parse_ticket(ticket)))
        return work.done

    def _inhibit(self, complaint: Complaint, incident: Incident) -> None:
        """Skip what waits to be told of a single complaint; what is urgent is told."""
        if complaint.priority == "emergency":
            return
        for one in list(self._store.outbox.posted((QUEUED,), complaint)):
            if one.event == ROUTED:
                self._store.outbox.set_message(one.id, SKIPPED, self._actor, self._at, skipped_for(incident))


def watch(
    store: Store, rules_of: Callable[[], Rules], actor: str | None, at: int, last: int | None, bounds: Bounds
) -> Done:
    """Begin the incidents that rules see in the calls of late, and end those in which nobody calls any more.

    The rules are looked at where calls came since it was looked `last`, or an incident is open.
    """
    began = store.incidents.open()
    if not began and last is not None and not _any_since(store, min(last, at) - _LATE):
        return Done(WATCH)
    gathering, done, waiting = Gathering(store, actor, at), 0, list(planned(store, rules_of(), at))
    for incident, found in waiting:
        if not bounds.room():
            break
        if incident.id:
            gathering.end(incident)
        else:
            gathering.begin(incident, found)
        bounds.spend(1)
        done += 1
    return Done(WATCH, done, len(waiting) - done)


def planned(store: Store, rules: Rules, at: int) -> Iterator[tuple[Incident, list[Complaint]]]:
    """Yield the incidents that rules begin now, each with its calls, then those that they end, which have a number."""
    began = store.incidents.open()
    for rule in rules["incidents"]:
        for incident, found in seen(store, rule, at):
            if not any(_is_same(one, incident) for one in began):
                yield incident, found
    for incident in began:
        quiet = next((one["quiet"] for one in rules["incidents"] if one["id"] == incident.rule), None)
        if quiet is not None and _newest(store, incident) + quiet <= at:
            yield incident, []


def seen(store: Store, rule: IncidentRule, at: int) -> Iterator[tuple[Incident, list[Complaint]]]:
    """Yield each place at which so many calls came as a rule says, with those that are in no incident."""
    query = Query((("category", tuple(rule["categories"])),), since=at - rule["within"], until=at + 1, ascending=True)
    level = rule["place"]
    places: dict[str, list[Complaint]] = defaultdict(list)
    for one in store.find(query):
        place = "" if level is None else getattr(one, level)
        if one.kind == "complaint" and one.incident is None and one.status not in FINAL and place is not None:
            places[place].append(one)
    for place, found in places.items():
        if len(found) >= rule["count"]:
            name = " ".join(part for part in (rule["title"], place) if part)
            where = {level: (place,)} if level else {}
            made = Incident(name, tuple(rule["categories"]), rule=rule["id"], every=rule["tell_every"])
            yield made._replace(**where), found


def _any_since(store: Store, at: int) -> bool:
    """Say whether any call came since a time."""
    return any(True for _call in store.find(Query(since=at, limit=1)))


def _is_same(one: Incident, other: Incident) -> bool:
    return (one.rule, one.kecamatan, one.kelurahan) == (other.rule, other.kecamatan, other.kelurahan)


def _newest(store: Store, incident: Incident) -> int:
    """Return when the last call of an incident came."""
    found = store.find(members(incident.id)._replace(limit=1))
    return max([incident.began_at, *(one.logged_at for one in found)])
