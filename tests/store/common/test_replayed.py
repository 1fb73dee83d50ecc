"""A complaint as its events tell it, one after the other: of new ones, of those of an older version, of forged ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import PRIVATE, TOLD
from aduan_cli.store.common.event_bodies import changed, event_body, logged, private_of
from aduan_cli.store.common.replayed import ReplayedRow
from any_complaint import complaints
from invented import MORNING, call

TICKET = "UJI-251124-0001-8"


def begun(**given: Any) -> ReplayedRow:
    """Return a complaint of which the first event was told."""
    one = call(number=1, ticket=TICKET, **given)
    replay = ReplayedRow()
    replay.tell(logged(one, brought=False), private_of(one))
    return replay


def event(type_: str, columns: dict[str, Any] | None = None, version: int = 2, **data: Any) -> Any:
    """Return body and private of an event, as a store writes it."""
    body, private = event_body(TICKET, MORNING + 60, "rina", type_, data)
    if columns is not None:
        changed(body, private, columns, version)
    return body, private


@given(complaint=complaints())
def test_after_its_first_event_it_is_what_was_logged(complaint: Complaint) -> None:
    replay = ReplayedRow()
    replay.tell(logged(complaint, brought=False), private_of(complaint))
    assert replay.begun
    assert replay.unknown == set()
    for name in (*TOLD, "ticket", "day", "number", "version", "actor"):
        assert replay.said[name] == (getattr(complaint, name) or replay.said[name]), name
    for name in PRIVATE:
        assert replay.said[name] == (getattr(complaint, name) or None), name


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "unit": st.sampled_from(["dlh", "bpbd", None]),
                "status": st.sampled_from(["routed", "closed"]),
                "text": st.sampled_from(["banjir", ""]),
                "caller_name": st.sampled_from(["Ani", None]),
                "support": st.sampled_from([["bpbd"], []]),
            },
        ),
        max_size=6,
    )
)
def test_it_is_what_the_last_event_said_of_each_column(steps: list[dict[str, Any]]) -> None:
    replay, expected = begun(text="sampah"), {"unit": "dlh", "status": "routed", "text": "sampah", "caller_name": None}
    for version, columns in enumerate(steps, 2):
        replay.tell(*event("edited", columns, version))
        expected |= {name: value for name, value in columns.items() if name != "support"}
    assert {name: replay.said[name] for name in expected} == expected
    assert replay.said["version"] == len(steps) + 1


def test_one_that_only_tells_something_changes_nothing() -> None:
    replay = begun(text="sampah")
    before = dict(replay.said)
    replay.tell(*event("noted", notes=["kata orang"]))
    assert replay.said == before


class TestOfAnOlderVersion:
    """Events without a version: less is known, and what isn't is not held."""

    def test_each_that_changes_counts_one_up(self) -> None:
        replay = ReplayedRow()
        replay.tell({"type": "logged", "ticket": TICKET, "at": MORNING, "actor": None, "data": {"unit": "dlh"}}, None)
        replay.tell({"type": "routed", "ticket": TICKET, "at": MORNING, "actor": None, "data": {"to": "bpbd"}}, None)
        assert (replay.said["unit"], replay.said["version"], replay.parts.exact) == ("bpbd", 2, False)
        assert not replay.tells_links

    def test_a_record_of_an_export_brought_a_version_that_nobody_knows(self) -> None:
        replay = ReplayedRow()
        replay.tell({"type": "imported", "ticket": TICKET, "at": MORNING, "actor": None, "data": {}}, None)
        assert replay.unknown == {"version"}
        replay.tell(*event("edited", {"unit": "dlh"}, 9))
        assert (replay.said["version"], replay.unknown) == (9, set())

    def test_its_key_stood_in_the_body(self) -> None:
        replay = ReplayedRow()
        replay.tell({"type": "logged", "ticket": TICKET, "at": MORNING, "actor": None, "data": {"key": "wa-7"}}, None)
        assert replay.said["key"] == "wa-7"


