"""The one way in which a complaint is decided: by the data, then by the unit's code, then its state. Pure.

`log`, `import`, `route`, the examples, the backtest and `why` all call `decide`; they differ in who answers for the
unit's code: the code itself, what it said before, or nobody.
"""

from __future__ import annotations

from collections.abc import Callable

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.moves import BY_RULES, FINAL, state_after
from aduan_cli.complaint.reading import GIVEN, Understood
from aduan_cli.complaint.router import Router
from aduan_cli.model import PRIORITIES, Consulted, Decision, UnitAnswer
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.explained import CodeAnswer
    from aduan_cli.rules.engine import Trace

DECIDED = (
    "kind", "status", "category", "answers", "priority", "channel", "kecamatan", "kelurahan", "address", "unit",
    "support", "rule", "step", "revision", "shift", "day", "sources", "notes",
)  # fmt: skip
"""What a complaint has of what was understood and decided; all else is its report's, but for the ticket."""
Consult = Callable[[str, Complaint, Decision], "Consulted | None"]
"""Asks the code of a plugin about a complaint of its own that has to be acted on, given what the data decided. None:
the plugin has no code to ask."""


class Decided(Record):
    """What came of a report: the decision, and the complaint as it is with it.

    `consulted` is what the unit's code said. `stands`: code decided it before and wasn't asked now, or said nothing,
    and the data still leave it to that code, so that what it decided holds; a higher priority by the data counts.
    """

    understood: Understood
    decision: Decision
    complaint: Complaint
    consulted: Consulted | None
    stands: bool

    def __init__(
        self,
        understood: Understood,
        decision: Decision,
        complaint: Complaint,
        consulted: Consulted | None = None,
        stands: bool = False,
    ) -> None:
        # One by one: an import makes tens of thousands of them.
        put = object.__setattr__
        put(self, "understood", understood)
        put(self, "decision", decision)
        put(self, "complaint", complaint)
        put(self, "consulted", consulted)
        put(self, "stands", stands)


def decide(
    understood: Understood,
    rules: Router,
    consult: Consult | None = None,
    before: Complaint | None = None,
    trace: Trace | None = None,
    by_data: Decision | None = None,
) -> Decided:
    """Decide what was understood. `before` is the complaint as it is stored; None: it is a new one.

    `consult` is asked where the category's owner has to act; what it answers counts where the data leave it to code.
    `by_data` is what the data decide of the same facts, where that is known.
    """
    decision = by_data or rules.engine.decide(understood.facts, trace)
    understood = _handed_off_as(decision.category, understood, rules)
    owner = rules.owner_of(understood.facts.category) if consult else None
    consulted, stands = None, False
    if consult and owner and is_to_be_acted_on(understood, decision, rules):
        status = _state(understood, decision, rules, before)
        consulted = consult(owner, _complaint(understood, decision, status, rules, before), decision)
        if consulted is not None and is_left_to_code(decision):
            stands = before is not None and "route" not in consulted.asked and _was_by(owner, before, understood)
            if stands and before is not None:
                urgency = max(before.priority, decision.priority or before.priority, key=PRIORITIES.index)
                decision = Decision(before.unit or "", "code", owner, before.support, urgency, decision.say)
            elif consulted.answer is not None:
                decision = rules.engine.answered(decision, consulted.answer, owner, understood.facts)
    status = _state(understood, decision, rules, before, understood.report.status)
    return Decided(understood, decision, _complaint(understood, decision, status, rules, before), consulted, stands)


def _handed_off_as(category: str | None, understood: Understood, rules: Router) -> Understood:
    """Return what was understood with the category that a hand-off gives; one that a person gave stays."""
    if category is None or understood.sources.get("category") in GIVEN:
        return understood
    facts, notes = understood.facts.copy(), understood.notes
    facts.category = category
    if facts.answers:
        from aduan_cli.complaint.answers import UNFIT

        facts.answers, unfit = rules.asked.fit(facts.answers, category)
        notes = (*(note for note in notes if not note.startswith(UNFIT)), *(UNFIT + name for name in unfit))
    sources = {**understood.sources, "category": "text"}
    return understood._replace(facts=facts, sources=sources, notes=notes)


