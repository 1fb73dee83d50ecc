"""What every store must do: one suite of tests against the `Store` protocol.

A store's test module derives a class from `StoreContract` and says in `open_store` how one is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import COMPLAINT_FIELDS, STORED
from aduan_cli.complaint.fields import STATUSES as ALL_STATUSES
from aduan_cli.complaint.moves import FINAL, is_unanswered
from aduan_cli.complaint.step import taking
from aduan_cli.errors import NotAllowedError, NotFoundError, StoreError, UsageError
from aduan_cli.model import PRIORITIES
from aduan_cli.phones import phone_keys
from aduan_cli.ports import Acceptance, DecisionCount, Erased, Filed, PluginRun, PluginState, Query, Store, Written
from aduan_cli.stored import CONFLICT, DONE, Outcome
from aduan_cli.tickets import check_digit, make_ticket, parse_ticket
from invented import CATEGORIES, DAY, KINDS, MORNING, SHIFTS, STATUSES, UNITS, call, varied
from steps import change, changed, take
from thorough import examples

FILTERS: dict[str, tuple[str, ...]] = {
    "status": STATUSES,
    "unit": (*UNITS, "no-such-unit"),
    "kind": KINDS,
    "category": tuple(name for name in CATEGORIES if name),
    "kecamatan": ("Bekasi Timur", "Bekasi Utara"),
    "kelurahan": ("Margahayu", "Teluk Pucung"),
    "priority": ("normal", "high", "emergency", "low"),
    "channel": ("phone", "whatsapp", "app"),
    "shift": SHIFTS,
    "actor": ("petugas", "rina", "joko"),
    "phone": ("+6281200000001", "+6281200000002", "+6281200000003", "+6281299999999"),
}
SORTS = ("reported_at", "logged_at", "ticket", "unit", "priority", "status", "category", "kecamatan")


def expected(stored: list[Complaint], query: Query) -> list[Complaint]:
    """Return what `find` must yield: the same question answered by a plain walk over everything."""
    return _ordered([complaint for complaint in stored if _fits(complaint, query)], query)


def _fits(complaint: Complaint, query: Query) -> bool:
    for name, values in query.where:
        have = phone_keys(complaint.caller_phone) if name == "phone" else [getattr(complaint, name)]
        if not set(have) & set(values):
            return False
    if (query.open_only and complaint.status in FINAL) or (query.unanswered and not is_unanswered(complaint)):
        return False
    if query.bounced and not complaint.bounces:
        return False
    after = query.since is None or complaint.reported_at >= query.since
    return after and (query.until is None or complaint.reported_at < query.until)


def _ordered(found: list[Complaint], query: Query) -> list[Complaint]:
    """Sort: by default both ways round; in another order the newest among equals, what has no value last."""
    way = not query.ascending
    if query.sort == "reported_at":
        found = sorted(found, key=lambda c: (c.reported_at, c.id), reverse=way)
    else:
        newest = sorted(found, key=lambda c: (c.reported_at, c.id), reverse=True)
        without = [complaint for complaint in newest if getattr(complaint, query.sort) is None]
        found = sorted(set(newest) - set(without), key=newest.index)
        found = sorted(found, key=lambda c: _rank(c, query.sort), reverse=way) + without
    return found if query.limit is None else found[: query.limit]


def _rank(complaint: Complaint, sort: str) -> Any:
    ranks: dict[str, tuple[str, ...]] = {"priority": PRIORITIES, "status": ALL_STATUSES}
    if sort == "ticket":
        return complaint.day, complaint.number
    value = getattr(complaint, sort)
    return ranks[sort].index(value) if sort in ranks else value


def ids(complaints: Any) -> list[int]:
    """Return the store's own numbers, in order."""
    return [complaint.id for complaint in complaints]


