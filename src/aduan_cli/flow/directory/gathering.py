"""What the desk's stored calls say of questions and answers, without what is a caller's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.reading import Understood, read_again
from aduan_cli.complaint.router import Router
from aduan_cli.phones import phone_keys
from aduan_cli.ports import Store
from aduan_cli.rules.directory import words_of
from aduan_cli.rules.learning.contacts import contacts_in, is_public, numbers_in
from aduan_cli.rules.learning.proposed_answers import AnsweredCase
from aduan_cli.stored import Query
from aduan_cli.text import Folded, join_pattern

_BY_TIME = Query(sort="reported_at", ascending=True)


class Private(NamedTuple):
    """What is a caller's and stands in no answer: phones and addresses (as `Contact.key`), words of names."""

    contacts: frozenset[str]
    words: frozenset[str]


def by_time(store: Store) -> Iterator[Complaint]:
    """Yield the stored complaints, the first reported first."""
    return iter(store.find(_BY_TIME))


def questions(complaints: Iterable[Complaint]) -> Iterator[Complaint]:
    """Yield the questions among complaints whose words are there still."""
    return (one for one in complaints if one.kind == "information" and one.text)


def cases(store: Store, router: Router) -> list[AnsweredCase]:
    """Return the questions that were answered, in order of time, without what is a caller's."""
    private = private_of(by_time(store))
    return [_case(one, router, private) for one in questions(by_time(store)) if one.answer]


def private_of(complaints: Iterable[Complaint]) -> Private:
    """Return what is the callers' of complaints."""
    contacts: set[str] = set()
    words: set[str] = set()
    for one in complaints:
        contacts.update(key for key in phone_keys(one.caller_phone) if not is_public(key))
        for value in (*one.fields.values(), *one.answers.values()):  # A column may hold a second phone.
            contacts.update(key for key in numbers_in(str(value)) if key.startswith("+"))
        if one.caller_address:
            contacts.add(join_pattern(one.caller_address))
        words.update(Folded(one.caller_name or "").tokens)
    return Private(frozenset(contacts), frozenset(words))


def _case(complaint: Complaint, router: Router, private: Private) -> AnsweredCase:
    understood = read_again(complaint, router)
    answer = complaint.answer or ""
    said = {key for key in numbers_in(complaint.text) if not is_public(key)}  # They may be where to ring back.
    if understood.address:
        said.add(join_pattern(understood.address))
    given = contacts_in(answer, router.words_of(answer).place.address)
    unit = complaint.unit or router.compiled["desk"]["triage"]
    return AnsweredCase(
        understood.facts.category,
        unit,
        frozenset(telling(understood, router, private)) - _named(unit, router),
        tuple(contact for contact in given if contact.key not in private.contacts and contact.key not in said),
        _ordinal(understood.day),
        _place_of(unit, router),
        unit in (units := router.compiled["units"]) and bool(units[unit].get("offices")),
    )


def _place_of(unit: str, router: Router) -> str | None:
    """Return the kecamatan of which a unit is the office; None: it is no such office."""
    units = router.compiled["units"]
    parent = units[unit]["parent"] if unit in units else None
    offices = units[parent].get("offices", {}) if parent in units else {}
    return next((place for place, office in offices.items() if office == unit), None)


def telling(understood: Understood, router: Router, private: Private) -> list[str]:
    """Return the words of a question that may be repeated: none of a name, and no number."""
    words = words_of(understood.report.text, router.compiled["synonyms"])
    return [word for word in words if word not in private.words and word.isalpha()]


def _named(unit: str, router: Router) -> frozenset[str]:
    """Return the words of a unit's names, which say nothing beside the unit itself."""
    rules = router.compiled
    entry = rules["units"].get(unit) or rules["outside"].get(unit)
    names = " ".join((unit, entry["name"], *entry["aliases"])) if entry else ""
    return frozenset(words_of(names, rules["synonyms"]))


def _ordinal(day: int) -> int:
    return date(day // 10000, day // 100 % 100, day % 100).toordinal()
