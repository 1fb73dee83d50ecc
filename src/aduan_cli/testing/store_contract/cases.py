"""The role `Cases`: the complaints as they stand, found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.assignments import SUPPORT, assignments_of
from aduan_cli.complaint.clocks import Run
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.events import ACKNOWLEDGED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.errors import NotFoundError
from aduan_cli.model import CLOCKS
from aduan_cli.ports import DecisionCount, Filed, Query, Shared, Store
from aduan_cli.store.common.words import contains
from aduan_cli.testing.store_contract.calls import DAY, MORNING, STATUSES, UNITS, call, varied
from aduan_cli.testing.store_contract.came_back import CameBackContract
from aduan_cli.testing.store_contract.given import change, changed, ids, take
from aduan_cli.testing.store_contract.walk import FILTERS, expected, queries, shared_things
from aduan_cli.tickets import check_digit, parse_ticket

_SHARED = settings(suppress_health_check=[HealthCheck.differing_executors])
"""One property is tried on each store that has this contract."""


_CHANGES: tuple[dict[str, Any], ...] = (
    {"support": ("dlh", "pompa")},
    {"support": ()},
    {"status": "in_progress"},
    {"status": "closed"},
    {"reported_at": MORNING + 17 * DAY},
    {"unit": "bpbd", "status": "routed", "support": ("bmsda-pju",)},
    {"reported_at": MORNING, "status": "resolved", "support": ("bmsda-pju", "dlh")},
)
"""What happens to every third call: who acts, where it is and when it was reported are all found by."""


class Filled:
    """A store with many varied calls, some of them changed since, and these calls. Nothing may be written into it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.calls = [varied(number) for number in range(240)]
        take(store, self.calls)
        for number, columns in zip(range(0, 240, 3), cycle(_CHANGES)):
            complaint = self.calls[number]
            change(store, [changed(complaint, columns, "set", "rina", MORNING, {})])
            self.calls[number] = copy_of(complaint, **columns, version=2)