def is_left_to_code(decision: Decision) -> bool:
    """Say whether no data decided before the category's own unit would: then code is asked first."""
    return decision.step == "category"


def is_to_be_acted_on(understood: Understood, decision: Decision, rules: Router) -> bool:
    """Say whether somebody must act; unit code is asked only then."""
    return understood.report.status != "answered" and _state_by_rules(understood, decision, rules) != "answered"


def hooks_for(decision: Decision, notes: bool = True) -> list[str]:
    """Return the hooks to ask: who acts, where data left that to code, and for notes, but for an emergency's.

    An emergency is decided before anybody looks at it.
    """
    hooks = ["route"] if is_left_to_code(decision) else []
    return [*hooks, "validate"] if notes and decision.priority != "emergency" else hooks


# -- who answers for code that isn't asked


def unasked(has_code: Callable[[str], bool]) -> Consult:
    """Return what says nothing for the code of plugins that have some: what it decided before stands."""
    return lambda plugin, _complaint, _decision: Consulted(plugin, None) if has_code(plugin) else None


def quoting(code: CodeAnswer | None) -> Consult:
    """Return what says what code answered then (`history.last_answer`), where it is the code of that plugin."""

    def quote(plugin: str, _complaint: Complaint, _decision: Decision) -> Consulted | None:
        if not code or not code["answer"] or code["plugin"] != plugin:
            return None
        said = code["answer"]
        answer = UnitAnswer(said["unit"], tuple(said["support"]), said["priority"], code["reason"])
        return Consulted(plugin, code["sha256"], ("route",), answer)

    return quote


# -- the state, and the complaint


def _was_by(plugin: str, before: Complaint, understood: Understood) -> bool:
    """Say whether a plugin's code decided a complaint that nobody gave another category since."""
    is_same = understood.report.category in (None, before.category)
    return is_same and (before.step, before.rule) == ("code", plugin)


def _state_by_rules(understood: Understood, decision: Decision, rules: Router) -> str:
    facts = understood.facts
    is_doubtful = understood.sources.get("kind") == "text" and understood.report.answer is None
    return state_after(facts.kind, decision, rules.routes_feedback(facts.category), is_doubtful)


def _state(
    understood: Understood, decision: Decision, rules: Router, before: Complaint | None, reported: str | None = None
) -> str:
    """Return the state that a complaint is in by its decision. `reported` is the state that a file says.

    What is stored begins anew only where it goes somewhere else, or becomes something else.
    """
    state = _state_by_rules(understood, decision, rules)
    if before is not None and before.status != "new":
        moves = (decision.unit, understood.facts.kind) != (before.unit, before.kind)
        has_left = decision.outside and before.status in BY_RULES  # It waits at what has become an outside body.
        return state if moves or has_left else before.status
    # What is answered on the phone owes nothing; what nobody has yet can't be at work.
    is_taken_over = reported and state != "answered" and (reported in FINAL or state == "routed")
    return reported if reported and is_taken_over else state


def _complaint(
    understood: Understood, decision: Decision, status: str, rules: Router, before: Complaint | None
) -> Complaint:
    """Return the complaint as it is with a decision."""
    report, facts, sources = understood.report, understood.facts, understood.sources
    priority = (report.priority if sources.get("priority") in GIVEN else None) or decision.priority or "normal"
    said = (
        facts.kind, status, facts.category, facts.answers, priority, facts.channel, facts.kecamatan, facts.kelurahan,
        understood.address, decision.unit, decision.support, decision.rule, decision.step, rules.revision, facts.shift,
        understood.day, sources, understood.notes,
    )  # fmt: skip
    values = dict(zip(DECIDED, said, strict=True))
    if before is not None:
        return Complaint(vars(before), values)
    return Complaint(report.given, values, ticket=rules.compiled["desk"]["prefix"])
