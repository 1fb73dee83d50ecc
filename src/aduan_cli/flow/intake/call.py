"""Taking one call: understood, decided, stored.

Where only data decides, one transaction stores call and decision. Where unit code or the caller has still to be
asked, the call is stored first, as `new`; then it is asked, outside any transaction; a second one stores the
decision. Whatever happens in between, `route --pending` finishes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import Decided, decide, hooks_for, is_left_to_code, is_to_be_acted_on
from aduan_cli.complaint.reading import read, with_answers
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.model import Consulted, Decision
from aduan_cli.stored import Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from aduan_cli.complaint.history import EventDraft
    from aduan_cli.ports import Store, UnitCode

Question = tuple["Any", ...]
"""Id, text, type and choices."""
Ask = Callable[[Sequence[Question]], "dict[str, Any]"]
"""Asks the caller, and returns what was answered, by the questions' ids."""


class Call:
    """A call that was taken: the complaint as stored, and the decision.

    `repeated`: the same `--key` was there already; nothing was stored. `notes` are those of the unit's validator.
    `overtaken`: somebody else decided it while the caller was asked, and that holds.
    """

    __slots__ = ("complaint", "decision", "notes", "overtaken", "repeated")

    def __init__(self, complaint: Complaint, decision: Decision, repeated: bool = False) -> None:
        self.complaint = complaint
        self.decision = decision
        self.repeated = repeated
        self.notes: tuple[str, ...] = ()
        self.overtaken = False


if TYPE_CHECKING:

    class Officer(Protocol):
        """Who takes the call."""

        @property
        def ask(self) -> Ask | None:
            """Asks the caller; None: nobody can be asked, or wants to be asked more."""

        def ask_place(self, ticket: str, exactly: bool) -> str | None:
            """Ask where an emergency is, `exactly` where its district or ward is known. None: nobody knows."""

        def stored(self, call: Call) -> None:
            """Be told that the call is durable, before anything else is asked; of a hand-off what to do now."""

        def turn_to(self, call: Call) -> None:
            """Be told which of several matters of a call is asked about from here on."""

        def urge(self, call: Call) -> None:
            """Be told what to do now, because an answer made an emergency of it."""


class Intake:
    """One report on its way to being stored, decided by the data so far. `plugin` owns its category.

    `is_open`: somebody must act on it, so that the unit's code is asked, and the caller.
    """

    def __init__(self, report: Report, router: Router, code: UnitCode) -> None:
        self.report, self.router, self.code = report, router, code
        self.understood = read(report, router)
        self.decided = decide(self.understood, router)
        self.plugin = router.owner_of(self.decided.complaint.category) or ""
        self.is_open = is_to_be_acted_on(self.understood, self.decided.decision, router)
        self.events: tuple[EventDraft, ...] = ()
        """What is told of the call with its first event: the files that belong to it."""

    def lacks_place(self, complaint: Complaint) -> bool:
        """Say whether it is an emergency to be acted on of which no street or landmark is known."""
        is_urgent = complaint.step == "handoff" or complaint.priority == "emergency"
        return self.is_open and is_urgent and not complaint.address

    def foresee(self) -> Call:
        """Return the call as it would be decided. Nothing is stored."""
        if not self.is_open or not self.code.ready(self.plugin):
            return Call(self.decided.complaint, self.decided.decision)
        understood = self.understood
        if self.has_answers_for_code(self.decided.complaint):
            from aduan_cli.complaint.answers import fitted

            questions = self.code.ask(self.plugin, self.decided.complaint, ("questions",)).questions
            answers = fitted(self.decided.complaint.answers, questions).answers
            understood = with_answers(understood, answers)
        decided = decide(understood, self.router, self.consult)
        call = Call(decided.complaint, decided.decision)
        if decided.consulted:
            is_later = is_validated_later(decided)
            call.notes = (self.validate(decided.complaint) if is_later else decided.consulted).notes
        return call

    def start_code(self) -> None:
        """Start the process of the unit's code, which no open store may be handed down to, where it is to be asked."""
        if self.is_open:
            self.code.ready(self.plugin)

    def stored(self, outcome: Outcome, store: Store) -> Call:
        """Return the call as it is stored: this one, or the one that was stored under the same key before."""
        complaint, decision = self.decided.complaint, self.decided.decision
        if outcome.complaint is not None:
            return Call(outcome.complaint, decision)
        return Call(store.by_key(complaint.key or "") or complaint, decision, repeated=True)

    def has_answers_for_code(self, complaint: Complaint) -> bool:
        """Say whether answers were given that only the unit's code can have a question for."""
        if not complaint.answers:
            return False
        return bool(complaint.answers.keys() - {question[0] for question in self.router.asked.of(complaint.category)})

    # -- the unit's code

    def consult(self, plugin: str, complaint: Complaint, decision: Decision) -> Consulted:
        """Ask the unit's code who acts, where data left that to it, and for its notes, unless it is an emergency."""
        hooks = hooks_for(decision)
        return self.code.ask(plugin, complaint, hooks) if hooks else Consulted(plugin, None)

    def skipped(self, decision: Decision) -> Consulted:
        """Return that the unit's code was not asked; where the decision was left to it, why."""
        is_left = self.is_open and is_left_to_code(decision)
        return Consulted(self.plugin, None, left_out=self.code.left_out(self.plugin) if is_left else None)

    def validate(self, complaint: Complaint) -> Consulted:
        """Ask the unit's code for its notes alone."""
        return self.code.ask(self.plugin, complaint, ("validate",))


def is_validated_later(decided: Decided) -> bool:
    """Say whether it came out as an emergency, whose notes are asked for once it is decided and stored."""
    failed = decided.consulted is not None and decided.consulted.failure is not None
    return decided.decision.priority == "emergency" and not failed
