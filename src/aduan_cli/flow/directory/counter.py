"""The counter: a question is asked of the desk's answers, and stored as answered with the one that was read out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import Decided, decide
from aduan_cli.complaint.events import ANSWERED
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.complaint.step import taking
from aduan_cli.desk_time import iso_day
from aduan_cli.record import Record
from aduan_cli.rules.lineage import lineage
from aduan_cli.text import Folded, Matcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Answer, Rules
    from aduan_cli.ports import Store
    from aduan_cli.rules.directory import Directory, Ready

COLUMNS = ("id", "title", "text", "unit", "contacts", "hours", "source", "valid_until")


class Enquiry(Record):
    """A question as it was understood, and the answers to it, the best first.

    `stale` are those that would be among them if they were right still.
    """

    decided: Decided
    ready: Sequence[Ready]
    stale: Sequence[Answer]


class StoredEnquiry(Record):
    """A question that was answered: the complaint as it is stored. `repeated`: its key was there already."""

    complaint: Complaint
    repeated: bool


def ask(report: Report, router: Router, directory: Directory) -> Enquiry:
    """Look for the answers to what a caller asks."""
    decided = decide(read(report, router), router)
    today = local_day(decided)
    facts, units = decided.understood.facts, offices(decided, router.compiled)
    stale = directory.stale(today)
    if stale:
        would = {one.answer["id"] for one in directory.best(report.text, facts, units, "")}
        stale = [answer for answer in stale if answer["id"] in would]
    return Enquiry(decided, directory.best(report.text, facts, units, today), stale)


def fitting(decided: Decided, router: Router, directory: Directory) -> Answer | None:
    """Return the first answer whose conditions hold for a question; None: it is no question, or none does."""
    understood = decided.understood
    if understood.facts.kind != "information":
        return None
    found = directory.holding(Folded(understood.report.text), understood.facts, local_day(decided))
    return next(iter(found), None)


def local_day(decided: Decided) -> str:
    """Return the local day of a call, as `valid_until` is written."""
    return iso_day(decided.understood.day)


def offices(decided: Decided, rules: Rules) -> list[str]:
    """Return the offices that a question names or would go to, each with what it is a part of."""
    units = list(rules["unit_names"].values())
    numbers = {joined: number for number, joined in enumerate(rules["unit_names"])}
    named = Matcher(numbers, ()).find(Folded(decided.understood.report.text))
    units = [units[number] for number in named]
    if decided.decision.step != "triage" and decided.complaint.unit:
        units.append(decided.complaint.unit)
    return list(dict.fromkeys(name for unit in units for name in lineage(rules["units"], unit)))


def row(answer: Answer, rules: Rules) -> dict[str, Any]:
    """Return an answer in the order of `COLUMNS`, with how its unit is reached: its own, or what it is a part of."""
    return {
        "id": answer["id"],
        "title": answer["title"],
        "text": answer["text"],
        "unit": answer["unit"],
        "contacts": _contacts(answer["unit"], rules),
        "hours": _inherited(answer["unit"], "hours", rules),
        "source": answer["source"],
        "valid_until": answer["valid_until"],
    }


def _contacts(unit: str | None, rules: Rules) -> list[str]:
    many: list[str] | None = _inherited(unit, "contacts", rules)
    one: str | None = _inherited(unit, "contact", rules)
    return many or ([one] if one else [])


def _inherited(unit: str | None, what: str, rules: Rules) -> Any:
    for name in lineage(rules["units"], unit):
        entry: Mapping[str, object] = rules["units"].get(name) or rules["outside"].get(name) or {}
        if entry.get(what):
            return entry[what]
    return None


def take(asked: Enquiry, answer: Answer, store: Store) -> StoredEnquiry:
    """Store a question as answered with what was read out; the history tells which answer it was."""
    complaint = copy_of(asked.decided.complaint, answer=answer["text"])
    event = (ANSWERED, {"was": complaint.status, "status": complaint.status, "ready": answer["id"]})
    outcome = store.commit([taking(complaint, (event,))])[0]
    if outcome.complaint is not None:
        return StoredEnquiry(outcome.complaint, False)
    return StoredEnquiry(store.by_key(complaint.key or "") or complaint, True)
