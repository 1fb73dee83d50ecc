"""The plugin contract, version 1: what a unit's code is asked, with what, and what it may answer.

A unit's `plugin.py` marks the functions that answer with `hookimpl`; it has those that it needs and no others:

    from aduan_cli.hookspecs import Complaint, Decision, hookimpl

    @hookimpl
    def route(complaint: Complaint) -> Decision | None:
        return Decision("lampu-tiang") if "tiang" in complaint.text.casefold() else None

What holds for every hook but `commands`:

- It is called only for complaints of a category that the plugin's manifest declares, and never with who called:
  no name, no phone.
- It runs in a process of its own, without the desk's data, with limits of time and memory. What it prints is
  thrown away, what it changes (globals, files opened, the working directory) stays in that process, which may be
  ended at any moment and may serve one call or many.
- What it gets can't be changed; what it answers is checked: a wrong type, an unknown unit, a unit that is neither
  the plugin's own nor granted to it, a text too long.
- Whatever goes wrong (it raises, hangs, ends the process, answers nonsense) costs the plugin this one answer. The
  complaint is stored and goes on with the next step; the failure stands in its history with the traceback, the
  command says so in one line and exits with 6. After three failures in a row the plugin is set aside until
  `aduan plugin enable`.

Version 1 promises: hooks and fields here keep their names, types and meaning. New hooks and new fields with a
default may come; whoever takes arguments by name and builds answers by keyword is not touched by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, Protocol

    import click
    from pluggy import HookimplMarker

    hookimpl: HookimplMarker
else:
    Protocol = object

__all__ = [
    "API_VERSION", "CommandDesk", "Complaint", "Decision", "Delivery", "Event", "Message", "Note", "Question",
    "hookimpl",
]  # fmt: skip

API_VERSION = 1
"""The version of this contract; a manifest names the one that it was written for in `[plugin] api`."""

PROJECT = "aduan"
"""The name that pluggy knows these hooks by."""

RESERVED = frozenset({
    "log", "info", "list", "show", "search", "route", "why", "edit", "note", "attach", "whoami", "ack", "start",
    "hold", "return", "refer", "resolve", "close", "reopen", "reject", "answer", "set", "assign", "similar", "merge",
    "unmerge", "callbacks", "history", "clock", "import", "export", "tick", "inbox", "rules", "plugin", "unit",
    "caller", "incident", "outbox", "handover", "handoff", "report", "db", "open311", "init", "desk", "completion",
    "calendar", "holidays", "deadlines", "person", "retention", "places", "doctor", "board",
})  # fmt: skip
"""Commands of aduan itself, today's and those to come: no plugin of such a name can have commands."""

QUESTION_TYPES = ("text", "number", "choice")
DELIVERIES = ("sent", "retry", "failed")
LONGEST = 1_000
"""Characters of a reason, a note, a question or a detail."""
MOST = 20
"""Notes, questions or supporting units in one answer."""


# -- what code gets


class Complaint(Record):
    """One complaint as it was logged.

    `unit` is the unit that acts unless the router says otherwise; for an observer, the one that does.
    `priority` is low, normal, high or emergency; `kind` complaint, information or feedback. `answers` are those to
    the category's questions: texts, and numbers where somebody answered with one, to a question of text as well.
    `fields` are the columns of an import that `[plugin] fields` of the manifest names, for others may say who called;
    both can be read only. `ticket` is None while nothing is stored (`--dry-run`, a record of a file). `reported_at`
    has the desk's offset.
    """

    ticket: str | None
    kind: str
    status: str
    category: str
    text: str
    priority: str
    unit: str
    support: tuple[str, ...]
    channel: str | None
    kecamatan: str | None
    kelurahan: str | None
    address: str | None
    shift: str | None
    reported_at: datetime
    answers: Mapping[str, Any]
    fields: Mapping[str, Any]


class Event(Record):
    """What happened to a complaint: `logged`, `imported`, `routed`, `corrected`, or a move of its life.

    Moves are `acknowledged`, `started`, `held`, `returned`, `assigned`, `referred`, `resolved`, `closed`, `reopened`,
    `rejected` and `answered`; beside them `merged`, `unmerged` and `called_back`. `corrected`: another unit, category
    or place counts now. What `tick` does by itself (a hold that ends, an escalation) and what corrects words alone is
    not told. `at` has the desk's offset.
    """

    type: str
    at: datetime
    actor: str | None
    complaint: Complaint


class Message(Record):
    """One message to one unit. `id` is the same at each attempt, so that a receiver can drop a second copy.

    `repeated`: an attempt before may have arrived. Of several complaints told as one `ticket` is the first, `tickets`
    has all, and `event` is `several`. A caller is masked in it unless a template of the desk shows them. `to` is the
    number or address of a caller who agreed to be told this way; None: it is for a unit.
    """

    id: str
    unit: str
    ticket: str
    subject: str
    text: str
    event: str = ""
    tickets: tuple[str, ...] = ()
    repeated: bool = False
    to: str | None = None


