"""In which states a complaint can be, and what may be done to it there: the one table. Pure."""

from __future__ import annotations

from aduan_cli.complaint import events
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.errors import NotAllowedError
from aduan_cli.i18n import _
from aduan_cli.model import ENDS, Decision
from aduan_cli.record import TupleRecord

FINAL = frozenset(ENDS)
"""States in which nothing is owed. `resolved` still waits for the desk's check."""
DONE = ("resolved", *FINAL)
"""States in which a unit has nothing to do any more."""


class Move(TupleRecord):
    """One thing that is done to a complaint: from which states, to which. From none: when it comes to the desk.

    A move of a unit is one of its own assignment; the complaint follows its lead. `event` is the type that tells it.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    event: str = ""
    of_unit: bool = False


_SENT = ("new", "routed", "referred")
_AT_WORK = ("routed", "acknowledged", "in_progress")
LIFE = {
    "ack": Move(("routed",), ("acknowledged",), events.ACKNOWLEDGED, of_unit=True),
    "start": Move(("routed", "acknowledged", "on_hold"), ("in_progress",), events.STARTED, of_unit=True),
    "hold": Move(_AT_WORK, ("on_hold",), events.HELD, of_unit=True),
    "return": Move((*_AT_WORK, "on_hold"), ("returned",), events.RETURNED, of_unit=True),
    "assign": Move(("new", *_AT_WORK, "on_hold", "returned"), ("routed",), events.ASSIGNED),
    "refer": Move(("new", *_AT_WORK, "returned"), ("referred",), events.REFERRED),
    "resolve": Move((*_AT_WORK, "on_hold"), ("resolved",), events.RESOLVED, of_unit=True),
    "close": Move(("resolved",), ("closed",), events.CLOSED),
    "reject": Move(("new", *_AT_WORK, "on_hold", "returned"), ("rejected",), events.REJECTED),
    "reopen": Move(("resolved", "closed", "referred", "rejected", "answered"), ("routed", "new"), events.REOPENED),
    "answer": Move(("new", "routed", "answered"), ("answered",), events.ANSWERED),
}
"""The life of a complaint, by the verb of each move."""
HOAX, DUPLICATE = "hoax", "duplicate"
"""The reasons for which a complaint is rejected that was made up, or only tells another one again."""
MERGING = {
    "merge": Move(LIFE["reject"].before, LIFE["reject"].after, events.MERGED),
    "unmerge": Move(("rejected",), LIFE["reject"].before, events.UNMERGED),
}
"""What is done to one complaint for another one's sake."""
INCIDENT = tuple(status for status in STATUSES if status not in FINAL)
"""States of a complaint into which others may be merged: somebody still looks after it."""
OWING = ("resolved", "referred", "closed", "rejected")
"""States of which the caller has to hear."""
MOVES = {
    "log": Move((), (*_SENT, "answered")),
    "import": Move((), STATUSES),
    "route": Move(("new", "routed"), (*_SENT, "answered")),
    "route --to": Move(tuple(status for status in STATUSES if status not in ("closed", "rejected")), _SENT),
    **LIFE,
    **MERGING,
}
"""Every legal move, by the command that makes it."""
BY_RULES, BY_HAND = MOVES["route"].before, MOVES["route --to"].before
"""States in which rules may move a complaint, and those in which a hand may. What is at work moves by hand alone."""


def legal_from(status: str, of_unit: bool = False, merged: bool = False) -> tuple[str, ...]:
    """Return the moves of a complaint's life that a state allows; `of_unit`: those of a unit's own assignment.

    What is `merged` into another complaint has no life of its own: it can only be taken out again.
    """
    if merged:
        return ("unmerge",)
    own = {**LIFE, "merge": MERGING["merge"]}
    return tuple(verb for verb, move in own.items() if status in move.before and move.of_unit >= of_unit)


def is_legal(verb: str, status: str, merged: bool = False) -> bool:
    """Say whether a state allows a move; see `legal_from`."""
    if verb == "unmerge":
        return merged
    return not merged and status in {**LIFE, **MERGING}[verb].before


