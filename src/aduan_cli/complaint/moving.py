"""A move of a complaint's life, computed whole: what it makes of the complaint and of who acts, and its event. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from aduan_cli.complaint.assignments import LEAD, SUPPORT, Assignment, Reassigned
from aduan_cli.complaint.attachments import Attached, data_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ATTACHED, RECEIVED, WOKEN
from aduan_cli.complaint.former_units import family, now_called
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.moves import FINAL, LIFE, is_erased, is_legal, legal_from, shown_status, way_to
from aduan_cli.complaint.step import NOTHING, Step, changing, noting
from aduan_cli.errors import NobodyNamedError, NotAllowedError, ProofError, UsageError
from aduan_cli.i18n import _, ngettext
from aduan_cli.record import Record
from aduan_cli.rules.lineage import lineage
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Rules


BY_CALLER = "caller"
"""Who checked what a unit did, as `close --by` says it: the caller knows then."""


class AskedMove(Record):
    """What is asked of a complaint: a verb of its life, and what goes with it."""

    verb: str
    unit: str | None = None
    """Whose assignment a unit's move is of; None: the lead's."""
    to: str | None = None
    """The unit or outside body that it goes to."""
    role: str = LEAD
    """Whether `to` is to lead, or to help."""
    crew: bool = False
    """Whether it stays inside the unit that has it: `to` is one of its crews."""
    answer: str | None = None
    """What the caller was told."""
    says: Mapping[str, object] = NOTHING
    """What the event says of it besides; what of that is private, its registry knows."""
    files: tuple[Attached, ...] = ()
    """Files that come along, where the event itself names none."""
    of_emergency: bool = False
    """Whether it is the hand-over by voice of an emergency: nothing else is moved so."""


class Case(Record):
    """A complaint as it stands, and what the desk's rules are now."""

    complaint: Complaint
    acting: Sequence[Assignment]
    """Who must act, the lead first."""
    rules: Rules
    """The compiled rules in force."""
    revision: str | None

    @property
    def lead(self) -> Assignment:
        """The lead's assignment: its state is the complaint's, also where nobody acts."""
        return Assignment(self.complaint.unit or self.rules["desk"]["triage"], LEAD, self.complaint.status)


def part_of(case: Case, asked: AskedMove) -> Assignment:
    """Return the assignment that a move is of. Raises `NotAllowedError` for a unit that has none."""
    if asked.unit is None or not LIFE[asked.verb].of_unit or case.complaint.status in FINAL:
        return case.lead
    parts = [case.lead, *(one for one in case.acting if one.role == SUPPORT)]
    crews = family(case.rules, asked.unit)
    for units in ([asked.unit], crews):
        found = next((one for one in parts if now_called(case.rules, one.unit) in units), None)
        if found is not None:
            return found
    sentence = _("{ticket} is not at {unit}; it is at {units}")
    at = ", ".join(one.unit for one in parts)
    raise NotAllowedError(sentence.format(ticket=case.complaint.ticket, unit=asked.unit, units=at))


def check_emergency(case: Case, asked: AskedMove) -> None:
    """Raise `NotAllowedError` where a hand-over by voice is told of what is no emergency."""
    complaint = case.complaint
    if asked.of_emergency and complaint.priority != "emergency":
        sentence = _(
            "{ticket} is no emergency, so nobody had to be called; aduan ack {ticket} says that the unit has it"
        )
        raise NotAllowedError(sentence.format(ticket=complaint.ticket))


def check_legal(case: Case, asked: AskedMove, part: Assignment) -> None:
    """Raise `NotAllowedError`, which names the moves that are legal, for one that a state doesn't allow."""
    merged = case.complaint.merged_into is not None
    if is_legal(asked.verb, part.status, merged):
        return
    legal = legal_from(part.status, part.role == SUPPORT, merged)
    subject = case.complaint.ticket if part.role == LEAD else f"{case.complaint.ticket}, {part.unit}"
    way = way_to(asked.verb, part.status) if part.role == LEAD and not merged else None
    if not legal:
        sentence = _("{ticket} is {status}: {verb} is not possible, nor is anything else")
    elif way:
        sentence = _("{ticket} is {status}: {verb} is not possible, but {legal}; to {verb} it, first {way}")
        way = way.format(ticket=subject, triage=case.rules["desk"]["triage"])
    else:
        sentence = _("{ticket} is {status}: {verb} is not possible, but {legal}")
    status = shown_status(case.complaint) if part.role == LEAD else part.status
    raise NotAllowedError(
        sentence.format(
            ticket=subject, status=label("status", status), verb=asked.verb, legal=", ".join(legal), way=way
        )
    )


