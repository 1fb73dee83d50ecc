"""Incidents begin, take in and end; and what rules see in the calls of late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import IncidentRule, Rules
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.incidents import Incident
from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.step import taking
from aduan_cli.due import Bounds
from aduan_cli.flow.incidents import Gathering, members, seen, watch
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.tickets import parse_ticket
from invented import MORNING, call
from steps import take

RULE: IncidentRule = {
    "id": "ramai", "title": "sampah", "categories": ["sampah"], "place": "kelurahan", "count": 2, "within": 3_600,
    "tell_every": 60, "quiet": 7_200,
}  # fmt: skip
RULES = cast("Rules", {"incidents": [RULE]})
LITTER = Incident("sampah", ("sampah",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    yield store
    assert list(store.differences()) == []
    assert store.breaks() == []
    store.close()


def litter(at: int = MORNING, place: str | None = "Margahayu", **more: Any) -> Complaint:
    """Return a call about litter."""
    return call(at, **{"category": "sampah", "kelurahan": place, "step": "category", **more})


def again(store: SqliteStore, complaint: Complaint) -> Complaint:
    """Return a complaint as it is stored now."""
    found = store.resolve(parse_ticket(complaint.ticket))
    assert found is not None
    return found


def test_what_waits_of_a_single_call_is_skipped_once_it_is_in(store: SqliteStore) -> None:
    """What is urgent is told, and so is what is no first message."""
    messages = (Message("routed", "kantor", "dlh"), Message("assigned", "hp", "dlh"))
    calls = [litter(), litter(priority="emergency")]
    taken = [one.complaint for one in store.commit([taking(one)._replace(messages=messages) for one in calls])]
    gathering = Gathering(store, "rina", MORNING + 60)
    begun = gathering.begin(LITTER, [one for one in taken if one])
    assert [store.count(members(begun.id)), begun.began_at] == [2, MORNING + 60]
    states = [(one.event, one.state) for one in store.outbox.posted()][::-1]
    assert states == [("routed", "skipped"), ("assigned", "queued"), ("routed", "queued"), ("assigned", "queued")]


def test_an_ended_incident_takes_in_by_hand_and_skips_nothing(store: SqliteStore) -> None:
    gathering = Gathering(store, "rina", MORNING)
    begun = gathering.begin(LITTER)
    assert gathering.end(begun) == 0
    assert gathering.end(begun) is None
    message = (Message("routed", "kantor", "dlh"),)
    (outcome,) = store.commit([taking(litter())._replace(messages=message)])
    assert outcome.complaint is not None
    ended = store.incidents.get(begun.id)
    assert ended is not None
    assert gathering.take_in(ended, [outcome.complaint]) == 1
    assert [one.state for one in store.outbox.posted()] == ["queued"]


def test_somebody_elses_change_in_between_is_gone_round(store: SqliteStore) -> None:
    """The step is computed anew on the complaint as it is then."""
    (before,) = take(store, [litter()])
    stale = again(store, before)
    gathering = Gathering(store, "rina", MORNING)
    first = gathering.begin(LITTER, [stale])
    assert gathering.take_out(first, [stale]) == 0  # as it was read it isn't in it
    assert gathering.take_out(first, [again(store, before)]) == 1
    second = gathering.begin(LITTER)
    assert gathering.take_in(second, [stale]) == 1
    assert again(store, before).incident == second.id


def test_a_rule_sees_each_place_of_which_so_many_called(store: SqliteStore) -> None:
    """In its time, open, about its kind, in no incident yet; a call without a place is at none."""
    take(
        store, [litter(MORNING - 3_700), litter(), litter(MORNING + 10), litter(place="Duren Jaya"), litter(place=None)]
    )
    take(store, [litter(place=None), litter(kind="information"), litter(category="banjir"), litter(status="rejected")])
    found = list(seen(store, RULE, MORNING + 20))
    assert [(one.name, one.kelurahan, len(calls)) for one, calls in found] == [("sampah Margahayu", ("Margahayu",), 2)]
    everywhere = list(seen(store, {**RULE, "place": None, "count": 5}, MORNING + 20))
    assert [(one.name, one.kelurahan, len(calls)) for one, calls in everywhere] == [("sampah", (), 5)]


def test_what_is_watched_begins_once_and_ends_in_silence(store: SqliteStore) -> None:
    take(store, [litter(), litter(MORNING + 60)])
    for at in (MORNING + 100, MORNING + 200):
        watch(store, lambda: RULES, None, at, MORNING, Bounds())
    (one,) = store.incidents.open()
    assert (one.rule, store.count(members(one.id))) == ("ramai", 2)
    take(store, [copy_of(litter(MORNING + 3_000), incident=one.id)])
    watch(store, lambda: RULES, None, MORNING + 3_000 + 7_199, MORNING, Bounds())
    assert store.incidents.open() == [one]
    assert watch(store, lambda: RULES, None, MORNING + 3_000 + 7_200, MORNING, Bounds()).done == 1
    assert store.incidents.open() == []
    watch(store, lambda: RULES, None, MORNING + 3_000 + 7_300, MORNING, Bounds())
    assert len(store.incidents.all()) == 1


def test_what_is_left_over_is_said_and_begun_by_the_next_run(store: SqliteStore) -> None:
    """Each incident counts as one, with all that belongs to it."""
    take(store, [litter(place=place) for place in ("Margahayu", "Duren Jaya") for _each in range(3)])
    first, second = (watch(store, lambda: RULES, None, MORNING + 60, MORNING, Bounds(1)) for _run in range(2))
    assert [(one.done, one.left) for one in (first, second)] == [(1, 1), (1, 0)]
    assert [store.count(members(one.id)) for one in store.incidents.open()] == [3, 3]
    assert watch(store, lambda: RULES, None, MORNING + 60, MORNING, Bounds(seconds=0)).done == 0


def test_where_nobody_called_the_rules_are_not_even_looked_at(store: SqliteStore) -> None:
    """A tick with nothing to do costs what it did; also where the clock was set back since the last one."""
    take(store, [litter(MORNING - 5_000)])

    def rules() -> Rules:
        raise AssertionError

    assert watch(store, rules, None, MORNING, MORNING - 60, Bounds()).done == 0
    take(store, [litter(), litter()])
    with pytest.raises(AssertionError):
        watch(store, rules, None, MORNING, MORNING + 9_000, Bounds())


@given(
    st.lists(st.tuples(st.integers(0, 7_000), st.sampled_from(("Margahayu", "Duren Jaya"))), max_size=12),
    st.integers(2, 4),
)
def test_a_rule_begins_what_counting_by_hand_would(
    tmp_path_factory: Any, calls: list[tuple[int, str]], least: int
) -> None:
    store = SqliteStore(str(tmp_path_factory.mktemp("seen") / "aduan.db"))
    take(store, [litter(MORNING + at, place) for at, place in calls])
    now = MORNING + 7_000
    counted = {
        place: len([at for at, where in calls if where == place and at >= 7_000 - RULE["within"]])
        for place in ("Margahayu", "Duren Jaya")
    }
    found = {one.kelurahan[0]: len(in_it) for one, in_it in seen(store, {**RULE, "count": least}, now)}
    assert found == {place: count for place, count in counted.items() if count >= least}
    store.close()
