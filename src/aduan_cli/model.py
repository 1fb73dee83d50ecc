"""The words of the desk as types, and the table of legal moves (design sections 2 and 4).

Times are integers: seconds since 1970 in UTC. The types on the daily path are small classes with slots and
NamedTuples, because importing `dataclasses` alone costs as much as storing a call.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from aduan_cli.record import Record

KINDS = ("complaint", "information", "feedback")
PRIORITIES = ("low", "normal", "high", "emergency")
STEPS = ("handoff", "city", "unit", "code", "category", "triage", "manual")
STATUSES = (
    "new",
    "routed",
    "acknowledged",
    "in_progress",
    "on_hold",
    "returned",
    "resolved",
    "closed",
    "referred",
    "rejected",
    "answered",
)
FINAL = frozenset({"closed", "referred", "rejected", "answered"})
"""States in which nothing is owed. `resolved` still waits for the desk's check."""
SOURCES = ("given", "text", "default", "import")
ANY_REVISION = "*"
"""For accepting rules: over whatever was accepted before."""

COMPLAINT_FIELDS = (
    "ticket", "kind", "status", "category", "text", "answer", "answers", "priority", "channel", "kecamatan",
    "kelurahan", "address", "unit", "support", "rule", "step", "revision", "recorded_unit", "reported_at",
    "logged_at", "shift", "actor", "caller", "linked", "key", "fields", "sources", "source_file", "source_row",
    "version",
)  # fmt: skip
"""The fields of a complaint in JSON, in the order that design section 10 promises."""

CALLER_FIELDS = ("name", "phone", "address", "kecamatan", "kelurahan")


class Decision(NamedTuple):
    """What routing answers. `say` is what the officer is told to do now; `outside`: not the city's."""

    unit: str
    step: str
    rule: str | None = None
    support: tuple[str, ...] = ()
    priority: str | None = None
    say: str | None = None
    reason: str | None = None
    outside: bool = False


class UnitAnswer(Record):
    """What a unit's code answered, its units checked: see `hookspecs.Decision`."""

    unit: str
    support: tuple[str, ...] = ()
    priority: str | None = None
    reason: str | None = None


class CodeFailure(Record):
    """One time that a plugin's code failed. `kind`: raised, ended, cpu, time, refused (its answer), unusable, harm."""

    plugin: str
    hook: str
    """The hook that was called, or `import`."""
    kind: str
    message: str
    """What went wrong, in words; a caller's may be among them."""
    traceback: str | None = None
    sha256: str | None = None


MANIFEST_FILE, CODE_FILE, PACKAGE_FILE = "plugin.toml", "plugin.py", "__init__.py"
"""What a plugin's folder has: its manifest, and its code if there is some; of an installed one the package is that."""
STORE_FILE = "aduan.db"
"""Where a desk's data lie in its folder, unless a command says otherwise."""
FAILURES_IN_A_ROW = 3
"""Failures of a plugin's code one after the other, over all commands, after which it is set aside."""


NO_PLUGINS, SET_ASIDE, NOT_TRUSTED = "no_plugins", "set_aside", "not_trusted"
"""Why code that a plugin has is not asked."""


class Objection(str):
    """What is wrong with the place of a file, as a sentence. Objections of one `cause` are mended by one act.

    `personal`: another user may find the place safe.
    """

    __slots__ = ("cause", "personal")
    cause: str
    personal: bool

    def __new__(cls, sentence: str, cause: str, personal: bool) -> Objection:
        """Return the sentence with what is known of it."""
        made = super().__new__(cls, sentence)
        made.cause, made.personal = cause, personal
        return made


class Consulted(Record):
    """What a plugin's code said of one complaint. `sha256` is of the code that said it; None: none could be read."""

    plugin: str
    sha256: str | None
    asked: tuple[str, ...] = ()
    """The hooks that answered."""
    answer: UnitAnswer | None = None
    notes: tuple[str, ...] = ()
    questions: tuple[tuple[str, str, str, tuple[str, ...]], ...] = ()
    """Id, text, type and choices of each, as in `hookspecs.Question`."""
    failure: CodeFailure | None = None
    left_out: str | None = None
    """Why it was not asked, though the plugin has code: `NO_PLUGINS`, `SET_ASIDE` or `NOT_TRUSTED`."""