def check_proof(case: Case, asked: AskedMove, part: Assignment, has_file: Callable[[], bool]) -> None:
    """Raise `ProofError`, which names it, where something lacks that shows what a unit did.

    Who leads is asked for what the category's `proof` says, who helps for a few words; `has_file` says whether a file
    shows it already. Nothing can be said of what was erased, so nothing is asked.
    """
    complaint = case.complaint
    if asked.verb != "resolve" or is_erased(complaint):
        return
    proof = ("result",) if part.role == SUPPORT else case.rules["proof"].get(complaint.category or "", ("result",))
    missing = [f"--{name}" for name in proof if not asked.says.get(_PROVED_BY[name])]
    if "--file" in missing and has_file():
        missing.remove("--file")
    if missing:
        sentence = _("{ticket}: what was done has to be shown: {options} is missing")
        if complaint.category in case.rules["proof"]:
            sentence = ngettext(
                "{ticket}: {category} asks for proof of what was done: {options} is missing",
                "{ticket}: {category} asks for proof of what was done: {options} are missing",
                len(missing),
            )
        options = f" {_('and')} ".join(missing)
        told = sentence.format(ticket=complaint.ticket, category=complaint.category, options=options)
        raise ProofError(told, in_words=missing == ["--result"])


_PROVED_BY = {"result": "result", "file": "files"}
"""What the event of `resolve` says, by what a category's `proof` asks for."""


def is_done(asked: AskedMove, part: Assignment, events: Sequence[Event]) -> bool:
    """Say whether the last move of an assignment was this very one: the same verb, with the same arguments."""
    types = {move.event for move in LIFE.values()}
    for event in reversed(events):
        said = {**event.data, **(event.private or {})}
        whose = said["unit"] if said.get("role") == SUPPORT else None
        if event.type in types and whose == (part.unit if part.role == SUPPORT else None):
            given = {name: value for name, value in said.items() if name not in _OF_EVERY}
            wanted = {**asked.says, **({} if asked.to is None else {"to": asked.to})}
            return event.type == LIFE[asked.verb].event and given == wanted
    return False


_OF_EVERY = ("unit", "role", "was", "status", "from", "answer", "received", "via", "said_at")
"""What the events of moves say by themselves, whatever was asked, or say of how it came."""
_BEYOND = {
    "ack": ("acknowledged", "in_progress", "on_hold", "resolved", "closed"),
    "start": ("in_progress", "resolved", "closed"),
    "resolve": ("resolved", "closed"),
    "hold": (),
    "return": ("returned",),
}
"""States in which a unit's word comes too late to move anything, and contradicts nothing."""


def received_as(events: Sequence[Event], key: str) -> str | None:
    """Return the key under which a record or mail of a unit is among what happened to a complaint; None: it isn't.

    What stands behind the dot of a key tells what was said; what is before it tells who said it, and is the same.
    """
    wanted = key.partition(".")[0]
    keys = (str(event.data.get("received") or "") for event in events)
    return next((one for one in keys if one.partition(".")[0] == wanted), None)


def received_late(case: Case, asked: AskedMove, part: Assignment, actor: str | None, at: int) -> Step | None:
    """Return the step that only keeps a unit's word, where its part is that far already; None: it isn't."""
    if part.status not in _BEYOND.get(asked.verb, ()):
        return None
    data = {"unit": asked.unit or part.unit, "move": asked.verb, **asked.says}
    return noting(case.complaint, ((RECEIVED, data),), actor, at)


def with_files(step: Step, files: Sequence[Attached]) -> Step:
    """Return a step that brings files along."""
    return step._replace(events=(*step.events, (ATTACHED, data_of(files)))) if files else step


