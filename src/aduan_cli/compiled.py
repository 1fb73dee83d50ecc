"""The compiled form of a desk's rules, for type checkers; what it means stands in `rules/language/compile.py`.

It is JSON: what is a tuple here is a list there, which nobody changes. Nothing loads this while a command runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from aduan_cli.compiled_beside import Audit, NotifierTable, Open311

Condition = list[Any]
"""A condition, its parts and their values at any depth; `rules/engine.py` says which there are."""
NamedPlace = tuple[str | None, str | None, list[str]]
"""A name's kecamatan, its kelurahan, and the kecamatan of that."""
Shift = tuple[str, int, int]
"""Name, from minute, to minute."""
Cue = tuple[str, list[int], list[Condition]]
"""Kind, numbers of patterns, conditions."""
Category = tuple[str, str, str | None, Condition | None, str | None, str | None, bool, str, int]
"""Id, unit, plugin, condition, title, priority, whether feedback is routed, file, line."""
Question = tuple[str, str, str, list[str]]
"""Id, text, type, choices."""
Place = tuple[list[int], str, str, list[str], str | None, str | None, str, int]
"""Numbers of patterns, name, kind, the kecamatan in which it lies, kelurahan, body, file, line."""
Star = tuple[int, list[str]]
"""A pattern with stars: its number, its words."""
Transitions = list[list[int]]
"""What `desk_time.Zone` is made of."""


class _DeskTable(TypedDict):
    name: str
    prefix: str
    timezone: str
    triage: str
    channels: list[str]
    largest_file: float


class DeskTable(_DeskTable, total=False):
    """`[desk]`."""

    say: str


class _Unit(TypedDict):
    name: str
    aliases: list[str]
    parent: str | None
    owner: str | None
    contact: str | None


class Unit(_Unit, total=False):
    """A unit, a crew or an office; `offices`: kecamatan → its office."""

    say: str
    each: str
    offices: dict[str, str]
    contacts: list[str]
    hours: str


class _OutsideBody(TypedDict):
    name: str
    referral: str
    aliases: list[str]


class OutsideBody(_OutsideBody, total=False):
    """What is not the city's."""

    contacts: list[str]
    hours: str


class Gazetteer(TypedDict):
    """What `gazetteer.compile_gazetteer` makes."""

    names: dict[str, NamedPlace]
    spelt: dict[str, str]
    key: int
    longest: dict[str, int]
    halves: dict[str, list[int]]


Rule = TypedDict(
    "Rule",
    {
        "id": str,
        "when": Condition,
        "to": str | None,
        "as": str | None,
        "support": list[str],
        "priority": str | None,
        "continue": bool,
        "reason": str | None,
        "say": str | None,
        "file": str,
        "number": int,
        "line": int,
    },
)


class Asides(TypedDict):
    """`[asides]`: numbers of the patterns that say what is near, and that a whole clause is an aside.

    `last`: categories that are tried when no other one holds, so that asides count before them.
    """

    near: list[int]
    clause: list[int]
    last: list[str]


class Reason(TypedDict):
    """Why a unit waits, or why nothing is done about a complaint. `say` None: the code's own words."""

    say: str | None
    stops_clock: bool


class Reasons(TypedDict):
    """`[reasons]`: code → reason."""

    hold: dict[str, Reason]
    reject: dict[str, Reason]


Hours = list[list[int]]
"""Spans of a day: from minute, to minute; past midnight the second is over 1440."""


class WorkingHours(TypedDict):
    """A calendar: the spans of each weekday, Monday first, and of single days; whether it is closed on holidays."""

    week: list[Hours]
    changed: dict[str, Hours]
    holidays: bool
    joint_leave: bool


class DeadlineTable(TypedDict):
    """How long clocks may run, by priority; what holds for every priority has none (``)."""

    calendar: str | None
    targets: dict[str, dict[str, str]]


class Escalation(TypedDict):
    """A level of `[[escalation]]`. No units, categories or priorities: all of them. `priority` is raised to that.

    `repeat`: the time, as a target counts, after which it is told again; None: once.
    """

    id: str
    clock: str
    at: str
    units: list[str]
    categories: list[str]
    priorities: list[str]
    tell: list[str]
    repeat: str | None
    priority: str | None
    list: bool


class ClockTables(TypedDict):
    """The targets of the desk, of units and of categories, and the calendars on which they count."""

    desk: DeadlineTable
    units: dict[str, DeadlineTable]
    categories: dict[str, DeadlineTable]
    calendars: dict[str, WorkingHours]
    holiday_names: dict[str, str]
    joint_leave: list[str]
    escalations: list[Escalation]


class IncidentRule(TypedDict):
    """A rule of `[[incident]]`; times in seconds. `place`: the level of places; None: the whole city."""

    id: str
    title: str
    categories: list[str]
    place: str | None
    count: int
    within: int
    tell_every: int
    quiet: int | None