# -- what code answers


class Decision(Record):
    """Who leads, who helps, how urgent it is, and why in one sentence (it stands in the history).

    `unit` is one of the plugin's own units or one that `[grants]` names, an outside body included; of a unit with
    area offices the office of the complaint's kecamatan is taken. `support` adds to what rules asked for. `priority`
    raises what rules and category set, it never lowers it.
    """

    unit: str
    support: Sequence[str] = ()
    priority: str | None = None
    reason: str | None = None


class Note(Record):
    """What the desk should look at, in one sentence for the officer: "nomor tiang tidak lengkap"."""

    text: str


class Question(Record):
    """What the officer asks the caller. The answer lies in `answers` under `id`, a slug: `nomor-tiang`.

    `type` is text, number or choice; `choices` are the answers that are possible then.
    """

    id: str
    text: str
    type: str = "text"
    choices: Sequence[str] = ()


class Delivery(Record):
    """What became of a message: `sent`; `retry`, it may go later; `failed`, trying again makes no sense."""

    state: str
    detail: str | None = None


# -- the hooks


class Router:
    """Decides what words and data can't."""

    def route(self, complaint: Complaint) -> Decision | None:
        """Return who acts, or None for "as the manifest says".

        Called when a complaint has to be acted on and no hand-off, no rule of the city and no rule of the unit
        decided; never for an information call. By `log`, `import`, `route`. The complaint is stored before, but
        for the records of a file: there it is asked first, and also of what was closed long ago whose it was.
        """
        raise NotImplementedError


class Validator:
    """Looks at what was taken down."""

    def validate(self, complaint: Complaint) -> Sequence[Note]:
        """Return what should be looked at again; nothing is refused for it.

        Called for each complaint that has to be acted on, once it is stored, for a record of a file before; for an
        emergency once its decision is stored, and by `log` alone. The notes are said to the officer and stand in
        the history.
        """
        raise NotImplementedError


class Questioner:
    """Asks more than the manifest's `[[question]]` tables, which need no code."""

    def questions(self, complaint: Complaint) -> Sequence[Question]:
        """Return what to ask the caller; what was answered already is not asked again.

        Called by `log` on a terminal, once the complaint is stored; elsewhere where an answer was given that the
        manifest doesn't ask for. The answers count for the decision, unless it went by voice at once. The router gets
        an answer as the question has it: a choice as `choices` write it, a number as a number.
        """
        raise NotImplementedError


class Observer:
    """Is told, after the fact."""

    def observe(self, event: Event) -> None:
        """Do something beside the desk. Called after a complaint was logged, imported, routed, moved,
        merged or taken out again, and after its caller was rung back; best effort."""
        raise NotImplementedError


class Notifier:
    """A channel for messages to units: `[notifiers.NAME] type = "plugin"`, and `plugin` where its name is another."""

    def notify(self, message: Message) -> Delivery:
        """Deliver one message. Called by `aduan tick`, one at a time; it must come back within the limit of time.

        A receiver that is down is no failure of the plugin: `Delivery("retry")`. Where it raises, hangs or answers
        nonsense the message goes again as one that may have arrived, and the failure counts as any other.
        """
        raise NotImplementedError


class Commander:
    """Brings commands of its own, `aduan <plugin> <command>`; the manifest's `[commands]` names them."""

    def commands(self) -> Sequence[click.Command]:
        """Return the commands. Called when one of them is; it runs unguarded, for somebody asked for it.

        `aduan plugin check` asks for them as well, under the guard, and looks at their names alone.

        A command decorated with `click.pass_obj` gets a `CommandDesk`.
        """
        raise NotImplementedError


class CommandDesk(Protocol):
    """What a plugin's own command may know of the desk. It reads; what is to change goes through `aduan` itself."""

    plugin: str
    folder: str
    """The desk's folder, absolute."""
    actor: str
    """Who is at the desk."""

    def complaints(self, *, status: str | None = None, category: str | None = None) -> Iterator[Complaint]:
        """Yield the complaints of the plugin's own categories, newest first."""
        raise NotImplementedError


ROLES = (Router, Validator, Questioner, Observer, Notifier, Commander)
HOOKS = tuple(name for role in ROLES for name in vars(role) if not name.startswith("_"))
"""The names of all hooks: route, validate, questions, observe, notify, commands."""


MARK = "aduan_hook"
"""The attribute of a function that `hookimpl` marks."""

if not TYPE_CHECKING:  # Its type is that of pluggy's mark.

    def hookimpl(function=None, **options):
        """Mark a function as the answer to the hook of its name.

        With options (`specname="route"`: the hook, for a function of another name) the mark is pluggy's own. The
        usual one does without pluggy, which takes longer to load than a router to answer.
        """
        if function is not None and not options:
            setattr(function, MARK, True)
            return function
        from pluggy import HookimplMarker

        return HookimplMarker(PROJECT)(function, **options)
