"""From a call as it was given to a call that is understood and decided: the engine applied to a complaint.

What the caller's words say never wins over what the officer gave. Every derived field has its source in
`sources`: `given`, `text`, `default` or `import` (design section 3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aduan_cli.complaint.complaint import PLACE_CONTRADICTION, Complaint
from aduan_cli.complaint.moves import state_after
from aduan_cli.desk_time import LocalTime, Zone, shift_of
from aduan_cli.model import Decision, Facts
from aduan_cli.places import Found
from aduan_cli.rules.engine import Engine
from aduan_cli.text import Folded, join_pattern

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.answers import Asked
    from aduan_cli.rules.engine import Trace

_MEMO = 2048
"""Texts whose reading is remembered: an import repeats itself, a call does not."""


class _Read:
    __slots__ = ("found", "kind", "place")

    def __init__(self, found: dict[int, tuple[int, int]], kind: str | None, place: Found) -> None:
        self.found, self.kind, self.place = found, kind, place


class Router:
    """Understands and decides complaints under one revision's rules."""

    def __init__(self, compiled: Rules, revision: str | None) -> None:
        self.compiled = compiled
        self.revision = revision
        self.engine = Engine(compiled)
        self.zone = Zone(compiled["zone"])
        self._shifts = compiled["shifts"]
        self._holidays = frozenset(compiled["holidays"])
        self._read: dict[str, _Read] = {}
        self._asked: Asked | None = None

    # -- reading

    def _reading(self, text: str) -> _Read:
        read = self._read.get(text)
        if read is None:
            folded = Folded(text)
            found = self.engine.find(folded)
            read = _Read(found, self.engine.kind_of(found), self.engine.place_of(folded, text))
            if len(self._read) >= _MEMO:
                self._read.clear()
            self._read[text] = read
        return read

    def understand(self, complaint: Complaint, given: str = "given") -> Facts:
        """Fill in what was not given: kind, place, category, channel, priority, shift and day.

        A field that was not given is empty (`kind` and `priority` the empty string, the others None). `given`
        is the source to note for what was. Returns the facts that the rules may look at.
        """
        read = self._reading(complaint.text)
        sources = complaint.sources
        if complaint.kind:
            sources["kind"] = given
        else:
            complaint.kind, sources["kind"] = (read.kind, "text") if read.kind else ("complaint", "default")
        self._fill_place(complaint, read.place, given)
        self._fill_default(complaint, "channel", self.compiled["desk"]["channels"][:1], given)
        sources["priority"] = given if complaint.priority else "default"
        local = self.zone.local(complaint.reported_at)
        complaint.day = local.year * 10000 + local.month * 100 + local.day
        complaint.shift = shift_of(local.minute, self._shifts)
        facts = self._facts(complaint, read.found, local)
        if complaint.category:
            sources["category"] = given
        else:
            facts.category = complaint.category = self.engine.category_of(facts)
            if complaint.category:
                sources["category"] = "text"
        if complaint.answers:
            self._fit(complaint, facts)
        return facts

    @property
    def asked(self) -> Asked:
        """The questions of this revision."""
        if self._asked is None:
            from aduan_cli.complaint.answers import Asked

            self._asked = Asked(self.compiled["questions"])
        return self._asked

    def _fit(self, complaint: Complaint, facts: Facts) -> None:
        """Fit the answers of a call that comes in to what its category asks; note those that don't fit."""
        from aduan_cli.complaint.answers import UNFIT

        found = self.asked.fit(complaint.answers, complaint.category)
        facts.answers = complaint.answers = found.answers
        complaint.notes += tuple(UNFIT + name for name in found.unfit)

    def _fill_place(self, complaint: Complaint, place: Found, given: str) -> None:
        sources = complaint.sources
        if complaint.kelurahan and not complaint.kecamatan:
            complaint.kecamatan = self.kecamatan_of(complaint.kelurahan)
        if complaint.kecamatan or complaint.kelurahan:
            sources["kecamatan"] = given
            if complaint.kelurahan:
                sources["kelurahan"] = given
            elif place.kelurahan and place.kecamatan == complaint.kecamatan:
                complaint.kelurahan, sources["kelurahan"] = place.kelurahan, "text"
        else:
            if place.kecamatan:
                complaint.kecamatan, sources["kecamatan"] = place.kecamatan, "text"
            if place.kelurahan:
                complaint.kelurahan, sources["kelurahan"] = place.kelurahan, "text"
            if place.contradiction:
                complaint.notes += (PLACE_CONTRADICTION,)
        if complaint.address:
            sources["address"] = given
        elif place.address:
            complaint.address, sources["address"] = place.address, "text"

    def _fill_default(self, complaint: Complaint, name: str, values: list[str], given: str) -> None:
        if getattr(complaint, name):
            complaint.sources[name] = given
        elif values:
            setattr(complaint, name, values[0])
            complaint.sources[name] = "default"

    def kecamatan_of(self, kelurahan: str) -> str | None:
        """Return the kecamatan that a kelurahan (canonical spelling) belongs to."""
        entry = self.compiled["gazetteer"]["names"].get(join_pattern(kelurahan))
        return str(entry[2][0]) if entry and entry[2] else None

    # -- deciding

    def facts_of(self, complaint: Complaint) -> Facts:
        """Return the facts of a complaint that is stored already, as it was logged."""
        read = self._reading(complaint.text)
        return self._facts(complaint, read.found, self.zone.local(complaint.reported_at))

    def _facts(self, complaint: Complaint, found: dict[int, tuple[int, int]], local: LocalTime) -> Facts:
        facts = Facts()
        facts.found = found
        facts.kind = complaint.kind
        facts.category = complaint.category
        facts.kecamatan = complaint.kecamatan
        facts.kelurahan = complaint.kelurahan
        # Not what an earlier decision set: rules see the complaint as it was logged.
        given = complaint.sources.get("priority") in ("given", "import")
        facts.priority = complaint.priority if given else "normal"
        facts.channel = complaint.channel
        facts.shift = complaint.shift
        facts.minute = local.minute
        facts.weekday = local.weekday
        if self._holidays:
            facts.holiday = f"{local.year:04}-{local.month:02}-{local.day:02}" in self._holidays
        # Fitted also before there is a category, whose conditions may look at them.
        facts.answers = self.asked.fit(complaint.answers, complaint.category).answers if complaint.answers else {}
        facts.fields = complaint.fields
        return facts

    def decide(self, facts: Facts, trace: Trace | None = None) -> Decision:
        """Return the engine's decision."""
        return self.engine.decide(facts, trace)

    def owner_of(self, complaint: Complaint) -> str | None:
        """Return the plugin that owns a complaint's category; None: the city does, or there is no category."""
        category = self.engine.categories.get(complaint.category) if complaint.category else None
        return category[2] if category else None

    def columns(self, complaint: Complaint, decision: Decision) -> dict[str, Any]:
        """Return what a decision sets on a complaint: unit, support, step, rule, priority, revision."""
        given = complaint.sources.get("priority") in ("given", "import")
        return {
            "unit": decision.unit,
            "support": decision.support,
            "step": decision.step,
            "rule": decision.rule,
            "revision": self.revision,
            "priority": complaint.priority if given else decision.priority or "normal",
        }

    def settle(self, complaint: Complaint, decision: Decision) -> None:
        """Write a decision into a complaint that is not stored yet. A status that was given stays."""
        for name, value in self.columns(complaint, decision).items():
            setattr(complaint, name, value)
        if not complaint.status:
            complaint.status = self.status_after(complaint, decision)

    def status_after(self, complaint: Complaint, decision: Decision) -> str:
        """Return the state in which a complaint is after its decision."""
        category = self.engine.categories.get(complaint.category) if complaint.category else None
        routes_feedback = bool(category and len(category) > 6 and category[6])
        return state_after(complaint, decision, routes_feedback)