def step_of_move(case: Case, asked: AskedMove, part: Assignment, actor: str | None, at: int) -> Step | None:
    """Return the step of a move that is legal; None where it would change nothing.

    Raises `UsageError` for a unit that it can't go to.
    """
    if LIFE[asked.verb].of_unit:
        return _of_unit(case, asked, part, actor, at)
    return _OF_DESK[asked.verb](case, asked, actor, at)


def _of_unit(case: Case, asked: AskedMove, part: Assignment, actor: str | None, at: int) -> Step:
    """A unit moves its own assignment; the complaint follows its lead, and a support's move leaves it as it is."""
    complaint, move = case.complaint, LIFE[asked.verb]
    status = move.after[0]
    data = {"unit": part.unit, "role": part.role, "was": part.status, "status": status, **asked.says}
    if asked.to is not None:
        data["to"] = asked.to
    is_lead = part.role == LEAD
    changes: dict[str, Any] = {"status": status if is_lead else complaint.status}
    if is_lead:
        until = asked.says.get("until") if asked.verb == "hold" else None
        if until != complaint.held_until:
            changes["held_until"] = until
    if is_lead and asked.verb == "return":
        changes["bounces"] = (complaint.bounces or 0) + 1
    step = changing(complaint, changes, move.event, data, actor, at)
    return step if is_lead else step._replace(assignments=Reassigned(moved=(part._replace(status=status),)))


def woken(complaint: Complaint, actor: str | None, at: int) -> Step:
    """Return the step of a lead's hold that ends by itself: its time has come."""
    data = {"unit": complaint.unit, "role": LEAD, "was": complaint.status, "status": "in_progress"}
    changes = {"status": "in_progress", "held_until": None}
    return changing(complaint, changes, WOKEN, {**data, "until": complaint.held_until}, actor, at)


def _assign(case: Case, asked: AskedMove, actor: str | None, at: int) -> Step | None:
    """Somebody else leads, or helps."""
    complaint, to = case.complaint, asked.to
    if to is None:
        sentence = _("{ticket}: to whom? aduan assign {ticket} UNIT")
        if complaint.status == "returned":
            sentence = _("{ticket}: to whom? Nobody was named when it came back: aduan assign {ticket} UNIT")
        raise NobodyNamedError(sentence.format(ticket=complaint.ticket))
    _check_target(case, to, outside=False)
    if asked.role == SUPPORT:
        return _support(case, asked, to, actor, at)
    if to == complaint.unit and complaint.status not in ("new", "returned"):
        return None
    changes = led_by(case, to) | {"status": "routed"}
    return _whole_step(case, asked, changes, {"from": complaint.unit, "to": to, "role": LEAD}, actor, at)


def crew_of(case: Case, given: str) -> str:
    """Return the crew that is meant, by its id or the word behind its unit's. Raises `UsageError` for one of others."""
    units = case.rules["units"]
    unit = now_called(case.rules, case.complaint.unit or "")
    if unit not in units:
        sentence = _("{ticket}: no unit has it yet; first aduan assign {ticket} UNIT")
        raise UsageError(sentence.format(ticket=case.complaint.ticket))
    *_crews, unit = lineage(units, unit)
    mine = family(case.rules, unit)
    wanted = given.strip().lower()
    for crew in (wanted, f"{unit}-{wanted}"):
        if crew in mine:
            return crew
    sentence = _("{ticket}: {given} is no crew of {unit}; it has {crews}")
    if len(mine) == 1:
        sentence = _("{ticket}: {given} is no crew of {unit}; it has none")
    ticket, crews = case.complaint.ticket, ", ".join(mine[1:])
    raise UsageError(sentence.format(ticket=ticket, given=given, unit=unit, crews=crews))


def _support(case: Case, asked: AskedMove, to: str, actor: str | None, at: int) -> Step | None:
    complaint = case.complaint
    if to == complaint.unit:
        sentence = _("{ticket}: {unit} leads already")
        raise NotAllowedError(sentence.format(ticket=complaint.ticket, unit=to))
    if complaint.status == "new":
        sentence = _("{ticket} is new: nobody leads yet; first aduan assign {ticket} UNIT")
        raise NotAllowedError(sentence.format(ticket=complaint.ticket))
    held = next((one for one in case.acting if one[:2] == (to, SUPPORT)), None)
    if held is not None and held.status != "returned":
        return None
    support = complaint.support if to in complaint.support else (*complaint.support, to)
    data = {"to": to, "role": SUPPORT, "unit": to, "was": held and held.status, "status": "routed", **asked.says}
    step = changing(complaint, {"support": support}, LIFE["assign"].event, data, actor, at)
    return step._replace(assignments=Reassigned(moved=(Assignment(to, SUPPORT, "routed"),))) if held else step


