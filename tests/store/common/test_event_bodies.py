"""What events say: the body, which is kept for ever, and beside it what may have to be erased."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import PLAIN
from aduan_cli.complaint.fields import PRIVATE, STORED, TOLD, UNSAID
from aduan_cli.store.common.event_bodies import RENAMED, became, changed, event_body, logged, private_of, version_of
from any_complaint import complaints

COLUMNS = st.dictionaries(st.sampled_from(STORED), st.none() | st.text(max_size=5) | st.integers(0, 9), max_size=8)
DATA = st.dictionaries(st.sampled_from(["unit", "to", "notes", "reason", "plugin", "x"]), st.text(max_size=4))


@given(complaints(), st.booleans())
def test_the_first_event_says_how_a_call_was_decided_and_nothing_of_the_caller(made: Complaint, brought: bool) -> None:
    """Neither wording nor person is in its body; what is not known isn't either."""
    body, private = logged(made, brought), private_of(made)
    data: Any = body["data"]
    assert set(data) <= {*TOLD, "notes", "brought"}
    assert not set(data) & set(PRIVATE)
    assert all(value not in (None, ()) for value in data.values())
    assert all(data[name] == getattr(made, name) for name in TOLD if name in data)
    assert (body["type"], body["version"]) == ("imported" if made.source_file else "logged", made.version)
    assert ("brought" in data) == brought
    assert private == {name: getattr(made, name) for name in PRIVATE if getattr(made, name)}


@given(st.sampled_from([*sorted(PLAIN), "no such type"]), DATA)
def test_what_an_event_says_is_plain_or_private_and_each_once(type_: str, data: dict[str, str]) -> None:
    """Nothing of it is lost but what is empty; of a type that nobody knows all may have to be erased."""
    body, private = event_body("T", 7, "sari", type_, dict(data))
    plain: Any = body.pop("data")
    assert body == {"type": type_, "ticket": "T", "at": 7, "actor": "sari"}
    assert not plain.keys() & private.keys()
    assert set(plain) <= set(PLAIN.get(type_, ()))
    assert {**private, **plain} == {name: value for name, value in data.items() if value or name in plain}


@given(COLUMNS, st.integers(2, 9))
def test_what_a_change_changes_is_told_by_name_and_kept_apart(columns: dict[str, Any], version: int) -> None:
    """The body has the new values; those that may have to be erased stand beside it, and some are told nowhere."""
    body: dict[str, object] = {"type": "edited"}
    private: dict[str, object] = {"reason": "salah"}
    changed(body, private, columns, version)
    said: Any = body["set"]
    assert said.keys() == columns.keys() - {*PRIVATE} - {*UNSAID}
    assert private == {"reason": "salah", **{name: columns[name] for name in PRIVATE if name in columns}}
    assert RENAMED not in body
    made, names = version_of(body, private)
    assert made == version
    assert sorted(names) == sorted(columns.keys() - {*UNSAID})
    assert became(body) == said


def test_units_that_only_have_another_id_are_told_as_pairs() -> None:
    """Their assignments go on."""
    body: dict[str, object] = {}
    changed(body, {}, {"unit": "b"}, 2, [("a", "b")])
    assert body[RENAMED] == [["a", "b"]]


def test_an_event_that_changes_nothing_makes_no_version() -> None:
    """Nor does it say that anything became of the complaint."""
    assert version_of({"type": "noted", "data": {}}, {"notes": ["x"]}) == (None, ())
    assert became({"type": "noted", "data": {"unit": "dlh"}}) is None


def test_events_of_an_older_version_say_columns_in_their_data() -> None:
    """Where it was sent stands in `to` there; what only named something changed nothing."""
    data = {"from": "triage", "to": "dlh", "step": "city", "rule": "got", "reason": "x", "corrected": {}}
    assert became({"type": "routed", "data": data}) == {"step": "city", "rule": "got", "unit": "dlh"}
    assert became({"type": "erased", "data": {"x": 1}}) == {}
    assert became({"type": "answers_added", "data": {"questions": ["a"]}}) == {}
    assert became({"version": 3}) == {}
