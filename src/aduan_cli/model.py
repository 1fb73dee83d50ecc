"""What rules see and answer, and what a plugin's code said, as types.

Times are integers: seconds since 1970 in UTC. The types on the daily path are small classes with slots and
NamedTuples, because importing `dataclasses` alone costs as much as storing a call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aduan_cli.record import Record, TupleRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KINDS = ("complaint", "information", "feedback")
PRIORITIES = ("low", "normal", "high", "emergency")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STEPS = ("handoff", "city", "unit", "code", "category", "triage", "manual")
CLOCKS = ("handoff", "acknowledge", "resolve")
ENDS = ("answered", "closed", "referred", "rejected")
"""States in which nothing is owed."""
RIGHTS = LOG, MOVE, REVEAL, RULES, ERASE, EXPORT = ("log", "move", "reveal", "rules", "erase", "export")
"""What `[people]` may allow to some alone."""
"""What may be due of a complaint, the first first."""
ANY = "any"
"""Of clocks: whichever."""
FILTERS = (
    "status", "unit", "category", "kind", "kecamatan", "kelurahan", "priority", "channel", "shift", "actor",
    "phone", "incident",
)  # fmt: skip
"""What complaints are looked for by, one of several values each."""
NOT = "!"
"""Before a value that is looked for by: none that has it."""
SORTS = (
    "reported_at", "logged_at", "ticket", "priority", "status", "unit", "category", "kind", "kecamatan",
    "kelurahan", "channel", "shift", "actor",
)  # fmt: skip
"""The orders in which complaints may be listed."""
PLUGIN_CHANNEL = "plugin"
OPEN311 = "open311"
NOTIFIERS = ("smtp", "webhook", "command", "spool", OPEN311, PLUGIN_CHANNEL)
"""How messages can be sent."""
PUBLISHABLE = ("description", "address", "point")
"""What `[open311] publish` may add to what is published of a complaint."""
PUSHABLE = (*PUBLISHABLE, "caller")
"""What a notifier's `share` may add to what is posted of a complaint."""
TLS = ("starttls", "tls", "none")
"""How the line to a server of mail is kept private."""
INCIDENT = "incident"
TEMPLATES = ("routed", "assigned", "reopened", "escalated", INCIDENT)
"""What a message to a unit may tell, each with its `[messages.NAME]`."""
CALLER_TOLD = ("logged", "referred", "resolved", "closed", "rejected", "answered")
"""What a caller may be told of their own call, each with its `[messages.caller-NAME]`."""
OF_CALLER = "caller-"
"""What the events of messages to callers begin with."""
SEVERAL = "several"
"""Several messages to one unit as one, with a `[messages.NAME]` of its own."""
REPORT_SENT = "report"
"""A report as a message (`report mail`), whose subject a `[messages.NAME]` may say."""
UNIT_MOVES = ("ack", "start", "hold", "return", "resolve")
"""The moves that a unit makes of its own part, also by mail."""
ANY_REVISION = "*"
"""For accepting rules: over whatever was accepted before."""


class Decision(TupleRecord):
    """What routing answers. `say` is what the officer is told to do now; `outside`: not the city's.

    `category` is what a hand-off says that the call is about; None: what was understood stands.
    """

    unit: str
    step: str
    rule: str | None = None
    support: tuple[str, ...] = ()
    priority: str | None = None
    say: str | None = None
    reason: str | None = None
    outside: bool = False
    category: str | None = None


class UnitAnswer(Record):
    """What a unit's code answered, its units checked: see `hookspecs.Decision`."""

    unit: str
    support: tuple[str, ...] = ()
    priority: str | None = None
    reason: str | None = None


class Reading(Record):
    """What was read out of a text: a number, a length in cm; and the caller's words for it, folded."""

    value: float | str
    words: str


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
RULES_FILE = "rules.toml"
"""The city's rules in a desk's folder."""
SECOND_UNIT_FILE = "second-unit.txt"
"""Weights by which a second unit is named beside a decision; none: none is named."""
KEPT_FOLDERS = (".aduan", "attachments", "backups", "quarantine")
"""Folders of a desk in which it keeps things for itself, much of what callers said among them."""
STORE_FILE = "aduan.db"
"""Where a desk's data lie in its folder, unless a command says otherwise."""
LEAVING = "attachments/.leaving"
"""Where in a desk is noted which attachments are about to go."""
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


class Readings:
    """What a text says by the `[readings]` of the rules; this one says nothing."""

    __slots__ = ()

    def reading(self, _name: str) -> Reading | None:
        """Return what was read with its words; None: the text says nothing of it."""
        return None

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return the value alone: a number; a length in cm."""
        told = self.reading(name)
        return otherwise if told is None else told.value


NO_READINGS = Readings()


class Facts:
    """What rules may look at: a complaint as it was logged, never what another rule has just set.

    `found` is the folded text's pattern matches (pattern number → token span), `matter` those without its asides (None:
    it has none); `minute` is the minute of the local day (0-1439); `weekday` 0 is Monday; `holiday` says whether the
    local day is one. `told_none`: a person said that it is no emergency, so that no rule makes one of it. `readings`
    are read when asked for. `places` are those of the city's files at which it is, `areas` those of `[areas]` in which
    its point lies.
    """

    __slots__ = (
        "answers", "areas", "category", "channel", "fields", "found", "holiday", "kecamatan", "kelurahan", "kind",
        "matter", "minute", "places", "priority", "readings", "shift", "told_none", "weekday",
    )  # fmt: skip

    def __init__(self) -> None:
        self.found: dict[int, tuple[int, int]] = {}
        self.matter: dict[int, tuple[int, int]] | None = None
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
        self.told_none: bool = False
        self.answers: Mapping[str, Any] = {}
        self.fields: Mapping[str, Any] = {}
        self.readings = NO_READINGS
        self.places: Sequence[Any] = ()
        self.areas: Sequence[str] = ()

    def copy(self) -> Facts:
        """Return the same facts, which may be changed on their own."""
        copy = Facts()
        for name in self.__slots__:
            setattr(copy, name, getattr(self, name))
        return copy
