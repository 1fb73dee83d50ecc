"""Why it was decided so: the trace of the engine itself, each condition with what it saw, and the caller's words."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.events import ASSIGNED, CODE_ANSWERED, LOGGED, REFERRED, RETURNED, ROUTED
from aduan_cli.complaint.reading import as_stored, read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.flow.routing.explaining import ReadText, explain, rules_of
from aduan_cli.flow.routing.steps import Tree, steps
from aduan_cli.model import Facts
from compiling import router_of
from told import AT, event

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone", "wa"]},
    "shifts": {"pagi": "07:00-14:00", "malam": "14:00-07:00"},
    "cues": {"information": ["menanyakan", {"all": [{"text": ["kapan"]}, {"text": ["diangkut"]}]}]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"], "Bekasi Utara": []},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah", "limbah"]}, "banjir": {"unit": "bpbd", "text": ["banjir"]},
    },
    "question": [{"id": "jumlah", "category": "sampah", "text": "Berapa?", "type": "number"}],
    "handoff": [{"id": "api", "text": ["kebakaran"], "to": "bpbd", "say": "Sambungkan."}],
    "rule": [
        {"id": "bau", "text": ["bau"], "priority": "high", "continue": True},
        {"id": "banyak", "category": "sampah", "answers": {"jumlah": ">= 1234567"}, "to": "bpbd", "reason": "Terlalu"},
        {"id": "timur", "kecamatan": "Bekasi Timur", "text_all": ["sampah", "limbah"], "to": "bpbd"},
        {"id": "lama", "text": ["menahun"], "support": "bpbd", "continue": True},
    ],
    "plugins": {"enable": ["bmsda"]},
}  # fmt: skip
PLUGIN: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "crews": {"pju": {"name": "PJU"}},
    "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
    "rule": [{"id": "tiang", "text": ["tiang"], "to": "bmsda-pju"}],
}
ROUTER = router_of(CITY, "baru", bmsda=PLUGIN)


def stored(text: str, **given_: Any) -> Complaint:
    """Return a call as it is stored."""
    report = Report(text=text, reported_at=AT, logged_at=AT, **given_)
    return copy_of(decide(read(report, ROUTER), ROUTER).complaint, ticket="UJI-261118-0001-2")


def explained(text: str, events: Any = (), router: Router = ROUTER, **given_: Any) -> dict[str, Any]:
    """Return why a call was decided as it was."""
    return cast("dict[str, Any]", explain(stored(text, **given_), router, ROUTER, [event(LOGGED), *events]))


# -- the steps


def taken(text: str, **given_: Any) -> list[dict[str, Any]]:
    """Return the steps of a call."""
    complaint = stored(text, **given_)
    facts = as_stored(complaint, ROUTER).facts
    return cast("list[dict[str, Any]]", steps(ROUTER, facts, ReadText(text, ROUTER).words))


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("kebakaran", "handoff"), ("limbah sampah di Margahayu", "city"), ("pju tiang", "unit"), ("pju", "category"),
        ("sampah", "category"), ("entah apa", "triage"),
    ],
)  # fmt: skip
def test_one_step_decides_and_those_behind_it_were_not_reached(text: str, decides: str) -> None:
    found = taken(text)
    (place,) = [number for number, step in enumerate(found) if step["decided"]]
    assert found[place]["step"] == decides
    assert [step["reached"] for step in found] == [number <= place for number in range(len(found))]
    assert found[-1]["step"] == "triage"


@pytest.mark.parametrize("text", ["kebakaran", "limbah sampah di Margahayu", "pju tiang", "sampah", "entah apa"])
def test_in_short_it_is_the_same_without_the_conditions_of_steps(text: str) -> None:
    """Which are hundreds of words that `why` prints with -v alone, and half of what it took."""
    whole = explained(text)
    short = cast("dict[str, Any]", explain(stored(text), ROUTER, ROUTER, [event(LOGGED)], in_short=True))
    assert any(rule.get("when") for step in whole["steps"] for rule in [*step.get("rules", ()), step])
    for step in whole["steps"]:
        for rule in (*step.get("rules", ()), step):
            if "when" in rule:
                rule["when"] = None
    assert short == whole


def test_rules_that_nothing_looked_at_are_counted() -> None:
    """Behind the one that decided; and the unit's own rules are there for its categories alone."""
    found = {step["step"]: step for step in taken("limbah sampah di Margahayu bau")}
    city = found["city"]
    looked = [(rule["id"], rule["held"]) for rule in city["rules"]]
    assert looked[-1] == ("timur", True)
    assert city["left"] + len(looked) == 4
    assert "unit" not in found
    assert next(step for step in taken("pju") if step["step"] == "unit")["plugin"] == "bmsda"


TEXT = st.lists(
    st.sampled_from(["sampah", "limbah", "banjir", "bau", "menahun", "pju", "tiang", "kebakaran", "di Margahayu"]),
    min_size=1, max_size=5,
).map(" ".join)  # fmt: skip


