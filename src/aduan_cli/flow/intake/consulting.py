"""A call for which somebody has still to be asked: the caller, or the unit's code.

It is stored first, as `new` where that decides; whatever happens to the questions then, it is not lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import compared, is_left_to_code, step_of
from aduan_cli.complaint.events import ANSWERS_ADDED
from aduan_cli.complaint.history import Told, events_of
from aduan_cli.complaint.moves import BY_RULES, is_erased
from aduan_cli.complaint.step import Step, changing, noting
from aduan_cli.complaint.step import taking as taking_step
from aduan_cli.errors import NotFoundError, PartialError
from aduan_cli.flow.intake.call import Ask, Call, Officer, Question, Taking
from aduan_cli.i18n import _
from aduan_cli.stored import DONE
from aduan_cli.tickets import parse_ticket

if TYPE_CHECKING:
    from aduan_cli.ports import Store

_ATTEMPTS = 5
"""Times that the decision is stored anew because somebody else changed the complaint meanwhile."""


def store_and_ask(taking: Taking, store: Store, clock: Callable[[], int], officer: Officer, has_code: bool) -> Call:
    """Store a call, then ask, then store the decision; see `storing.store_call`."""
    questions = _questions(taking) if officer.ask else []
    # An emergency goes by voice at once: nothing is asked before it is decided.
    by_voice = taking.decision.step == "handoff"
    waits = not by_voice and (bool(questions) or (has_code and is_left_to_code(taking.decision)))
    before = _as_new(taking) if waits else copy_of(taking.complaint)
    call = taking.taken(store.commit([taking_step(before)])[0], before, store)
    officer.stored(call)
    if call.repeated:
        return call
    for name in ("id", "ticket", "number", "version"):
        setattr(taking.complaint, name, getattr(before, name))
    asking = _Asking(taking, store, clock, officer, before, decides=waits)
    if officer.ask:
        asking.ask(officer.ask, questions)
    if has_code and (officer.ask or taking.has_answers_for_code()):
        asking.ask(officer.ask, asking.questions_of_code())
    return asking.finish(has_code)


class _Asking:
    """What is still asked once a call is stored, and its decision."""

    def __init__(
        self,
        taking: Taking,
        store: Store,
        clock: Callable[[], int],
        officer: Officer,
        before: Complaint,
        decides: bool,
    ) -> None:
        self._taking, self._store, self._clock, self._officer = taking, store, clock, officer
        self._before, self._decides = before, decides
        self._unfit: dict[str, str] = {}
        self._told: list[Told] = []
        self._overtaken = False
        self._asked: set[str] = set()

    def ask(self, ask: Ask | None, questions: Sequence[Question]) -> None:
        """Ask the caller what wasn't answered yet, and fit what was.

        An answer may make an emergency of it: then the officer is told at once, and it is stored.
        """
        from aduan_cli.complaint.answers import fitted

        taking = self._taking
        before = taking.complaint.answers
        answers, self._unfit = fitted(before, questions)
        # Neither what was answered nor what was left out is asked again.
        wanted = [q for q in questions if q[0] not in (answers.keys() - self._unfit.keys()) | self._asked]
        if ask and wanted:
            self._asked |= {question[0] for question in wanted}
            given = ask(wanted)
            answers |= given
            self._unfit = {name: wrong for name, wrong in self._unfit.items() if name not in given}
        if answers == before:
            return
        taking.complaint.answers = answers
        if not self._decides or taking.decision.step == "handoff":
            return
        taking.decide()
        if taking.decision.step == "handoff" or taking.complaint.priority == "emergency":
            self._officer.urge(Call(taking.complaint, taking.decision))
            if not is_left_to_code(taking.decision):
                self._store_decision()

    def questions_of_code(self) -> Sequence[Question]:
        """Return what the unit's code wants to know."""
        consulted = self._taking.code.ask(self._taking.plugin, self._taking.complaint, ("questions",))
        self._told += events_of(consulted)
        return consulted.questions

    def finish(self, has_code: bool) -> Call:
        """Ask the unit's code, store what was decided, and return the call."""
        taking = self._taking
        consulted = taking.consult() if has_code else taking.passed_over()
        self._told += events_of(consulted)
        self._store_decision()
        if has_code and not is_erased(taking.complaint) and taking.is_looked_at_later(consulted):
            consulted = taking.look()
            self._told += events_of(consulted)
            self._store_decision()
        call = Call(taking.complaint, taking.decision)
        call.notes = (*(f"{name}: {wrong}" for name, wrong in self._unfit.items()), *consulted.notes)
        call.overtaken = self._overtaken
        return call

    def _store_decision(self) -> None:
        """Store what was decided and answered after the call itself, in one transaction."""
        taking, runs = self._taking, self._taking.code.runs()
        for _attempt in range(_ATTEMPTS):
            at = self._clock()
            step = _step(taking, self._before, self._told, at)
            outcome = self._store.commit([step] if step else [], runs, at)
            if outcome and outcome[0].state != DONE:
                # While the caller was asked, somebody else decided it.
                self._before = self._as_it_is_now()
                runs = []
                continue
            taking.complaint.version = self._before.version + bool(step and step.changes)
            self._before, self._told = copy_of(taking.complaint), []
            return
        raise PartialError(
            _("{ticket} is stored, but others keep changing it; look at it again: aduan show {ticket}").format(
                ticket=taking.complaint.ticket
            )
        )

    def _as_it_is_now(self) -> Complaint:
        """Return the call as others have left it.

        What somebody decided by hand holds, and so does a unit that is at work: only the answers are still ours.
        Of one that was erased nothing is: no word of it comes back.
        """
        taking = self._taking
        now = self._store.resolve(parse_ticket(taking.complaint.ticket))
        if now is None:
            raise NotFoundError(_("no ticket {text}").format(text=taking.complaint.ticket))
        if is_erased(now):
            taking.complaint = copy_of(now)
            self._told.clear()
            self._overtaken = True
        elif now.step == "manual" or now.status not in BY_RULES:
            answers, taking.complaint = taking.complaint.answers, copy_of(now)
            taking.complaint.answers = answers
            self._overtaken = True
        return now


def _questions(taking: Taking) -> list[Question]:
    """Return what the manifest asks for the category and was not answered yet."""
    complaint = taking.complaint
    asked = taking.router.asked.of(complaint.category)
    return [tuple(question) for question in asked if question[0] not in complaint.answers]


def _as_new(taking: Taking) -> Complaint:
    """Return the call as it is stored while somebody has still to be asked."""
    waiting = copy_of(taking.complaint)
    waiting.status, waiting.unit = "new", taking.router.compiled["desk"]["triage"]
    waiting.support, waiting.step, waiting.rule = (), None, None
    return waiting


def _step(taking: Taking, before: Complaint, told: Sequence[Told], at: int) -> Step | None:
    """Return the step that stores what was decided or answered meanwhile, and what code said; None: nothing is new."""
    actor, item = taking.complaint.actor, compared(before, taking.complaint, taking.decision)
    step = noting(before, (), actor, at)
    if item.columns.keys() - {"revision", "answers"}:
        step = step_of(item, actor, at) or step
    elif "answers" in item.columns:
        answers = taking.complaint.answers
        asked = sorted(name for name in answers if name not in before.answers or answers[name] != before.answers[name])
        step = changing(before, {"answers": answers}, ANSWERS_ADDED, {"questions": asked}, actor, at)
    step = step._replace(events=(*step.events, *told))
    return step if step.events else None