class Callers(TypedDict):
    """What callers are told who agreed to it, and by which notifier each channel goes."""

    tell: list[str]
    over: dict[str, str]


class People(TypedDict, total=False):
    """Who may do what: names of users, and of groups after an `@`; what is absent everybody may. `[people]`."""

    log: list[str]
    move: list[str]
    reveal: list[str]
    rules: list[str]
    erase: list[str]
    export: list[str]
    units: dict[str, list[str]]
    """Who may move what is a unit's or its crews', besides those of `move`."""


class Template(TypedDict, total=False):
    """What a message says, where the city's file says it."""

    subject: str
    body: str
    html: str


class _Inbox(TypedDict):
    words: dict[str, list[str]]
    mail: dict[str, list[str]]


class Inbox(_Inbox, total=False):
    """What comes back from units: more words by move, the senders of each unit in small letters; `[inbox]`."""

    folder: str
    hold: str
    verified_by: str


class Answer(TypedDict):
    """What callers are told who ask. `when` None: only its words find it. Of a unit's contacts `number` is None."""

    id: str
    title: str
    text: str
    when: Condition | None
    unit: str | None
    source: str | None
    valid_until: str | None
    plugin: str | None
    file: str
    number: int | None
    line: int


class _Answers(TypedDict):
    entries: list[Answer]
    patterns: dict[str, int]
    longest: dict[str, int]
    stars: list[Star]
    index: dict[str, list[list[float]]]


class Answers(_Answers, total=False):
    """The answers with patterns of their own, numbered apart from those of the rules. `words` are not in the cache."""

    words: list[str]


class View(TypedDict, total=False):
    """A saved list of `[views]`: each key as the option of `list` takes it."""

    title: str
    status: list[str]
    unit: list[str]
    category: list[str]
    kind: list[str]
    kecamatan: list[str]
    kelurahan: list[str]
    priority: list[str]
    channel: list[str]
    shift: list[str]
    actor: list[str]
    incident: list[str]
    open: bool
    unanswered: bool
    bounced: bool
    escalated: bool
    mine: bool
    reverse: bool
    since: str
    until: str
    late: str
    due_before: str
    sort: str
    limit: int
    columns: list[str]


class _ReadingTable(TypedDict):
    kind: str
    file: str
    line: int


class ReadingTable(_ReadingTable, total=False):
    """`[readings.NAME]`, as written: `rules/readings/reader.py` says what it means."""

    codes: list[str]
    names: list[str]
    words: dict[str, float]
    forms: list[str]
    numbers: dict[str, float]
    of: dict[str, float]
    near: list[str]
    within: int
    not_near: list[str]
    unless: list[str]
    factors: dict[str, float]
    least: float
    most: float


class _Rules(TypedDict):
    desk: DeskTable
    shifts: list[Shift]
    holidays: list[str]
    cues: list[Cue]
    levels: dict[str, str]
    units: dict[str, Unit]
    outside: dict[str, OutsideBody]
    unit_names: dict[str, str]
    gazetteer: Gazetteer
    readings: dict[str, ReadingTable]
    unless: dict[str, list[str]]
    asides: Asides
    places: Sequence[Place]
    categories: Sequence[Category]
    questions: dict[str, list[Question]]
    unasked: dict[str, dict[str, list[int]]]
    read: dict[str, dict[str, str]]
    handoffs: Sequence[Rule]
    no_handoff: Sequence[Condition]
    city: list[Rule]
    unit_rules: dict[str, list[Rule]]
    grants: dict[str, list[str]]
    scopes: dict[str, list[str]]
    commands: dict[str, dict[str, str]]
    fields: dict[str, list[str]]
    limits: dict[str, float]
    trust: list[str]
    reasons: Reasons
    views: dict[str, View]
    incidents: list[IncidentRule]
    notifiers: dict[str, NotifierTable]
    callers: Callers
    tell: dict[str, list[str]]
    heads: dict[str, list[str]]
    messages: dict[str, Template]
    inbox: Inbox
    retention: dict[str, dict[str, int]]
    people: People
    clocks: ClockTables
    proof: dict[str, list[str]]
    synonyms: dict[str, str]
    patterns: Mapping[str, int]
    longest: dict[str, int]
    stars: Sequence[Star]
    answerable: bool


class Rules(_Rules, total=False):
    """The whole form. `zone` and `installed` are added by what reads the files.

    `inhabitants` are those of a kelurahan. `words`, `lists` and `answers` are kept beside the cache.
    """

    zone: Transitions
    installed: dict[str, str]
    answers: Answers
    areas: dict[str, list[list[float]]]
    inhabitants: dict[str, int]
    open311: Open311
    words: list[str]
    lists: dict[str, list[int]]
    audit: Audit
