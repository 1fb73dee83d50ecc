"""Answers proposed from the stored calls, as the tables of a file that people read and edit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from aduan_cli.amounts import questions
from aduan_cli.complaint.router import Router
from aduan_cli.flow.directory.gathering import cases
from aduan_cli.i18n import _
from aduan_cli.ports import Store
from aduan_cli.rules.language.names import slug
from aduan_cli.rules.learning.contacts import contacts_in
from aduan_cli.rules.learning.document import written as written
from aduan_cli.rules.learning.proposed_answers import AnsweredCase, AnswerProposal, GivenContact, propose

if TYPE_CHECKING:
    from aduan_cli.compiled import Answer, Rules


class Proposed(NamedTuple):
    """The tables, and for each answer's id what stands above it.

    `questions` were answered, `known` of the proposals are answers already.
    """

    tables: list[dict[str, Any]]
    remarks: dict[tuple[str, str], str]
    questions: int
    known: int


def learn_answers(store: Store, router: Router, in_force: Collection[Answer], least: int) -> Proposed:
    """Propose answers from the questions that officers answered. Nothing comes into force."""
    return proposed(cases(store, router), router.compiled, in_force, least)


def proposed(answered: list[AnsweredCase], rules: Rules, in_force: Collection[Answer], least: int) -> Proposed:
    """Propose answers from cases, but for those whose contacts an answer about the same unit has already."""
    found = propose(answered, least)
    new = [one for one in found if not _is_known(one, in_force)]
    taken = {entry["id"] for entry in in_force}
    tables, remarks = [], {}
    for one in new:
        table = _table(one, rules, taken)
        tables.append(table)
        remarks["answer", table["id"]] = _remark(one)
    return Proposed(tables, remarks, len(answered), len(found) - len(new))


def _is_known(proposal: AnswerProposal, in_force: Collection[Answer]) -> bool:
    keys = {given.contact.key for given in proposal.given}
    return any(
        entry["unit"] == proposal.unit and keys <= {contact.key for contact in contacts_in(entry["text"], None)}
        for entry in in_force
    )


def _table(proposal: AnswerProposal, rules: Rules, taken: set[str]) -> dict[str, Any]:
    """Return a proposal as an `[[answer]]`, under an id that is not `taken`, which it is then."""
    entry = rules["units"].get(proposal.unit) or rules["outside"].get(proposal.unit)
    name = entry["name"] if entry else rules["desk"]["name"]
    about = " ".join(proposal.words)
    table: dict[str, Any] = {
        "id": _free(slug("-".join((proposal.unit, *proposal.words, "kontak"))), taken),
        "title": f"{name}: {about}" if about else _("Contact of {unit}").format(unit=name),
    }
    if proposal.words:
        table["words"] = list(proposal.words)
    if proposal.fits and proposal.category:
        table["category"] = proposal.category
    if proposal.place:
        table[rules["levels"].get("kecamatan", "kecamatan")] = proposal.place
    if entry:
        table["unit"] = proposal.unit
    told = _(" or ").join(given.contact.shown for given in proposal.given)
    table["text"] = f"{name}{f' ({about})' if about else ''}: {told}."
    return table


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name


def _remark(proposal: AnswerProposal) -> str:
    """Return how often and when last each contact was given, and of what else officers gave."""
    asked = questions(proposal.asked)
    parts = [asked, *_counted(proposal.given)]
    if proposal.others:
        parts.append(_("given as well: {contacts}").format(contacts=", ".join(_counted(proposal.others))))
    return "; ".join(parts)


def _counted(given: Collection[GivenContact]) -> Iterator[str]:
    for one in given:
        yield _("{contact} {times}×, last on {day}").format(
            contact=one.contact.shown, times=one.times, day=date.fromordinal(one.last).isoformat()
        )
