"""What came back: each time with the decision that had sent it there, so that a rule can be found that errs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.events import ASSIGNED, CORRECTED, EDITED, IMPORTED, LOGGED, REFERRED, RETURNED, ROUTED
from aduan_cli.complaint.returns import Return, returns_of
from told import AT, erased, event

BACK = {"unit": "dlh", "role": "lead", "reason": "bukan wilayah kami", "to": "bpbd"}


def test_a_return_says_who_gave_it_back_to_whom_and_which_rule_had_sent_it() -> None:
    found = returns_of(
        [event(LOGGED, step="city", rule="pohon", category="pohon"), event(RETURNED, at=AT + 5, actor="dlh", **BACK)]
    )
    assert found == [Return(AT + 5, "dlh", "dlh", "bpbd", "bukan wilayah kami", "city", "pohon", "pohon")]


def test_a_unit_that_only_helped_gave_back_nothing_that_a_rule_had_decided() -> None:
    helper = {**BACK, "role": "support"}
    assert returns_of([event(LOGGED, step="city", rule="pohon"), event(RETURNED, **helper)]) == []


def test_what_a_hand_sent_came_back_from_a_hand() -> None:
    """Of a help that was assigned meanwhile the lead's decision stays what it was."""
    logged = event(LOGGED, step="category", rule="sampah", category="sampah")
    assert [
        (one.step, one.rule) for one in returns_of([logged, event(ASSIGNED, to="dlh"), event(RETURNED, **BACK)])
    ] == [("manual", None)]
    helped = event(ASSIGNED, to="bpbd", role="support")
    assert [(one.step, one.rule) for one in returns_of([logged, helped, event(RETURNED, **BACK)])] == [
        ("category", "sampah")
    ]
    assert returns_of([logged, event(REFERRED, to="pln"), event(RETURNED, **BACK)])[0].step == "manual"


def test_a_corrected_category_is_the_one_that_it_came_back_with() -> None:
    """The rule stays the one that had sent it: a correction that kept it where it was decided nothing anew."""
    told = [event(LOGGED, step="category", rule="sampah", category="sampah"), event(CORRECTED, category="pohon")]
    (found,) = returns_of([*told, event(EDITED, fields=["address"]), event(RETURNED, **BACK)])
    assert (found.rule, found.category) == ("sampah", "pohon")


def test_erased_words_are_gone_and_the_rest_stands() -> None:
    (found,) = returns_of([event(LOGGED, step="city", rule="x"), erased(event(RETURNED, **BACK))])
    assert (found.reason, found.unit, found.to, found.rule) == (None, "dlh", "bpbd", "x")


@given(st.lists(st.sampled_from(["routed", "returned", "imported"]), max_size=8))
def test_each_return_has_the_last_decision_before_it(kinds: list[str]) -> None:
    types = {"routed": ROUTED, "imported": IMPORTED}
    events, wanted, last = [], [], None
    for number, kind in enumerate(kinds):
        if kind == "returned":
            events.append(event(RETURNED, at=number, **BACK))
            wanted.append((number, last))
        else:
            last = f"r{number}"
            events.append(event(types[kind], at=number, step="city", rule=last))
    assert [(one.at, one.rule) for one in returns_of(events)] == wanted