def values(complaint: Complaint) -> dict[str, Any]:
    """Return everything that a store must keep of a complaint."""
    return {name: getattr(complaint, name) for name in (*STORED, "linked")}


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Generate queries with up to three filters of up to three values, values that repeat among them."""
    names = draw(st.lists(st.sampled_from(sorted(FILTERS)), max_size=3, unique=True))
    where = tuple(
        (name, tuple(draw(st.lists(st.sampled_from(FILTERS[name]), min_size=1, max_size=3)))) for name in names
    )
    moment = st.none() | st.integers(MORNING - DAY, MORNING + 41 * DAY)
    return Query(
        where,
        open_only=draw(st.booleans()),
        unanswered=draw(st.booleans()),
        bounced=draw(st.sampled_from((False, False, True))),
        since=draw(moment),
        until=draw(moment),
        sort=draw(st.sampled_from(SORTS)),
        ascending=draw(st.booleans()),
        limit=draw(st.none() | st.integers(0, 30)),
    )


def ran(plugin: str, **given: Any) -> PluginRun:
    """Return the run of a plugin that answered."""
    usual: dict[str, Any] = {"calls": 1, "failures": 0, "in_row": 0, "succeeded": True, "seconds": 0, "slowest": 0}
    return PluginRun(plugin, **{**usual, **given})


def failed(plugin: str, **given: Any) -> PluginRun:
    """Return the run of a plugin that failed once."""
    return ran(plugin, **{"failures": 1, "in_row": 1, "succeeded": False, "failure": "route: time", **given})


class Filled:
    """A store with many varied calls, and these calls. Nothing may be written into it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.calls = [varied(number) for number in range(240)]
        take(store, self.calls)