class Taken(NamedTuple):
    """What became of one complaint that was given to the store."""

    ticket: str
    state: str
    """`taken`; `known`: it was there already, the same; `changed`: it was there already, and differs."""


class Facts:
    """What rules may look at: a complaint as it was logged, never what another rule has just set.

    `text` is the folded text's pattern matches (pattern number → token span); `minute` is the minute of the
    local day (0-1439); `weekday` 0 is Monday; `holiday` says whether the local day is one.
    """

    __slots__ = (
        "answers", "category", "channel", "fields", "found", "holiday", "kecamatan", "kelurahan", "kind",
        "minute", "priority", "shift", "weekday",
    )  # fmt: skip

    def __init__(self) -> None:
        self.found: dict[int, tuple[int, int]] = {}
        self.kind: str = "complaint"
        self.category: str | None = None
        self.kecamatan: str | None = None
        self.kelurahan: str | None = None
        self.priority: str = "normal"
        self.channel: str | None = None
        self.shift: str | None = None
        self.minute: int = 0
        self.weekday: int = 0
        self.holiday: bool = False
        self.answers: dict[str, Any] = {}
        self.fields: dict[str, Any] = {}


PLACE_CONTRADICTION = "place-contradiction"
"""A note on a call: the text puts a kelurahan into a kecamatan that it isn't part of."""

STORED = (
    "ticket", "day", "number", "kind", "status", "category", "text", "answer", "answers", "priority", "channel",
    "kecamatan", "kelurahan", "address", "unit", "support", "rule", "step", "revision", "recorded_unit",
    "reported_at", "logged_at", "shift", "actor", "caller_name", "caller_phone", "phone_original",
    "caller_address", "caller_kecamatan", "caller_kelurahan", "key", "import_key", "content_hash", "fields",
    "sources", "source_file", "source_row", "version",
)  # fmt: skip
"""What a store keeps of a complaint. `open` and `id` are the store's own."""


class Complaint:
    """One matter reported by a caller, as it is stored.

    `day` is the local day of `reported_at` as yyyymmdd; `answers`, `fields` and `sources` are dicts, `support`
    and `linked` tuples. `import_key` names the record of an import, `content_hash` tells a changed one.
    `notes` say what the desk should look at (PLACE_CONTRADICTION); they stand in the first event. `events` (type,
    data) are those that follow it in the same transaction.
    `ticket`, `number` and `version` are set by the store when it takes the complaint.
    """

    __slots__ = (*STORED, "events", "id", "linked", "notes")

    def __init__(self) -> None:
        self.id: int = 0
        self.ticket: str = ""
        self.day: int = 0
        self.number: int = 0
        self.kind: str = "complaint"
        self.status: str = "new"
        self.category: str | None = None
        self.text: str = ""
        self.answer: str | None = None
        self.answers: dict[str, Any] = {}
        self.priority: str = "normal"
        self.channel: str | None = None
        self.kecamatan: str | None = None
        self.kelurahan: str | None = None
        self.address: str | None = None
        self.unit: str | None = None
        self.support: tuple[str, ...] = ()
        self.rule: str | None = None
        self.step: str | None = None
        self.revision: str | None = None
        self.recorded_unit: str | None = None
        self.reported_at: int = 0
        self.logged_at: int = 0
        self.shift: str | None = None
        self.actor: str | None = None
        self.caller_name: str | None = None
        self.caller_phone: str | None = None
        self.phone_original: str | None = None
        self.caller_address: str | None = None
        self.caller_kecamatan: str | None = None
        self.caller_kelurahan: str | None = None
        self.key: str | None = None
        self.import_key: str | None = None
        self.content_hash: str | None = None
        self.fields: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        self.source_file: str | None = None
        self.source_row: int | None = None
        self.version: int = 1
        self.linked: tuple[str, ...] = ()
        self.notes: tuple[str, ...] = ()
        self.events: tuple[tuple[str, dict[str, Any]], ...] = ()


def is_unanswered(complaint: Complaint) -> bool:
    """Say whether somebody asked, and no answer was noted."""
    return complaint.kind == "information" and complaint.status == "answered" and complaint.answer is None


def status_after(kind: str, decision: Decision, routes_feedback: bool) -> str:
    """Return the state in which a call starts: what is answered on the phone owes nothing."""
    if kind == "information" or (kind == "feedback" and not routes_feedback):
        return "answered"
    if decision.outside:
        return "referred"
    return "new" if decision.step == "triage" else "routed"
