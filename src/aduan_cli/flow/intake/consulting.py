"""A call for which somebody has still to be asked: the caller, or the unit's code.

It is stored first, as `new` where that decides; whatever happens to the questions then, it is not lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide, is_left_to_code
from aduan_cli.complaint.events import ANSWERS_ADDED
from aduan_cli.complaint.history import EventDraft, events_of
from aduan_cli.complaint.moves import BY_RULES, is_erased
from aduan_cli.complaint.reading import PLACE, with_answers, with_place
from aduan_cli.complaint.redecided import KEPT, compared, step_of
from aduan_cli.complaint.step import Step, changing, noting, without_callback
from aduan_cli.errors import PartialError
from aduan_cli.flow.intake.call import Ask, Call, Intake, Question, is_validated_later
from aduan_cli.i18n import _
from aduan_cli.model import Consulted
from aduan_cli.storable import storable
from aduan_cli.stored import DONE
from aduan_cli.tickets import not_found, parse_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.flow.intake.call import Officer
    from aduan_cli.ports import Store

_ATTEMPTS = 5
"""Times that the decision is stored anew because somebody else changed the complaint meanwhile."""


class Consultation:
    """Who has still to be asked about a call. `complaint` is what is stored before anybody is."""

    def __init__(self, intake: Intake, officer: Officer, has_code: bool) -> None:
        self._intake, self._officer, self._has_code = intake, officer, has_code
        self.complaint, decision = intake.decided.complaint, intake.decided.decision
        self._questions = _questions(intake, self.complaint) if officer.ask else []
        # An emergency goes by voice at once: nothing is asked before it is decided.
        by_voice = decision.step == "handoff"
        self._waits = not by_voice and (bool(self._questions) or (has_code and is_left_to_code(decision)))
        if self._waits:
            self.complaint = _as_new(self.complaint, intake.router.compiled["desk"]["triage"])

    def finish(self, call: Call, store: Store, clock: Callable[[], int]) -> Call:
        """Ask about a call that is stored, store the decision, and return it."""
        officer, intake = self._officer, self._intake
        asking = _Asking(intake, store, clock, officer, call.complaint, decides=self._waits)
        asking.ask_place()
        if officer.ask:
            asking.ask(officer.ask, self._questions)
        if self._has_code and (officer.ask or intake.has_answers_for_code(asking.complaint)):
            asking.ask(officer.ask, asking.questions_of_code())
        return asking.finish(self._has_code)


class _Asking:
    """What is still asked once a call is stored, and its decision.

    `_stored` is the call as it is stored, `complaint` as it is to be. `_decides`: answers count for the decision.
    """

    def __init__(
        self,
        intake: Intake,
        store: Store,
        clock: Callable[[], int],
        officer: Officer,
        stored: Complaint,
        decides: bool,
    ) -> None:
        self._intake, self._store, self._clock, self._officer = intake, store, clock, officer
        self._stored, self._decides = stored, decides
        self._understood = intake.understood
        self._place: dict[str, str | None] = {}
        self._answers = self._counting = intake.decided.complaint.answers
        self._consulted: Consulted | None = None
        self._unfit: dict[str, str] = {}
        self._events: list[EventDraft] = []
        self._asked: set[str] = set()
        self._is_overtaken = self._is_place_asked = False
        self._decide()

    def _decide(self) -> None:
        """Decide by the answers that count and by what the unit's code said. What others decided since holds."""
        if self._is_overtaken:
            is_gone = is_erased(self._stored)
            ours = {"answers": self._answers, **self._place}
            self.complaint = self._stored if is_gone else copy_of(self._stored, **ours)
            return
        intake, understood = self._intake, with_answers(self._understood, self._counting)
        is_known = self._understood is intake.understood and self._counting == intake.understood.facts.answers
        by_data = intake.decided.decision if is_known else None
        self._decided = decide(understood, intake.router, lambda *_call: self._consulted, self._stored, by_data=by_data)
        self.complaint = copy_of(self._decided.complaint, answers=self._answers)

    def ask_place(self) -> None:
        """Ask once where an emergency is of which no street or landmark was understood, and store that at once."""
        if self._is_place_asked or not self._intake.lacks_place(self.complaint):
            return
        self._is_place_asked = True
        before = self.complaint
        said = self._officer.ask_place(before.ticket, exactly=bool(before.kecamatan or before.kelurahan))
        said = " ".join(storable(said).split()) if said else ""
        if not said:
            return
        self._understood = with_place(self._understood, said, self._intake.router)
        facts = self._understood.facts
        known = zip(PLACE, (facts.kecamatan, facts.kelurahan, self._understood.address), strict=True)
        self._place = {name: value for name, value in known if value != getattr(before, name)}
        self._decide()
        self._store_decision()

    def ask(self, ask: Ask | None, questions: Sequence[Question]) -> None:
        """Ask the caller what wasn't answered yet, and fit what was.

        An answer may make an emergency of it: then the officer is told at once, and it is stored.
        """
        from aduan_cli.complaint.answers import fitted

        answers, self._unfit = fitted(self._answers, questions)
        # Neither what was answered nor what was left out is asked again.
        wanted = [q for q in questions if q[0] not in (answers.keys() - self._unfit.keys()) | self._asked]
        if ask and wanted:
            self._asked |= {question[0] for question in wanted}
            given = ask(wanted)
            answers |= given
            self._unfit = {name: wrong for name, wrong in self._unfit.items() if name not in given}
        if answers == self._answers:
            return
        self._answers = answers
        counts = self._decides and self._decided.decision.step != "handoff"
        if counts:
            self._counting = answers
        self._decide()
        decision = self._decided.decision
        if counts and (decision.step == "handoff" or self.complaint.priority == "emergency"):
            self._officer.urge(Call(self.complaint, decision))
            self.ask_place()
            if not is_left_to_code(decision):
                self._store_decision()

    def questions_of_code(self) -> Sequence[Question]:
        """Return what the unit's code wants to know."""
        consulted = self._intake.code.ask(self._intake.plugin, self.complaint, ("questions",))
        self._events += events_of(consulted)
        return consulted.questions

    def finish(self, has_code: bool) -> Call:
        """Ask the unit's code, store what was decided, and return the call."""
        intake, decision = self._intake, self._decided.decision
        if has_code:
            consulted = self._consulted = intake.consult(intake.plugin, self.complaint, decision)
            self._decide()
        else:
            consulted = intake.skipped(decision)
        self._events += events_of(consulted)
        self._store_decision()
        if has_code and not is_erased(self.complaint) and is_validated_later(self._decided):
            consulted = intake.validate(self.complaint)
            self._events += events_of(consulted)
            self._store_decision()
        call = Call(self.complaint, self._decided.decision)
        call.notes = (*(f"{name}: {wrong}" for name, wrong in self._unfit.items()), *consulted.notes)
        call.overtaken = self._is_overtaken
        return call

    def _store_decision(self) -> None:
        """Store what was decided and answered after the call itself, in one transaction."""
        runs = self._intake.code.runs()
        for _attempt in range(_ATTEMPTS):
            at = self._clock()
            step = self._step(at)
            outcome = self._store.commit([step] if step else [], runs, at)
            if outcome and outcome[0].state != DONE:
                # While the caller was asked, somebody else decided it.
                self._look_again()
                self._decide()
                runs = []
                continue
            version = self._stored.version + bool(step and step.changes)
            self._stored = self.complaint = copy_of(self.complaint, version=version)
            self._events = []
            return
        raise PartialError(
            _("{ticket} is stored, but others keep changing it; look at it again: aduan show {ticket}").format(
                ticket=self.complaint.ticket
            )
        )

    def _look_again(self) -> None:
        """Read the call as others have left it.

        What somebody decided by hand holds, and so does a unit that is at work: only the answers are still ours.
        Of one that was erased nothing is: no word of it comes back.
        """
        now = self._store.resolve(parse_ticket(self._stored.ticket))
        if now is None:
            raise not_found(self._stored.ticket)
        if is_erased(now):
            self._events.clear()
        self._is_overtaken = self._is_overtaken or is_erased(now) or now.step == "manual" or now.status not in BY_RULES
        self._stored = now

    def _step(self, at: int) -> Step | None:
        """Return the step of what was decided or answered since, and of what code said; None: nothing is new."""
        before, after = self._stored, self.complaint
        decision, decided = self._decided.decision, ("unit", "support", "priority", "status", "step", "rule")
        if all(getattr(before, name) == getattr(after, name) for name in decided):
            decision = decision._replace(step=KEPT)
        place = {name: (getattr(before, name), value) for name, value in self._place.items()}
        corrected = {name: both for name, both in place.items() if both[0] != both[1]}
        redecided = compared(before, after, decision, corrected=corrected)
        step = noting(before, (), after.actor, at)
        if redecided.changes.keys() - {"revision", "answers"}:
            step = without_callback(step_of(redecided, after.actor, at) or step)
        elif "answers" in redecided.changes:
            new = sorted(name for name, answer in after.answers.items() if before.answers.get(name, step) != answer)
            step = changing(before, {"answers": after.answers}, ANSWERS_ADDED, {"questions": new}, after.actor, at)
        step = step._replace(events=(*step.events, *self._events))
        return step if step.events else None


def _questions(intake: Intake, complaint: Complaint) -> list[Question]:
    """Return what the manifest asks for the category, was not answered yet, and the call doesn't say already."""
    asked = intake.router.asked.of(complaint.category)
    unasked = intake.router.compiled.get("unasked", {}).get(complaint.category or "", {})
    facts = intake.understood.facts
    said = {name for name, words in unasked.items() if not facts.found.keys().isdisjoint(words)}
    read = intake.router.compiled.get("read", {}).get(complaint.category or "", {})
    said |= {name for name, reading in read.items() if facts.readings.reading(reading)}
    return [tuple(question) for question in asked if question[0] not in complaint.answers.keys() | said]


def _as_new(complaint: Complaint, triage: str) -> Complaint:
    """Return the call as it is stored while somebody has still to be asked."""
    return copy_of(complaint, status="new", unit=triage, support=(), step=None, rule=None)
