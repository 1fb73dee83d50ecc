"""A call for which somebody has still to be asked: the caller, or the unit's code.

It is stored first, as `new` where that decides; whatever happens to the questions then, it is not lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aduan_cli.errors import NotAllowedError, NotFoundError
from aduan_cli.flow.intake.call import Ask, Call, Question, Taking
from aduan_cli.i18n import _
from aduan_cli.model import Complaint
from aduan_cli.ports import Change, Store
from aduan_cli.rules import code as code_step
from aduan_cli.rules.code import Told
from aduan_cli.rules.decided import changes_of, compared, copy_of
from aduan_cli.tickets import parse_ticket

ANSWERS = "answers_added"
_ATTEMPTS = 5
"""Times that the decision is stored anew because somebody else changed the complaint meanwhile."""


def store_and_ask(
    taking: Taking,
    store: Store,
    clock: Callable[[], int],
    ask: Ask | None,
    stored: Callable[[Call], None],
    has_code: bool,
) -> Call:
    """Store a call, then ask, then store the decision; see `Taking.store`."""
    questions = _questions(taking) if ask else []
    # An emergency goes by voice at once: nothing is asked before it is decided.
    by_voice = taking.decision.step == "handoff"
    waits = bool(questions) or (has_code and code_step.is_left_to_code(taking.decision))
    before = _as_new(taking) if waits and not by_voice else copy_of(taking.complaint)
    call = taking.taken(store.take([before])[0], before, store)
    stored(call)
    if call.repeated:
        return call
    for name in ("id", "ticket", "number", "version"):
        setattr(taking.complaint, name, getattr(before, name))
    told = _ask(taking, ask, questions, has_code) if ask else []
    if waits and not by_voice:
        taking.decide()
    consulted = taking.consult() if has_code else None
    told += code_step.events_of(consulted) if consulted else []
    _finish(taking, store, before, told, clock)
    call = Call(taking.complaint, taking.decision)
    call.notes = consulted.notes if consulted else ()
    return call


def _questions(taking: Taking) -> list[Question]:
    """Return what the manifest asks for the category and was not answered yet."""
    complaint = taking.complaint
    asked = taking.router.compiled["questions"].get(complaint.category, ())
    return [tuple(question) for question in asked if question[0] not in complaint.answers]


def _as_new(taking: Taking) -> Complaint:
    """Return the call as it is stored while somebody has still to be asked."""
    waiting = copy_of(taking.complaint)
    waiting.status, waiting.unit = "new", taking.router.compiled["desk"]["triage"]
    waiting.support, waiting.step, waiting.rule = (), None, None
    if waiting.sources.get("priority") != "given":
        waiting.priority = "normal"
    return waiting


def _ask(taking: Taking, ask: Ask, questions: Sequence[Question], has_code: bool) -> list[Told]:
    """Ask the caller what the manifest and the unit's code want to know; return what there is to tell of the code."""
    more: Sequence[Question] = ()
    told: list[Told] = []
    if has_code:
        consulted = taking.code.ask(taking.plugin, taking.complaint, ("questions",))
        more, told = consulted.questions, code_step.events_of(consulted)
    known = {question[0] for question in questions} | taking.complaint.answers.keys()
    wanted = [*questions, *(question for question in more if question[0] not in known)]
    if wanted:
        taking.complaint.answers = {**taking.complaint.answers, **ask(wanted)}
    return told


def _finish(taking: Taking, store: Store, before: Complaint, told: Sequence[Told], clock: Callable[[], int]) -> None:
    """Store what was decided and answered after the call itself, in one transaction."""
    runs = taking.code.runs()
    for _attempt in range(_ATTEMPTS):
        at = clock()
        changes, columns = _changes(taking, before, at)
        changes += [Change(before, {}, type_, taking.complaint.actor, at, data) for type_, data in told]
        try:
            store.change(changes, runs, at)
        except NotAllowedError:
            # While the caller was asked, somebody else decided it (`route --pending`).
            before = _as_it_is_now(taking, store)
            continue
        taking.complaint.version = before.version + columns
        return


def _changes(taking: Taking, before: Complaint, at: int) -> tuple[list[Change], bool]:
    """Return the changes of the complaint itself, and whether there are any."""
    actor, item = taking.complaint.actor, compared(before, taking.complaint, taking.decision)
    if item.columns.keys() - {"revision", "answers"}:
        return changes_of(item, actor, at), True
    if "answers" not in item.columns:
        return [], False
    asked = sorted(taking.complaint.answers.keys() - before.answers.keys())
    return [Change(before, {"answers": taking.complaint.answers}, ANSWERS, actor, at, {"questions": asked})], True


def _as_it_is_now(taking: Taking, store: Store) -> Complaint:
    """Return the call as others have left it; where a unit is at work, only the answers are still ours."""
    now = store.resolve(parse_ticket(taking.complaint.ticket))
    if now is None:
        raise NotFoundError(_("no ticket {text}").format(text=taking.complaint.ticket))
    if now.status not in ("new", "routed"):
        answers, taking.complaint = taking.complaint.answers, copy_of(now)
        taking.complaint.answers = answers
    return now