_OVER = ("resolved", "referred", "answered")
_BY_UNIT = tuple(verb for verb, move in LIFE.items() if move.of_unit)
_WAYS = (
    ("aduan route {ticket} --to {triage} --reason TEXT", ("reject", "refer", "answer", "merge"), _OVER, "new"),
    ("aduan reopen {ticket} --reason TEXT", (*LIFE, "merge"), LIFE["reopen"].before, "routed"),
    ("aduan assign {ticket} UNIT", _BY_UNIT, ("new", "returned"), "routed"),
    ("aduan start {ticket}", ("refer", "hold"), ("on_hold",), "in_progress"),
    ("aduan resolve {ticket} --result TEXT", ("close",), LIFE["resolve"].before, "resolved"),
)
"""Commands after which a move is legal that is none now: for which moves, from which states, into which.

Into the desk's own queue first: what is opened again is told to its unit, which has nothing to do with a prank.
"""


def way_to(verb: str, status: str) -> str | None:
    """Return the command after which a move is legal that this state doesn't allow, with gaps; None: there is none."""
    before = {**LIFE, **MERGING}[verb].before
    ways = (way for way, verbs, found, after in _WAYS if verb in verbs and status in found and after in before)
    return next(ways, None)


def is_held(complaint: Complaint) -> bool:
    """Say whether rules may not move a complaint: it is at work or done, erased, or somebody decided it by hand.

    Also where that was for the desk's own queue, or for a unit that is gone meanwhile: it waits there for a hand.
    """
    return complaint.status not in BY_RULES or is_erased(complaint) or is_by_hand(complaint)


def is_by_hand(complaint: Complaint) -> bool:
    """Say whether a person decided who acts on a complaint."""
    return complaint.step == "manual" and complaint.unit is not None


def is_erased(complaint: Complaint) -> bool:
    """Say whether a stored complaint's wording was erased: nothing can be read from it, so no rule decides it."""
    return not complaint.text


def forgotten(ticket: str) -> NotAllowedError:
    """Return the refusal of words for a complaint that was erased."""
    sentence = _(
        "{ticket} was erased: no words are stored on it any more, neither what was said nor a note, a reason or a"
        " result; what goes without words still moves it"
    )
    return NotAllowedError(sentence.format(ticket=ticket))


def is_unanswered(complaint: Complaint) -> bool:
    """Say whether somebody asked, and no answer was noted: it is closed all the same, or waits in triage."""
    is_question = complaint.kind == "information" and complaint.answer is None
    return is_question and complaint.status in ("answered", "new")


def is_listed(complaint: Complaint) -> bool:
    """Say whether it stands on the desk's list of what is late: escalation put it there, and it is not done."""
    return bool(complaint.listed) and complaint.status not in DONE


def shown_status(complaint: Complaint) -> str:
    """Return the state as people are to read it: `answered` says nothing of whether anybody answered anything.

    A question without an answer is `unanswered`, what somebody only told is `noted`.
    """
    if complaint.status != "answered" or complaint.answer is not None or complaint.kind == "complaint":
        return complaint.status
    return "unanswered" if complaint.kind == "information" else "noted"


def state_after(kind: str, decision: Decision, routes_feedback: bool, is_doubtful: bool) -> str:
    """Return the state in which a call is after its decision: what is answered on the phone owes nothing.

    `is_doubtful`: what kind it is was only read from its words, and nobody noted an answer. A question of which nothing
    else is known then, and that nothing claims, waits for somebody who looks; and an emergency is never answered by it.
    """
    if kind == "information" and is_doubtful and decision.step == "triage":
        return "new"
    is_urgent = is_doubtful and (decision.step == "handoff" or decision.priority == "emergency")
    if not is_urgent and (kind == "information" or (kind == "feedback" and not routes_feedback)):
        return "answered"
    if decision.outside:
        return "referred"
    return "new" if decision.step == "triage" else "routed"


def state_by_hand(decision: Decision, to_triage: bool) -> str:
    """Return the state in which a complaint is after somebody sent it to a unit."""
    return "new" if to_triage else "referred" if decision.outside else "routed"