@given(TEXT, st.none() | st.integers(0, 2_000_000))
def test_the_step_that_decides_is_the_one_that_is_stored(text: str, count: int | None) -> None:
    """It is the engine's own trace: what `why` says can't differ from what was done."""
    answers = {} if count is None else {"answers": {"jumlah": count}}
    complaint = stored(text, **answers)
    (decided,) = [step for step in taken(text, **answers) if step["decided"]]
    assert decided["step"] == complaint.step
    if complaint.rule and complaint.step != "category":
        assert decided["rules"][-1]["id"] == complaint.rule
        assert decided["rules"][-1]["held"]


def test_what_code_answered_is_a_step_of_its_own() -> None:
    """Before the category's own unit, which it kept from being asked."""
    facts = as_stored(stored("pju"), ROUTER).facts
    answer: Any = {"unit": "bmsda-pju", "support": [], "priority": None}
    code: Any = {"plugin": "bmsda", "sha256": "ab", "answer": answer, "reason": "dekat", "left_out": None}
    found = steps(ROUTER, facts, ReadText("pju", ROUTER).words, code)
    assert [(step["step"], step["reached"], step["decided"]) for step in found][-3:] == [
        ("code", True, True), ("category", False, False), ("triage", False, False),
    ]  # fmt: skip
    silent = steps(ROUTER, facts, ReadText("pju", ROUTER).words, {**code, "answer": None})
    assert [(step["step"], step["decided"]) for step in silent][-3:-1] == [("code", False), ("category", True)]
    other = steps(ROUTER, facts, ReadText("pju", ROUTER).words, {**code, "plugin": "lain"})
    assert "code" not in [step["step"] for step in other]


# -- the conditions


def node(condition: dict[str, Any], text: str = "sampah dan limbah di Margahayu", **given_: Any) -> dict[str, Any]:
    """Return what one condition saw of a call."""
    router = router_of({**CITY, "rule": [{"id": "x", "to": "dlh", **condition}]}, "uji", bmsda=PLUGIN)
    report = Report(text=text, reported_at=AT, **given_)
    facts: Facts = read(report, router).facts
    found = Tree(router, facts, ReadText(text, router).words).of(router.compiled["city"][0]["when"])
    return cast("dict[str, Any]", found)


@pytest.mark.parametrize(
    ("condition", "wanted", "value", "held"),
    [
        ({"category": ["sampah", "banjir"]}, ["sampah", "banjir"], "sampah", True),
        ({"kecamatan": "Bekasi Utara"}, ["Bekasi Utara"], "Bekasi Timur", False),
        ({"kelurahan": "Margahayu"}, ["Margahayu"], "Margahayu", True),
        ({"kind": "information"}, ["information"], "complaint", False),
        ({"channel": "wa"}, ["wa"], "phone", False),
        ({"shift": "pagi"}, ["pagi"], "pagi", True),
        ({"hours": ["06:00-12:00", "22:30-02:00"]}, ["06:00-12:00", "22:30-02:00"], "11:06", True),
        ({"days": ["weekend", "wed"]}, ["sat", "sun", "wed"], "wed", True),
        ({"days": "holiday"}, ["holiday"], "wed", False),
        ({"answers": {"jumlah": ">= 1234567"}}, [">= 1234567"], 2_000_000, True),
        ({"answers": {"jumlah": "< 2.5"}}, ["< 2.5"], 2_000_000, False),
        ({"fields": {"KET": ["a", "b"]}}, ["a", "b"], "b", True),
        ({"fields": {"LAIN": "a"}}, ["a"], None, False),
    ],
)
def test_a_condition_is_shown_with_what_is_wanted_and_what_it_saw(
    condition: dict[str, Any], wanted: list[Any], value: object, held: bool
) -> None:
    """Numbers as the rule has them, to the last digit."""
    found = node(condition, answers={"jumlah": 2_000_000}, fields={"KET": "b"})
    assert (found["wanted"], found["value"], found["held"]) == (wanted, value, held)


@pytest.mark.parametrize(
    ("condition", "words", "held"),
    [
        ({"text": ["sampah", "lumpur"]}, [("sampah", ["sampah"])], True),
        ({"text_all": ["limbah", "lumpur"]}, [("limbah", ["limbah"])], False),
        ({"text_not": ["lumpur"]}, [], True),
        ({"text": ["limb*"]}, [("limb*", ["limbah"])], True),
    ],
)
def test_patterns_stand_beside_the_callers_own_words(
    condition: dict[str, Any], words: list[tuple[str, list[str]]], held: bool
) -> None:
    found = node(condition)
    assert [(one["pattern"], list(one["words"].split())) for one in found["words"]] == words
    assert found["held"] is held


def test_conditions_within_conditions_are_a_tree() -> None:
    found = node({"any": [{"text": ["lumpur"]}, {"not": {"kind": "information"}}], "channel": "phone"})
    assert (found["condition"], found["held"], [part["condition"] for part in found["parts"]]) == (
        "all", True, ["any", "channel"],
    )  # fmt: skip
    either = found["parts"][0]
    assert [(part["condition"], part["held"]) for part in either["parts"]] == [("text", False), ("not", True)]
    assert either["parts"][1]["parts"][0]["held"] is False
    assert Tree(ROUTER, Facts(), ReadText("", ROUTER).words).of(None) is None


