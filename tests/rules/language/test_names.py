"""The desk's names: who declared one first keeps it, every spelling finds it, and a slip is told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.problems import Problems
from aduan_cli.rules.language.names import DeclaredNames, slug
from aduan_cli.rules.language.values import SLUG

UNITS = ["dlh", "bpbd", "bmsda", "bmsda-pju", "bmsda-pju-timur", "dinkes"]
IDS = st.lists(st.sampled_from(UNITS), unique=True, min_size=1)


def names(*units: str, outside: tuple[str, ...] = (), missing: bool = False) -> DeclaredNames:
    """Return names with units, a crew below the unit that its id begins with."""
    made = DeclaredNames(Problems(), missing)
    for unit in units:
        parent = unit.rpartition("-")[0] or None
        entry: Any = {"name": f"Dinas {unit}", "aliases": [unit.upper()], "parent": parent, "owner": None}
        assert made.add_unit("rules.toml", ("units", unit), unit, entry)
    for body in outside:
        made.add_body("rules.toml", ("outside", body), body, {"name": body.upper(), "aliases": [], "referral": "123"})
    made.name_units()
    return made


def told(made: DeclaredNames) -> list[str]:
    return [str(problem) for problem in made.problems]


@given(st.text(max_size=30))
def test_a_slug_can_be_an_id(text: str) -> None:
    """Lower-case letters, digits and single hyphens; made again it stays. Nothing is left where nothing can be."""
    made = slug(text)
    assert made == "" or re.fullmatch(SLUG, made) or made[0].isdigit()
    assert slug(made) == made
    assert slug(f"  {text.upper()} ") == slug(text.upper())


@pytest.mark.parametrize(
    ("text", "id_"),
    [("Bekasi Timur", "bekasi-timur"), ("Pondok-Gede", "pondok-gede"), ("Jati  Asih!", "jati-asih"), ("Café", "cafe")],
)
def test_a_name_as_an_id(text: str, id_: str) -> None:
    assert slug(text) == id_


@given(IDS)
def test_a_family_is_all_that_is_below(units: list[str]) -> None:
    """At any depth; whoever is below somebody of it is of it."""
    made = names(*units)
    for unit in units:
        family = made.family(unit)
        assert unit in family
        assert family == {unit, *(other for other in units if _is_below(other, unit, units))}


def _is_below(unit: str, above: str, units: list[str]) -> bool:
    parent = unit.rpartition("-")[0]
    if parent == above:
        return True
    return parent in units and _is_below(parent, above, units)


@given(IDS, st.sampled_from(["dlh", "BMSDA", "Dinas dlh", "bmsda pju", "dinkess", "zzz"]))
def test_only_an_id_names_a_unit_and_its_spellings_lead_to_it(units: list[str], written: str) -> None:
    """In files: an alias would hide a slip. What is meant is told where it is known."""
    made = names(*units)
    if made.unit(written, "rules.toml", ("rule", 0, "to")):
        assert written in units
        assert told(made) == []
        return
    (sentence,) = told(made)
    assert f"unknown unit '{written}'" in sentence
    meant = {"BMSDA": "bmsda", "Dinas dlh": "dlh", "bmsda pju": "bmsda-pju", "dinkess": "dinkes"}.get(written)
    if meant in units:
        assert f"did you mean '{meant}'?" in sentence


def test_who_declared_a_unit_first_keeps_it() -> None:
    """Also where a manifest comes later with the same id, and for the desk's own queue."""
    made = names("dlh")
    entry: Any = {"name": "Lain", "aliases": [], "parent": None, "owner": "x"}
    assert not made.add_unit("plugins/x/plugin.toml", ("unit",), "dlh", entry)
    assert not made.add_unit("rules.toml", ("units", "dlh"), "dlh", entry)
    assert not made.add_unit("rules.toml", ("units", "triage"), "triage", entry)
    first, again, queue = told(made)
    assert first.startswith("plugins/x/plugin.toml: unit: unit 'dlh' is declared already, in rules.toml; ")
    assert "to move it, take it out of rules.toml in the same save" in first
    assert again.endswith("declare each unit once")
    assert "the desk's own queue" in queue
    assert made.units["dlh"]["name"] == "Dinas dlh"
    assert made.declared("dlh") == ("rules.toml", ("units", "dlh"))


def test_an_outside_body_stands_only_where_one_may() -> None:
    made = names("dlh", outside=("pln",))
    assert made.unit("pln", "rules.toml", ("rule", 0, "to"))
    assert not made.unit("pln", "rules.toml", ("units", "x", "parent"), outside=False)
    (sentence,) = told(made)
    assert sentence.endswith("units.x.parent: 'pln' is an outside body; one of the city's units would be right")


def test_what_a_left_out_file_may_declare_is_a_warning() -> None:
    """Then nobody can say that there is no such thing."""
    for missing, severity in ((True, "warning"), (False, "error")):
        made = names("dlh", missing=missing)
        assert not made.unit("bpdb", "rules.toml", ())
        assert made.category("banjir", "rules.toml", ()) is missing
        assert {problem.severity for problem in made.problems} == {severity}


def test_a_spelling_of_two_units_is_the_firsts() -> None:
    made = DeclaredNames(Problems(), missing=False)
    for unit in ("dlh", "dkp"):
        made.add_unit("rules.toml", ("units", unit), unit, {"name": unit, "aliases": ["Kebersihan"], "parent": None})
    made.name_units()
    assert made.unit_names["kebersihan"] == "dlh"
    (problem,) = made.problems
    assert (problem.severity, problem.path) == ("warning", ("units", "dkp"))


PLACES = {"Bekasi Timur": ["Margahayu", "Duren Jaya"], "Jatiasih": ["Jatiasih"]}


@given(st.sampled_from(["Bekasi Timur", "Margahayu", "Duren Jaya", "Jatiasih"]), st.sampled_from(["", " ", "-"]))
def test_joined_and_spaced_spellings_are_one(name: str, joint: str) -> None:
    """Whatever joins the words of a name, it is told as the city writes it."""
    made = names()
    made.add_places(PLACES, {"Btimur": "Bekasi Timur"})
    written = name.upper().replace(" ", joint)
    assert made.place("place", written, "rules.toml", ()) == name
    kind = "kecamatan" if name in PLACES else "kelurahan"
    assert made.place(kind, written, "rules.toml", ()) == name
    assert told(made) == []


def test_other_spellings_lead_to_the_place_and_unknown_ones_are_told() -> None:
    made = names()
    made.add_places(PLACES, {"Btimur": "Bekasi Timur"})
    assert made.place("kecamatan", "b timur", "rules.toml", ()) == "Bekasi Timur"
    assert made.place("kelurahan", "b timur", "rules.toml", ("rule", 0)) is None
    assert made.place("kecamatan", "Margahayu", "rules.toml", ()) is None
    assert made.place("kelurahan", "Margahyu", "rules.toml", ()) is None
    assert told(made)[2] == "rules.toml: unknown kelurahan 'Margahyu'; did you mean 'Margahayu'?"


@pytest.mark.parametrize(("kind", "known"), [("channel", ["phone", "app"]), ("shift", ["pagi", "malam"])])
def test_words_of_the_desk_are_held_to_its_lists(kind: str, known: list[str]) -> None:
    made = names()
    made.channels, made.shifts = ["phone", "app"], ["pagi", "malam"]
    assert all(made.word(kind, word, "rules.toml", ()) for word in known)
    assert not made.word(kind, known[0].upper(), "rules.toml", ())
    assert told(made) == [f"rules.toml: unknown {kind} '{known[0].upper()}'; did you mean '{known[0]}'?"]
