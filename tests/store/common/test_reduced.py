"""What is left beside events once a caller is anonymous, and which complaints may still have something of theirs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from json import dumps, loads
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.anonymity import CALLER, is_anonymous, tells_caller
from aduan_cli.complaint.history import Event
from aduan_cli.privacy import CALLERS, TEXTS
from aduan_cli.store.common.chain import canonical, encoded
from aduan_cli.store.common.reduced import forgotten, of_types, owning, reduced
from aduan_cli.stored import Erased
from invented import call

BUDI = {"caller_name": "Budi Contoh", "caller_phone": "+6281200000001"}
VALUES = st.sampled_from(["Budi", "+6281200000001", "", None, {"wa": "ya"}, {}])
PRIVATES = st.dictionaries(
    st.sampled_from([*CALLER, "text", "address", "key", "reason", "before"]),
    VALUES | st.dictionaries(st.sampled_from([*CALLER, "text", "unit"]), VALUES, max_size=3),
    max_size=5,
)


class TestReduced:
    def test_what_tells_nothing_of_a_caller_is_left_alone(self) -> None:
        """Its digest in the chain still fits."""
        kept = [(1, dumps({"text": "sampah"})), (2, "{}"), (3, dumps({"before": {"text": "x"}, "key": "tiket-7"}))]
        assert reduced(kept) == []

    def test_words_stay_and_the_caller_goes_also_from_what_was_corrected(self) -> None:
        events = [
            (4, dumps({"text": "sampah", **BUDI})),
            (9, dumps({"before": {"caller_name": "Budi", "unit": "dlh"}})),
        ]
        first, second = reduced(events)
        assert (first.number, loads(first.private)) == (4, {"text": "sampah"})
        assert (second.number, loads(second.private)) == (9, {"before": {"unit": "dlh"}})

    def test_a_key_goes_where_a_phone_is_in_it(self) -> None:
        (one,) = reduced([(1, dumps({"key": "wa-081200000001", "text": "x"}))])
        assert loads(one.private) == {"text": "x"}

    @given(st.lists(PRIVATES, max_size=5))
    def test_nothing_of_a_caller_is_left_and_all_else_is(self, privates: list[dict[str, Any]]) -> None:
        found = reduced((number, canonical(private)) for number, private in enumerate(privates))
        assert [one.number for one in found] == [n for n, private in enumerate(privates) if tells_caller(private)]
        for one in found:
            left = loads(one.private)
            assert not tells_caller(left)
            kept = {
                name: value for name, value in privates[one.number].items() if name not in (*CALLER, "key", "before")
            }
            assert {name: left[name] for name in kept} == kept
            assert one.digest == sha256(one.salt + encoded(one.private)).hexdigest()

    def test_each_has_a_salt_of_its_own(self) -> None:
        """Two callers of one name are not to be told from their digests."""
        found = reduced([(number, dumps({"text": "sampah", **BUDI})) for number in range(50)])
        assert len({one.salt for one in found}) == len({one.digest for one in found}) == 50
        assert all(len(one.salt) == 16 for one in found)


class TestForgotten:
    def test_who_was_changed_gone_or_has_nothing_is_left_out(self) -> None:
        calls = [call(ticket=f"T{number}", version=1) for number in range(4)]
        there = {"T0": calls[0], "T1": call(ticket="T1", version=2), "T2": calls[2]}

        def forget(one: Any) -> Erased | None:
            return None if one.ticket == "T2" else Erased(one.ticket, (), None, None)

        assert [one.ticket for one in forgotten(calls, there.get, forget)] == ["T0"]

    def test_it_is_forgotten_as_it_is_now(self) -> None:
        """Not as it was read with the page: links that came since are told."""
        now = call(ticket="T0", linked=("T9",))
        seen = []
        forgotten([call(ticket="T0")], lambda _ticket: now, lambda one: seen.append(one))
        assert seen == [now]


KEYS = st.sampled_from([None, "k1", "wa-081200000001", "2025-11-24 07:15"]) | st.text("0812 -x", max_size=11)


class TestOwning:
    """The condition that a complaint may still have something: it misses none that has, whatever it lets through."""

    def _found(self, part: str, complaint: dict[str, Any], privates: list[dict[str, Any]]) -> bool:
        with closing(sqlite3.connect(":memory:")) as connection:
            names = [*CALLER, "key", "text"]
            connection.execute(f"CREATE TABLE complaint (id, {', '.join(names)})")
            connection.execute("CREATE TABLE event (complaint_id, private)")
            values = [dumps(value) if isinstance(value, dict) else value for value in (complaint.get(n) for n in names)]
            connection.execute(f"INSERT INTO complaint VALUES (1{', ?' * len(names)})", values)
            connection.executemany("INSERT INTO event VALUES (1, ?)", [(canonical(one),) for one in privates])
            connection.execute("INSERT INTO event VALUES (2, ?)", (canonical(BUDI),))
            (found,) = connection.execute(f"SELECT count(*) FROM complaint c WHERE {owning(part)}").fetchone()
        return bool(found)

    @given(
        key=KEYS,
        caller=st.dictionaries(st.sampled_from(CALLER[:4]), st.sampled_from(["Budi", "0812"]), max_size=2),
        privates=st.lists(PRIVATES, max_size=3),
    )
    def test_no_caller_is_missed(self, key: str | None, caller: dict[str, str], privates: list[dict[str, Any]]) -> None:
        one = {"text": "", "key": key, **caller}
        owns = not is_anonymous(call(**one)) or any(map(tells_caller, privates))
        assert self._found(CALLERS, one, privates) or not owns

    @pytest.mark.parametrize(
        ("one", "privates"),
        [({"text": "sampah"}, []), ({"text": "sampah", "key": "k1"}, [{"text": "Budi"}, {"before": {"unit": "dlh"}}])],
    )
    def test_what_has_nothing_of_a_caller_is_not_looked_at_each_night(
        self, one: dict[str, Any], privates: list[dict[str, Any]]
    ) -> None:
        assert not self._found(CALLERS, one, privates)

    def test_of_words_those_that_have_any(self) -> None:
        assert self._found(TEXTS, {"text": "sampah"}, [])
        assert not self._found(TEXTS, {"text": "", **BUDI}, [BUDI])


def test_events_of_some_types_are_those_and_not_older() -> None:
    told = [(None, Event(n, at, None, type_, {}, None)) for n, (at, type_) in enumerate([(5, "a"), (9, "b"), (9, "a")])]
    assert [one.id for _ticket, one in of_types(told, ("a",), None)] == [0, 2]
    assert [one.id for _ticket, one in of_types(told, ("a", "b"), 9)] == [1, 2]
    assert [one.id for _ticket, one in of_types(told, ("a",), 10)] == []
