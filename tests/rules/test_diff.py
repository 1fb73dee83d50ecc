"""What changed between two sets of rule files, in the words of the desk."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.diff import differences

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "channels": ["phone"]},
    "shifts": {"pagi": "07:00-14:00"},
    "units": {"dlh": {"name": "Dinas Lingkungan Hidup"}, "bpbd": {"name": "BPBD"}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]},
        "banjir": {"unit": "bpbd", "text": ["banjir", "genangan"]},
        "pohon": {"unit": "dlh", "text": "pohon"},
    },
    "handoff": [{"id": "api", "category": "api", "to": "damkar"}],
    "rule": [
        {"id": "a", "text": "a", "to": "dlh"},
        {"id": "b", "text": "b", "to": "dlh"},
        {"text": "tanpa nama", "to": "dlh"},
        {"id": "d", "text": "d", "to": "dlh", "fields": {"district": "02"}},
    ],
    "example": [{"text": "sampah", "expect": {"unit": "dlh"}}],
}


def sentences(change: Any) -> list[str]:
    """Return the sentences for what a function does to a copy of the rules."""
    after = copy.deepcopy(CITY)
    change(after)
    return [one.sentence() for one in differences({"rules.toml": CITY}, {"rules.toml": after})]


CHANGES: list[tuple[Any, list[str]]] = [
    (lambda d: d["rule"][3].update(to="bpbd"), ["rule 4 'd': to dlh → bpbd"]),
    (lambda d: d["rule"][2].update(to="bpbd"), ["rule 3: to dlh → bpbd"]),
    (lambda d: d["rule"][3]["fields"].update(district="03"), ["rule 4 'd': fields.district 02 → 03"]),
    (lambda d: d["rule"][0].update(support=["bpbd"]), ["rule 1 'a': support + 'bpbd'"]),
    (lambda d: d["rule"][0].update(priority="high"), ["rule 1 'a': priority (none) → high"]),
    (lambda d: d["rule"][0].update({"continue": True}), ["rule 1 'a': continue (none) → true"]),
    (lambda d: d["rule"].pop(0), ["rule 1 'a': removed"]),
    (lambda d: d["rule"].insert(0, {"id": "n", "text": "n", "to": "dlh"}), ["rule 1 'n': added"]),
    (lambda d: d["rule"].append(d["rule"].pop(0)), ["rule 4 'a': moved 1 → 4"]),
    (lambda d: d["handoff"][0].update(say="Sekarang."), ["handoff 1 'api': say (none) → Sekarang."]),
    (lambda d: d["categories"]["sampah"]["text"].append("limbah"), ["category sampah: text + 'limbah'"]),
    (
        lambda d: d["categories"]["banjir"].update(text=["genangan", "rob"]),
        ["category banjir: text - 'banjir' + 'rob'"],
    ),
    (lambda d: d["categories"]["pohon"].update(text=["pohon", "dahan"]), ["category pohon: text + 'dahan'"]),
    (lambda d: d["categories"]["pohon"].update(text=["pohon"]), []),
    (lambda d: d["categories"].update(x={"unit": "dlh"}), ["category x: added"]),
    (lambda d: d["categories"].pop("banjir"), ["category banjir: removed"]),
    (
        lambda d: d["categories"].update(sampah=d["categories"].pop("sampah")),
        ["category sampah: moved 1 → 3"],
    ),
    (lambda d: d["units"]["dlh"].update(aliases=["DLH"]), ["unit dlh: aliases + 'DLH'"]),
    (lambda d: d["units"].pop("bpbd"), ["unit bpbd: removed"]),
    (lambda d: d["units"].update(dlh=d["units"].pop("dlh")), []),
    (lambda d: d["shifts"].update(pagi="06:00-14:00"), ["[shifts]: pagi 07:00-14:00 → 06:00-14:00"]),
    (lambda d: d["desk"]["channels"].append("app"), ["[desk]: channels + 'app'"]),
    (lambda d: d.update(rules={"accept": "manual"}), ["[rules]: added"]),
    (lambda d: d.pop("shifts"), ["[shifts]: removed"]),
    (lambda d: d["example"].append({"text": "banjir", "expect": {}}), ["example 2 'banjir': added"]),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_each_change_is_one_sentence(change: Any, expected: list[str]) -> None:
    """A change is told by what it is called and what of it changed; nothing else is told."""
    assert sentences(change) == expected


def test_files_come_and_go() -> None:
    """A manifest that is new or gone is told as a file; `rules.toml` comes first."""
    found = differences(
        {"rules.toml": CITY, "a": {}}, {"rules.toml": {**CITY, "rule": []}, "plugins/x/plugin.toml": {}}
    )
    assert [(one.file, one.change) for one in found] == [
        *[("rules.toml", "removed")] * 4,
        ("a", "removed"),
        ("plugins/x/plugin.toml", "added"),
    ]


def test_what_is_malformed_is_compared_too() -> None:
    """A text that the loader would refuse is still data: nothing raises."""
    wrong = {"rule": "x", "categories": [1], "units": 3, "desk": None, "handoff": [1, "a", {"id": 3}]}
    assert differences({"rules.toml": CITY}, {"rules.toml": wrong})
    assert differences({"rules.toml": wrong}, {"rules.toml": CITY})
    assert [one.sentence() for one in differences({"a": wrong}, {"a": wrong})] == []


RULE = st.fixed_dictionaries(
    {"to": st.sampled_from(["dlh", "bpbd"])}, optional={"id": st.sampled_from("abcdef"), "text": st.sampled_from("xyz")}
)


@given(before=st.lists(RULE, max_size=6), after=st.lists(RULE, max_size=6))
def test_nothing_that_differs_is_kept_quiet(before: list[Any], after: list[Any]) -> None:
    """Different rules, or the same in another order, have a difference; equal ones have none."""
    found = differences({"a": {"rule": before}}, {"a": {"rule": after}})
    assert bool(found) == (before != after)
    for one in found:
        assert "\n" not in one.sentence()
