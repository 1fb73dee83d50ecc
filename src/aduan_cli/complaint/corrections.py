"""What people corrected of what the rules had decided of a complaint, told by its events alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.events import ASSIGNED, CORRECTED, IMPORTED, LOGGED, REFERRED, RETURNED, ROUTED
from aduan_cli.complaint.history import Event
from aduan_cli.record import Record

VERBS = {ROUTED: "route", CORRECTED: "edit", ASSIGNED: "assign", REFERRED: "refer", RETURNED: "return"}
"""By the event that tells it, the command with which a person corrects."""


Decided = tuple["str | None", "str | None", "str | None"]
"""Step, rule and category of a decision."""


class Correction(Record):
    """What the rules had decided of a complaint, and what people made of it; the last of their words counts."""

    at: int
    actor: str | None
    verbs: tuple[str, ...]
    """The commands with which it was corrected, in their order."""
    was: str | None
    was_category: str | None
    unit: str | None
    """Whose it is; None: only that it isn't who had it is known, for that gave it back and nobody took it since."""
    category: str | None
    """What it is about, where somebody said it."""
    place: Place | None
    """District and ward, where somebody said where it is."""


Place = tuple["str | None", "str | None"]
"""District and ward."""


class PlaceCorrection(Record):
    """Where a complaint is by what people said, and where it was before the first of them; the last word counts."""

    at: int
    actor: str | None
    was: Place
    place: Place


def is_of_correcting(event: Event) -> bool:
    """Say whether an event alone shows that a person may have corrected a decision."""
    told = event.data
    if event.type in (ASSIGNED, REFERRED, RETURNED):
        return told.get("role") != SUPPORT
    if event.type not in (ROUTED, CORRECTED):
        return False
    return told.get("step") == "manual" or not _changed(told).keys().isdisjoint(("category", "kecamatan", "kelurahan"))


def correction_of(events: Iterable[Event]) -> Correction | None:
    """Return what was corrected of a complaint, given its events from the first on; None: nothing that still holds."""
    return _seen(events).correction()


def place_correction_of(events: Iterable[Event]) -> PlaceCorrection | None:
    """Return what was corrected of a complaint's place, whatever came of that; None: nothing that still holds."""
    return _seen(events).place_correction()


def decided_and_corrected(events: Iterable[Event]) -> tuple[Decided, Correction | None]:
    """Return step, rule and category as rules had them when a person first said something, and what was corrected."""
    seen = _seen(events)
    return seen.by_rules, seen.correction()


def _seen(events: Iterable[Event]) -> _Seen:
    seen = _Seen()
    for event in events:
        if event.type in (LOGGED, IMPORTED):
            seen.unit, seen.category = event.data.get("unit"), event.data.get("category")
            seen.decided = (event.data.get("step"), event.data.get("rule"))
            seen.place = (event.data.get("kecamatan"), event.data.get("kelurahan"))
        elif is_of_correcting(event):
            seen.correct(event)
        elif event.type in (ROUTED, CORRECTED):
            seen.decide(event)
    return seen


def _changed(told: dict[str, object]) -> dict[str, list[str | None]]:
    """Return what a person said to be otherwise: field → before and after; what was only confirmed is left out."""
    said = told.get("corrected")
    found = said if isinstance(said, dict) else {}
    return {name: both for name, both in found.items() if both[0] != both[1]}


class _Seen:
    """Where a complaint stands after each of its events, and where the rules alone had put it."""

    def __init__(self) -> None:
        self.unit: str | None = None
        self.category: str | None = None
        self.place: Place = (None, None)
        self.decided: tuple[str | None, str | None] = (None, None)
        """Step and rule, as long as nobody corrected them."""
        self._was: tuple[str | None, str | None] | None = None
        """Unit and category when the first person corrected; None: nobody did."""
        self._last: Event | None = None
        self._verbs: list[str] = []
        self._told_category: str | None = None
        self._told_place: Place | None = None
        self._was_place: Place | None = None
        """The place when the first person corrected it; None: nobody did."""
        self._placed: Event | None = None

    def decide(self, event: Event) -> None:
        """Take what rules made of it: as long as nobody corrected it, that is what they say."""
        self.unit = event.data.get("to", self.unit)
        if self._was is None and "step" in event.data:
            self.decided = (event.data["step"], event.data.get("rule"))
        self._understand(event)

    def correct(self, event: Event) -> None:
        """Take what a person made of it."""
        self._was = self._was or (self.unit, self.category)
        self._last = event
        said = _changed(event.data)
        verb = "edit" if said else VERBS[event.type]
        if verb not in self._verbs:
            self._verbs.append(verb)
        if event.type != CORRECTED:
            self.unit = event.data.get("to")
        was_place = self.place
        self._understand(event)
        if "category" in said:
            self._told_category = said["category"][1]
        if not said.keys().isdisjoint(("kecamatan", "kelurahan")):
            self._told_place, self._placed = self.place, event
            self._was_place = self._was_place or was_place

    def _understand(self, event: Event) -> None:
        self.category = event.data.get("category", self.category)
        kecamatan, kelurahan = self.place
        self.place = (event.data.get("kecamatan", kecamatan), event.data.get("kelurahan", kelurahan))

    @property
    def by_rules(self) -> Decided:
        """Step, rule and category that the rules alone had said."""
        return *self.decided, self.category if self._was is None else self._was[1]

    def correction(self) -> Correction | None:
        """Return what people made of it in the end; None: what the rules had said, or nothing but a place."""
        if self._was is None or self._last is None:
            return None
        was, was_category = self._was
        category = self._told_category if self._told_category != was_category else None
        if self.unit == was and category is None:
            return None
        place = self._told_place
        return Correction(
            self._last.at,
            self._last.actor,
            tuple(self._verbs),
            was,
            was_category,
            self.unit,
            category,
            place,
        )

    def place_correction(self) -> PlaceCorrection | None:
        """Return where people said that it is in the end; None: nobody did, or nowhere, or where it had been."""
        was, place, event = self._was_place, self._told_place, self._placed
        if was is None or place is None or event is None or place == was or place == (None, None):
            return None
        return PlaceCorrection(event.at, event.actor, was, place)
