"""What a later event may explain: words that are gone, and bodies of an older version that had a key in them.

The chain is walked whole, and in parts by two processes: both find the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.common.chain import START, Chain, canonical, encoded
from aduan_cli.store.common.verify import EventRow, breaks, walked
from aduan_cli.stored import Break

GONE = "the wording or the caller's data was removed, and no erasure is recorded"
OTHER = "the wording or the caller's data was changed"
TORN = "the body or an event before it was changed"
Told = tuple[int | None, str, dict[str, Any], dict[str, Any] | None]
"""Complaint, type, data and what is private of an event."""


def ticket(complaint: int | None) -> str | None:
    return None if complaint is None else f"UJI-251124-000{complaint}-0"


def rows(events: Sequence[Told]) -> list[EventRow]:
    """Return the rows of a history."""
    chain, found = Chain(START), []
    for number, (complaint, type_, data, private) in enumerate(events, 1):
        body: dict[str, object] = {"type": type_, "ticket": ticket(complaint), "data": data}
        found.append((number, *chain.link(complaint, body, private), ticket(complaint)))
    return found


def told(history: Sequence[EventRow], end: int | None = None) -> list[Break]:
    """Return what is told of a history, which is the same whatever the parts in which it is walked."""
    whole = sorted(breaks([walked(history)], end))
    for cut in range(1, len(history)):
        parts = [
            walked(history[at:to], *(history[at - 1][0], history[at - 1][5]) if at else ())
            for at, to in pairwise((0, cut, len(history)))
        ]
        assert sorted(breaks(parts, end)) == whole
    return whole


def bare(row: EventRow) -> EventRow:
    """Return an event from which what was private is gone."""
    return (*row[:3], None, None, *row[5:])


def with_private(row: EventRow, text: str, salt: bytes = b"garam") -> EventRow:
    """Return an event beside which something else stands."""
    return (*row[:3], text, salt, *row[5:])


def digest(text: str, salt: bytes = b"garam") -> str:
    """Return the digest of what stands beside an event."""
    return sha256(salt + encoded(text)).hexdigest()


LOGGED: Told = (1, "logged", {}, {"text": "sampah", "caller_name": "Budi"})
OTHERS: Told = (2, "logged", {}, {"text": "banjir"})
ERASED: Told = (1, "erased", {"key_digest": None}, None)


class TestErased:
    def test_what_is_gone_of_its_own_events_until_then_may_be_gone(self) -> None:
        history = rows([LOGGED, OTHERS, (1, "noted", {}, {"notes": ["x"]}), ERASED])
        history[0], history[2] = bare(history[0]), bare(history[2])
        assert told(history, 4) == []

    def test_what_is_gone_of_another_or_later_is_told(self) -> None:
        history = rows([LOGGED, OTHERS, ERASED, (1, "noted", {}, {"notes": ["x"]})])
        history[1], history[3] = bare(history[1]), bare(history[3])
        assert told(history, 4) == [Break(2, GONE), Break(4, GONE)]

    def test_twice_is_no_harm(self) -> None:
        """Erasing again is allowed."""
        history = rows([LOGGED, ERASED, ERASED])
        history[0] = bare(history[0])
        assert told(history, 3) == []

    def test_a_body_that_had_the_key_in_it_may_be_another_where_the_erasure_says_so(self) -> None:
        body = canonical({"type": "logged", "ticket": ticket(1), "data": {}})
        said = {"key_digest": "ab", "bodies": {"1": sha256(encoded(body)).hexdigest()}}
        history = rows([(1, "logged", {"key": "wa-0812"}, None), OTHERS, (1, "erased", said, None)])
        assert told(history, 3) == []
        changed = (history[0][0], history[0][1], body, *history[0][3:])
        assert told([changed, *history[1:]], 3) == []
        forged = (*history[0][:2], body.replace("logged", "noted"), *history[0][3:])
        assert told([forged, *history[1:]], 3) == [Break(1, TORN)]

    @pytest.mark.parametrize("complaint", [2, None])
    def test_it_explains_bodies_of_its_own_complaint_alone(self, complaint: int | None) -> None:
        body = canonical({"type": "logged", "ticket": ticket(1), "data": {}})
        said = {"bodies": {"1": sha256(encoded(body)).hexdigest()}}
        history = rows([(1, "logged", {"key": "x"}, None), (complaint, "erased", said, None)])
        history[0] = (*history[0][:2], body, *history[0][3:])
        assert told(history, 2) == [Break(1, TORN)]

    def test_it_explains_nothing_that_comes_after_it(self) -> None:
        """Else whoever writes a line ahead could change what is still to come."""
        said = {"bodies": {"2": "00", "3": "11"}}
        history = rows([LOGGED, (1, "erased", said, None), (1, "noted", {"plugin": "a"}, None)])
        history[2] = (*history[2][:2], history[2][2].replace('"a"', '"b"'), *history[2][3:])
        assert Break(3, TORN) in told(history, 3)


class TestAnonymised:
    KEPT = '{"text":"sampah"}'

    def history(self, kept: Any) -> list[EventRow]:
        """Return a call from which the caller went, and the event that says what is left."""
        found = rows([LOGGED, OTHERS, (1, "anonymised", {"kept": kept}, None)])
        return [with_private(found[0], self.KEPT), *found[1:]]

    def test_what_is_left_is_what_it_says(self) -> None:
        assert told(self.history({"1": digest(self.KEPT)}), 3) == []

    @pytest.mark.parametrize(
        "kept",
        [{}, {"1": "00"}, {"2": digest(KEPT)}, {"x": digest(KEPT)}, {"-1": digest(KEPT)}, [], None, "x", {"1": None}],
        ids=str,
    )
    def test_what_it_does_not_say_is_told(self, kept: Any) -> None:
        """Whatever stands in its place: nothing of it stops the look."""
        assert told(self.history(kept), 3) == [Break(1, OTHER)]

    def test_it_explains_no_body(self) -> None:
        """Only what stood beside it could go."""
        body = canonical({"type": "logged", "ticket": ticket(1), "data": {"unit": "lain"}})
        history = self.history({"1": sha256(encoded(body)).hexdigest()})
        history[0] = (*history[0][:2], body, *history[0][3:])
        assert Break(1, TORN) in told(history, 3)

    def test_then_erased_all_may_be_gone(self) -> None:
        history = [*self.history({"1": digest(self.KEPT)})]
        history = rows([LOGGED, OTHERS, (1, "anonymised", {"kept": {"1": digest(self.KEPT)}}, None), ERASED])
        history[0] = bare(history[0])
        assert told(history, 4) == []

    def test_known_again_and_gone_again_the_last_one_counts(self) -> None:
        later = '{"notes":["x"]}'
        history = rows(
            [
                LOGGED,
                (1, "anonymised", {"kept": {"1": digest(self.KEPT)}}, None),
                (1, "edited", {}, {"caller_name": "Ani", "notes": ["x"]}),
                (1, "anonymised", {"kept": {"3": digest(later)}}, None),
            ]
        )
        history[0], history[2] = with_private(history[0], self.KEPT), with_private(history[2], later)
        assert told(history, 4) == []


class TestOfWhom:
    def test_an_event_of_another_ticket_and_one_of_the_desk_with_a_complaint_are_told(self) -> None:
        history = rows([LOGGED, (None, "desk_shared", {}, None)])
        swapped = [(*history[0][:6], ticket(2)), (*history[1][:6], ticket(1))]
        assert [one.event for one in told(swapped)] == [1, 2]
        assert {one.what for one in told(swapped)} == {"the event belongs to another ticket"}

    def test_words_without_their_salt_or_a_salt_alone_are_told(self) -> None:
        history = rows([LOGGED, OTHERS])
        no_salt = (*history[0][:4], None, *history[0][5:])
        no_words = (*history[1][:3], None, *history[1][4:])
        assert told([no_salt, no_words]) == [Break(1, OTHER), Break(2, OTHER)]


class TestEnd:
    @pytest.mark.parametrize(("end", "missing"), [(None, []), (2, []), (3, [3]), (0, [3])])
    def test_events_that_are_gone_at_the_end_are_missed(self, end: int | None, missing: list[int]) -> None:
        """Where it is known how many there were; a number that is too small is no better."""
        assert [one.event for one in told(rows([LOGGED, OTHERS]), end)] == missing

    def test_where_nothing_happened_nothing_is_missing(self) -> None:
        assert list(breaks([], None)) == []
        assert list(breaks([walked([])], 0)) == []
        assert list(breaks([walked([])], 1)) == [Break(1, "an event is missing")]


@given(st.lists(st.sampled_from(["log1", "log2", "note1", "erase1", "erase2"]), max_size=8), st.data())
def test_what_is_gone_is_told_unless_its_own_complaint_is_erased_later(kinds: list[str], data: st.DataObject) -> None:
    """Whatever the order, and in parts as in one."""
    makes: dict[str, Told] = {
        "log1": LOGGED, "log2": OTHERS, "note1": (1, "noted", {}, {"notes": ["x"]}),
        "erase1": ERASED, "erase2": (2, "erased", {}, None),
    }  # fmt: skip
    history = rows([makes[kind] for kind in kinds])
    gone = data.draw(st.sets(st.sampled_from([at for at, row in enumerate(history) if row[3]] or [-1]))) - {-1}
    harmed = [bare(row) if at in gone else row for at, row in enumerate(history)]
    expected = [
        at + 1
        for at in sorted(gone)
        if not any(row[1] == history[at][1] and kinds[n].startswith("erase") for n, row in enumerate(history) if n > at)
    ]
    assert [one.event for one in told(harmed, len(harmed))] == expected
