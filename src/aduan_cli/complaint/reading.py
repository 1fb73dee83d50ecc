"""From a report to what is understood of it: kind, place, category and all else that rules look at. Pure.

What the caller's words say never wins over what was given. Every field that can come from the text has its source in
`sources`: `given`, `text`, `gazetteer` (a place of the city's files that the text names), `default` or `import`.
What is stored is read again by the same function: for `route`, the backtest and what `why` says of today's rules.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from aduan_cli.complaint.complaint import PLACE_CONTRADICTION, SEVERAL_PLACES, Complaint
from aduan_cli.complaint.moves import BY_RULES
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.desk_time import shift_of
from aduan_cli.model import Facts
from aduan_cli.record import Record
from aduan_cli.text import Folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Place, Rules
    from aduan_cli.desk_time import LocalTime
    from aduan_cli.places import FoundPlace

PLACE = ("kecamatan", "kelurahan", "address")
READ = ("kind", *PLACE, "category")
"""What is read from the text, where nobody gave it."""
GIVEN = ("given", "import")
"""Sources of what no reading of the text changes."""
_STAYS = (*GIVEN, "point")
"""Sources of what no reading of a stored text changes: a point was given, and the maps said what lies there."""
_REPORTED = tuple(name for name in Report.__annotations__ if name not in ("source", "sources", "status", *READ))
"""What a stored complaint has of its report, whatever its text says."""


class Understood(Record):
    """A report as one revision's rules understand it. `facts` are what rules may look at.

    `notes` say what the desk should look at again.
    """

    report: Report
    facts: Facts
    day: int
    address: str | None
    sources: Mapping[str, str]
    notes: tuple[str, ...]

    def __init__(
        self,
        report: Report,
        facts: Facts,
        day: int,
        address: str | None,
        sources: Mapping[str, str],
        notes: tuple[str, ...],
    ) -> None:
        # One by one: an import makes tens of thousands of them.
        put = object.__setattr__
        put(self, "report", report)
        put(self, "facts", facts)
        put(self, "day", day)
        put(self, "address", address)
        put(self, "sources", sources)
        put(self, "notes", notes)


def read(report: Report, rules: Router) -> Understood:
    """Understand a report by what was given and, where that says nothing, by its words."""
    words = rules.words_of(report.text)
    local = rules.zone.local(report.reported_at)
    source, sources, facts = report.source, dict(report.sources), Facts()
    facts.found, facts.matter = words.found, words.matter
    facts.readings, facts.fields = words.readings, report.fields
    facts.kind = report.kind or words.kind or "complaint"
    sources.setdefault("kind", source if report.kind else "text" if words.kind else "default")
    notes = _read_place(report, words.place, rules, facts, sources)
    address = report.address or (None if sources.get("address") in GIVEN else words.place.address)
    if address:
        sources.setdefault("address", source if report.address else "text")
    facts.channel = report.channel or next(iter(rules.compiled["desk"]["channels"]), None)
    if facts.channel:
        sources.setdefault("channel", source if report.channel else "default")
    sources.setdefault("priority", source if report.priority else "default")
    facts.priority = report.priority or "normal"
    facts.shift = report.shift or shift_of(local.minute, rules.shifts)
    _read_time(facts, local, rules)
    if report.answers:  # Fitted also before there is a category, whose conditions may look at them.
        facts.answers = rules.asked.fit(report.answers, report.category).answers
    facts.category = report.category or rules.engine.category_of(facts)
    if facts.category:
        sources.setdefault("category", source if report.category else "text")
    if report.answers:
        from aduan_cli.complaint.answers import UNFIT

        facts.answers, unfit = rules.asked.fit(report.answers, facts.category)
        notes += tuple(UNFIT + name for name in unfit)
    day = report.day or local.year * 10000 + local.month * 100 + local.day
    return Understood(report, facts, day, address, sources, notes)


def _read_place(
    report: Report, named: FoundPlace, rules: Router, facts: Facts, sources: dict[str, str]
) -> tuple[str, ...]:
    """Fill in the place: as it was given, else as the text names it. Return what is to be noted of it.

    What was given as none stays so: somebody took it away.
    """
    kecamatan, kelurahan = report.kecamatan, report.kelurahan
    has_none = kelurahan is None and sources.get("kelurahan") in GIVEN
    if kelurahan and not kecamatan:
        kecamatan = rules.kecamatan_of(kelurahan)
        is_said = named.kelurahan in (None, kelurahan) and named.kecamatan in rules.parents_of(kelurahan)
        if kecamatan is None and is_said:
            kecamatan = named.kecamatan
            sources.setdefault("kecamatan", named.source_of("kecamatan"))
    is_given = bool(kecamatan or kelurahan)
    if is_given:
        if kecamatan:
            sources.setdefault("kecamatan", report.source)
        if kelurahan:
            sources.setdefault("kelurahan", report.source)
        elif kecamatan and not has_none:
            kelurahan = _ward_in(named, kecamatan, rules, sources)
    elif sources.get("kecamatan") not in GIVEN:
        kecamatan, kelurahan = named.kecamatan, None if has_none else named.kelurahan
        if kecamatan:
            sources.setdefault("kecamatan", named.source_of("kecamatan"))
        if kelurahan:
            sources.setdefault("kelurahan", named.source_of("kelurahan"))
    if report.point:
        sources.setdefault("point", report.source)
        facts.areas = rules.areas_at(report.point)
        if not kelurahan and not has_none:
            kecamatan, kelurahan = _at_point(report.point, kecamatan, rules, sources)
    facts.kecamatan, facts.kelurahan = kecamatan, kelurahan
    facts.places = places_of(named, report.address, kecamatan, rules)
    is_taken_away = has_none or ("kecamatan" in sources and not kecamatan and not kelurahan)
    if named.contradiction:
        return () if is_given or is_taken_away else (PLACE_CONTRADICTION,)
    return () if is_taken_away else _several(named, facts, rules)


def _ward_in(named: FoundPlace, kecamatan: str, rules: Router, sources: dict[str, str]) -> str | None:
    """Return the kelurahan that a text names in the kecamatan that is known, and set its source; None: none or several.

    Its own words come first; of the city's places those of another kecamatan are namesakes, and one may be left.
    """
    source = named.source_of("kelurahan")
    if named.kelurahan and source == "text":
        wards = {named.kelurahan} if kecamatan in rules.parents_of(named.kelurahan) else set()
    elif named.kelurahan and named.kecamatan == kecamatan:
        wards = {named.kelurahan}
    elif named.kecamatan not in (None, kecamatan) and named.source_of("kecamatan") == "text":
        wards = set()
    else:
        source = "gazetteer"
        entries = [entry for said in named.places for entry in said.entries if entry[4] and kecamatan in entry[3]]
        wards = {ward for entry in entries if (ward := entry[4])}
    if len(wards) != 1:
        return None
    sources["kelurahan"] = source
    return wards.pop()


def _several(named: FoundPlace, facts: Facts, rules: Router) -> tuple[str, ...]:
    """Return what is to be noted of names that the city has in several places."""
    if facts.kelurahan if facts.kecamatan else not (facts.kelurahan or named.places):
        return ()
    from aduan_cli.complaint.several_places import several_places

    return several_places(named, facts.kecamatan, facts.kelurahan, rules.compiled["gazetteer"])


def _at_point(
    point: str, kecamatan: str | None, rules: Router, sources: dict[str, str]
) -> tuple[str | None, str | None]:
    """Return kecamatan and kelurahan with what the maps say of a point, unless that lies in another kecamatan."""
    there = rules.areas.place_of(point)
    if (
        there[0] is None
        or kecamatan not in (None, there[0])
        or (kecamatan is None and sources.get("kecamatan") in GIVEN)
    ):
        return kecamatan, None
    for name, known, found in zip(PLACE, (kecamatan, None), there, strict=False):
        if found and not known:
            sources[name] = "point"
    return there


def places_at(named: FoundPlace, kecamatan: str | None) -> tuple[Place, ...]:
    """Return the places of the city's files at which the incident is: of streets those that it is said to be on.

    One of another kecamatan is a namesake; words that may mean several mean none. Nor does a street where it may be
    on one that is somebody else's.
    """
    found: list[Place] = []
    bodies: set[str | None] = set()
    for said in named.places:
        entries = [one for one in said.entries if not (kecamatan and one[3] and kecamatan not in one[3])]
        is_street = said.entries[0][2] == "street"
        if is_street and said.on is not False:
            bodies.update(one[5] for one in entries)
        if len(entries) == 1 and (said.on or not is_street):
            found.append(entries[0])
    return tuple(one for one in found if one[2] != "street" or len(bodies) == 1)


def places_of(named: FoundPlace, address: str | None, kecamatan: str | None, rules: Router) -> tuple[Place, ...]:
    """Return the places at which the incident is by the address that somebody gave; where that names none, by the text.

    `named` is the place that the text names.
    """
    if address and rules.compiled.get("places"):
        given = rules.engine.place_of(Folded(address), address)
        named = given if given.places else named
    return places_at(named, kecamatan) if named.places else ()


def _read_time(facts: Facts, local: LocalTime, rules: Router) -> None:
    facts.minute, facts.weekday = local.minute, local.weekday
    if rules.holidays:
        facts.holiday = f"{local.year:04}-{local.month:02}-{local.day:02}" in rules.holidays


def with_answers(understood: Understood, answers: Mapping[str, Any]) -> Understood:
    """Return the same with these answers, as they are; they change nothing else that was understood."""
    facts = understood.facts.copy()
    facts.answers = answers
    return understood._replace(facts=facts)


def with_place(understood: Understood, said: str, rules: Router) -> Understood:
    """Return the same at the place that somebody names who is asked for it: what he says is given.

    District and ward stay where he names no others. The city's names are found in it; what is no street by the looks of
    it is kept as one, for it leads there.
    """
    named = rules.engine.place_of(Folded(said), said)
    given = {"kecamatan": named.kecamatan, "kelurahan": named.kelurahan, "address": named.address}
    if named.address is None and Folded(said).joined != Folded(" ".join(named.words)).joined:
        given["address"] = said
    facts = understood.facts.copy()
    if named.kelurahan or (named.kecamatan and named.kecamatan not in rules.parents_of(facts.kelurahan or "")):
        facts.kelurahan = named.kelurahan
    sources = {**understood.sources, **{name: "given" for name, value in given.items() if value}}
    if named.kelurahan and facts.kecamatan and facts.kecamatan not in rules.parents_of(named.kelurahan):
        facts.kecamatan = None  # Another one has it; where several do, nobody knows which.
        if named.kecamatan is None:
            sources.pop("kecamatan", None)
    facts.kecamatan = named.kecamatan or facts.kecamatan
    facts.places = places_at(named, facts.kecamatan) or facts.places
    if facts.kecamatan and not facts.kelurahan and sources.get("kelurahan") not in GIVEN:
        for one in (named, rules.words_of(understood.report.text).place):
            facts.kelurahan = facts.kelurahan or _ward_in(one, facts.kecamatan, rules, sources)
    kept = tuple(note for note in understood.notes if not note.startswith(SEVERAL_PLACES))
    notes = (*kept, *((PLACE_CONTRADICTION,) if named.contradiction else _several(named, facts, rules)))
    return understood._replace(facts=facts, address=given["address"], sources=sources, notes=notes)


# -- what is stored


def is_of_alarm(complaint: Complaint, compiled: Rules) -> bool:
    """Say whether a rule that makes an emergency decided a stored complaint."""
    if complaint.step == "handoff":
        return True
    own = (rule for rules in compiled["unit_rules"].values() for rule in rules)
    decided = complaint.rule if complaint.step in ("city", "unit") else None
    return decided is not None and any(
        rule["id"] == decided and rule["priority"] == "emergency" for rule in (*compiled["city"], *own)
    )


def says_none(complaint: Complaint, compiled: Rules) -> bool:
    """Say whether a person said of a stored complaint that it is no emergency: by a lower priority, and it holds.

    What was given with the call is older than what the rules made of it.
    """
    is_lower = complaint.priority != "emergency" and complaint.sources.get("priority") == "given"
    return is_lower and not is_of_alarm(complaint, compiled)


def read_again(complaint: Complaint, rules: Router, told_none: bool | None = None) -> Understood:
    """Understand a stored complaint anew: what was given stays, what was read from the text is read from it again.

    `told_none`: a person says just now that it is no emergency, or it is not to count that one did.

    Channel, shift and day stay as they were logged. What was answered isn't opened by another reading of its text; and
    somebody waits for what was taken as a complaint: while it is open, no reading makes a question of it.
    """
    again = [name for name in READ if name != "kind" or complaint.status != "answered"]
    understood = read(_report_of(complaint, again), rules)
    if told_none is None:
        told_none = says_none(complaint, rules.compiled)
    is_waiting = complaint.revision is not None and complaint.status in BY_RULES
    if is_waiting and complaint.kind == "complaint" and understood.facts.kind != "complaint":
        understood = read(_report_of(complaint, [name for name in READ if name != "kind"]), rules)
    understood.facts.told_none = told_none
    return understood


def as_stored(complaint: Complaint, rules: Router) -> Understood:
    """Return a stored complaint as it was understood when it was logged; only the words of rules are looked for."""
    report = _report_of(complaint, ())
    local, facts = rules.zone.local(complaint.reported_at), Facts()
    words = rules.words_of(complaint.text)
    facts.found, facts.matter, facts.readings = words.found, words.matter, words.readings
    given = complaint.address if complaint.sources.get("address") in GIVEN else None
    facts.places = places_of(words.place, given, complaint.kecamatan, rules)
    for name in ("kind", "category", "kecamatan", "kelurahan", "channel", "shift", "fields"):
        setattr(facts, name, getattr(complaint, name))
    facts.priority = report.priority or "normal"
    if complaint.point:
        facts.areas = rules.areas_at(complaint.point)
    if complaint.answers:
        facts.answers = rules.asked.fit(complaint.answers, complaint.category).answers
    facts.told_none = says_none(complaint, rules.compiled)
    _read_time(facts, local, rules)
    if complaint.step == "handoff" and complaint.sources.get("category") not in GIVEN:
        facts.category = rules.engine.category_of(facts)  # The hand-off that gave it another looked at this one.
    return Understood(report, facts, complaint.day, complaint.address, complaint.sources, ())


def _report_of(complaint: Complaint, again: Collection[str]) -> Report:
    """Return what was reported of a stored complaint: without fields that are read `again` where nobody gave them."""
    values, sources = vars(complaint), dict(complaint.sources)
    given = {name: values[name] for name in _REPORTED}
    for name in READ:
        source = sources.get(name, "text" if name == "category" else "given")
        if name not in again or source in _STAYS:
            given[name] = values[name]
        else:
            sources.pop(name, None)
    if sources.get("priority") not in GIVEN:  # Rules see no priority that rules have set.
        given["priority"] = None
    return Report("given", sources, **given)