def _refer(case: Case, asked: AskedMove, actor: str | None, at: int) -> Step:
    """It is an outside body's."""
    to = str(asked.to)
    _check_target(case, to, outside=True)
    changes = led_by(case, to) | {"status": "referred"}
    return _whole_step(case, asked, changes, {"from": case.complaint.unit, "to": to}, actor, at)


def _ended(case: Case, asked: AskedMove, actor: str | None, at: int) -> Step:
    changes: dict[str, object] = {"status": LIFE[asked.verb].after[0]}
    if asked.says.get("by") == BY_CALLER and case.complaint.owed_since is not None:
        changes["owed_since"] = None  # The caller checked it, and knows.
    return _whole_step(case, asked, changes, {}, actor, at)


def _reopen(case: Case, asked: AskedMove, actor: str | None, at: int) -> Step:
    """It goes to the unit that had it; where that is none of the city's, into triage, where rules don't move it."""
    complaint, triage = case.complaint, case.rules["desk"]["triage"]
    changes: dict[str, object] = {"status": "routed"}
    now = complaint.unit and now_called(case.rules, complaint.unit)
    if now not in case.rules["units"]:
        changes = {**led_by(case, triage), "status": "new"}
    elif now != complaint.unit:
        changes["unit"] = now
    if complaint.status == "answered":
        changes |= _kind(complaint, "complaint")
    return _whole_step(case, asked, changes, {"from": complaint.unit}, actor, at)


def _answer(case: Case, asked: AskedMove, actor: str | None, at: int) -> Step | None:
    """The caller was told all that there is to say: a complaint was a question."""
    complaint = case.complaint
    changes: dict[str, object] = {"answer": asked.answer, "status": "answered"}
    if complaint.kind == "complaint":
        changes |= _kind(complaint, "information")
    if all(getattr(complaint, name) == value for name, value in changes.items()):
        return None
    return _whole_step(case, asked, changes, {}, actor, at)


_OF_DESK: dict[str, Callable[[Case, AskedMove, str | None, int], Step | None]] = {
    "assign": _assign,
    "refer": _refer,
    "close": _ended,
    "reject": _ended,
    "reopen": _reopen,
    "answer": _answer,
}


def _whole_step(
    case: Case, asked: AskedMove, changes: Mapping[str, object], where: Mapping[str, object], actor: str | None, at: int
) -> Step:
    """Return the step of a move of the whole complaint."""
    states = {"was": case.complaint.status, "status": changes["status"]}
    return changing(case.complaint, changes, LIFE[asked.verb].event, {**where, **states, **asked.says}, actor, at)


def led_by(case: Case, unit: str) -> dict[str, object]:
    """Return what changes of a complaint where a person says who has it: rules don't move it any more."""
    complaint = case.complaint
    support = tuple(name for name in complaint.support if name != unit)
    return {"unit": unit, "support": support, "step": "manual", "rule": None, "revision": case.revision}


def _kind(complaint: Complaint, kind: str) -> dict[str, object]:
    return {"kind": kind, "sources": {**complaint.sources, "kind": "given"}}


def _check_target(case: Case, to: str, outside: bool) -> None:
    """Raise `UsageError` where a city's unit is taken for an outside body, or the other way round."""
    ticket = case.complaint.ticket
    if outside and to not in case.rules["outside"]:
        sentence = _("{unit} is no outside body, so nothing is referred there: aduan assign {ticket} {unit}")
    elif not outside and to in case.rules["outside"]:
        sentence = _("{unit} is an outside body: aduan refer {ticket} {unit}")
    elif not outside and to not in case.rules["units"]:
        sentence = _("{unit} is the desk's own queue and no unit: aduan route {ticket} --to {unit} --reason TEXT")
    else:
        return
    raise UsageError(sentence.format(ticket=ticket, unit=to))