class StoreContract:
    """The suite. Each test gets an empty store of its own, but for those that only read (`filled`)."""

    @classmethod
    def open_store(cls, place: Path) -> Store:
        """Return the store that lies in a folder, empty when nothing was stored there."""
        raise NotImplementedError

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        store = self.open_store(tmp_path)
        yield store
        if store.last_revision() or store.count(Query()):
            assert list(store.differences()) == []
        store.close()

    @pytest.fixture(scope="class")
    @classmethod
    def filled(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
        store = cls.open_store(tmp_path_factory.mktemp("filled"))
        yield Filled(store)
        store.close()

    # -- before anything was stored

    def test_an_empty_desk_answers_every_question_with_nothing(self, store: Store) -> None:
        assert list(store.find(Query())) == []
        assert store.count(Query()) == 0
        assert list(store.search("sampah", None)) == []
        assert store.pending(9) == []
        assert store.resolve(parse_ticket("42")) is None
        assert store.by_key("k") is None
        assert store.accepted() == {}
        assert store.revision_files("abc") == {}

    # -- take

    def test_numbers_of_each_day_run_from_1_without_gaps(self, store: Store) -> None:
        days = (MORNING, MORNING + DAY, MORNING, MORNING, MORNING + DAY)
        first = take(store, [call(at) for at in days[:3]])
        then = take(store, [call(at) for at in days[3:]])
        assert [taken.ticket for taken in first + then] == [
            make_ticket("UJI", day, number)
            for day, number in ((20251124, 1), (20251125, 1), (20251124, 2), (20251124, 3), (20251125, 2))
        ]

    def test_a_call_comes_back_as_it_was_given(self, store: Store) -> None:
        given = call(
            text="sampah <b>di</b> \"pasar\"\nbaris kedua 🗑️ 'x'; --",
            answer="sudah diteruskan",
            answers={"tinggi air": 50, "listrik": True, "sejak": "pagi"},
            address="Jl. Contoh No. 1",
            support=("bpbd", "bmsda"),
            rule="aturan-1",
            revision="0123456789ab",
            recorded_unit="dlh",
            caller_name="Budi Contoh",
            caller_phone="+6281200000009",
            phone_original="0812 0000 0009",
            caller_address="Jl. Rumah 2",
            caller_kecamatan="Bekasi Utara",
            caller_kelurahan="Teluk Pucung",
            kecamatan="Bekasi Timur",
            kelurahan="Margahayu",
            fields={"KET": "Selesai", "n": 1},
            sources={"kind": "text"},
            source_file="log.csv",
            source_row=7,
            key="kunci-1",
            import_key="peta:abc:1",
            content_hash="ff",
        )
        take(store, [given])
        found = store.resolve(parse_ticket(given.ticket))
        assert found is not None
        named = {"import_key", "content_hash"}  # a store keeps them so that nothing can be told from them
        assert {name: value for name, value in values(found).items() if name not in named} == {
            name: value for name, value in values(given).items() if name not in named
        }
        assert set(COMPLAINT_FIELDS) - {"caller"} <= set(values(found))

    def test_everything_of_a_batch_is_stored_or_nothing(self, store: Store) -> None:
        take(store, [call()])
        unstorable = call(source_row="tiga")
        with pytest.raises(StoreError):
            take(store, [call(), call(), unstorable])
        year_without_a_ticket = call(-3_000_000_000)
        with pytest.raises(UsageError):
            take(store, [call(), year_without_a_ticket])
        assert store.count(Query()) == 1
        assert [taken.ticket for taken in take(store, [call()])] == [make_ticket("UJI", 20251124, 2)]

    def test_the_same_key_again_stores_nothing_and_names_the_first_ticket(self, store: Store) -> None:
        first = take(store, [call(key="dari-skrip-1")])[0]
        again = take(store, [call(MORNING + DAY, key="dari-skrip-1", text="lain")])[0]
        assert (first.state, again.state) == ("taken", "known")
        assert again.ticket == first.ticket
        assert store.count(Query()) == 1
        stored = store.by_key("dari-skrip-1")
        assert stored is not None
        assert stored.text == "sampah menumpuk di pasar"
        assert store.by_key("dari-skrip-2") is None

    def test_a_key_given_twice_in_one_batch_is_taken_once(self, store: Store) -> None:
        taken = take(store, [call(key="k"), call(), call(key="k")])
        assert [one.state for one in taken] == ["taken", "taken", "known"]
        assert taken[2].ticket == taken[0].ticket
        assert take(store, [call()])[0].ticket == make_ticket("UJI", 20251124, 3)

    def test_a_record_of_a_file_with_a_key_that_is_taken_is_never_dropped_in_silence(self, store: Store) -> None:
        """Other words under a known key are told as changed, in one batch or later; the same words are known."""
        records = [call(key="k", import_key="m:1:1"), call(key="k", import_key="m:2:1", text="banjir di pasar")]
        assert [one.state for one in take(store, records)] == ["taken", "changed"]
        ticket = make_ticket("UJI", 20251124, 9)
        same, other = (call(key="k", number=9, ticket=ticket, text=t) for t in (call().text, "jalan rusak"))
        assert [one.state for one in take(store, [same, other])] == ["known", "changed"]
        assert store.count(Query()) == 1

    def test_a_record_imported_again_is_known_or_has_changed(self, store: Store) -> None:
        first = take(store, [call(import_key="m:1:1", content_hash="a"), call(import_key="m:2:1", content_hash="b")])
        again = take(store, [call(import_key="m:1:1", content_hash="a"), call(import_key="m:2:1", content_hash="c")])
        assert [one.state for one in again] == ["known", "changed"]
        assert [one.ticket for one in again] == [one.ticket for one in first]
        assert store.count(Query()) == 2

    def test_a_ticket_brought_along_is_kept_and_numbers_go_on_after_it(self, store: Store) -> None:
        brought = make_ticket("UJI", 20251124, 7)
        own = call(number=7)
        own.ticket = brought
        assert take(store, [own])[0].ticket == brought
        assert take(store, [call()])[0].ticket == make_ticket("UJI", 20251124, 8)

    def test_a_ticket_brought_along_twice_is_known_or_has_changed(self, store: Store) -> None:
        def brought(**given: Any) -> Complaint:
            own = call(number=3, **given)
            own.ticket = make_ticket("UJI", 20251124, 3)
            return own

        take(store, [brought(answers={"a": 1}, support=("bpbd",))])
        again = take(store, [brought(answers={"a": 1}, support=("bpbd",))])
        other = take(store, [brought(text="lain")])
        assert (again[0].state, other[0].state) == ("known", "changed")
        assert store.count(Query()) == 1

    # -- numbers that are left out

    def test_skipped_numbers_are_never_given(self, store: Store) -> None:
        """The day's next number is behind them, other days go on, and numbers never go back."""
        take(store, [call(), call(MORNING + DAY)])
        assert store.skip_numbers(20251124, 7, "rina", MORNING) is True
        assert store.skip_numbers(20251124, 7, "rina", MORNING) is False
        assert store.skip_numbers(20251124, 3, "rina", MORNING) is False
        assert store.skip_numbers(20251126, 2, None, MORNING) is True
        taken = take(store, [call(), call(MORNING + DAY), call(MORNING + 2 * DAY)])
        assert [one.ticket[4:15] for one in taken] == ["251124-0008", "251125-0002", "251126-0003"]

    @pytest.mark.parametrize(("day", "past"), [(20251124, 1_000_000), (21051124, 5)])
    def test_numbers_that_no_ticket_should_have_are_not_skipped_to(self, store: Store, day: int, past: int) -> None:
        """The next ticket could be read by no command."""
        with pytest.raises(UsageError):
            store.skip_numbers(day, past, "rina", MORNING)
        assert take(store, [call()])[0].ticket == make_ticket("UJI", 20251124, 1)

    def test_nothing_is_begun_anew_where_nothing_is_lost(self, store: Store) -> None:
        take(store, [call()])
        with pytest.raises(NotAllowedError):
            store.begin_anew("disk rusak", "rina", MORNING)
        assert take(store, [call()])[0].ticket == make_ticket("UJI", 20251124, 2)

    # -- resolve

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

    # -- find, count

    @given(query=queries())
    @settings(max_examples=examples(250))
    def test_find_and_count_agree_with_a_walk_over_everything(self, filled: Filled, query: Query) -> None:
        store, calls = filled.store, filled.calls
        assert ids(store.find(query)) == ids(expected(calls, query))
        assert store.count(query) == len(expected(calls, query._replace(limit=None)))

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

    def test_bounced_are_those_that_came_back(self, store: Store) -> None:
        calls = [call(MORNING + number) for number in range(3)]
        take(store, calls)
        for complaint, count in zip(calls, (1, 2), strict=False):
            change(store, [changed(complaint, {"bounces": count}, "returned", None, MORNING, {})])
        found = list(store.find(Query(bounced=True)))
        assert [(complaint.id, complaint.bounces) for complaint in found] == [(calls[1].id, 2), (calls[0].id, 1)]
        assert store.count(Query(bounced=True)) == 2

    def test_where_complaints_are_filed(self, filled: Filled) -> None:
        store, calls = filled.store, filled.calls
        assert store.units() == sorted({c.unit for c in calls if c.unit})
        at = Counter((c.unit, c.category, c.status, c.step) for c in calls if c.unit and c.status not in FINAL)
        assert sorted(store.filed(), key=str) == sorted((Filed(*what, count) for what, count in at.items()), key=str)

    def test_a_filter_of_very_many_values_finds_them_all(self, filled: Filled) -> None:
        store, calls = filled.store, filled.calls
        many = tuple(f"unit-{number}" for number in range(700))
        query = Query((("unit", (*many, "dlh")), ("status", ("routed", "closed"))), limit=10)
        assert ids(store.find(query)) == ids(expected(calls, query))
        assert store.count(query) == len(expected(calls, query._replace(limit=None)))

    def test_reports_of_the_same_second_come_newest_number_first(self, store: Store) -> None:
        take(store, [call() for _each in range(5)])
        assert [complaint.number for complaint in store.find(Query())] == [5, 4, 3, 2, 1]
        assert [complaint.number for complaint in store.find(Query(ascending=True, limit=2))] == [1, 2]

    def test_a_complaint_with_two_wanted_phones_comes_once(self, store: Store) -> None:
        take(store, [call(caller_phone="+6281200000001;+6281200000002"), call(caller_phone="+6281200000002")])
        query = Query((("phone", ("+6281200000001", "+6281200000002")),), limit=2)
        assert [complaint.number for complaint in store.find(query)] == [2, 1]
        assert store.count(query) == 2

    # -- search

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

    def test_search_yields_the_newest_reported_first_up_to_the_limit(self, store: Store) -> None:
        """Old calls that were logged only now stand after today's."""
        take(store, [call(MORNING + number * DAY) for number in (3, 1, 2)])
        assert [complaint.id for complaint in store.search("sampah", 2)] == [1, 3]

    @given(words=st.text(max_size=30))
    def test_no_words_break_the_search(self, filled: Filled, words: str) -> None:
        assert len(list(filled.store.search(words, 5))) <= 5

    # -- change, events

    def test_a_change_is_seen_with_its_event_and_a_new_version(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        columns = {"unit": "bpbd", "support": ("dlh",), "text": "banjir, bukan sampah", "answers": {"a": 1}}
        change(store, [changed(complaint, columns, "routed", "rina", MORNING + 60, {"from": "dlh", "to": "bpbd"})])
        found = store.resolve(parse_ticket(complaint.ticket))
        assert found is not None
        assert (found.unit, found.support, found.text, found.answers) == ("bpbd", ("dlh",), columns["text"], {"a": 1})
        assert found.version == 2
        logged, routed = store.events(found)
        assert (logged.type, routed.type, routed.actor, routed.at) == ("logged", "routed", "rina", MORNING + 60)
        assert routed.data == {"from": "dlh", "to": "bpbd"}
        assert routed.private == {"text": "banjir, bukan sampah", "answers": {"a": 1}}
        assert ids(store.search("banjir", None)) == [found.id]
        assert ids(store.search("menumpuk", None)) == []

    def test_a_change_of_status_opens_and_closes(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        change(store, [changed(complaint, {"status": "closed"}, "closed", "rina", MORNING + 60, {})])
        assert store.count(Query(open_only=True)) == 0
        complaint.version = 2
        change(store, [changed(complaint, {"status": "in_progress"}, "reopened", "rina", MORNING + 90, {})])
        assert store.count(Query(open_only=True)) == 1
        assert [event.type for event in store.events(complaint)] == ["logged", "closed", "reopened"]

    def test_a_step_on_an_older_state_is_a_conflict_and_writes_nothing_of_it(self, store: Store) -> None:
        first, second = call(), call()
        take(store, [first, second])
        change(store, [changed(first, {"priority": "high"}, "set", "rina", MORNING + 60, {})])
        stale = [
            changed(second, {"priority": "high"}, "set", "joko", MORNING + 61, {}),
            changed(first, {"priority": "low"}, "set", "joko", MORNING + 61, {}),
        ]
        assert store.commit(stale) == [Outcome(second.ticket, DONE), Outcome(first.ticket, CONFLICT)]
        assert [complaint.priority for complaint in store.find(Query(ascending=True))] == ["high", "high"]
        assert [len(store.events(complaint)) for complaint in (first, second)] == [2, 2]
        assert store.breaks() == []
        assert list(store.differences()) == []

    def test_the_first_event_says_how_the_call_was_decided(self, store: Store) -> None:
        live, imported = call(caller_name="Budi Contoh"), call(source_file="log.csv", source_row=3)
        take(store, [live, imported])
        event = store.events(live)[0]
        assert (event.type, event.actor, event.at) == ("logged", "petugas", MORNING)
        assert (event.data["unit"], event.data["step"], event.data["category"]) == ("dlh", "category", "sampah")
        assert event.private is not None
        assert event.private["caller_name"] == "Budi Contoh"
        assert "Budi" not in str(event.data)
        assert store.events(imported)[0].type == "imported"

    # -- links, pending, revisions

    def test_links_lead_both_ways(self, store: Store) -> None:
        first = call()
        take(store, [first])
        second, third = call(linked=(first.ticket,)), call(linked=(first.ticket, "UJI-251124-0999-0"))
        take(store, [second, third])
        found = {complaint.number: complaint.linked for complaint in store.find(Query())}
        assert found == {1: (second.ticket, third.ticket), 2: (first.ticket,), 3: (first.ticket,)}
        told = [(event.type, event.data) for event in store.events(first)[1:]]
        assert told == [("linked", {"to": second.ticket}), ("linked", {"to": third.ticket})]
        assert [event.type for event in store.events(second)] == ["logged", "linked"]

    def test_a_link_that_is_there_is_told_once(self, store: Store) -> None:
        """Records of an export name each other: whichever comes second brings the link, with an event on each side."""
        one, other = (make_ticket("UJI", 20251124, number) for number in (1, 2))
        records = [
            call(ticket=one, number=1, linked=(other,)), call(ticket=other, number=2, linked=(one, one)),
        ]  # fmt: skip
        take(store, records)
        for record in records:
            assert [event.type for event in store.events(record)] == ["logged", "linked"]

    # -- held against the events

    def test_what_was_stored_is_what_the_events_say(self, store: Store) -> None:
        """Calls of every kind, changed in every column, linked, erased: nothing differs, with one look at each."""
        calls = [varied(number) for number in range(40)]
        take(store, calls[:20])
        take(store, calls[20:])
        for complaint in calls[::3]:
            columns = {
                "unit": "bpbd",
                "support": ("dlh",),
                "status": "routed",
                "answers": {"a": [1, 2.5]},
                "rule": None,
            }
            change(store, [changed(complaint, columns, "routed", "rina", MORNING, {"to": "bpbd"})])
        take(store, [call(linked=(calls[0].ticket, calls[1].ticket), fields={"KET": "x", "n": 1})])
        store.skip_numbers(20251124, 900, "rina", MORNING)
        take(store, [call(), call(number=950, ticket=make_ticket("UJI", 20251124, 950)), call()])
        store.erase(calls[0].ticket, "rina", MORNING)
        erased, moved = (store.resolve(parse_ticket(one.ticket)) for one in calls[:2])
        assert erased is not None
        assert moved is not None
        change(store, [changed(moved, {"text": "dikoreksi"}, "edited", "rina", MORNING, {})])
        with pytest.raises(NotAllowedError):
            change(store, [changed(erased, {"text": "dikoreksi"}, "edited", "rina", MORNING, {})])
        assert list(store.differences()) == []

    def test_where_nothing_was_ever_stored_there_is_nothing_to_hold(self, store: Store) -> None:
        """An empty answer would say that all is well."""
        with pytest.raises(StoreError):
            list(store.differences())

    # -- erasing

    def test_erasing_says_what_is_left_to_look_at(self, store: Store) -> None:
        """Linked tickets are often of the same person, and the file that a record came from has it still."""
        first = call(source_file="log.csv", source_row=7, caller_name="Budi Contoh")
        take(store, [first])
        second = call(linked=(first.ticket,))
        take(store, [second])
        assert store.erase(first.ticket, "rina", MORNING) == Erased(first.ticket, (second.ticket,), "log.csv", 7)
        assert store.erase("2", "rina") == Erased(second.ticket, (first.ticket,), None, None)
        with pytest.raises(NotFoundError):
            store.erase("99", "rina", MORNING)
        found = store.resolve(parse_ticket(first.ticket))
        assert found is not None
        assert (found.text, found.caller_name, found.unit) == ("", None, "dlh")

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

    def test_a_changed_phone_is_found_under_its_new_number_only(self, store: Store) -> None:
        complaint = call(caller_phone="+6281200000001")
        take(store, [complaint, call(caller_phone="+6281200000001")])
        change(store, [changed(complaint, {"caller_phone": "+6281200000002"}, "edited", "rina", MORNING + 60, {})])
        assert [found.number for found in store.find(Query((("phone", ("+6281200000001",)),)))] == [2]
        assert [found.number for found in store.find(Query((("phone", ("+6281200000002",)),)))] == [1]

    def test_an_event_alone_needs_no_changed_column(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        change(store, [changed(complaint, {}, "noted", "rina", MORNING + 60, {"why": "ditanyakan"})])
        assert [event.type for event in store.events(complaint)] == ["logged", "noted"]

    # -- how unit code did

    def test_what_plugins_did_is_added_up(self, store: Store) -> None:
        """With a change, with calls that are taken, or alone: calls, failures and seconds are added, not `slowest`."""
        assert store.plugin_states() == {}
        complaint = call()
        take(store, [complaint, call()], [ran("bpbd", seconds=0.5, slowest=0.4), ran("bmsda", calls=3, seconds=0.25)])
        noted = changed(complaint, {}, "noted", None, MORNING + 60, {"plugin": "bpbd"})
        change(store, [noted], [failed("bpbd", seconds=2.0, slowest=2.0)], MORNING + 60)
        change(store, [], [ran("bpbd", calls=2, seconds=0.5, slowest=0.25)], MORNING + 90)
        state = PluginState("bpbd", 4, 1, 0, 3.0, 2.0, "route: time", MORNING + 60)
        assert store.plugin_states() == {"bmsda": PluginState("bmsda", 3, seconds=0.25), "bpbd": state}
        assert [event.type for event in store.events(complaint)] == ["logged", "noted"]

    def test_nothing_to_write_writes_nothing(self, store: Store) -> None:
        change(store, [], [], MORNING)
        take(store, [])
        assert store.plugin_states() == {}

    def test_failures_in_a_row_are_counted_over_commands_and_a_success_ends_the_row(self, store: Store) -> None:
        change(store, [], [failed("bpbd")], MORNING)
        change(store, [], [failed("bpbd")], MORNING + 1)
        assert store.plugin_states()["bpbd"].in_row == 2
        change(store, [], [ran("bpbd")], MORNING + 2)
        assert store.plugin_states()["bpbd"].in_row == 0
        # One command: two failures, a success, then one more.
        change(store, [], [failed("bpbd", calls=4, failures=3, in_row=1, succeeded=True)], MORNING + 3)
        state = store.plugin_states()["bpbd"]
        assert (state.in_row, state.failures, state.set_aside_at) == (1, 5, None)

    def test_three_failures_in_a_row_set_a_plugin_aside(self, store: Store) -> None:
        for number in range(5):
            change(store, [], [failed("bpbd")], MORNING + number)
        state = store.plugin_states()["bpbd"]
        assert (state.set_aside_at, state.set_aside_why) == (MORNING + 2, "3 failures in a row")
        assert (state.in_row, state.failed_at) == (5, MORNING + 4)

    def test_a_plugin_is_set_aside_when_a_command_says_so(self, store: Store) -> None:
        take(store, [call()], [failed("bpbd", over="20 failures in one command", succeeded=True)])
        state = store.plugin_states()["bpbd"]
        assert (state.set_aside_at, state.set_aside_why) == (MORNING, "20 failures in one command")
        assert store.plugin_states().keys() == {"bpbd"}

    def test_a_plugin_that_was_set_aside_can_be_enabled_and_begins_anew(self, store: Store) -> None:
        assert store.enable_plugin("bpbd", "rina", MORNING) is False
        change(store, [], [failed("bpbd")], MORNING)
        assert store.enable_plugin("bpbd", "rina", MORNING) is False
        change(store, [], [failed("bpbd"), ran("dlh")], MORNING)
        change(store, [], [failed("bpbd")], MORNING)
        assert store.enable_plugin("bpbd", "rina", MORNING + 9) is True
        assert store.plugin_states().keys() == {"dlh"}
        assert store.enable_plugin("bpbd", "rina", MORNING + 9) is False
        change(store, [], [failed("bpbd")], MORNING)
        assert store.plugin_states()["bpbd"].in_row == 1

    def test_what_plugins_did_is_stored_with_the_changes_or_not_at_all(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        change(store, [changed(complaint, {"unit": "bpbd"}, "routed", None, MORNING, {})])
        with pytest.raises(StoreError):
            take(store, [call(), call(source_row="tiga")], [failed("bpbd")])
        assert store.plugin_states() == {}
        with pytest.raises(NotAllowedError):  # somebody else was faster; the code has run all the same
            change(store, [changed(complaint, {"unit": "dlh"}, "routed", None, MORNING, {})], [failed("bpbd")], MORNING)
        assert store.plugin_states()["bpbd"].failures == 1

    def test_events_of_a_call_that_is_taken_follow_its_first(self, store: Store) -> None:
        """What unit code said of a record stands behind `imported`; its words are kept where they can be erased."""
        failure = {
            "plugin": "bpbd",
            "hook": "route",
            "kind": "raised",
            "message": "Budi",
            "traceback": "t",
            "sha256": "0",
        }
        events = (("code_answered", {"plugin": "bpbd", "answer": None}), ("plugin_failed", failure))
        one, other = call(), call()
        store.commit([taking(one, events), taking(other)])
        history = store.events(one)
        assert [event.type for event in history] == ["logged", "code_answered", "plugin_failed"]
        assert history[2].data == {"plugin": "bpbd", "hook": "route", "kind": "raised", "sha256": "0"}
        assert history[2].private == {"message": "Budi", "traceback": "t"}
        assert len(store.events(other)) == 1

    # -- revisions

    def test_revisions_keep_their_texts_and_the_last_accepted_counts(self, store: Store) -> None:
        first, second = {"rules.toml": "a", "plugins/x/plugin.toml": "b"}, {"rules.toml": "c"}
        assert store.accept("rev1", first, "rina", MORNING) is True
        assert store.accept("rev1", first, "rina", MORNING) is False
        assert store.accept("rev2", second, "rina", MORNING + 1) is True
        assert store.accepted() == second
        assert store.revision_files("rev1") == first
        assert store.accept("rev1", first, "rina", MORNING + 2) is True
        assert store.accepted() == first
        assert store.revision_files("rev2") == second

    def test_each_acceptance_is_kept_with_who_and_when(self, store: Store) -> None:
        """Also of a revision that comes back; the last stands first; `before` and `files` say what it changed."""
        first, second = {"rules.toml": "a"}, {"rules.toml": "b", "plugins/x/plugin.toml": "c"}
        assert store.acceptances() == []
        assert store.last_revision() is None
        store.accept("rev1", first, "rina", MORNING)
        store.accept("rev2", second, "sari", MORNING + 1)
        store.accept("rev1", first, None, MORNING + 2)
        assert store.last_revision() == "rev1"
        both = ("plugins/x/plugin.toml", "rules.toml")
        assert store.acceptances() == [
            Acceptance("rev1", MORNING + 2, None, "rev2", both),
            Acceptance("rev2", MORNING + 1, "sari", "rev1", both),
            Acceptance("rev1", MORNING, "rina", None, ("rules.toml",)),
        ]

    def test_an_acceptance_says_whose_the_changed_files_are(self, store: Store) -> None:
        """Only of those that differ; and whether somebody accepted it on purpose."""
        files = [Written("rules.toml", "rina", MORNING - 60), Written("plugins/x/plugin.toml", "joko", MORNING - 30)]
        store.accept("rev1", {"rules.toml": "a", "plugins/x/plugin.toml": "b"}, "sari", MORNING, None, files, True)
        store.accept("rev2", {"rules.toml": "c", "plugins/x/plugin.toml": "b"}, "sari", MORNING + 1, "rev1", files)
        last, first = store.acceptances()
        assert (last.noticed, last.written) == (False, (files[0],))
        assert (first.noticed, first.written) == (True, (files[1], files[0]))

    def test_accepting_over_another_than_the_last_is_refused(self, store: Store) -> None:
        """Who was slower is told so, and nothing of it is kept."""
        store.accept("rev1", {"rules.toml": "a"}, "rina", MORNING, None)
        with pytest.raises(NotAllowedError):
            store.accept("rev2", {"rules.toml": "b"}, "sari", MORNING, None)
        assert store.accept("rev2", {"rules.toml": "b"}, "sari", MORNING, "rev1") is True
        with pytest.raises(NotAllowedError):
            store.accept("rev3", {"rules.toml": "c"}, "rina", MORNING, "rev1")
        assert store.accepted() == {"rules.toml": "b"}
        assert store.revision_files("rev3") == {}

    def test_what_was_stored_is_there_for_the_next_process(self, store: Store, tmp_path: Path) -> None:
        complaint = call(key="k")
        take(store, [complaint])
        store.close()
        another = self.open_store(tmp_path)
        found = another.by_key("k")
        another.close()
        assert found is not None
        assert found.ticket == complaint.ticket

    def test_texts_that_only_look_dangerous_are_stored_as_they_are(self, store: Store) -> None:
        texts = ["'; DROP TABLE complaint; --", '"', "%s %d {x}", "\u202eterbalik", "a\tb\r\nc", "𝕏" * 500]
        take(store, [call(text=text) for text in texts])
        assert [complaint.text for complaint in store.find(Query(ascending=True))] == texts