class CasesContract(CameBackContract):
    """Calls are stored through `Steps`, so the store must bring that too."""

    @pytest.fixture(scope="class")
    @classmethod
    def filled(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
        """Return a store with many calls, for tests that only read."""
        store = cls.open_store(tmp_path_factory.mktemp("filled"))
        yield Filled(store)
        cls.end(store)

    def test_an_empty_store_answers_every_question_with_nothing(self, store: Store) -> None:
        assert list(store.find(Query())) == []
        assert store.count(Query()) == 0
        assert list(store.search("sampah", None)) == []
        assert store.search_count("sampah") == 0
        assert store.nearby(MORNING, [Shared("unit", "dlh", DAY, 5)]) == []
        assert store.pending(9) == []
        assert store.resolve(parse_ticket("42")) is None
        assert store.by_key("k") is None
        assert (store.units(), store.filed(), store.decided()) == ([], [], [])

    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("UJI-251124-0002-{2}", 2),
            ("uji 251124 2 {2}", 2),
            ("251124-0002-{2}", 2),
            ("251124-2", 2),
            ("#251124-1", 1),
            ("0001-{1}", 1),
            ("UJI-1-{1}", 1),
            ("1", 1),
        ],
    )
    def test_every_short_form_names_its_complaint(self, store: Store, typed: str, number: int) -> None:
        calls = [call(), call()]
        take(store, calls)
        checks = ["", *(str(check_digit(one.day, one.number)) for one in calls)]
        found = store.resolve(parse_ticket(typed.format(*checks)))
        assert found is not None
        assert found.ticket == calls[number - 1].ticket

    def test_a_number_alone_means_the_newest_day_that_has_it(self, store: Store) -> None:
        take(store, [call(MORNING + DAY), call(MORNING), call(MORNING)])
        newest, older = store.resolve(parse_ticket("1")), store.resolve(parse_ticket("2"))
        assert newest is not None
        assert older is not None
        assert (newest.day, older.day) == (20251125, 20251124)
        assert store.resolve(parse_ticket("3")) is None

    def test_a_misheard_digit_is_refused_and_not_mistaken(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        right = check_digit(complaint.day, 1)
        for wrong in set(range(10)) - {right}:
            with pytest.raises(NotFoundError):
                store.resolve(parse_ticket(f"0001-{wrong}"))
        assert store.resolve(parse_ticket(f"0001-{right}")) is not None

    def test_another_desk_s_prefix_is_refused(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        with pytest.raises(NotFoundError):
            store.resolve(parse_ticket(complaint.ticket.replace("UJI", "BDG")))

    @given(query=queries())
    @_SHARED
    def test_find_and_count_agree_with_a_walk_over_everything(self, filled: Filled, query: Query) -> None:
        store, calls = filled.store, filled.calls
        assert ids(store.find(query)) == ids(expected(calls, query))
        assert store.count(query) == len(expected(calls, query._replace(limit=None)))

    @given(shared=st.lists(shared_things(), max_size=3), number=st.integers(0, 239))
    @_SHARED
    def test_what_is_nearest_to_a_moment_agrees_with_a_walk_over_everything(
        self, filled: Filled, shared: list[Shared], number: int
    ) -> None:
        store, calls = filled.store, filled.calls
        at = calls[number].reported_at
        wanted: set[int] = set()
        for name, value, span, most in shared:
            where = ((name, (value,)),)
            before = expected(calls, Query(where, since=at - span, until=at + 1, limit=most))
            after = expected(calls, Query(where, since=at + 1, until=at + span + 1, ascending=True, limit=most))
            wanted |= {*ids(before), *ids(after)}
        assert sorted(ids(store.nearby(at, shared))) == sorted(wanted)

    @pytest.mark.parametrize("units", [(), ("dlh",), ("bmsda", "bmsda-pju", "bmsda"), UNITS, ("no-such-unit",)])
    def test_states_of_units_are_counted(self, filled: Filled, units: tuple[str, ...]) -> None:
        counted = Counter(one.status for one in filled.calls if one.unit in units)
        assert filled.store.states(units) == counted

    @pytest.mark.parametrize("name", sorted(FILTERS))
    def test_each_filter_alone_finds_what_it_names(self, filled: Filled, name: str) -> None:
        store, calls = filled.store, filled.calls
        for wanted in FILTERS[name]:
            query = Query(((name, (wanted,)),))
            assert ids(store.find(query)) == ids(expected(calls, query))
        several = Query(((name, FILTERS[name]),), limit=25)
        assert ids(store.find(several)) == ids(expected(calls, several))

    def test_open_leaves_out_what_is_final(self, filled: Filled) -> None:
        store, calls = filled.store, filled.calls
        found = list(store.find(Query(open_only=True)))
        assert {complaint.status for complaint in found} == set(STATUSES) - FINAL
        assert len(found) == sum(complaint.status not in FINAL for complaint in calls)

    def test_unanswered_are_the_questions_without_an_answer(self, filled: Filled) -> None:
        store, calls = filled.store, filled.calls
        found = list(store.find(Query(unanswered=True)))
        assert ids(found) == ids(expected(calls, Query(unanswered=True)))
        assert found
        assert store.count(Query(unanswered=True)) == len(found)

    def test_late_are_those_with_a_clock_that_runs_and_was_due(self, store: Store) -> None:
        others: tuple[dict[str, Any], ...] = ({}, {}, {}, {"priority": "emergency"}, {"kind": "information"})
        calls = [call(MORNING + number, unit="dlh", **other) for number, other in enumerate(others)]
        due: tuple[tuple[tuple[str, int | None, int | None], ...], ...] = (
            (("resolve", MORNING + 10, None), ("acknowledge", MORNING + 5, None)),
            (("resolve", MORNING + 50, None), ("acknowledge", MORNING + 10, MORNING + 20)),
            (("resolve", None, None), ("acknowledge", None, None)),
            (("resolve", None, None), ("acknowledge", None, None), ("handoff", MORNING + 9, None)),
            (),
        )
        take(store, calls)
        for complaint, its in zip(calls, due, strict=True):
            runs = tuple(Run(name, "dlh", complaint.reported_at, (), stopped, at) for name, at, stopped in its)
            done = {"status": "acknowledged"} if any(run.stopped for run in runs) else {}
            step = changed(complaint, done, ACKNOWLEDGED if done else "set", "rina", MORNING + 20, {})
            change(store, [step._replace(clocks=runs)])
        for clocks, before, wanted in (
            (CLOCKS, MORNING + 10, [3, 0]),
            (CLOCKS, MORNING + 11, [3, 0]),
            (CLOCKS, MORNING + 51, [3, 1, 0]),
            (("resolve",), MORNING + 11, [0]),
            (("resolve",), MORNING + 10, []),
            (("acknowledge",), MORNING + 51, [0]),
            (("handoff", "handoff"), MORNING + 11, [3]),
        ):
            query = Query(due=clocks, due_before=before)
            for asked in (query, query._replace(sort="unit"), query._replace(where=(("acting", ("dlh",)),))):
                found = list(store.find(asked))
                assert ids(found) == [calls[number].id for number in wanted]
                assert store.count(asked) == len(found)
            assert ids(list(store.find(query._replace(limit=1)))) == [calls[number].id for number in wanted[:1]]
            assert not list(store.find(query._replace(where=(("unit", ("bpbd",)),))))
        last = Query(due=CLOCKS, due_before=MORNING + 51, since=MORNING + 1, ascending=True)
        assert ids(list(store.find(last))) == [calls[1].id, calls[3].id]

    def test_whom_to_ring_are_those_with_a_phone_the_longest_waiting_first(self, store: Store) -> None:
        phones = ("+6281200000001", None, "+6281200000002", "+6281200000003", "ruang 3")
        calls = [call(caller_phone=phone) for phone in phones]
        take(store, calls)
        since = (MORNING + 9, MORNING, MORNING + 5, None, MORNING + 5)
        change(
            store,
            [
                changed(one, {"owed_since": at}, "resolved", "rina", MORNING, {})
                for one, at in zip(calls, since, strict=True)
            ],
        )
        assert ids(store.awaiting_callback(None)) == [3, 5, 1]
        assert ids(store.awaiting_callback(2)) == [3, 5]
        assert ids(store.awaiting_callback(0)) == []
        assert store.count_awaiting_callback() == 3

    def test_where_complaints_are_filed(self, filled: Filled) -> None:
        store, calls = filled.store, filled.calls
        helping = {one.unit for c in calls for one in assignments_of(c) if one.role == SUPPORT}
        assert store.units() == sorted({c.unit for c in calls if c.unit} | helping)
        at = Counter((c.unit, c.category, c.status, c.step) for c in calls if c.unit and c.status not in FINAL)
        assert sorted(store.filed(), key=str) == sorted((Filed(*what, count) for what, count in at.items()), key=str)

    def test_who_helps_finds_it_until_it_is_done(self, store: Store) -> None:
        """Who leads finds it as well; by who leads alone it is not found where a unit helps."""
        given = call(unit="dlh", support=("bpbd", "bmsda"))
        take(store, [call(MORNING + DAY, unit="bpbd"), given, call(MORNING - DAY, unit="bpbd")])

        def found(*units: str, **more: Any) -> list[int]:
            query = Query((("acting", units),), **more)
            assert store.count(query) == len(list(store.find(query._replace(limit=None))))
            return [complaint.number for complaint in store.find(query)]

        assert [found(unit) for unit in ("dlh", "bpbd", "bmsda", "pompa")] == [[1], [1, 1, 1], [1], []]
        assert found("dlh", "bpbd", "bmsda", limit=2) == [1, 1]
        assert store.count(Query((("unit", ("bpbd", "bmsda")),))) == 2
        assert store.units() == ["bmsda", "bpbd", "dlh"]
        change(store, [changed(given, {"reported_at": MORNING - 2 * DAY}, "edited", None, MORNING, {})])
        given = copy_of(given, version=2, reported_at=MORNING - 2 * DAY)
        assert [one.id for one in store.find(Query((("acting", ("bpbd",)),)))][-1] == given.id
        change(store, [changed(given, {"support": ("bpbd", "air")}, "renamed", None, MORNING, {}, renames=True)])
        assert [found(unit) for unit in ("bmsda", "air")] == [[], [1]]
        given = copy_of(given, version=3, support=("bpbd", "air"))
        change(store, [changed(given, {"status": "closed"}, "closed", None, MORNING, {})])
        assert [len(found(unit)) for unit in ("dlh", "bpbd", "air")] == [1, 2, 0]

    def test_a_filter_of_very_many_values_finds_them_all(self, filled: Filled) -> None:
        store, calls = filled.store, filled.calls
        many = tuple(f"unit-{number}" for number in range(700))
        for name in ("unit", "acting"):
            query = Query(((name, (*many, "dlh", "pompa")), ("status", ("routed", "closed"))), limit=10)
            assert ids(store.find(query)) == ids(expected(calls, query))
            assert store.count(query) == len(expected(calls, query._replace(limit=None)))

    @pytest.mark.parametrize("name", sorted(FILTERS))
    def test_a_filter_without_values_finds_nothing(self, filled: Filled, name: str) -> None:
        for query in (
            Query(((name, ()),)),
            Query(((name, ()), ("status", ("routed",)))),
            Query(((name, ()),), sort="unit"),
        ):
            if len(dict(query.where)) == len(query.where):
                assert (list(filled.store.find(query)), filled.store.count(query)) == ([], 0)

    def test_reports_of_the_same_second_come_newest_number_first(self, store: Store) -> None:
        take(store, [call() for _each in range(5)])
        assert [complaint.number for complaint in store.find(Query())] == [5, 4, 3, 2, 1]
        assert [complaint.number for complaint in store.find(Query(ascending=True, limit=2))] == [1, 2]

    def test_what_is_found_can_be_changed_while_it_is_read(self, store: Store) -> None:
        """Whoever goes through what was found may write meanwhile: each complaint comes once all the same."""
        take(store, [call(MORNING + number) for number in range(120)])
        for found in (store.find(Query((("unit", ("dlh",)),))), store.search("sampah", None)):
            seen = []
            for complaint in found:
                seen.append(complaint.id)
                change(store, [changed(complaint, {"priority": "high"}, "set", "rina", MORNING, {})])
            assert sorted(seen) == sorted(set(seen))
            assert len(seen) == 120

    def test_a_complaint_with_two_wanted_phones_comes_once(self, store: Store) -> None:
        take(store, [call(caller_phone="+6281200000001;+6281200000002"), call(caller_phone="+6281200000002")])
        query = Query((("phone", ("+6281200000001", "+6281200000002")),), limit=2)
        assert [complaint.number for complaint in store.find(query)] == [2, 1]
        assert store.count(query) == 2

    @pytest.mark.parametrize(
        ("words", "numbers"),
        [
            ("lampu", [2, 1]),
            ("LAMPU", [2, 1]),
            ("lampu sungai", [2]),
            ("lam*", [2, 1]),
            ("lam", []),
            ('"mati total"', [1]),
            ('"total mati"', []),
            ("“mati total”", [1]),
            ("petugas", [3]),
            ("melati", [3]),
            ("café", [3]),
            ("cafe", [3]),
            ("lampu OR genangan", []),
            ("NEAR(", []),
            ("lampu AND -mati", []),
            ('"', []),
            ("*", []),
            ("", []),
        ],
    )
    def test_search_finds_words_prefixes_and_phrases(self, store: Store, words: str, numbers: list[int]) -> None:
        take(
            store,
            [
                call(text="Lampu mati total di pasar"),
                call(text="lampu di tepi sungai mati"),
                call(text="genangan depan café", answer="petugas datang", address="Gang Melati"),
            ],
        )
        assert [complaint.number for complaint in store.search(words, None)] == numbers

    @given(words=st.text('aAlLmMpPuU éÉ1-_*"(', max_size=12))
    @_SHARED
    def test_what_is_found_is_what_contains_the_words(self, filled: Filled, words: str) -> None:
        """By the definition of words, whatever index a store has."""
        containing = [c for c in expected(filled.calls, Query()) if contains((c.text, c.answer, c.address), words)]
        assert ids(filled.store.search(words, None)) == ids(containing)
        assert filled.store.search_count(words) == len(containing)

    def test_search_yields_the_newest_reported_first_up_to_the_limit(self, store: Store) -> None:
        """Old calls that were logged only now stand after today's."""
        take(store, [call(MORNING + number * DAY) for number in (3, 1, 2)])
        assert [complaint.id for complaint in store.search("sampah", 2)] == [1, 3]

    @given(words=st.text(max_size=30))
    @_SHARED
    def test_no_words_break_the_search(self, filled: Filled, words: str) -> None:
        assert len(list(filled.store.search(words, 5))) <= 5

    def test_decided_counts_each_step_rule_and_category(self, store: Store) -> None:
        assert store.decided() == []
        kinds = [("city", "a", "lampu"), ("city", "a", "lampu"), ("city", "b", None), ("category", None, "lampu")]
        take(store, [call(step=step, rule=rule, category=category) for step, rule, category in kinds])
        expected = [("city", "a", "lampu", 2), ("category", None, "lampu", 1), ("city", "b", None, 1)]
        assert store.decided() == [DecisionCount(*one) for one in expected]

    def test_pending_yields_what_waits_in_triage_oldest_first(self, store: Store) -> None:
        waiting = {"status": "new", "unit": "triage", "step": "triage"}
        take(store, [call(MORNING + 9, **waiting), call(MORNING + 5), call(MORNING + 1, **waiting)])
        assert [complaint.reported_at for complaint in store.pending(9)] == [MORNING + 1, MORNING + 9]

    def test_pending_comes_in_pages_that_no_change_moves(self, store: Store) -> None:
        """What is decided leaves the pages to come as they were; of one moment the numbers tell the order."""
        waiting = {"status": "new", "unit": "triage"}
        take(store, [call(MORNING + at, **waiting) for at in (3, 1, 2, 2, 2, 4)])
        seen: list[int] = []
        after = None
        while page := store.pending(2, after):
            seen += [complaint.number for complaint in page]
            after = page[-1].reported_at, page[-1].id
            change(store, [changed(page[0], {"status": "routed", "unit": "dlh"}, "routed", None, MORNING, {})])
        assert seen == [2, 3, 4, 5, 1, 6]
        assert [complaint.number for complaint in store.pending(9)] == [3, 5, 6]
