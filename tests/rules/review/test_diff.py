"""What changed between two sets of rule files, in the words of the desk."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aduan_cli.rules.review.diff import differences

LONG = "Sambungkan penelepon ke meja 119 sekarang juga, dan bacakan alamatnya dua kali."
CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "channels": ["phone"]},
    "shifts": {"pagi": "07:00-14:00"},
    "units": {"dlh": {"name": "Dinas Lingkungan Hidup"}, "bpbd": {"name": "BPBD"}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]},
        "banjir": {"unit": "bpbd", "text": ["banjir", "genangan"]},
        "pohon": {"unit": "dlh", "text": "pohon"},
    },
    "cues": {"information": ["menanyakan", "bertanya", {"any": [{"text": ["kapan", "di mana"]}, {"text": "nomor"}]}]},
    "handoff": [{"id": "api", "category": "api", "to": "damkar", "say": LONG}],
    "question": [{"id": "sejak", "category": "sampah", "text": "Sejak kapan?", "choices": ["pagi", "malam"]}],
    "plugins": {"enable": ["bmsda", "bpbd"]},
    "rule": [
        {"id": "a", "text": "a", "to": "dlh"},
        {"id": "b", "text": "b", "to": "dlh"},
        {"text": "tanpa nama", "to": "dlh"},
        {"id": "d", "text": "d", "to": "dlh", "fields": {"district": "02"}},
        {"id": "e", "any": [{"kecamatan": "Bekasi Timur"}, {"text": ["sampah", "limbah"]}], "to": "dlh"},
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
    (lambda d: d["rule"][3]["fields"].update(district=2), ["rule 4 'd': fields.district 02 → 2"]),
    (lambda d: d["rule"].pop(0), ["rule 1 'a': removed"]),
    (lambda d: d["rule"].insert(0, {"id": "n", "text": "n", "to": "dlh"}), ["rule 1 'n': added"]),
    (lambda d: d["rule"].append(d["rule"].pop(0)), ["rule 5 'a': moved 1 → 5"]),
    (lambda d: d["handoff"][0].update(reason="Dahulu."), ["handoff 1 'api': reason (none) → Dahulu."]),
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
    (
        lambda d: d["cues"]["information"].__setitem__(1, "tanyakan"),
        ["[cues]: information - 'bertanya' + 'tanyakan'"],
    ),
    (
        lambda d: d["cues"]["information"][2]["any"][0]["text"].append("berapa"),
        ["[cues]: information[3].any[1].text + 'berapa'"],
    ),
    (
        lambda d: d["cues"]["information"].pop(2),
        ['[cues]: information - {"any": [{"text": ["kapan", "di mana"]}, {"text": "nomor"}]}'],
    ),
    (
        lambda d: d["rule"][4]["any"][1]["text"].__setitem__(0, "samph"),
        ["rule 5 'e': any[2].text - 'sampah' + 'samph'"],
    ),
    (lambda d: d["rule"][4]["any"].pop(0), ['rule 5 \'e\': any - {"kecamatan": "Bekasi Timur"}']),
    (lambda d: d["rule"][4]["any"].reverse(), ['rule 5 \'e\': any {"text": ["sampah", "limbah"]} moved 2 → 1']),
    (lambda d: d["rule"][4]["any"][1]["text"].reverse(), ["rule 5 'e': any[2].text 'limbah' moved 2 → 1"]),
    (lambda d: d["rule"][4]["any"][1]["text"].append("sampah"), ["rule 5 'e': any[2].text + 'sampah'"]),
    (lambda d: d["question"][0]["choices"].remove("malam"), ["question 1 'sejak': choices - 'malam'"]),
    (lambda d: d["question"].pop(), ["question 1 'sejak': removed"]),
    (lambda d: d["plugins"]["enable"].reverse(), ["[plugins]: enable 'bpbd' moved 2 → 1"]),
    (
        lambda d: d["handoff"][0].update(say=LONG.replace("119", "118")),
        ["handoff 1 'api': say - '… ke meja 119 sekarang juga, …' + '… ke meja 118 sekarang juga, …'"],
    ),
    (lambda d: d["handoff"][0].update(say="Tunggu."), [f"handoff 1 'api': say '{LONG[:55]}...' → Tunggu."]),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_each_change_is_one_sentence(change: Any, expected: list[str]) -> None:
    """A change is told by what it is called and what of it changed; nothing else is told."""
    assert sentences(change) == expected


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (1, True, "rule 1 'x': fields.n 1 → true"),
        (1, 1.0, "rule 1 'x': fields.n 1 → 1.0"),
        ([1, "a"], [True, "a"], "rule 1 'x': fields.n - 1 + true"),
        ([0], [False], "rule 1 'x': fields.n - 0 + false"),
        (1, "1", "rule 1 'x': fields.n 1 → 1"),
        (1, 1, None),
        ([1], 1, None),
    ],
)
def test_values_that_are_equal_in_python_and_not_in_rules_are_told_apart(
    old: Any, new: Any, sentence: str | None
) -> None:
    """`true` is spelt otherwise than `1`, and a condition on it holds for other complaints."""
    before, after = ({"rule": [{"id": "x", "fields": {"n": value}, "to": "dlh"}]} for value in (old, new))
    found = [one.sentence() for one in differences({"rules.toml": before}, {"rules.toml": after})]
    assert found == ([] if sentence is None else [sentence])


def test_files_come_and_go() -> None:
    """A manifest that is new or gone is told as a file; `rules.toml` comes first."""
    found = differences(
        {"rules.toml": CITY, "a": {}}, {"rules.toml": {**CITY, "rule": []}, "plugins/x/plugin.toml": {}}
    )
    assert [(one.file, one.change) for one in found] == [
        *[("rules.toml", "removed")] * 5,
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


ITEM = st.recursive(
    st.sampled_from(["a", "b", "c", 1, True]),
    lambda inner: st.dictionaries(st.sampled_from(["id", "any", "text"]), st.lists(inner, max_size=3), max_size=2),
    max_leaves=6,
)


@example(before=[{}], after=[{"id": []}])
@example(before=[{"text": []}], after=[{}])
@example(before=[1], after=[True])
@given(before=st.lists(ITEM, max_size=5), after=st.lists(ITEM, max_size=5))
def test_no_change_inside_a_list_is_kept_quiet(before: list[Any], after: list[Any]) -> None:
    """Words, tables and both among each other, added, removed, changed, moved, doubled: it is told, in a line."""
    found = differences({"a": {"cues": {"x": before, "y": 1}}}, {"a": {"cues": {"x": after, "y": 1}}})
    assert bool(found) == (_said(before) != _said(after))
    for one in found:
        assert one.sentence() == " ".join(text for _mark, text in one.parts())
        assert "\n" not in one.sentence()


def _said(value: Any) -> Any:
    """Return a value as rules understand it: one thing and a list of it alone are the same, also further in."""
    if isinstance(value, dict):
        return {name: _said(inner) for name, inner in value.items()}
    if isinstance(value, bool):
        return str(value)  # For Python true is 1.
    return [_said(item) for item in value] if isinstance(value, list) else value


def test_the_parts_of_a_change_say_what_was_and_what_is() -> None:
    """For whoever shows them in colours: the marks, and all of the line."""
    (words,) = differences(
        {"a": {"categories": {"x": {"text": ["sampah", "limbah"]}}}},
        {"a": {"categories": {"x": {"text": ["samph", "limbah"]}}}},
    )
    assert words.parts() == [("", "category x: text"), ("-", "- 'sampah'"), ("+", "+ 'samph'")]
    (value,) = differences({"a": {"units": {"x": {"name": "Satu"}}}}, {"a": {"units": {"x": {"name": "Dua"}}}})
    assert value.parts() == [("", "unit x: name"), ("-", "Satu"), ("", "→"), ("+", "Dua")]
