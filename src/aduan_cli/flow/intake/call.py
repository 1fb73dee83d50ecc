"""Taking one call: understood, decided, stored (design section 3).

Where only data decides, one transaction stores call and decision. Where unit code or the caller has still to be
asked, the call is stored first, as `new`; then it is asked, outside any transaction; a second one stores the
decision. Whatever happens in between, `route --pending` finishes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import has_to_be_acted_on, hooks_for, is_left_to_code, with_answer
from aduan_cli.complaint.router import Router
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.model import Consulted, Decision
from aduan_cli.storable import storable
from aduan_cli.stored import TAKEN, Outcome

if TYPE_CHECKING:
    from aduan_cli.ports import Store, UnitCode

Question = tuple[Any, ...]
"""Id, text, type and choices."""
Ask = Callable[[Sequence[Question]], dict[str, Any]]
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


class Officer(Protocol):
    """Who takes the call."""

    @property
    def ask(self) -> Ask | None:
        """Asks the caller; None: nobody can be asked, or wants to be asked more."""

    def stored(self, call: Call) -> None:
        """Be told that the call is durable, before anything else is asked; of a hand-off what to do now."""

    def urge(self, call: Call) -> None:
        """Be told what to do now, because an answer made an emergency of it."""


def clean(complaint: Complaint) -> None:
    """Bring what was given into the form that is stored: text as it was said, phones in one form.

    Raises `UsageError` when there is no text.
    """
    for name in ("text", "answer", "address", "caller_name", "caller_phone", "caller_address", "key"):
        value = getattr(complaint, name)
        if value is not None:
            setattr(complaint, name, storable(value).strip() or None)
    if not complaint.text:
        raise UsageError(_("there is no text; say in a sentence what the call is about"))
    complaint.phone_original = complaint.caller_phone
    if complaint.caller_phone:
        from aduan_cli.phones import normalise_phone

        complaint.caller_phone = normalise_phone(complaint.caller_phone)


class Taking:
    """One call on its way.

    `complaint` carries what was given: `kind`, `status` and `priority` are empty strings when they were not.
    """

    def __init__(self, complaint: Complaint, router: Router, code: UnitCode) -> None:
        self.complaint = complaint
        self.router, self.code = router, code
        self._facts = router.understand(complaint)
        self.decision = router.decide(self._facts)
        router.settle(complaint, self.decision)
        if not complaint.number:
            complaint.ticket = router.compiled["desk"]["prefix"]
        self.plugin = router.owner_of(complaint) or ""
        self.owed = has_to_be_acted_on(router, complaint, self.decision)

    def foresee(self) -> Call:
        """Return the call as it would be decided. Nothing is stored."""
        notes: tuple[str, ...] = ()
        if self.owed and self.code.ready(self.plugin):
            if self.has_answers_for_code():
                from aduan_cli.complaint.answers import fitted

                questions = self.code.ask(self.plugin, self.complaint, ("questions",)).questions
                self.complaint.answers = fitted(self.complaint.answers, questions).answers
                self.decide()
            consulted = self.consult()
            notes = self.look().notes if self.is_looked_at_later(consulted) else consulted.notes
        call = Call(self.complaint, self.decision)
        call.notes = notes
        return call

    def start_code(self) -> None:
        """Start the process of the unit's code, which no open store may be handed down to, where it is to be asked."""
        if self.owed:
            self.code.ready(self.plugin)

    def taken(self, outcome: Outcome, complaint: Complaint, store: Store) -> Call:
        """Return what was taken: this call, or the one that was stored under the same key before."""
        if outcome.state == TAKEN:
            return Call(complaint, self.decision)
        return Call(store.by_key(complaint.key or "") or complaint, self.decision, repeated=True)

    def has_answers_for_code(self) -> bool:
        """Say whether answers were given that only the unit's code can have a question for."""
        answers, asked = self.complaint.answers, self.router.asked if self.complaint.answers else None
        return asked is not None and bool(answers.keys() - {q[0] for q in asked.of(self.complaint.category)})

    def decide(self) -> None:
        """Decide by the data again, after answers came in."""
        self._facts.answers = self.complaint.answers
        self._settle(self.router.decide(self._facts))

    def consult(self) -> Consulted:
        """Ask the unit's code who acts, where data left that to it, and for its notes, unless it is an emergency."""
        hooks = hooks_for(self.decision)
        consulted = self.code.ask(self.plugin, self.complaint, hooks) if hooks else Consulted(self.plugin, None)
        self._settle(with_answer(self.router, self._facts, self.decision, consulted))
        return consulted

    def passed_over(self) -> Consulted:
        """Return that the unit's code was not asked; where the decision was left to it, why."""
        left = self.owed and is_left_to_code(self.decision)
        return Consulted(self.plugin, None, left_out=self.code.left_out(self.plugin) if left else None)

    def is_looked_at_later(self, consulted: Consulted) -> bool:
        """Say whether it came out as an emergency, whose notes are asked for once it is decided and stored."""
        return self.decision.priority == "emergency" and consulted.failure is None

    def look(self) -> Consulted:
        """Ask the unit's code for its notes alone."""
        return self.code.ask(self.plugin, self.complaint, ("validate",))

    def _settle(self, decision: Decision) -> None:
        self.decision = decision
        self.complaint.status = ""
        self.router.settle(self.complaint, decision)