class TestErased:
    def test_nothing_of_a_person_is_said_any_more(self) -> None:
        replay = begun(text="sampah", caller_name="Budi Contoh", key="wa-7")
        replay.tell(*event("erased", {"text": "", "caller_name": None}, key_digest="ab"))
        assert (replay.erased, replay.tells_key, replay.erased_key) == (True, True, "ab")
        assert all(replay.said[name] is None for name in PRIVATE)
        assert replay.unknown == set()

    def test_where_what_stood_beside_an_event_is_gone_it_is_not_known_until_the_erasure(self) -> None:
        """The chain says that it went without one; the columns can't be held against nothing."""
        replay = ReplayedRow()
        body = logged(call(number=1, ticket=TICKET, caller_name="Budi"), brought=False)
        replay.tell({**body, "private": "0" * 64}, None)
        assert replay.unknown == set(PRIVATE)
        replay.tell(*event("erased", {"text": ""}))
        assert replay.unknown == set()


class TestLinks:
    def test_they_are_those_that_were_told_and_not_taken_away(self) -> None:
        replay = begun()
        for type_, to in (("linked", "A"), ("linked", "B"), ("unlinked", "A"), ("unlinked", "C"), ("linked", "B")):
            replay.tell(*event(type_, to=to))
        assert replay.links == {"B"}


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"type": "logged"},
        {"type": "logged", "data": []},
        {"type": "edited", "data": {}, "set": {"unit": "x"}},
    ],
    ids=str,
)
def test_what_is_no_first_event_begins_nothing(body: dict[str, object] | None) -> None:
    replay = ReplayedRow()
    replay.tell(body, {"text": "x"})
    assert not replay.begun


def test_a_second_first_event_changes_nothing() -> None:
    """Whoever puts one in can't make another complaint of it."""
    replay = begun(unit="dlh")
    replay.tell({"type": "logged", "ticket": "X", "at": 1, "actor": "x", "data": {"unit": "lain"}}, None)
    assert (replay.said["unit"], replay.said["ticket"]) == ("dlh", TICKET)


def test_a_ticket_that_nobody_could_give_leaves_its_number_unknown() -> None:
    replay = ReplayedRow()
    replay.tell({"type": "logged", "ticket": "bukan tiket", "at": 1, "actor": None, "data": {}, "version": 1}, None)
    assert replay.unknown == {"day", "number"}


def test_columns_that_there_are_none_of_are_not_taken_in() -> None:
    replay = ReplayedRow()
    data = {"unit": "dlh", "rahasia": "x"}
    replay.tell(
        {"type": "logged", "ticket": TICKET, "at": 1, "actor": None, "data": data, "version": 1},
        {"text": "sampah", "kolom": "y"},
    )
    assert (replay.said["unit"], replay.said["text"]) == ("dlh", "sampah")
    assert not {"rahasia", "kolom"} & replay.said.keys()


class TestHelpers:
    def test_how_far_a_helper_is_goes_by_its_own_events(self) -> None:
        replay = begun(support=("bpbd",))
        replay.tell(*event("resolved", unit="bpbd", role="support", status="resolved"))
        assert [(row[0], row[2]) for row in replay.parts.rows] == [("dlh", "routed"), ("bpbd", "resolved")]

    @pytest.mark.parametrize("acting", [None, "x", [1], [["bpbd"]], [["bpbd", "support", "on_hold"]]])
    def test_a_complaint_that_is_parted_again_has_them_as_they_were(self, acting: object) -> None:
        """What says something else than rows is none, and stops nothing."""
        replay = begun(support=("bpbd",))
        replay.tell(*event("unmerged", {"status": "routed"}, acting=acting))
        expected = "on_hold" if acting == [["bpbd", "support", "on_hold"]] else "routed"
        assert replay.parts.rows[1][2] == expected
