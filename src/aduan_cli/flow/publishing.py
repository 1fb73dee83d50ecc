"""What of a desk's complaints is published for other programs, and of which something changed since."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.elsewhere import place_of, title_of, words_of
from aduan_cli.complaint.events import (
    ANONYMISED,
    CALLED_BACK,
    CODE_ANSWERED,
    CODE_LEFT_OUT,
    MESSAGE_BOUNCED,
    MESSAGE_QUEUED,
    MESSAGE_SKIPPED,
    NOTED,
    PLUGIN_FAILED,
    PUSHED,
    REVEALED,
    SECOND_NAMED,
)
from aduan_cli.complaint.moves import DONE
from aduan_cli.complaint.router import Router
from aduan_cli.georeport import CLOSED, OPEN, Request
from aduan_cli.points import numbers_of
from aduan_cli.ports import Store
from aduan_cli.record import Record
from aduan_cli.stored import Query
from aduan_cli.tickets import parse_ticket
from aduan_cli.value_words import label

_TYPES = {"number": "number", "choice": "singlevaluelist", "date": "datetime"}
"""Types of questions, as the specification calls them; any other is a text."""
_BESIDE = frozenset(
    {
        REVEALED, MESSAGE_QUEUED, MESSAGE_SKIPPED, MESSAGE_BOUNCED, PUSHED, CODE_ANSWERED, CODE_LEFT_OUT, PLUGIN_FAILED,
        NOTED, CALLED_BACK, SECOND_NAMED,
    }
)  # fmt: skip
"""Types of events of which nothing is published."""


class Publishing(Record):
    """The rules by which is published, and from when on: complaints reported before `since` (UTC) are too old."""

    router: Router
    since: int

    def request(self, complaint: Complaint, updated_at: int, forgotten: bool = False) -> Request | None:
        """Return a complaint as a service request; None where it is not to be published.

        `forgotten`: who called was known once. What of wording and street is theirs nobody can say any more, so that
        neither is told.
        """
        rules, iso = self.router.compiled, self.router.zone.iso
        table, category = rules["open311"], complaint.category
        if complaint.kind != "complaint" or category not in table["categories"] or complaint.reported_at < self.since:
            return None
        point = complaint.point if "point" in table["publish"] else None
        shown = () if forgotten else table["publish"]
        lat, long = numbers_of(point) if point else (None, None)
        place = place_of(complaint, shown)
        return {
            "service_request_id": complaint.ticket,
            "status": CLOSED if complaint.status in DONE else OPEN,
            "status_notes": label("status", complaint.status),
            "service_name": self._title(category),
            "service_code": category,
            "description": words_of(complaint) if "description" in shown else None,
            "agency_responsible": self._agency(complaint.unit),
            "service_notice": None,
            "requested_datetime": iso(complaint.reported_at),
            "updated_datetime": iso(updated_at),
            "expected_datetime": iso(complaint.due_at) if complaint.due_at else None,
            "address": place or None,
            "address_id": None,
            "zipcode": None,
            "lat": lat,
            "long": long,
            "media_url": None,
        }

    def _title(self, category: str) -> str:
        return title_of(category, self.router.engine.categories)

    def _agency(self, unit: str | None) -> str | None:
        rules = self.router.compiled
        entry = rules["units"].get(unit or "") or rules["outside"].get(unit or "")
        return str(entry["name"]) if entry else None

    def services(self) -> list[Request]:
        """Return the services: the categories that are published."""
        rules = self.router.compiled
        table = rules["open311"]
        return [
            {
                "service_code": category,
                "service_name": self._title(category),
                "description": self._title(category),
                "metadata": bool(rules["questions"].get(category)),
                "type": "realtime",
                "keywords": None,
                "group": table["groups"].get(category),
            }
            for category in table["categories"]
        ]

    def definition(self, category: str) -> Request:
        """Return what is asked for a service: the questions of its category."""
        return {
            "service_code": category,
            "attributes": [
                {
                    "variable": True,
                    "code": name,
                    "datatype": _TYPES.get(kind, "string"),
                    "required": False,
                    "datatype_description": None,
                    "order": number,
                    "description": text,
                    "values": [{"key": choice, "name": choice} for choice in choices],
                }
                for number, (name, text, kind, choices) in enumerate(
                    self.router.compiled["questions"].get(category, ()), 1
                )
            ],
        }

    # -- of a store

    def all(self, store: Store, updated: dict[str, int], forgotten: Collection[str] = ()) -> Iterator[Request]:
        """Yield all that is published, the newest first; `updated` says when something last happened to each.

        `forgotten` are the tickets of those whose callers were made anonymous.
        """
        names = tuple(self.router.compiled["open311"]["categories"])
        if names:
            for complaint in store.find(Query(where=(("category", names),), since=self.since)):
                at = updated.get(complaint.ticket, complaint.logged_at)
                found = self.request(complaint, at, complaint.ticket in forgotten)
                if found is not None:
                    yield found

    def changed(self, store: Store, updated: dict[str, int]) -> Iterator[tuple[Complaint, Request | None]]:
        """Yield each complaint that something happened to, as it is published; None: it is not, or no longer."""
        for ticket, at in updated.items():
            complaint = store.resolve(parse_ticket(ticket))
            if complaint is not None:
                yield complaint, self.request(complaint, at, _is_forgotten(store, complaint))


def _is_forgotten(store: Store, complaint: Complaint) -> bool:
    """Say whether its caller was made anonymous, whoever is named since."""
    return any(event.type == ANONYMISED for event in store.events(complaint))


def happened(store: Store, after: int, since: int | None = None, forgotten: set[str] | None = None) -> dict[str, int]:
    """Return when something last happened to each complaint, after an event's number or from a time on.

    What changes nothing of it (who looked at it, what was sent, what code did) is not told. The tickets of those whose
    callers were made anonymous are put into `forgotten`.
    """
    found = {}
    for ticket, event in store.feed(after, since):
        if event.type not in _BESIDE:
            found[ticket] = event.at
        if forgotten is not None and event.type == ANONYMISED:
            forgotten.add(ticket)
    return found


def window(days: int, now: int, router: Router) -> int:
    """Return from when on complaints are published: the beginning of the day so many days ago; 0 days: all."""
    from aduan_cli.desk_time import DAY, midnights

    return midnights(now - days * DAY, router.zone)[0] if days else 0