# -- the whole


def test_a_rule_is_told_with_what_made_it_hold() -> None:
    found = explained("sampah", answers={"jumlah": "2000000"})
    assert (found["step"], found["rule"]["id"], found["rule"]["reason"]) == ("city", "banyak", "Terlalu")
    assert found["because"] == [
        {"condition": "category", "value": "sampah"}, {"condition": "answers.jumlah", "value": 2_000_000},
    ]  # fmt: skip
    assert found["rule"]["file"] == "rules.toml"


def test_rules_that_only_added_something_are_told_as_well() -> None:
    found = explained("sampah bau menahun")
    assert [(one["step"], one["id"]) for one in found["held"]] == [("city", "bau"), ("city", "lama")]
    assert (found["priority"], found["support"], found["rule"]) == ("high", ["bpbd"], None)


@pytest.mark.parametrize(
    ("text", "given_", "words"),
    [
        ("sampah dan limbah", {}, ["sampah", "limbah"]),
        ("entah", {"category": "sampah"}, []),
        ("sampah", {"category": "sampah"}, []),
    ],
)
def test_words_are_told_of_what_was_read_from_the_text_alone(
    text: str, given_: dict[str, Any], words: list[str]
) -> None:
    assert [word["pattern"] for word in explained(text, **given_)["category_words"]] == words


def test_the_kind_and_the_place_have_their_words() -> None:
    """A cue may be a condition on several words."""
    found = explained("kapan sampah diangkut di Margahayu")
    assert (found["kind"], [word["pattern"] for word in found["kind_words"]]) == ("information", ["kapan", "diangkut"])
    assert (found["kelurahan"], found["place_words"]) == ("Margahayu", ["margahayu"])
    assert explained("sampah", kind="information")["kind_words"] == []
    assert explained("sampah di Margahayu", kecamatan="Bekasi Timur", kelurahan="Margahayu")["place_words"] == []


def test_today_s_rules_are_held_beside_those_that_decided() -> None:
    """The same where unit, helpers and category agree."""
    found = explained("sampah")
    assert (found["replayed"]["same"], found["today"]["same"]) == (True, True)
    other = router_of({**CITY, "categories": {"sampah": {"unit": "bpbd", "text": ["sampah"]}}}, "lain", bmsda=PLUGIN)
    today = cast("dict[str, Any]", explain(stored("sampah"), ROUTER, other, []))["today"]
    assert (today["same"], today["unit"], today["revision"]) == (False, "bpbd", "lain")


def test_what_code_decided_is_quoted_and_not_asked_again() -> None:
    said = event(
        CODE_ANSWERED, plugin="bmsda", sha256="ab", reason="dekat gardu",
        answer={"unit": "bmsda-pju", "support": [], "priority": None},
    )  # fmt: skip
    complaint = copy_of(stored("pju"), unit="bmsda-pju", step="code", rule="bmsda")
    found = cast("dict[str, Any]", explain(complaint, ROUTER, ROUTER, [event(LOGGED), said]))
    assert (found["rule"], found["code"]["reason"]) == (None, "dekat gardu")
    assert (found["replayed"]["same"], found["replayed"]["step"]) == (True, "code")


HAND = {"from_": "dlh", "to": "bpbd", "step": "manual"}


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([event(ROUTED, reason="salah", **HAND)], ("dlh", "bpbd", "salah")),
        ([event(ROUTED, reason="salah", **HAND), event(ROUTED, **{**HAND, "to": "lh"})], ("dlh", "bpbd", "salah")),
        ([event(ASSIGNED, from_="dlh", to="bpbd", reason="x")], ("dlh", "bpbd", "x")),
        ([event(REFERRED, from_="dlh", to="pln")], ("dlh", "pln", None)),
        ([event(ROUTED, reason="salah", **HAND), event(ASSIGNED, to="x", role="support")], ("dlh", "bpbd", "salah")),
        ([], None),
    ],
)
def test_who_decided_by_hand_is_the_last_who_did_and_said_why(events: Any, told: Any) -> None:
    """Who only helps, and what followed a unit to its new id, decided nothing."""
    complaint = copy_of(stored("sampah"), step="manual", rule=None)
    found = cast("dict[str, Any]", explain(complaint, ROUTER, ROUTER, [event(LOGGED), *events]))["by_hand"]
    assert (found and (found["from"], found["to"], found["reason"])) == told
    assert found is None or (found["actor"], found["at"]) == ("sari", AT)


def test_what_came_back_is_told_with_the_rule_that_had_sent_it() -> None:
    back = event(RETURNED, at=AT + 60, actor="bpbd", unit="bpbd", role="lead", reason="bukan kami")
    found = explained("sampah", [event(ROUTED, step="city", rule="banyak", to="bpbd"), back])
    assert [(one["unit"], one["rule"], one["reason"]) for one in found["returned"]] == [
        ("bpbd", "banyak", "bukan kami")
    ]


def test_every_rule_of_a_revision_is_found_by_its_id() -> None:
    assert list(rules_of(ROUTER.compiled)) == ["api", "bau", "banyak", "timur", "lama", "tiang"]
